# SPDX-License-Identifier: EUPL-1.2
"""Reasons that the platform gives itself where people otherwise type theirs: a code for machines, words for readers.

They are kept as their Dutch text, beside what people typed, and told in the language of the reader.
"""

from flask_babel import gettext as _

from samencontroleren.core.messages import N_

GOES_ON = N_("Deze herbeoordeling gaat verder in een ronde.")
WENT_ON = N_("De leverancier is opgegaan in een andere leverancier.")
MERGED = N_("Het product is samengevoegd met een ander product.")
KNOWN = N_("Werkte bij, of had een belang bij, een leverancier waarvan een product is overgegaan.")

REASON_CODES: dict[str, str] = {
    GOES_ON: "gaat-verder-in-ronde",
    WENT_ON: "leverancier-opgegaan",
    MERGED: "product-samengevoegd",
    KNOWN: "product-overgegaan",
}
"""What the API calls them."""


def told(reason: str) -> str:
    """A reason in the language of the reader; what somebody typed as it was typed."""
    return str(_(reason)) if reason in REASON_CODES else reason


def code_of(reason: str) -> str | None:
    """What the API calls a reason of the platform; None for one that somebody typed."""
    return REASON_CODES.get(reason)
