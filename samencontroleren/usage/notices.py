# SPDX-License-Identifier: EUPL-1.2
"""The notices of the register of use, and how a line of it is named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.usage import policy
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.models import Product, Vendor


def names_of_usages(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The product of each line of the register this actor may see (one query)."""
    query = visible(actor, policy.VIEW, columns=[Usage.id, Product.name, Vendor.name])
    query = query.join(Usage.product).join(Product.vendor).where(Usage.id.in_(keys))
    return {key: Named(f"{product} ({vendor})", f"/gebruik/{key}") for key, product, vendor in session().execute(query)}


NOTICE_NAMES = {"usage": names_of_usages}

NOTICES = (
    NoticeKind(
        "usage_to_confirm",
        Topic.USAGE,
        title=(
            "Een collega meldde een product aan. Bevestig dat uw gemeente het gebruikt.",
            "A colleague claimed a product. Confirm that your municipality uses it.",
        ),
        why=(
            "U bent CISO of proceseigenaar en u meldde het niet zelf aan.",
            "You are CISO or process owner and did not claim it yourself.",
        ),
        about="usage",
        asks=True,
        path="/gebruik/{id}",
    ),
    NoticeKind(
        "usage_rejected",
        Topic.USAGE,
        title=(
            "Een collega wees af dat uw gemeente een product gebruikt. Lees de reden.",
            "A colleague rejected that your municipality uses a product. Read the reason.",
        ),
        why=("U meldde dit product aan.", "You claimed this product."),
        about="usage",
        path="/gebruik/{id}",
    ),
)
