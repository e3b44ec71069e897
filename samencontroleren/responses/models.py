# SPDX-License-Identifier: EUPL-1.2
"""Tables of standing answers, their versions, and submissions.

An answer belongs to (subject, requirement), not to a round; a submission freezes the versions of a moment.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.kinds import GiveBackReason, Provenance
from samencontroleren.rounds.models import Dossier
from samencontroleren.vendors.models import key_of_product


class Answer(Identified, Stamped, Revised, Base):
    """The standing answer of a subject to a requirement: a working draft beside its versions.

    `draft` is what was typed last (None: no change since the current version). It counts in a round only when
    confirmed for that round. `revision` goes up with every saved change of the draft: the ETag of an edit.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("vendor_id", "product_id", "requirement_id"),
        UniqueConstraint("id", "vendor_id"),
        key_of_product(),
        Index(
            "uq_answers_vendor_subject",
            "vendor_id",
            "requirement_id",
            unique=True,
            sqlite_where=text("product_id IS NULL"),
            postgresql_where=text("product_id IS NULL"),
        ),
    )

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    product_id: Mapped[uuid.UUID | None]
    requirement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requirements.id", ondelete="RESTRICT"), index=True)
    draft: Mapped[dict[str, Any] | None] = mapped_column(Json)
    draft_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    draft_at: Mapped[datetime | None] = mapped_column(index=True)
    current: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The value of the latest version, beside it so that a section opens with one query."""
    current_number: Mapped[int] = mapped_column(default=0)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """The supplier keeps the text from readers of the released result (the verdict is still shared)."""
    confirmed_round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    confirmed_requirement_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    confirmed_at: Mapped[datetime | None]
    together_round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    """The round for which it was confirmed together with others, as long as nobody confirmed it by itself since."""
    reread_round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    """The round in which it was chosen to be read by itself after that; confirming again does not undo the choice."""


class AnswerVersion(Identified, Base):
    """One text of an answer as it once stood. Never changed."""

    __tablename__ = "answer_versions"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answers.id", ondelete="RESTRICT"))
    number: Mapped[int]
    value: Mapped[dict[str, Any]] = mapped_column(Json)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    provenance: Mapped[Provenance] = mapped_column(enum_type(Provenance, "answer_provenance"))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class AnswerDocument(Base):
    """A document linked to an answer of the same supplier, with the page where the proof stands.

    The supplier stands in both keys, so no document hangs under an answer of another one (ADR 17).
    """

    __tablename__ = "answer_documents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["answer_id", "vendor_id"],
            ["answers.id", "answers.vendor_id"],
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

    answer_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    vendor_id: Mapped[uuid.UUID]
    place: Mapped[str] = mapped_column(String(120), default="")

    document: Mapped[Document] = relationship(lazy="raise")


class QuestionTask(Identified, Stamped, Base):
    """A question of a dossier assigned to somebody of the supplier, or to a guest, until a day.

    One per question at a time: whoever gives it to another ends the one before. `membership_id` is empty while the
    invitation of `invited_email` has not been accepted. For a guest these rows are all there is of rights.
    """

    __tablename__ = "question_tasks"
    __table_args__ = (
        Index("ix_question_tasks_member", "membership_id", "ended_at"),
        Index("ix_question_tasks_invited", "invited_email"),
        Index(
            "uq_question_tasks_standing",
            "dossier_id",
            "requirement_version_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_question_tasks_given_back",
            "dossier_id",
            sqlite_where=text("given_back_reason IS NOT NULL"),
            postgresql_where=text("given_back_reason IS NOT NULL"),
        ),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    membership_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"))
    invited_email: Mapped[str] = mapped_column(String(320), default="")
    invited_name: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    message: Mapped[str] = mapped_column(Text, default="")
    """What whoever gave it wrote to the person, in plain text."""
    assigned_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    done_at: Mapped[datetime | None]
    """When the answer was confirmed for the first time since, by whomever, or a guest handed it in."""
    ended_at: Mapped[datetime | None]
    """When it was taken back, given to another or given back; from then on it gives no right."""
    given_back_reason: Mapped[GiveBackReason | None] = mapped_column(
        enum_type(GiveBackReason, "question_task_given_back_reason")
    )
    """Why the person gave it back, where that is how it ended."""
    given_back_note: Mapped[str] = mapped_column(Text, default="")

    dossier: Mapped[Dossier] = relationship(lazy="raise")
    requirement_version: Mapped[RequirementVersion] = relationship(lazy="raise")
    membership: Mapped[Membership | None] = relationship(lazy="raise")


class Submission(Identified, Base):
    """What a supplier submitted for a dossier at a moment. Never changed."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    number: Mapped[int]
    submitted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    digest: Mapped[str] = mapped_column(String(64))
    level: Mapped[str | None] = mapped_column(String(100))
    """At which level (`acr`) the submitter was logged in through the organisation; None: in another way."""
    acting_subject: Mapped[str | None] = mapped_column(String(255))
    """Who acted, as an eHerkenning broker names the person."""


