# SPDX-License-Identifier: EUPL-1.2
"""The products that a gemeente compares on a set. Nobody else ever learns of them (product.md, 2.1)."""

import uuid

from sqlalchemy import func, select

from samencontroleren.core import trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor
from samencontroleren.procurement import policy
from samencontroleren.procurement.models import Candidate, RequirementSet
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Product, Vendor

MOST = 6
"""As many candidates fit side by side."""
FULL = "U vergelijkt hoogstens %(number)s producten. Haal er eerst een weg."
MERGED = "Dit product is samengevoegd met een ander product. Kies dat andere product."


def list_candidates(actor: Actor, set_id: uuid.UUID) -> list[tuple[Product, str]]:
    """The candidates of a set with the name of their supplier, by name; for callers who may see the set."""
    query = (
        visible(actor, vendors_policy.PRODUCT_VIEW, columns=[Product, Vendor.name])
        .join(Candidate, Candidate.product_id == Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Candidate.set_id == set_id)
        .order_by(func.lower(Product.name), Product.id)
    )
    return [(product, vendor) for product, vendor in session().execute(query)]


def add_candidate(actor: Actor, key: uuid.UUID, product_id: uuid.UUID) -> None:
    """Compare a product too; a second time changes nothing. Raises NotFound, Forbidden, Conflict when there are six."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    product = fetch(actor, vendors_policy.PRODUCT_VIEW, product_id)
    present = set(session().scalars(select(Candidate.product_id).where(Candidate.set_id == key)))
    if product_id in present:
        return
    if product.ended_on is not None:
        raise Conflict(MERGED)
    if len(present) >= MOST:
        raise Conflict(FULL, number=MOST)
    session().add(Candidate(set_id=key, municipality_id=found.municipality_id, product_id=product_id))
    session().flush()
    _note(actor, found, "requirement-set.candidate-added", product_id)


def remove_candidate(actor: Actor, key: uuid.UUID, product_id: uuid.UUID) -> None:
    """No longer compare a product; one that is not there changes nothing. Raises NotFound, Forbidden."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    query = select(Candidate).where(Candidate.set_id == key, Candidate.product_id == product_id)
    present = session().scalars(query).one_or_none()
    if present is None:
        return
    session().delete(present)
    session().flush()
    _note(actor, found, "requirement-set.candidate-removed", product_id)


def _note(actor: Actor, found: RequirementSet, act: str, product_id: uuid.UUID) -> None:
    trail.record(actor, act, "requirement-set", found.id, reader=found.municipality_id, product=product_id)
