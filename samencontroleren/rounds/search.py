# SPDX-License-Identifier: EUPL-1.2
"""Dossiers can be found by their product and supplier and by their round; each leads to its own page."""

from typing import Any

from sqlalchemy import Select

from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.rounds.policy import VIEW
from samencontroleren.vendors.models import Product, Vendor


def _join(query: Select[Any]) -> Select[Any]:
    query = query.join(Round, Round.id == Dossier.round_id).join(Vendor, Vendor.id == Dossier.vendor_id)
    return query.outerjoin(Product, Product.id == Dossier.product_id)


def _words(row: Any) -> Words:
    subject = row.product_name or row.vendor_name
    return Words(subject, f"dossier {row.vendor_name} {row.round_name}")


def _hit(row: Any, _language: str) -> Hit:
    detail = (row.vendor_name, row.round_name) if row.product_name else (row.round_name,)
    return Hit(row.product_name or row.vendor_name, " · ".join(detail), "rounds.dossier", row.id)


offer(
    SearchKind(
        code="dossiers",
        labels=("Dossiers", "Dossiers"),
        icon="list-check",
        view=VIEW,
        columns=(
            Vendor.name.label("vendor_name"),
            Product.name.label("product_name"),
            Round.name.label("round_name"),
        ),
        words=_words,
        hit=_hit,
        join=_join,
        follows={
            Vendor: lambda vendor: Dossier.vendor_id == vendor.id,
            Product: lambda product: Dossier.product_id == product.id,
            Round: lambda a_round: Dossier.round_id == a_round.id,
        },
    )
)
