# SPDX-License-Identifier: EUPL-1.2
"""What products and contacts do when a supplier or product goes on elsewhere."""

import uuid

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.contributions import Counts
from samencontroleren.vendors.contributions import Move, SupplierContribution
from samencontroleren.vendors.models import Contact, Product, ProductSuccession, Vendor


def _preview(move: Move) -> Counts:
    contacts = len(_contacts(move.vendor_id)) if move.is_whole and move.moves_people else 0
    return [(N_("Producten"), len(move.product_ids)), (N_("Contactpersonen"), contacts)]


def _contacts(vendor_id: uuid.UUID) -> list[Contact]:
    return list(session().scalars(select(Contact).where(Contact.vendor_id == vendor_id)))


def _move(move: Move) -> None:
    products = session().scalars(select(Product).where(Product.id.in_(move.product_ids)).with_for_update())
    for product in products:
        if move.is_merge:
            product.ended_on = move.on
        else:
            product.name = _free_name(product, move)
            product.vendor_id = move.into_vendor_id
        product.revision += 1
        _record(product, move)
    session().flush()
    if move.is_whole and move.moves_people:
        _move_contacts(move)


def _free_name(product: Product, move: Move) -> str:
    """The product's own name; with the old supplier behind it where the new one has a product of that name."""
    same = (Product.vendor_id == move.into_vendor_id) & (Product.name == product.name)
    if session().scalar(select(Product.id).where(same)) is None:
        return product.name
    before = session().get_one(Vendor, move.vendor_id)
    return f"{product.name[:120]} ({before.name[:75]})"


def _record(product: Product, move: Move) -> None:
    session().add(
        ProductSuccession(
            product_id=product.id,
            into_product_id=move.into_product_id,
            from_vendor_id=move.vendor_id,
            to_vendor_id=move.into_vendor_id,
            kind=move.kind,
            happened_on=move.on,
            reason=move.reason,
        )
    )
    for reader in dict.fromkeys((move.vendor_id, move.into_vendor_id)):
        trail.record(SYSTEM, "product.moved", "product", product.id, reader=reader, kind=move.kind.value)


def _move_contacts(move: Move) -> None:
    known = {(each.email, each.kind) for each in _contacts(move.into_vendor_id)}
    for each in _contacts(move.vendor_id):
        if (each.email, each.kind) not in known:
            each.vendor_id = move.into_vendor_id
    session().flush()


SUPPLIERS = SupplierContribution(_preview, _move)
