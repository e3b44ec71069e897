# SPDX-License-Identifier: EUPL-1.2
"""Migrations run while the version before still serves, and go back only where nothing is lost by halves."""

import ast
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from samencontroleren.core import migrate

VERSIONS = migrate.FOLDER / "versions"


def forward(source: str) -> list[ast.Call]:
    """What a migration calls, but for going back."""
    parts = [each for each in ast.parse(source).body if getattr(each, "name", "") != "downgrade"]
    return [each for part in parts for each in ast.walk(part) if isinstance(each, ast.Call)]


def said(call: ast.Call) -> dict[str | None, object]:
    return {each.arg: getattr(each.value, "value", each.value) for each in call.keywords}


def breaking(source: str) -> list[int]:
    """The lines that make the version before fail at writing a row: it does not know a new column that is needed."""
    calls = [(getattr(each.func, "attr", ""), each) for each in forward(source)]
    new = [inner for name, each in calls if name == "add_column" for inner in each.args if isinstance(inner, ast.Call)]
    bare = [each for each in new if said(each).get("nullable") is False and said(each).get("server_default") is None]
    undone = [each for name, each in calls if name == "alter_column" and said(each).get("server_default", "") is None]
    return sorted(each.lineno for each in (*bare, *undone))


def test_the_version_before_can_write_rows_while_a_migration_has_run() -> None:
    found = {place.name: breaking(place.read_text()) for place in VERSIONS.glob("*.py")}
    assert len(found) > 60
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        ('batch.add_column(sa.Column("part", sa.Integer(), nullable=False))', True),
        ('batch.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default=None))', True),
        ('batch.alter_column("part", existing_type=sa.Integer(), server_default=None)', True),
        ('batch.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))', False),
        ('batch.add_column(sa.Column("part", sa.Integer(), nullable=True))', False),
        ('batch.alter_column("part", existing_type=sa.Integer(), nullable=True)', False),
    ],
)
def test_a_needed_column_without_default_is_seen(line: str, is_wrong: bool) -> None:
    assert breaking(f"def upgrade():\n    {line}\n") == ([2] if is_wrong else [])
    assert breaking(f"def downgrade():\n    {line}\n") == []


def test_several_findings_of_one_verdict_bar_the_way_back_before_anything_is_gone(tmp_path: Path) -> None:
    (place,) = VERSIONS.glob("*_finding_arrangements.py")
    engine = create_engine(f"sqlite:///{tmp_path}/findings.db")
    script = ScriptDirectory(str(migrate.FOLDER)).get_revision(place.name[:4])
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE finding_arrangements (id INTEGER)"))
        connection.execute(text("CREATE TABLE findings (part INTEGER)"))
        connection.execute(text("INSERT INTO findings VALUES (1), (2)"))
        context = MigrationContext.configure(connection)
        with Operations.context(context), pytest.raises(RuntimeError, match="several rows for one verdict"):
            script.module.downgrade()
        assert inspect(connection).has_table("finding_arrangements")
    engine.dispose()
