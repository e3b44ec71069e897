# SPDX-License-Identifier: EUPL-1.2
"""Use cases of suppliers, their products and contacts. The public face of this feature."""

import uuid

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, is_never, require, require_any, visible
from samencontroleren.core.db import past_walls, session
from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.identifiers import normalised
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation, OrganisationSuccession
from samencontroleren.vendors import life, policy
from samencontroleren.vendors.kinds import Category, ContactKind, Hosting
from samencontroleren.vendors.models import Contact, Product, Vendor

PAGE_SIZE = 25
KVK_TAKEN = "Een andere leverancier heeft dit KvK-nummer al."
TAKEN = {
    "kvk_number": KVK_TAKEN,
    "rsin": "Een andere leverancier heeft dit RSIN al.",
    "oin": "Een andere leverancier heeft dit OIN al.",
}
NAME_TAKEN = "Deze leverancier heeft al een product met deze naam."


VENDOR_SORTS: Sorts = {"naam": (Vendor.name,), "nummer": (Vendor.kvk_number, Vendor.register_number, Vendor.name)}


def list_vendors(actor: Actor, search: str = "", page: int = 1, size: int = PAGE_SIZE, sort: str = "") -> Page:
    """One page of suppliers by name (or see VENDOR_SORTS), products loaded.

    `search` looks in names and numbers of suppliers and products. Suppliers that went on in another one are only
    found by searching.
    """
    query = visible(actor, policy.VIEW).options(selectinload(Vendor.products), joinedload(Vendor.organisation))
    if not search:
        query = query.where(Vendor.id.in_(select(Organisation.id).where(Organisation.ended_on.is_(None))))
    else:
        product = exists().where(
            Product.vendor_id == Vendor.id,
            Product.name.icontains(search, autoescape=True),
            policy.PRODUCT_VIEW(actor),
        )
        digits = normalised(search)
        by_number = or_(Vendor.kvk_number == digits, Vendor.rsin == digits, Vendor.oin == digits)
        query = query.where(or_(Vendor.name.icontains(search, autoescape=True), by_number, product))
    return page_of(ordered(query, VENDOR_SORTS, sort, Vendor.id), page, size)


def get_vendor(actor: Actor, key: uuid.UUID) -> Vendor:
    """One supplier with its products. Raises NotFound when the actor may not see it."""
    return fetch(actor, policy.VIEW, key, options=[selectinload(Vendor.products), joinedload(Vendor.organisation)])


def former_registrations(actor: Actor, key: uuid.UUID) -> list[tuple[OrganisationSuccession, Vendor]]:
    """The suppliers that went on in this one, with their names and numbers of the time, newest first.

    The caller has fetched the supplier for its reader: the names of the past belong to its page.
    """
    get_vendor(actor, key)
    query = (
        select(OrganisationSuccession, Vendor)
        .join(Vendor, Vendor.id == OrganisationSuccession.old_id)
        .where(OrganisationSuccession.new_id == key)
        .order_by(OrganisationSuccession.happened_on.desc(), Vendor.name)
    )
    with past_walls():
        return [(row[0], row[1]) for row in session().execute(query)]


def get_own_vendor(actor: Actor) -> Vendor:
    """The supplier the actor works for. Raises NotFound for everybody else."""
    if actor.organisation_id is None:
        raise NotFound()
    return fetch(actor, policy.OWN, actor.organisation_id)


def get_vendor_to_edit(actor: Actor, key: uuid.UUID) -> Vendor:
    """One supplier to change. Raises NotFound or Forbidden."""
    return fetch(actor, policy.EDIT, key, view=policy.VIEW)


def can_edit(actor: Actor, vendor: Vendor) -> bool:
    """Whether the actor may change this supplier, its products and its contacts."""
    return holds(actor, policy.EDIT, vendor)


def can_edit_product(actor: Actor, product: Product) -> bool:
    """Whether the actor may change this product."""
    return holds(actor, policy.PRODUCT_EDIT, product)


