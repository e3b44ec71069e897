# SPDX-License-Identifier: EUPL-1.2
"""Tables of organisations."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.organisations.identifiers import derived_oin
from samencontroleren.organisations.kinds import OrganisationKind, PlanState, SuccessionKind


class Organisation(Identified, Stamped, Revised, Base):
    """A gemeente, partnership, supplier, VNG or auditor. `code` is the CBS code of a gemeente (match on it)."""

    __tablename__ = "organisations"

    kind: Mapped[OrganisationKind] = mapped_column(enum_type(OrganisationKind, "organisation_kind"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    province: Mapped[str] = mapped_column(String(40), default="", server_default="")
    inhabitants: Mapped[int | None]
    rsin: Mapped[str | None] = mapped_column(String(9), unique=True)
    oin: Mapped[str | None] = mapped_column(String(20), unique=True)
    """Only where it does not follow from the RSIN."""

    @property
    def known_oin(self) -> str | None:
        """Its OIN: its own one, or the one that follows from its RSIN."""
        return self.oin or derived_oin(rsin=self.rsin)

    ended_on: Mapped[date | None]


class Merger(Identified, Stamped, Revised, Base):
    """Two or more gemeenten go on as one from a day: an existing one (`into_id`) or a new one."""

    __tablename__ = "mergers"
    __table_args__ = (Index("ix_mergers_due", "state", "happens_on"),)

    happens_on: Mapped[date]
    into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    """The gemeente that goes on; NULL until a new one is made on the day."""
    new_name: Mapped[str] = mapped_column(String(200), default="")
    new_code: Mapped[str | None] = mapped_column(String(20))
    ground: Mapped[str] = mapped_column(Text)
    """The law or decision it rests on."""
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState, "merger_state"), default=PlanState.PLANNED)
    done_at: Mapped[datetime | None]
    moved: Mapped[list[Any]] = mapped_column(Json, default=list)
    """[[label, number]]: what moved when it was carried out."""

    into: Mapped[Organisation | None] = relationship(lazy="raise")
    parts: Mapped[list["MergerPart"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class MergerPart(Base):
    """A gemeente that ends in a merger."""

    __tablename__ = "merger_parts"

    merger_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mergers.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="RESTRICT"), primary_key=True
    )

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class OrganisationSuccession(Identified, Base):
    """An organisation went on in another. Append only; one per organisation that ended, so never twice."""

    __tablename__ = "organisation_successions"

    old_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), unique=True)
    new_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[SuccessionKind] = mapped_column(enum_type(SuccessionKind, "organisation_succession_kind"))
    happened_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    old: Mapped[Organisation] = relationship(foreign_keys=[old_id], lazy="raise")
    new: Mapped[Organisation] = relationship(foreign_keys=[new_id], lazy="raise")


class Mandate(Identified, Stamped, Revised, Base):
    """A gemeente lets a partnership act for it between two days. Ended ones stay."""

    __tablename__ = "mandates"
    __table_args__ = (Index("ix_mandates_partnership", "partnership_id", "valid_from"),)

    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """The last day it counts; NULL: until it is ended."""
    covers_register: Mapped[bool]
    covers_results: Mapped[bool]
    covers_decisions: Mapped[bool]
    agreement: Mapped[str] = mapped_column(String(300))
    """Where the agreement can be found: its number or name, and date."""
    ended_at: Mapped[datetime | None]
    """Somebody ended it: from this moment it opens nothing, whatever its last day was."""
    end_reason: Mapped[str] = mapped_column(String(500), default="")

    partnership: Mapped[Organisation] = relationship(foreign_keys=[partnership_id], lazy="raise")
    municipality: Mapped[Organisation] = relationship(foreign_keys=[municipality_id], lazy="raise")
