# SPDX-License-Identifier: EUPL-1.2
"""Documents of a supplier: add, change, withdraw, grant to a dossier, and read."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import IO, Unpack

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, fetch_many, require, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound, TooLarge
from samencontroleren.core.files import StoredFile
from samencontroleren.evidence import checking, inspection, policy, telling
from samencontroleren.evidence.describing import Facts, describe
from samencontroleren.evidence.kinds import DocumentKind, FileState, SharingClass, Validity
from samencontroleren.evidence.models import Document, DocumentGrant, DocumentProduct
from samencontroleren.evidence.packages import names_in, taken_out
from samencontroleren.evidence.reasons import most_bytes, refuse
from samencontroleren.evidence.store import files
from samencontroleren.evidence.validity import OF_STATE, counts_as_proof, validity_on
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code

__all__ = [
    "AlreadyThere",
    "add_document",
    "add_documents",
    "can_edit",
    "can_lean_on",
    "change_document",
    "counts_as_proof",
    "ending_documents",
    "fetch_own",
    "files",
    "find_same",
    "get_document",
    "get_editable",
    "grant_to_dossier",
    "list_documents",
    "names_in",
    "readable",
    "taken_out",
    "validity_of",
    "withdraw_document",
]

WHOLE = (selectinload(Document.covers).joinedload(DocumentProduct.product),)
"""What comes along with a document that is shown."""

KEPT_RED = (
    "De leverancier deelt dit document als TLP:RED. Alleen de beoordelaars en de coördinator van dit dossier lezen "
    "het. Dat geldt ook binnen VNG."
)
RED_ADVICE = (
    "Wat de beoordelaars erover schreven, staat bij hun oordeel.",
    "Hebt u een vraag over dit bewijs? Stel die aan de coördinator van het dossier.",
)
THERE_ALREADY = "Dit bestand staat al in uw bewijs. Gebruik het bestaande bewijs."


class OnlyForReviewers(Forbidden):
    """The document is TLP:RED, in a dossier that the actor may open and neither reviews nor co-ordinates."""

    title = "Dit document leest u hier niet"
    advice = RED_ADVICE

    def __init__(self) -> None:
        super().__init__(KEPT_RED)


class AlreadyThere(Invalid):
    """The supplier has this very file in its library; `key` says which document it is."""

    def __init__(self, found: Document) -> None:
        super().__init__({"file": [THERE_ALREADY]})
        self.key = found.id
        self.document_title = found.title


def validity_of(document: Document, day: date) -> Validity:
    """The validity of a document on a day; derived, never stored."""
    if document.withdrawn_at is None and document.state in OF_STATE:
        return OF_STATE[document.state]
    warning = parameters.days_on(Code.PROOF_WARNING, day)
    return validity_on(day, document.valid_until, document.withdrawn_at is not None, warning)


def can_lean_on(document: Document) -> bool:
    """Whether an answer may lean on it: not withdrawn, replaced or refused. One that is being checked may."""
    is_there = document.withdrawn_at is None and document.superseded_at is None
    return is_there and document.state is not FileState.REFUSED


def list_documents(actor: Actor) -> list[Document]:
    """The supplier's own library, by title; withdrawn documents last."""
    own = visible(actor, policy.EDIT).order_by(Document.withdrawn_at.is_not(None), Document.title, Document.id)
    return list(session().scalars(own))


def get_document(actor: Actor, key: uuid.UUID) -> Document:
    """A document this actor may read, with the products it covers. Raises NotFound, and OnlyForReviewers."""
    try:
        return fetch(actor, policy.VIEW, key, view=policy.MEET, options=WHOLE)
    except Forbidden as error:
        raise OnlyForReviewers() from error


