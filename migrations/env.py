# SPDX-License-Identifier: EUPL-1.2
"""Runs migrations on the engine that is handed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy.engine import Connection

from samencontroleren import features
from samencontroleren.core import sides, walls
from samencontroleren.core.db import Base, Moment
from samencontroleren.core.migrate import is_compared

features.load_models()


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """A moment is a plain column of the database: migrations must not depend on our classes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


engine = context.config.attributes["engine"]


@contextmanager
def without_foreign_keys(opened: Connection) -> Iterator[None]:
    """On SQLite changing a table means copying and dropping it; foreign keys would then empty its children.

    They can only be switched outside a transaction. What a migration broke is found before they come back.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    plain: Any = opened.connection.dbapi_connection
    plain.execute("PRAGMA foreign_keys=OFF")
    plain.execute("PRAGMA legacy_alter_table=ON")  # triggers may name the table that is away for a moment
    try:
        yield
        broken = plain.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        plain.execute("PRAGMA legacy_alter_table=OFF")
        plain.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"rows point to nothing after this migration: {broken[:5]}")


@contextmanager
def past_walls(opened: Connection) -> Iterator[None]:
    """Migrations move rows of everybody: the owner of the tables stands before the same walls (FORCE)."""
    if engine.dialect.name == "sqlite":
        yield
        return
    walls.take_for_session(opened, sides.SYSTEM)
    try:
        yield
    finally:
        opened.rollback()
        walls.take_for_session(opened, sides.NOBODY)


with engine.connect() as connection, without_foreign_keys(connection), past_walls(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
        render_item=render_item,
        include_name=is_compared,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
