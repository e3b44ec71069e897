# SPDX-License-Identifier: EUPL-1.2
"""Interests that people state: conflicts, which VNG reads, and former employers, which nobody else does.

Nobody plays a part in the dossiers of such a supplier (product.md, 2.3).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts.models import User
from samencontroleren.core import clock, trail
from samencontroleren.core.access import require, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.interests import TOLD, interests, interests_in
from samencontroleren.rounds.kinds import ENDED
from samencontroleren.rounds.models import Assignment, ConflictOfInterest, Dossier, FormerEmployer
from samencontroleren.rounds.moves import person_of
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Vendor

NOT_TOLD = "ok"
"""What VNG reads in the trail of an end for a reason that is the person's or the gemeente's own (ADR 26)."""
STILL_THERE = "Kies vandaag of een eerdere dag. Werkt u er nog, meld dan hierboven een belang."


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
    _end_assignments(actor, vendor_id, "conflict")
    return made


def state_former_employer(actor: Actor, vendor_id: uuid.UUID, left_on: date) -> FormerEmployer:
    """Say that one worked at a supplier until a day; counts for some years after it (setting `vroegere-werkgever`).

    Assignments in its dossiers end at once. Said again with a later day, that day counts. Raises NotFound and
    Forbidden, Invalid for a day to come, one long ago, or one that is not later than what was said before.
    """
    require(actor, policy.DECLARE_CONFLICT, vendor_id, view=vendors_policy.VIEW)
    if left_on > clock.today():
        raise Invalid({"left_on": [STILL_THERE]})
    until = _years_after(left_on, parameters.number_on(Code.FORMER_EMPLOYER))
    if until < clock.today():
        raise Invalid({"left_on": ["Dit is zo lang geleden dat u het niet hoeft te melden."]})
    mine = (FormerEmployer.user_id == actor.user_id) & (FormerEmployer.vendor_id == vendor_id)
    row = session().scalars(select(FormerEmployer).where(mine)).one_or_none()
    if row is not None and left_on <= row.left_on:
        raise Invalid({"left_on": ["U hebt dit al gemeld, met deze of een latere dag."]})
    row = row or FormerEmployer(user_id=person_of(actor), vendor_id=vendor_id)
    row.left_on, row.counts_until = left_on, until
    session().add(row)
    session().flush()
    trail.record(actor, "former-employer.stated", "conflict", row.id)
    _end_assignments(actor, vendor_id)
    return row


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def list_former_employers(actor: Actor) -> list[tuple[FormerEmployer, str]]:
    """One's own former employers with the name of the supplier, by name."""
    query = visible(actor, policy.FORMER_EMPLOYER_VIEW).join(Vendor, Vendor.id == FormerEmployer.vendor_id)
    rows = session().execute(query.add_columns(Vendor.name).order_by(Vendor.name, FormerEmployer.id))
    return [(row[0], row[1]) for row in rows]


def _end_assignments(actor: Actor, vendor_id: uuid.UUID, result: str = NOT_TOLD) -> None:
    query = _lasting().where(Assignment.user_id == actor.user_id, Dossier.vendor_id == vendor_id)
    for each in session().scalars(query).all():
        _end_assignment(actor, each, result)


def _lasting() -> Select[Assignment]:
    lasts = Assignment.ended_at.is_(None) | (Assignment.ended_at > clock.now())
    return select(Assignment).join(Assignment.dossier).options(contains_eager(Assignment.dossier)).where(lasts)


def _end_assignment(actor: Actor, row: Assignment, result: str = NOT_TOLD) -> None:
    row.ended_at = clock.now()
    trail.record(actor, "assignment.ended", "dossier", row.dossier_id, result=result)
    notifications.withdraw(row.dossier_id, [row.membership_id])
    if row.dossier.state not in ENDED:
        tell_coordinator(row.dossier_id, f"conflict/{row.id}/{clock.today().isoformat()}")


def due_interests() -> list[uuid.UUID]:
    """Assignments of people who came to have an interest in the supplier: a contract, a new membership."""
    known = interests().subquery()
    here = (known.c.vendor_id == Dossier.vendor_id) & (known.c.user_id == Assignment.user_id)
    query = _lasting().with_only_columns(Assignment.id).where(exists().where(here))
    return list(session().scalars(query.order_by(Assignment.id)))


def end_for_interest(assignment_id: uuid.UUID) -> None:
    """End such an assignment: the right to review ended before, by the condition itself. Twice changes nothing."""
    row = session().scalars(_lasting().where(Assignment.id == assignment_id)).one_or_none()
    if row is not None:
        _end_assignment(SYSTEM, row)


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
    """Per supplier who can play no part in its dossiers (system use; one query).

    Of a reason that is not VNG's to know only that the person is not available.
    """
    known = interests_in(vendor_ids).subquery()
    query = select(known.c.reason, known.c.vendor_id, known.c.user_id).where(known.c.vendor_id.in_(vendor_ids))
    found: dict[uuid.UUID, Reasons] = {key: {} for key in vendor_ids}
    for reason, vendor_id, user_id in session().execute(query):
        if reason in TOLD:
            found[vendor_id][user_id] = reason
        else:
            found[vendor_id].setdefault(user_id, "unavailable")
    return found
