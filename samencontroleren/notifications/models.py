# SPDX-License-Identifier: EUPL-1.2
"""Tables of notices, of the digests that told of them, and of what each member chose."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, enum_type
from samencontroleren.notifications.kinds import Delivery, Topic


class Digest(Identified, Base):
    """The mail that told one member of the news, at most one per day."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("membership_id", "day"),)

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class Notice(Identified, Base):
    """Something a member should know or do. `key` (kind, object, date, membership) keeps it single."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_member", "membership_id", "seen_at", "finished_at"),
        Index("ix_notices_object", "object_id", "kind"),
        Index("ix_notices_digest", "delivery", "digest_id", "membership_id"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]]
    """Dates and numbers for the text; never a name of a supplier, product or result."""
    asks: Mapped[bool] = mapped_column(default=False)
    """Whether it asks an act; as its kind said when it was made."""
    delivery: Mapped[Delivery] = mapped_column(enum_type(Delivery, "notice_delivery"), default=Delivery.DIGEST)
    digest_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("digests.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]
    """When its reader put it away."""
    finished_at: Mapped[datetime | None]
    """When what it asked was done, by whomever, or needed no more."""


class NoticePreference(Revised, Base):
    """When a member wants no digest: days of the week (0 is Monday), and an absence (first and last day)."""

    __tablename__ = "notice_preferences"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    quiet_weekdays: Mapped[list[Any]] = mapped_column(default=list)
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]


class NoticeChoice(Base):
    """How a member wants to be told of one topic; without a row as each kind says itself."""

    __tablename__ = "notice_choices"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(enum_type(Topic, "notice_topic"), primary_key=True)
    delivery: Mapped[Delivery] = mapped_column(enum_type(Delivery, "notice_choice_delivery"))
