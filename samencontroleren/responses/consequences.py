# SPDX-License-Identifier: EUPL-1.2
"""What an answer leads to as it is said now, for every option alike: finding, result, assurance, and what solves it.

Pure. It follows the rule of the assessment (product.md, section 6) and never foretells a verdict: reviewers judge
for themselves. Every option gets all four parts, so that none is presented as easier than another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samencontroleren.questionnaires.kinds import AnswerKind, Compliance, Severity, YesNo
from samencontroleren.responses.completeness import Row, is_untouched


class Option(StrEnum):
    """What a supplier can say. A fact is every answer that is no option: text, number, date, choice, list, file."""

    MEETS = "meets"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    YES = "yes"
    NO = "no"
    FACT = "fact"


class OnFinding(StrEnum):
    """Whether the answer leads to a finding."""

    NONE = "none"
    ARISES = "arises"
    UNLESS_ACCEPTED = "unless_accepted"
    """Only when the reviewers are not convinced by the reason."""
    BY_REQUIREMENT = "by_requirement"
    """It depends on what the requirement asks: the answer itself is no verdict."""


class OnResult(StrEnum):
    """What the answer does to the result of the dossier."""

    FULL = "full"
    CONCERNS = "concerns"
    """It cannot be better than *meets with concerns*."""
    LOWERS = "lowers"
    """The same, and below half of all points it is *does not meet*."""
    CAPS = "caps"
    """A key requirement: the result is *does not meet*."""
    LEFT_OUT = "left_out"
    LEFT_OUT_IF_BOTH = "left_out_if_both"
    """A key requirement: only when both reviewers agree, else it counts as *cannot be assessed*."""
    BY_REQUIREMENT = "by_requirement"
    BY_REQUIREMENT_KEY = "by_requirement_key"


class OnAssurance(StrEnum):
    """On what the answer rests."""

    OWN_STATEMENT = "own_statement"
    OTHER_PROOF = "other_proof"
    PROVEN = "proven"


class Remedy(StrEnum):
    """What the supplier can do about it."""

    ADD_PROOF = "add_proof"
    KEEP_PROOF = "keep_proof"
    PLAN = "plan"
    EXPLAIN = "explain"
    JUSTIFY = "justify"
    SHOW = "show"
    """Compare the answer with what the requirement asks, and say where it stands."""


@dataclass(frozen=True)
class Asked:
    """What counts of a requirement: severity and term (calendar days) of a finding on it, key or not, fitting proof."""

    severity: Severity
    days: int
    is_key: bool
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """What an answer leads to, in all four parts."""

    option: Option
    asked: Asked
    on_finding: OnFinding
    on_result: OnResult
    on_assurance: OnAssurance
    remedies: tuple[Remedy, ...]


ON_FINDING = {
    Option.MEETS: OnFinding.NONE,
    Option.PARTLY: OnFinding.ARISES,
    Option.NOT_MET: OnFinding.ARISES,
    Option.NOT_APPLICABLE: OnFinding.UNLESS_ACCEPTED,
    Option.YES: OnFinding.BY_REQUIREMENT,
    Option.NO: OnFinding.BY_REQUIREMENT,
    Option.FACT: OnFinding.BY_REQUIREMENT,
}
ON_RESULT = {
    Option.MEETS: (OnResult.FULL, OnResult.FULL),
    Option.PARTLY: (OnResult.CONCERNS, OnResult.CONCERNS),
    Option.NOT_MET: (OnResult.LOWERS, OnResult.CAPS),
    Option.NOT_APPLICABLE: (OnResult.LEFT_OUT, OnResult.LEFT_OUT_IF_BOTH),
    Option.YES: (OnResult.BY_REQUIREMENT, OnResult.BY_REQUIREMENT_KEY),
    Option.NO: (OnResult.BY_REQUIREMENT, OnResult.BY_REQUIREMENT_KEY),
    Option.FACT: (OnResult.BY_REQUIREMENT, OnResult.BY_REQUIREMENT_KEY),
}
"""For a requirement that is not key, and for one that is."""
ABOUT = {
    Option.MEETS: (),
    Option.PARTLY: (Remedy.EXPLAIN, Remedy.PLAN),
    Option.NOT_MET: (Remedy.EXPLAIN, Remedy.PLAN),
    Option.NOT_APPLICABLE: (Remedy.JUSTIFY,),
    Option.YES: (Remedy.SHOW,),
    Option.NO: (Remedy.SHOW,),
    Option.FACT: (Remedy.SHOW,),
}


def option_of(kind: AnswerKind, value: Mapping[str, Any] | None) -> Option | None:
    """What the answer says; None while it says nothing."""
    choice = (value or {}).get("choice")
    if kind is AnswerKind.COMPLIANCE:
        return Option(choice) if choice in list(Compliance) else None
    if kind is AnswerKind.YES_NO:
        return Option(choice) if choice in list(YesNo) else None
    return None if is_untouched(value) else Option.FACT


def consequence_of(row: Row, asked: Asked) -> Consequence | None:
    """What the answer of this row leads to; None while there is none. Only proof that counts, or will, is proof."""
    option = option_of(row.kind, row.value)
    if option is None and row.kind is AnswerKind.FILE and row.coming:
        option = Option.FACT
    return None if option is None else consequence(option, asked, tuple(proof.kind for proof in row.coming))


def consequence(option: Option, asked: Asked, proofs: Iterable[str] = ()) -> Consequence:
    """What an option leads to on a requirement, with the kinds of document under it."""
    on_assurance = _assurance(asked, tuple(proofs))
    about_proof = Remedy.KEEP_PROOF if on_assurance is OnAssurance.PROVEN else Remedy.ADD_PROOF
    on_result = ON_RESULT[option][asked.is_key]
    return Consequence(option, asked, ON_FINDING[option], on_result, on_assurance, (*ABOUT[option], about_proof))


def _assurance(asked: Asked, proofs: tuple[str, ...]) -> OnAssurance:
    if not proofs:
        return OnAssurance.OWN_STATEMENT
    fits = not asked.fitting or any(kind in asked.fitting for kind in proofs)
    return OnAssurance.PROVEN if fits else OnAssurance.OTHER_PROOF


@dataclass(frozen=True)
class Counts:
    """How many answers lead to what; together they are all questions. `unproven` counts across the others: at how many
    the supplier is warned of its proof."""

    total: int
    without: int
    """Leads to no finding as it is said now."""
    finding: int
    depends: int
    """On the reason, or on what the requirement asks."""
    empty: int
    caps: int
    """Of those with a finding: how many set the whole result to *does not meet*."""
    unproven: int


def count(found: Iterable[Consequence | None], unproven: int) -> Counts:
    """Count what a number of answers lead to; at `unproven` of them proof is missing, ended or of another kind."""
    every = list(found)
    given = [each for each in every if each is not None]
    by = [each.on_finding for each in given]
    return Counts(
        total=len(every),
        without=by.count(OnFinding.NONE),
        finding=by.count(OnFinding.ARISES),
        depends=by.count(OnFinding.UNLESS_ACCEPTED) + by.count(OnFinding.BY_REQUIREMENT),
        empty=len(every) - len(given),
        caps=sum(each.on_result is OnResult.CAPS for each in given),
        unproven=unproven,
    )
