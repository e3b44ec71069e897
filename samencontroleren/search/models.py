# SPDX-License-Identifier: EUPL-1.2
"""The table of words. It says what matches, never who may see it: it is only read joined with the rows themselves."""

import uuid

from sqlalchemy import BigInteger, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base


class SearchEntry(Base):
    """The words of one row that can be found.

    The database keeps its own index of `words` beside it: on PostgreSQL a generated column `fts_vector` in the Dutch
    and English configurations, on SQLite two FTS5 tables (migration 0007).
    """

    __tablename__ = "search_entries"
    __table_args__ = (UniqueConstraint("kind", "object_id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[uuid.UUID]
    title: Mapped[str] = mapped_column(String(400))
    """As people read it, for the suggestion after a typing mistake."""
    folded: Mapped[str] = mapped_column(String(400))
    """The title in plain words: lower case, no accents, no punctuation."""
    words: Mapped[str] = mapped_column(Text)
    """The title and further words, folded alike."""
