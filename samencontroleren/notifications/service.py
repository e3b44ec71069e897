# SPDX-License-Identifier: EUPL-1.2
"""Notices and mail. The public face of this feature."""

import uuid
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import mailing
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, outbox
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.notifications import policy, registry
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor

PLACEHOLDERS = frozenset(("name", "number", "kind", "date", "link", "days", "count", "code"))
"""All that a mail may say: never a supplier, product, result or question (architecture.md, section 4)."""


def web_link(path: str) -> str:
    """The public address of a path, for mails."""
    return f"{current_app.extensions['settings'].base_url}{path}"


def send_mail(mail: str, key: str, email: str, name: str, language: str, **placeholders: object) -> bool:
    """Put a mail in the outbox; False when one with this key is already there.

    `mail` names its folder, "rounds/invitation". Raises ValueError for a placeholder that a mail may not hold.
    """
    strange = placeholders.keys() - PLACEHOLDERS
    if strange:
        raise ValueError(f"a mail may not hold {', '.join(sorted(strange))}")
    words = {**placeholders, "name": name}
    with force_locale(language):
        subject = render_template(f"mails/{mail}/subject.txt", **words).strip()
        body = render_template(f"mails/{mail}/text.txt", **words).strip()
        text = render_template("notifications/parts/frame.txt", body=body)
        html = render_template("notifications/parts/frame.html", body=body, subject=subject, mail_language=language)
    return outbox.enqueue(key, email, name, subject, text, html, language)


def notify(
    key: str,
    membership_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID | None = None,
    mail: str | None = None,
    link: str = "",
    **facts: object,
) -> bool:
    """Tell a member something, once per key; with `mail` also by mail. Facts are dates, numbers and kinds only.

    Raises LookupError for a kind that no feature declares in its `notices.py`.
    """
    registry.get_kind(kind)
    if session().scalar(select(Notice.id).where(Notice.key == key)):
        return False
    plain = {name: str(value) for name, value in facts.items()} | {"link": link}
    session().add(Notice(key=key, membership_id=membership_id, kind=kind, object_id=object_id, facts=plain))
    session().flush()
    if mail:
        _mail_to_member(mail, key, membership_id, link, facts)
    return True


def _mail_to_member(mail: str, key: str, membership_id: uuid.UUID, link: str, facts: dict[str, object]) -> None:
    query = select(Membership).options(joinedload(Membership.user)).where(Membership.id == membership_id)
    member = session().scalars(query).one()
    if member.ended_at is None and member.user.blocked_at is None:
        user = member.user
        send_mail(mail, key, user.email, user.name, user.language, link=web_link(link), **facts)


def list_notices(actor: Actor, most: int = 20) -> list[Notice]:
    """The actor's notices not yet put away, newest first."""
    query = visible(actor, policy.VIEW).where(Notice.seen_at.is_(None))
    return list(session().scalars(query.order_by(Notice.made_at.desc()).limit(most)))


def put_away(actor: Actor, key: uuid.UUID) -> None:
    """The member has seen a notice. Raises NotFound for somebody else's."""
    fetch(actor, policy.VIEW, key).seen_at = clock.now()


def finish(kind: str, object_id: uuid.UUID) -> None:
    """What a kind of notice asked about an object is done: for everybody it was for."""
    waiting = (Notice.kind == kind) & (Notice.object_id == object_id) & Notice.seen_at.is_(None)
    session().execute(update(Notice).where(waiting).values(seen_at=clock.now()))


def _send_to_path(mail: str, key: str, *, path: str, **words: Any) -> bool:
    return send_mail(mail, key, link=web_link(path), **words)


mailing.use(_send_to_path)
