# SPDX-License-Identifier: EUPL-1.2
"""Tables of rounds, dossiers, their moves, assignments and conflicts, and of the pool of reviewers."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.accounts.models import Invitation
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.rounds.kinds import (
    DossierKind,
    DossierState,
    Part,
    ReassessmentCause,
    RequestState,
    RoundState,
    Term,
)
from samencontroleren.vendors.models import Product, Vendor, key_of_product


class Round(Identified, Stamped, Revised, Base):
    """A questionnaire version, its terms and the products that take part."""

    __tablename__ = "rounds"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_versions.id", ondelete="RESTRICT"))
    coordinator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    state: Mapped[RoundState] = mapped_column(enum_type(RoundState, "round_state"), default=RoundState.PLANNED)
    opens_on: Mapped[date]
    answers_due_on: Mapped[date]
    review_due_on: Mapped[date]
    hearing_days: Mapped[int] = mapped_column(default=10)
    """Working days a supplier has to reply to the draft verdict (config in product.md section 4)."""

    questionnaire: Mapped[QuestionnaireVersion] = relationship(lazy="raise")
    dossiers: Mapped[list["Dossier"]] = relationship(back_populates="round", lazy="raise")


IN_ROUND = text("kind = 'round'")
ABOUT_VENDOR = text("product_id IS NULL AND kind = 'round'")


class Dossier(Identified, Stamped, Revised, Base):
    """One subject in one round: a product, or a supplier (product_id is then NULL).

    Of the kind `interim` it is a light re-assessment of a result of that round; a subject can have more of these.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        key_of_product(),
        Index(
            "uq_dossiers_subject",
            "round_id",
            "vendor_id",
            "product_id",
            unique=True,
            sqlite_where=IN_ROUND,
            postgresql_where=IN_ROUND,
        ),
        Index(
            "uq_dossiers_vendor_subject",
            "round_id",
            "vendor_id",
            unique=True,
            sqlite_where=ABOUT_VENDOR,
            postgresql_where=ABOUT_VENDOR,
        ),
        Index("ix_dossiers_state_due", "state", "due_on"),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    kind: Mapped[DossierKind] = mapped_column(enum_type(DossierKind, "dossier_kind"), default=DossierKind.ROUND)
    subject: Mapped[Subject] = mapped_column(enum_type(Subject, "dossier_subject"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    state: Mapped[DossierState] = mapped_column(enum_type(DossierState, "dossier_state"), default=DossierState.INVITED)
    state_since: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date | None]
    """The day the present turn ends."""
    answers_due_on: Mapped[date | None]
    """Its own last day for answers, when it joined later or is a re-assessment; None: that of the round."""
    review_due_on: Mapped[date | None]
    """Its own last day for reviewing; None: that of the round."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused, cancelled or not delivered."""
    not_delivered_proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """Who of VNG proposed to record it as not delivered; another person of VNG approves."""
    not_delivered_reason: Mapped[str] = mapped_column(Text, default="")
    goes_on_with_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True
    )
    """The re-assessment of the subject that was still with the supplier when the round began (ADR 27)."""

    round: Mapped[Round] = relationship(back_populates="dossiers", lazy="raise")
    vendor: Mapped[Vendor] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(primaryjoin=lambda: Dossier.product_id == Product.id, lazy="raise")

    @property
    def subject_name(self) -> str:
        """The product, or the supplier where the dossier is about the supplier (both must be loaded)."""
        return self.product.name if self.product is not None else self.vendor.name

    @property
    def last_answer_day(self) -> date:
        """The last day for answers (the round must be loaded)."""
        return self.answers_due_on or self.round.answers_due_on

    @property
    def last_review_day(self) -> date:
        """The last day for reviewing (the round must be loaded)."""
        return self.review_due_on or self.round.review_due_on

    @property
    def is_interim(self) -> bool:
        """Whether it re-assesses a part of a result between rounds."""
        return self.kind is DossierKind.INTERIM


class Reassessment(Base):
    """What an interim dossier re-assesses, and why. Written when it begins."""

    __tablename__ = "reassessments"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), primary_key=True)
    follows_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    """The released dossier whose other verdicts are carried over."""
    cause: Mapped[ReassessmentCause] = mapped_column(enum_type(ReassessmentCause, "reassessment_cause"))
    explanation: Mapped[str] = mapped_column(Text)
    """What the co-ordinator wrote; the supplier, the reviewers and VNG read it."""
    themes: Mapped[list[Any]] = mapped_column(Json)
    """The themes of which something is judged anew, in order."""
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)


class DossierMove(Identified, Base):
    """One move of a dossier from state to state. Append only."""

    __tablename__ = "dossier_moves"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"), index=True)
    from_state: Mapped[DossierState] = mapped_column(enum_type(DossierState, "move_from"))
    to_state: Mapped[DossierState] = mapped_column(enum_type(DossierState, "move_to"))
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """Who moved it; NULL: the system."""
    reason: Mapped[str] = mapped_column(Text, default="")


