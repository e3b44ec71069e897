# SPDX-License-Identifier: EUPL-1.2
"""The list of a supplier's own evidence: what it asks, in which order, one page at a time.

Validity follows from the day (see `validity`); here it is a condition, so that the list filters on it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_

from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.evidence import policy, uses
from samencontroleren.evidence.kinds import DocumentKind, FileState, Sensitivity, SharingClass, Validity
from samencontroleren.evidence.models import Document, DocumentProduct
from samencontroleren.evidence.service import WHOLE
from samencontroleren.evidence.validity import OF_STATE
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code

PAGE_SIZE = 25
NEVER = date(9999, 12, 31)
"""Stands for no end date where documents are sorted by their end."""

SORTS: Sorts = {
    "titel": (Document.title,),
    "soort": (Document.kind, Document.title),
    "geldig": (func.coalesce(Document.valid_until, NEVER), Document.title),
    "gevoelig": (
        case({each.value: place for place, each in enumerate(Sensitivity)}, value=Document.sensitivity),
        Document.title,
    ),
}


class Use(StrEnum):
    """Whether answers lean on a document, in the words of the address."""

    SOME = "ja"
    NONE = "nee"


@dataclass(frozen=True)
class Wanted:
    """What of the library is shown; None: all. `product` also gives what is about the supplier as a whole."""

    search: str = ""
    kind: DocumentKind | None = None
    validity: Validity | None = None
    product: uuid.UUID | None = None
    sensitivity: Sensitivity | None = None
    sharing: SharingClass | None = None
    use: Use | None = None


def list_library(
    actor: Actor, wanted: Wanted | None = None, page: int = 1, sort: str = "", size: int = PAGE_SIZE
) -> Page:
    """One page of the supplier's own documents as rows (document, number of uses); what is past comes last."""
    used = uses.number()
    query = visible(actor, policy.EDIT, columns=[Document, used.label("uses")]).options(*WHOLE)
    query = _narrowed(query, wanted or Wanted(), used).order_by(_is_past())
    sorts: Mapping[str, Any] = {**SORTS, "gebruik": (used, Document.title)}
    return page_of(ordered(query, sorts, sort, Document.id), page, size, whole=False)


def page_of_documents(actor: Actor, page: int, size: int) -> Page:
    """The same for the API: documents by title, without their uses."""
    own = visible(actor, policy.EDIT).options(*WHOLE)
    own = own.order_by(Document.withdrawn_at.is_not(None), Document.title, Document.id)
    return page_of(own, page, size)


def has_validity(validity: Validity, day: date) -> ColumnElement[bool]:
    """The condition that a document has this validity on a day: what `service.validity_of` says, in SQL."""
    until, is_gone = Document.valid_until, Document.withdrawn_at.is_not(None)
    if validity is Validity.WITHDRAWN:
        return is_gone
    states = {found: state for state, found in OF_STATE.items()}
    if validity in states:
        return and_(~is_gone, Document.state == states[validity])
    warned_until = day + parameters.days_on(Code.PROOF_WARNING, day)
    of_dates = {
        Validity.OPEN_ENDED: until.is_(None),
        Validity.ENDED: until < day,
        Validity.ENDING: until.between(day, warned_until),
        Validity.VALID: until > warned_until,
    }
    return and_(~is_gone, Document.state == FileState.CLEAN, of_dates[validity])


def _narrowed(query: Select[Any], wanted: Wanted, used: ColumnElement[int]) -> Select[Any]:
    columns = {
        Document.kind: wanted.kind,
        Document.sensitivity: wanted.sensitivity,
        Document.readers: wanted.sharing,
    }
    query = query.where(*(column == value for column, value in columns.items() if value is not None))
    if wanted.search:
        query = query.where(_words(wanted.search))
    if wanted.validity is not None:
        query = query.where(has_validity(wanted.validity, clock.today()))
    if wanted.product is not None:
        query = query.where(_covers(wanted.product))
    if wanted.use is not None:
        query = query.where(used > 0 if wanted.use is Use.SOME else used == 0)
    return query


def _is_past() -> ColumnElement[bool]:
    return or_(Document.withdrawn_at.is_not(None), Document.superseded_at.is_not(None))


def _words(search: str) -> ColumnElement[bool]:
    """In everything that is said of a document, and in the name of its file."""
    said = (Document.title, Document.issuer, Document.standard, Document.scope, Document.filename)
    return or_(*(column.icontains(search, autoescape=True) for column in said))


def _covers(product: uuid.UUID) -> ColumnElement[bool]:
    rows = exists().where(DocumentProduct.document_id == Document.id)
    return or_(rows.where(DocumentProduct.product_id == product), ~rows)
