# SPDX-License-Identifier: EUPL-1.2
"""Enums of the assessments feature: verdicts, what they look at, how sure they are, and the result."""

from enum import StrEnum

from samencontroleren.questionnaires.kinds import Severity

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


class Stance(StrEnum):
    """What a supplier makes of one draft verdict."""

    AGREE = "agree"
    CORRECT = "correct"
    OBJECT = "object"


class FindingState(StrEnum):
    """A finding is open until it is closed with proof."""

    OPEN = "open"
    CLOSED = "closed"


VERDICT_CODES: dict[Verdict, str] = {
    Verdict.MEETS: "voldoet",
    Verdict.PARTLY: "voldoet-deels",
    Verdict.NOT_MET: "voldoet-niet",
    Verdict.NOT_APPLICABLE: "niet-van-toepassing",
    Verdict.CANNOT_BE_ASSESSED: "niet-te-beoordelen",
}
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
    FindingState.OPEN: "open",
    FindingState.CLOSED: "gesloten",
}
"""What the API calls them."""
