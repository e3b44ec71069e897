# SPDX-License-Identifier: EUPL-1.2
"""Tables of admission."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.accounts.models import Invitation
from samencontroleren.admission.kinds import HandoverState
from samencontroleren.core.db import Base, Identified, Stamped, enum_type
from samencontroleren.organisations.models import Organisation


class Handover(Identified, Stamped, Base):
    """Somebody who was invited names the right person; one proposal per invitation."""

    __tablename__ = "handovers"

    invitation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[HandoverState] = mapped_column(
        enum_type(HandoverState, "handover_state"), default=HandoverState.PROPOSED
    )
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
