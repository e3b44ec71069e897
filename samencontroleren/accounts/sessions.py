# SPDX-License-Identifier: EUPL-1.2
"""Sessions on the server and the Actor of a request.

The browser's signed cookie holds a random token; the database its digest, the person, the chosen membership and
when the second factor was shown. Ending the row ends the session, whatever the browser still holds.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from flask import g, request, session
from flask_login import UserMixin
from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts import clients, factors, reach
from samencontroleren.accounts.kinds import LoginMethod
from samencontroleren.accounts.models import (
    LoginSession,
    Membership,
    PersonalToken,
    User,
)
from samencontroleren.core import clock, db, ledger
from samencontroleren.core.errors import Conflict
from samencontroleren.core.security import digest, new_token
from samencontroleren.core.web import pick
from samencontroleren.organisations import mergers, partnerships
from samencontroleren.organisations.actor import Actor, Mandated
from samencontroleren.organisations.kinds import ROLE_LABELS, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
PENDING = timedelta(minutes=15)
"""How long somebody who gave a password may take to show the second factor."""
FRESH = timedelta(minutes=10)
TOUCH = timedelta(minutes=1)
COOKIE = "sid"
OWN_WAY_ONLY = "Log hiervoor in met uw eigen wachtwoord of passkey, niet via een organisatie."


@dataclass(frozen=True)
class MembershipChoice:
    """One organisation a person can act for, as the header shows it."""

    id: uuid.UUID
    organisation_name: str
    roles: tuple[Role, ...]
    is_active: bool
    is_covered: bool
    """Whether the present session covers it; otherwise choosing it leads to its own log-in."""

    @property
    def role_labels(self) -> list[str]:
        return _labels(self.roles)


@dataclass(frozen=True)
class Viewer:
    """Who is logged in, as the header shows it."""

    name: str
    organisation_name: str
    roles: tuple[Role, ...]
    memberships: tuple[MembershipChoice, ...]

    @property
    def role_labels(self) -> list[str]:
        return _labels(self.roles)


def _labels(roles: tuple[Role, ...]) -> list[str]:
    return [pick(ROLE_LABELS[role]) for role in roles]


def identify() -> Actor | None:
    """The actor of this request: from a bearer token for the API, from the session for pages."""
    g.viewer = None
    if request.path.startswith("/api/"):
        return _from_token()
    token = session.get(COOKIE)
    found = _living_session(token) if isinstance(token, str) else None
    if found is None or found.factor_at is None:
        return None
    g.login_session_id = found.id
    if clock.now() - found.seen_at > TOUCH:
        ledger.note(lambda: _touch(found.id))
    return _actor_of(found)


@dataclass
class LoginUser(UserMixin):
    """What Flask-Login carries: the person's key. Rights come from the Actor."""

    id: uuid.UUID


def login_user() -> LoginUser | None:
    """The logged-in person of this request for Flask-Login."""
    found = g.get("actor")
    return LoginUser(found.user_id) if found is not None and found.user_id else None


def pending_session() -> LoginSession | None:
    """The session of somebody who gave a password and must still show the second factor."""
    token = session.get(COOKIE)
    found = _living_session(token) if isinstance(token, str) else None
    if found is None or found.factor_at is not None or clock.now() - found.started_at > PENDING:
        return None
    return found


def finish_log_in(found: LoginSession) -> None:
    """The second factor was shown: the session counts from now on, under a new token."""
    token = new_token()
    session[COOKIE] = token
    found.token_digest = digest(token)
    found.factor_at = found.seen_at = clock.now()
    db.session().flush()


def own_session() -> LoginSession | None:
    """The session of this request, when the log-in was finished."""
    token = session.get(COOKIE)
    found = _living_session(token) if isinstance(token, str) else None
    return found if found is not None and found.factor_at is not None else None


def start_session(
    user: User, has_factor: bool, device: str, method: LoginMethod = LoginMethod.PASSWORD
) -> LoginSession:
    """Begin a session for a person, under a new token (no fixation); ends what this browser had.

    The one place where sessions begin, whatever way the person came.
    """
    end_session()
    token = new_token()
    language = session.get("language")
    session.clear()
    session[COOKIE] = token
    if language:
        session["language"] = language
    made = LoginSession(
        token_digest=digest(token),
        user_id=user.id,
        factor_at=clock.now() if has_factor else None,
        device=device[:200],
        address=(request.remote_addr or "")[:45],
        method=method,
        membership_id=_last_membership(user.id),
    )
    db.session().add(made)
    db.session().flush()
    return made


def end_session() -> None:
    """End the session of this browser, if any."""
    token = session.pop(COOKIE, None)
    if isinstance(token, str):
        here = LoginSession.token_digest == digest(token)
        db.session().execute(update(LoginSession).where(here).values(ended_at=clock.now()))


