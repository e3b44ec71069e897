# SPDX-License-Identifier: EUPL-1.2
"""What a log-in reaches: the memberships somebody has now, and the roles of each that the present session covers."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts.models import IdentityProvider, LoginSession, Membership, MembershipRole
from samencontroleren.core import db, trail
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, Role
from samencontroleren.organisations.models import Organisation


def living_memberships(user_id: uuid.UUID) -> list[Membership]:
    """The memberships a person has now, with organisation and roles (one query), by name of organisation."""
    return list(db.session().scalars(_living(), {"user": user_id}).unique())


@cache
def _living() -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.organisation)
        .outerjoin(Membership.roles)
        .options(contains_eager(Membership.organisation), contains_eager(Membership.roles))
        .where(Membership.user_id == bindparam("user"), Membership.ended_at.is_(None), Organisation.ended_on.is_(None))
        .order_by(Organisation.name, MembershipRole.role)
    )


@dataclass(frozen=True)
class Reached:
    """A membership of a person, and what of it the present session covers."""

    membership: Membership
    roles: frozenset[Role]
    """No role: the session does not cover it; logging in there is needed."""
    is_emergency: bool = False
    """An administrator who passes by the obligatory log-in of the organisation, to mend it."""

    @property
    def id(self) -> uuid.UUID:
        return self.membership.id

    @property
    def is_covered(self) -> bool:
        return bool(self.roles)


def reached_memberships(found: LoginSession) -> list[Reached]:
    """The living memberships of a session's person (one query), each with the roles that this session covers.

    Who came through the log-in of an organisation reaches that organisation alone, and nothing of the others is
    shown. Who came in the own way reaches all others than those that demand their own log-in; of these only the
    administrator's role is left, as the emergency way.
    """
    rows = db.session().execute(_reached_query(), {"user": found.user_id})
    if found.provider_id is not None:
        there = _organisation_of(found.provider_id)
        rows_of_it = (row for row in rows.unique() if row[0].organisation_id == there)
        return [_through_provider(found, row) for row in rows_of_it]
    return [_in_own_way(row) for row in rows.unique()]


@cache
def _reached_query() -> Select[Any]:
    joined = and_(IdentityProvider.organisation_id == Organisation.id, IdentityProvider.active_from.is_not(None))
    columns = (IdentityProvider.id.label("provider_id"), IdentityProvider.is_obligatory.label("is_obligatory"))
    return _living().outerjoin(IdentityProvider, joined).add_columns(*columns)


def _organisation_of(provider_id: uuid.UUID) -> uuid.UUID | None:
    found = db.session().get(IdentityProvider, provider_id)
    return found.organisation_id if found else None


def _through_provider(found: LoginSession, row: Any) -> Reached:
    """All roles; once it is switched off only the administrator's, who is just changing it."""
    held = frozenset(each.role for each in row[0].roles)
    return Reached(row[0], held if row.provider_id == found.provider_id else held & frozenset(ADMINISTRATORS))


def _in_own_way(row: Any) -> Reached:
    held = frozenset(each.role for each in row[0].roles)
    if row.provider_id is None or not row.is_obligatory:
        return Reached(row[0], held)
    return Reached(row[0], held & frozenset(ADMINISTRATORS), is_emergency=True)


def active_of(found: LoginSession, reached: list[Reached]) -> Reached | None:
    """The membership a session works for: the chosen one, else the first that it covers."""
    covered = [each for each in reached if each.is_covered]
    return next((each for each in covered if each.id == found.membership_id), next(iter(covered), None))


def note_passing(chosen: Reached | None) -> None:
    """An administrator who passes by the obligatory log-in of the organisation stands in its trail."""
    if chosen is not None and chosen.is_emergency:
        membership = chosen.membership
        actor = Actor(user_id=membership.user_id, membership_id=membership.id)
        trail.record(actor, "provider.passed-by", "membership", membership.id, reader=membership.organisation_id)
