# SPDX-License-Identifier: EUPL-1.2
"""Tables of suppliers, products and contacts."""

import uuid

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.kinds import Category, ContactKind, Hosting


class Vendor(Stamped, Revised, Base):
    """A supplier: an organisation of that kind, under the same key."""

    __tablename__ = "vendors"

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kvk_number: Mapped[str | None] = mapped_column(String(8), unique=True)
    country: Mapped[str] = mapped_column(String(2), default="NL")
    register_number: Mapped[str | None] = mapped_column(String(60))
    website: Mapped[str] = mapped_column(String(300), default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    products: Mapped[list["Product"]] = relationship(back_populates="vendor", lazy="raise")


class Product(Identified, Stamped, Revised, Base):
    """An online service of a supplier: the object that is assessed."""

    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("vendor_id", "name"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[Category] = mapped_column(enum_type(Category, "product_category"))
    hosting: Mapped[Hosting] = mapped_column(enum_type(Hosting, "product_hosting"))
    hosting_country: Mapped[str] = mapped_column(String(2), default="NL")

    vendor: Mapped[Vendor] = relationship(back_populates="products", lazy="raise")


class Contact(Identified, Stamped, Revised, Base):
    """Whom to write to at a supplier."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("vendor_id", "email", "kind"),)

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    kind: Mapped[ContactKind] = mapped_column(enum_type(ContactKind, "contact_kind"))
