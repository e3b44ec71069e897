# SPDX-License-Identifier: EUPL-1.2
"""Permissions on memberships, invitations and sessions."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select

from samencontroleren.accounts.models import (
    ApiClient,
    IdentityProvider,
    Invitation,
    LoginSession,
    Membership,
    MembershipRole,
    Passkey,
    User,
)
from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation


@permission("membership:view", Membership)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Administrators see the people of their own organisation; VNG's functional administrator all."""
    own = and_(Membership.organisation_id == actor.organisation_id, always(_administers(actor)))
    return or_(own, always(actor.is_functional_administrator))


@permission("membership:edit", Membership)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """Administrators change the people of their own organisation."""
    return and_(Membership.organisation_id == actor.organisation_id, always(_administers(actor)))


@permission("membership:let-in-again", Membership)
def LET_IN(actor: Actor) -> ColumnElement[bool]:
    """An administrator undoes the block of a colleague; VNG where no administrator is left who is not blocked."""
    helpless = Membership.organisation_id.not_in(managed_organisations().where(User.blocked_at.is_(None)))
    of_vng = and_(helpless, always(actor.is_functional_administrator and actor.scopes is None))
    return or_(EDIT.condition(actor), of_vng)


@permission("membership:leave", Membership)
def LEAVE(actor: Actor) -> ColumnElement[bool]:
    """A person, not an API client, stops with a membership of the own."""
    own = Membership.user_id.in_(actor.user_ids) if actor.user_ids else always(False)
    return and_(own, Membership.ended_at.is_(None), always(actor.scopes is None))


@permission("membership:choose-reviewer", Membership)
def REVIEWERS(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator sees who can review."""
    reviewers = select(MembershipRole.membership_id).where(MembershipRole.role == Role.REVIEWER)
    return and_(Membership.id.in_(reviewers), always(actor.is_coordinator))


@permission("organisation:invite", Organisation)
def INVITE(actor: Actor) -> ColumnElement[bool]:
    """Administrators invite into their own organisation; VNG lets in the first people of the others."""
    own = and_(Organisation.id == actor.organisation_id, always(_administers(actor)))
    others = Organisation.kind != OrganisationKind.VNG
    vendors = Organisation.kind == OrganisationKind.VENDOR
    return or_(
        own,
        and_(others, always(actor.is_functional_administrator)),
        and_(vendors, always(actor.is_coordinator)),
    )


@permission("invitation:view", Invitation)
def INVITATION_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Administrators see the invitations of their own organisation; VNG those of suppliers or all."""
    own = and_(Invitation.organisation_id == actor.organisation_id, always(_administers(actor)))
    vendors = select(Organisation.id).where(Organisation.kind == OrganisationKind.VENDOR)
    return or_(
        own,
        and_(Invitation.organisation_id.in_(vendors), always(actor.is_coordinator)),
        always(actor.is_functional_administrator),
    )


@permission("invitation:revoke", Invitation)
def INVITATION_REVOKE(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees an invitation may revoke it."""
    return INVITATION_VIEW.condition(actor)


@permission("session:view", LoginSession)
def SESSION_VIEW(actor: Actor) -> ColumnElement[bool]:
    """One's own sessions."""
    return LoginSession.user_id.in_(actor.user_ids) if actor.user_ids else always(False)


@permission("passkey:edit", Passkey)
def PASSKEY_EDIT(actor: Actor) -> ColumnElement[bool]:
    """One's own passkeys."""
    return Passkey.user_id.in_(actor.user_ids) if actor.user_ids else always(False)


@permission("membership:reset-factor", Membership)
def RESET_FACTOR(actor: Actor) -> ColumnElement[bool]:
    """Administrators, in person, for the people of their own organisation; VNG's functional administrator for all."""
    return and_(VIEW.condition(actor), always(actor.scopes is None))


@permission("api-client:view", ApiClient)
def CLIENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Administrators see the API clients of their own organisation."""
    return and_(ApiClient.organisation_id == actor.organisation_id, always(_administers(actor)))


@permission("api-client:edit", ApiClient)
def CLIENT_EDIT(actor: Actor) -> ColumnElement[bool]:
    """Administrators, in person, renew the secret of these clients and revoke them."""
    return and_(CLIENT_VIEW.condition(actor), always(actor.scopes is None))


@permission("organisation:add-api-client", Organisation)
def CLIENT_ADD(actor: Actor) -> ColumnElement[bool]:
    """Administrators, in person, make API clients for their own organisation."""
    return and_(Organisation.id == actor.organisation_id, always(_administers(actor) and actor.scopes is None))


@permission("organisation:set-up-provider", Organisation)
def PROVIDER_SET_UP(actor: Actor) -> ColumnElement[bool]:
    """Administrators, in person, set up the log-in of their own organisation."""
    return and_(Organisation.id == actor.organisation_id, always(_administers(actor) and actor.scopes is None))


@permission("provider:edit", IdentityProvider)
def PROVIDER_EDIT(actor: Actor) -> ColumnElement[bool]:
    """Administrators, in person, try, switch and change the log-in of their own organisation."""
    own = IdentityProvider.organisation_id == actor.organisation_id
    return and_(own, always(_administers(actor) and actor.scopes is None))


@permission("provider:list", IdentityProvider)
def PROVIDER_LIST(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator, in person, sees which organisations have a log-in of their own."""
    return always(actor.is_functional_administrator and actor.scopes is None)


@permission("provider:link", IdentityProvider)
def PROVIDER_LINK(actor: Actor) -> ColumnElement[bool]:
    """People join their own account to the log-in of an organisation they work for, once it is switched on."""
    mine = select(Membership.organisation_id).where(
        Membership.user_id.in_(actor.user_ids), Membership.ended_at.is_(None)
    )
    used = and_(IdentityProvider.active_from.is_not(None), IdentityProvider.organisation_id.in_(mine))
    return used if actor.user_ids and actor.scopes is None else always(False)


def machines_of(actor: Actor) -> Select[uuid.UUID]:
    """The accounts of API clients whose secret this person was shown: their acts are not a second person's."""
    query = select(Membership.user_id).join(ApiClient, ApiClient.membership_id == Membership.id)
    return query.where(ApiClient.secret_held_by_id.in_(actor.user_ids))


def managed_organisations() -> Select[uuid.UUID]:
    """The organisations with somebody who manages their people; that person's account may be blocked."""
    return (
        select(Membership.organisation_id)
        .join(Membership.user)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.ended_at.is_(None), User.is_machine.is_(False))
        .where(MembershipRole.role.in_(ADMINISTRATORS))
    )


def _administers(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR) or actor.is_functional_administrator
