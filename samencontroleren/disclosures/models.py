# SPDX-License-Identifier: EUPL-1.2
"""Tables of reported changes and incidents. What was said of an incident, or added to a change, never
changes (triggers)."""

import uuid
from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, enum_type
from samencontroleren.disclosures.kinds import ChangeKind, NoticeState, UpdateStep
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.vendors.models import Product, Vendor


def _products_of(table: str, owner: str, column: str) -> Table:
    """Which products a report is about; none: the supplier as a whole."""
    return Table(
        table,
        Base.metadata,
        Column(column, ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True),
        Column("product_id", ForeignKey("products.id", ondelete="RESTRICT"), primary_key=True, index=True),
    )


change_notice_products = _products_of("change_notice_products", "change_notices", "notice_id")
incident_products = _products_of("incident_products", "incidents", "incident_id")


class ChangeNotice(Identified, Revised, Base):
    """A supplier reports a change (wijzigingsmelding)."""

    __tablename__ = "change_notices"
    __table_args__ = (Index("ix_change_notices_vendor", "vendor_id", "reported_at"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind, "change_notice_kind"))
    counts_from: Mapped[date]
    explanation: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    """What the supplier does about it."""
    reported_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[NoticeState] = mapped_column(
        enum_type(NoticeState, "change_notice_state"), default=NoticeState.RECEIVED
    )
    owner_name: Mapped[str | None] = mapped_column(String(200))
    """Of a takeover: the new owner, with its country and its number in the register of that country."""
    owner_country: Mapped[str | None] = mapped_column(String(2))
    owner_number: Mapped[str | None] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(Text, default="")
    """What VNG answers when it has handled it."""
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    handled_at: Mapped[datetime | None]

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    products: Mapped[list[Product]] = relationship(
        secondary=change_notice_products, lazy="raise", order_by=Product.name
    )
    additions: Mapped[list["ChangeAddition"]] = relationship(lazy="raise", order_by="ChangeAddition.number")


class ChangeAddition(Identified, Base):
    """What a supplier added to a change it reported: a line of its own, which never changes."""

    __tablename__ = "change_notice_additions"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    notice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change_notices.id", ondelete="RESTRICT"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class Incident(Identified, Base):
    """A supplier reports an incident, as it knew it at that moment."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_vendor", "vendor_id", "reported_at"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime | None]
    """Since when, as far as is known."""
    known_at: Mapped[datetime]
    """When the supplier came to know of it: the clocks run from here."""
    data_kinds: Mapped[list[str]]
    """Values of `DataKind`."""
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "incident_severity"))
    """As the supplier sees it."""
    measures: Mapped[str] = mapped_column(Text)
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_phone: Mapped[str] = mapped_column(String(30))
    reported_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    products: Mapped[list[Product]] = relationship(secondary=incident_products, lazy="raise", order_by=Product.name)


class IncidentUpdate(Identified, Base):
    """What came to be known or was done since."""

    __tablename__ = "incident_updates"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incidents.id", ondelete="RESTRICT"))
    number: Mapped[int]
    step: Mapped[UpdateStep] = mapped_column(enum_type(UpdateStep, "incident_update_step"))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
