# SPDX-License-Identifier: EUPL-1.2
"""States of an improvement plan and its steps, and what can be asked about a finding."""

from enum import StrEnum

from samencontroleren.assessments.kinds import FindingCause


class PlanState(StrEnum):
    """A plan is written, submitted, and accepted or returned; a returned one is followed by the next number."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


PLAN_LABELS: dict[PlanState, tuple[str, str]] = {
    PlanState.DRAFT: ("Concept", "Draft"),
    PlanState.SUBMITTED: ("Ingediend", "Submitted"),
    PlanState.ACCEPTED: ("Aanvaard", "Accepted"),
    PlanState.RETURNED: ("Teruggestuurd", "Returned"),
}

PLAN_CODES: dict[PlanState, str] = {
    PlanState.DRAFT: "concept",
    PlanState.SUBMITTED: "ingediend",
    PlanState.ACCEPTED: "aanvaard",
    PlanState.RETURNED: "teruggestuurd",
}
"""What the API calls them."""


class Progress(StrEnum):
    """How far a step of a plan is."""

    NOT_BEGUN = "not_begun"
    BUSY = "busy"
    DONE = "done"


PROGRESS_LABELS: dict[Progress, tuple[str, str]] = {
    Progress.NOT_BEGUN: ("Nog niet begonnen", "Not begun"),
    Progress.BUSY: ("Bezig", "Under way"),
    Progress.DONE: ("Klaar", "Done"),
}

PROGRESS_CODES: dict[Progress, str] = {
    Progress.NOT_BEGUN: "niet-begonnen",
    Progress.BUSY: "bezig",
    Progress.DONE: "klaar",
}
"""What the API calls them."""


class RequestKind(StrEnum):
    """What a supplier asks about a finding and somebody of VNG decides on."""

    CHECK = "check"
    EXTENSION = "extension"
    DISPUTE = "dispute"


REQUEST_LABELS: dict[RequestKind, tuple[str, str]] = {
    RequestKind.CHECK: ("Hercontrole", "Follow-up check"),
    RequestKind.EXTENSION: ("Uitstel", "Extension"),
    RequestKind.DISPUTE: ("Betwisting", "Dispute"),
}

REQUEST_CODES: dict[RequestKind, str] = {
    RequestKind.CHECK: "hercontrole",
    RequestKind.EXTENSION: "uitstel",
    RequestKind.DISPUTE: "betwisting",
}
"""What the API and addresses call them."""

ASKED: dict[RequestKind, FindingCause] = {
    RequestKind.CHECK: FindingCause.CHECK_ASKED,
    RequestKind.EXTENSION: FindingCause.EXTENSION_ASKED,
    RequestKind.DISPUTE: FindingCause.DISPUTED,
}
"""The line in the history when it is asked."""

DECIDED: dict[tuple[RequestKind, bool], FindingCause] = {
    (RequestKind.CHECK, True): FindingCause.CHECK_PASSED,
    (RequestKind.CHECK, False): FindingCause.CHECK_FAILED,
    (RequestKind.EXTENSION, True): FindingCause.EXTENDED,
    (RequestKind.EXTENSION, False): FindingCause.EXTENSION_REFUSED,
    (RequestKind.DISPUTE, True): FindingCause.DISPUTE_GRANTED,
    (RequestKind.DISPUTE, False): FindingCause.DISPUTE_REFUSED,
}
"""The line in the history when it is granted or not."""
