# SPDX-License-Identifier: EUPL-1.2
"""Sessions on the server and the Actor of a request.

The browser's signed cookie holds a random token; the database its digest, the person, the chosen membership and
when the second factor was shown. Ending the row ends the session, whatever the browser still holds.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import g, request, session
from flask_login import UserMixin
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts import clients, factors
from samencontroleren.accounts.kinds import LoginMethod
from samencontroleren.accounts.models import LoginSession, Membership, MembershipRole, PersonalToken, User
from samencontroleren.core import clock, db, ledger
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


@dataclass(frozen=True)
class MembershipChoice:
    """One organisation a person can act for, as the header shows it."""

    id: uuid.UUID
    organisation_name: str
    roles: tuple[Role, ...]
    is_active: bool

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
    query = (
        select(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user))
        .where(LoginSession.token_digest == digest(token), User.blocked_at.is_(None), *is_living())
    )
    return db.session().scalars(query).one_or_none()


def is_living() -> tuple[ColumnElement[bool], ...]:
    """What makes a session count: not ended, used lately, not too old."""
    moment = clock.now()
    return (
        LoginSession.ended_at.is_(None),
        LoginSession.seen_at > moment - IDLE,
        LoginSession.started_at > moment - ABSOLUTE,
    )


def _touch(session_id: uuid.UUID) -> None:
    db.session().execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=clock.now()))


def _actor_of(found: LoginSession) -> Actor | None:
    memberships = living_memberships(found.user_id)
    active = next((each for each in memberships if each.id == found.membership_id), None)
    active = active or next(iter(memberships), None)
    g.viewer = _viewer(found.user, memberships, active)
    present = factors.is_exempt(found.user) or clock.now() - (found.factor_at or clock.now()) < FRESH
    if active is None:
        return Actor(user_id=found.user_id, is_present=present)
    return actor_for(active, present)


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


def living_memberships(user_id: uuid.UUID) -> list[Membership]:
    """The memberships a person has now, with organisation and roles (one query), by name of organisation."""
    query = (
        select(Membership)
        .join(Membership.organisation)
        .outerjoin(Membership.roles)
        .options(contains_eager(Membership.organisation), contains_eager(Membership.roles))
        .where(Membership.user_id == user_id, Membership.ended_at.is_(None), Organisation.ended_on.is_(None))
        .order_by(Organisation.name, MembershipRole.role)
    )
    return list(db.session().scalars(query).unique())


def _viewer(user: User, memberships: list[Membership], active: Membership | None) -> Viewer:
    choices = tuple(
        MembershipChoice(each.id, each.organisation.name, _roles(each), each is active) for each in memberships
    )
    name = active.organisation.name if active else ""
    return Viewer(user.name, name, _roles(active) if active else (), choices)


def _roles(membership: Membership) -> tuple[Role, ...]:
    held = {each.role for each in membership.roles}
    return tuple(role for role in ROLE_LABELS if role in held)


def _from_token() -> Actor | None:
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    held = clients.find_by_token(token.strip())
    if held is not None:
        client, scopes = held
        return replace(actor_for(client.membership, is_present=False, via="api"), scopes=scopes)
    if factors.is_production():
        return None
    query = (
        select(PersonalToken)
        .join(PersonalToken.membership)
        .join(Membership.organisation)
        .join(Membership.user)
        .options(
            contains_eager(PersonalToken.membership).contains_eager(Membership.organisation),
            contains_eager(PersonalToken.membership).selectinload(Membership.roles),
        )
        .where(
            PersonalToken.token_digest == digest(token.strip()),
            PersonalToken.revoked_at.is_(None),
            Membership.ended_at.is_(None),
            Organisation.ended_on.is_(None),
            User.blocked_at.is_(None),
        )
    )
    found = db.session().scalars(query).one_or_none()
    return actor_for(found.membership, is_present=False, via="api") if found else None
