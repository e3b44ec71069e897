# SPDX-License-Identifier: EUPL-1.2
"""What each check of the trail found."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified


class TrailCheck(Identified, Base):
    """One check of the whole chain. Never changed, never removed (triggers refuse it)."""

    __tablename__ = "trail_checks"

    checked_at: Mapped[datetime] = mapped_column(default=clock.real_now, index=True)
    sealed: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    """The last digest it came to."""
    fault: Mapped[str] = mapped_column(String(300), default="")
    """What was wrong; empty when the chain is whole and fits its heads."""
