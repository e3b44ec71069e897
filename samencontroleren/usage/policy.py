# SPDX-License-Identifier: EUPL-1.2
"""Permissions on use, and the fact other features build on: which products a reader's gemeente has confirmed."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select

from samencontroleren.accounts.policy import machines_of
from samencontroleren.core.access import always, once_a_page, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.models import Product, ProductSuccession

READERS = (Role.BUYER, Role.CISO, Role.PROCESS_OWNER)
"""Roles of a gemeente that read what confirmed use opens (product.md, section 7)."""


@once_a_page
def confirmed_products(actor: Actor) -> Select[uuid.UUID]:
    """The products the actor's gemeente uses, confirmed by a second person, and those that went on in them; empty
    for everybody else. A partnership: those of the gemeenten with a mandate to read, valid today."""
    used = select(Usage.product_id).where(
        Usage.municipality_id.in_(actor.reading_ids), Usage.state == UsageState.CONFIRMED
    )
    before = select(ProductSuccession.product_id).where(ProductSuccession.into_product_id.in_(used))
    return select(Product.id).where(or_(Product.id.in_(used), Product.id.in_(before)))


@once_a_page
def confirmed_vendors(actor: Actor) -> Select[uuid.UUID]:
    """The suppliers of those products."""
    return select(Product.vendor_id).where(Product.id.in_(confirmed_products(actor)))


def reads_layers(actor: Actor) -> bool:
    """Whether the actor has a role that may read more than the result."""
    return actor.is_municipal and actor.has(*READERS)


@permission("usage:view", Usage)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The gemeente itself, and a partnership with its mandate. Never a supplier; VNG sees counts only."""
    return _own(actor, READERS)


@permission("product:claim-use", Product)
def CLAIM(actor: Actor) -> ColumnElement[bool]:
    """A gemeente says that it uses a product (any product)."""
    return always(reads_layers(actor))


@permission("usage:confirm", Usage)
def CONFIRM(actor: Actor) -> ColumnElement[bool]:
    """A second person of the gemeente: its CISO or a process owner, not who claimed it, also not by a client."""
    own = _own(actor, (Role.CISO, Role.PROCESS_OWNER))
    by_own_machine = Usage.claimed_by_id.in_(machines_of(actor))
    return and_(own, Usage.claimed_by_id != actor.user_id, ~by_own_machine, always(actor.scopes is None))


@permission("usage:edit", Usage)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The gemeente itself ends or changes its use."""
    return _own(actor, READERS)


def _own(actor: Actor, roles: tuple[Role, ...]) -> ColumnElement[bool]:
    if not (actor.is_municipal and actor.has(*roles)):
        return always(False)
    return Usage.municipality_id.in_(actor.municipality_ids)
