# SPDX-License-Identifier: EUPL-1.2
"""Tables of flags and their history."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain.kinds import EventCause, FlagRule, FlagState
from samencontroleren.vendors.models import Product, Vendor, key_of_product


class Flag(Identified, Stamped, Revised, Base):
    """A risicosignaal: a rule found something on a product or a supplier. `key` keeps it single."""

    __tablename__ = "flags"
    __table_args__ = (
        key_of_product(),
        Index("ix_flags_subject", "vendor_id", "product_id"),
        Index("ix_flags_state", "state"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    rule: Mapped[FlagRule] = mapped_column(enum_type(FlagRule, "flag_rule"))
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "flag_severity"))
    state: Mapped[FlagState] = mapped_column(enum_type(FlagState, "flag_state"), default=FlagState.OPEN)
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    product_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """Dates, kinds and counts the explanation is made of."""
    is_shared: Mapped[bool] = mapped_column(default=False)
    """It stands on nothing that is still kept from gemeenten (an unreleased dossier)."""
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(primaryjoin=lambda: Flag.product_id == Product.id, lazy="raise")


class FlagEvent(Identified, Base):
    """One step in the history of a flag."""

    __tablename__ = "flag_events"
    __table_args__ = (UniqueConstraint("flag_id", "number"),)

    flag_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("flags.id", ondelete="CASCADE"))
    number: Mapped[int]
    to_state: Mapped[FlagState] = mapped_column(enum_type(FlagState, "flag_event_state"))
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "flag_event_severity"))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    """What a person wrote; empty for a step of the platform itself."""
    cause: Mapped[EventCause] = mapped_column(enum_type(EventCause, "flag_event_cause"), default=EventCause.PERSON)
