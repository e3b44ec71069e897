# SPDX-License-Identifier: EUPL-1.2
"""Enums of the assessments feature: verdicts, what they look at, how sure they are, and the result."""

from collections.abc import Iterable
from enum import StrEnum

from samencontroleren.questionnaires.kinds import ASPECT_CODES, Severity

__all__ = ["Assurance", "Axis", "ResultCode", "Severity", "Verdict"]


class Verdict(StrEnum):
    """What a reviewer makes of one answer (product.md section 6)."""

    MEETS = "meets"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_BE_ASSESSED = "cannot_be_assessed"


class Axis(StrEnum):
    """What a requirement is judged on: opzet, bestaan, werking."""

    DESIGN = "design"
    EXISTENCE = "existence"
    OPERATION = "operation"


class Assurance(StrEnum):
    """Degree of assurance behind a verdict, from low to high."""

    OWN_STATEMENT = "own_statement"
    CHECKED = "checked"
    AUDITED = "audited"


class ResultCode(StrEnum):
    """The result of a dossier."""

    MEETS = "meets"
    MEETS_WITH_CONCERNS = "meets_with_concerns"
    DOES_NOT_MEET = "does_not_meet"


class ConclusionBasis(StrEnum):
    """How the verdict of a dossier on one requirement came about."""

    EQUAL = "equal"
    SETTLED = "settled"
    COORDINATOR = "coordinator"
    RECONSIDERED = "reconsidered"
    CARRIED = "carried"
    """Taken over from the released result that is re-assessed in part."""


class Stance(StrEnum):
    """What a supplier makes of one draft verdict."""

    AGREE = "agree"
    CORRECT = "correct"
    OBJECT = "object"


class DraftPart(StrEnum):
    """For what somebody types: how a difference is settled, or in a reconsideration another verdict or why it stays."""

    SETTLE = "settle"
    CHANGE = "change"
    KEEP = "keep"


class FindingState(StrEnum):
    """Where a finding stands. That it is late follows from its term and is never stored."""

    DRAFT = "draft"
    """Made with a draft verdict; not shared before the result is released."""
    OPEN = "open"
    """Released: the supplier makes an improvement plan."""
    PLAN_SUBMITTED = "plan_submitted"
    PLAN_RETURNED = "plan_returned"
    SOLVING = "solving"
    """The plan was accepted."""
    CHECK_ASKED = "check_asked"
    CLOSED = "closed"
    """With proof and by a person, or because a later verdict is *voldoet*."""
    LAPSED = "lapsed"
    """It was no shortcoming after all, or its requirement is gone and a person decided so."""
    MERGED = "merged"
    """Goes on in another finding of the same cause."""


F = FindingState

FINDING_MOVES: dict[FindingState, tuple[FindingState, ...]] = {
    F.DRAFT: (F.OPEN, F.LAPSED, F.MERGED),
    F.OPEN: (F.PLAN_SUBMITTED, F.CHECK_ASKED, F.CLOSED, F.LAPSED, F.MERGED),
    F.PLAN_SUBMITTED: (F.OPEN, F.SOLVING, F.PLAN_RETURNED, F.CLOSED, F.LAPSED, F.MERGED),
    F.PLAN_RETURNED: (F.PLAN_SUBMITTED, F.CHECK_ASKED, F.CLOSED, F.LAPSED, F.MERGED),
    F.SOLVING: (F.PLAN_SUBMITTED, F.CHECK_ASKED, F.CLOSED, F.LAPSED, F.MERGED),
    F.CHECK_ASKED: (F.OPEN, F.CLOSED, F.LAPSED),
    F.CLOSED: (F.OPEN,),
    F.LAPSED: (F.DRAFT,),
    F.MERGED: (F.OPEN, F.CLOSED),
}
"""The moves there are. A finding that lapsed in a reconsideration can come back as a draft."""

TO_SOLVE = (F.OPEN, F.PLAN_SUBMITTED, F.PLAN_RETURNED, F.SOLVING, F.CHECK_ASKED)
"""Released and not solved: what counts as an open finding."""

MERGEABLE = tuple(state for state in TO_SOLVE if F.MERGED in FINDING_MOVES[state])
"""Goes on in another one, or takes one in: of which a follow-up check is asked, that is decided on first."""

WITH_SUPPLIER = (F.OPEN, F.PLAN_RETURNED, F.SOLVING)
"""The supplier has something to do; in the other states VNG decides first."""

GOES_ON = (F.MERGED, F.DRAFT)
"""With another finding in `merged_into_id` it goes on in that one: since the release, or in a draft verdict."""

FINDING_LABELS: dict[FindingState, tuple[str, str]] = {
    F.DRAFT: ("Concept", "Draft"),
    F.OPEN: ("Open", "Open"),
    F.PLAN_SUBMITTED: ("Plan ingediend", "Plan submitted"),
    F.PLAN_RETURNED: ("Plan teruggestuurd", "Plan returned"),
    F.SOLVING: ("Wordt opgelost", "Being solved"),
    F.CHECK_ASKED: ("Hercontrole gevraagd", "Follow-up check asked"),
    F.CLOSED: ("Gesloten", "Closed"),
    F.LAPSED: ("Vervallen", "Lapsed"),
    F.MERGED: ("Samengevoegd", "Merged"),
}