def can_add(actor: Actor) -> bool:
    """Whether the actor adds suppliers."""
    return not is_never(policy.CREATE(actor))


def sees_contacts(actor: Actor) -> bool:
    """Whether there can be contacts the actor sees."""
    return not is_never(policy.CONTACT_VIEW(actor))


def check_may_add(actor: Actor) -> None:
    """Raise Forbidden for who may not add suppliers."""
    require_any(actor, policy.CREATE)


def add_vendor(
    actor: Actor,
    name: str,
    kvk_number: str | None = None,
    country: str = "NL",
    register_number: str | None = None,
    website: str = "",
    rsin: str | None = None,
    oin: str | None = None,
) -> Vendor:
    """Make a supplier, with its organisation under the same key. Raises Invalid for a number in use."""
    check_may_add(actor)
    _check_numbers(None, kvk_number=kvk_number, rsin=rsin, oin=oin)
    organisation = organisations.found_organisation(OrganisationKind.VENDOR, name)
    made = Vendor(
        id=organisation.id,
        name=name,
        kvk_number=kvk_number,
        country=country,
        register_number=register_number,
        website=website,
        rsin=rsin,
        oin=oin,
        products=[],
    )
    session().add(made)
    _flush({"kvk_number": [KVK_TAKEN]})
    trail.record(actor, "vendor.added", "vendor", made.id, reader=made.id)
    return made


def change_vendor(
    actor: Actor,
    key: uuid.UUID,
    *,
    revision: int,
    name: str,
    kvk_number: str | None,
    country: str,
    register_number: str | None,
    website: str,
    rsin: str | None = None,
    oin: str | None = None,
) -> Vendor:
    """Change a supplier's facts. Raises Changed when somebody else did so meanwhile."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=[joinedload(Vendor.organisation)], lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    _check_numbers(key, kvk_number=kvk_number, rsin=rsin, oin=oin)
    found.name = found.organisation.name = name
    found.kvk_number, found.country, found.register_number = kvk_number, country, register_number
    found.rsin, found.oin, found.website, found.revision = rsin, oin, website, revision + 1
    _flush({"kvk_number": [KVK_TAKEN]})
    trail.record(actor, "vendor.changed", "vendor", key, reader=key)
    return found


def _check_numbers(own: uuid.UUID | None, **numbers: str | None) -> None:
    """No two suppliers have the same number; those that went on in another one keep theirs."""
    for name, number in numbers.items():
        if number is None:
            continue
        with past_walls():  # a number is taken whosever it is
            taken = session().scalar(select(Vendor.id).where(getattr(Vendor, name) == number))
        if taken is not None and taken != own:
            raise Invalid({name: [TAKEN[name]]})


def list_products(
    actor: Actor,
    search: str = "",
    vendor_id: uuid.UUID | None = None,
    category: Category | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of products by name, supplier loaded; `search` looks in names of products and suppliers.

    Products that went on in another one are not in it; their own pages stay.
    """
    query = visible(actor, policy.PRODUCT_VIEW).join(Product.vendor).options(contains_eager(Product.vendor))
    query = query.where(Product.ended_on.is_(None))
    if search:
        by_name = Product.name.icontains(search, autoescape=True)
        query = query.where(by_name | Vendor.name.icontains(search, autoescape=True))
    if vendor_id:
        query = query.where(Product.vendor_id == vendor_id)
    if category:
        query = query.where(Product.category == category)
    return page_of(query.order_by(Product.name, Product.id), page, size)


def get_product(actor: Actor, key: uuid.UUID) -> Product:
    """One product, supplier loaded. Raises NotFound when the actor may not see it."""
    return fetch(actor, policy.PRODUCT_VIEW, key, options=[joinedload(Product.vendor)])


