# SPDX-License-Identifier: EUPL-1.2
"""How far the answers of a dossier are: status, what is missing, minutes and progress. Pure.

An answer counts only when somebody confirmed it for this very round and wording, and a document counts as proof only
while it holds (product.md, rule 2.4). Missing proof is a warning, except where the question asks for a file.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from samencontroleren.evidence.kinds import Validity
from samencontroleren.evidence.validity import counts_as_proof
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.answer_checks import MISSING, NO_CHECKS, Checks
from samencontroleren.questionnaires.effort import MINUTES
from samencontroleren.questionnaires.kinds import AnswerKind, Compliance, YesNo
from samencontroleren.questionnaires.reading import is_blank
from samencontroleren.responses.kinds import AnswerStatus

CONFIRMING = 1
"""Minutes to confirm an answer that stands."""


class Gap(StrEnum):
    """What is still wrong with an answer; the first five block submitting, the others warn."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    UNCONFIRMED = "unconfirmed"
    PROOF_UNCHECKED = "proof_unchecked"
    REREAD = "reread"
    PROOF_REFUSED = "proof_refused"
    PROOF_ENDED = "proof_ended"
    NO_PROOF = "no_proof"
    OTHER_PROOF = "other_proof"


GAP_OF_STATUS = {
    AnswerStatus.EMPTY: Gap.EMPTY,
    AnswerStatus.INCOMPLETE: Gap.INCOMPLETE,
    AnswerStatus.UNCONFIRMED: Gap.UNCONFIRMED,
    AnswerStatus.WAITING: Gap.PROOF_UNCHECKED,
    AnswerStatus.REREAD: Gap.REREAD,
}
BLOCKING = frozenset(GAP_OF_STATUS.values())


@dataclass(frozen=True)
class Proof:
    """A document under an answer: its kind and its validity today."""

    kind: str
    validity: Validity


@dataclass(frozen=True)
class Row:
    """One question of a dossier with its standing answer, as plain values.

    `value` is what stands in the fields: the draft, else the latest version. `asked_in` names the round and wording
    of this dossier, `confirmed_for` those the answer was last confirmed for. `fitting` are kinds of document that fit.
    `is_to_reread`: it was confirmed together with others and chosen to be read by itself.
    """

    kind: AnswerKind
    value: Mapping[str, Any] | None = None
    has_draft: bool = False
    asked_in: Hashable = None
    confirmed_for: Hashable = None
    fitting: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = field(default=())
    is_frozen: bool = False
    """It stays as it was submitted, while a supplement is asked at other questions."""
    is_to_reread: bool = False
    checks: Checks = NO_CHECKS
    """What the question asks of its answer beyond the kind, today."""

    @property
    def counting(self) -> list[Proof]:
        """The documents that count as proof today."""
        return [proof for proof in self.proofs if counts_as_proof(proof.validity)]

    @property
    def coming(self) -> list[Proof]:
        """Those, and the documents that will once they are checked: an answer may lean on them already."""
        return [proof for proof in self.proofs if is_coming(proof.validity)]

    @property
    def is_waiting(self) -> bool:
        """Whether a document under it is still being checked."""
        return any(proof.validity is Validity.UNCHECKED for proof in self.proofs)


def is_coming(validity: Validity) -> bool:
    """Whether a document of this validity counts as proof, or will when it turns out to be clean."""
    return validity is Validity.UNCHECKED or counts_as_proof(validity)


def status_of(row: Row) -> AnswerStatus:
    """How an answer stands; only DONE counts."""
    if row.is_frozen:
        return AnswerStatus.DONE
    if not row.proofs and is_untouched(row.value):
        return AnswerStatus.EMPTY
    if faults(row.kind, row.value, len(row.coming), row.checks):
        return AnswerStatus.INCOMPLETE
    is_confirmed = row.confirmed_for is not None and row.confirmed_for == row.asked_in
    if not is_confirmed or row.has_draft:
        return AnswerStatus.UNCONFIRMED
    if row.is_waiting:
        return AnswerStatus.WAITING
    return AnswerStatus.REREAD if row.is_to_reread else AnswerStatus.DONE


