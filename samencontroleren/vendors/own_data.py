# SPDX-License-Identifier: EUPL-1.2
"""A supplier, its products with their versions and hosting, and its contacts, for the export of its own data."""

import uuid
from collections.abc import Iterator

from sqlalchemy import Select, select

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.vendors import policy
from samencontroleren.vendors.kinds import CATEGORY_CODES, CONTACT_CODES, HOSTING_CODES
from samencontroleren.vendors.models import Contact, HostingPeriod, Product, ProductVersion, Vendor


def _supplier(actor: Actor) -> Iterator[Row]:
    for each in session().scalars(visible(actor, policy.OWN).order_by(Vendor.name)):
        yield {
            "id": each.id,
            "naam": each.name,
            "kvkNummer": each.kvk_number,
            "rsin": each.rsin,
            "oin": each.known_oin,
            "land": each.country,
            "registernummer": each.register_number,
            "website": each.website,
        }


def _products(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.PRODUCT_VIEW).where(Product.vendor_id.in_(actor.vendor_ids))
    for each in session().scalars(query.order_by(Product.name)):
        yield {
            "id": each.id,
            "naam": each.name,
            "omschrijving": each.description,
            "categorie": CATEGORY_CODES[each.category],
            "levering": HOSTING_CODES[each.hosting],
            "land": each.hosting_country,
            "verkoopEindigtOp": each.sale_ends_on,
            "ondersteuningEindigtOp": each.support_ends_on,
            "beeindigdOp": each.ended_on,
        }


def _versions(actor: Actor) -> Iterator[Row]:
    query = select(ProductVersion).where(ProductVersion.product_id.in_(_own_products(actor)))
    for each in session().scalars(query.order_by(ProductVersion.product_id, ProductVersion.name)):
        yield {
            "product": each.product_id,
            "naam": each.name,
            "uitgebrachtOp": each.released_on,
            "ondersteuningEindigtOp": each.support_ends_on,
        }


def _hosting(actor: Actor) -> Iterator[Row]:
    query = select(HostingPeriod).where(HostingPeriod.product_id.in_(_own_products(actor)))
    for each in session().scalars(query.order_by(HostingPeriod.product_id, HostingPeriod.since, HostingPeriod.id)):
        yield {
            "product": each.product_id,
            "levering": HOSTING_CODES[each.hosting],
            "land": each.hosting_country,
            "sinds": each.since,
        }


def _own_products(actor: Actor) -> Select[uuid.UUID]:
    return visible(actor, policy.PRODUCT_VIEW, columns=[Product.id]).where(Product.vendor_id.in_(actor.vendor_ids))


def _contacts(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.CONTACT_VIEW).where(Contact.vendor_id.in_(actor.vendor_ids))
    for each in session().scalars(query.order_by(Contact.name, Contact.id)):
        yield {"naam": each.name, "mailadres": each.email, "telefoon": each.phone, "soort": CONTACT_CODES[each.kind]}


PARTS = (
    Part("leverancier", _supplier),
    Part("producten", _products),
    Part("productversies", _versions),
    Part("hosting", _hosting),
    Part("contactpersonen", _contacts),
)
