# SPDX-License-Identifier: EUPL-1.2
"""What is said of a supplier's documents, for the export of its own data; the files stand beside it."""

from collections.abc import Iterator

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.evidence import policy
from samencontroleren.evidence.kinds import DOCUMENT_CODES, FILE_STATE_CODES, SENSITIVITY_CODES, SHARING_CODES
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor


def own_documents(actor: Actor) -> list[Document]:
    """All documents of the actor's own supplier, also those withdrawn, by age."""
    query = visible(actor, policy.VIEW).where(Document.vendor_id.in_(actor.vendor_ids))
    return list(session().scalars(query.order_by(Document.created_at, Document.id)))


def _documents(actor: Actor) -> Iterator[Row]:
    for each in own_documents(actor):
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
        }


PARTS = (Part("bewijsstukken", _documents),)
