# SPDX-License-Identifier: EUPL-1.2
"""Migrations: one head, equal to the models, up, down and up again, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from samencontroleren import features
from samencontroleren.core import migrate
from samencontroleren.core.db import Base, make_engine
from tests.support import databases


def test_one_head() -> None:
    features.load_models()
    script = ScriptDirectory.from_config(migrate.settings(make_engine("sqlite://")))
    assert len(script.get_heads()) == 1


@pytest.mark.database
def test_up_down_up_and_equal_to_the_models(kind: str, tmp_path: Path) -> None:
    engine = make_engine(databases.new_url(kind, tmp_path, f"migrated_{databases.WORKER}"))
    migrate.upgrade(engine)
    migrate.downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(engine)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": migrate.is_compared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    command.check(migrate.settings(engine))
    engine.dispose()
