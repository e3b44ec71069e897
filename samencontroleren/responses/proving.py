# SPDX-License-Identifier: EUPL-1.2
"""Leaning an answer on documents of the supplier's own, and taking them away."""

import uuid

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.answering import Place, new_answer, place_of
from samencontroleren.responses.models import Answer, AnswerDocument
from samencontroleren.responses.sheet import same_subject


def link_document(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    document_id: uuid.UUID,
    place: str = "",
) -> Answer:
    """Lean an answer on a document of the supplier's own; again only changes the place where the proof stands."""
    found = place_of(actor, dossier_id, requirement_version_id)
    return link_at(actor, found, evidence.fetch_own(actor, [document_id])[0], place)


def link_at(actor: Actor, found: Place, document: Document, place: str) -> Answer:
    """The same where the actor was already given leave to write, with a document it may use."""
    if document.withdrawn_at is not None:
        raise Conflict("Dit bewijs is ingetrokken. Kies ander bewijs.")
    if document.superseded_at is not None:
        raise Conflict("Dit bewijs is vervangen door een nieuwere versie. Kies die.")
    if document.state is FileState.REFUSED:
        raise Conflict("Dit bewijs is geweigerd. Kies ander bewijs.")
    answer = found.answer or _begun_answer(found)
    link = session().get(AnswerDocument, (answer.id, document.id))
    if link is None:
        keys = {"answer_id": answer.id, "document_id": document.id, "vendor_id": answer.vendor_id}
        session().add(AnswerDocument(**keys, place=place))
    elif link.place == place:
        return answer
    else:
        link.place = place
    facts = {"document": document.id}
    trail.record(actor, "answer.document-linked", "answer", answer.id, "ok", answer.vendor_id, **facts)
    session().flush()
    return answer


def unlink_document(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, document_id: uuid.UUID
) -> bool:
    """Take a document away from under an answer; False, and nothing happens, when it is not there."""
    return unlink_at(actor, place_of(actor, dossier_id, requirement_version_id), document_id)


def unlink_at(actor: Actor, place: Place, document_id: uuid.UUID) -> bool:
    """The same where the actor was already given leave to write."""
    answer = place.answer
    link = session().get(AnswerDocument, (answer.id, document_id)) if answer else None
    if answer is None or link is None:
        return False
    session().delete(link)
    session().flush()
    facts = {"document": document_id}
    trail.record(actor, "answer.document-unlinked", "answer", answer.id, "ok", answer.vendor_id, **facts)
    return True


def _begun_answer(place: Place) -> Answer:
    """An answer to lean a document on; when it is begun in the same moment (autosave), that one."""
    try:
        return new_answer(place)
    except Changed:
        query = select(Answer).where(
            same_subject(place.dossier),
            Answer.requirement_id == place.version.requirement_id,
        )
        return session().scalars(query).one()
