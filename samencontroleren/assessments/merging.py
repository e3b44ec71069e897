# SPDX-License-Identifier: EUPL-1.2
"""What findings do when a supplier or product goes on elsewhere: they stay with the product and its supplier of now."""

from sqlalchemy import ColumnElement, select

from samencontroleren.assessments.kinds import TO_SOLVE
from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.contributions import Counts
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _going(move: Move) -> ColumnElement[bool]:
    of_products = Finding.product_id.in_(move.product_ids)
    of_supplier = (Finding.vendor_id == move.vendor_id) & Finding.product_id.is_(None)
    return of_products | of_supplier if move.is_duplicate else of_products


def _findings(move: Move) -> list[Finding]:
    return [] if move.is_merge else list(session().scalars(select(Finding).where(_going(move))))


def _preview(move: Move) -> Counts:
    return [(N_("Bevindingen die open staan"), sum(each.state in TO_SOLVE for each in _findings(move)))]


def _move(move: Move) -> None:
    for each in _findings(move):
        each.vendor_id, each.revision = move.into_vendor_id, each.revision + 1
    session().flush()


SUPPLIERS = SupplierContribution(_preview, _move)
