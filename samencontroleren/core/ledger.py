# SPDX-License-Identifier: EUPL-1.2
"""What must stay although nothing else changed: denials, readings, failed log-ins, the touch of a session.

Such notes are collected during a request and written in a short transaction of their own after the request's
transaction has ended. A document's first byte leaves only after that commit.
"""

from collections.abc import Callable
from contextvars import ContextVar

from samencontroleren.core.db import Database
from samencontroleren.core.sides import NOBODY

Note = Callable[[], None]
"""A function that writes something; it runs inside the ledger's own unit of work."""

_notes: ContextVar[list[Note] | None] = ContextVar("ledger_notes", default=None)


def open_page() -> None:
    """Start collecting for one request."""
    _notes.set([])


def note(write: Note) -> None:
    """Have `write` run after the present transaction, whether that is kept or not."""
    notes = _notes.get()
    if notes is None:
        raise RuntimeError("no ledger page is open")
    notes.append(write)


def close_page(database: Database) -> None:
    """Write all notes in one short transaction. Does nothing when there are none."""
    notes = _notes.get() or []
    _notes.set(None)
    if not notes:
        return
    with database.unit(side=NOBODY):
        for write in notes:
            write()
