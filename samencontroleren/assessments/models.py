# SPDX-License-Identifier: EUPL-1.2
"""Tables of reviews, verdicts, conclusions, hearing, findings and the computed result."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from samencontroleren.assessments.kinds import (
    Assurance,
    ConclusionBasis,
    DraftPart,
    FindingCause,
    FindingState,
    ResultCode,
    Severity,
    Stance,
    Verdict,
)
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.kinds import Turn
from samencontroleren.vendors.models import Product, Vendor, key_of_product


class Review(Identified, Stamped, Revised, Base):
    """The work of one reviewer on one submission of a dossier; blind to the other until both are ready."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("dossier_id", "user_id"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    ready_at: Mapped[datetime | None]
    wants_talk: Mapped[bool] = mapped_column(default=False)
    """Wants to go through the draft verdict together before the supplier is heard; it counts once both are ready."""


class ReviewVerdict(Identified, Stamped, Revised, Base):
    """What one reviewer thinks of one submitted answer; a draft as long as something is lacking (see `drafts`)."""

    __tablename__ = "review_verdicts"
    __table_args__ = (
        UniqueConstraint("review_id", "requirement_version_id"),
        Index("ix_review_verdicts_reader", "dossier_id", "is_revealed"),
    )

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reviews.id", ondelete="RESTRICT"))
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT"), index=True
    )
    code: Mapped[Verdict | None] = mapped_column(enum_type(Verdict, "verdict_code"))
    """None while it was not chosen, or not yet on every axis that is asked."""
    axes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """{"design": "meets", ...} where the requirement asks axes; `code` is the lowest of them."""
    assurance: Mapped[Assurance | None] = mapped_column(enum_type(Assurance, "verdict_assurance"))
    severity: Mapped[Severity | None] = mapped_column(enum_type(Severity, "verdict_severity"))
    """What the reviewer proposes for the finding; None: what the requirement says."""
    public_reason: Mapped[str] = mapped_column(Text, default="")
    confidential_reason: Mapped[str] = mapped_column(Text, default="")
    is_together: Mapped[bool] = mapped_column(default=False)
    """Confirmed together with others as the verdict of last time, and not given by itself since."""
    is_chosen: Mapped[bool] = mapped_column(default=False)
    """Chosen to be read by itself after that; confirming again does not undo the choice."""
    is_repeating: Mapped[bool] = mapped_column(default=False)
    """The public part repeats words of a confidential text, and its author has not yet said to keep them."""
    is_bare: Mapped[bool] = mapped_column(default=False)
    """The public part is no more than starting sentences of the authors (see `starters`)."""
    is_revealed: Mapped[bool] = mapped_column(default=False)
    """Both reviewers were ready: from then on the other, and VNG, may read it."""

    @classmethod
    def is_whole(cls) -> ColumnElement[bool]:
        """Nothing is lacking in what was written; what hangs on proof or last time, the desk knows (`DeskItem`)."""
        has_reason = (cls.code == Verdict.MEETS) | (func.trim(cls.public_reason) != "")
        is_own = and_(cls.is_repeating.is_(False), cls.is_bare.is_(False))
        return and_(cls.code.is_not(None), cls.assurance.is_not(None), is_own, has_reason)


class SupplementWish(Identified, Stamped, Revised, Base):
    """What one reviewer lacks at a question; the other never reads it, only the request that is made of both."""

    __tablename__ = "supplement_wishes"
    __table_args__ = (UniqueConstraint("submission_id", "user_id", "requirement_version_id"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submissions.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    text: Mapped[str] = mapped_column(Text)
    is_gathered: Mapped[bool] = mapped_column(default=False)
    """It stands in a request; what is noted after that is added when the wishes are gathered again."""


class Proposal(Identified, Stamped, Base):
    """A reviewer proposes in writing how to settle a difference; the other one agrees, or proposes again."""

    __tablename__ = "proposals"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    code: Mapped[Verdict] = mapped_column(enum_type(Verdict, "proposal_code"))
    axes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """{"design": "meets", ...} where the requirement asks axes; None: proposed before this was kept."""
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance, "proposal_assurance"))
    severity: Mapped[Severity | None] = mapped_column(enum_type(Severity, "proposal_severity"))
    public_reason: Mapped[str] = mapped_column(Text)
    confidential_reason: Mapped[str] = mapped_column(Text, default="")
    basis_reason: Mapped[str] = mapped_column(Text, default="")
    """In a reconsideration: what the reply of the supplier changes; shown to the supplier."""
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    agreed_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    """Nobody had agreed to it when a reconsideration ended: it is history, and does not open again by itself."""

    def keeps(self, conclusion: "Conclusion") -> bool:
        """Whether it leaves a conclusion as it is, to the letter: what a reply changes is nothing."""
        same = ("code", "axes", "assurance", "severity", "public_reason", "confidential_reason")
        return all(getattr(self, name) == getattr(conclusion, name) for name in same)

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """The last one on its requirement, not agreed to, not lapsed, with no decision on it and no hearing after it.

        In the same words: `Difference.open_proposal`.
        """
        newer = aliased(cls)
        is_same = (newer.dossier_id == cls.dossier_id) & (newer.requirement_version_id == cls.requirement_version_id)
        later = exists().where(is_same, newer.created_at > cls.created_at)
        decided = exists().where(
            Conclusion.dossier_id == cls.dossier_id,
            Conclusion.requirement_version_id == cls.requirement_version_id,
            Conclusion.decided_at > cls.created_at,
        )
        heard = exists().where(Hearing.dossier_id == cls.dossier_id, Hearing.opened_at > cls.created_at)
        return cls.agreed_at.is_(None) & cls.lapsed_at.is_(None) & ~later & ~decided & ~heard


