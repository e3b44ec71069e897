# SPDX-License-Identifier: EUPL-1.2
"""Tables of organisations."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base, Identified, Revised, Stamped, enum_type
from samencontroleren.organisations.kinds import OrganisationKind


class Organisation(Identified, Stamped, Revised, Base):
    """A gemeente, partnership, supplier, VNG or auditor. `code` is the CBS code of a gemeente (match on it)."""

    __tablename__ = "organisations"

    kind: Mapped[OrganisationKind] = mapped_column(enum_type(OrganisationKind, "organisation_kind"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    province: Mapped[str] = mapped_column(String(40), default="", server_default="")
    inhabitants: Mapped[int | None]
    ended_on: Mapped[date | None]
