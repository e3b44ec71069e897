# SPDX-License-Identifier: EUPL-1.2
"""The second wall: row-level security on PostgreSQL (ADR 17).

Each transaction says on whose side it stands; the policies of the database (migrations) show it the rows of that
side and no others. A transaction that says nothing sees nothing. On SQLite there is no such wall.
"""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from samencontroleren.core.sides import Side

KIND, ORGANISATIONS = "sc.side", "sc.organisations"


def _choose(*more: Any, until_end: bool = True) -> Select[Any]:
    kind = func.set_config(KIND, bindparam("kind"), until_end)
    return select(*more, kind, func.set_config(ORGANISATIONS, bindparam("listed"), until_end))


_NOW = func.current_setting(KIND, True), func.current_setting(ORGANISATIONS, True)
_READS = func.set_config("transaction_read_only", "on", True)
_TAKE, _READ = _choose(), _choose(_READS)
_TAKE_FROM, _READ_FROM = _choose(*_NOW), _choose(*_NOW, _READS)
_TAKE_ON = _choose(until_end=False)

FAULTS = {
    "rolsuper": "is a superuser",
    "rolbypassrls": "has BYPASSRLS",
    "owns": "owns the tables",
}


def take(place: Session | Connection, side: Side, read_only: bool = False) -> None:
    """Have the present transaction stand on a side until it ends; with `read_only` it can not write either."""
    place.execute(_READ if read_only else _TAKE, {"kind": side.kind, "listed": side.listed})


def take_for_session(connection: Connection, side: Side) -> None:
    """Have all transactions of this connection that say nothing stand on a side; commits (migrations only)."""
    connection.execute(_TAKE_ON, {"kind": side.kind, "listed": side.listed})
    connection.commit()


def take_from(place: Session | Connection, side: Side, read_only: bool = False) -> tuple[str, str]:
    """Do as `take`; answers the side on which the transaction stood before, as the database had it (PostgreSQL works
    out the columns of an answer from left to right)."""
    row = place.execute(_READ_FROM if read_only else _TAKE_FROM, {"kind": side.kind, "listed": side.listed}).one()
    return row[0] or "", row[1] or ""


def put_back(connection: Connection, before: tuple[str, str]) -> None:
    """Take the side again that `take_from` gave."""
    connection.execute(_TAKE, {"kind": before[0], "listed": before[1]})


def fault(connection: Connection, role: str | None = None) -> str | None:
    """Why this role (without one: that of the connection) would stand above the walls, in words; None when it is fine.

    BIO2 8.03.01: an application has no more rights than its work asks.
    """
    if connection.dialect.name == "sqlite":
        return None
    name = role or connection.scalar(text("SELECT current_user"))
    asked = text(
        "SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = CAST(current_schema() AS regnamespace) AND pg_has_role(rolname, relowner, 'MEMBER')) "
        "AS owns FROM pg_roles WHERE rolname = :role"
    )
    found = connection.execute(asked, {"role": name}).mappings().one_or_none()
    if found is None:
        return f"there is no database role {name}"
    wrong = [meaning for column, meaning in FAULTS.items() if found[column]]
    return f"database role {name} {' and '.join(wrong)}: see docs/beheer/database.md" if wrong else None


def grant(connection: Connection, role: str) -> None:
    """Give a role what the application needs on all tables of this role, also those of later migrations."""
    quote = connection.dialect.identifier_preparer.quote
    schema, to = quote(str(connection.scalar(text("SELECT current_schema()")))), quote(role)
    here = f"IN SCHEMA {schema}"
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {to}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES {here} TO {to}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES {here} TO {to}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {to}",
        f"ALTER DEFAULT PRIVILEGES {here} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {to}",
        f"ALTER DEFAULT PRIVILEGES {here} GRANT USAGE, SELECT ON SEQUENCES TO {to}",
    ):
        connection.execute(text(statement))
