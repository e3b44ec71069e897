# SPDX-License-Identifier: EUPL-1.2
"""What taking over a workbook would do, row by row: new, changed, conflict, unchanged, or refused with the reason.

Whether a question exists for this subject is judged by the answers as they would be, those of the workbook among them.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from samencontroleren.core import clock
from samencontroleren.offline import layout
from samencontroleren.offline.kinds import Outcome, Reason
from samencontroleren.offline.proofs import Found, Proofs
from samencontroleren.offline.reading import Misread, Read, ReadRow
from samencontroleren.offline.tasks import PlannedTask, Team, plan_tasks
from samencontroleren.questionnaires.answer_checks import MISSING, checks_of
from samencontroleren.questionnaires.answer_kinds import Problem, canonical
from samencontroleren.responses import completeness
from samencontroleren.responses.service import Question, Sheet


@dataclass(frozen=True)
class Lacking:
    """A line of a list in which something is still to be filled in: where it stands, and what (a message)."""

    sheet: str
    row: int
    message: str


@dataclass(frozen=True)
class Planned:
    """A row that can be used. `value` is None where only evidence or the mark changes, or nothing is to be done."""

    question: Question
    row: ReadRow
    outcome: Outcome
    value: dict[str, Any] | None = None
    proof: Found = field(default_factory=Found)
    mark: bool | None = None
    """Whether the answer becomes confidential; None: that stays as it is."""
    lacking: tuple[Lacking, ...] = ()
    """Lines that are not whole: they are taken, and the answer counts once they are."""

    @property
    def key(self) -> uuid.UUID:
        """Of the wording that this dossier asks."""
        return self.question.version.id

    @property
    def does_something(self) -> bool:
        return self.outcome is not Outcome.UNCHANGED

    @property
    def empties(self) -> bool:
        """Whether a text online would become blank."""
        return self.value is not None and completeness.is_untouched(self.value)

    @property
    def is_reworded(self) -> bool:
        """Whether the workbook asked it in other words."""
        return self.row.key != self.key

    @property
    def is_newer_online(self) -> bool:
        """Whether the answer changed online since, and not in the workbook."""
        return self.outcome is Outcome.UNCHANGED and self.row.revision not in (None, self.question.revision)


@dataclass(frozen=True)
class Unusable:
    """A row that is not used: where it stands, what was typed, and why not (a message, or problems of its parts)."""

    where: Misread
    question: Question | None = None
    problems: list[Problem] = field(default_factory=list)
    condition: Any = None


@dataclass(frozen=True)
class Plan:
    """What taking over would do; nothing is stored yet."""

    sheet: Sheet
    planned: list[Planned]
    unusable: list[Unusable]
    unused_files: list[str]
    is_other_round: bool = False
    tasks: list[PlannedTask] = field(default_factory=list)
    """Rows that change who has their question."""

    def having(self, *outcomes: Outcome) -> list[Planned]:
        """The rows that come to one of these."""
        return [each for each in self.planned if each.outcome in outcomes]

    @cached_property
    def by_key(self) -> Mapping[uuid.UUID, Planned]:
        """The rows that would do something, by the wording that is asked here."""
        return {each.key: each for each in self.planned if each.does_something}

    @property
    def missing_files(self) -> list[tuple[Planned, str]]:
        """Names of files that are nowhere, with the row that names them."""
        return [(each, name) for each in self.planned for name in each.proof.missing]

    def is_preselected(self, each: Planned) -> bool:
        """What a person would nearly always want: not over a colleague's work, not blanks, not from another round, and
        nothing that gemeenten could not read before."""
        return self._is_own(each.outcome) and not each.empties and each.mark is not False

    def is_given(self, each: PlannedTask) -> bool:
        """The same of who gets a question: not over what was arranged online since, and nobody loses one unasked."""
        return self._is_own(each.outcome) and bool(each.becomes.email)

    def _is_own(self, outcome: Outcome) -> bool:
        return outcome in (Outcome.NEW, Outcome.CHANGED) and not self.is_other_round


def make_plan(
    read: Read,
    sheet: Sheet,
    requirement_ids: Mapping[uuid.UUID, uuid.UUID],
    proofs: Proofs,
    chosen: Collection[uuid.UUID] | None = None,
    team: Team | None = None,
) -> Plan:
    """Hold a workbook against the dossier as it is now.

    `requirement_ids` is by key of a wording, of any round. `chosen` are the wordings that will be taken over (None: all
    without conflict): their answers decide which questions exist. `team`: who can be given questions, as it is now.
    """
    maker = _Maker(sheet, requirement_ids, proofs)
    for row in read.rows:
        maker.take(row)
    applies = maker.applies(chosen)
    planned, not_asked = maker.applying(applies)
    tasks, refused = plan_tasks(read, sheet, requirement_ids, applies, team)
    untaken = [Unusable(each.where, each.question, each.problems) for each in refused]
    unusable = [*(Unusable(each) for each in read.misread), *maker.unusable, *not_asked, *untaken]
    unusable.sort(key=lambda each: (each.where.sheet, each.where.row))
    is_other = read.dossier_id != sheet.dossier.id
    return Plan(sheet, planned, unusable, proofs.unused, is_other, tasks)


class _Maker:
    """Takes the rows one by one."""

    def __init__(self, sheet: Sheet, requirement_ids: Mapping[uuid.UUID, uuid.UUID], proofs: Proofs) -> None:
        self.sheet, self.requirement_ids, self.proofs = sheet, requirement_ids, proofs
        self.questions = {each.version.requirement_id: each for each in sheet.questions}
        self.planned: list[Planned] = []
        self.unusable: list[Unusable] = []

    def take(self, row: ReadRow) -> None:
        """Sort one row."""
        requirement_id = self.requirement_ids.get(row.key)
        question = self.questions.get(requirement_id) if requirement_id else None
        if question is not None:
            self._plan(row, question)
        elif requirement_id is None or row.is_touched or row.is_marked or row.proof:
            self._refuse(row, Reason.UNKNOWN if requirement_id is None else Reason.NOT_ASKED)

    def _plan(self, row: ReadRow, question: Question) -> None:
        proof = self.proofs.found(question, row.proof)
        if question.frozen is not None and (row.is_touched or row.is_marked or proof.links):
            self._refuse(row, Reason.FROZEN, question)
            return
        if row.is_marked and row.mark.lower() not in layout.MARKS:
            self._refuse(row, Reason.UNREADABLE, question, [Problem(layout.NO_MARK)])
            return
        if not row.is_touched:
            self.planned.append(_aside(question, row, proof))
            return
        checks = checks_of(question.version, clock.today())
        value, problems = layout.value_of(question.version, row.cells, checks)
        if problems:
            found = [each for texts in problems.values() for each in texts]
            self._refuse(row, Reason.UNREADABLE, question, found)
            return
        lacking = tuple(_lacking(row, checks.blank_cells(value.get("rows") or [])))
        self.planned.append(replace(self._held(row, question, value, proof), lacking=lacking))

    def _held(self, row: ReadRow, question: Question, value: dict[str, Any], proof: Found) -> Planned:
        """A row that says something, against what stands online."""
        if canonical(value) == canonical(question.value):
            return _aside(question, row, proof)
        mark = _mark(question, row)
        if row.revision != question.revision:
            return Planned(question, row, Outcome.CONFLICT, value, proof, mark)
        is_new = completeness.is_untouched(question.value)
        return Planned(question, row, Outcome.NEW if is_new else Outcome.CHANGED, value, proof, mark)

    def _refuse(
        self, row: ReadRow, reason: Reason, question: Question | None = None, problems: list[Problem] | None = None
    ) -> None:
        self.unusable.append(Unusable(_where(row, reason), question, problems or []))

    def applies(self, chosen: Collection[uuid.UUID] | None) -> dict[uuid.UUID, bool | None]:
        """By wording whether its question exists once the answers are taken over (see `make_plan`)."""
        given = {
            each.question.version.requirement.code: each.value
            for each in self.planned
            if each.value is not None
            and (each.outcome is not Outcome.CONFLICT if chosen is None else each.key in chosen)
        }
        return self.sheet.applies_with(given)

    def applying(self, applies: Mapping[uuid.UUID, bool | None]) -> tuple[list[Planned], list[Unusable]]:
        """The rows whose question then exists, and those whose question does not."""
        kept, gone = list[Planned](), list[Unusable]()
        for each in self.planned:
            holds = applies[each.key]
            if holds or not each.does_something:
                kept.append(each)
                continue
            reason = Reason.WAITS if holds is None else Reason.NOT_FOR_YOU
            condition = each.question.version.applies_when
            gone.append(Unusable(_where(each.row, reason), each.question, condition=condition))
        return kept, gone


def _aside(question: Question, row: ReadRow, proof: Found) -> Planned:
    """A row whose text stands online already: what is left is its evidence and its mark."""
    mark = _mark(question, row)
    outcome = Outcome.CHANGED if proof.links or mark is not None else Outcome.UNCHANGED
    return Planned(question, row, outcome, None, proof, mark)


def _lacking(row: ReadRow, blank: Iterable[tuple[int, str]]) -> Iterator[Lacking]:
    """Half a line is taken as it is on the page: kept, and told."""
    for at, name in blank:
        sheet, number = row.places[at]
        yield Lacking(sheet, number, MISSING[name])


def _mark(question: Question, row: ReadRow) -> bool | None:
    """The mark that somebody gave in the workbook, where it is another one than online."""
    wanted = layout.MARKS[row.mark.lower()] if row.is_marked else None
    return None if wanted is question.is_confidential else wanted


def _where(row: ReadRow, reason: Reason) -> Misread:
    typed = [row.cells.answer, *(" / ".join(filter(None, line)) for line in row.cells.rows), row.cells.explanation]
    return Misread(row.sheet, row.number, reason, " | ".join(filter(None, typed))[:300])
