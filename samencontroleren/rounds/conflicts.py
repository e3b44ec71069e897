# SPDX-License-Identifier: EUPL-1.2
"""Declared conflicts of interest: nobody plays a part in the dossiers of such a supplier (product.md, 2.3)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, union_all

from samencontroleren.accounts.models import Membership, User
from samencontroleren.core import clock, trail
from samencontroleren.core.access import require, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.models import Assignment, ConflictOfInterest, Dossier
from samencontroleren.rounds.moves import person_of
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Vendor


def declare_conflict(actor: Actor, vendor_id: uuid.UUID, reason: str) -> ConflictOfInterest:
    """Declare a conflict with a supplier. Assignments in its dossiers end at once and the co-ordinator is told.

    Raises NotFound and Forbidden, Invalid without a reason or when it was declared before.
    """
    require(actor, policy.DECLARE_CONFLICT, vendor_id, view=vendors_policy.VIEW)
    if not reason.strip():
        raise Invalid({"reason": ["Vul een reden in."]})
    mine = (ConflictOfInterest.user_id == actor.user_id) & (ConflictOfInterest.vendor_id == vendor_id)
    if session().scalar(select(ConflictOfInterest.id).where(mine)):
        raise Invalid({"vendor_id": ["U hebt dit belang al gemeld."]})
    made = ConflictOfInterest(user_id=person_of(actor), vendor_id=vendor_id, reason=reason)
    session().add(made)
    session().flush()
    trail.record(actor, "conflict.declared", "conflict", made.id, vendor=vendor_id)
    _end_assignments(actor, vendor_id)
    return made


def _end_assignments(actor: Actor, vendor_id: uuid.UUID) -> None:
    query = (
        select(Assignment)
        .join(Assignment.dossier)
        .where(
            Assignment.user_id == actor.user_id,
            Assignment.ended_at.is_(None) | (Assignment.ended_at > clock.now()),
            Dossier.vendor_id == vendor_id,
        )
    )
    for each in session().scalars(query).all():
        each.ended_at = clock.now()
        trail.record(actor, "assignment.ended", "dossier", each.dossier_id, result="conflict")
        notifications.withdraw(each.dossier_id, [each.membership_id])
        tell_coordinator(each.dossier_id, f"conflict/{each.id}/{clock.now().isoformat()}")
    session().flush()


def tell_coordinator(dossier_id: uuid.UUID, key: str) -> None:
    """Tell the co-ordinator of a dossier's round that a reviewer is needed."""
    dossier = session().get_one(Dossier, dossier_id)
    notifications.notify_all(key, telling.round_coordinator(dossier), "reviewer_needed", dossier_id)


@dataclass(frozen=True)
class ConflictRow:
    """A declared conflict with the supplier and the person."""

    supplier: str
    person: str
    reason: str
    declared_at: datetime


def list_conflicts(actor: Actor) -> list[ConflictRow]:
    """The conflicts the actor sees: one's own; the co-ordinator all. By supplier."""
    query = (
        visible(actor, policy.CONFLICT_VIEW)
        .join(Vendor, Vendor.id == ConflictOfInterest.vendor_id)
        .join(User, User.id == ConflictOfInterest.user_id)
        .add_columns(Vendor.name, User.name)
        .order_by(Vendor.name, ConflictOfInterest.created_at)
    )
    return [
        ConflictRow(supplier, person, row.reason, row.created_at) for row, supplier, person in session().execute(query)
    ]


def conflict_choices(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """The suppliers the actor can name, by name; Forbidden for who declares no conflicts."""
    require_any(actor, policy.DECLARE_CONFLICT)
    query = visible(actor, vendors_policy.VIEW, columns=[Vendor.id, Vendor.name]).order_by(Vendor.name)
    return [(row[0], row[1]) for row in session().execute(query)]


Reasons = dict[uuid.UUID, str]
"""Why a person can play no part for a supplier, as a key of obstacles.OBSTACLES, by person."""


def people_in_conflict(vendor_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Reasons]:
    """Per supplier who can play no part in its dossiers (system use; one query)."""
    member, declared = Membership, ConflictOfInterest
    query = union_all(
        select(literal("belongs"), member.organisation_id, member.user_id).where(
            member.organisation_id.in_(vendor_ids)
        ),
        select(literal("declared"), declared.vendor_id, declared.user_id).where(declared.vendor_id.in_(vendor_ids)),
    )
    found: dict[uuid.UUID, Reasons] = {key: {} for key in vendor_ids}
    for reason, vendor_id, user_id in session().execute(query):
        found[vendor_id].setdefault(user_id, reason)
    return found
