# SPDX-License-Identifier: EUPL-1.2
"""What of assessments can be found: findings, by the requirement they are about and by supplier and product."""

from typing import Any

from sqlalchemy import Select

from samencontroleren.assessments.models import Finding
from samencontroleren.assessments.policy import FINDING_VIEW
from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.vendors.models import Product, Vendor


def _join(query: Select[Any]) -> Select[Any]:
    return (
        query.join(RequirementVersion, RequirementVersion.id == Finding.requirement_version_id)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .join(Vendor, Vendor.id == Finding.vendor_id)
        .outerjoin(Product, Product.id == Finding.product_id)
    )


def _words(row: Any) -> Words:
    dutch, english = ((row.texts.get(language) or {}).get("title") or "" for language in ("nl", "en"))
    return Words(f"{row.code} {dutch}", " ".join((english, row.vendor_name, row.product_name or "")))


def _hit(row: Any, language: str) -> Hit:
    text = row.texts.get(language) or row.texts["nl"]
    subject = " · ".join(filter(None, (row.product_name, row.vendor_name)))
    return Hit(f"{row.code} {text.get('title') or ''}", subject, "findings.show", row.id)


offer(
    SearchKind(
        code="bevindingen",
        labels=("Bevindingen", "Findings"),
        icon="flag",
        view=FINDING_VIEW,
        columns=(
            Requirement.code,
            RequirementVersion.texts,
            Vendor.name.label("vendor_name"),
            Product.name.label("product_name"),
        ),
        words=_words,
        hit=_hit,
        join=_join,
        follows={
            Vendor: lambda vendor: Finding.vendor_id == vendor.id,
            Product: lambda product: Finding.product_id == product.id,
        },
    )
)
