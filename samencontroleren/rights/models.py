# SPDX-License-Identifier: EUPL-1.2
"""Tables of rights."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.accounts.models import Membership
from samencontroleren.core.db import Base, Identified, Stamped, enum_type
from samencontroleren.organisations.models import Organisation
from samencontroleren.rights.kinds import Decision, NumberGround, ResetState


class AdministratorReset(Identified, Stamped, Base):
    """A question to let in an administrator where the last one can not be reached; `created_at`: when it was asked."""

    __tablename__ = "administrator_resets"
    __table_args__ = (Index("ix_administrator_resets_due", "state", "due_at"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    state: Mapped[ResetState] = mapped_column(
        enum_type(ResetState, "administrator_reset_state"), default=ResetState.ASKED
    )
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(5))
    reason: Mapped[str] = mapped_column(Text)
    called_name: Mapped[str] = mapped_column(String(200))
    called_number: Mapped[str] = mapped_column(String(30))
    """As it stood at that moment: a contact may be removed later."""
    ground: Mapped[NumberGround] = mapped_column(enum_type(NumberGround, "administrator_reset_ground"))
    call_note: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    due_at: Mapped[datetime | None]
    """When it is carried out unless somebody stops it; a day after the approval."""
    stopped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    is_objection: Mapped[bool | None]
    """Stopped by somebody of the organisation itself; NULL as long as it was not stopped."""
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class AccessReview(Identified, Stamped, Base):
    """The yearly look of an organisation at the rights of its own people (BIO2 5.18.02)."""

    __tablename__ = "access_reviews"
    __table_args__ = (UniqueConstraint("organisation_id", "opened_on"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    opened_on: Mapped[date]
    due_on: Mapped[date]
    """The last day to finish it."""
    finished_at: Mapped[datetime | None]
    finished_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    lines: Mapped[list["AccessReviewLine"]] = relationship(lazy="raise", back_populates="review")


class AccessReviewLine(Identified, Stamped, Base):
    """A person or API client in a review: the roles at its opening, and what was decided. Names stand with the user."""

    __tablename__ = "access_review_lines"
    __table_args__ = (UniqueConstraint("review_id", "membership_id"),)

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("access_reviews.id", ondelete="CASCADE"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)
    roles_before: Mapped[list[str]]
    decision: Mapped[Decision | None] = mapped_column(enum_type(Decision, "access_review_decision"))
    roles_after: Mapped[list[str]]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """NULL with a decision: the person had left already."""
    decided_at: Mapped[datetime | None]

    review: Mapped[AccessReview] = relationship(lazy="raise", back_populates="lines")
    membership: Mapped[Membership] = relationship(lazy="raise")
