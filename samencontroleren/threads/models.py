# SPDX-License-Identifier: EUPL-1.2
"""Tables of threads, their messages, who takes part and who was mentioned."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.models import Release
from samencontroleren.threads.kinds import About, Audience, MessageKind, QuestionState, ThreadState, Voice


class Thread(Identified, Stamped, Revised, Base):
    """A conversation below a dossier or below a released result."""

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("(dossier_id IS NULL) <> (release_id IS NULL)", name="one_parent"),
        CheckConstraint("(release_id IS NULL) = (question_state IS NULL)", name="question_of_result"),
        UniqueConstraint("opened_by_membership_id", "form_key"),
        Index("ix_threads_dossier", "dossier_id", "audience"),
        Index("ix_threads_release", "release_id", "question_state"),
        Index("ix_threads_organisation_id", "organisation_id"),
        Index("ix_threads_last_message_at", "last_message_at"),
    )

    audience: Mapped[Audience] = mapped_column(enum_type(Audience, "thread_audience"))
    about: Mapped[About] = mapped_column(enum_type(About, "thread_about"))
    dossier_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    requirement_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("requirement_versions.id", ondelete="RESTRICT")
    )
    """The question in the dossier; of a finding that of the finding."""
    finding_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("findings.id", ondelete="RESTRICT"))
    release_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("releases.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(String(200))
    asked_title: Mapped[str] = mapped_column(String(200), default="")
    """The title the gemeente gave its question, kept when VNG published another."""
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    opened_by_membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    """The organisation of whoever opened it."""
    reviewer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """The reviewer who opened it; while the reviewers work blind the other one does not read it."""
    form_key: Mapped[uuid.UUID | None]
    """Drawn with the form, so that a second click opens nothing twice."""
    state: Mapped[ThreadState] = mapped_column(enum_type(ThreadState, "thread_state"), default=ThreadState.OPEN)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    closed_voice: Mapped[Voice | None] = mapped_column(enum_type(Voice, "thread_closed_voice"))
    closed_reason: Mapped[str] = mapped_column(String(500), default="")
    question_state: Mapped[QuestionState | None] = mapped_column(enum_type(QuestionState, "thread_question_state"))
    is_known: Mapped[bool] = mapped_column(default=False)
    """The gemeente chose, after a warning, that supplier and VNG know which one asks."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    refusal: Mapped[str] = mapped_column(Text, default="")
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("threads.id", ondelete="RESTRICT"))
    message_count: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[datetime] = mapped_column(default=clock.now)

    dossier: Mapped[Dossier | None] = relationship(lazy="raise")
    release: Mapped[Release | None] = relationship(lazy="raise")
    finding: Mapped[Finding | None] = relationship(lazy="raise")
    requirement_version: Mapped[RequirementVersion | None] = relationship(lazy="raise")

    @property
    def begun_at(self) -> datetime:
        """When it began for its readers: a question when VNG decided on it, so that the hour of asking tells nobody
        which gemeente asked (product.md, 2.1)."""
        return self.decided_at or self.created_at


class ThreadMessage(Identified, Base):
    """One message. Never changed; its author can withdraw it, then only the place is left."""

    __tablename__ = "thread_messages"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("author_membership_id", "form_key"),
    )

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id", ondelete="RESTRICT"))
    number: Mapped[int]
    """1, 2, 3 within the thread."""
    kind: Mapped[MessageKind] = mapped_column(enum_type(MessageKind, "message_kind"), default=MessageKind.MESSAGE)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    author_membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    voice: Mapped[Voice] = mapped_column(enum_type(Voice, "message_voice"))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="nl")
    form_key: Mapped[uuid.UUID | None]
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    thread: Mapped[Thread] = relationship(lazy="raise")
    mentions: Mapped[list["ThreadMention"]] = relationship(lazy="raise", order_by="ThreadMention.membership_id")


class ThreadMember(Base):
    """Somebody who takes part, and how far he or she has read."""

    __tablename__ = "thread_members"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    read_number: Mapped[int] = mapped_column(default=0)
    """The number of the last message that was read."""
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)


class ThreadMention(Base):
    """Somebody whose attention a message asks."""

    __tablename__ = "thread_mentions"

    message_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("thread_messages.id", ondelete="CASCADE"), primary_key=True
    )
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    voice: Mapped[Voice] = mapped_column(enum_type(Voice, "mention_voice"))
