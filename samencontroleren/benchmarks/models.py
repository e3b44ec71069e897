# SPDX-License-Identifier: EUPL-1.2
"""The snapshot of comparisons."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base, Identified, Json


class Benchmark(Identified, Base):
    """What one supplier may know of all others on a day, its own results left out; made anew by the job."""

    __tablename__ = "benchmarks"

    vendor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vendors.id", ondelete="CASCADE"), unique=True)
    computed_on: Mapped[date]
    figures: Mapped[list[Any]] = mapped_column(Json)
    """[{"statistic", "category", "key", "titles", "percent", "organisations"}], only what may be shown."""
