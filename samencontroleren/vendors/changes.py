# SPDX-License-Identifier: EUPL-1.2
"""Takeovers, double registrations, and products that move or merge: planned for a day, shown dry, carried out once."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, is_never, require, require_any, visible
from samencontroleren.core.db import keys_checked_at_end, past_walls, session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.contributions import Counts
from samencontroleren.organisations.kinds import PlanState, SuccessionKind
from samencontroleren.organisations.models import Organisation, OrganisationSuccession
from samencontroleren.vendors import contributions, policy
from samencontroleren.vendors.contributions import Move
from samencontroleren.vendors.kinds import ChangeKind
from samencontroleren.vendors.models import Product, ProductSuccession, SupplierChange, Vendor

WHOLE = (
    joinedload(SupplierChange.vendor),
    joinedload(SupplierChange.into_vendor),
    joinedload(SupplierChange.product),
    joinedload(SupplierChange.into_product),
)
SUCCESSION = {ChangeKind.TAKEOVER: SuccessionKind.TAKEN_OVER, ChangeKind.DUPLICATE: SuccessionKind.DUPLICATE}
GONE = "Deze wijziging is al uitgevoerd of geannuleerd."


def list_changes(actor: Actor) -> list[SupplierChange]:
    """All changes, those to come first."""
    require_any(actor, policy.CHANGE_VIEW)
    order = (SupplierChange.state != PlanState.PLANNED, SupplierChange.happens_on.desc(), SupplierChange.id)
    return list(session().scalars(visible(actor, policy.CHANGE_VIEW).options(*WHOLE).order_by(*order)))


def get_change(actor: Actor, key: uuid.UUID) -> SupplierChange:
    """One change with its suppliers and products. Raises NotFound."""
    return fetch(actor, policy.CHANGE_VIEW, key, options=WHOLE)


def list_choices(actor: Actor) -> list[Vendor]:
    """The living suppliers by name, for choices."""
    living = select(Organisation.id).where(Organisation.ended_on.is_(None))
    query = visible(actor, policy.VIEW).where(Vendor.id.in_(living))
    return list(session().scalars(query.order_by(Vendor.name, Vendor.id)))


def list_living_products(actor: Actor, vendor_id: uuid.UUID) -> list[Product]:
    """The products of a supplier that have not gone on in another one, by name."""
    mine = (Product.vendor_id == vendor_id) & Product.ended_on.is_(None)
    return list(session().scalars(visible(actor, policy.PRODUCT_VIEW).where(mine).order_by(Product.name)))


def can_plan(actor: Actor) -> bool:
    """Whether the actor lets suppliers and products go on elsewhere."""
    return not is_never(policy.CHANGE_PLAN(actor))


def get_vendor_to_change(actor: Actor, key: uuid.UUID) -> Vendor:
    """The supplier that may go on elsewhere. Raises NotFound or Forbidden."""
    return require(actor, policy.CHANGE_PLAN, key, view=policy.VIEW)


def plan_change(
    actor: Actor,
    vendor_id: uuid.UUID,
    *,
    kind: ChangeKind,
    happens_on: date,
    reason: str,
    into_vendor_id: uuid.UUID | None = None,
    product_id: uuid.UUID | None = None,
    into_product_id: uuid.UUID | None = None,
    moves_people: bool = False,
) -> SupplierChange:
    """Plan that a supplier or product goes on elsewhere. Raises Invalid where the choice makes no sense."""
    vendor = require(actor, policy.CHANGE_PLAN, vendor_id, view=policy.VIEW)
    into_vendor_id = vendor.id if kind is ChangeKind.PRODUCT_MERGE else into_vendor_id
    _check_day(happens_on, kind)
    _check_suppliers(vendor.id, into_vendor_id, kind)
    product_id, into_product_id = _checked_products(vendor.id, product_id, into_product_id, kind)
    made = SupplierChange(
        kind=kind,
        vendor_id=vendor.id,
        into_vendor_id=into_vendor_id,
        product_id=product_id,
        into_product_id=into_product_id,
        moves_people=kind is ChangeKind.DUPLICATE or (moves_people and kind is ChangeKind.TAKEOVER),
        happens_on=happens_on,
        reason=reason,
    )
    _refuse_double(made)
    session().add(made)
    session().flush()
    trail.record(actor, "supplier-change.planned", "supplier-change", made.id, kind=kind.value)
    return made


def _check_day(day: date, kind: ChangeKind) -> None:
    if day < clock.today():
        raise Invalid({"happens_on": ["Kies vandaag of een dag die nog komt."]})


def _check_suppliers(vendor_id: uuid.UUID, into_id: uuid.UUID | None, kind: ChangeKind) -> None:
    keys = [vendor_id, *([into_id] if into_id else [])]
    query = select(Organisation).join(Vendor, Vendor.id == Organisation.id).where(Organisation.id.in_(keys))
    living = {row.id for row in session().scalars(query.with_for_update(of=Organisation)) if row.ended_on is None}
    if vendor_id not in living:
        raise Conflict("Deze leverancier is al opgegaan in een andere.")
    if into_id not in living or (into_id == vendor_id and kind is not ChangeKind.PRODUCT_MERGE):
        raise Invalid({"into_vendor_id": ["Kies een andere leverancier uit de lijst."]})


def _checked_products(
    vendor_id: uuid.UUID, product_id: uuid.UUID | None, into_id: uuid.UUID | None, kind: ChangeKind
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The products that belong to this kind of change, each a living one of this supplier."""
    if kind in (ChangeKind.TAKEOVER, ChangeKind.DUPLICATE):
        return None, None
    mine = (Product.vendor_id == vendor_id) & Product.ended_on.is_(None)
    own = set(session().scalars(select(Product.id).where(mine)))
    if product_id not in own:
        raise Invalid({"product_id": ["Kies een product van deze leverancier."]})
    if kind is ChangeKind.PRODUCT_MOVE:
        return product_id, None
    if into_id not in own or into_id == product_id:
        raise Invalid({"into_product_id": ["Kies een ander product van deze leverancier."]})
    return product_id, into_id


