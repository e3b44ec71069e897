# SPDX-License-Identifier: EUPL-1.2
"""Who read a supplier's results and documents: the kind of organisation, per object and day (product.md, 2.1).

A number is shown only where it is large enough, and where enough others did not read (2.9); today is not shown, so that
nobody can watch a single reader.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from samencontroleren.auditing import naming, policy
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page, page_of
from samencontroleren.core.trail import TrailReading
from samencontroleren.evidence.models import Document
from samencontroleren.notifications.kinds import Named
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.cells import may_show_count
from samencontroleren.parameters.kinds import Code

PAGE_SIZE = 50


@dataclass(frozen=True)
class Readers:
    """On a day, organisations of one kind read one thing."""

    day: date
    object_kind: str
    object_id: uuid.UUID
    named: Named | None
    kind: OrganisationKind
    number: int | None
    """How many organisations; None where the number could tell which."""


def list_readers(actor: Actor, page: int = 1, size: int = PAGE_SIZE, keys: Sequence[uuid.UUID] | None = None) -> Page:
    """Readers of what belongs to this supplier on days that are over, the newest first; `keys`: of these alone."""
    organisations = func.count(TrailReading.organisation_id.distinct()).label("organisations")
    asked = (TrailReading.day, TrailReading.object_kind, TrailReading.object_id, Organisation.kind)
    query = (
        visible(actor, policy.READINGS, columns=[*asked, organisations])
        .join(Organisation, Organisation.id == TrailReading.organisation_id)
        .where(TrailReading.day < clock.today())
        .group_by(*asked)
        .order_by(TrailReading.day.desc(), TrailReading.object_kind, TrailReading.object_id, Organisation.kind)
    )
    if keys is not None:
        query = query.where(TrailReading.object_id.in_(keys))
    found = page_of(query, page, size, whole=False)
    named = naming.names_of(actor, ((row.object_kind, row.object_id) for row in found.rows))
    documents = _documents([row.object_id for row in found.rows if row.object_kind == "document"])
    totals, smallest = _totals(), parameters.number_on(Code.SMALLEST_CELL)
    rows = [
        Readers(
            day=row.day,
            object_kind=row.object_kind,
            object_id=row.object_id,
            named=named.get((row.object_kind, row.object_id)) or documents.get(row.object_id),
            kind=row.kind,
            number=_number(row.organisations, totals.get(row.kind, 0), smallest),
        )
        for row in found.rows
    ]
    return Page(rows, found.total, found.number, found.size)


def _number(number: int, total: int, smallest: int) -> int | None:
    return number if may_show_count(number, total - number, smallest) else None


def _totals() -> Mapping[OrganisationKind, int]:
    """How many organisations of each kind there are (system: for the smallest cell)."""
    living = (
        select(Organisation.kind, func.count().label("number"))
        .where(Organisation.ended_on.is_(None))
        .group_by(Organisation.kind)
    )
    return {row.kind: row.number for row in session().execute(living)}


def _documents(keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    """The titles of documents that `policy.READINGS` let through: the supplier's own."""
    query = select(Document.id, Document.title).where(Document.id.in_(keys))
    return {key: Named(title, f"/bewijs/{key}") for key, title in session().execute(query)}