class Assignment(Identified, Base):
    """A reviewer on a dossier. The right is the person's, and ends with `ended_at`."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("dossier_id", "user_id"),
        Index("ix_assignments_reader", "user_id", "ended_at", "dossier_id"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    assigned_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    """From this moment the right is over (ten days after release, hand-back or replacement)."""
    end_reason: Mapped[str] = mapped_column(String(500), default="")
    """Why the person handed the dossier back, for VNG."""
    takes_over_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """Whose place this person took; that work is offered to him or her."""

    dossier: Mapped[Dossier] = relationship(lazy="raise")


class DossierPart(Identified, Base):
    """The one part a person plays in a dossier: co-ordinates, reviews or releases it (product.md, 2.3).

    One row per person and dossier, so that nobody can ever play two.
    """

    __tablename__ = "dossier_parts"
    __table_args__ = (
        UniqueConstraint("dossier_id", "user_id"),
        Index("ix_dossier_parts_person", "user_id", "part", "dossier_id"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    part: Mapped[Part] = mapped_column(enum_type(Part, "dossier_part"))
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)


class ConflictOfInterest(Identified, Stamped, Base):
    """A person declares a conflict with a supplier: no part in its dossiers (product.md, 2.3)."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (UniqueConstraint("user_id", "vendor_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(String(500))


class FormerEmployer(Identified, Stamped, Base):
    """A person worked at a supplier: no part in its dossiers for a time. Read by the person alone."""

    __tablename__ = "former_employers"
    __table_args__ = (UniqueConstraint("user_id", "vendor_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    left_on: Mapped[date]
    """The last day there."""
    counts_until: Mapped[date]
    """The last day it counts, by the setting of the day on which it was said."""


class VendorInvitation(Identified, Stamped, Base):
    """The invitation of a supplier's contact to a round; shows silent, opened, accepted."""

    __tablename__ = "vendor_invitations"
    __table_args__ = (UniqueConstraint("round_id", "vendor_id", "email"),)

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    sent_at: Mapped[datetime | None]
    """When the mail was last put in the outbox; NULL until the round opens."""
    withdrawn_at: Mapped[datetime | None]
    """This was the wrong person; somebody else was invited."""
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"))
    """NULL when the contact already had an account: the mail then simply points to the round."""

    invitation: Mapped[Invitation | None] = relationship(lazy="raise")


class TermRequest(Identified, Stamped, Revised, Base):
    """A supplier asks for more time, with a reason; a co-ordinator decides. Reviewers never read it."""

    __tablename__ = "term_requests"
    __table_args__ = (
        Index(
            "uq_term_requests_open",
            "dossier_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_term_requests_dossier", "dossier_id", "asked_at"),
        Index("ix_term_requests_state", "state", "asked_at"),
    )

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="RESTRICT"))
    term: Mapped[Term] = mapped_column(enum_type(Term, "term_request_term"))
    state: Mapped[RequestState] = mapped_column(
        enum_type(RequestState, "term_request_state"), default=RequestState.ASKED
    )
    due_on: Mapped[date]
    """The last day of the term when it was asked."""
    wished_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    granted_until: Mapped[date | None]
    is_past_limit: Mapped[bool] = mapped_column(default=False)
    """It was granted beyond the day on which the reviewing of the round should end, knowingly."""
    decision: Mapped[str] = mapped_column(Text, default="")
    """What the co-ordinator wrote; the supplier reads it."""
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]

    dossier: Mapped[Dossier] = relationship(lazy="raise")

    @property
    def is_unasked(self) -> bool:
        """Whether VNG gave the time by itself: who asked is who decided."""
        return self.asked_by_id == self.decided_by_id


class ReviewerProfile(Identified, Stamped, Base):
    """What a reviewer says of himself or herself: what he or she knows, and room, for rounds without a word."""

    __tablename__ = "reviewer_profiles"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"), unique=True)
    themes: Mapped[list[str]]
    categories: Mapped[list[str]]
    """Values of vendors.kinds.Category."""
    segments: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Segments of procurement, as requirements name them."""
    capacity: Mapped[int]
    """How many dossiers of one round at the same time."""
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    """The last day away; both or none."""


class ReviewerRoom(Identified, Stamped, Base):
    """What a reviewer says of one round; takes the place of the room in the profile there."""

    __tablename__ = "reviewer_rooms"
    __table_args__ = (UniqueConstraint("round_id", "membership_id"),)

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"), index=True)
    capacity: Mapped[int]
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]


class LeftOut(Identified, Base):
    """A co-ordinator leaves a reviewer out of a round; the person reads the reason."""

    __tablename__ = "reviewers_left_out"
    __table_args__ = (UniqueConstraint("round_id", "membership_id"),)

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    left_out_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    left_out_at: Mapped[datetime] = mapped_column(default=clock.now)
