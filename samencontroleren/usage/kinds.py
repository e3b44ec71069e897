# SPDX-License-Identifier: EUPL-1.2
"""States of use."""

from enum import StrEnum


class UsageState(StrEnum):
    """A claim opens nothing until a second person of the gemeente has confirmed it."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    ENDED = "ended"


USAGE_LABELS: dict[UsageState, tuple[str, str]] = {
    UsageState.CLAIMED: ("Wacht op bevestiging", "Waiting for confirmation"),
    UsageState.CONFIRMED: ("In gebruik", "In use"),
    UsageState.ENDED: ("Niet meer in gebruik", "No longer in use"),
}

ALLOWED_MOVES: dict[UsageState, tuple[UsageState, ...]] = {
    UsageState.CLAIMED: (UsageState.CONFIRMED, UsageState.ENDED),
    UsageState.CONFIRMED: (UsageState.ENDED,),
    UsageState.ENDED: (UsageState.CLAIMED,),
}


USAGE_CODES: dict[UsageState, str] = {
    UsageState.CLAIMED: "aangemeld",
    UsageState.CONFIRMED: "bevestigd",
    UsageState.ENDED: "beeindigd",
}
"""What the API calls them."""
