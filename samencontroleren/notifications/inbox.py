# SPDX-License-Identifier: EUPL-1.2
"""The inbox of a member: notices in words, made when they are read and named through the reader's own rights."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func

from samencontroleren.core import clock
from samencontroleren.core.access import count, visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page, page_of
from samencontroleren.core.web import local_path, pick
from samencontroleren.notifications import policy, registry
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.notifications.models import Notice
from samencontroleren.notifications.service import is_open, list_open
from samencontroleren.organisations.actor import Actor

PAGE_SIZE = 25
FIRST = 5
"""As many notices of one kind as the inbox shows; the page of that kind has them all."""
FAR = "9999-12-31"
"""Stands for no last day, in the order of days."""


@dataclass(frozen=True)
class NoticeLine:
    """A notice as pages show it. Texts are in the language of the page."""

    id: UUID
    kind: NoticeKind
    made_at: datetime
    ended_at: datetime | None
    """When it was put away or done."""
    is_done: bool
    """Whether it ended because what it asked was done."""
    due_on: date | None
    """The last day to act; None where there is no term."""
    subject: str
    """What it is about, where the reader may know; empty otherwise."""
    link: str
    """Where it leads; empty when nowhere, or when the reader may not go there any more."""

    @property
    def text(self) -> str:
        return pick(self.kind.title)

    @property
    def why(self) -> str:
        return pick(self.kind.why)

    @property
    def url(self) -> str:
        """Where it leads on this host."""
        return local_path(self.link) if self.link else ""

    @property
    def is_late(self) -> bool:
        """Whether the last day to act has passed."""
        return self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True)
class NoticeGroup:
    """The open notices of one kind: the first ones, and how many there are."""

    kind: NoticeKind
    lines: Sequence[NoticeLine]
    total: int

    @property
    def first_due(self) -> date:
        """The earliest last day among them; far away when there is none."""
        return min((line.due_on for line in self.lines if line.due_on), default=date.max)

    @property
    def newest(self) -> datetime:
        """When the newest that is shown was made."""
        return max(line.made_at for line in self.lines)


@dataclass(frozen=True)
class Inbox:
    """What stands open for a member, per kind: tasks with the first to end before, news with the newest before."""

    tasks: Sequence[NoticeGroup]
    news: Sequence[NoticeGroup]

    @property
    def task_total(self) -> int:
        return sum(group.total for group in self.tasks)

    @property
    def news_total(self) -> int:
        return sum(group.total for group in self.news)


def open_inbox(actor: Actor, topic: Topic | None = None) -> Inbox:
    """The open notices of the actor, grouped by kind (one query, and one per kind of object they are about)."""
    rows = session().execute(_first_of_each_kind(actor, topic)).all()
    found: dict[tuple[bool, str], tuple[list[NoticeLine], int]] = {}
    for row, line in zip(rows, lines_of(actor, [row[0] for row in rows]), strict=True):
        found.setdefault((row[0].asks, row[0].kind), ([], row.total))[0].append(line)
    groups = {
        asks: [
            NoticeGroup(lines[0].kind, lines, total)
            for (is_task, _), (lines, total) in found.items()
            if is_task is asks
        ]
        for asks in (True, False)
    }
    newest_first = sorted(groups[True], key=lambda group: group.newest, reverse=True)
    return Inbox(
        tasks=sorted(newest_first, key=lambda group: group.first_due),
        news=sorted(groups[False], key=lambda group: group.newest, reverse=True),
    )


def _first_of_each_kind(actor: Actor, topic: Topic | None) -> Select[Any]:
    """The first open notices of each kind, with how many there are of it as `total`."""
    alike = (Notice.asks, Notice.kind)
    columns = [
        Notice.id,
        func.row_number().over(partition_by=alike, order_by=_most_urgent()).label("place"),
        func.count().over(partition_by=alike).label("total"),
    ]
    ranked = _about(visible(actor, policy.VIEW, columns=columns).where(is_open()), topic).subquery()
    query = visible(actor, policy.VIEW).add_columns(ranked.c.total).join(ranked, ranked.c.id == Notice.id)
    return query.where(ranked.c.place <= FIRST).order_by(*_most_urgent())


def _most_urgent() -> list[Any]:
    """First what ends first, then the newest."""
    last_day = func.coalesce(Notice.facts["date"].as_string(), FAR)
    return [case((Notice.asks, last_day), else_=FAR), Notice.made_at.desc(), Notice.id]


def open_of_kind(actor: Actor, kind: NoticeKind, page: int = 1) -> Page:
    """All open notices of one kind, a page at a time."""
    query = visible(actor, policy.VIEW).where(is_open(), Notice.kind == kind.code)
    return _in_words(actor, page_of(query.order_by(*_most_urgent()), page, PAGE_SIZE))


def archive(actor: Actor, topic: Topic | None = None, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """What was read or done, the latest first."""
    query = _about(visible(actor, policy.VIEW).where(~is_open()), topic)
    ended = func.coalesce(Notice.finished_at, Notice.seen_at)
    return _in_words(actor, page_of(query.order_by(ended.desc(), Notice.id), page, size))


def list_notices(actor: Actor, is_done: bool, page: int, size: int) -> Page:
    """A page of open notices, or of those that ended (for the API)."""
    if is_done:
        return archive(actor, page=page, size=size)
    return _in_words(actor, page_of(_newest(visible(actor, policy.VIEW).where(is_open())), page, size))


def list_tasks(actor: Actor, most: int, but_about: Collection[UUID] = ()) -> list[NoticeLine]:
    """The newest open tasks, for the start page; `but_about`: the dossiers that page shows already."""
    return lines_of(actor, list_open(actor, asks=True, most=most, but_about=but_about))


def count_open(actor: Actor) -> int:
    """How many notices stand open (one query on an index; none for who belongs to no organisation)."""
    return count(actor, policy.VIEW, is_open()) if actor.membership_id else 0


def count_news(actor: Actor) -> int:
    """How many of them only inform."""
    return count(actor, policy.VIEW, is_open(), Notice.asks.is_(False))


def lines_of(actor: Actor, notices: Sequence[Notice]) -> list[NoticeLine]:
    """The notices in words, in the same order (one query per kind of object they are about)."""
    named = names_for(actor, notices)
    return [_line(notice, named) for notice in notices]


def names_for(actor: Actor, notices: Sequence[Notice]) -> dict[str, Mapping[UUID, Named]]:
    """Per kind of object the names of what these notices are about, as far as the actor may see it."""
    found: dict[str, list[UUID]] = {}
    for notice in notices:
        if notice.object_id:
            found.setdefault(registry.get_kind(notice.kind).about, []).append(notice.object_id)
    return {about: registry.names_of(actor, about, keys) for about, keys in found.items()}


def is_closed_to(notice: Notice, named: Mapping[str, Mapping[UUID, Named]]) -> bool:
    """Whether a notice is about something its reader may not see any more."""
    about = registry.get_kind(notice.kind).about
    return bool(about and notice.object_id and notice.object_id not in named[about])


def due_on(notice: Notice) -> date | None:
    """The last day to act, for kinds with a term."""
    if not registry.get_kind(notice.kind).has_term:
        return None
    try:
        return date.fromisoformat(str(notice.facts.get("date")))
    except ValueError:
        return None


def _line(notice: Notice, named: Mapping[str, Mapping[UUID, Named]]) -> NoticeLine:
    kind = registry.get_kind(notice.kind)
    subject = named[kind.about].get(notice.object_id) if notice.object_id else None
    link = notice.facts.get("link") or kind.path.format(id=notice.object_id) or (subject.url if subject else "")
    return NoticeLine(
        id=notice.id,
        kind=kind,
        made_at=notice.made_at,
        ended_at=notice.finished_at or notice.seen_at,
        is_done=notice.finished_at is not None,
        due_on=due_on(notice),
        subject=subject.label if subject else "",
        link="" if is_closed_to(notice, named) else link,
    )


def _in_words(actor: Actor, page: Page) -> Page:
    return replace(page, rows=lines_of(actor, page.rows))


def _about(query: Select[Any], topic: Topic | None) -> Select[Any]:
    if topic is None:
        return query
    codes = [each.code for each in registry.find_kinds().values() if each.topic is topic]
    return query.where(Notice.kind.in_(codes))


def _newest(query: Select[Any]) -> Select[Any]:
    return query.order_by(Notice.made_at.desc(), Notice.id)
