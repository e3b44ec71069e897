# SPDX-License-Identifier: EUPL-1.2
"""The reading desk as it lies before one reviewer: each requirement with what stands out, and what is left to do."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from samencontroleren.assessments import policy, sampling
from samencontroleren.assessments.desk_rows import submitted_rows
from samencontroleren.assessments.dossiers import load_dossier
from samencontroleren.assessments.drafts import Lack, lacks_of
from samencontroleren.assessments.facts import FIRST_TIME, BesideLastTime, beside_last_time
from samencontroleren.assessments.models import Conclusion, Review, ReviewVerdict, SupplementWish
from samencontroleren.assessments.repeating import repeated
from samencontroleren.assessments.sameness import Bar, Sameness, bar_of, sameness_of
from samencontroleren.assessments.wishing import may_wish
from samencontroleren.core import clock, rereading
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import Validity
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier

GONE = (Validity.ENDED, Validity.WITHDRAWN)


class Mark(StrEnum):
    """What stands out at a requirement; the reviewer can have just those shown."""

    OPEN = "open"
    LACKING = "lacking"
    """There is a verdict, but something of it is still lacking."""
    KEY = "key"
    SCOPE = "scope"
    """Its answer decides which other requirements exist."""
    CHANGED = "changed"
    """Other than in the last round that was released, or not asked then."""
    SUPPLEMENTED = "supplemented"
    UNANSWERED = "unanswered"
    UNPROVEN = "unproven"
    ENDED = "ended"
    """A document under it has ended or was withdrawn."""


@dataclass(frozen=True)
class DeskItem:
    """One requirement on the desk: what was answered, and the reader's own verdict so far."""

    answer: SubmittedAnswer
    verdict: ReviewVerdict | None
    wish: SupplementWish | None = None
    is_supplemented: bool = False
    """The supplier changed it with a supplement."""
    before: SubmittedAnswer | None = None
    """What it said before that."""
    is_stale: bool = False
    """The verdict was given before the supplement came."""
    last: BesideLastTime = FIRST_TIME
    """How it stands to the last result of its subject."""
    validities: Sequence[Validity] = ()
    """Of its documents, today."""
    is_scope: bool = False
    is_to_reread: bool = False
    """The verdict was confirmed together with others and must still be given by itself."""

    @property
    def version(self) -> RequirementVersion:
        return self.answer.requirement_version

    @property
    def sameness(self) -> Sameness:
        """How answer and proof stand to last time."""
        return sameness_of(self.last.facts)

    @property
    def bar(self) -> Bar | None:
        """Why its verdict of last time can not be confirmed together with others; None: it can."""
        return bar_of(self.last.facts)

    @property
    def lacks(self) -> list[Lack]:
        """What the verdict lacks before it counts; nothing when there is none yet."""
        if self.verdict is None:
            return []
        return lacks_of(self.verdict, self.speaks_for_itself, self.has_proof)

    @property
    def has_proof(self) -> bool:
        """A document under it counts as proof today."""
        return any(evidence.counts_as_proof(each) for each in self.validities)

    @property
    def speaks_for_itself(self) -> bool:
        """*Voldoet* needs no reason: the same that would let it be confirmed together with others."""
        return self.bar is None

    @property
    def is_waiting(self) -> bool:
        """Whether it can be confirmed together now: nothing was said of it yet."""
        return self.bar is None and (self.verdict is None or self.is_stale) and self.wish is None

    @property
    def is_confirmed(self) -> bool:
        """Whether this reviewer confirmed it together with others, and has not read it by itself since."""
        return bool(self.verdict and self.verdict.is_together and not self.is_stale)

    @property
    def is_answered(self) -> bool:
        return any(self.answer.value.values())

    def is_done(self, can_wish: bool) -> bool:
        """Whether the reviewer has said what there is to say: a verdict, or what is missing to give one."""
        is_open = self.is_stale or self.is_to_reread or self.lacks
        has_verdict = self.verdict is not None and not is_open
        return has_verdict or (can_wish and self.wish is not None)

    def marks(self, can_wish: bool) -> set[Mark]:
        """What stands out here."""
        is_other = self.sameness in (Sameness.CHANGED, Sameness.NEW)
        found = {
            Mark.OPEN: not self.is_done(can_wish),
            Mark.LACKING: bool(self.lacks),
            Mark.KEY: self.version.is_key,
            Mark.SCOPE: self.is_scope,
            Mark.CHANGED: is_other,
            Mark.SUPPLEMENTED: self.is_supplemented,
            Mark.UNANSWERED: not self.is_answered and not self.answer.documents,
            Mark.UNPROVEN: not self.has_proof,
            Mark.ENDED: any(each in GONE for each in self.validities),
        }
        return {mark for mark, holds in found.items() if holds}


