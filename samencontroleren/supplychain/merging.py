# SPDX-License-Identifier: EUPL-1.2
"""What flags do when a supplier or product goes on elsewhere: they stand on the product and supplier of now."""

from sqlalchemy import select

from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.contributions import Counts
from samencontroleren.supplychain.models import Flag
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _flags(move: Move) -> list[Flag]:
    of_products = Flag.product_id.in_(move.product_ids)
    of_supplier = (Flag.vendor_id == move.vendor_id) & Flag.product_id.is_(None)
    query = select(Flag).where(of_products | of_supplier if move.is_duplicate else of_products)
    return list(session().scalars(query.order_by(Flag.id)))


def _preview(move: Move) -> Counts:
    return [(N_("Risicosignalen"), len(_flags(move)))]


def _move(move: Move) -> None:
    for each in _flags(move):
        each.vendor_id, each.revision = move.into_vendor_id, each.revision + 1
        if move.is_merge and move.into_product_id is not None:
            each.product_id = move.into_product_id
    session().flush()


SUPPLIERS = SupplierContribution(_preview, _move)
