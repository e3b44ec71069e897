# SPDX-License-Identifier: EUPL-1.2
"""The named statistics."""

from enum import StrEnum


class Statistic(StrEnum):
    """What is compared; each has its own fixed dimensions."""

    SIMILAR = "similar"
    """Mean score of a theme over the newest results of other suppliers' products of the same category."""
    NOT_MET = "not_met"
    """Share of other suppliers with a newest result in which a requirement is not or partly met."""


STATISTIC_CODES: dict[Statistic, str] = {
    Statistic.SIMILAR: "vergelijkbare-producten",
    Statistic.NOT_MET: "vaak-niet-voldaan",
}
"""What the API calls them."""
