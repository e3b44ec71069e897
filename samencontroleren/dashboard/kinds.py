# SPDX-License-Identifier: EUPL-1.2
"""How a product in use stands: its newest released result and its currency in one word, for pictures."""

from enum import StrEnum

from samencontroleren.assessments.kinds import ResultCode
from samencontroleren.core.scheduler import RunState


class Standing(StrEnum):
    """In the order in which a gemeente looks at them."""

    DOES_NOT_MEET = "does_not_meet"
    EXPIRED = "expired"
    NONE = "none"
    MEETS_WITH_CONCERNS = "meets_with_concerns"
    MEETS = "meets"


STANDING_LABELS: dict[Standing, tuple[str, str]] = {
    Standing.DOES_NOT_MEET: ("voldoet niet", "does not meet"),
    Standing.EXPIRED: ("resultaat niet meer geldig", "result no longer valid"),
    Standing.NONE: ("nog geen resultaat", "no result yet"),
    Standing.MEETS_WITH_CONCERNS: ("voldoet met aandachtspunten", "meets, with points for attention"),
    Standing.MEETS: ("voldoet", "meets"),
}

STANDING_TONES: dict[Standing, str] = {
    Standing.DOES_NOT_MEET: "bad",
    Standing.EXPIRED: "fourth",
    Standing.NONE: "none",
    Standing.MEETS_WITH_CONCERNS: "attention",
    Standing.MEETS: "good",
}

STANDING_OF: dict[ResultCode, Standing] = {
    ResultCode.MEETS: Standing.MEETS,
    ResultCode.MEETS_WITH_CONCERNS: Standing.MEETS_WITH_CONCERNS,
    ResultCode.DOES_NOT_MEET: Standing.DOES_NOT_MEET,
}

RUN_CODES: dict[RunState, str] = {RunState.RUNNING: "loopt", RunState.DONE: "klaar", RunState.FAILED: "mislukt"}
"""What the API calls them."""

WANTING = (Standing.DOES_NOT_MEET, Standing.EXPIRED, Standing.NONE)
"""What asks something of the gemeente."""