def gaps_of(row: Row) -> list[Gap]:
    """What is missing at an answer, blocking gaps first; empty when it is done and well proven, or stays."""
    if row.is_frozen:
        return []
    status = status_of(row)
    found = [GAP_OF_STATUS[status]] if status in GAP_OF_STATUS else []
    if status is AnswerStatus.EMPTY:
        return found
    validities = {proof.validity for proof in row.proofs}
    if Validity.REFUSED in validities:
        found.append(Gap.PROOF_REFUSED)
    if validities & {Validity.ENDED, Validity.WITHDRAWN}:
        found.append(Gap.PROOF_ENDED)
    if claims(row.kind, row.value):
        found += _weak_proof(row)
    return found


def _weak_proof(row: Row) -> list[Gap]:
    if not row.coming:
        return [Gap.NO_PROOF]
    fits = not row.fitting or any(proof.kind in row.fitting for proof in row.coming)
    return [] if fits else [Gap.OTHER_PROOF]


def claims(kind: AnswerKind, value: Mapping[str, Any] | None) -> bool:
    """Whether an answer says that something is in order, so that proof makes it stronger."""
    choice = (value or {}).get("choice")
    if kind is AnswerKind.COMPLIANCE:
        return choice in (Compliance.MEETS, Compliance.PARTLY)
    return kind is AnswerKind.YES_NO and choice == YesNo.YES


def is_untouched(value: Mapping[str, Any] | None) -> bool:
    """Whether nothing a reader would see was filled in."""
    return not any(_is_filled(part) for part in (value or {}).values())


def _is_filled(part: object) -> bool:
    return bool(part) if isinstance(part, list) else not is_blank(part)


CHOOSE = "Kies wat voor u geldt."
FILL_IN = "Vul dit in."
EXPLAIN = "Leg uit waarom u dit antwoord kiest."
ADD_PROOF = "Voeg bewijs toe dat nog geldig is."
NO_ROWS = "Vul minstens één regel in, of leg uit waarom er geen is."


def faults(
    kind: AnswerKind, value: Mapping[str, Any] | None, evidence: int, checks: Checks = NO_CHECKS
) -> dict[str, list[str]]:
    """Per part of an answer why it is not complete; empty when it is. `evidence`: documents that count, or will."""
    return _kind_faults(kind, value, evidence) | _check_faults(value or {}, checks)


def _check_faults(given: Mapping[str, Any], checks: Checks) -> dict[str, list[str]]:
    fault = checks.day_fault(given.get("date"))
    blank = checks.blank_cells(given.get("rows") or [])
    return ({"date": [fault]} if fault else {}) | {f"row-{at}-{name}": [MISSING[name]] for at, name in blank}


def _kind_faults(kind: AnswerKind, value: Mapping[str, Any] | None, evidence: int) -> dict[str, list[str]]:
    if answer_kinds.is_complete(kind, value, evidence):
        return {}
    given = value or {}
    if kind is AnswerKind.ROWS:
        return {} if given.get("rows") else {"explanation": [NO_ROWS]}
    if kind is AnswerKind.COMPLIANCE and given.get("choice"):
        return {"explanation": [EXPLAIN]}
    part, message = MISSING_PART[kind]
    return {part: [message]}


MISSING_PART: dict[AnswerKind, tuple[str, str]] = {
    AnswerKind.COMPLIANCE: ("choice", CHOOSE),
    AnswerKind.YES_NO: ("choice", CHOOSE),
    AnswerKind.CHOICE: ("choice", CHOOSE),
    AnswerKind.CHOICES: ("choices", CHOOSE),
    AnswerKind.TEXT: ("text", FILL_IN),
    AnswerKind.NUMBER: ("number", FILL_IN),
    AnswerKind.DATE: ("date", FILL_IN),
    AnswerKind.FILE: ("document", ADD_PROOF),
}


@dataclass(frozen=True)
class Progress:
    """How many answers of how many are done."""

    done: int
    total: int


def progress_of(rows: Iterable[Row]) -> Progress:
    """How many rows are done."""
    statuses = [status_of(row) for row in rows]
    return Progress(statuses.count(AnswerStatus.DONE), len(statuses))


def minutes_left(rows: Iterable[Row]) -> int:
    """About how many minutes of work are left."""
    return sum(_minutes(row) for row in rows)


def _minutes(row: Row) -> int:
    match status_of(row):
        case AnswerStatus.DONE | AnswerStatus.WAITING:
            return 0
        case AnswerStatus.UNCONFIRMED | AnswerStatus.REREAD:
            return CONFIRMING
        case _:
            return MINUTES[row.kind]


def may_submit(rows: Iterable[Row]) -> bool:
    """Whether nothing blocks submitting: every answer is complete and confirmed for this round."""
    return all(status_of(row) is AnswerStatus.DONE for row in rows)
