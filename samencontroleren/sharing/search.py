# SPDX-License-Identifier: EUPL-1.2
"""What of released results can be found: the findings of the newest result of a subject."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.sharing.models import Release, ReleasedFinding
from samencontroleren.sharing.policy import FINDING_VIEW
from samencontroleren.vendors.models import Product, Vendor


def _join(query: Select[Any]) -> Select[Any]:
    """The page of a subject shows the findings of its newest result, so older ones are not found."""
    later = aliased(Release)
    is_older = exists().where(
        rounds_policy.same_subject(later, Release),
        later.number > Release.number,
    )
    return (
        query.join(Release, Release.id == ReleasedFinding.release_id)
        .join(Vendor, Vendor.id == Release.vendor_id)
        .outerjoin(Product, Product.id == Release.product_id)
        .where(~is_older)
    )


def _releases(where: ColumnElement[bool]) -> Select[Any]:
    return select(Release.id).where(where)


def _words(row: Any) -> Words:
    dutch, english = (row.titles.get(language) or "" for language in ("nl", "en"))
    return Words(f"{row.requirement_code} {dutch}", " ".join((english, row.vendor_name, row.product_name or "")))


def _hit(row: Any, language: str) -> Hit:
    title = row.titles.get(language) or row.titles.get("nl") or ""
    subject = " · ".join(filter(None, (row.product_name, row.vendor_name)))
    return Hit(f"{row.requirement_code} {title}", subject, "sharing.result", row.release_id)


offer(
    SearchKind(
        code="bevindingen-in-resultaten",
        labels=("Bevindingen in resultaten", "Findings in results"),
        icon="shield-check",
        view=FINDING_VIEW,
        columns=(
            ReleasedFinding.release_id,
            ReleasedFinding.requirement_code,
            ReleasedFinding.titles,
            Vendor.name.label("vendor_name"),
            Product.name.label("product_name"),
        ),
        words=_words,
        hit=_hit,
        join=_join,
        follows={
            Vendor: lambda vendor: ReleasedFinding.release_id.in_(_releases(Release.vendor_id == vendor.id)),
            Product: lambda product: ReleasedFinding.release_id.in_(_releases(Release.product_id == product.id)),
        },
    )
)