class FindingCause(StrEnum):
    """What happened to a finding: the lines of its history."""

    FOUND = "found"
    DROPPED = "dropped"
    RELEASED = "released"
    CARRIED = "carried"
    MET = "met"
    PLAN_SUBMITTED = "plan_submitted"
    PLAN_ACCEPTED = "plan_accepted"
    PLAN_RETURNED = "plan_returned"
    PLAN_WITHDRAWN = "plan_withdrawn"
    CHECK_ASKED = "check_asked"
    CHECK_PASSED = "check_passed"
    CHECK_FAILED = "check_failed"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    DISPUTED = "disputed"
    DISPUTE_GRANTED = "dispute_granted"
    DISPUTE_REFUSED = "dispute_refused"
    PROOF_ENDED = "proof_ended"
    SEVERITY = "severity"
    MERGED = "merged"
    ABSORBED = "absorbed"
    SPLIT = "split"
    PARTED = "parted"


C = FindingCause

FINDING_CAUSES: dict[FindingCause, tuple[str, str]] = {
    C.FOUND: ("Gevonden bij de beoordeling", "Found in the assessment"),
    C.DROPPED: ("Vervallen: geen tekortkoming meer", "Lapsed: not a shortcoming any more"),
    C.RELEASED: ("Vrijgegeven met het resultaat", "Released with the result"),
    C.CARRIED: ("Staat ook in het volgende resultaat", "Stands in the next result too"),
    C.MET: ("Gesloten: het nieuwe oordeel is “voldoet”", "Closed: the new verdict is “meets”"),
    C.PLAN_SUBMITTED: ("Verbeterplan ingediend", "Improvement plan submitted"),
    C.PLAN_ACCEPTED: ("Verbeterplan aanvaard", "Improvement plan accepted"),
    C.PLAN_RETURNED: ("Verbeterplan teruggestuurd", "Improvement plan returned"),
    C.PLAN_WITHDRAWN: ("Verbeterplan teruggenomen", "Improvement plan taken back"),
    C.CHECK_ASKED: ("Hercontrole gevraagd", "Follow-up check asked"),
    C.CHECK_PASSED: ("Gesloten na hercontrole", "Closed after the follow-up check"),
    C.CHECK_FAILED: ("Hercontrole: nog niet opgelost", "Follow-up check: not solved yet"),
    C.EXTENSION_ASKED: ("Uitstel gevraagd", "Extension asked"),
    C.EXTENDED: ("Termijn verlengd", "Term extended"),
    C.EXTENSION_REFUSED: ("Uitstel afgewezen", "Extension refused"),
    C.DISPUTED: ("Bevinding betwist", "Finding disputed"),
    C.DISPUTE_GRANTED: ("Betwisting toegewezen: de bevinding vervalt", "Dispute granted: the finding lapses"),
    C.DISPUTE_REFUSED: ("Betwisting afgewezen: de bevinding blijft", "Dispute refused: the finding stays"),
    C.PROOF_ENDED: ("Weer open: het bewijs is niet meer geldig", "Open again: the evidence is not valid any more"),
    C.SEVERITY: ("Ernst gewijzigd", "Severity changed"),
    C.MERGED: ("Samengevoegd met een andere bevinding", "Merged with another finding"),
    C.ABSORBED: ("Een andere bevinding erbij gevoegd", "Another finding was added to it"),
    C.SPLIT: ("Weer een eigen bevinding", "A finding of its own again"),
    C.PARTED: ("Een bevinding losgemaakt", "A finding was taken out of it"),
}

BEFORE_RELEASE = frozenset((C.FOUND, C.DROPPED, C.SEVERITY))
"""Lines that only the supplier, the reviewers and VNG read."""

FOLLOWING = frozenset((C.FOUND, C.DROPPED, C.RELEASED, C.CARRIED, C.MET, C.SEVERITY))
"""What follows from an act on the dossier, which has its own row in the trail."""


def is_graver(one: Severity, other: Severity) -> bool:
    """Whether one severity is higher than another. Pure."""
    order = list(Severity)
    return order.index(one) > order.index(other)


def gravest(severities: Iterable[Severity]) -> Severity:
    """The highest of these severities. Pure. Raises ValueError for none."""
    return max(severities, key=list(Severity).index)


VERDICT_CODES: dict[Verdict, str] = {
    Verdict.MEETS: "voldoet",
    Verdict.PARTLY: "voldoet-deels",
    Verdict.NOT_MET: "voldoet-niet",
    Verdict.NOT_APPLICABLE: "niet-van-toepassing",
    Verdict.CANNOT_BE_ASSESSED: "niet-te-beoordelen",
}
"""What the API calls them."""

AXIS_CODES: dict[Axis, str] = {Axis(key): code for key, code in ASPECT_CODES.items()}
"""What the API calls them."""

ASSURANCE_CODES: dict[Assurance, str] = {
    Assurance.OWN_STATEMENT: "eigen-verklaring",
    Assurance.CHECKED: "gecontroleerd",
    Assurance.AUDITED: "onafhankelijk-getoetst",
}
"""What the API calls them."""

RESULT_CODES: dict[ResultCode, str] = {
    ResultCode.MEETS: "voldoet",
    ResultCode.MEETS_WITH_CONCERNS: "voldoet-met-aandachtspunten",
    ResultCode.DOES_NOT_MEET: "voldoet-niet",
}
"""What the API calls them."""

FINDING_CODES: dict[FindingState, str] = {
    F.DRAFT: "concept",
    F.OPEN: "open",
    F.PLAN_SUBMITTED: "plan-ingediend",
    F.PLAN_RETURNED: "plan-teruggestuurd",
    F.SOLVING: "wordt-opgelost",
    F.CHECK_ASKED: "hercontrole-gevraagd",
    F.CLOSED: "gesloten",
    F.LAPSED: "vervallen",
    F.MERGED: "samengevoegd",
}
"""What the API calls them."""
