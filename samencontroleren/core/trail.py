# SPDX-License-Identifier: EUPL-1.2
"""The trail: who did what to which object, append only, sealed into a hash chain.

Six facts per row (BIO2 8.15.01): action, object, result, origin, actor, moment. Rows are written in the
transaction of the act itself; a job seals them within seconds; `verify` names the first row that was changed,
removed or added. Rows hold ids and codes, never names, answers or secrets.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.access import Actor
from samencontroleren.core.db import Base, Identified, session
from samencontroleren.core.request_context import origin

Sequence = BigInteger().with_variant(Integer(), "sqlite")

GENESIS = "0" * 64


class TrailRow(Identified, Base):
    """One act. Never changed, never removed (triggers refuse it)."""

    __tablename__ = "trail_rows"
    __table_args__ = (Index("ix_trail_rows_object", "object_kind", "object_id"),)

    happened_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    action: Mapped[str] = mapped_column(String(80))
    object_kind: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[uuid.UUID | None]
    result: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(120))
    user_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    membership_id: Mapped[uuid.UUID | None]
    reader_organisation_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]


class TrailSeal(Base):
    """The place of one row in the chain, with the bytes that were hashed."""

    __tablename__ = "trail_seals"

    number: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    row_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_rows.id"), unique=True)
    canonical: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


def record(
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: uuid.UUID | None,
    result: str = "ok",
    reader: uuid.UUID | None = None,
    **facts: Any,
) -> None:
    """Write one act in the present transaction.

    `reader` is the organisation in whose own trail the row stands; without it only VNG's. Facts are ids, codes
    and numbers only.
    """
    session().add(
        TrailRow(
            happened_at=clock.now(),
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            result=result,
            origin=origin(),
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            reader_organisation_id=reader,
            facts={name: _plain(value) for name, value in facts.items()},
        )
    )


def seal() -> int:
    """Append all rows not yet sealed to the chain, oldest first; returns how many. May run twice without harm."""
    last = session().scalars(select(TrailSeal).order_by(TrailSeal.number.desc()).limit(1)).first()
    number, digest = (last.number, last.digest) if last else (0, GENESIS)
    sealed = select(TrailSeal.row_id)
    waiting = select(TrailRow).where(TrailRow.id.not_in(sealed)).order_by(TrailRow.happened_at, TrailRow.id)
    rows = session().scalars(waiting).all()
    for row in rows:
        number, canonical = number + 1, canonical_bytes(row)
        digest = chained(digest, canonical)
        session().add(TrailSeal(number=number, row_id=row.id, canonical=canonical, digest=digest))
    session().flush()
    return len(rows)


@dataclass(frozen=True)
class Verification:
    """What `verify` found: the first fault in words (None when whole), rows sealed, rows not yet sealed."""

    fault: str | None
    sealed: int
    unsealed: int
    head: str


def verify() -> Verification:
    """Walk the chain from its first seal and name the first row changed, removed or added.

    A cut after the last published head can not be seen from here alone: compare `head` with a published one.
    """
    digest, number, fault = GENESIS, 0, None
    with session().execute(_chain()) as rows:
        for found in rows:
            seal_row: TrailSeal = found[0]
            row: TrailRow | None = found[1]
            number += 1
            fault = _fault(number, digest, seal_row, row)
            if fault:
                break
            digest = seal_row.digest
    total = session().scalar(select(func.count()).select_from(TrailRow)) or 0
    sealed = session().scalar(select(func.count()).select_from(TrailSeal)) or 0
    return Verification(fault, sealed, max(total - sealed, 0), digest)


def canonical_bytes(row: TrailRow) -> str:
    """The text of a row that is hashed: JSON with sorted keys, UTC moments to the microsecond."""
    facts = {
        "id": row.id,
        "happened_at": row.happened_at,
        "action": row.action,
        "object_kind": row.object_kind,
        "object_id": row.object_id,
        "result": row.result,
        "origin": row.origin,
        "user_id": row.user_id,
        "membership_id": row.membership_id,
        "reader_organisation_id": row.reader_organisation_id,
        "facts": row.facts,
    }
    plain = {name: _plain(value) for name, value in facts.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chained(previous: str, canonical: str) -> str:
    """The digest of a row: SHA-256 over the previous digest and the row's own text."""
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def _chain() -> Select[TrailSeal, TrailRow]:
    """Seals in order with their rows (None where removed), read in pieces so that memory stays flat."""
    return (
        select(TrailSeal, TrailRow)
        .outerjoin(TrailRow, TrailRow.id == TrailSeal.row_id)
        .order_by(TrailSeal.number)
        .execution_options(yield_per=500)
    )


def _fault(number: int, previous: str, seal_row: TrailSeal, row: TrailRow | None) -> str | None:
    if seal_row.number != number:
        return f"seal {number} is missing"
    if row is None:
        return f"row {seal_row.row_id} (seal {number}) was removed"
    if canonical_bytes(row) != seal_row.canonical:
        return f"row {row.id} (seal {number}) was changed"
    if chained(previous, seal_row.canonical) != seal_row.digest:
        return f"seal {number} (row {row.id}) does not fit the chain"
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value
