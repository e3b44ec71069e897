# SPDX-License-Identifier: EUPL-1.2
"""Migrations: one head, equal to the models, up, down and up again, on both databases."""

import uuid
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

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


@pytest.mark.database
def test_0004_up_and_down_keep_suppliers_products_and_use(kind: str, tmp_path: Path) -> None:
    engine = make_engine(databases.new_url(kind, tmp_path, f"identity_{databases.WORKER}"))
    migrate.upgrade(engine, "0003")
    key, moment = uuid.uuid4().hex, "2026-01-01 00:00:00+00:00"
    stamps = {"id": key, "created_at": moment, "changed_at": moment, "revision": 1}
    rows = {
        "organisations": {"kind": "vendor", "name": "Droomhuis"},
        "vendors": {"name": "Droomhuis", "country": "NL", "website": ""},
        "products": {"vendor_id": key, "name": "Loket", "description": "", "category": "finance", "hosting": "saas"},
        "contacts": {"vendor_id": key, "name": "Dora", "email": "dora@droomhuis.example", "kind": "board"},
    }
    rows["products"]["hosting_country"] = "NL"
    with engine.begin() as connection:
        for table, facts in rows.items():
            given = {**facts, **stamps}
            names = ", ".join(given)
            places = ", ".join(f":{name}" for name in given)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), given)  # noqa: S608 -- names above
    migrate.upgrade(engine, "0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE products SET category = 'council'"))
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text("UPDATE products SET category = 'nonsense'"))
    migrate.downgrade(engine, "0003")
    with engine.connect() as connection:
        for table in rows:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1, table  # noqa: S608
        assert connection.execute(text("SELECT category FROM products")).scalar() == "other"
    engine.dispose()
