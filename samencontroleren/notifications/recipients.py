# SPDX-License-Identifier: EUPL-1.2
"""Who is told: chosen by the system, and only people who may see what it is about at that moment."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.accounts.sessions import actor_for
from samencontroleren.core.access import Permission, holds
from samencontroleren.core.db import past_walls, session
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation

WHOLE = (joinedload(Membership.user), joinedload(Membership.organisation), selectinload(Membership.roles))


def living_members(keys: Iterable[uuid.UUID]) -> list[Membership]:
    """Those of these memberships that have not ended, with person, organisation and roles."""
    query = _living(select(Membership)).options(*WHOLE).where(Membership.id.in_(list(keys)))
    return list(session().scalars(query.order_by(Membership.id)))


def memberships_of(user_id: uuid.UUID) -> list[Membership]:
    """The living memberships of a person."""
    query = _living(select(Membership)).options(*WHOLE).where(Membership.user_id == user_id)
    return list(session().scalars(query.order_by(Membership.id)))


def actor_of(member: Membership) -> Actor:
    """The Actor of a member, made anew: what the person will read is built with it."""
    return actor_for(member, is_present=False, via="system")


def of_vng(*roles: Role) -> list[Membership]:
    """The living members of VNG with one of these roles."""
    held = select(MembershipRole.membership_id).where(MembershipRole.role.in_(roles))
    query = _living(select(Membership)).where(Organisation.kind == OrganisationKind.VNG, Membership.id.in_(held))
    return list(session().scalars(query.options(*WHOLE).order_by(Membership.id)))


def allowed(members: Iterable[Membership], wanted: Permission[Any], row: object) -> list[uuid.UUID]:
    """The keys of those members whose own right this is, on this row, now; whoever's act tells them of it."""
    with past_walls():
        return [each.id for each in members if holds(actor_of(each), wanted, row)]


def _living(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Membership.user)
        .join(Membership.organisation)
        .where(Membership.ended_at.is_(None), User.blocked_at.is_(None), Organisation.ended_on.is_(None))
        .where(User.is_machine.is_(False))
    )
