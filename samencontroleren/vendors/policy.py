# SPDX-License-Identifier: EUPL-1.2
"""Permissions on suppliers, products and contacts."""

from sqlalchemy import ColumnElement, and_, or_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.vendors.models import Contact, Product, SupplierChange, Vendor


@permission("vendor:view", Vendor)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Its own people, every gemeente, VNG. Never another supplier."""
    return or_(Vendor.id.in_(actor.vendor_ids), always(actor.is_municipal or actor.is_vng))


@permission("vendor:list", Vendor)
def LIST(actor: Actor) -> ColumnElement[bool]:
    """Gemeenten and VNG have the list of suppliers."""
    return always(actor.is_municipal or actor.is_vng)


@permission("vendor:own", Vendor)
def OWN(actor: Actor) -> ColumnElement[bool]:
    """A supplier's own people have the page of their own organisation."""
    return and_(Vendor.id.in_(actor.vendor_ids), always(actor.is_vendor))


@permission("vendor:create", Vendor)
def CREATE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator."""
    return always(actor.is_coordinator)


@permission("vendor:edit", Vendor)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own administrator; VNG's co-ordinator. Products and contacts are made below it."""
    own = and_(Vendor.id.in_(actor.vendor_ids), always(actor.has(Role.ADMINISTRATOR)))
    return or_(own, always(actor.is_coordinator))


@permission("product:view", Product)
def PRODUCT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, every gemeente, VNG."""
    return or_(Product.vendor_id.in_(actor.vendor_ids), always(actor.is_municipal or actor.is_vng))


@permission("product:edit", Product)
def PRODUCT_EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own administrator; VNG's co-ordinator."""
    own = and_(Product.vendor_id.in_(actor.vendor_ids), always(actor.has(Role.ADMINISTRATOR)))
    return or_(own, always(actor.is_coordinator))


@permission("contact:view", Contact)
def CONTACT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people; VNG's co-ordinator."""
    return or_(Contact.vendor_id.in_(actor.vendor_ids), always(actor.is_coordinator))


@permission("contact:edit", Contact)
def CONTACT_EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own administrator; VNG's co-ordinator."""
    own = and_(Contact.vendor_id.in_(actor.vendor_ids), always(actor.has(Role.ADMINISTRATOR)))
    return or_(own, always(actor.is_coordinator))


@permission("product:keep-life", Product)
def LIFE_EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own administrator; VNG's co-ordinator and functional administrator."""
    return or_(PRODUCT_EDIT.condition(actor), always(actor.is_functional_administrator))


@permission("vendor:plan-change", Vendor)
def CHANGE_PLAN(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator lets suppliers and products go on elsewhere."""
    return always(actor.is_functional_administrator)


@permission("supplier-change:view", SupplierChange)
def CHANGE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)


@permission("supplier-change:edit", SupplierChange)
def CHANGE_EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)
