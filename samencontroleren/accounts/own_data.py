# SPDX-License-Identifier: EUPL-1.2
"""The people of an organisation, for the export of its own data."""

from collections.abc import Iterator

from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import policy
from samencontroleren.accounts.models import Membership
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ROLE_CODES


def _people(actor: Actor) -> Iterator[Row]:
    """Whom an administrator of the organisation sees; nobody for others."""
    query = visible(actor, policy.VIEW).where(Membership.organisation_id == actor.organisation_id)
    whole = (joinedload(Membership.user), selectinload(Membership.roles))
    for each in session().scalars(query.options(*whole).order_by(Membership.created_at, Membership.id)):
        yield {
            "naam": each.user.name,
            "mailadres": each.user.email,
            "rollen": sorted(ROLE_CODES[held.role] for held in each.roles),
            "sinds": each.created_at,
            "beeindigdOp": each.ended_at,
        }


PARTS = (Part("gebruikers", _people),)
