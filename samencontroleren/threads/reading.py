# SPDX-License-Identifier: EUPL-1.2
"""Reading threads: lists with what is unread, one thread with its messages, counts for panels."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from samencontroleren.core.access import fetch, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.models import Release
from samencontroleren.threads import audience, policy
from samencontroleren.threads.kinds import (
    REVEALED,
    Audience,
    MessageKind,
    QuestionState,
    ThreadState,
)
from samencontroleren.threads.models import Thread, ThreadMember, ThreadMessage
from samencontroleren.threads.names import Names, Shown

PAGE_SIZE = 25
DOSSIER_WHOLE = (joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product))
WITH_CODE = joinedload(RequirementVersion.requirement)
WHOLE = (
    joinedload(Thread.dossier).options(*DOSSIER_WHOLE),
    joinedload(Thread.release).options(joinedload(Release.vendor), joinedload(Release.product)),
    joinedload(Thread.requirement_version).options(WITH_CODE),
    joinedload(Thread.finding),
)


@dataclass(frozen=True)
class Row:
    """A thread in a list, with how many of its messages the reader has not read (only where he or she takes part)."""

    thread: Thread
    unread: int
    takes_part: bool
    messages: int


@dataclass(frozen=True)
class MessageView:
    """A message as its reader may know it."""

    message: ThreadMessage
    author: Shown
    mentions: Sequence[Shown]
    can_withdraw: bool
    is_unread: bool


@dataclass(frozen=True)
class ThreadView:
    """One thread for one reader, with what he or she can do."""

    thread: Thread
    messages: Sequence[MessageView]
    opener: Shown
    can_reply: bool
    """May write here, whatever the state of the thread."""
    can_close: bool
    can_publish: bool
    is_blind: bool
    """A reviewer's own conversation while the other reviewer may not read it."""
    waits_for_reveal: bool
    """A reviewer who works blind does not write here, because the other one reads it too."""
    unread: int

    @property
    def is_open(self) -> bool:
        return self.thread.state is ThreadState.OPEN

    @property
    def last_number(self) -> int:
        return self.messages[-1].message.number if self.messages else 0


