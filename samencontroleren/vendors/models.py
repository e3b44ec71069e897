# SPDX-License-Identifier: EUPL-1.2
"""Tables of suppliers, products and contacts."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.organisations.identifiers import derived_oin
from samencontroleren.organisations.kinds import PlanState
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.kinds import Category, ChangeKind, ContactKind, Hosting


class Vendor(Stamped, Revised, Base):
    """A supplier: an organisation of that kind, under the same key."""

    __tablename__ = "vendors"

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kvk_number: Mapped[str | None] = mapped_column(String(8), unique=True)
    rsin: Mapped[str | None] = mapped_column(String(9), unique=True)
    oin: Mapped[str | None] = mapped_column(String(20), unique=True)
    """Only where it does not follow from the RSIN or the KvK number."""
    country: Mapped[str] = mapped_column(String(2), default="NL")
    register_number: Mapped[str | None] = mapped_column(String(60))
    website: Mapped[str] = mapped_column(String(300), default="")

    @property
    def known_oin(self) -> str | None:
        """Its OIN: its own one, or the one that follows from its RSIN or KvK number."""
        return self.oin or derived_oin(self.kvk_number, self.rsin)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    products: Mapped[list["Product"]] = relationship(back_populates="vendor", lazy="raise")


class Product(Identified, Stamped, Revised, Base):
    """An online service of a supplier: the object that is assessed."""

    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("vendor_id", "name"), UniqueConstraint("id", "vendor_id"))

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[Category] = mapped_column(enum_type(Category, "product_category"))
    hosting: Mapped[Hosting] = mapped_column(enum_type(Hosting, "product_hosting"))
    hosting_country: Mapped[str] = mapped_column(String(2), default="NL")
    sale_ends_on: Mapped[date | None]
    """From the day after, no gemeente can begin with it."""
    support_ends_on: Mapped[date | None]
    """The last day the supplier supports the product as a whole."""
    ended_on: Mapped[date | None]
    """It went on in another product (see ProductSuccession)."""

    vendor: Mapped[Vendor] = relationship(back_populates="products", lazy="raise")


def key_of_product() -> ForeignKeyConstraint:
    """What is about a product has the supplier of that product, and goes along with it (ADR 9 and 17).

    A row without a product is about the supplier itself.
    """
    columns, products = ["product_id", "vendor_id"], ["products.id", "products.vendor_id"]
    return ForeignKeyConstraint(columns, products, ondelete="RESTRICT", onupdate="CASCADE")


class Contact(Identified, Stamped, Revised, Base):
    """Whom to write to at a supplier."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("vendor_id", "email", "kind"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """The number VNG calls back when somebody asks a new administrator; empty when it is not known."""
    kind: Mapped[ContactKind] = mapped_column(enum_type(ContactKind, "contact_kind"))


class ProductVersion(Identified, Stamped, Revised, Base):
    """A version of a product, as its supplier names it."""

    __tablename__ = "product_versions"
    __table_args__ = (UniqueConstraint("product_id", "name"),)

    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(80))
    released_on: Mapped[date | None]
    support_ends_on: Mapped[date | None]


class HostingPeriod(Identified, Base):
    """How and where a product is delivered from a day on. Append only; the last one recorded counts."""

    __tablename__ = "hosting_periods"
    __table_args__ = (Index("ix_hosting_periods_product", "product_id", "since"),)

    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    hosting: Mapped[Hosting] = mapped_column(enum_type(Hosting, "hosting_period_hosting"))
    hosting_country: Mapped[str] = mapped_column(String(2))
    since: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class SupplierChange(Identified, Stamped, Revised, Base):
    """A takeover, a double registration, or a product that moves or merges: planned for a day, carried out once."""

    __tablename__ = "supplier_changes"
    __table_args__ = (Index("ix_supplier_changes_due", "state", "happens_on"),)

    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind, "supplier_change_kind"))
    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    into_vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    into_product_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"))
    moves_people: Mapped[bool]
    """The people and contacts of the old supplier go along (otherwise they stay, and lose what moved)."""
    happens_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState, "supplier_change_state"), default=PlanState.PLANNED)
    done_at: Mapped[datetime | None]
    moved: Mapped[list[Any]] = mapped_column(Json, default=list)
    """[[label, number]]: what moved when it was carried out."""

    vendor: Mapped[Vendor] = relationship(foreign_keys=[vendor_id], lazy="raise")
    into_vendor: Mapped[Vendor] = relationship(foreign_keys=[into_vendor_id], lazy="raise")
    product: Mapped[Product | None] = relationship(foreign_keys=[product_id], lazy="raise")
    into_product: Mapped[Product | None] = relationship(foreign_keys=[into_product_id], lazy="raise")


class ProductSuccession(Identified, Base):
    """A product went to another supplier, or on in another product. Append only.

    The fact on which a result may fall due for a new assessment (product.md, section 6: takeover).
    """

    __tablename__ = "product_successions"

    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id", ondelete="RESTRICT"), index=True)
    into_product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("products.id", ondelete="RESTRICT"), index=True
    )
    from_vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    to_vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind, "product_succession_kind"))
    happened_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    product: Mapped[Product] = relationship(foreign_keys=[product_id], lazy="raise")
    into_product: Mapped[Product | None] = relationship(foreign_keys=[into_product_id], lazy="raise")
    from_vendor: Mapped[Vendor] = relationship(foreign_keys=[from_vendor_id], lazy="raise")
    to_vendor: Mapped[Vendor] = relationship(foreign_keys=[to_vendor_id], lazy="raise")
