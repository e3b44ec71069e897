# SPDX-License-Identifier: EUPL-1.2
"""A newer document takes the place of an older one. What leans on the old one is moved by whoever keeps the links."""

import uuid

from sqlalchemy import select

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.evidence import policy, telling
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.service import can_lean_on, fetch_own
from samencontroleren.organisations.actor import Actor

ITSELF = "Kies een ander document dan het document dat u vervangt."
UNUSABLE = "Dit document telt niet mee: het is ingetrokken, geweigerd of zelf vervangen. Kies een ander."
ALREADY = "Dit bewijs is al vervangen door een ander document."


def supersede(actor: Actor, old_id: uuid.UUID, new_id: uuid.UUID) -> bool:
    """Note that a newer document of the same supplier takes the place of another; False when it did already.

    The old one stays as it was handed over; nobody can lean on it any more. Raises NotFound, Forbidden, Invalid at
    "document", and Conflict when it was replaced by yet another one.
    """
    old = fetch(actor, policy.EDIT, old_id, view=policy.VIEW, lock=True)
    new = fetch_own(actor, [new_id])[0]
    if old.superseded_by_id == new.id:
        return False
    if old.superseded_by_id is not None:
        raise Conflict(ALREADY)
    if old.id == new.id:
        raise Invalid({"document": [ITSELF]})
    if not can_lean_on(new):
        raise Invalid({"document": [UNUSABLE]})
    old.superseded_by_id, old.superseded_at = new.id, clock.now()
    old.revision += 1
    session().flush()
    telling.needs_no_more(old)
    trail.record(actor, "document.superseded", "document", old.id, reader=old.vendor_id, by=new.id)
    return True


def predecessors(actor: Actor, key: uuid.UUID) -> list[Document]:
    """The documents that a document took the place of, newest first, for its supplier."""
    query = select(Document).where(Document.superseded_by_id == key, policy.EDIT(actor))
    return list(session().scalars(query.order_by(Document.superseded_at.desc(), Document.id)))


def successor(actor: Actor, document: Document) -> Document | None:
    """The document that took the place of this one, for its supplier."""
    if document.superseded_by_id is None:
        return None
    found: Document | None = session().scalar(
        select(Document).where(Document.id == document.superseded_by_id, policy.EDIT(actor))
    )
    return found
