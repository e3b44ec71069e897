# SPDX-License-Identifier: EUPL-1.2
"""Readings of what is confidential: one row in the trail per reader, object and day (downloads: each time).

A reading happens in a transaction that only reads, so it is written after it, through the ledger. Each process keeps in
mind what was noted today: opening a page again asks and writes nothing, and waits for nobody. That it is written once
is held by the table of readings, from which a supplier's page of readers is counted too.
"""

import uuid
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock, ledger
from samencontroleren.core.access import Actor
from samencontroleren.core.db import Base, after_unit, session
from samencontroleren.core.trail.rows import record

MOST = 20_000
_noted: set[tuple[Any, ...]] = set()
"""What this process has seen written; at most `MOST` at a time."""


class TrailReading(Base):
    """On this day somebody read something."""

    __tablename__ = "trail_readings"
    __table_args__ = (Index("ix_trail_readings_object", "object_kind", "object_id", "day"),)

    membership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    object_kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    object_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Which part of it."""
    day: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID]
    is_told: Mapped[bool]
    """Whether it counts among the readers that its owner is told of (as a kind of organisation, in numbers)."""


def note_reading(
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: uuid.UUID,
    what: str,
    *,
    reader: uuid.UUID | None,
    is_told: bool = True,
    each_time: bool = False,
    **facts: Any,
) -> None:
    """Have a reading written once this request has ended: the first of the day, or `each_time`.

    `reader` is the organisation in whose own trail it stands. Needs a request (RuntimeError outside of one).
    """
    if actor.membership_id is None or actor.organisation_id is None:
        return
    key = {
        "membership_id": actor.membership_id,
        "object_kind": object_kind,
        "object_id": object_id,
        "what": what,
        "day": clock.today(),
    }
    if not each_time and tuple(key.values()) in _noted:
        return
    write = partial(record, actor, action, object_kind, object_id, reader=reader, **facts)
    told = {"organisation_id": actor.organisation_id, "is_told": is_told}
    ledger.note(lambda: _write(key, {**key, **told}, write, each_time))


def _write(key: dict[str, Any], values: dict[str, Any], write: partial[None], each_time: bool) -> None:
    """Two pages opened at the same moment give one reading: the table decides who is first."""
    dialect: Any = sqlite if session().get_bind().dialect.name == "sqlite" else postgresql
    made: Any = session().execute(dialect.insert(TrailReading).values(**values).on_conflict_do_nothing())
    if made.rowcount or each_time:
        write()
    after_unit(kept=lambda: _keep(tuple(key.values())))


def _keep(key: tuple[Any, ...]) -> None:
    if len(_noted) >= MOST:
        _noted.clear()
    _noted.add(key)
