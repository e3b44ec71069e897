# SPDX-License-Identifier: EUPL-1.2
"""Tables of improvement plans and of what is asked about a finding. Each layer of readers has a table of its own."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.findings.kinds import PlanState, Progress, RequestKind
from samencontroleren.rounds.kinds import Turn


class ImprovementPlan(Identified, Stamped, Revised, Base):
    """A plan of the supplier for one finding. Submitted it never changes: the next one has the next
    number. Until somebody decided on it, the supplier can take it back; then it is the draft again."""

    __tablename__ = "improvement_plans"
    __table_args__ = (UniqueConstraint("finding_id", "number"),)

    finding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState, "plan_state"), default=PlanState.DRAFT)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was returned, or what was said when it was accepted."""

    @property
    def seal(self) -> str:
        """Names this plan as it stands now: another plan, or a change in this one, has another."""
        return f"{self.id}.{self.revision}"

    steps: Mapped[list["PlanStep"]] = relationship(
        lazy="raise", order_by="PlanStep.position", cascade="all, delete-orphan", passive_deletes=True
    )


class PlanStep(Identified, Base):
    """What the supplier will do, and when; read by all who read the plan."""

    __tablename__ = "plan_steps"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("improvement_plans.id", ondelete="CASCADE"))
    position: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    """None only while the plan is a draft."""
    progress: Mapped[Progress] = mapped_column(enum_type(Progress, "step_progress"), default=Progress.NOT_BEGUN)
    reported_at: Mapped[datetime | None]


class StepOwner(Base):
    """Who does it within the supplier: nobody else ever reads it."""

    __tablename__ = "plan_step_owners"

    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_steps.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(String(200))


class StepNote(Base):
    """What the supplier says of the progress of a step, to the reviewers and VNG; gemeenten read the progress alone."""

    __tablename__ = "plan_step_notes"

    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_steps.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class FindingRequest(Identified, Base):
    """A follow-up check, an extension or a dispute: asked with an explanation, granted or not with an answer."""

    __tablename__ = "finding_requests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["finding_id", "vendor_id"],
            ["findings.id", "findings.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("finding_id", "kind", "number"),
        UniqueConstraint("id", "vendor_id"),
        Index(
            "uq_finding_requests_waiting",
            "finding_id",
            "kind",
            unique=True,
            sqlite_where=text("is_granted IS NULL"),
            postgresql_where=text("is_granted IS NULL"),
        ),
    )

    finding_id: Mapped[uuid.UUID]
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    kind: Mapped[RequestKind] = mapped_column(enum_type(RequestKind, "finding_request_kind"))
    number: Mapped[int]
    party: Mapped[Turn] = mapped_column(enum_type(Turn, "finding_request_party"))
    """Who asked: the supplier, or VNG itself."""
    explanation: Mapped[str] = mapped_column(Text)
    wanted_on: Mapped[date | None]
    """For an extension: the last day that is asked for."""
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    is_granted: Mapped[bool | None]
    """None: nobody has decided yet."""
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))

    proofs: Mapped[list["FindingProof"]] = relationship(lazy="raise", order_by="FindingProof.document_id")


class FindingLink(Identified, Base):
    """Two findings of one supplier that hang together, of whichever of its dossiers; by its keys (ADR 17)."""

    __tablename__ = "finding_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["first_id", "vendor_id"],
            ["findings.id", "findings.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(
            ["second_id", "vendor_id"], ["findings.id", "findings.vendor_id"], ondelete="CASCADE", deferrable=True
        ),
        UniqueConstraint("first_id", "second_id"),
    )

    first_id: Mapped[uuid.UUID]
    second_id: Mapped[uuid.UUID] = mapped_column(index=True)
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(Text)
    """Why they hang together; the supplier, the reviewers and VNG read it."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))


class FindingProof(Base):
    """A document that a follow-up check leans on; of the same supplier, by its keys (ADR 17)."""

    __tablename__ = "finding_proofs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["request_id", "vendor_id"],
            ["finding_requests.id", "finding_requests.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="CASCADE",
            deferrable=True,
        ),
    )

    request_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    vendor_id: Mapped[uuid.UUID]
