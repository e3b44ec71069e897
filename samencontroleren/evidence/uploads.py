# SPDX-License-Identifier: EUPL-1.2
"""Files that come in parts, so that a broken connection costs one part and not the whole file.

The browser says beforehand what it will send. Each part is sealed as every file is; the last one puts them together,
holds the whole against what was said, and gives it to `service.add_document`: from there it goes the way of every file.
"""

import hashlib
import io
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import IO, cast

from sqlalchemy import func, select

from samencontroleren.core import clock
from samencontroleren.core.access import fetch, require, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.files import NoSuchFile
from samencontroleren.evidence import inspection, policy, service
from samencontroleren.evidence.kinds import DocumentKind, SharingClass, UploadState
from samencontroleren.evidence.models import Upload, UploadPart
from samencontroleren.evidence.reasons import most_bytes, refuse
from samencontroleren.evidence.store import files
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code

PART = 2 * 1024 * 1024
"""Bytes of a part: what a broken connection costs at most, and what is held in memory at once."""
MOST_OPEN = 20
"""How many times the largest file a supplier may have half sent."""

TOO_MANY = "Er staan nog te veel bestanden half verstuurd. Maak die eerst af, of stop ze."
PART_CHANGED = "Dit deel is onderweg veranderd. Verstuur het opnieuw."
PART_WRONG = "Dit deel past niet bij het bestand. Begin opnieuw met versturen."
GAP = "Hier ontbreekt een stuk van het bestand."
CHANGED = "Het bestand is onderweg veranderd, of u hebt het tijdens het versturen opgeslagen. Verstuur het opnieuw."


def start_upload(
    actor: Actor,
    vendor_id: uuid.UUID,
    *,
    filename: str,
    size: int,
    sha256: str,
    title: str,
    kind: DocumentKind,
    sharing: SharingClass,
    valid_until: date | None = None,
) -> Upload:
    """Announce a file of `size` bytes; the same file again goes on where it stopped, with what is said of it now.

    A file that the supplier has already is done at once, without sending. Raises Invalid with the reason at field
    "file": nothing needs to be sent to hear that a file is too large or of a kind that is not taken.
    """
    require(actor, policy.ADD, vendor_id)
    name = inspection.clean_filename(filename)
    inspection.wanted_type(name)
    _check_size(size)
    upload = _unfinished(actor, vendor_id, size, sha256)
    if upload is None:
        _check_room(vendor_id, size)
        upload = Upload(vendor_id=vendor_id, user_id=actor.user_id, size=size, sha256=sha256, received=0)
    upload.filename, upload.title = name, title or PurePosixPath(name).stem[:200]
    upload.kind, upload.sharing, upload.valid_until = kind, sharing, valid_until
    upload.state, upload.note, upload.changed_at = UploadState.OPEN, "", clock.now()
    there = service.find_same(vendor_id, sha256)
    if there is not None:
        _finish(upload, there.id, service.THERE_ALREADY)
    session().add(upload)
    session().flush()
    return upload


def get_upload(actor: Actor, key: uuid.UUID) -> Upload:
    """How far a file of one's own is. Raises NotFound."""
    return fetch(actor, policy.UPLOAD, key)


def list_unfinished(actor: Actor, vendor_id: uuid.UUID) -> list[Upload]:
    """The files one has half sent for a supplier, the first begun first."""
    half = (Upload.vendor_id == vendor_id) & (Upload.state == UploadState.OPEN) & (Upload.received > 0)
    return list(session().scalars(visible(actor, policy.UPLOAD).where(half).order_by(Upload.created_at, Upload.id)))


def kept_days() -> int:
    """For how many days one can go on with a half sent file."""
    return parameters.number_on(Code.UPLOAD_DAYS)


