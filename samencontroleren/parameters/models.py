# SPDX-License-Identifier: EUPL-1.2
"""Tables of parameters."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json


class ParameterValue(Identified, Base):
    """A value from a day on, or its withdrawal. Never changed, never removed (triggers refuse it)."""

    __tablename__ = "parameter_values"
    __table_args__ = (UniqueConstraint("code", "number"),)

    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    """Its place in the history of the parameter, from 1."""
    value: Mapped[Any] = mapped_column(Json)
    """As `parameters.kinds.Kind` describes; of a withdrawal what is withdrawn."""
    counts_from: Mapped[date]
    is_withdrawal: Mapped[bool] = mapped_column(default=False)
    """What was set for this day does not come into force."""
    reason: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
