# SPDX-License-Identifier: EUPL-1.2
"""Keeps the words current: whatever is written through a session is indexed in the same transaction.

Nobody has to think of it: a listener sees each row that is added, changed or removed. What goes round the session
(bulk statements, a migration, an older version that still runs) is mended by the job.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Select, Table, delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from samencontroleren.core.access import Permission
from samencontroleren.core.db import session
from samencontroleren.core.searching import SearchKind, kinds
from samencontroleren.search.models import SearchEntry
from samencontroleren.search.words import fold

ENTRIES: Table = SearchEntry.metadata.tables[SearchEntry.__tablename__]
AT_ONCE = 1000


def source(kind: SearchKind) -> Select[Any]:
    """The rows of a kind with what is read of them, for everybody: only to be indexed."""
    return kind.join(select(_key(kind.view), *kind.columns))


def _key(view: Permission[Any]) -> ColumnElement[Any]:
    column: ColumnElement[Any] = view.model.id
    return column


def rebuild(kind: SearchKind) -> int:
    """Index all rows of a kind anew; how many there are."""
    connection = session().connection()
    connection.execute(delete(ENTRIES).where(ENTRIES.c.kind == kind.code))
    return _write(connection, kind, source(kind))


def mend(kind: SearchKind) -> int:
    """Index rows that lack their words and forget words without a row; how many rows were added."""
    connection = session().connection()
    own = ENTRIES.c.kind == kind.code
    there = select(_key(kind.view))
    connection.execute(delete(ENTRIES).where(own, ENTRIES.c.object_id.not_in(there)))
    return _write(connection, kind, lacking(kind))


def lacking(kind: SearchKind) -> Select[Any]:
    """The rows of a kind that have no words yet."""
    present = select(ENTRIES.c.id).where(ENTRIES.c.kind == kind.code, ENTRIES.c.object_id == _key(kind.view))
    return source(kind).where(~present.exists())


def _write(connection: Connection, kind: SearchKind, query: Select[Any]) -> int:
    number = 0
    found: CursorResult[Any] = connection.execute(query)
    for rows in found.partitions(AT_ONCE):
        number += len(rows)
        _put(connection, [_entry(kind, row) for row in rows])
    return number


def _entry(kind: SearchKind, row: Any) -> dict[str, Any]:
    words = kind.words(row)
    folded = fold(words.title)
    return {
        "kind": kind.code,
        "object_id": row.id,
        "title": words.title[:400],
        "folded": folded[:400],
        "words": f"{folded} {fold(words.more)}".strip(),
    }


def _put(connection: Connection, entries: Sequence[dict[str, Any]]) -> None:
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    put = dialect.insert(ENTRIES)
    changed = {name: put.excluded[name] for name in ("title", "folded", "words")}
    connection.execute(put.on_conflict_do_update(index_elements=["kind", "object_id"], set_=changed), entries)


@event.listens_for(Session, "after_flush")
def keep(written: Session, _context: Any) -> None:
    """Index what this flush wrote, and forget what it removed."""
    watched = _watched()
    dirty = (row for row in written.dirty if type(row) in watched and written.is_modified(row))
    changed = [*(row for row in written.new if type(row) in watched), *dirty]
    if not changed and not written.deleted:
        return
    for kind in kinds():
        where = list(_touched(kind, changed))
        gone = [row.id for row in written.deleted if type(row) is kind.view.model]
        if gone:
            this = (ENTRIES.c.kind == kind.code, ENTRIES.c.object_id.in_(gone))
            written.connection().execute(delete(ENTRIES).where(*this))
        for condition in where:
            _write(written.connection(), kind, source(kind).where(condition))


def _watched() -> set[type[Any]]:
    """The tables whose words are kept or used: most of what is written is of others."""
    return {table for kind in kinds() for table in (kind.view.model, *kind.follows)}


def _touched(kind: SearchKind, changed: Iterable[Any]) -> Iterable[ColumnElement[bool]]:
    """Conditions on the rows of a kind whose words may have changed."""
    own = []
    for row in changed:
        if type(row) is kind.view.model:
            own.append(row.id)
        elif follows := kind.follows.get(type(row)):
            yield follows(row)
    if own:
        yield _key(kind.view).in_(own)
