# SPDX-License-Identifier: EUPL-1.2
"""Table of use."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.usage.kinds import UsageState
from samencontroleren.vendors.models import Product


class Usage(Identified, Stamped, Revised, Base):
    """A gemeente uses a product (BIO2 5.22.02: the register)."""

    __tablename__ = "usages"
    __table_args__ = (
        UniqueConstraint("municipality_id", "product_id"),
        Index("ix_usages_reader", "municipality_id", "state", "product_id"),
        Index("ix_usages_product", "product_id", "state"),
    )

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    state: Mapped[UsageState] = mapped_column(enum_type(UsageState, "usage_state"), default=UsageState.CLAIMED)
    process: Mapped[str] = mapped_column(String(500))
    contract_number: Mapped[str] = mapped_column(String(500), default="")
    """One, or several behind each other where lines of gemeenten that merged became one."""
    is_critical: Mapped[bool] = mapped_column(default=False)
    leads_contract: Mapped[bool] = mapped_column(default=False)
    """The gemeente leads the contract: its people assess nothing of this supplier (product.md, 2.3)."""
    claimed_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it was claimed, or claimed anew after an end."""
    claimed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    confirmed_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    rejected_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """The second person who found that the claim is not right; the line ended then."""
    rejected_reason: Mapped[str] = mapped_column(String(500), default="")

    product: Mapped[Product] = relationship(lazy="raise")
