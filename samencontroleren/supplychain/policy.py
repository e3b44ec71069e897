# SPDX-License-Identifier: EUPL-1.2
"""Permissions on flags."""

from sqlalchemy import ColumnElement, and_, or_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.supplychain.models import Flag
from samencontroleren.usage.policy import confirmed_products, confirmed_vendors, reads_layers


@permission("flag:view", Flag)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators all; a gemeente those on products it uses, once shared. Never a supplier."""
    by_product = Flag.product_id.in_(confirmed_products(actor))
    by_vendor = and_(Flag.product_id.is_(None), Flag.vendor_id.in_(confirmed_vendors(actor)))
    used = and_(Flag.is_shared, or_(by_product, by_vendor), always(reads_layers(actor)))
    return or_(always(actor.is_coordinator), used)


@permission("flag:triage", Flag)
def TRIAGE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators."""
    return always(actor.is_coordinator)
