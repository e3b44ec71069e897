# SPDX-License-Identifier: EUPL-1.2
"""The way of a file out of quarantine (BIO2 8.07): looked through for malware, copied for reading, clean or refused.

A file is looked at after the commit of its upload, so that no transaction waits for the scanner, and again by a
job each minute for what could not be looked at then. Both may run at once: the state is moved once.
"""

import io
import uuid
from dataclasses import dataclass
from functools import partial

from flask import current_app
from sqlalchemy import select

from samencontroleren.core import clock, sides, trail
from samencontroleren.core.db import Database, after_unit, session
from samencontroleren.core.files import FileDestroyed, NoSuchFile
from samencontroleren.core.scanner import Outcome, Scanned, Scanner
from samencontroleren.evidence import reader, telling, types
from samencontroleren.evidence.kinds import FILE_MOVES, FileReason, FileState
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.store import files
from samencontroleren.organisations.actor import SYSTEM

QUICK = 5 * 1024 * 1024
"""Bytes up to which the uploader waits for the scan; larger files are looked through by the job."""
COPY_LIMIT = 200 * 1024 * 1024
"""Bytes of a copy: an image encoded anew may be larger than its original."""
MOST = 200
"""Files per run of the job."""

REASON_OF = {
    Outcome.UNREACHABLE: FileReason.SCANNER_DOWN,
    Outcome.FOUND: FileReason.MALWARE,
    Outcome.UNSURE: FileReason.NOT_SCANNED_WHOLLY,
    Outcome.CLEAN: None,
}
STATE_OF = {
    Outcome.FOUND: FileState.REFUSED,
    Outcome.UNSURE: FileState.REFUSED,
    Outcome.CLEAN: FileState.CLEAN,
}


@dataclass(frozen=True)
class Looked:
    """What was seen of a file, and by which scanner."""

    scanned: Scanned
    scanner: str
    copy: reader.Cleaned | None = None
    is_copied: bool = True
    """Whether the copy for reading could be made, where one is needed."""

    @property
    def reason(self) -> FileReason | None:
        """Why it waits or is refused."""
        return REASON_OF[self.scanned.outcome] if self.is_copied else FileReason.NO_COPY

    @property
    def state(self) -> FileState:
        """Where it goes."""
        return STATE_OF[self.scanned.outcome] if self.is_copied else FileState.REFUSED


def scanner() -> Scanner:
    """The scanner of this application."""
    found: Scanner = current_app.extensions["scanner"]
    return found


def check_after_commit(document: Document) -> None:
    """Look through a new file as soon as its upload is kept; what fails here is for the job."""
    if document.size <= QUICK:
        database: Database = current_app.extensions["database"]
        after_unit(kept=partial(_check_apart, database, document.id))


def _check_apart(database: Database, key: uuid.UUID) -> None:
    """Look in a reading unit, so that nobody who writes waits for the scanner; then note what was seen."""
    with database.unit(write=False, side=sides.SYSTEM):
        looked = look(key)
    if looked is not None:
        with database.unit(side=sides.SYSTEM):
            settle(key, looked)


def due_checks() -> list[uuid.UUID]:
    """Files in quarantine, oldest first; while the scanner is away only those whose supplier does not know yet."""
    waiting = select(Document.id).where(Document.state == FileState.QUARANTINE)
    if not scanner().is_reachable():
        waiting = waiting.where(Document.reason.is_(None))
    return list(session().scalars(waiting.order_by(Document.created_at, Document.id).limit(MOST)))


def check(key: uuid.UUID) -> None:
    """Look through one file and note what was seen, in the present unit of work. May run twice."""
    looked = look(key)
    if looked is not None:
        settle(key, looked)


def look(key: uuid.UUID) -> Looked | None:
    """Look through a file in quarantine; None when there is nothing to look at any more."""
    document = session().get(Document, key)
    if document is None or document.state is not FileState.QUARANTINE:
        return None
    try:
        with files().open(document.storage_key) as stream:
            scanned = scanner().scan(stream)
        if scanned.outcome is not Outcome.CLEAN or document.media_type not in types.PAGED:
            return Looked(scanned, scanner().name)
        with files().local(document.storage_key) as path:
            copy = reader.cleaned(document.media_type, path)
        return Looked(scanned, scanner().name, copy, copy is not None)
    except (NoSuchFile, FileDestroyed):
        return None


def settle(key: uuid.UUID, looked: Looked) -> None:
    """Note what was seen, move the state, and tell the supplier; nothing happens when another was first."""
    document = session().get(Document, key, with_for_update=True, populate_existing=True)
    if document is None or document.state is not FileState.QUARANTINE:
        return
    outcome = looked.scanned.outcome
    had_to_wait, document.reason = document.reason is not None, looked.reason
    if outcome is Outcome.UNREACHABLE:
        session().flush()
        telling.is_waiting(document)
        return
    document.scanned_at, document.scanner = clock.now(), looked.scanner
    if looked.copy is not None:
        document.findings = looked.copy.findings
        document.cleaned_key = files().put(io.BytesIO(looked.copy.content), COPY_LIMIT).key
    move(document, looked.state)
    facts = {"scanner": looked.scanner, "found": looked.scanned.name}
    trail.record(SYSTEM, f"document.{document.state}", "document", key, reader=document.vendor_id, **facts)
    telling.is_checked(document, had_to_wait)


def move(document: Document, state: FileState) -> None:
    """The one place where the state of a file changes. Raises ValueError for a move that is not allowed."""
    if state not in FILE_MOVES[document.state]:
        raise ValueError(f"a file does not go from {document.state} to {state}")
    document.state = state
    if state is FileState.REFUSED:
        files().remove(document.storage_key)
    session().flush()
