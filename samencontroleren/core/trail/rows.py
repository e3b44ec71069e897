# SPDX-License-Identifier: EUPL-1.2
"""The rows of the trail, and the one function that writes them.

Six facts per row (BIO2 8.15.01): action, object, result, origin, actor, moment. A row is written together with its
place in the queue of rows to be sealed: one that stands in neither the queue nor the chain did not come from here.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.access import Actor
from samencontroleren.core.db import Base, Identified, session
from samencontroleren.core.request_context import address, origin


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


class TrailWaiting(Base):
    """A row that is not sealed yet; sealing takes it from here."""

    __tablename__ = "trail_waiting"
    __table_args__ = (Index("ix_trail_waiting_order", "happened_at", "row_id"),)

    row_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_rows.id", ondelete="RESTRICT"), primary_key=True)
    happened_at: Mapped[datetime]

    row: Mapped[TrailRow] = relationship(lazy="raise")


class TrailOrigin(Base):
    """The address of the computer that a row came from: personal data, so kept apart from what can not be erased."""

    __tablename__ = "trail_origins"

    row_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("trail_rows.id", ondelete="RESTRICT"), primary_key=True)
    address: Mapped[str] = mapped_column(String(45))
    noted_at: Mapped[datetime] = mapped_column(default=clock.real_now, index=True)

    row: Mapped[TrailRow] = relationship(lazy="raise")


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
    row = TrailRow(
        happened_at=clock.acted_at(),
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
    session().add(TrailWaiting(row=row, happened_at=row.happened_at))
    if came_from := address():
        session().add(TrailOrigin(row=row, address=came_from))


def canonical_text(row: Any) -> str:
    """The text of a row (or of its columns) that is hashed: JSON with sorted keys, UTC moments to the microsecond."""
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


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value
