# SPDX-License-Identifier: EUPL-1.2
"""Who has an interest in which supplier: declared, by membership, as a former employer, by a contract.

The one place that knows (product.md, 2.3): the permissions to review, co-ordinate and release stand on it, and so does
the choice of reviewers. All of it is about the supplier as a whole, never one product, so that who can review what says
nothing of the use of a product (ADR 26).
"""

from typing import Any

from sqlalchemy import CompoundSelect, Uuid, column, literal, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.rounds.models import ConflictOfInterest, FormerEmployer

TOLD = ("declared", "belongs")
"""Reasons that are VNG's to know; of any other nobody is told which it is."""

LEADS = (
    "(SELECT DISTINCT products.vendor_id, memberships.user_id FROM usages "
    "JOIN products ON products.id = usages.product_id "
    "JOIN memberships ON memberships.organisation_id = usages.municipality_id "
    "WHERE usages.leads_contract AND usages.state <> 'ended' AND memberships.ended_at IS NULL)"
)


class ContractInterests(GenericFunction[Any]):
    """Who belongs to a gemeente that leads a contract with which supplier: `vendor_id`, `user_id`.

    A function of the database on PostgreSQL (migrations), which looks past the wall around the use of other gemeenten:
    the interest of a predecessor, or of a person in another gemeente of his or hers, counts whoever asks.
    """

    name = "contract_interests"
    inherit_cache = True


@compiles(ContractInterests, "sqlite")
def _without_walls(_element: ContractInterests, _compiler: SQLCompiler, **_kwargs: Any) -> str:
    """SQLite has no walls and no such functions."""
    return LEADS


def interests() -> CompoundSelect[tuple[str, object, object]]:
    """Every interest there is: `reason`, `vendor_id`, `user_id`; a person can have several in one supplier."""
    member, declared, former = Membership, ConflictOfInterest, FormerEmployer
    leads = ContractInterests().table_valued(column("vendor_id", Uuid()), column("user_id", Uuid()))
    return union_all(
        select(literal("declared").label("reason"), declared.vendor_id, declared.user_id),
        select(literal("belongs"), member.organisation_id, member.user_id),
        select(literal("former"), former.vendor_id, former.user_id).where(former.counts_until >= clock.today()),
        select(literal("contract"), leads.c.vendor_id, leads.c.user_id),
    )
