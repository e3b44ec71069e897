# SPDX-License-Identifier: EUPL-1.2
"""Tables of flags and their history."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain.kinds import FlagRule, FlagState
from samencontroleren.vendors.models import Product, Vendor


class Flag(Identified, Stamped, Revised, Base):
    """A risicosignaal: a rule found something on a product or a supplier. `key` keeps it single."""

    __tablename__ = "flags"
    __table_args__ = (Index("ix_flags_subject", "vendor_id", "product_id"), Index("ix_flags_state", "state"))

    key: Mapped[str] = mapped_column(String(200), unique=True)
    rule: Mapped[FlagRule] = mapped_column(enum_type(FlagRule, "flag_rule"))
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "flag_severity"))
    state: Mapped[FlagState] = mapped_column(enum_type(FlagState, "flag_state"), default=FlagState.OPEN)
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    product_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """Dates, kinds and counts the explanation is made of."""
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(lazy="raise")


class FlagEvent(Identified, Base):
    """One step in the history of a flag."""

    __tablename__ = "flag_events"

    flag_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("flags.id", ondelete="CASCADE"), index=True)
    to_state: Mapped[FlagState] = mapped_column(enum_type(FlagState, "flag_event_state"))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
