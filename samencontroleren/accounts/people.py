# SPDX-License-Identifier: EUPL-1.2
"""The people of an organisation, as its administrators see and change them; look-ups for other features."""

import uuid
from collections.abc import Iterable

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import clients, contributions, invitations, policy
from samencontroleren.accounts.models import LoginSession, Membership, MembershipRole, PersonalToken, User
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation

WHOLE = (
    joinedload(Membership.user),
    joinedload(Membership.organisation),
    selectinload(Membership.roles),
)
LAST = (
    "Dit is de laatste beheerder van uw organisatie. Maak eerst een collega beheerder; "
    "anders kan niemand meer mensen toevoegen."
)
NOT_ONESELF = "U kunt uzelf geen rol erbij geven. Vraag een andere beheerder."


def list_members(actor: Actor, organisation_id: uuid.UUID) -> list[Membership]:
    """The people who belong to an organisation now, by name."""
    query = visible(actor, policy.VIEW).join(Membership.user).options(*WHOLE)
    living = (Membership.organisation_id == organisation_id) & Membership.ended_at.is_(None)
    return list(session().scalars(query.where(living, User.is_machine.is_(False)).order_by(User.name, User.email)))


def get_member(actor: Actor, key: uuid.UUID, lock: bool = False) -> Membership:
    """One membership to change. Raises NotFound also for one that has ended."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=WHOLE, lock=lock)
    if found.ended_at is not None or found.user.is_machine:
        raise NotFound()
    return found


def change_roles(actor: Actor, key: uuid.UUID, roles: list[Role]) -> Membership:
    """Give a member other roles; sessions end, so that a lost role is lost at once.

    Raises Invalid for a role the organisation does not have or one that an administrator takes for him- or herself,
    Conflict when no administrator would be left.
    """
    found = get_member(actor, key, lock=True)
    invitations.check_roles(found.organisation, roles)
    held = frozenset(each.role for each in found.roles)
    if not set(roles).intersection(ADMINISTRATORS):
        _keep_an_administrator(found)
    if found.user_id == actor.user_id and set(roles) - held:
        raise Invalid({"roles": [NOT_ONESELF]})
    invitations.set_roles(found, roles)
    _leave_elsewhere(actor, found)
    _after_loss(actor, found, held - set(roles))
    codes = [role.value for role in roles]
    reader = found.organisation_id
    trail.record(actor, "membership.roles-changed", "membership", key, reader=reader, roles=codes)
    return found


def end_membership(actor: Actor, key: uuid.UUID) -> Membership:
    """End somebody's access for this organisation; what they did stays, their sessions end at once.

    Raises Conflict for the last administrator.
    """
    return _end(actor, get_member(actor, key, lock=True))


def let_in_again(actor: Actor, key: uuid.UUID) -> Membership:
    """Undo the block of an account that was not used for long. A second time does nothing."""
    found = fetch(actor, policy.LET_IN, key, view=policy.VIEW, options=WHOLE, lock=True)
    if found.ended_at is not None or found.user.is_machine:
        raise NotFound()
    if found.user.blocked_at is not None:
        found.user.blocked_at, found.user.let_in_at = None, clock.now()
        session().flush()
        trail.record(actor, "user.let-in-again", "membership", key, reader=found.organisation_id)
    return found


def leave(actor: Actor, key: uuid.UUID) -> Membership:
    """Stop with a membership of one's own. Raises NotFound, and Conflict for the last administrator."""
    return _end(actor, fetch(actor, policy.LEAVE, key, options=WHOLE, lock=True))


def _end(actor: Actor, found: Membership) -> Membership:
    _keep_an_administrator(found)
    found.ended_at = clock.now()
    session().flush()
    _end_sessions_of(found)
    living = (PersonalToken.membership_id == found.id) & PersonalToken.revoked_at.is_(None)
    session().execute(update(PersonalToken).where(living).values(revoked_at=clock.now()))
    trail.record(actor, "membership.ended", "membership", found.id, reader=found.organisation_id)
    _after_loss(actor, found, frozenset(each.role for each in found.roles))
    return found


def _after_loss(actor: Actor, found: Membership, lost: frozenset[Role]) -> None:
    """What ends with the roles somebody lost: secrets of clients, and what later features say (assignments)."""
    if lost.intersection(ADMINISTRATORS):
        clients.stop_clients(actor, found.organisation_id, found.user_id)
    contributions.lost(actor, found, lost)