@dataclass(frozen=True)
class Readiness:
    """How far one reviewer is: who and since when ready; nothing of the content."""

    user_id: uuid.UUID
    ready_at: datetime | None


@dataclass(frozen=True)
class Desk:
    """The reading desk of one reviewer; the requirements in reading order: those of the scope first."""

    dossier: Dossier
    items: Sequence[DeskItem]
    ready_at: datetime | None
    """When this reviewer said to be ready."""
    others: Sequence[Readiness]
    can_write: bool
    can_wish: bool = False
    carried: Sequence[Conclusion] = ()
    """Of a re-assessment: what was taken over from the released result, not to be judged; in order."""
    submitted_at: datetime | None = None
    """When the supplier last submitted: how old an answer or a proof is, counts back from that day."""

    @property
    def done(self) -> int:
        """How many requirements have a verdict on what stands there now, or a wish that the supplier gets."""
        return sum(item.is_done(self.can_wish) for item in self.items)

    @property
    def is_whole(self) -> bool:
        """Nothing is left to do, so the reviewer can say to be ready."""
        return bool(self.items) and self.done == len(self.items)

    @property
    def counts(self) -> dict[Mark, int]:
        """At how many requirements each thing stands out."""
        found = [item.marks(self.can_wish) for item in self.items]
        return {mark: sum(mark in each for each in found) for mark in Mark}

    @property
    def open_scope(self) -> list[DeskItem]:
        """The answers on which other requirements hang and that have no verdict yet."""
        return [each for each in self.items if each.is_scope and not each.is_done(self.can_wish)]

    @property
    def saves_together(self) -> bool:
        """Whether so many verdicts of last time can be confirmed together that it saves reading them one by one."""
        number = sum(each.is_waiting or each.is_confirmed for each in self.items)
        return not self.dossier.is_interim and number >= rereading.SAVES_FROM

    @property
    def secrets(self) -> list[str]:
        """The texts of the answers that the supplier marked confidential."""
        return secrets_of([each.answer for each in self.items])

    def marked(self, mark: Mark | None) -> list[DeskItem]:
        """The requirements at which something stands out; None: all."""
        return [each for each in self.items if mark is None or mark in each.marks(self.can_wish)]

    def item(self, requirement_version_id: uuid.UUID) -> DeskItem:
        """The item of one requirement. Raises NotFound when the dossier does not ask it."""
        for each in self.items:
            if each.version.id == requirement_version_id:
                return each
        raise NotFound()

    def after(self, requirement_version_id: uuid.UUID) -> uuid.UUID | None:
        """The requirement that follows; None after the last."""
        return self._at(self._place(requirement_version_id) + 1)

    def before(self, requirement_version_id: uuid.UUID) -> uuid.UUID | None:
        """The requirement that goes before; None before the first."""
        return self._at(self._place(requirement_version_id) - 1)

    def next_todo(self, requirement_version_id: uuid.UUID | None = None) -> uuid.UUID | None:
        """The next requirement without verdict after this one, or else from the top; None: all done."""
        start = self._place(requirement_version_id) + 1 if requirement_version_id else 0
        for each in (*self.items[start:], *self.items[:start]):
            if not each.is_done(self.can_wish) and each.version.id != requirement_version_id:
                return each.version.id
        return None

    def _place(self, requirement_version_id: uuid.UUID) -> int:
        return [each.version.id for each in self.items].index(requirement_version_id)

    def _at(self, place: int) -> uuid.UUID | None:
        return self.items[place].version.id if 0 <= place < len(self.items) else None


@dataclass(frozen=True)
class _Beside:
    """What lies beside the answers of a dossier, by requirement version."""

    verdicts: Mapping[uuid.UUID, ReviewVerdict]
    wishes: Mapping[uuid.UUID, SupplementWish]
    revision: responses.Revision
    last: Mapping[uuid.UUID, BesideLastTime]
    scope: Collection[uuid.UUID]


def desk(actor: Actor, dossier_id: uuid.UUID) -> Desk:
    """The reading desk of this reviewer: all requirements with his or her own verdicts and wishes."""
    return lay_out(actor, load_dossier(actor, rounds_policy.REVIEW, dossier_id))


