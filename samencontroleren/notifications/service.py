# SPDX-License-Identifier: EUPL-1.2
"""Telling people. The public face of this feature; what they read of it stands in `inbox` and `digests`.

Whoever notifies chooses the recipients as the system; what they read is made later with their own rights. What a
notice asks ends where the act happens (`finish`), or when its object moves to a state it does not count in
(`moved`).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, Select, or_, select, update

from samencontroleren.accounts import mailing
from samencontroleren.accounts.models import Invitation, Membership, User
from samencontroleren.accounts.policy import INVITATION_VIEW
from samencontroleren.core import clock
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.notifications import choices, policy, recipients, registry
from samencontroleren.notifications.kinds import Delivery, NoticeKind
from samencontroleren.notifications.mailing import send_mail, send_to_path, web_link
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor

__all__ = [
    "INVITED",
    "finish",
    "list_open",
    "moved",
    "notify",
    "notify_all",
    "put_all_away",
    "put_away",
    "resume",
    "send_mail",
    "web_link",
    "withdraw",
]

INVITED = "/organisatie/gebruikers"
AT_ONCE = "notifications/notice"
"""The mail of a kind that has no words of its own."""


def notify(
    key: str,
    membership_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID | None = None,
    mail: str | None = None,
    link: str = "",
    **facts: object,
) -> bool:
    """Tell a member something, once per key. Facts are dates, numbers and kinds only.

    It stands in the inbox; whether and when a mail tells of it follows from its kind and the member's choice.
    `mail` names the mail that goes at once, where that is so. Raises LookupError for a kind nobody declares.
    """
    return _tell({membership_id: key}, kind, object_id, mail, link, facts) == 1


def notify_all(
    key: str,
    membership_ids: Iterable[uuid.UUID],
    kind: str,
    object_id: uuid.UUID | None = None,
    mail: str | None = None,
    link: str = "",
    **facts: object,
) -> int:
    """Tell many members the same, each once per key; gives how many were told now (a few queries for all)."""
    keys = {each: f"{key}:{each}" for each in dict.fromkeys(membership_ids)}
    return _tell(keys, kind, object_id, mail, link, facts)


def _machines_of(members: Collection[uuid.UUID]) -> Select[uuid.UUID]:
    """Clients of the API among members: nobody reads what they are told."""
    accounts = select(User.id).where(User.is_machine)
    return select(Membership.id).where(Membership.id.in_(members), Membership.user_id.in_(accounts))


def _tell(
    keys: Mapping[uuid.UUID, str],
    kind: str,
    object_id: uuid.UUID | None,
    mail: str | None,
    link: str,
    facts: Mapping[str, object],
) -> int:
    known = registry.get_kind(kind)
    told = set(session().scalars(select(Notice.key).where(Notice.key.in_(keys.values())))) if keys else set()
    fresh = {member: key for member, key in keys.items() if key not in told}
    for machine in session().scalars(_machines_of(fresh)) if fresh else ():
        del fresh[machine]
    if not fresh:
        return 0
    chosen = choices.deliveries(fresh, known)
    plain = {name: str(value) for name, value in facts.items()} | {"link": link}
    session().add_all(
        Notice(
            key=key,
            membership_id=member,
            kind=kind,
            object_id=object_id,
            facts=plain,
            asks=known.asks,
            delivery=chosen[member],
        )
        for member, key in fresh.items()
    )
    session().flush()
    at_once = {member: key for member, key in fresh.items() if chosen[member] is Delivery.AT_ONCE}
    _mail_at_once(at_once, known, mail, link or known.path.format(id=object_id), facts)
    return len(fresh)


def _mail_at_once(
    keys: Mapping[uuid.UUID, str], kind: NoticeKind, mail: str | None, link: str, facts: Mapping[str, object]
) -> None:
    for member in recipients.living_members(keys):
        user = member.user
        words = {**facts, "link": web_link(link)}
        if mail is None:
            words = {"kind": kind.title[user.language == "en"], "link": web_link(link)}
        send_mail(mail or AT_ONCE, keys[member.id], user.email, user.name, user.language, kind.is_obligatory, **words)


def list_open(actor: Actor, asks: bool, most: int, but_about: Collection[uuid.UUID] = ()) -> list[Notice]:
    """The actor's open notices, newest first: those that ask an act, or those that inform.

    `but_about`: objects whose notices are left out.
    """
    query = visible(actor, policy.VIEW).where(is_open(), Notice.asks.is_(asks))
    if but_about:
        query = query.where(or_(Notice.object_id.is_(None), Notice.object_id.not_in(but_about)))
    return list(session().scalars(query.order_by(Notice.made_at.desc(), Notice.id).limit(most)))


def is_open() -> ColumnElement[bool]:
    """A notice that was neither put away nor finished."""
    return Notice.seen_at.is_(None) & Notice.finished_at.is_(None)


def put_away(actor: Actor, key: uuid.UUID) -> Notice:
    """The member has read a notice that informs; a second time changes nothing.

    Raises NotFound for somebody else's, Conflict for one that asks an act: that ends by itself.
    """
    found = fetch(actor, policy.VIEW, key)
    if found.asks and found.finished_at is None:
        raise Conflict("Deze taak verdwijnt vanzelf zodra zij is gedaan.")
    found.seen_at = found.seen_at or clock.now()
    session().flush()
    return found


def put_all_away(actor: Actor, kind: str = "") -> None:
    """The member has read everything that only informs, or all of that of one kind."""
    mine = policy.VIEW(actor) & is_open() & Notice.asks.is_(False)
    if kind:
        mine &= Notice.kind == kind
    session().execute(update(Notice).where(mine).values(seen_at=clock.now()))


def finish(kind: str, object_id: uuid.UUID, membership_ids: Iterable[uuid.UUID] | None = None) -> None:
    """What a kind of notice asked about an object is done: for everybody it was for, or for these members."""
    registry.get_kind(kind)
    _finish((Notice.kind == kind) & (Notice.object_id == object_id), membership_ids)


def resume(kind: str, object_id: uuid.UUID, membership_ids: Iterable[uuid.UUID]) -> None:
    """What these members had done was taken back: their task stands open again."""
    theirs = (Notice.kind == kind) & (Notice.object_id == object_id) & Notice.membership_id.in_(list(membership_ids))
    session().execute(update(Notice).where(theirs).values(finished_at=None))


def withdraw(object_id: uuid.UUID, membership_ids: Iterable[uuid.UUID]) -> None:
    """These members have nothing to do any more with an object: their right to it has ended."""
    _finish(Notice.object_id == object_id, membership_ids)


def moved(about: str, object_id: uuid.UUID, state: str) -> None:
    """An object is now in another state: notices that do not count in it are finished."""
    kinds = [
        each.code
        for each in registry.find_kinds().values()
        if each.about == about and each.states and state not in each.states
    ]
    _finish((Notice.object_id == object_id) & Notice.kind.in_(kinds))


def _finish(which: ColumnElement[bool], membership_ids: Iterable[uuid.UUID] | None = None) -> None:
    if membership_ids is not None:
        which &= Notice.membership_id.in_(list(membership_ids))
    session().execute(update(Notice).where(which, is_open()).values(finished_at=clock.now()))


def _tell_inviter(invitation: Invitation) -> None:
    """Whoever invited somebody is told that it was accepted, in the membership that still gives the right to know."""
    if invitation.invited_by_id is None:
        return
    members = recipients.memberships_of(invitation.invited_by_id)
    entitled = recipients.allowed(members, INVITATION_VIEW, invitation)[:1]
    notify_all(f"invitation_accepted:{invitation.id}", entitled, "invitation_accepted", link=INVITED)


mailing.use(send_to_path)
mailing.use_accepted(_tell_inviter)
