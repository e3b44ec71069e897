# SPDX-License-Identifier: EUPL-1.2
"""The daily digest: one mail per member and working day that counts the news, and says nothing of its content.

A notice stands in at most one digest. What its member may not see any more at that moment is left out, so each
digest is built with the member's own Actor.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from sqlalchemy import ColumnElement, exists, select

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.notifications import choices, inbox, recipients, registry
from samencontroleren.notifications.kinds import Delivery, NoticeKind
from samencontroleren.notifications.mailing import send_mail, web_link
from samencontroleren.notifications.models import Digest, Notice, NoticePreference
from samencontroleren.notifications.service import is_open

MAIL = "notifications/digest"


@dataclass(frozen=True)
class DigestKey:
    """The digest of one member on one day."""

    membership_id: uuid.UUID
    day: date

    def __str__(self) -> str:
        return f"{self.membership_id}/{self.day.isoformat()}"


@dataclass(frozen=True)
class DigestLine:
    """How many notices of one kind there are, and the first last day among them."""

    title: str
    count: int
    due_on: date | None
    asks: bool


def due_digests(day: date) -> list[DigestKey]:
    """Whose digest of this day is not made yet while there is news, besides those who want none today."""
    made = exists().where(Digest.membership_id == Notice.membership_id, Digest.day == day).correlate(Notice)
    query = (
        select(Notice.membership_id, NoticePreference)
        .join(Membership, Membership.id == Notice.membership_id)
        .outerjoin(NoticePreference, NoticePreference.membership_id == Notice.membership_id)
        .where(*_waiting(), Membership.ended_at.is_(None), ~made)
        .order_by(Notice.membership_id)
    )
    found: dict[uuid.UUID, NoticePreference | None] = {row[0]: row[1] for row in session().execute(query)}
    return [DigestKey(key, day) for key, chosen in found.items() if not choices.is_quiet(chosen, day)]


def send_digest(key: DigestKey) -> bool:
    """Make one digest; False when it was made before or there is nothing (more) to tell."""
    here = (Digest.membership_id == key.membership_id) & (Digest.day == key.day)
    members = recipients.living_members([key.membership_id])
    if not members or session().scalar(select(Digest.id).where(here)):
        return False
    member = members[0]
    query = select(Notice).where(Notice.membership_id == member.id, *_waiting()).with_for_update()
    told = _still_seen(member, list(session().scalars(query.order_by(Notice.made_at, Notice.id))))
    if not told:
        return False
    made = Digest(membership_id=member.id, day=key.day, made_at=clock.now())
    session().add(made)
    session().flush()
    for notice in told:
        notice.digest_id = made.id
    session().flush()
    _send(key, member, told)
    return True


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return (Notice.delivery == Delivery.DIGEST, Notice.digest_id.is_(None), is_open())


def _still_seen(member: Membership, notices: Sequence[Notice]) -> list[Notice]:
    """The notices about what the member may see now; no mail will tell of the others."""
    with force_locale(member.user.language):  # there is no page whose language the names could be in
        named = inbox.names_for(recipients.actor_of(member), notices)
    for notice in notices:
        if inbox.is_closed_to(notice, named):
            notice.delivery = Delivery.INBOX
    return [notice for notice in notices if notice.delivery is Delivery.DIGEST]


def _send(key: DigestKey, member: Membership, told: Sequence[Notice]) -> None:
    user = member.user
    lines = digest_lines(told, user.language)
    link = web_link("/berichten")
    words = {"lines": lines, "count": len(told), "link": link}
    send_mail(MAIL, f"digest/{key}", user.email, user.name, user.language, is_obligatory=False, **words)


def digest_lines(notices: Sequence[Notice], language: str) -> list[DigestLine]:
    """The news counted per kind, what asks an act first."""
    by_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    found = [_counted(registry.get_kind(code), rows, language) for code, rows in by_kind.items()]
    return sorted(found, key=lambda line: not line.asks)


def _counted(kind: NoticeKind, notices: Sequence[Notice], language: str) -> DigestLine:
    days = [day for day in map(inbox.due_on, notices) if day]
    return DigestLine(kind.title[language == "en"], len(notices), min(days, default=None), kind.asks)
