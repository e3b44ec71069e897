# SPDX-License-Identifier: EUPL-1.2
"""A supplier's documents and who asked to read them, for the export of its own data; the files stand beside it."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.evidence import policy
from samencontroleren.evidence.kinds import (
    DOCUMENT_CODES,
    FILE_STATE_CODES,
    PURPOSE_CODES,
    REQUEST_CODES,
    SENSITIVITY_CODES,
    SHARING_CODES,
)
from samencontroleren.evidence.models import AccessRequest, Document, DocumentProduct
from samencontroleren.organisations.actor import Actor


def own_documents(actor: Actor) -> list[Document]:
    """All documents of the actor's own supplier, also those withdrawn, by age."""
    query = visible(actor, policy.VIEW).where(Document.vendor_id.in_(actor.vendor_ids))
    return list(session().scalars(query.order_by(Document.created_at, Document.id)))


def _documents(actor: Actor) -> Iterator[Row]:
    found = own_documents(actor)
    covered = _products([each.id for each in found])
    for each in found:
        yield {
            "id": each.id,
            "titel": each.title,
            "soort": DOCUMENT_CODES[each.kind],
            "norm": each.standard,
            "uitgever": each.issuer,
            "reikwijdte": each.scope,
            "periodeVan": each.period_from,
            "periodeTotEnMet": each.period_until,
            "geldigTotEnMet": each.valid_until,
            "deelklasse": SHARING_CODES[each.sharing],
            "gevoeligheid": SENSITIVITY_CODES[each.sensitivity],
            "bestandsnaam": each.filename,
            "grootte": each.size,
            "sha256": each.sha256,
            "controle": FILE_STATE_CODES[each.state],
            "toegevoegdOp": each.created_at,
            "ingetrokkenOp": each.withdrawn_at,
            "producten": covered.get(each.id, []),
        }


def _products(documents: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Which products each document covers (one query)."""
    found: dict[uuid.UUID, list[str]] = {}
    keys = (DocumentProduct.document_id, DocumentProduct.product_id)
    query = select(*keys).where(DocumentProduct.document_id.in_(documents)).order_by(*keys)
    for document_id, product_id in session().execute(query):
        found.setdefault(document_id, []).append(str(product_id))
    return found


def _requests(actor: Actor) -> Iterator[Row]:
    """A gemeente that did not choose to be known is not named, nor read in its own words."""
    query = visible(actor, policy.REQUEST_VIEW).options(joinedload(AccessRequest.organisation))
    for each in session().scalars(query.order_by(AccessRequest.document_id, AccessRequest.id)):
        yield {
            "bewijsstuk": each.document_id,
            "doel": PURPOSE_CODES[each.purpose],
            "gemeente": each.organisation.name if each.is_known else None,
            "toelichting": each.explanation if each.is_known else None,
            "stand": REQUEST_CODES[each.state],
            "totEnMet": each.until,
            "antwoord": each.reason,
            "beslistOp": each.decided_at,
        }


PARTS = (Part("bewijsstukken", _documents), Part("leesverzoeken", _requests))
