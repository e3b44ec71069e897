# SPDX-License-Identifier: EUPL-1.2
"""The inbox of a member: notices in words, made when they are read and named through the reader's own rights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from samencontroleren.core.web import local_path, pick
from samencontroleren.notifications import registry
from samencontroleren.notifications.kinds import Named, NoticeKind
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class NoticeLine:
    """A notice as pages show it. Texts are in the language of the page."""

    id: UUID
    kind: NoticeKind
    made_at: datetime
    due_on: date | None
    """The last day to act; None where there is no term."""
    subject: str
    """What it is about, where the reader may know; empty otherwise."""
    link: str
    """Where it leads; empty when nowhere."""

    @property
    def text(self) -> str:
        return pick(self.kind.title)

    @property
    def url(self) -> str:
        """Where it leads on this host."""
        return local_path(self.link) if self.link else ""

    @property
    def why(self) -> str:
        return pick(self.kind.why)


def lines_of(actor: Actor, notices: Sequence[Notice]) -> list[NoticeLine]:
    """The notices in words, in the same order (one query per kind of object they are about)."""
    named = {about: registry.names_of(actor, about, keys) for about, keys in _objects(notices).items()}
    return [_line(notice, named) for notice in notices]


def _objects(notices: Sequence[Notice]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for notice in notices:
        if notice.object_id:
            found.setdefault(registry.get_kind(notice.kind).about, []).append(notice.object_id)
    return found


def _line(notice: Notice, named: Mapping[str, Mapping[UUID, Named]]) -> NoticeLine:
    kind = registry.get_kind(notice.kind)
    subject = named[kind.about].get(notice.object_id) if notice.object_id else None
    link = notice.facts.get("link") or kind.path.format(id=notice.object_id) or (subject.url if subject else "")
    due = _date(notice.facts.get("date")) if kind.has_term else None
    return NoticeLine(notice.id, kind, notice.made_at, due, subject.label if subject else "", link)


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
