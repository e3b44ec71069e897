# SPDX-License-Identifier: EUPL-1.2
"""The life of a product, kept by its supplier: versions, how and where it is delivered, ends of sale and support."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.vendors import changes, policy
from samencontroleren.vendors.kinds import Hosting
from samencontroleren.vendors.models import HostingPeriod, Product, ProductSuccession, ProductVersion

TWICE = "Dit product heeft al een versie met deze naam."
NOT_YET = "Kies vandaag of een dag die voorbij is."


@dataclass(frozen=True)
class Life:
    """Everything about the life of one product, newest first."""

    product: Product
    versions: list[ProductVersion]
    hosting: list[HostingPeriod]
    moves: list[ProductSuccession]
    today: date

    @property
    def is_empty(self) -> bool:
        """Nobody wrote anything down yet."""
        ends = self.product.sale_ends_on or self.product.support_ends_on
        return not (self.versions or self.hosting or self.moves or ends)


def life_of(actor: Actor, product_id: uuid.UUID) -> Life:
    """The life of a product for whoever sees the product. Raises NotFound."""
    return life_of_seen(fetch(actor, policy.PRODUCT_VIEW, product_id))


def life_of_seen(product: Product) -> Life:
    """The life of a product that was fetched for its reader already: for a panel on its page."""
    key = product.id
    return Life(product, *_kept(key), changes.history_of(key), clock.today())


def _kept(product_id: uuid.UUID) -> tuple[list[ProductVersion], list[HostingPeriod]]:
    """Its versions and its ways of delivery, newest first, in one question: of both there are a handful."""
    query = (
        select(ProductVersion, HostingPeriod)
        .select_from(Product)
        .outerjoin(ProductVersion, ProductVersion.product_id == Product.id)
        .outerjoin(HostingPeriod, HostingPeriod.product_id == Product.id)
        .where(Product.id == product_id)
        .order_by(ProductVersion.released_on.desc().nulls_last(), ProductVersion.name.desc())
        .order_by(HostingPeriod.since.desc(), HostingPeriod.recorded_at.desc())
    )
    pairs = session().execute(query).all()
    versions = dict.fromkeys(version for version, _period in pairs if version is not None)
    periods = dict.fromkeys(period for _version, period in pairs if period is not None)
    return list(versions), list(periods)


def get_product_to_keep(actor: Actor, product_id: uuid.UUID) -> Product:
    """The product whose life the actor keeps. Raises NotFound or Forbidden."""
    return fetch(actor, policy.LIFE_EDIT, product_id, view=policy.PRODUCT_VIEW)


def can_keep(actor: Actor, product: Product) -> bool:
    """Whether the actor keeps the life of this product."""
    return holds(actor, policy.LIFE_EDIT, product)


def add_version(
    actor: Actor,
    product_id: uuid.UUID,
    name: str,
    released_on: date | None = None,
    support_ends_on: date | None = None,
) -> ProductVersion:
    """Write a version down. Raises Invalid for a name used before or days in the wrong order."""
    product = get_product_to_keep(actor, product_id)
    _check_order(released_on, support_ends_on)
    _check_name(product_id, name, None)
    made = ProductVersion(product_id=product_id, name=name, released_on=released_on, support_ends_on=support_ends_on)
    session().add(made)
    _flush_version()
    trail.record(actor, "product-version.added", "product-version", made.id, reader=product.vendor_id)
    return made


def change_version(
    actor: Actor,
    key: uuid.UUID,
    *,
    revision: int,
    name: str,
    released_on: date | None,
    support_ends_on: date | None,
) -> ProductVersion:
    """Change a version. Raises Changed when somebody else did so meanwhile."""
    found = get_version(actor, key)
    session().refresh(found, with_for_update=True)
    product = get_product_to_keep(actor, found.product_id)
    if found.revision != revision:
        raise Changed(theirs=found)
    _check_order(released_on, support_ends_on)
    _check_name(product.id, name, key)
    found.name, found.released_on, found.support_ends_on = name, released_on, support_ends_on
    found.revision = revision + 1
    _flush_version()
    trail.record(actor, "product-version.changed", "product-version", key, reader=product.vendor_id)
    return found


def get_version(actor: Actor, key: uuid.UUID) -> ProductVersion:
    """One version of a product whose life the actor keeps. Raises NotFound or Forbidden."""
    found = session().get(ProductVersion, key)
    if found is None:
        raise NotFound()
    get_product_to_keep(actor, found.product_id)
    return found


def _check_order(begin: date | None, end: date | None) -> None:
    if begin and end and end < begin:
        raise Invalid({"support_ends_on": ["De ondersteuning kan niet stoppen voordat de versie er was."]})


def _check_name(product_id: uuid.UUID, name: str, own: uuid.UUID | None) -> None:
    same = (ProductVersion.product_id == product_id) & (ProductVersion.name == name)
    taken = session().scalar(select(ProductVersion.id).where(same))
    if taken is not None and taken != own:
        raise Invalid({"name": [TWICE]})


def _flush_version() -> None:
    try:
        session().flush()
    except IntegrityError as error:
        raise Invalid({"name": [TWICE]}) from error


def set_ends(
    actor: Actor, product_id: uuid.UUID, *, revision: int, sale_ends_on: date | None, support_ends_on: date | None
) -> Product:
    """Write down when the product is sold and supported for the last time; empty takes a day back.

    Raises Changed when somebody else changed the product meanwhile, Invalid for days in the wrong order.
    """
    found = fetch(actor, policy.LIFE_EDIT, product_id, view=policy.PRODUCT_VIEW, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    if sale_ends_on and support_ends_on and support_ends_on < sale_ends_on:
        raise Invalid({"support_ends_on": ["De ondersteuning stopt niet voordat de verkoop stopt."]})
    found.sale_ends_on, found.support_ends_on, found.revision = sale_ends_on, support_ends_on, revision + 1
    session().flush()
    trail.record(actor, "product.ends-set", "product", product_id, reader=found.vendor_id)
    return found


def change_hosting(
    actor: Actor, product_id: uuid.UUID, *, revision: int, hosting: Hosting, hosting_country: str, since: date
) -> Product:
    """The product is delivered another way or elsewhere since a day.

    Raises Changed when somebody else changed the product meanwhile, Invalid for a day to come.
    """
    found = fetch(actor, policy.LIFE_EDIT, product_id, view=policy.PRODUCT_VIEW, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    if since > clock.today():
        raise Invalid({"since": [NOT_YET]})
    if record_hosting(actor, found, hosting, hosting_country, since):
        found.revision = revision + 1
        session().flush()
    return found


def record_hosting(actor: Actor, product: Product, hosting: Hosting, country: str, since: date) -> bool:
    """Set hosting and country of a product that was fetched to be changed, and keep what they were; says whether
    anything changed. A result may fall due for a new assessment on it (product.md, section 6)."""
    if (product.hosting, product.hosting_country) == (hosting, country):
        return False
    if not _kept(product.id)[1]:
        _add_period(product, clock.local(product.created_at).date())
    product.hosting, product.hosting_country = hosting, country
    _add_period(product, since)
    facts = {"hosting": hosting.value, "country": country, "since": since.isoformat()}
    trail.record(actor, "product.hosting-changed", "product", product.id, reader=product.vendor_id, **facts)
    return True


def _add_period(product: Product, since: date) -> None:
    session().add(
        HostingPeriod(
            product_id=product.id, hosting=product.hosting, hosting_country=product.hosting_country, since=since
        )
    )
    session().flush()


@dataclass(frozen=True)
class LifeEvent:
    """A fact on which a released result may fall due for a new assessment before its end."""

    product_id: uuid.UUID
    cause: str
    """"takeover" or "hosting"."""
    happened_on: date


def events_since(day: date) -> list[LifeEvent]:
    """Takeovers and changes of hosting since a day (system use: `supplychain` makes flags of them).

    The first period of a product only says how it began and is no change.
    """
    moved = select(ProductSuccession).where(ProductSuccession.happened_on >= day)
    found = [LifeEvent(row.product_id, "takeover", row.happened_on) for row in session().scalars(moved)]
    earlier = HostingPeriod.__table__.alias()
    is_change = (
        select(earlier.c.id)
        .where(earlier.c.product_id == HostingPeriod.product_id, earlier.c.recorded_at < HostingPeriod.recorded_at)
        .exists()
    )
    changed = select(HostingPeriod).where(HostingPeriod.since >= day, is_change)
    return found + [LifeEvent(row.product_id, "hosting", row.since) for row in session().scalars(changed)]
