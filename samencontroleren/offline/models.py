# SPDX-License-Identifier: EUPL-1.2
"""The table of dry runs."""

import uuid
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base, Identified, Json, Revised, Stamped, enum_type
from samencontroleren.core.storage.keys import STORED
from samencontroleren.offline.kinds import WorkbookState


class WorkbookImport(Identified, Stamped, Revised, Base):
    """A workbook that one person had read: what it says lies sealed until that person has chosen, or a week passed."""

    __tablename__ = "workbook_imports"

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    state: Mapped[WorkbookState] = mapped_column(
        enum_type(WorkbookState, "workbook_state"), default=WorkbookState.WAITING
    )
    read_key: Mapped[str | None] = mapped_column(String(80), info=STORED)
    """Where lies what was read (`reading.Read`); gone once it is taken over."""
    zip_key: Mapped[str | None] = mapped_column(String(80), info=STORED)
    """Where the evidence beside it lies, if any."""
    entries: Mapped[list[str]] = mapped_column(Json, default=list)
    """The files in that zip."""
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What was taken over, and what was not (`applying.Taken`)."""