class ReopenedQuestion(Base):
    """A question that a re-assessment opens again; every other answer stays as it was submitted."""

    __tablename__ = "reopened_questions"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), primary_key=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT"), primary_key=True
    )


class SubmittedAnswer(Identified, Base):
    """One answer as it was submitted: the frozen value under the frozen wording. Never changed."""

    __tablename__ = "submitted_answers"
    __table_args__ = (
        UniqueConstraint("submission_id", "requirement_version_id"),
        Index("ix_submitted_answers_reader", "dossier_id", "position"),
    )

    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submissions.id", ondelete="RESTRICT"))
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answers.id", ondelete="RESTRICT"))
    answer_number: Mapped[int]
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    value: Mapped[dict[str, Any]] = mapped_column(Json)
    is_confidential: Mapped[bool]

    requirement_version: Mapped[RequirementVersion] = relationship(lazy="raise")
    documents: Mapped[list["SubmittedDocument"]] = relationship(lazy="raise")
    version: Mapped[AnswerVersion | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(SubmittedAnswer.answer_id) == AnswerVersion.answer_id,
            foreign(SubmittedAnswer.answer_number) == AnswerVersion.number,
        ),
        viewonly=True,
        lazy="raise",
    )
    """The version of the answer that was frozen, as far as it was kept."""


class SubmittedDocument(Base):
    """A document as it leaned under a submitted answer: its hash and dates of that moment. Never changed."""

    __tablename__ = "submitted_documents"

    submitted_answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("submitted_answers.id", ondelete="RESTRICT"), primary_key=True
    )
    document_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    place: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))

    document: Mapped[Document] = relationship(lazy="raise")


class SupplementRequest(Identified, Stamped, Revised, Base):
    """What reviewers lack in a submission: the questions that are opened again, gathered in one request.

    Before `sent_at` it is a draft the supplier does not know of. It waits for the supplier until it was answered
    by a next submission, or VNG went on without.
    """

    __tablename__ = "supplement_requests"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submissions.id", ondelete="RESTRICT"), index=True)
    """What was read when it was made."""
    number: Mapped[int]
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Both reviewers were ready: from then on they read each other's wishes in the draft."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the co-ordinator asks once more than the scheme allows."""
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    due_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Dropped before it was sent, or left unanswered: the reviewers went on without."""

    questions: Mapped[list["SupplementQuestion"]] = relationship(lazy="raise", order_by="SupplementQuestion.created_at")

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.sent_at is None and self.closed_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether the supplier has still to answer it."""
        return self.sent_at is not None and self.answered_at is None and self.closed_at is None


class SupplementQuestion(Identified, Stamped, Base):
    """One question that is opened again, and what is missing there in the words the supplier reads."""

    __tablename__ = "supplement_questions"
    __table_args__ = (UniqueConstraint("request_id", "requirement_version_id"),)

    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("supplement_requests.id", ondelete="CASCADE"))
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    requirement_version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    text: Mapped[str] = mapped_column(Text)
