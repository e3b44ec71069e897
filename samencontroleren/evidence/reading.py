# SPDX-License-Identifier: EUPL-1.2
"""Reading what is in a document: pages as images, text and tables from the copy, and the file itself.

Each reading stands in the trail. The functions that take a document instead of its key are for callers that asked
leave on something else: a question somebody was asked to answer.
"""

import uuid
from typing import IO

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.core.storage.keys import FileKey
from samencontroleren.evidence import policy, reader, stamps, types
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.store import files
from samencontroleren.organisations.actor import Actor

WAITING = "Dit bestand wordt nog gecontroleerd. Probeer het over een paar minuten opnieuw."
REFUSED = "Dit bestand is geweigerd en weggegooid. Voeg een andere versie toe."


def page_image(actor: Actor, key: uuid.UUID, page: int) -> bytes:
    """A page as PNG, made by a process of its own. Raises NotFound, PageUnreadable; the reading is recorded."""
    return image_of(actor, fetch(actor, policy.VIEW, key), page)


def image_of(actor: Actor, document: Document, page: int) -> bytes:
    """The same of a document that the caller asked leave for (system)."""
    _require_clean(document)
    if not 1 <= page <= document.page_count:
        raise NotFound()
    mark = stamps.mark_of(actor, document.id)
    with files().local(_copy(document)) as path:
        stamp = stamps.text_for(actor, mark, _reviews(actor, document), document.sensitivity)
        image = reader.page_png(document.media_type, path, page, stamp)
    _note_reading(actor, document, "document.page-read", mark=mark)
    return image


def page_text(actor: Actor, key: uuid.UUID, page: int) -> str:
    """The text of a page of a pdf, from the copy. Raises NotFound, PageUnreadable; the reading is recorded."""
    document = _get_clean(actor, key)
    if document.media_type != types.PDF or not 1 <= page <= document.page_count:
        raise NotFound()
    with files().local(_copy(document)) as path:
        found = reader.page_text(path, page)
    _note_reading(actor, document, "document.text-read")
    return found


def reading_of(actor: Actor, key: uuid.UUID) -> reader.Reading:
    """The text or tables of a document that is not shown as images; the reading is recorded. Raises NotFound.

    Leave to read, for what part it is read and the key of its file come in one query; the key is held, so that the
    store finds it at hand.
    """
    columns = [Document, policy.opened_by_dossier(actor).label("reviews"), FileKey]
    query = visible(actor, policy.VIEW, columns=columns)
    query = query.outerjoin(FileKey, FileKey.storage_key == Document.storage_key).where(Document.id == key)
    row = session().execute(query).one_or_none()
    if row is None:
        raise NotFound()
    document, reviews, _held = row
    return _content(actor, document, bool(reviews))


def content_of(actor: Actor, document: Document) -> reader.Reading:
    """The same of a document that the caller asked leave for (system)."""
    return _content(actor, document)


def _content(actor: Actor, document: Document, reviews: bool | None = None) -> reader.Reading:
    _require_clean(document)
    if document.media_type in types.PAGED:
        return reader.Reading()
    with files().local(document.storage_key) as path:
        found = reader.reading_of(document.media_type, path)
    if found.text is not None or found.tables:
        _note_reading(actor, document, "document.text-read", reviews=reviews)
    return found


def open_original(actor: Actor, key: uuid.UUID) -> tuple[Document, IO[bytes]]:
    """The file, to hand out as attachment only; the download is recorded. Raises NotFound, Forbidden, Conflict.

    Its supplier gets the sealed original; anybody else the copy without active content, where there is one.
    """
    document = fetch(actor, policy.DOWNLOAD, key, view=policy.VIEW)
    _require_clean(document)
    is_own = document.vendor_id in actor.vendor_ids
    opened = files().open(document.storage_key if is_own or not document.cleaned_key else document.cleaned_key)
    _note_reading(actor, document, "document.downloaded", each_time=True)
    return document, opened


def open_for_machine(actor: Actor, key: uuid.UUID) -> tuple[Document, IO[bytes]]:
    """The original for an API client: the supplier's own system only; for anybody else it takes a person."""
    document = fetch(actor, policy.DOWNLOAD, key, view=policy.VIEW)
    if document.vendor_id not in actor.vendor_ids:
        require_present(actor)
    return open_original(actor, key)


def _get_clean(actor: Actor, key: uuid.UUID) -> Document:
    """A document this actor may read, once its file may be. Raises NotFound, and Conflict for its own supplier."""
    document = fetch(actor, policy.VIEW, key)
    _require_clean(document)
    return document


def _require_clean(document: Document) -> None:
    if document.state is not FileState.CLEAN:
        raise Conflict(REFUSED if document.state is FileState.REFUSED else WAITING)


def _copy(document: Document) -> str:
    """Where the copy for reading of a pdf or image lies: its original is never opened for a reader."""
    if document.cleaned_key is None:
        raise Conflict(WAITING)
    return document.cleaned_key


def _reviews(actor: Actor, document: Document) -> bool:
    """Whether the actor reads it as somebody who may open its dossier, not as a user of the product."""
    same = select(Document.id).where(Document.id == document.id, policy.opened_by_dossier(actor))
    return session().scalar(same) is not None


def _note_reading(
    actor: Actor,
    document: Document,
    action: str,
    each_time: bool = False,
    mark: str = "",
    reviews: bool | None = None,
) -> None:
    """Readings by the supplier stand in its own trail, those by a gemeente after release in that of the gemeente, those
    by reviewers only in VNG's. The supplier is told of all but its own and those of reviewers.

    `reviews`: what `_reviews` said, where it was asked before.
    """
    is_own = document.vendor_id in actor.supplier_ids  # its guests too
    reviews = not is_own and (_reviews(actor, document) if reviews is None else reviews)
    trail.note_reading(
        actor,
        action,
        "document",
        document.id,
        action,
        reader=None if reviews else actor.organisation_id,
        is_told=actor.is_vng or not (is_own or reviews),
        each_time=each_time,
        **({"mark": mark} if mark else {}),
    )
