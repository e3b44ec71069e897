# SPDX-License-Identifier: EUPL-1.2
"""How far the proposal is to hand an invitation on."""

from enum import StrEnum


class HandoverState(StrEnum):
    """A proposal from its making to its decision."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


HANDOVER_LABELS: dict[HandoverState, tuple[str, str]] = {
    HandoverState.PROPOSED: ("Wacht op besluit", "Waits for a decision"),
    HandoverState.APPROVED: ("Goedgekeurd", "Approved"),
    HandoverState.REFUSED: ("Afgewezen", "Refused"),
}

HANDOVER_TONES: dict[HandoverState, str] = {
    HandoverState.PROPOSED: "warning",
    HandoverState.APPROVED: "good",
    HandoverState.REFUSED: "dark",
}
