# SPDX-License-Identifier: EUPL-1.2
"""Who has an interest in which supplier: declared, by membership, as a former employer, by a contract.

The one place that knows (product.md, 2.3): the permissions to review, co-ordinate and release stand on it, and so does
the choice of reviewers. All of it is about the supplier as a whole, never one product, so that who can review what says
nothing of the use of a product (ADR 26).
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, Select, Uuid, column, literal, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.rounds.models import ConflictOfInterest, FormerEmployer

TOLD = ("declared", "belongs")
"""Reasons that are VNG's to know; of any other nobody is told which it is."""

LEADS = """(
WITH members AS (
  SELECT user_id, organisation_id FROM memberships WHERE ended_at IS NULL AND ({user} IS NULL OR user_id = {user})
), mandated AS (
  SELECT partnership_id, municipality_id FROM mandates
  WHERE ended_at IS NULL AND valid_from <= {day} AND (valid_until IS NULL OR valid_until >= {day})
), leaders AS (
  SELECT user_id, organisation_id AS leader_id FROM members
  UNION SELECT user_id, municipality_id FROM members JOIN mandated ON partnership_id = organisation_id
  UNION SELECT user_id, partnership_id FROM members JOIN mandated ON municipality_id = organisation_id
)
SELECT DISTINCT products.vendor_id, leaders.user_id FROM leaders
JOIN usages ON usages.municipality_id = leaders.leader_id
JOIN products ON products.id = usages.product_id
WHERE usages.leads_contract AND usages.state <> 'ended' AND ({vendor} IS NULL OR products.vendor_id = {vendor})
)"""

FEW = 20
"""Of so many suppliers the contracts are looked up one by one."""

Asked = uuid.UUID | ColumnElement[Any] | None
"""One person or supplier, by key or by a column of the query around; None: all of them."""


class ContractInterests(GenericFunction[Any]):
    """Who belongs to an organisation that leads a contract with which supplier: `vendor_id`, `user_id`.

    The own gemeente, or one that stands in a mandate with it on that day: the partnership it gave the mandate to, or
    the gemeente that a partnership acts for. Asked of one person or supplier it works out no other (arguments: person,
    supplier, day).

    A function of the database on PostgreSQL (migrations), which looks past the wall around the use of other gemeenten:
    the interest of a predecessor, or of a person in another gemeente of his or hers, counts whoever asks.
    """

    name = "contract_interests"
    inherit_cache = True


@compiles(ContractInterests, "sqlite")
def _without_walls(element: ContractInterests, compiler: SQLCompiler, **kwargs: Any) -> str:
    """SQLite has no walls and no such functions."""
    user, vendor, day = (compiler.process(each, **kwargs) for each in element.clauses)
    return LEADS.format(user=user, vendor=vendor, day=day)


def _asked(key: Asked) -> ColumnElement[Any]:
    return key if isinstance(key, ColumnElement) else literal(key, Uuid())


def interests(user: Asked = None, vendor: Asked = None) -> CompoundSelect[tuple[str, object, object]]:
    """Every interest there is: `reason`, `vendor_id`, `user_id`; a person can have several in one supplier.

    With `user` or `vendor` the contracts are worked out for that one alone; the caller compares the rest.
    """
    return union_all(*_stated(), _by_contract(user, vendor))


def interests_in(vendors: Collection[uuid.UUID]) -> CompoundSelect[tuple[str, object, object]]:
    """The interests in these suppliers; the contracts are worked out for each of them alone.

    Of more suppliers than FEW one look at all contracts costs less, and the caller compares.
    """
    each_alone: Iterable[Asked] = sorted(vendors) if len(vendors) <= FEW else (None,)
    return union_all(*_stated(), *(_by_contract(None, each) for each in each_alone))


def _stated() -> list[Select[str, uuid.UUID, uuid.UUID]]:
    """What people said of themselves, or follows from where they belong."""
    member, declared, former = Membership, ConflictOfInterest, FormerEmployer
    return [
        select(literal("declared").label("reason"), declared.vendor_id, declared.user_id),
        select(literal("belongs"), member.organisation_id, member.user_id),
        select(literal("former"), former.vendor_id, former.user_id).where(former.counts_until >= clock.today()),
    ]


def _by_contract(user: Asked, vendor: Asked) -> Select[Any]:
    by_contract = ContractInterests(_asked(user), _asked(vendor), literal(clock.today(), Date()))
    leads = by_contract.table_valued(column("vendor_id", Uuid()), column("user_id", Uuid()))
    return select(literal("contract"), leads.c.vendor_id, leads.c.user_id)
