# SPDX-License-Identifier: EUPL-1.2
"""Permissions on threads: membership of the open dossiers or the readable results, plus the audience.

Blind (product.md, 2.2): until both reviewers are ready, what one of them writes with the supplier is not for the
other one, and there is no conversation among them.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from samencontroleren.core.access import always, is_never, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses.models import QuestionTask
from samencontroleren.responses.policy import entrusted
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import Part
from samencontroleren.rounds.models import Dossier, DossierPart
from samencontroleren.sharing.models import Release
from samencontroleren.sharing.policy import deep_releases
from samencontroleren.threads.kinds import REVEALED, About, Audience, MessageKind, QuestionState
from samencontroleren.threads.models import Thread, ThreadMessage
from samencontroleren.usage.policy import reads_layers


def _both(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """All of them; nothing at all when one of them can never hold, so that the door of a route knows it."""
    return always(False) if any(is_never(each) for each in conditions) else and_(*conditions)


def is_desk(actor: Actor) -> bool:
    """VNG's people who deal with dossiers."""
    return actor.is_coordinator or actor.is_releaser


def own_municipality(actor: Actor) -> list[uuid.UUID]:
    """The gemeente or partnership itself: a question not yet published is for no mandate."""
    return [actor.organisation_id] if actor.is_municipal and actor.organisation_id else []


def revealed_dossiers() -> Select[uuid.UUID]:
    """The dossiers whose reviewers know each other's verdicts now."""
    return select(Dossier.id).where(Dossier.state.in_(REVEALED))


def _reviewed(actor: Actor) -> Select[uuid.UUID]:
    """The dossiers in which this person is or was a reviewer, in whatever membership."""
    return select(DossierPart.dossier_id).where(
        DossierPart.user_id.in_(actor.user_ids), DossierPart.part == Part.REVIEWS
    )


def _of_dossier(actor: Actor) -> ColumnElement[bool]:
    """Threads below dossiers the actor may open, of an audience the actor belongs to; for a guest of a supplier those
    inside it at the assigned questions."""
    if actor.is_guest:
        return _of_questions(actor)
    if not rounds_policy.opens_dossiers(actor):
        return always(False)
    inside = Thread.dossier_id.in_(rounds_policy.open_dossiers(actor))
    if actor.is_vendor:
        return and_(inside, Thread.audience.in_((Audience.INSIDE_VENDOR, Audience.VENDOR_VNG_REVIEWERS)))
    return and_(inside, or_(_not_blind(actor), _own_or_common(actor)))


def _of_questions(actor: Actor) -> ColumnElement[bool]:
    """Inside the supplier, at the questions that are assigned to this guest now."""
    mine = exists().where(
        QuestionTask.dossier_id == Thread.dossier_id,
        QuestionTask.requirement_version_id == Thread.requirement_version_id,
        entrusted(actor),
    )
    return and_(Thread.audience == Audience.INSIDE_VENDOR, Thread.about == About.QUESTION, mine)


def _not_blind(actor: Actor) -> ColumnElement[bool]:
    """What reviewers and VNG share: of revealed dossiers; for VNG also of those it does not review itself."""
    among = Thread.audience.in_((Audience.VENDOR_VNG_REVIEWERS, Audience.REVIEWERS))
    revealed: ColumnElement[bool] = Thread.dossier_id.in_(revealed_dossiers())
    if is_desk(actor):
        revealed = or_(revealed, Thread.dossier_id.not_in(_reviewed(actor)))
    return and_(among, revealed)


def _own_or_common(actor: Actor) -> ColumnElement[bool]:
    """With the supplier: begun by the reviewer him- or herself, or not by a reviewer at all."""
    own = or_(Thread.reviewer_id.is_(None), Thread.reviewer_id.in_(actor.user_ids))
    return and_(Thread.audience == Audience.VENDOR_VNG_REVIEWERS, own)


def _of_result(actor: Actor) -> ColumnElement[bool]:
    """Questions on results of which the actor reads the verdicts: published ones; one's own; for VNG all."""
    if not (reads_layers(actor) or actor.is_vendor or is_desk(actor)):
        return always(False)
    seen = or_(
        Thread.question_state == QuestionState.PUBLISHED,
        Thread.organisation_id.in_(own_municipality(actor)),
        always(is_desk(actor)),
    )
    return and_(Thread.release_id.in_(deep_releases(actor)), seen)


def _coordinated(actor: Actor) -> Select[uuid.UUID]:
    return select(Dossier.id).where(rounds_policy.COORDINATE(actor))


