# SPDX-License-Identifier: EUPL-1.2
"""Accounts nobody uses: a warning by mail, then a block by a job. Source: BIO2 5.18, 8.02.

The last log-in is that of the person, whatever organisation it was for. Who is let in again counts anew from then.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts import sessions
from samencontroleren.accounts.models import LoginSession, Membership, MembershipRole, User
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.notifications import recipients
from samencontroleren.notifications.service import notify_all, send_mail, web_link
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.kinds import ADMINISTRATORS, Role
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code


def last_used() -> ColumnElement[datetime]:
    """When a person last used the account, was let in again, or got it: a moment per row of users."""
    seen = select(func.max(LoginSession.seen_at)).where(LoginSession.user_id == User.id).scalar_subquery()
    later = func.coalesce(seen, User.created_at)
    again = func.coalesce(User.let_in_at, User.created_at)
    return func.max(later, again) if _is_sqlite(session()) else func.greatest(later, again)


def _is_sqlite(opened: Session) -> bool:
    return opened.get_bind().dialect.name == "sqlite"


def _unused_since(moment: datetime) -> Select[uuid.UUID]:
    """People with access somewhere who did not log in since, and are not blocked yet."""
    lives = select(Membership.user_id).where(Membership.ended_at.is_(None))
    there = User.id.in_(lives) & User.blocked_at.is_(None) & User.is_machine.is_(False)
    return select(User.id).where(there, last_used() < moment).order_by(User.id)


def _allowed() -> timedelta:
    return parameters.days_on(Code.UNUSED_DAYS)


def _ahead() -> timedelta:
    return parameters.days_on(Code.UNUSED_WARNING)


def _to_warn() -> Select[uuid.UUID]:
    untold = User.warned_at.is_(None) | (User.warned_at < last_used())
    return _unused_since(clock.now() - _allowed() + _ahead()).where(untold)


def due_warnings() -> Sequence[uuid.UUID]:
    """People whose account will be blocked soon and who were not told since they last used it (system use)."""
    return list(session().scalars(_to_warn()))


def warn(key: uuid.UUID) -> None:
    """Mail somebody that the account will be blocked; a second time does nothing (system use)."""
    if session().scalar(_to_warn().where(User.id == key)) is None:
        return
    user = session().get_one(User, key)
    user.warned_at = clock.now()
    session().flush()
    date = long_date((clock.local(clock.now()) + _ahead()).date(), user.language)
    mail_key = f"unused {key} {user.warned_at.isoformat()}"
    link = web_link("/inloggen")
    send_mail("rights/unused_warning", mail_key, user.email, user.name, user.language, date=date, link=link)


def _to_block() -> Select[uuid.UUID]:
    told = (User.warned_at >= last_used()) & (User.warned_at <= clock.now() - _ahead())
    return _unused_since(clock.now() - _allowed()).where(told, User.id.not_in(_needed()))


def due_blocks() -> Sequence[uuid.UUID]:
    """People who were warned in time and still did not log in (system use)."""
    return list(session().scalars(_to_block()))


def _needed() -> Select[uuid.UUID]:
    """The only functional administrator of VNG: nobody could let that person in again."""
    held = (
        select(Membership.user_id)
        .join(Membership.user)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.ended_at.is_(None), User.blocked_at.is_(None), User.is_machine.is_(False))
        .where(MembershipRole.role == Role.FUNCTIONAL_ADMINISTRATOR)
    )
    number = select(func.count()).select_from(held.subquery()).scalar_subquery()
    return held.where(number == 1)


def block(key: uuid.UUID) -> None:
    """Block an account that is not used, and tell who can undo it; a second time does nothing (system use)."""
    if session().scalar(_to_block().where(User.id == key)) is None:
        return
    user = session().get_one(User, key)
    user.blocked_at = clock.now()
    session().flush()
    sessions.end_all_sessions(key)
    for member in session().scalars(select(Membership).where(Membership.user_id == key, Membership.ended_at.is_(None))):
        trail.record(SYSTEM, "user.blocked-unused", "membership", member.id, reader=member.organisation_id)
        _tell(member, user.blocked_at)


def _tell(member: Membership, moment: datetime) -> None:
    """The administrators who are left; VNG when there is none."""
    managers = accounts.members_with_roles(member.organisation_id, *ADMINISTRATORS)
    link = "/organisatie/gebruikers"
    if not managers:
        managers = recipients.of_vng(Role.FUNCTIONAL_ADMINISTRATOR)
        link = f"/organisaties/{member.organisation_id}/gebruikers"
    told = [each.id for each in managers]
    notify_all(f"account_blocked:{member.id}:{moment.isoformat()}", told, "account_blocked", link=link)
