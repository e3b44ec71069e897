# SPDX-License-Identifier: EUPL-1.2
"""Tables of inkoopsets. Each row names its gemeente; keys of two columns keep a set's parts with that gemeente."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.procurement.kinds import SetState, Weight
from samencontroleren.questionnaires.models import QuestionnaireVersion, RequirementVersion
from samencontroleren.vendors.models import Product


class RequirementSet(Identified, Stamped, Base):
    """An inkoopset under its name; what stands in it lives in versions."""

    __tablename__ = "requirement_sets"
    __table_args__ = (UniqueConstraint("id", "municipality_id"), Index("ix_requirement_sets_owner", "municipality_id"))

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100), default="")
    """The number or name of the tender."""


def _owned(parent: str, column: str) -> ForeignKeyConstraint:
    """Below a parent of the same gemeente; moves along when gemeenten merge."""
    return ForeignKeyConstraint(
        [column, "municipality_id"],
        [f"{parent}.id", f"{parent}.municipality_id"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    )


class SetVersion(Identified, Stamped, Revised, Base):
    """One version of a set; laid down it never changes (triggers)."""

    __tablename__ = "requirement_set_versions"
    __table_args__ = (
        _owned("requirement_sets", "set_id"),
        UniqueConstraint("id", "municipality_id"),
        UniqueConstraint("set_id", "number"),
    )

    set_id: Mapped[uuid.UUID]
    municipality_id: Mapped[uuid.UUID]
    number: Mapped[int]
    state: Mapped[SetState] = mapped_column(enum_type(SetState, "requirement_set_state"), default=SetState.DRAFT)
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id", ondelete="RESTRICT"))
    choices: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What is bought, as in `selecting.Choices`."""
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    finalised_at: Mapped[datetime | None]
    finalised_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))

    questionnaire: Mapped[QuestionnaireVersion] = relationship(lazy="raise")


class SetLine(Identified, Base):
    """A requirement in a version of a set, in the wording that was chosen."""

    __tablename__ = "requirement_set_lines"
    __table_args__ = (
        _owned("requirement_set_versions", "version_id"),
        UniqueConstraint("version_id", "requirement_version_id"),
    )

    version_id: Mapped[uuid.UUID]
    municipality_id: Mapped[uuid.UUID]
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    weight: Mapped[Weight] = mapped_column(enum_type(Weight, "requirement_set_weight"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it is left out, or weighed otherwise."""
    is_added: Mapped[bool] = mapped_column(default=False)
    """Put in by hand, outside what the choices gave."""
    is_adjusted: Mapped[bool] = mapped_column(default=False)
    """Weighed by a person; a proposal made anew leaves it so."""

    requirement_version: Mapped[RequirementVersion] = relationship(lazy="raise")


class Candidate(Identified, Stamped, Base):
    """A product that the gemeente compares on a set."""

    __tablename__ = "requirement_set_candidates"
    __table_args__ = (_owned("requirement_sets", "set_id"), UniqueConstraint("set_id", "product_id"))

    set_id: Mapped[uuid.UUID]
    municipality_id: Mapped[uuid.UUID]
    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"), index=True)

    product: Mapped[Product] = relationship(lazy="raise")