def add_part(actor: Actor, key: uuid.UUID, offset: int, content: bytes, sha256: str) -> Upload:
    """Keep the part of a file that begins at `offset`; a part that is here already does no harm.

    The last part makes it a document, or is told why not (`state`, `note`). Raises NotFound, Invalid for a part that
    is not what its sender says, Conflict where a part before it is missing, StoreUnavailable.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Invalid({"part": [PART_CHANGED]})
    upload = fetch(actor, policy.UPLOAD, key, lock=True)
    if upload.state is not UploadState.OPEN or offset < upload.received:
        return upload
    if offset > upload.received:
        raise Conflict(GAP)
    if not 0 < len(content) <= min(PART, upload.size - offset):
        raise Invalid({"part": [PART_WRONG]})
    stored = files().put(io.BytesIO(content), PART)
    session().add(UploadPart(upload_id=upload.id, offset=offset, storage_key=stored.key))
    upload.received = offset + len(content)
    session().flush()
    if upload.received == upload.size:
        _close(actor, upload)
    return upload


def stop_upload(actor: Actor, key: uuid.UUID) -> None:
    """Throw away what came of a file; the document it became, if it did, stays. Raises NotFound."""
    _forget(fetch(actor, policy.UPLOAD, key, lock=True))


def due_uploads() -> list[uuid.UUID]:
    """Files that nobody went on sending, and the notes of those that are done, for as long as an administrator set."""
    kept = clock.now() - parameters.days_on(Code.UPLOAD_DAYS)
    return list(session().scalars(select(Upload.id).where(Upload.changed_at <= kept).order_by(Upload.changed_at)))


def expire(key: uuid.UUID) -> None:
    """Throw away what came of one file, unless somebody went on with it meanwhile. May run twice."""
    upload = session().get(Upload, key, with_for_update=True, populate_existing=True)
    if upload is not None and upload.changed_at <= clock.now() - parameters.days_on(Code.UPLOAD_DAYS):
        _forget(upload)


def _check_size(size: int) -> None:
    if size > most_bytes():
        raise refuse("too_large")
    if size < 1:
        raise refuse("empty")


def _check_room(vendor_id: uuid.UUID, size: int) -> None:
    half = (Upload.vendor_id == vendor_id) & (Upload.state == UploadState.OPEN)
    taken = session().scalar(select(func.coalesce(func.sum(Upload.size), 0)).where(half)) or 0
    if taken + size > MOST_OPEN * most_bytes():
        raise Invalid({"file": [TOO_MANY]})


def _unfinished(actor: Actor, vendor_id: uuid.UUID, size: int, sha256: str) -> Upload | None:
    """The same file, half sent by the same person for the same supplier."""
    same = (Upload.vendor_id == vendor_id) & (Upload.size == size) & (Upload.sha256 == sha256)
    mine = visible(actor, policy.UPLOAD).where(same, Upload.state == UploadState.OPEN)
    return session().scalars(mine.order_by(Upload.created_at).limit(1)).first()


def _close(actor: Actor, upload: Upload) -> None:
    """All is here: hold it against what was said, and have it taken as every file is."""
    keys = _keys(upload)
    try:
        if _digest(keys) != upload.sha256:
            raise Invalid({"file": [CHANGED]})
        made = service.add_document(
            actor,
            upload.vendor_id,
            cast(IO[bytes], _Joined(keys)),
            upload.filename,
            upload.title,
            upload.kind,
            valid_until=upload.valid_until,
            sharing=upload.sharing,
        )
        _finish(upload, made.id)
    except service.AlreadyThere as error:
        _finish(upload, error.key, service.THERE_ALREADY)
    except (Invalid, NoSuchFile) as error:
        told = error.fields["file"][0] if isinstance(error, Invalid) else CHANGED
        upload.state, upload.note = UploadState.REFUSED, told[:400]
    _discard_parts(upload)


def _finish(upload: Upload, document_id: uuid.UUID, note: str = "") -> None:
    upload.state, upload.document_id, upload.note = UploadState.DONE, document_id, note


def _keys(upload: Upload) -> list[str]:
    parts = select(UploadPart.storage_key).where(UploadPart.upload_id == upload.id)
    return list(session().scalars(parts.order_by(UploadPart.offset)))


def _digest(keys: list[str]) -> str:
    whole = hashlib.sha256()
    for content in _contents(keys):
        whole.update(content)
    return whole.hexdigest()


def _contents(keys: list[str]) -> Iterator[bytes]:
    for key in keys:
        with files().open(key) as part:
            yield part.read()


class _Joined(io.RawIOBase):
    """Parts read as one file, one of them in memory at a time."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__()
        self._contents, self._here = _contents(keys), io.BytesIO()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or fewer at the end of a part; none at the end of the file."""
        found = self._here.read(size)
        if not found and (following := next(self._contents, None)) is not None:
            self._here = io.BytesIO(following)
            return self.read(size)
        return found


def _discard_parts(upload: Upload) -> None:
    for part in session().scalars(select(UploadPart).where(UploadPart.upload_id == upload.id)):
        session().delete(part)
        files().discard(part.storage_key)


def _forget(upload: Upload) -> None:
    _discard_parts(upload)
    session().flush()
    session().delete(upload)
    session().flush()