def list_threads(
    actor: Actor,
    *,
    is_mine: bool = False,
    is_unread: bool = False,
    is_waiting: bool = False,
    state: ThreadState | None = None,
    audience_is: Audience | None = None,
    dossier_id: uuid.UUID | None = None,
    requirement: uuid.UUID | None = None,
    release_id: uuid.UUID | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of the threads the actor may read, unread first, then the newest; rows are `Row`s.

    `is_mine`: in which the actor takes part; `is_waiting`: questions on results on which VNG has not decided.
    """
    own = aliased(ThreadMember)
    unread = _unread(actor, own)
    columns: list[Any] = [Thread, unread.label("unread"), own.membership_id, _readable(actor).label("messages")]
    query = visible(actor, policy.VIEW, columns=columns).options(*WHOLE)
    query = query.outerjoin(own, and_(own.thread_id == Thread.id, own.membership_id == actor.membership_id))
    if is_mine:
        query = query.where(own.membership_id.is_not(None))
    if is_unread:
        query = query.where(unread > 0)
    if is_waiting:
        query = query.where(Thread.question_state == QuestionState.WAITING)
    wanted = {
        Thread.state: state,
        Thread.audience: audience_is,
        Thread.dossier_id: dossier_id,
        Thread.requirement_version_id: requirement,
        Thread.release_id: release_id,
    }
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    order = ((unread > 0).desc(), Thread.last_message_at.desc(), Thread.id)
    found = page_of(query.order_by(*order), page, size, whole=False)
    return Page([_row(each) for each in found.rows], found.total, found.number, found.size)


def _row(found: Any) -> Row:
    return Row(found[0], found.unread, found[2] is not None, found.messages)


def _words(actor: Actor) -> ColumnElement[bool]:
    """Of a thread one may read: the messages that are for this reader."""
    own = ThreadMessage.organisation_id.in_(policy.own_municipality(actor))
    asked = ThreadMessage.kind != MessageKind.ASKED
    return or_(asked, own) if not policy.is_desk(actor) else ThreadMessage.number > 0


def _readable(actor: Actor) -> Any:
    counted = select(func.count()).select_from(ThreadMessage).where(_words(actor))
    return counted.where(ThreadMessage.thread_id == Thread.id).correlate(Thread).scalar_subquery()


def _unread(actor: Actor, own: Any) -> Any:
    """How many messages of others came after the last one read; nothing where the actor does not take part."""
    query = select(func.count()).select_from(ThreadMessage)
    query = query.where(
        ThreadMessage.thread_id == own.thread_id,
        ThreadMessage.number > own.read_number,
        ThreadMessage.author_membership_id != actor.membership_id,
        ThreadMessage.withdrawn_at.is_(None),
        _words(actor),
    )
    return query.correlate(own).scalar_subquery()


def count_unread(actor: Actor) -> int:
    """In how many threads something is unread."""
    if is_never(policy.VIEW(actor)):
        return 0
    own = aliased(ThreadMember)
    query = visible(actor, policy.VIEW, columns=[func.count()]).select_from(Thread)
    query = query.join(own, and_(own.thread_id == Thread.id, own.membership_id == actor.membership_id))
    return session().scalar(query.where(_unread(actor, own) > 0)) or 0


def count_waiting(actor: Actor) -> int:
    """How many questions of gemeenten wait for this co-ordinator's decision."""
    if is_never(policy.PUBLISH(actor)):
        return 0
    query = visible(actor, policy.PUBLISH, columns=[func.count()]).select_from(Thread)
    return session().scalar(query.where(Thread.question_state == QuestionState.WAITING)) or 0


def get_thread(actor: Actor, key: uuid.UUID) -> Thread:
    """One thread with what it is about. Raises NotFound."""
    return fetch(actor, policy.VIEW, key, options=WHOLE)


def view_thread(actor: Actor, key: uuid.UUID) -> ThreadView:
    """One thread with its messages, named as this reader may know the writers. Raises NotFound."""
    also = [policy.REPLY, policy.CLOSE, policy.PUBLISH]
    query = visible(actor, policy.VIEW, also=also).where(Thread.id == key).options(*WHOLE)
    row = session().execute(query).one_or_none()
    if row is None:
        raise NotFound()
    thread = row[0]
    place = session().get(ThreadMember, (actor.membership_id, thread.id)) if actor.membership_id else None
    read = place.read_number if place else None
    found = list_messages(actor, key)
    names = Names(actor, thread, [each for each, _can in found])
    waits = is_common(thread) and actor.user_id in names.assigned
    messages = [_message_view(actor, names, each, can, read) for each, can in found]
    return ThreadView(
        thread=thread,
        messages=messages,
        opener=names.person(thread.opened_by_membership_id, _opened_as(found)),
        can_reply=bool(row.can_reply) and not waits,
        waits_for_reveal=bool(row.can_reply) and waits,
        can_close=bool(row.can_close),
        can_publish=bool(row.can_publish) and thread.question_state is QuestionState.WAITING,
        is_blind=is_blind(thread),
        unread=sum(each.is_unread for each in messages),
    )


def _opened_as(found: Sequence[tuple[ThreadMessage, bool]]) -> Any:
    return found[0][0].voice if found else None


def is_blind(thread: Thread) -> bool:
    """Whether the reviewers of the thread's dossier work blind and the thread is one reviewer's own."""
    dossier = thread.dossier
    return dossier is not None and thread.reviewer_id is not None and dossier.state not in REVEALED


def is_common(thread: Thread) -> bool:
    """A thread both reviewers read while they work blind: neither writes there, or the other would read it."""
    dossier = thread.dossier
    return dossier is not None and thread.reviewer_id is None and dossier.state not in REVEALED


def list_messages(actor: Actor, key: uuid.UUID) -> list[tuple[ThreadMessage, bool]]:
    """The messages of a thread this actor may read, in order, each with whether the actor may withdraw it."""
    query = visible(actor, policy.MESSAGE_VIEW, also=[policy.WITHDRAW]).where(ThreadMessage.thread_id == key)
    query = query.options(selectinload(ThreadMessage.mentions)).order_by(ThreadMessage.number)
    return [(row[0], bool(row[1])) for row in session().execute(query)]


def _message_view(
    actor: Actor, names: Names, message: ThreadMessage, can_withdraw: bool, read: int | None
) -> MessageView:
    is_others = message.author_membership_id != actor.membership_id and message.withdrawn_at is None
    return MessageView(
        message,
        names.author(message),
        [names.person(each.membership_id, each.voice) for each in message.mentions],
        can_withdraw and message.withdrawn_at is None,
        is_others and read is not None and message.number > read,
    )


def page_of_messages(actor: Actor, key: uuid.UUID) -> Sequence[MessageView]:
    """The messages of one thread for the API. Raises NotFound."""
    return view_thread(actor, key).messages


@dataclass(frozen=True)
class Tally:
    """How many threads there are on something, and how many have something unread for the reader."""

    threads: int
    unread: int


def tallies(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, Tally]:
    """Per question of a dossier its threads (one query)."""
    if is_never(policy.VIEW(actor)):
        return {}
    return {row[0]: Tally(row[1], row[2] or 0) for row in session().execute(tallied(actor, dossier_id))}


def tallied(actor: Actor, dossier_id: uuid.UUID) -> Select[Any]:
    """The same as a query: (question, threads, unread)."""
    own = aliased(ThreadMember)
    unread = func.sum(func.coalesce(_unread(actor, own), 0)).label("unread")
    query = visible(actor, policy.VIEW, columns=[Thread.requirement_version_id, func.count().label("threads"), unread])
    query = query.outerjoin(own, and_(own.thread_id == Thread.id, own.membership_id == actor.membership_id))
    return query.where(Thread.dossier_id == dossier_id).group_by(Thread.requirement_version_id)


def mentionable(actor: Actor, thread: Thread) -> list[audience.Listener]:
    """Whom this reader can mention in a reply."""
    return audience.mentionable(actor, thread)
