# SPDX-License-Identifier: EUPL-1.2
"""What a database says of itself: the mark of the demonstration.

Invented data is marked when it is made. Marked data is never served outside the mode of the demonstration, and
that mode refuses a database that holds unmarked data.
"""

import structlog
from sqlalchemy import String, inspect, select
from sqlalchemy import table as plain_table
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core.db import Base, Database, session

log = structlog.get_logger()

DEMONSTRATION = "demonstration"

OWN_ROWS = frozenset(
    (
        "alembic_version",
        "installation",
        "job_runs",
        "attempts",
        "file_keys",
        "trail_rows",
        "trail_waiting",
        "trail_origins",
        "trail_seals",
        "trail_heads",
        "trail_checks",
    )
)
"""Tables that the platform fills by itself: rows in them do not make a database one that is in use."""


class Installation(Base):
    """One fact about this database."""

    __tablename__ = "installation"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def mark_demonstration(value: str) -> None:
    """Mark the database of the present unit of work as one with invented data."""
    session().merge(Installation(key=DEMONSTRATION, value=value))
    session().flush()


def demonstration_mark() -> str | None:
    """The mark of the demonstration; None for a database without it."""
    found = session().get(Installation, DEMONSTRATION)
    return found.value if found else None


def fault(database: Database, is_demo: bool) -> str | None:
    """What is wrong between this database and the mode, in words for an operator; None when they fit.

    A database that can not be reached is not judged here: the readiness address tells about it.
    """
    try:
        with database.engine.connect() as connection:
            return _fault(connection, is_demo)
    except OperationalError as error:
        log.warning("installation_not_checked", error=type(error).__name__)
        return None


def _fault(connection: Connection, is_demo: bool) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if _is_marked(connection, tables):
        return None if is_demo else "the database holds the demonstration's invented data: use ENVIRONMENT=demo"
    ours = tables & set(Base.metadata.tables)  # an index of SQLite's own has tables that are never empty
    if is_demo and _holds_data(connection, ours - OWN_ROWS):
        return "the database holds data that is not the demonstration's: choose another DATA_FOLDER or DB_NAME"
    return None


def _is_marked(connection: Connection, tables: set[str]) -> bool:
    if Installation.__tablename__ not in tables:
        return False
    query = select(Installation.value).where(Installation.key == DEMONSTRATION)
    return connection.scalar(query) is not None


def _holds_data(connection: Connection, tables: set[str]) -> bool:
    return any(connection.scalar(select(1).select_from(plain_table(name)).limit(1)) for name in sorted(tables))
