# SPDX-License-Identifier: EUPL-1.2
"""Tables of documents and the grants to read them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    case,
    literal,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.core.storage.keys import STORED
from samencontroleren.evidence.kinds import (
    DocumentKind,
    EndStep,
    FileReason,
    FileState,
    Purpose,
    RequestState,
    Sensitivity,
    SharingClass,
    UploadState,
    readers_of,
)
from samencontroleren.evidence.signatures import Signature, signatures_in
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.models import Product


class Document(Identified, Stamped, Revised, Base):
    """A piece of evidence of a supplier: what it is, how long it holds, and where its sealed original lies."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("id", "vendor_id"),
        ForeignKeyConstraint(
            ["superseded_by_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="RESTRICT",
            deferrable=True,
        ),
        Index("ix_documents_valid_until", "valid_until"),
        Index("ix_documents_state", "state"),
    )

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind] = mapped_column(enum_type(DocumentKind, "document_kind"))
    standard: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """What it was held against, for instance "ISO/IEC 27001:2022"."""
    issuer: Mapped[str] = mapped_column(String(200), default="")
    scope: Mapped[str] = mapped_column(String(1000), default="")
    period_from: Mapped[date | None]
    period_until: Mapped[date | None]
    valid_until: Mapped[date | None]
    sharing: Mapped[SharingClass] = mapped_column(enum_type(SharingClass, "document_sharing"))
    sensitivity: Mapped[Sensitivity] = mapped_column(
        enum_type(Sensitivity, "document_sensitivity"), default=Sensitivity.AMBER, server_default=Sensitivity.AMBER
    )
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(80), unique=True, info=STORED)
    page_count: Mapped[int]
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    withdrawn_at: Mapped[datetime | None]
    state: Mapped[FileState] = mapped_column(
        enum_type(FileState, "document_state"), default=FileState.QUARANTINE, server_default=FileState.QUARANTINE
    )
    reason: Mapped[FileReason | None] = mapped_column(enum_type(FileReason, "document_reason"))
    """Why it waits longer than usual, or was refused."""
    scanned_at: Mapped[datetime | None]
    scanner: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """Which scanner looked through it at `scanned_at`."""
    cleaned_key: Mapped[str | None] = mapped_column(String(80), unique=True, info=STORED)
    """The copy for reading: every clean pdf and image has one."""
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """What was seen in the original when the copy was made (see `reader.Cleaned`)."""

    superseded_by_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The newer document of the same supplier that took its place."""
    superseded_at: Mapped[datetime | None]
    warned_step: Mapped[EndStep | None] = mapped_column(enum_type(EndStep, "document_warned_step"))
    """How near its end the supplier was told last, and of which end that was."""
    warned_until: Mapped[date | None]

    covers: Mapped[list["DocumentProduct"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    """The products it is about; none: the supplier as a whole."""

    @hybrid_property
    def readers(self) -> SharingClass:
        """The class that counts after release (`kinds.readers_of`); in SQL the same, for permissions."""
        return readers_of(self.sharing, self.sensitivity)

    @readers.inplace.expression
    @classmethod
    def _readers(cls) -> ColumnElement[SharingClass]:
        kept = literal(SharingClass.REVIEWERS, cls.sharing.type)
        return case((cls.sensitivity == Sensitivity.RED, kept), else_=cls.sharing)

    @property
    def products(self) -> list[uuid.UUID]:
        """The keys of the products it is about, in a fixed order."""
        return sorted(each.product_id for each in self.covers)

    def page_size(self, number: int) -> tuple[int, int] | None:
        """Width and height in pixels of a page (from 1) as it is rendered; None where they were not measured."""
        sizes = self.findings.get("sizes", ())
        found = sizes[min(number, len(sizes)) - 1] if len(sizes) in (1, self.page_count) else None
        return (found[0], found[1]) if found else None

    @property
    def signatures(self) -> list[Signature]:
        """Who signed the original, and how that fits the file."""
        return signatures_in(self.findings)


class DocumentProduct(Base):
    """A document is about a product of the same supplier.

    The supplier stands in both keys, so no document covers a product of another one (ADR 17).
    """

    __tablename__ = "document_products"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="CASCADE",
            deferrable=True,
        ),
        ForeignKeyConstraint(
            ["product_id", "vendor_id"],
            ["products.id", "products.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    vendor_id: Mapped[uuid.UUID]

    product: Mapped[Product] = relationship(lazy="raise", viewonly=True)


class DocumentGrant(Identified, Base):
    """A document was submitted in a dossier: whoever may open that dossier may read it."""

    __tablename__ = "document_grants"
    __table_args__ = (
        UniqueConstraint("document_id", "dossier_id"),
        Index("ix_document_grants_reader", "dossier_id", "document_id"),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)


class Upload(Identified, Stamped, Base):
    """A file that somebody is sending in parts, and what is said of the document it becomes."""

    __tablename__ = "uploads"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        Index("ix_uploads_changed_at", "changed_at"),
        CheckConstraint("received >= 0 AND received <= size", name="received_within"),
        CheckConstraint("(state = 'done') = (document_id IS NOT NULL)", name="done_is_a_document"),
    )

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    """Bytes in all, as announced."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the whole file, as announced; held against what came before it is taken."""
    received: Mapped[int] = mapped_column(default=0)
    """Bytes that are here, from the first on without a gap."""
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind] = mapped_column(enum_type(DocumentKind, "upload_kind"))
    sharing: Mapped[SharingClass] = mapped_column(enum_type(SharingClass, "upload_sharing"))
    valid_until: Mapped[date | None]
    state: Mapped[UploadState] = mapped_column(enum_type(UploadState, "upload_state"), default=UploadState.OPEN)
    document_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(String(400), default="")
    """Why it was refused, or that the document was there already."""


class UploadPart(Identified, Base):
    """One part of a file that is being sent, sealed like every file."""

    __tablename__ = "upload_parts"
    __table_args__ = (UniqueConstraint("upload_id", "offset"),)

    upload_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("uploads.id", ondelete="CASCADE"))
    offset: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(80), unique=True, info=STORED)


IS_OPEN = "state = 'open'"


class AccessRequest(Identified, Revised, Base):
    """A gemeente asks to read a document that its supplier shares on request; the supplier grants it until a day."""

    __tablename__ = "access_requests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        CheckConstraint("(state IN ('granted', 'stopped')) = (until IS NOT NULL)", name="granted_until"),
        Index("ix_access_requests_reader", "municipality_id", "document_id"),
        Index("ix_access_requests_vendor_id", "vendor_id"),
        Index(
            "uq_access_requests_open",
            "document_id",
            "municipality_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
    )

    document_id: Mapped[uuid.UUID]
    vendor_id: Mapped[uuid.UUID]
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"))
    """The gemeente or partnership that asks."""
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose, "access_request_purpose"))
    explanation: Mapped[str] = mapped_column(String(1000), default="")
    """The supplier reads it only when the gemeente chose to be known."""
    is_known: Mapped[bool] = mapped_column(default=False)
    """The gemeente chose, after a warning, that the supplier sees its name."""
    state: Mapped[RequestState] = mapped_column(
        enum_type(RequestState, "access_request_state"), default=RequestState.OPEN
    )
    until: Mapped[date | None]
    """The last day on which it opens the document."""
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
    """What the supplier answers."""

    document: Mapped[Document] = relationship(lazy="raise", viewonly=True)
    organisation: Mapped[Organisation] = relationship(lazy="raise")
