# SPDX-License-Identifier: EUPL-1.2
"""Whom to tell of a product: the people of gemeenten that use it, confirmed. For the system only (product.md, 2.1)."""

import uuid

from sqlalchemy import Select, select

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.core.db import session
from samencontroleren.organisations.models import Organisation
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.usage.policy import READERS
from samencontroleren.vendors.models import Product


def reader_memberships(vendor_id: uuid.UUID, product_id: uuid.UUID | None) -> list[uuid.UUID]:
    """The living memberships that read what use of this product opens; of any product of the supplier without one."""
    uses = select(Usage.municipality_id).where(Usage.state == UsageState.CONFIRMED)
    if product_id is not None:
        uses = uses.where(Usage.product_id == product_id)
    else:
        uses = uses.join(Product, Product.id == Usage.product_id).where(Product.vendor_id == vendor_id)
    return list(session().scalars(_living(uses)))


def _living(organisation_ids: Select[uuid.UUID]) -> Select[uuid.UUID]:
    reads = select(MembershipRole.membership_id).where(MembershipRole.role.in_(READERS))
    return (
        select(Membership.id)
        .join(Membership.user)
        .join(Membership.organisation)
        .where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.id.in_(reads),
            Membership.ended_at.is_(None),
            User.blocked_at.is_(None),
            User.is_machine.is_(False),
            Organisation.ended_on.is_(None),
        )
        .order_by(Membership.id)
    )