class ProposalDraft(Identified, Stamped, Revised, Base):
    """What somebody is typing at a difference or in a reconsideration: for that person alone, until it is proposed."""

    __tablename__ = "proposal_drafts"
    __table_args__ = (UniqueConstraint("dossier_id", "user_id", "requirement_version_id", "part"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    part: Mapped[DraftPart] = mapped_column(enum_type(DraftPart, "draft_part"), default=DraftPart.SETTLE)
    typed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """The fields of the form as they were typed, by name."""


class Conclusion(Identified, Base):
    """The verdict of the dossier on one requirement. Each change is a next number; the last one counts."""

    __tablename__ = "conclusions"
    __table_args__ = (
        UniqueConstraint("dossier_id", "requirement_version_id", "number"),
        Index("ix_conclusions_reader", "dossier_id", "is_shown_to_vendor"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT"), index=True
    )
    number: Mapped[int]
    code: Mapped[Verdict] = mapped_column(enum_type(Verdict, "conclusion_code"))
    axes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """{"design": "meets", ...} where the requirement asks axes; None: concluded before this was kept."""
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance, "conclusion_assurance"))
    severity: Mapped[Severity | None] = mapped_column(enum_type(Severity, "conclusion_severity"))
    """How severe the finding is, where the reviewers say otherwise than the requirement."""
    public_reason: Mapped[str] = mapped_column(Text)
    confidential_reason: Mapped[str] = mapped_column(Text)
    both_agree_not_applicable: Mapped[bool] = mapped_column(default=True)
    basis: Mapped[ConclusionBasis] = mapped_column(enum_type(ConclusionBasis, "conclusion_basis"))
    basis_reason: Mapped[str] = mapped_column(Text, default="")
    """Why the co-ordinator decided, or what the reply of the supplier changed."""
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_shown_to_vendor: Mapped[bool] = mapped_column(default=False)
    """From the start of the hearing the supplier reads the draft verdict, and each reconsideration after it."""

    requirement_version: Mapped[RequirementVersion] = relationship(lazy="raise")

    @property
    def gravity(self) -> Severity:
        """How grave a finding on it is (the requirement must be loaded)."""
        return self.severity or self.requirement_version.severity


class Hearing(Identified, Stamped, Revised, Base):
    """The supplier is heard on the draft verdict: one term, one reply; silence is recorded as silence."""

    __tablename__ = "hearings"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    number: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    has_objection: Mapped[bool | None]
    """True: the supplier asks to reconsider; False: it agrees; None: no reply (yet)."""
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    replied_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    about: Mapped[list[str] | None] = mapped_column(Json)
    """The requirement versions of which the verdict became lower after a reply; None: the whole draft."""

    def is_over(self, day: date) -> bool:
        """Whether a reply on this day (Europe/Amsterdam) is too late, also where silence is not recorded yet."""
        return self.replied_at is None and day > self.due_on


class HearingPoint(Identified, Stamped, Revised, Base):
    """What the supplier says of one verdict: agree, correct a fact or object, with text and proof."""

    __tablename__ = "hearing_points"
    __table_args__ = (UniqueConstraint("hearing_id", "requirement_version_id"),)

    hearing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hearings.id", ondelete="RESTRICT"))
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    stance: Mapped[Stance] = mapped_column(enum_type(Stance, "point_stance"))
    text: Mapped[str] = mapped_column(Text, default="")
    is_sent: Mapped[bool] = mapped_column(default=False)
    """Sent with the reply: from then on reviewers and VNG read it, and nobody changes it."""

    proofs: Mapped[list["HearingProof"]] = relationship(lazy="raise")


class HearingProof(Base):
    """A document of the supplier under what it says of a verdict."""

    __tablename__ = "hearing_proofs"

    point_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hearing_points.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    place: Mapped[str] = mapped_column(String(120), default="")

    document: Mapped[Document] = relationship(lazy="raise")


class Finding(Identified, Stamped, Revised, Base):
    """A shortcoming with severity and term; from a verdict partly, not met or cannot be assessed."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("dossier_id", "requirement_version_id", "part"),
        UniqueConstraint("id", "vendor_id"),
        key_of_product(),
        ForeignKeyConstraint(
            ["merged_into_id", "vendor_id"], ["findings.id", "findings.vendor_id"], ondelete="RESTRICT", deferrable=True
        ),
        Index("ix_findings_state_due_on", "state", "due_on"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    """The last released dossier it stands in; until the first release that in which it was found."""
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    part: Mapped[int] = mapped_column(default=1)
    """Which one of its requirement: one verdict can give several findings."""
    title: Mapped[str] = mapped_column(String(200), default="")
    """What the reviewers call it; empty: as its requirement."""
    severity: Mapped[Severity] = mapped_column(enum_type(Severity, "finding_severity"))
    found_on: Mapped[date] = mapped_column(default=clock.today)
    due_on: Mapped[date]
    """The last day to solve it. Its first term counts from `found_on`, also when later rounds find it again."""
    state: Mapped[FindingState] = mapped_column(enum_type(FindingState, "finding_state"))
    next_dossier_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True
    )
    """A later dossier that found the same, until that is released; nobody outside that dossier is told."""
    next_requirement_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The finding in which it goes on; while it is merged its own severity and term wait."""
    own_severity: Mapped[Severity | None] = mapped_column(enum_type(Severity, "finding_own_severity"))
    """What its severity was before others were merged into it; None: nothing is merged into it."""
    own_due_on: Mapped[date | None]

    requirement_version: Mapped[RequirementVersion] = relationship(foreign_keys=[requirement_version_id], lazy="raise")
    vendor: Mapped[Vendor] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(primaryjoin=lambda: Finding.product_id == Product.id, lazy="raise")

    def requirement_in(self, dossier_id: uuid.UUID) -> uuid.UUID:
        """The wording of the requirement it stands on in a dossier: a later one may word it differently."""
        later = self.next_requirement_version_id if self.next_dossier_id == dossier_id else None
        return later or self.requirement_version_id


class Arrangement(Identified, Stamped, Base):
    """Which findings some requirements make in a dossier: proposed by a reviewer and agreed on, or decided by VNG."""

    __tablename__ = "finding_arrangements"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    requirement_keys: Mapped[list[str]] = mapped_column(Json)
    """The wordings of the requirements, in the order of the questionnaire."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """[{"title", "severity"}]; empty, and no earlier one: each requirement makes its own again."""
    severities: Mapped[list[str]] = mapped_column(Json)
    """How grave the verdict on each requirement was when it was proposed or decided, in the same order."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the severity is another one, or why VNG decided so; the supplier reads it in the history of the finding."""
    earlier_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("findings.id", ondelete="RESTRICT"))
    """The finding of an earlier round in which they go on; with `findings`: beside which the verdict makes those."""
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    is_decided: Mapped[bool] = mapped_column(default=False)
    """By the co-ordinator."""
    settled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """It counts no more: the dossier was to be judged anew."""

    @property
    def requirements(self) -> list[uuid.UUID]:
        """The keys as such."""
        return [uuid.UUID(each) for each in self.requirement_keys]


