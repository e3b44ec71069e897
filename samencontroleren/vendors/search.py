# SPDX-License-Identifier: EUPL-1.2
"""What of suppliers and products can be found."""

from typing import Any

from sqlalchemy import Select

from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.vendors.kinds import CATEGORY_LABELS
from samencontroleren.vendors.models import Product, Vendor
from samencontroleren.vendors.policy import PRODUCT_VIEW, VIEW


def _with_vendor(query: Select[Any]) -> Select[Any]:
    return query.join(Vendor, Vendor.id == Product.vendor_id)


def _vendor_words(row: Any) -> Words:
    return Words(row.name, " ".join(filter(None, (row.kvk_number, row.register_number))))


def _vendor_hit(row: Any, _language: str) -> Hit:
    detail = f"KvK {row.kvk_number}" if row.kvk_number else row.register_number or ""
    return Hit(row.name, detail, "vendors.show", row.id)


def _product_words(row: Any) -> Words:
    return Words(row.name, " ".join((row.vendor_name, *CATEGORY_LABELS[row.category])))


def _product_hit(row: Any, language: str) -> Hit:
    category = CATEGORY_LABELS[row.category][language == "en"]
    return Hit(row.name, f"{row.vendor_name} · {category}", "vendors.product", row.id)


offer(
    SearchKind(
        code="leveranciers",
        labels=("Leveranciers", "Suppliers"),
        icon="building",
        view=VIEW,
        columns=(Vendor.name, Vendor.kvk_number, Vendor.register_number),
        words=_vendor_words,
        hit=_vendor_hit,
    )
)
offer(
    SearchKind(
        code="producten",
        labels=("Producten", "Products"),
        icon="package",
        view=PRODUCT_VIEW,
        columns=(Product.name, Product.category, Vendor.name.label("vendor_name")),
        words=_product_words,
        hit=_product_hit,
        join=_with_vendor,
        follows={Vendor: lambda vendor: Product.vendor_id == vendor.id},
    )
)
