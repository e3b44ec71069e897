# SPDX-License-Identifier: EUPL-1.2
"""Tables of the agreement. Neither a text nor a signature ever changes (triggers)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json
from samencontroleren.organisations.models import Organisation


class AgreementVersion(Identified, Base):
    """A text of the agreement. The next one takes its place; this one stays to be read."""

    __tablename__ = "agreement_versions"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("earlier_until >= counts_from", name="days_in_order"),
    )

    number: Mapped[int]
    """1, 2, 3."""
    texts: Mapped[dict[str, Any]] = mapped_column(Json)
    """{"nl": ..., "en": ...}"""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 (hex) over both texts: what a signature is on."""
    counts_from: Mapped[date]
    earlier_until: Mapped[date]
    """The last day on which a signature under the text before it still gives access."""
    published_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    published_at: Mapped[datetime] = mapped_column(default=clock.now)


class AgreementSignature(Identified, Base):
    """Somebody signed a text for an organisation."""

    __tablename__ = "agreement_signatures"
    __table_args__ = (UniqueConstraint("organisation_id", "version_id"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_versions.id", ondelete="RESTRICT"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    """Of the text as it was signed."""
    signed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)

    version: Mapped[AgreementVersion] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