class FindingEvent(Identified, Base):
    """One line in the history of a finding; never changed."""

    __tablename__ = "finding_events"
    __table_args__ = (UniqueConstraint("finding_id", "number"),)

    finding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    number: Mapped[int]
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    cause: Mapped[FindingCause] = mapped_column(enum_type(FindingCause, "finding_cause"))
    state: Mapped[FindingState] = mapped_column(enum_type(FindingState, "finding_event_state"))
    """The state after it."""
    party: Mapped[Turn] = mapped_column(enum_type(Turn, "finding_party"))
    """Who did it, as every reader may know it: a party, never a person."""
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    due_on: Mapped[date]
    """The last day to solve it, after it."""
    severity: Mapped[Severity | None] = mapped_column(enum_type(Severity, "finding_event_severity"))
    """How grave it is, after it; None: written before this was kept."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """What a person wrote, for the supplier, the reviewers and VNG."""


class ComputedResult(Identified, Base):
    """What the rule made of the conclusions at a moment (start of the hearing, after reconsideration)."""

    __tablename__ = "computed_results"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    number: Mapped[int]
    computed_at: Mapped[datetime] = mapped_column(default=clock.now)
    rule_version: Mapped[str] = mapped_column(String(20))
    result: Mapped[ResultCode] = mapped_column(enum_type(ResultCode, "computed_result"))
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance, "computed_assurance"))
    theme_scores: Mapped[list[Any]] = mapped_column(Json)
    """[{"theme", "score", "met", "partly", "not_met", "not_applicable", "cannot"}]"""
    explanation: Mapped[list[Any]] = mapped_column(Json)
    """[{"nl", "en", "requirement", "cause"}]"""
    is_shown_to_vendor: Mapped[bool] = mapped_column(default=False)
