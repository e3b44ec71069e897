# SPDX-License-Identifier: EUPL-1.2
"""The notices of flags, and how a flag is named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.supplychain import policy
from samencontroleren.supplychain.models import Flag
from samencontroleren.vendors.models import Product, Vendor


def names_of_flags(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The product, or the supplier, of each flag this actor may see (one query)."""
    query = visible(actor, policy.VIEW, columns=[Flag.id, Vendor.name, Product.name])
    query = query.join(Vendor, Vendor.id == Flag.vendor_id).outerjoin(Product, Product.id == Flag.product_id)
    return {
        key: Named(f"{product} ({vendor})" if product else vendor, f"/signalen/{key}")
        for key, vendor, product in session().execute(query.where(Flag.id.in_(keys)))
    }


NOTICE_NAMES = {"flag": names_of_flags}

NOTICES = (
    NoticeKind(
        "flag_raised",
        Topic.USAGE,
        title=(
            "Er is een risicosignaal bij een product dat uw gemeente gebruikt.",
            "There is a risk flag on a product your municipality uses.",
        ),
        why=("Uw gemeente gebruikt dit product.", "Your municipality uses this product."),
        about="flag",
        path="/signalen/{id}",
    ),
)