def has_free_administrator(organisation_id: uuid.UUID) -> bool:
    """Whether somebody manages the people of an organisation whose account is not blocked."""
    return session().scalar(_holding(organisation_id, ADMINISTRATORS).limit(1)) is not None


def _keep_an_administrator(found: Membership) -> None:
    """Raise Conflict when this is the only administrator left (the organisation's row is locked meanwhile)."""
    session().execute(select(Organisation.id).where(Organisation.id == found.organisation_id).with_for_update())
    if not {each.role for each in found.roles}.intersection(ADMINISTRATORS):
        return
    others = _holding(found.organisation_id, ADMINISTRATORS).where(Membership.id != found.id)
    if not session().scalar(select(func.count()).select_from(others.subquery())):
        raise Conflict(LAST)


def is_last_administrator_of_supplier(found: Membership) -> bool:
    """Whether nobody is left at a supplier to let this person in again."""
    if found.organisation.kind is not OrganisationKind.VENDOR:
        return False
    others = _holding(found.organisation_id, ADMINISTRATORS).where(Membership.id != found.id)
    return session().scalar(others.limit(1)) is None


def _leave_elsewhere(actor: Actor, found: Membership) -> None:
    if found.user_id != actor.user_id:
        _end_sessions(found.user_id)


def _end_sessions_of(found: Membership) -> None:
    """End the sessions that act in this membership, and those that chose none yet."""
    there = (LoginSession.membership_id == found.id) | LoginSession.membership_id.is_(None)
    theirs = (LoginSession.user_id == found.user_id) & LoginSession.ended_at.is_(None) & there
    session().execute(update(LoginSession).where(theirs).values(ended_at=clock.now()))


def _end_sessions(user_id: uuid.UUID) -> None:
    theirs = (LoginSession.user_id == user_id) & LoginSession.ended_at.is_(None)
    session().execute(update(LoginSession).where(theirs).values(ended_at=clock.now()))


def _holding(organisation_id: uuid.UUID | None, roles: Iterable[Role]) -> Select[uuid.UUID]:
    """The keys of living memberships with one of these roles, of one organisation or of all."""
    query = (
        select(Membership.id)
        .join(Membership.user)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.ended_at.is_(None), User.blocked_at.is_(None), User.is_machine.is_(False))
        .where(MembershipRole.role.in_(tuple(roles)))
    )
    return query if organisation_id is None else query.where(Membership.organisation_id == organisation_id)


def members_with_roles(organisation_id: uuid.UUID, *roles: Role) -> list[Membership]:
    """The living memberships of an organisation with one of these roles (system use: reminders, notices)."""
    keys = _holding(organisation_id, roles)
    query = select(Membership).join(Membership.user).options(*WHOLE).where(Membership.id.in_(keys))
    return list(session().scalars(query.order_by(User.name, Membership.id)))


def reviewer_memberships(actor: Actor) -> list[Membership]:
    """Everybody who can review, of gemeenten first: the co-ordinator's choice list.

    Raises Forbidden for anybody but VNG's co-ordinator.
    """
    require_any(actor, policy.REVIEWERS)
    reviews = Membership.roles.any(MembershipRole.role == Role.REVIEWER)  # also if the right said nothing of roles
    query = (
        visible(actor, policy.REVIEWERS)
        .join(Membership.user)
        .join(Membership.organisation)
        .options(*WHOLE)
        .where(Membership.ended_at.is_(None), User.blocked_at.is_(None), Organisation.ended_on.is_(None))
        .where(reviews, User.is_machine.is_(False))
        .order_by(Organisation.kind == OrganisationKind.VNG, Organisation.name, User.name)
    )
    return list(session().scalars(query))


def get_user_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of people by key, for pages that may show them (system use: the caller checked that)."""
    wanted = set(ids)
    rows = session().execute(select(User.id, User.name).where(User.id.in_(wanted))) if wanted else ()
    return {row.id: row.name for row in rows}


def get_organisation(actor: Actor, key: uuid.UUID) -> Organisation:
    """The organisation people are invited into. Raises NotFound or Forbidden."""
    return fetch(actor, policy.INVITE, key, view=organisations_policy.VIEW)
