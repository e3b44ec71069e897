# SPDX-License-Identifier: EUPL-1.2
"""Letting in an administrator where the last one can not be reached (system use: `rights` asks two persons of VNG)."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import factors, invitations, mailing, sessions
from samencontroleren.accounts.models import Membership, User
from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.kinds import FIRST_ROLES, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation


class Way(StrEnum):
    """How the administrator comes in."""

    SAME = "same"
    """The administrator him- or herself, who lost the second factor."""
    MEMBER = "member"
    """A colleague who is there already."""
    INVITED = "invited"


def let_in_administrator(organisation: Organisation, email: str, name: str, language: str) -> Way:
    """Give an organisation an administrator who can be reached; whoever was one stays, for the new one to judge.

    The administrator who lost the second factor sets up another one; a colleague gets the role; anybody else an
    invitation by mail.
    """
    member = _member(organisation, email)
    if member is None:
        roles = list(FIRST_ROLES) if organisation.kind is OrganisationKind.VENDOR else [Role.ADMINISTRATOR]
        made, token = invitations.issue(SYSTEM, organisation, email, name, roles, language)
        mailing.send_invitation(made, token)
        return Way.INVITED
    member.user.blocked_at = None
    sessions.end_all_sessions(member.user_id)
    held = [each.role for each in member.roles]
    if Role.ADMINISTRATOR in held:
        factors.forget_all(member.user)
        trail.record(SYSTEM, "factor.cleared", "user", member.user_id, reader=organisation.id)
        return Way.SAME
    invitations.set_roles(member, [*held, Role.ADMINISTRATOR])
    codes = [each.role.value for each in member.roles]
    trail.record(SYSTEM, "membership.roles-changed", "membership", member.id, reader=organisation.id, roles=codes)
    return Way.MEMBER


def _member(organisation: Organisation, email: str) -> Membership | None:
    whole = (joinedload(Membership.user), selectinload(Membership.roles))
    query = select(Membership).join(Membership.user).options(*whole)
    there = (Membership.organisation_id == organisation.id) & Membership.ended_at.is_(None)
    return session().scalars(query.where(there, User.email == email, User.is_machine.is_(False))).one_or_none()
