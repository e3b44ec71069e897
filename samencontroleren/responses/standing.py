# SPDX-License-Identifier: EUPL-1.2
"""A dossier beside what its supplier submitted last time: every question with its group, and what was dropped.

Last time is the newest submission of another dossier of the same subject. An answer that was confirmed in an earlier
round without being submitted was answered before as well.
"""

import hashlib
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, select
from sqlalchemy.orm import aliased, joinedload

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import completeness, last_time, policy
from samencontroleren.responses.delta import Facts, Left, group_of, left_over
from samencontroleren.responses.kinds import AnswerStatus, Group
from samencontroleren.responses.last_time import LastTime
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.responses.sheet import Question, Sheet, load_sheet
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier, Round


@dataclass(frozen=True)
class Was:
    """What was asked and answered last time."""

    round_name: str
    wording: RequirementVersion
    value: Mapping[str, Any]
    said: LastTime | None = None
    answer_id: uuid.UUID | None = None
    is_confidential: bool = False

    @property
    def code(self) -> str:
        return self.wording.requirement.code


@dataclass(frozen=True)
class Entry:
    """One question of now beside last time."""

    question: Question
    group: Group
    was: Was | None
    others: tuple[Was, ...] = ()
    """Further requirements of last time that it takes the place of."""

    @property
    def is_successor(self) -> bool:
        """Whether it took the place of another requirement."""
        return self.was is not None and self.was.wording.requirement_id != self.question.version.requirement_id

    @property
    def can_take_over(self) -> bool:
        """Whether the answer to what it follows can be put here: nothing stands here, and it is of the same kind."""
        is_alike = self.was is not None and self.was.wording.answer_kind is self.question.version.answer_kind
        return self.is_successor and is_alike and completeness.is_untouched(self.question.row.value)

    @property
    def theme(self) -> str:
        return self.question.version.theme

    @property
    def is_left(self) -> bool:
        """Whether it does not count yet."""
        return self.question.status is not AnswerStatus.DONE

    @property
    def can_go_together(self) -> bool:
        """Whether it can be confirmed in a block: unchanged, complete, and the very text of last time."""
        row = self.question.row
        is_waiting = self.group is Group.UNCHANGED and self.question.status is AnswerStatus.UNCONFIRMED
        return is_waiting and not row.has_draft and (self.was is None or _same(self.was.value, row.value))

    @property
    def seal(self) -> str:
        """A mark of all that a reader sees of the answer; another one when any of it changed."""
        answer = self.question.answer
        shown = {
            "wording": str(self.question.version.id),
            "value": self.question.value,
            "confidential": bool(answer and answer.is_confidential),
            "documents": [[str(link.document_id), link.place] for link in self.question.links],
            "validity": [str(proof.validity) for proof in self.question.row.proofs],
        }
        return hashlib.sha256(answer_kinds.canonical(shown)).hexdigest()[:32]


@dataclass(frozen=True)
class Part:
    """The questions of one group, or of one theme within it."""

    name: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def left(self) -> Left:
        return left_over(each.question.row for each in self.entries)

    @property
    def themes(self) -> list["Part"]:
        """The same by theme, in the order of the questionnaire."""
        found: dict[str, Part] = {}
        for each in self.entries:
            found.setdefault(each.theme, Part(each.theme)).entries.append(each)
        return list(found.values())

    @property
    def together(self) -> list[Entry]:
        """What can be confirmed with one button."""
        return [each for each in self.entries if each.can_go_together]


@dataclass(frozen=True)
class Delta:
    """A dossier beside last time."""

    sheet: Sheet
    entries: list[Entry]
    dropped: list[Was]

    @property
    def has_last_time(self) -> bool:
        """Whether anything was answered before."""
        return bool(self.dropped) or any(each.group is not Group.NEW for each in self.entries)

    @cached_property
    def groups(self) -> dict[Group, Part]:
        """What is asked now, by group; groups without questions are absent."""
        found = {group: Part(group, [each for each in self.entries if each.group is group]) for group in Group}
        return {group: part for group, part in found.items() if part.entries}

    @property
    def left(self) -> Left:
        return left_over(self.sheet.rows)

    @property
    def to_reread(self) -> list[Entry]:
        """Answers confirmed together that somebody must still read by themselves."""
        return [each for each in self.entries if each.question.status is AnswerStatus.REREAD]

    def block(self, theme: str) -> list[Entry]:
        """The answers of a theme that can be confirmed with one button, in order."""
        return [each for each in self.entries if each.theme == theme and each.can_go_together]