def _released(actor: Actor) -> Select[uuid.UUID]:
    return select(Release.id).where(Release.dossier_id.in_(_coordinated(actor)))


@permission("thread:view", Thread)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The audience: the supplier's own people, reviewers of the dossier and VNG, readers of the result."""
    of_dossier, of_result = _of_dossier(actor), _of_result(actor)
    return always(False) if is_never(of_dossier) and is_never(of_result) else or_(of_dossier, of_result)


@permission("thread:reply", Thread)
def REPLY(actor: Actor) -> ColumnElement[bool]:
    """Of the audience: invuller, vrijgever and guest, reviewers, VNG's co-ordinator. A gemeente asks a new question."""
    return _both(VIEW.condition(actor), _may_write(actor))


def _may_write(actor: Actor) -> ColumnElement[bool]:
    if actor.is_guest:
        return always(True)
    if actor.is_vendor:
        return always(actor.has(Role.CONTRIBUTOR, Role.SUBMITTER))
    allowed: list[ColumnElement[bool]] = []
    if actor.has(Role.REVIEWER):
        allowed.append(Thread.dossier_id.in_(select(Dossier.id).where(rounds_policy.REVIEW(actor))))
    if actor.is_coordinator:
        published = and_(Thread.release_id.in_(_released(actor)), Thread.question_state == QuestionState.PUBLISHED)
        allowed += [Thread.dossier_id.in_(_coordinated(actor)), published]
    return or_(*allowed) if allowed else always(False)


@permission("thread:close", Thread)
def CLOSE(actor: Actor) -> ColumnElement[bool]:
    """Whoever opened it, of a supplier's own thread its people who may write; else VNG's co-ordinator."""
    inside = and_(Thread.audience == Audience.INSIDE_VENDOR, always(not actor.is_guest))
    own = or_(inside, Thread.opened_by_id.in_(actor.user_ids))
    return _both(REPLY.condition(actor), or_(own, always(actor.is_coordinator)))


@permission("thread:publish", Thread)
def PUBLISH(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator without a conflict decides on a gemeente's question: publish, merge, refuse."""
    if not actor.is_coordinator:
        return always(False)
    return Thread.release_id.in_(_released(actor))


def _viewed(column: Any, actor: Actor) -> ColumnElement[bool]:
    """Below a thread the actor may read."""
    view = VIEW.condition(actor)
    return always(False) if is_never(view) else column.in_(select(Thread.id).where(view))


@permission("thread-message:view", ThreadMessage)
def MESSAGE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As its thread; a gemeente's question in its own words only for that gemeente and VNG."""
    inside = _viewed(ThreadMessage.thread_id, actor)
    own = ThreadMessage.organisation_id.in_(own_municipality(actor))
    return _both(inside, or_(ThreadMessage.kind != MessageKind.ASKED, own, always(is_desk(actor))))


@permission("thread-message:withdraw", ThreadMessage)
def WITHDRAW(actor: Actor) -> ColumnElement[bool]:
    """Its author, while he or she may read the thread; not what VNG published for a gemeente."""
    if actor.membership_id is None:
        return always(False)
    own = and_(ThreadMessage.author_membership_id == actor.membership_id, ThreadMessage.kind != MessageKind.PUBLISHED)
    return _both(MESSAGE_VIEW.condition(actor), own)


@permission("dossier:open-thread-inside", Dossier)
def OPEN_INSIDE(actor: Actor) -> ColumnElement[bool]:
    """The supplier's people who answer talk among themselves."""
    return rounds_policy.ANSWER.condition(actor)


@permission("dossier:open-thread", Dossier)
def OPEN(actor: Actor) -> ColumnElement[bool]:
    """The supplier's people who answer, the reviewers and VNG's co-ordinator talk together."""
    return or_(
        rounds_policy.ANSWER.condition(actor),
        rounds_policy.REVIEW.condition(actor),
        rounds_policy.COORDINATE.condition(actor),
    )


@permission("dossier:open-thread-reviewers", Dossier)
def OPEN_REVIEWERS(actor: Actor) -> ColumnElement[bool]:
    """The reviewers and VNG's co-ordinator talk among themselves."""
    return or_(rounds_policy.REVIEW.condition(actor), rounds_policy.COORDINATE.condition(actor))


@permission("release:ask", Release)
def ASK(actor: Actor) -> ColumnElement[bool]:
    """Inkoper, CISO and process owner of a gemeente that reads the verdicts of the result."""
    return Release.id.in_(deep_releases(actor)) if reads_layers(actor) else always(False)