def end_all_sessions(user_id: uuid.UUID, besides: uuid.UUID | None = None) -> None:
    """End all sessions of a person (password changed, roles lost), maybe except the present one."""
    theirs = (LoginSession.user_id == user_id) & LoginSession.ended_at.is_(None)
    if besides is not None:
        theirs &= LoginSession.id != besides
    db.session().execute(update(LoginSession).where(theirs).values(ended_at=clock.now()))


def _last_membership(user_id: uuid.UUID) -> uuid.UUID | None:
    """The organisation somebody worked for last time."""
    query = select(LoginSession.membership_id).where(LoginSession.user_id == user_id)
    return db.session().scalar(query.order_by(LoginSession.started_at.desc()).limit(1))


def _living_session(token: str) -> LoginSession | None:
    now = clock.now()
    asked = {"digest": digest(token), "seen_after": now - IDLE, "started_after": now - ABSOLUTE}
    return db.session().scalars(_session_query(), asked).one_or_none()


@cache
def _session_query() -> Select[LoginSession]:
    """Made once, as the other queries of this page that each request asks: what differs is handed over."""
    return (
        select(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user))
        .where(
            LoginSession.token_digest == bindparam("digest"),
            User.blocked_at.is_(None),
            *_counts(bindparam("seen_after"), bindparam("started_after")),
        )
    )


def is_living() -> tuple[ColumnElement[bool], ...]:
    """What makes a session count: not ended, used lately, not too old."""
    return _counts(clock.now() - IDLE, clock.now() - ABSOLUTE)


def _counts(seen_after: Any, started_after: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginSession.ended_at.is_(None),
        LoginSession.seen_at > seen_after,
        LoginSession.started_at > started_after,
    )


def _touch(session_id: uuid.UUID) -> None:
    db.session().execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=clock.now()))


def _actor_of(found: LoginSession) -> Actor | None:
    reached = reach.reached_memberships(found)
    active = reach.active_of(found, reached)
    g.viewer = _viewer(found.user, reached, active)
    present = factors.is_exempt(found.user) or clock.now() - (found.factor_at or clock.now()) < FRESH
    if active is None:
        return Actor(user_id=found.user_id, is_present=present)
    level, acting = found.level or "", found.acting_subject or ""
    return replace(actor_for(active.membership, present), roles=active.roles, level=level, acting_subject=acting)


def actor_for(membership: Membership, is_present: bool, via: str = "page") -> Actor:
    """The Actor of a membership (its organisation and roles must be loaded)."""
    kind, key = membership.organisation.kind, membership.organisation_id
    return Actor(
        user_id=membership.user_id,
        membership_id=membership.id,
        organisation_id=key,
        kind=kind,
        roles=frozenset(each.role for each in membership.roles),
        via=via,
        is_present=is_present,
        mandated=partnerships.mandated_today(key) if kind is OrganisationKind.PARTNERSHIP else Mandated(),
        duplicate_ids=mergers.duplicates_of(key) if kind is OrganisationKind.VENDOR else (),
    )


def require_own_way() -> None:
    """Raise Conflict for somebody whom the log-in of an organisation let in.

    Whoever runs that log-in could otherwise change how the person comes in elsewhere.
    """
    if not is_own_way():
        raise Conflict(OWN_WAY_ONLY)


def is_own_way() -> bool:
    """Whether the person of this request came in with a password or passkey of the platform."""
    here = own_session()
    return here is not None and here.provider_id is None


def _viewer(user: User, reached: list[reach.Reached], active: reach.Reached | None) -> Viewer:
    choices = tuple(
        MembershipChoice(each.id, each.membership.organisation.name, _in_order(each), each is active, each.is_covered)
        for each in reached
    )
    name = active.membership.organisation.name if active else ""
    return Viewer(user.name, name, _in_order(active) if active else (), choices)


def _in_order(reached: reach.Reached) -> tuple[Role, ...]:
    return tuple(role for role in ROLE_LABELS if role in reached.roles)


def _from_token() -> Actor | None:
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    held = clients.find_by_token(token.strip())
    if held is not None:
        client, scopes = held
        machine = actor_for(client.membership, is_present=False, via="api")
        return replace(machine, scopes=scopes, held_by_id=client.secret_held_by_id)
    if factors.is_production():
        return None
    found: PersonalToken | None = db.session().scalar(_token_query(), {"digest": digest(token.strip())})
    return actor_for(found.membership, is_present=False, via="api") if found else None


@cache
def _token_query() -> Select[PersonalToken]:
    return (
        select(PersonalToken)
        .join(PersonalToken.membership)
        .join(Membership.organisation)
        .join(Membership.user)
        .options(
            contains_eager(PersonalToken.membership).contains_eager(Membership.organisation),
            contains_eager(PersonalToken.membership).selectinload(Membership.roles),
        )
        .where(
            PersonalToken.token_digest == bindparam("digest"),
            PersonalToken.revoked_at.is_(None),
            Membership.ended_at.is_(None),
            Organisation.ended_on.is_(None),
            User.blocked_at.is_(None),
        )
    )
