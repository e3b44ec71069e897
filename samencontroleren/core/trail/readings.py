# SPDX-License-Identifier: EUPL-1.2
"""Readings of what is confidential: one row in the trail per reader, object and day (downloads: each time).

A reading happens in a transaction that only reads, so it is written after it, through the ledger. That it was noted
already is looked up first: opening a page again writes nothing and waits for nobody. The table of readings is also what
a supplier's page of readers is counted from.
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
from samencontroleren.core.db import Base, session
from samencontroleren.core.trail.rows import record


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
    if not each_time and session().get(TrailReading, key) is not None:
        return
    write = partial(record, actor, action, object_kind, object_id, reader=reader, **facts)
    told = {"organisation_id": actor.organisation_id, "is_told": is_told}
    ledger.note(lambda: _write({**key, **told}, write, each_time))


def _write(values: dict[str, Any], write: partial[None], each_time: bool) -> None:
    """Two pages opened at the same moment give one reading: the table decides who is first."""
    dialect: Any = sqlite if session().get_bind().dialect.name == "sqlite" else postgresql
    made: Any = session().execute(dialect.insert(TrailReading).values(**values).on_conflict_do_nothing())
    if made.rowcount or each_time:
        write()
