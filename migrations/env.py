# SPDX-License-Identifier: EUPL-1.2
"""Runs migrations on the engine that is handed over."""

from typing import Any

from alembic import context

from samencontroleren import features
from samencontroleren.core.db import Base, Moment

features.load_models()


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """A moment is a plain column of the database: migrations must not depend on our classes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