def get_product_to_edit(actor: Actor, key: uuid.UUID) -> Product:
    """One product to change, supplier loaded. Raises NotFound or Forbidden."""
    options = [joinedload(Product.vendor)]
    return fetch(actor, policy.PRODUCT_EDIT, key, view=policy.PRODUCT_VIEW, options=options)


def add_product(
    actor: Actor,
    vendor_id: uuid.UUID,
    name: str,
    description: str,
    category: Category,
    hosting: Hosting,
    hosting_country: str = "NL",
) -> Product:
    """Make a product of a supplier. Raises Invalid when it has one with this name."""
    vendor = require(actor, policy.EDIT, vendor_id, view=policy.VIEW)
    _check_product_name(vendor_id, name, None)
    made = Product(
        vendor_id=vendor_id,
        vendor=vendor,
        name=name,
        description=description,
        category=category,
        hosting=hosting,
        hosting_country=hosting_country,
    )
    session().add(made)
    _flush({"name": [NAME_TAKEN]})
    trail.record(actor, "product.added", "product", made.id, reader=vendor_id)
    return made


def change_product(
    actor: Actor,
    key: uuid.UUID,
    *,
    revision: int,
    name: str,
    description: str,
    category: Category,
    hosting: Hosting,
    hosting_country: str,
) -> Product:
    """Change a product's facts. Raises Changed when somebody else did so meanwhile."""
    found = fetch(actor, policy.PRODUCT_EDIT, key, view=policy.PRODUCT_VIEW, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    _check_product_name(found.vendor_id, name, key)
    found.name, found.description, found.category = name, description, category
    life.record_hosting(actor, found, hosting, hosting_country, clock.today())
    found.revision = revision + 1
    _flush({"name": [NAME_TAKEN]})
    trail.record(actor, "product.changed", "product", key, reader=found.vendor_id)
    return found


def _check_product_name(vendor_id: uuid.UUID, name: str, own: uuid.UUID | None) -> None:
    same = (Product.vendor_id == vendor_id) & (Product.name == name)
    taken = session().scalar(select(Product.id).where(same))
    if taken is not None and taken != own:
        raise Invalid({"name": [NAME_TAKEN]})


def contacts_of(actor: Actor, vendor_id: uuid.UUID) -> list[Contact]:
    """The contacts of a supplier; nothing for those who may not see them."""
    query = visible(actor, policy.CONTACT_VIEW).where(Contact.vendor_id == vendor_id)
    return list(session().scalars(query.order_by(Contact.kind, Contact.name)))


def add_contact(
    actor: Actor, vendor_id: uuid.UUID, name: str, email: str, kind: ContactKind, phone: str = ""
) -> Contact:
    """Write down whom to turn to. Raises Invalid when this address is there already for this kind."""
    require(actor, policy.EDIT, vendor_id, view=policy.VIEW)
    address = email.strip().lower()
    same = (Contact.vendor_id == vendor_id) & (Contact.email == address) & (Contact.kind == kind)
    if session().scalar(select(Contact.id).where(same)):
        raise Invalid({"email": ["Dit mailadres staat er al bij."]})
    made = Contact(vendor_id=vendor_id, name=name, email=address, kind=kind, phone=phone)
    session().add(made)
    _flush({"email": ["Dit mailadres staat er al bij."]})
    trail.record(actor, "contact.added", "contact", made.id, reader=vendor_id, kind=kind.value)
    return made


def remove_contact(actor: Actor, key: uuid.UUID) -> uuid.UUID:
    """Remove a contact; gives the key of its supplier."""
    found = fetch(actor, policy.CONTACT_EDIT, key, view=policy.CONTACT_VIEW)
    vendor_id = found.vendor_id
    session().delete(found)
    trail.record(actor, "contact.removed", "contact", key, reader=vendor_id)
    return vendor_id


def _flush(taken: dict[str, list[str]]) -> None:
    """Flush; what another request made meanwhile under the same unique key is a message at its field."""
    try:
        session().flush()
    except IntegrityError as error:
        raise Invalid(taken) from error