def _refuse_double(made: SupplierChange) -> None:
    """One plan at a time for what goes."""
    same = select(SupplierChange.id).where(SupplierChange.state == PlanState.PLANNED)
    whole = SupplierChange.product_id.is_(None)
    mine = SupplierChange.vendor_id == made.vendor_id
    if made.product_id is None:
        same = same.where(or_(mine, SupplierChange.into_vendor_id == made.vendor_id))
    else:
        products = (made.product_id, made.into_product_id)
        touched = SupplierChange.product_id.in_(products) | SupplierChange.into_product_id.in_(products)
        same = same.where(or_(mine & whole, touched))
    if session().scalars(same.limit(1)).first():
        raise Conflict("Hiervoor is al een wijziging gepland. Annuleer die eerst.")


def cancel_change(actor: Actor, key: uuid.UUID) -> SupplierChange:
    """Cancel a plan. Raises Conflict when it was carried out or cancelled before."""
    found = fetch(actor, policy.CHANGE_EDIT, key, view=policy.CHANGE_VIEW, lock=True)
    if found.state is not PlanState.PLANNED:
        raise Conflict(GONE)
    found.state, found.revision = PlanState.CANCELLED, found.revision + 1
    session().flush()
    trail.record(actor, "supplier-change.cancelled", "supplier-change", key)
    return found


def carry_out_today(actor: Actor, key: uuid.UUID) -> SupplierChange:
    """Carry a plan of today out without waiting for the job. Raises Conflict before its day or when it is over."""
    found = fetch(actor, policy.CHANGE_EDIT, key, view=policy.CHANGE_VIEW)
    if found.state is not PlanState.PLANNED:
        raise Conflict(GONE)
    if found.happens_on > clock.today():
        raise Conflict("De dag van deze wijziging is er nog niet.")
    trail.record(actor, "supplier-change.confirmed", "supplier-change", key)
    carry_out(key)
    return found


def dry_run(change: SupplierChange) -> Counts:
    """What would go if the change were carried out now; for one that was, what did."""
    if change.state is PlanState.DONE:
        return [(label, number) for label, number in change.moved]
    return contributions.preview(_move_of(change))


def due_changes() -> list[uuid.UUID]:
    """The plans whose day has come, in order."""
    due = (SupplierChange.state == PlanState.PLANNED) & (SupplierChange.happens_on <= clock.today())
    return list(session().scalars(select(SupplierChange.id).where(due).order_by(SupplierChange.created_at)))


def carry_out(key: uuid.UUID) -> None:
    """Carry a change out, once; a second time, or before its day, nothing happens."""
    query = select(SupplierChange).where(SupplierChange.id == key)
    change = session().scalars(query.with_for_update()).one()
    session().refresh(change)
    if change.state is not PlanState.PLANNED or change.happens_on > clock.today():
        return
    move = _move_of(change)
    change.moved = [list(row) for row in contributions.preview(move)]
    with keys_checked_at_end():
        contributions.move(move)
    if move.is_whole:
        _end(move)
    change.state, change.done_at, change.revision = PlanState.DONE, clock.now(), change.revision + 1
    session().flush()
    for reader in dict.fromkeys((move.vendor_id, move.into_vendor_id)):
        number = len(move.product_ids)
        trail.record(SYSTEM, "supplier-change.carried-out", "supplier-change", key, reader=reader, products=number)


def _move_of(change: SupplierChange) -> Move:
    product_ids: Sequence[uuid.UUID] = [change.product_id] if change.product_id else []
    if change.product_id is None:
        mine = select(Product.id).where(Product.vendor_id == change.vendor_id)
        product_ids = list(session().scalars(mine.order_by(Product.name, Product.id)))
    return Move(
        kind=change.kind,
        vendor_id=change.vendor_id,
        into_vendor_id=change.into_vendor_id,
        product_ids=tuple(product_ids),
        into_product_id=change.into_product_id,
        moves_people=change.moves_people,
        on=change.happens_on,
        reason=change.reason,
    )


def _end(move: Move) -> None:
    old = session().scalars(select(Organisation).where(Organisation.id == move.vendor_id).with_for_update()).one()
    old.ended_on, old.revision = move.on, old.revision + 1
    session().add(
        OrganisationSuccession(
            old_id=move.vendor_id,
            new_id=move.into_vendor_id,
            kind=SUCCESSION[move.kind],
            happened_on=move.on,
            reason=move.reason,
        )
    )
    session().flush()


def history_of(product_id: uuid.UUID) -> list[ProductSuccession]:
    """Where a product came from and went: its own moves, and the products that went on in it; newest first.

    The caller has fetched the product for its reader; names of suppliers at the time are part of the page.
    """
    about = or_(ProductSuccession.product_id == product_id, ProductSuccession.into_product_id == product_id)
    query = (
        select(ProductSuccession)
        .where(about)
        .options(
            joinedload(ProductSuccession.from_vendor),
            joinedload(ProductSuccession.to_vendor),
            joinedload(ProductSuccession.product),
            joinedload(ProductSuccession.into_product),
        )
        .order_by(ProductSuccession.happened_on.desc(), ProductSuccession.recorded_at.desc())
    )
    with past_walls():
        return list(session().scalars(query))
