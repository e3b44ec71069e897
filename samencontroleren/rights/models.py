# SPDX-License-Identifier: EUPL-1.2
"""Tables of rights."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core.db import Base, Identified, Stamped, enum_type
from samencontroleren.organisations.models import Organisation
from samencontroleren.rights.kinds import NumberGround, ResetState


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
