# SPDX-License-Identifier: EUPL-1.2
"""What is said of a document beside its file, written down in one place for every way in."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import TypedDict

from samencontroleren.core.errors import Invalid
from samencontroleren.evidence.kinds import DocumentKind, Sensitivity, SharingClass, contradicts
from samencontroleren.evidence.models import Document, DocumentProduct
from samencontroleren.organisations.actor import Actor
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.models import Product

ASKED_FOR_CLEAR = (
    "TLP:CLEAR mag iedereen weten, dus niemand hoeft erom te vragen. "
    "Kies bij “Wie mag dit lezen” iets anders, of kies een andere gevoeligheid."
)
NOT_OWN = "Kies alleen producten van uw eigen organisatie."


class Facts(TypedDict, total=False):
    """What may be left out; `products` are keys of the supplier's own products (none: the supplier as a whole)."""

    standard: str
    issuer: str
    scope: str
    period_from: date | None
    period_until: date | None
    valid_until: date | None
    sharing: SharingClass
    sensitivity: Sensitivity
    products: Collection[uuid.UUID]


def describe(actor: Actor, document: Document, title: str, kind: DocumentKind, facts: Facts) -> None:
    """Put in a document what is said of it; what is left out is empty. Raises Invalid with the field."""
    start, end = facts.get("period_from"), facts.get("period_until")
    if start and end and end < start:
        raise Invalid({"period_until": ["De periode eindigt voordat zij begint."]})
    sharing = SharingClass(facts.get("sharing", SharingClass.REVIEWERS))
    sensitivity = Sensitivity(facts.get("sensitivity", Sensitivity.AMBER))
    if contradicts(sharing, sensitivity):
        raise Invalid({"sharing": [ASKED_FOR_CLEAR]})
    document.title, document.kind = title, DocumentKind(kind)
    document.standard, document.issuer = facts.get("standard", ""), facts.get("issuer", "")
    document.scope, document.valid_until = facts.get("scope", ""), facts.get("valid_until")
    document.period_from, document.period_until = start, end
    document.sharing, document.sensitivity = sharing, sensitivity
    _cover(actor, document, set(facts.get("products", ())))


def products_of(actor: Actor, vendor_id: uuid.UUID) -> list[Product]:
    """The products of a supplier that its evidence may be about, by name. Raises NotFound for another supplier."""
    found = vendors.get_vendor(actor, vendor_id).products
    return sorted((each for each in found if each.ended_on is None), key=lambda each: each.name)


def _cover(actor: Actor, document: Document, wanted: set[uuid.UUID]) -> None:
    there = {each.product_id: each for each in document.covers}
    new = wanted - there.keys()
    if new and not new <= {each.id for each in products_of(actor, document.vendor_id)}:
        raise Invalid({"products": [NOT_OWN]})
    added = [DocumentProduct(product_id=key, vendor_id=document.vendor_id) for key in sorted(new)]
    document.covers = [row for key, row in there.items() if key in wanted] + added
