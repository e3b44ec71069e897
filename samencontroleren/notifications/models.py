# SPDX-License-Identifier: EUPL-1.2
"""Table of notices."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified


class Notice(Identified, Base):
    """Something a member should know or do. `key` (kind, object, date, membership) keeps it single."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(String(200), unique=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]]
    """Dates and numbers for the text; never a name of a supplier, product or result."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]
