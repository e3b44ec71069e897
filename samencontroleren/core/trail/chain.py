# SPDX-License-Identifier: EUPL-1.2
"""The chain: sealing the rows that wait, and checking the whole.

Each seal holds the text of its row and a SHA-256 over the seal before it and that text, so that nothing can be changed,
taken out, put in or moved without every later digest being another. Who can write the database could make the whole
chain anew: that is what heads published elsewhere are for (`heads`).
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, delete, exists, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base, Database, session
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.trail.rows import TrailRow, TrailWaiting, canonical_text

Sequence = BigInteger().with_variant(Integer(), "sqlite")

GENESIS = "0" * 64
BATCH = 1000
"""Rows sealed in one transaction, so that acts never wait long for it."""
LOCK = 0x7472_6169_6C00
"""The advisory lock of PostgreSQL that whoever seals holds."""
ROW = (
    TrailRow.id,
    TrailRow.happened_at,
    TrailRow.action,
    TrailRow.object_kind,
    TrailRow.object_id,
    TrailRow.result,
    TrailRow.origin,
    TrailRow.user_id,
    TrailRow.membership_id,
    TrailRow.reader_organisation_id,
    TrailRow.facts,
)
"""Columns instead of objects: a chain of millions is walked through."""


class TrailSeal(Base):
    """The place of one row in the chain, with the text that was hashed."""

    __tablename__ = "trail_seals"

    number: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    row_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_rows.id"), unique=True)
    canonical: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


def seal_waiting(database: Database) -> int:
    """Seal all that waits, in transactions of `BATCH` rows; returns how many."""
    together = 0
    while True:
        with database.unit(side=NOBODY):
            number = seal()
        together += number
        if number < BATCH:
            return together


def seal() -> int:
    """Append up to `BATCH` waiting rows to the chain, the oldest first; returns how many were taken.

    Takes none while another process seals. May run twice without harm.
    """
    if not _is_alone():
        return 0
    waiting_rows = (
        select(*ROW, TrailSeal.number)
        .join(TrailWaiting, TrailWaiting.row_id == TrailRow.id)
        .outerjoin(TrailSeal, TrailSeal.row_id == TrailRow.id)
        .order_by(TrailWaiting.happened_at, TrailWaiting.row_id)
        .limit(BATCH)
    )
    taken = session().execute(waiting_rows).all()
    if taken:
        _append(row for row in taken if row.number is None)
        session().execute(delete(TrailWaiting).where(TrailWaiting.row_id.in_([row.id for row in taken])))
    return len(taken)


def _append(rows: Iterable[Any]) -> None:
    last = (
        session().execute(select(TrailSeal.number, TrailSeal.digest).order_by(TrailSeal.number.desc()).limit(1)).first()
    )
    number, digest = last or (0, GENESIS)
    made = []
    for row in rows:
        number, canonical = number + 1, canonical_text(row)
        digest = chained(digest, canonical)
        made.append({"number": number, "row_id": row.id, "canonical": canonical, "digest": digest})
    if made:
        session().execute(insert(TrailSeal), made)


def _is_alone() -> bool:
    """Whether nobody else seals. On SQLite whoever writes is alone already."""
    if session().get_bind().dialect.name == "sqlite":
        return True
    return bool(session().scalar(select(func.pg_try_advisory_xact_lock(LOCK))))


def chained(previous: str, canonical: str) -> str:
    """The digest of a row: SHA-256 over the previous digest and the row's own text."""
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


@dataclass(frozen=True)
class Waiting:
    """The tail that is not sealed yet."""

    number: int
    since: datetime | None
    """The moment of its oldest row."""


def waiting() -> Waiting:
    """How many rows wait for the seal, and since when."""
    number, since = session().execute(select(func.count(), func.min(TrailWaiting.happened_at))).one()
    return Waiting(number, since)


@dataclass(frozen=True)
class Verification:
    """What `verify` found: the first fault in words (None when whole), rows sealed, rows that wait, last digest."""

    fault: str | None
    sealed: int
    unsealed: int
    head: str


def verify() -> Verification:
    """Walk the chain from its first seal and name the first row changed, removed, moved or added.

    A chain made anew from the first changed row on can not be told from here alone: see `heads.check`.
    """
    digest, number, fault = GENESIS, 0, None
    with session().execute(_chain()) as rows:
        for row in rows:
            fault = _fault(number + 1, digest, row)
            if fault:
                break
            number, digest = number + 1, row.digest
    sealed = session().scalar(select(func.count()).select_from(TrailSeal)) or 0
    return Verification(fault or _added(), sealed, waiting().number, digest)


def _chain() -> Any:
    """Seals in order with the columns of their rows (empty where removed), read in pieces so that memory stays flat."""
    return (
        select(TrailSeal.number, TrailSeal.row_id, TrailSeal.canonical, TrailSeal.digest, *ROW)
        .outerjoin(TrailRow, TrailRow.id == TrailSeal.row_id)
        .order_by(TrailSeal.number)
        .execution_options(yield_per=1000)
    )


def _fault(number: int, previous: str, row: Any) -> str | None:
    if row.number != number:
        return f"seal {number} is missing"
    if row.id is None:
        return f"row {row.row_id} (seal {number}) was removed"
    if canonical_text(row) != row.canonical:
        return f"row {row.row_id} (seal {number}) was changed"
    if chained(previous, row.canonical) != row.digest:
        return f"row {row.row_id} (seal {number}) was put in or moved: it does not fit the seal before it"
    return None


def _added() -> str | None:
    """A row that stands in neither the chain nor the queue: written past the platform."""
    strange = select(TrailRow.id).where(
        ~exists().where(TrailSeal.row_id == TrailRow.id), ~exists().where(TrailWaiting.row_id == TrailRow.id)
    )
    found = session().scalar(strange.order_by(TrailRow.happened_at).limit(1))
    return f"row {found} was added past the platform" if found else None
