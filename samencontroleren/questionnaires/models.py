# SPDX-License-Identifier: EUPL-1.2
"""Tables of the catalogue, questionnaire versions and imports."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.core.storage.keys import STORED
from samencontroleren.questionnaires.kinds import (
    AddressedTo,
    AnswerKind,
    ImportState,
    QuestionnaireState,
    Severity,
    Subject,
)


class Requirement(Identified, Stamped, Revised, Base):
    """A requirement in the catalogue under a stable code; its wording lives in versions."""

    __tablename__ = "requirements"

    code: Mapped[str] = mapped_column(String(80), unique=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    current_number: Mapped[int] = mapped_column(default=1)
    retired_at: Mapped[datetime | None]

    versions: Mapped[list["RequirementVersion"]] = relationship(back_populates="requirement", lazy="raise")


class RequirementVersion(Identified, Base):
    """One wording of a requirement. Never changed (a trigger refuses it); a change is a next version."""

    __tablename__ = "requirement_versions"
    __table_args__ = (UniqueConstraint("requirement_id", "number"),)

    requirement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requirements.id", ondelete="RESTRICT"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    subject: Mapped[Subject] = mapped_column(enum_type(Subject, "requirement_subject"))
    addressed_to: Mapped[AddressedTo] = mapped_column(enum_type(AddressedTo, "requirement_addressed_to"))
    answer_kind: Mapped[AnswerKind] = mapped_column(enum_type(AnswerKind, "requirement_answer_kind"))
    theme: Mapped[str] = mapped_column(String(120))
    segment: Mapped[str] = mapped_column(String(120), default="")
    texts: Mapped[dict[str, Any]] = mapped_column(Json)
    """{"nl": {part: text}, "en": {...} or absent}; the parts: see `wording.TEXT_PARTS`"""
    options: Mapped[list[Any]] = mapped_column(Json)
    """[{"value", "nl", "en"}] for choice and choices."""
    aspects: Mapped[list[str]] = mapped_column(Json)
    """Subset of design, existence, operation (opzet, bestaan, werking)."""
    proof: Mapped[list[str]] = mapped_column(Json)
    """Kinds of document that fit (evidence.kinds.DocumentKind values)."""
    norms: Mapped[list[Any]] = mapped_column(Json)
    """[{"kind": "BIO2", "number": "5.19.01"}]"""
    is_key: Mapped[bool]
    weight: Mapped[int]
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "requirement_severity"))
    applies_when: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The condition under which it is asked (`conditions`); null: always."""
    checks: Mapped[list[str]] = mapped_column(Json, default=list)
    """What is asked of an answer beyond its kind (AnswerCheck values)."""
    digest: Mapped[str] = mapped_column(String(64))

    requirement: Mapped[Requirement] = relationship(back_populates="versions", lazy="joined")


class RequirementSuccession(Stamped, Base):
    """VNG declares that a requirement was followed by another: replaced, split or merged (see `successions`)."""

    __tablename__ = "requirement_successions"

    requirement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirements.id", ondelete="RESTRICT"), primary_key=True
    )
    successor_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirements.id", ondelete="RESTRICT"), primary_key=True, index=True
    )


class QuestionnaireVersion(Identified, Stamped, Revised, Base):
    """A selection of requirements; frozen with a hash from the moment it is published."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("name", "number"),)

    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    state: Mapped[QuestionnaireState] = mapped_column(enum_type(QuestionnaireState, "questionnaire_state"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    digest: Mapped[str | None] = mapped_column(String(64))

    items: Mapped[list["QuestionnaireItem"]] = relationship(
        back_populates="version", lazy="raise", order_by="QuestionnaireItem.position"
    )


class QuestionnaireItem(Identified, Base):
    """One requirement version at its place in a questionnaire version."""

    __tablename__ = "questionnaire_items"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "requirement_id"),
        UniqueConstraint("questionnaire_id", "position"),
    )

    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id", ondelete="CASCADE"))
    requirement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requirements.id", ondelete="RESTRICT"))
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    succeeds: Mapped[list[str] | None] = mapped_column(Json)
    """The codes of requirements it takes the place of, frozen at publication; null: of none."""

    version: Mapped[QuestionnaireVersion] = relationship(back_populates="items", lazy="raise")
    requirement_version: Mapped[RequirementVersion] = relationship(lazy="raise")


class ImportProfile(Identified, Stamped, Base):
    """How the columns of a kind of sheet map onto requirements; offered again for the same header."""

    __tablename__ = "import_profiles"

    name: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(Json)
    header_rows: Mapped[int]


class CatalogueImport(Identified, Stamped, Revised, Base):
    """One upload of a sheet: from file to rows in the catalogue, with every row that could not be used."""

    __tablename__ = "catalogue_imports"

    filename: Mapped[str] = mapped_column(String(300))
    file_key: Mapped[str] = mapped_column(String(80), info=STORED)
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState, "import_state"))
    sheet: Mapped[str] = mapped_column(String(200), default="")
    header_row: Mapped[int] = mapped_column(default=0)
    header_rows: Mapped[int] = mapped_column(default=1)
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    problems: Mapped[list[Any]] = mapped_column(Json, default=list)
    """[{"sheet", "row", "reason", "message", "params", "excerpt"}]"""
    added: Mapped[int] = mapped_column(default=0)
    reworded: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    blank_rows: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