def lay_out(actor: Actor, dossier: Dossier) -> Desk:
    """The desk of whoever reviews this dossier, in as many queries for ten requirements as for a thousand."""
    found = submitted_rows(actor, dossier)
    now, revision = responses.told_apart(found.answers)
    answers = [each for each in now if each.requirement_version_id not in found.carried]
    kept = [found.carried[each.requirement_version_id] for each in now if each.requirement_version_id in found.carried]
    scope = questionnaires.scope_questions([each.requirement_version for each in answers])
    last = beside_last_time(actor, dossier, answers, found.succeeds, found.reopened)
    beside = _Beside(found.verdicts, found.wishes, revision, last, {each.id for each in scope})
    items = _reread(sorted((_item(each, beside) for each in answers), key=lambda item: not item.is_scope))
    known, is_asking = _known(actor, dossier.id)
    ready_at = next((each.ready_at for each in known if each.user_id == actor.user_id), None)
    others = [each for each in known if each.user_id != actor.user_id]
    is_in_review = dossier.state is DossierState.IN_REVIEW
    can_write = is_in_review and ready_at is None
    submitted_at = max((sent.submitted_at for _answer, sent in found.answers), default=None)
    return Desk(dossier, items, ready_at, others, can_write, is_in_review and is_asking, kept, submitted_at)


def _item(answer: SubmittedAnswer, beside: _Beside) -> DeskItem:
    key = answer.requirement_version_id
    verdict, is_supplemented = beside.verdicts.get(key), beside.revision.changed(key)
    came, given = beside.revision.at, verdict.changed_at if verdict else None
    is_from_before = came is not None and given is not None and given < came
    return DeskItem(
        answer,
        verdict,
        beside.wishes.get(key),
        is_supplemented,
        beside.revision.before.get(key),
        is_stale=is_supplemented and is_from_before,
        last=beside.last[key],
        validities=[evidence.validity_of(each.document, clock.today()) for each in answer.documents],
        is_scope=key in beside.scope,
    )


def _reread(items: Sequence[DeskItem]) -> list[DeskItem]:
    """The same, with a mark on what must be read by itself after it was confirmed together with others."""
    is_whole = all(each.is_done(can_wish=True) for each in items)
    again = sampling.to_reread((each.verdict for each in items if each.verdict), is_whole)
    return [replace(each, is_to_reread=each.version.id in again) for each in items]


def readiness(actor: Actor, dossier_id: uuid.UUID) -> list[Readiness]:
    """Who reviews now and who is ready, in order of assignment, for the reviewers and VNG (one query)."""
    return [Readiness(*row) for row in session().execute(_who(actor, dossier_id))]


def _known(actor: Actor, dossier_id: uuid.UUID) -> tuple[list[Readiness], bool]:
    """The same, and whether the reviewers can still have a supplement asked."""
    rows = session().execute(_who(actor, dossier_id, may_wish(dossier_id))).all()
    return [Readiness(*row[:2]) for row in rows], any(row[2] for row in rows)


def _who(actor: Actor, dossier_id: uuid.UUID, *more: ColumnElement[bool]) -> Select[Any]:
    own = and_(Review.dossier_id == Assignment.dossier_id, Review.user_id == Assignment.user_id)
    query = visible(actor, policy.INSIDE, columns=[Assignment.user_id, Review.ready_at, *more])
    query = query.select_from(Dossier).join(Assignment, Assignment.dossier_id == Dossier.id).outerjoin(Review, own)
    lasts = or_(Assignment.ended_at.is_(None), Assignment.ended_at > clock.now())
    return query.where(Dossier.id == dossier_id, lasts).order_by(Assignment.assigned_at, Assignment.id)


def own_verdicts(actor: Actor, dossier_id: uuid.UUID) -> list[ReviewVerdict]:
    """The verdicts this person gave in the dossier, unfinished ones too."""
    query = visible(actor, policy.VERDICT_EDIT).where(ReviewVerdict.dossier_id == dossier_id)
    return list(session().scalars(query))


def has_proof(answer: SubmittedAnswer) -> bool:
    """A document under this answer counts as proof today."""
    today = clock.today()
    return any(evidence.counts_as_proof(evidence.validity_of(each.document, today)) for each in answer.documents)


def secrets_of(answers: Sequence[SubmittedAnswer]) -> list[str]:
    """The texts of those among these answers that the supplier marked confidential."""
    return [text for each in answers if each.is_confidential for text in texts_in(each.value)]


def retold(
    answers: Sequence[SubmittedAnswer], conclusions: Iterable[Conclusion], names: Iterable[tuple[uuid.UUID, str]] = ()
) -> dict[uuid.UUID, list[str]]:
    """By requirement version what its public reason, or a name of its findings, repeats of a confidential answer."""
    secrets = secrets_of(answers)
    found: dict[uuid.UUID, list[str]] = {}
    for key, text in (*((each.requirement_version_id, each.public_reason) for each in conclusions), *names):
        found.setdefault(key, []).extend(repeated(text, secrets))
    return {key: passages for key, passages in found.items() if passages}


def texts_in(value: object) -> Iterator[str]:
    """Every text in the value of an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