def load_delta(actor: Actor, dossier_id: uuid.UUID) -> Delta:
    """A dossier of the supplier's own beside last time, in a fixed number of queries. Raises NotFound for others."""
    sheet = load_sheet(actor, dossier_id)
    before = _last_time(actor, sheet)
    found = [(question, _before(sheet, question, before)) for question in sheet.questions]
    entries = [_entry(question, was) for question, was in found]
    asked = {each.version.requirement.code for each in sheet.questions}
    followed = {each.code for _question, was in found for each in was}
    return Delta(sheet, entries, [was for code, was in before.items() if code not in asked | followed])


def submitted_before() -> ColumnElement[bool]:
    """Whether the subject of a dossier was submitted in another one before, as a column beside the dossier."""
    other = aliased(Dossier)
    return exists().where(
        Submission.dossier_id == other.id,
        other.id != Dossier.id,
        rounds_policy.same_subject(other, Dossier),
        other.round_id != Dossier.round_id,
    )


def answered_before(dossier_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these dossiers whose subject was submitted in an earlier round (one query)."""
    query = select(Dossier.id).where(Dossier.id.in_(dossier_ids), submitted_before())
    return set(session().scalars(query))


def _before(sheet: Sheet, question: Question, before: Mapping[str, Was]) -> list[Was]:
    """What was asked last time of this question: itself, then what it took the place of between then and now."""
    code = question.version.requirement.code
    asked = {each.requirement.code for each in sheet.every}
    own = [before[code]] if code in before else []
    followed = (each for each in sheet.follows.get(question.version.id, ()) if each in before and each != code)
    return own + [before[each] for each in followed if not own or each not in asked]


def _entry(question: Question, before: list[Was]) -> Entry:
    was, earlier = before[0] if before else None, question.earlier
    wording = was.wording.id if was else earlier.wording.id if earlier and earlier.wording else None
    facts = Facts(
        question.row,
        was_asked=was is not None or earlier is not None,
        is_reworded=wording not in (None, question.version.id) or len(before) > 1,
        was_unmet=any(each.said is not None and each.said.is_unmet for each in before),
    )
    return Entry(question, group_of(facts), was or _unsubmitted(question), tuple(before[1:]))


def _unsubmitted(question: Question) -> Was | None:
    """An answer of an earlier round that was confirmed then and not submitted, under the words of that time."""
    earlier = question.earlier
    if earlier is None or question.answer is None:
        return None
    return Was(earlier.round_name, earlier.wording or question.version, question.answer.current or {})


def _last_time(actor: Actor, sheet: Sheet) -> dict[str, Was]:
    """What was submitted last time by the code of its requirement, in the order of then."""
    query = (
        visible(actor, policy.SUBMITTED_VIEW, columns=[SubmittedAnswer, Round.name])
        .join(Dossier, Dossier.id == SubmittedAnswer.dossier_id)
        .join(Round, Round.id == Dossier.round_id)
        .where(SubmittedAnswer.submission_id == _last_submission(actor, sheet))
        .options(joinedload(SubmittedAnswer.requirement_version))
    )
    rows = session().execute(query.order_by(SubmittedAnswer.position)).all()
    said = last_time.said_in(actor, rows[0][0].dossier_id) if rows else {}
    return {each.code: each for each in (_was(answer, name, said) for answer, name in rows)}


def _was(answer: SubmittedAnswer, round_name: str, said: last_time.Said) -> Was:
    told = said.get(answer.requirement_version_id)
    return Was(round_name, answer.requirement_version, answer.value, told, answer.answer_id, answer.is_confidential)


def _last_submission(actor: Actor, sheet: Sheet) -> ScalarSelect[uuid.UUID]:
    """The newest submission of the subject in another round; once this one was submitted, the newest before it."""
    dossier = sheet.dossier
    query = (
        visible(actor, policy.WORK, columns=[Submission.id])
        .select_from(Dossier)
        .join(Submission, Submission.dossier_id == Dossier.id)
        .where(
            rounds_policy.same_subject(Dossier, dossier),
            Dossier.round_id != dossier.round_id,
        )
    )
    if sheet.last_submission is not None:
        query = query.where(Submission.submitted_at < sheet.last_submission.submitted_at)
    newest = query.order_by(Submission.submitted_at.desc(), Submission.number.desc()).limit(1)
    return newest.correlate(None).scalar_subquery()


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return answer_kinds.canonical(one or {}) == answer_kinds.canonical(other or {})
