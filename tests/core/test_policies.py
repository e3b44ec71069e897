# SPDX-License-Identifier: EUPL-1.2
"""Each policy of PostgreSQL on its own: with it a canary of that table stays hidden, without it the canary shows.

Driven by the catalogue, in plain SQL as the application's role. A table whose canary would stay hidden without its
policy is a hole: nobody would notice when that policy falls.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum as PythonEnum
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Enum, NullPool, String, Table, create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from samencontroleren import features
from samencontroleren.core import clock, walls
from samencontroleren.core.db import Base, Moment
from samencontroleren.core.sides import NOBODY, Side
from tests.support import databases, postgres

RESTRICTIVE = "SELECT tablename FROM pg_policies WHERE permissive = 'RESTRICTIVE' AND schemaname = 'public'"
SETS = {
    "requirement_sets",
    "requirement_set_versions",
    "requirement_set_lines",
    "requirement_set_candidates",
}
OF_ONE_GEMEENTE = {"usages", *SETS, "agreement_signatures"}
"""What only a gemeente has rows of; a signature is of the organisation, whatever kind that is."""
OF_NO_GEMEENTE = {"incidents", "incident_products", "incident_updates"}
"""What is between a supplier and VNG."""
OF_GEMEENTEN = {*OF_ONE_GEMEENTE, *OF_NO_GEMEENTE, "threads", "thread_messages", "access_requests"}
"""What a gemeente may not see of another one; the rows of suppliers it may (ADR 17)."""


@dataclass
class Owner:
    """One supplier and one gemeente, with one row in every table."""

    keys: dict[str, uuid.UUID] = field(default_factory=dict)

    def of(self, table: str) -> uuid.UUID:
        return self.keys.setdefault(table, uuid.uuid4())

    def row(self, table: Table) -> dict[str, Any]:
        """Something in every column that needs it: keys of the own rows, else the plainest value."""
        return {each.name: self._value(table, each) for each in table.c if _is_needed(each)}

    def _value(self, table: Table, column: Column[Any]) -> Any:
        if column.name in ("id", "vendor_id"):  # the supplier stands in the keys to other things too
            return self.of(table.name if column.name == "id" else "vendors")
        if column.name == "municipality_id":
            return self.of("organisations")
        for key in column.foreign_keys:
            return self.of(key.column.table.name)
        return _plain(column)


def _is_needed(column: Column[Any]) -> bool:
    return not column.nullable or column.name in ("product_id", "release_id", "question_state")


def _plain(column: Column[Any]) -> Any:
    if isinstance(column.type, Enum):
        chosen = column.type.enum_class
        return next(iter(chosen)) if chosen and issubclass(chosen, PythonEnum) else column.type.enums[0]
    if isinstance(column.type, Moment):
        return clock.now()
    if isinstance(column.type, String):
        return uuid.uuid4().hex[: column.type.length]
    known = {bool: False, bytes: b"x", int: 1, float: 1, Decimal: 1, date: clock.today(), uuid.UUID: uuid.uuid4()}
    return known.get(column.type.python_type, {})


@pytest.fixture
def superuser(prepared: databases.Prepared) -> Iterator[Connection]:
    """One transaction in which roles can be taken and policies dropped; all of it is undone."""
    url = prepared.url.replace(f"//{postgres.APPLICATION}@", f"//{postgres.UNPRIVILEGED}@")
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as opened:
        outer = opened.begin()
        opened.execute(text("SET LOCAL session_replication_role = replica"))
        yield opened
        outer.rollback()
    engine.dispose()


@pytest.fixture
def owners(superuser: Connection) -> tuple[Owner, Owner]:
    """Two of each, planted in every table behind the walls."""
    features.load_models()
    made = Owner(), Owner()
    for name in behind(superuser):
        table = Base.metadata.tables[name]
        for owner in made:
            superuser.execute(insert(table).values(owner.row(table)))
    return made


def behind(connection: Connection) -> list[str]:
    """The tables with a restrictive policy, as the database has them."""
    return sorted(connection.scalars(text(RESTRICTIVE)))


def sees(connection: Connection, side: Side | None, table: Table, owner: Owner) -> bool:
    """Whether the row of this owner is there for the application on a side (None: it said nothing)."""
    row = owner.row(table)
    same = [column == row[column.name] for column in table.primary_key]
    with _as_application(connection, side):
        return connection.scalar(select(1).select_from(table).where(*same)) is not None


def writes(connection: Connection, side: Side, table: Table, owner: Owner) -> bool:
    """Whether the policies let the application write such a row; that it is there already is another matter."""
    row = owner.row(table)
    try:
        with _as_application(connection, side):
            connection.execute(insert(table).values(row))
    except ProgrammingError as error:
        assert "row-level security" in str(error.orig), error
        return False
    except DBAPIError:
        return True
    return True


@contextmanager
def _as_application(connection: Connection, side: Side | None) -> Iterator[None]:
    """In a savepoint that is undone: the role of the application, on a side."""
    point = connection.begin_nested()
    walls.take(connection, side or Side(""))
    connection.execute(text(f"SET LOCAL ROLE {postgres.APPLICATION}"))
    try:
        yield
    finally:
        point.rollback()


def hidden_from(name: str, one: Owner) -> list[Side | None]:
    """The sides that may not see the other's row in this table."""
    supplier, gemeente = Side("vendor", (one.of("vendors"),)), Side("municipal", (one.of("organisations"),))
    return [None, NOBODY, supplier, *([gemeente] if name in OF_GEMEENTEN else [])]


def test_every_table_hides_its_canary(superuser: Connection, owners: tuple[Owner, Owner]) -> None:
    one, other = owners
    for name in behind(superuser):
        table = Base.metadata.tables[name]
        own = (
            Side("municipal", (one.of("organisations"),))
            if name in OF_ONE_GEMEENTE
            else Side("vendor", (one.of("vendors"),))
        )
        assert sees(superuser, own, table, one), f"{name}: not even its own"
        for side in hidden_from(name, one):
            assert not sees(superuser, side, table, other), f"{name} shows another's row to {side}"
        assert not writes(superuser, own, table, other), f"{name} takes a row of another"


def test_without_its_policy_each_table_shows_it(superuser: Connection, owners: tuple[Owner, Owner]) -> None:
    one, other = owners
    names = behind(superuser)
    for name in names:
        table = Base.metadata.tables[name]
        point = superuser.begin_nested()
        superuser.execute(text(f"DROP POLICY {name}_wall ON {name}"))
        for side in hidden_from(name, one):
            assert sees(superuser, side, table, other), f"nobody would notice that the policy of {name} is gone"
        assert writes(superuser, Side("vendor", (one.of("vendors"),)), table, other), name
        point.rollback()
    assert len(names) > 35
