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


class OnboardingList(Identified, Stamped, Base):
    """A list of first administrators that VNG read in from a sheet; the sheet itself is not kept."""

    __tablename__ = "onboarding_lists"

    filename: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))

    rows: Mapped[list["OnboardingRow"]] = relationship(lazy="raise", back_populates="list")


class OnboardingRow(Identified, Stamped, Base):
    """One line of a list: whom to write to for which organisation, as it stood there or was mended by hand."""

    __tablename__ = "onboarding_rows"

    list_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("onboarding_lists.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """The row of the sheet, from 1."""
    organisation_text: Mapped[str] = mapped_column(String(200))
    """A CBS code, KvK number or name."""
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="nl", server_default="nl")
    """Of the letter and of the account; empty when the sheet names one that we do not write."""
    is_skipped: Mapped[bool] = mapped_column(default=False)
    letters: Mapped[int] = mapped_column(default=0)
    """How many letters were made for it: each has a code of its own."""
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"))

    list: Mapped[OnboardingList] = relationship(lazy="raise", back_populates="rows")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise")
