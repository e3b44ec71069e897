# SPDX-License-Identifier: EUPL-1.2
"""The key of each file: without its row an object can not be read, and when its data key is gone, never again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, enum_type

STORED = {"stored_file": True}
"""Put `info=STORED` on a column that holds a storage key: `files verify` then knows whose file it is."""


class KeyState(StrEnum):
    """How a file stands: readable, no longer readable but still in a backup, gone for good."""

    ACTIVE = "active"
    CONDEMNED = "condemned"
    DESTROYED = "destroyed"


class FileKey(Base):
    """One stored file: its storage key and its data key, wrapped under a master key."""

    __tablename__ = "file_keys"
    __table_args__ = (
        Index("ix_file_keys_state", "state", "condemned_at"),
        CheckConstraint("(state = 'destroyed') = (wrapped_key IS NULL)", name="destroyed_has_no_key"),
        CheckConstraint("(state = 'active') = (condemned_at IS NULL)", name="condemned_since"),
    )

    storage_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    master_key_id: Mapped[str] = mapped_column(String(40))
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[KeyState] = mapped_column(enum_type(KeyState, "file_key_state"), default=KeyState.ACTIVE)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    condemned_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    """When the destruction was found on the list that lies outside the database."""
    destroyed_at: Mapped[datetime | None]
