# SPDX-License-Identifier: EUPL-1.2
"""The table of exports."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, enum_type
from samencontroleren.core.storage.keys import STORED
from samencontroleren.takeout.kinds import ExportState


class OwnExport(Identified, Base):
    """One export of a supplier's own data, for the person who asked for it."""

    __tablename__ = "own_exports"
    __table_args__ = (Index("ix_own_exports_state", "state", "expires_on"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="CASCADE"), index=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    state: Mapped[ExportState] = mapped_column(enum_type(ExportState, "own_export_state"), default=ExportState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    """The last day on which it can be downloaded."""
    storage_key: Mapped[str | None] = mapped_column(String(80), unique=True, info=STORED)
    """The sealed zip with workbook and JSON; documents are added when it is downloaded."""
    size: Mapped[int] = mapped_column(default=0)
