# SPDX-License-Identifier: EUPL-1.2
"""Who has an interest in which supplier: declared, by membership, as a former employer, by a contract.

The one place that knows (product.md, 2.3): the permissions to review, co-ordinate and release stand on it, and so does
the choice of reviewers. All of it is about the supplier as a whole, never one product, so that who can review what says
nothing of the use of a product (ADR 26).
"""

from sqlalchemy import CompoundSelect, literal, select, union_all

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.rounds.models import ConflictOfInterest, FormerEmployer
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.models import Product

TOLD = ("declared", "belongs")
"""Reasons that are VNG's to know; of any other nobody is told which it is."""


def interests() -> CompoundSelect[tuple[str, object, object]]:
    """Every interest there is: `reason`, `vendor_id`, `user_id`; a person can have several in one supplier."""
    member, declared, former = Membership, ConflictOfInterest, FormerEmployer
    leads = (
        select(literal("contract"), Product.vendor_id, member.user_id)
        .join(Usage, Usage.municipality_id == member.organisation_id)
        .join(Product, Product.id == Usage.product_id)
        .where(Usage.leads_contract, Usage.state != UsageState.ENDED, member.ended_at.is_(None))
    )
    return union_all(
        select(literal("declared").label("reason"), declared.vendor_id, declared.user_id),
        select(literal("belongs"), member.organisation_id, member.user_id),
        select(literal("former"), former.vendor_id, former.user_id).where(former.counts_until >= clock.today()),
        leads,
    )
