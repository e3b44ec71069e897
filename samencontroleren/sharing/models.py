# SPDX-License-Identifier: EUPL-1.2
"""Tables of released results: one table per layer, written once at release and never changed (triggers)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.assessments.kinds import Assurance, ResultCode, Severity, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, enum_type
from samencontroleren.questionnaires.kinds import AddressedTo, Subject
from samencontroleren.rounds.kinds import ReassessmentCause
from samencontroleren.sharing.kinds import RectificationOutcome
from samencontroleren.vendors.models import Product, Vendor


class Release(Identified, Base):
    """The first layer: the result of a subject, for every gemeente."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("dossier_id"),
        Index("ix_releases_subject", "vendor_id", "product_id", "number", unique=True),
        Index("ix_releases_valid_until", "valid_until"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    subject: Mapped[Subject] = mapped_column(enum_type(Subject, "release_subject"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    product_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    """1, 2, 3 per subject: the version of its result."""
    cites_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    """The released result of the supplier that a product's result cites."""
    round_name: Mapped[str] = mapped_column(String(200))
    questionnaire_name: Mapped[str] = mapped_column(String(200))
    questionnaire_number: Mapped[int]
    questionnaire_digest: Mapped[str] = mapped_column(String(64))
    result: Mapped[ResultCode] = mapped_column(enum_type(ResultCode, "release_result"))
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance, "release_assurance"))
    rule_version: Mapped[str] = mapped_column(String(20))
    assessed_on: Mapped[date]
    valid_until: Mapped[date]
    theme_scores: Mapped[list[Any]] = mapped_column(Json)
    explanation: Mapped[list[Any]] = mapped_column(Json)
    was_silent: Mapped[bool]
    """The supplier did not reply in the hearing."""
    released_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    released_at: Mapped[datetime] = mapped_column(default=clock.now)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 over all layers as released."""

    vendor: Mapped[Vendor] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(lazy="raise")


class ReleasedReassessment(Base):
    """The first layer too: of a result that came of a light re-assessment, what it follows and what was judged anew."""

    __tablename__ = "released_reassessments"

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"), primary_key=True)
    follows_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"), index=True)
    """The result whose other verdicts were taken over."""
    cause: Mapped[ReassessmentCause] = mapped_column(enum_type(ReassessmentCause, "released_reassessment_cause"))
    themes: Mapped[list[Any]] = mapped_column(Json)
    """The themes of which something was judged anew, in order."""
    counts_from: Mapped[date]
    """The day the oldest verdict in it was given: from there its validity counts."""


class ReleasedVerdict(Identified, Base):
    """The second layer: verdicts with their public reason, for gemeenten with confirmed use."""

    __tablename__ = "released_verdicts"
    __table_args__ = (Index("ix_released_verdicts_reader", "release_id", "position"),)

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    position: Mapped[int]
    requirement_code: Mapped[str] = mapped_column(String(80))
    theme: Mapped[str] = mapped_column(String(120))
    titles: Mapped[dict[str, Any]] = mapped_column(Json)
    """{"nl": ..., "en": ...}"""
    is_key: Mapped[bool]
    code: Mapped[Verdict] = mapped_column(enum_type(Verdict, "released_verdict_code"))
    axes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """{"design": "meets", ...} where the requirement asks axes; None: released before this was kept."""
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance, "released_verdict_assurance"))
    public_reason: Mapped[str] = mapped_column(Text)
    is_carried: Mapped[bool] = mapped_column(default=False)
    """Taken over from the result that was re-assessed in part."""


def place_of(position: int, part: int) -> str:
    """The place of a finding in its result. Pure."""
    return str(position) if part == 1 else f"{position}.{part}"


class ReleasedFinding(Identified, Base):
    """The second layer too: findings as they stood at release."""

    __tablename__ = "released_findings"
    __table_args__ = (Index("ix_released_findings_reader", "release_id", "position"),)

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    position: Mapped[int]
    part: Mapped[int] = mapped_column(default=1)
    """Which one of its requirement: one verdict can give several findings."""
    part_of: Mapped[str | None] = mapped_column(String(20))
    """The `place` of the finding in which it goes on; None: it is one by itself."""
    finding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("findings.id", ondelete="RESTRICT"))
    requirement_code: Mapped[str] = mapped_column(String(80))
    titles: Mapped[dict[str, Any]] = mapped_column(Json)
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "released_finding_severity"))
    due_on: Mapped[date]

    @property
    def place(self) -> str:
        """Which one it is in its result: its position, and of a second finding on one verdict which one ("4.2")."""
        return place_of(self.position, self.part)


class ReleasedMeasure(Identified, Base):
    """The second layer too: what the gemeente must do itself with this product, as it stood at release."""

    __tablename__ = "released_measures"
    __table_args__ = (Index("ix_released_measures_reader", "release_id", "position"),)

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    position: Mapped[int]
    requirement_code: Mapped[str] = mapped_column(String(80))
    theme: Mapped[str] = mapped_column(String(120))
    addressed_to: Mapped[AddressedTo] = mapped_column(enum_type(AddressedTo, "released_measure_addressed_to"))
    """The gemeente alone, or supplier and gemeente together."""
    titles: Mapped[dict[str, Any]] = mapped_column(Json)
    texts: Mapped[dict[str, Any]] = mapped_column(Json)
    """What is asked: {"nl": ..., "en": ...}"""
    norms: Mapped[list[Any]] = mapped_column(Json)
    """[{"kind": "BIO2", "number": "5.19.01"}]"""


class ReleasedAnswer(Identified, Base):
    """The third layer: answers and the confidential part of reasons; a confidential answer has no row here."""

    __tablename__ = "released_answers"
    __table_args__ = (Index("ix_released_answers_reader", "release_id", "position"),)

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    position: Mapped[int]
    requirement_code: Mapped[str] = mapped_column(String(80))
    titles: Mapped[dict[str, Any]] = mapped_column(Json)
    answer_texts: Mapped[dict[str, Any]] = mapped_column(Json)
    """The answer in words: {"nl": ..., "en": ...}"""
    confidential_reason: Mapped[str] = mapped_column(Text)


class ReleaseManifest(Base):
    """The signed manifest of a release: salted hashes of all its items, readable by who reads the result."""

    __tablename__ = "release_manifests"

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """The very bytes that were signed (JSON)."""
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    """Detached CMS over `body`, under the certificate of that day."""
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """The salts of the items follow from it; it never leaves."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class Recall(Identified, Base):
    """A released result is withdrawn with a reason; the result itself stays."""

    __tablename__ = "recalls"
    __table_args__ = (UniqueConstraint("release_id"),)

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(Text)
    recalled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    recalled_at: Mapped[datetime] = mapped_column(default=clock.now)


class Rectification(Identified, Base):
    """The supplier says that a released result is factually wrong, and what VNG decided; the result itself stays."""

    __tablename__ = "rectifications"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="RESTRICT",
            onupdate="CASCADE",
        ),
        Index(
            "uq_rectifications_waiting",
            "release_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"), index=True)
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    """Whose result it was when it asked."""
    request: Mapped[str] = mapped_column(Text)
    about: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the requirements whose verdict is wrong; none: it is about the result as a whole."""
    document_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    """The day VNG decides at the latest."""
    outcome: Mapped[RectificationOutcome | None] = mapped_column(
        enum_type(RectificationOutcome, "rectification_outcome")
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    correction: Mapped[str] = mapped_column(Text, default="")
    """What readers must read instead, when it was granted."""
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]

    release: Mapped[Release] = relationship(lazy="raise")