def readable(actor: Actor, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these documents this actor may read (one query, none for none)."""
    if not keys:
        return set()
    return set(session().scalars(visible(actor, policy.VIEW, columns=[Document.id]).where(Document.id.in_(keys))))


def get_editable(actor: Actor, key: uuid.UUID) -> Document:
    """A document whose facts this actor may change. Raises NotFound, Forbidden, and Conflict once withdrawn."""
    document = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=WHOLE)
    if document.withdrawn_at is not None:
        raise Conflict("Dit bewijs is ingetrokken. U kunt het niet meer wijzigen.")
    return document


def can_edit(actor: Actor, key: uuid.UUID) -> bool:
    """Whether the actor may change or withdraw this document."""
    return fetch_many(actor, policy.EDIT, [key])[key].found is not None


def fetch_own(actor: Actor, keys: Collection[uuid.UUID]) -> list[Document]:
    """The supplier's own documents by key, to lean answers on. Raises NotFound unless all are its own."""
    found = fetch_many(actor, policy.EDIT, keys)
    documents = [outcome.found for outcome in found.values() if outcome.found is not None]
    if len(documents) < len(set(keys)):
        raise NotFound("Dit bewijs bestaat niet of is niet van u.")
    return documents


def add_document(
    actor: Actor,
    vendor_id: uuid.UUID,
    stream: IO[bytes],
    filename: str,
    title: str,
    kind: DocumentKind,
    **facts: Unpack[Facts],
) -> Document:
    """Add a file to the library of a supplier, in quarantine; it is looked through right after the commit.

    Raises Invalid with the reason at field "file" (or a fact), AlreadyThere for a file it has already,
    StoreUnavailable when the store is full. Whatever is raised, no file is kept.
    """
    require(actor, policy.ADD, vendor_id)
    return take_in(actor, vendor_id, stream, filename, title, kind, **facts)


def take_in(
    actor: Actor,
    vendor_id: uuid.UUID,
    stream: IO[bytes],
    filename: str,
    title: str,
    kind: DocumentKind,
    **facts: Unpack[Facts],
) -> Document:
    """The same where the caller asked leave on something else: a question somebody was asked to answer (system)."""
    name = inspection.clean_filename(filename)
    inspection.wanted_type(name)
    stored = _store(stream)
    try:
        document = _inspected(vendor_id, stored, name)
        describe(actor, document, title, kind, facts)
        document.uploaded_by_id = _person(actor)
        session().add(document)
        session().flush()
    except BaseException:
        files().remove(stored.key)
        raise
    trail.record(actor, "document.added", "document", document.id, reader=vendor_id, sha256=stored.sha256)
    checking.check_after_commit(document)
    return document


@dataclass(frozen=True)
class Added:
    """What became of one file of many: the document (also one that was there already), or why it was not taken."""

    filename: str
    document: Document | None
    reason: str = ""


def add_documents(
    actor: Actor,
    vendor_id: uuid.UUID,
    sent: Iterable[tuple[IO[bytes], str]],
    kind: DocumentKind,
    sharing: SharingClass,
) -> list[Added]:
    """Add many files, titled by their names; one that is not taken does not stop the others."""
    require(actor, policy.ADD, vendor_id)
    return [_add_one(actor, vendor_id, stream, name, kind, sharing) for stream, name in sent]


def _add_one(
    actor: Actor, vendor_id: uuid.UUID, stream: IO[bytes], name: str, kind: DocumentKind, sharing: SharingClass
) -> Added:
    shown = inspection.clean_filename(name)
    title = PurePosixPath(shown).stem[:200]
    try:
        return Added(shown, add_document(actor, vendor_id, stream, name, title, kind, sharing=sharing))
    except AlreadyThere as error:
        return Added(shown, session().get_one(Document, error.key), error.fields["file"][0])
    except Invalid as error:
        return Added(shown, None, error.fields["file"][0])


def find_same(vendor_id: uuid.UUID, sha256: str) -> Document | None:
    """The document with this very file that a supplier has in its library and can use (system)."""
    usable = Document.withdrawn_at.is_(None) & (Document.state != FileState.REFUSED)
    same = select(Document).where(Document.vendor_id == vendor_id, Document.sha256 == sha256, usable)
    return session().scalars(same.limit(1)).first()


def change_document(
    actor: Actor,
    key: uuid.UUID,
    revision: int,
    title: str,
    kind: DocumentKind,
    **facts: Unpack[Facts],
) -> Document:
    """Change what is said of a document; the file itself never changes. Raises Changed, Conflict, Invalid."""
    document = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=WHOLE, lock=True)
    if document.revision != revision:
        raise Changed(theirs=document)
    if document.withdrawn_at is not None:
        raise Conflict("Dit bewijs is ingetrokken. U kunt het niet meer wijzigen.")
    before = document.valid_until
    describe(actor, document, title, kind, facts)
    document.revision += 1
    session().flush()
    if document.valid_until != before:
        telling.needs_no_more(document)
    trail.record(actor, "document.changed", "document", document.id, reader=document.vendor_id)
    return document


def withdraw_document(actor: Actor, key: uuid.UUID) -> Document:
    """Withdraw a document: future reads by others stop, and it no longer counts. A second time does nothing."""
    document = fetch(actor, policy.EDIT, key, view=policy.VIEW, options=WHOLE, lock=True)
    if document.withdrawn_at is None:
        document.withdrawn_at = clock.now()
        document.revision += 1
        session().flush()
        telling.needs_no_more(document)
        trail.record(actor, "document.withdrawn", "document", document.id, reader=document.vendor_id)
    return document


def grant_to_dossier(document_ids: Iterable[uuid.UUID], dossier_id: uuid.UUID) -> None:
    """Let whoever may open the dossier read these documents. Granting twice does no harm."""
    wanted = set(document_ids)
    there = set(session().scalars(select(DocumentGrant.document_id).where(DocumentGrant.dossier_id == dossier_id)))
    session().add_all(DocumentGrant(document_id=key, dossier_id=dossier_id) for key in sorted(wanted - there))
    session().flush()


def ending_documents(day: date, within_days: int) -> list[Document]:
    """Documents that end from `day` on within so many days (system: for reminders and flags), soonest first."""
    ending = Document.valid_until.between(day, day + timedelta(days=within_days))
    counting = Document.withdrawn_at.is_(None) & (Document.state == FileState.CLEAN)
    query = select(Document).where(ending, counting)
    return list(session().scalars(query.order_by(Document.valid_until, Document.id)))


def _store(stream: IO[bytes]) -> StoredFile:
    try:
        return files().put(stream, most_bytes())
    except TooLarge as error:
        raise refuse("too_large") from error


def _inspected(vendor_id: uuid.UUID, stored: StoredFile, name: str) -> Document:
    with files().local(stored.key) as path:
        found = inspection.inspect(path, name)
    there = find_same(vendor_id, stored.sha256)
    if there is not None:
        raise AlreadyThere(there)
    return Document(
        vendor_id=vendor_id,
        filename=name,
        media_type=found.media_type,
        page_count=found.page_count,
        size=stored.size,
        sha256=stored.sha256,
        storage_key=stored.key,
    )


def _person(actor: Actor) -> uuid.UUID:
    if actor.user_id is None:
        raise NotFound()
    return actor.user_id
