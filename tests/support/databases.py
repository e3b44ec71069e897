# SPDX-License-Identifier: EUPL-1.2
"""Databases for tests, rolled back after each: one per kind and worker, a copy of one that is migrated and filled with
the world once per run."""

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg._preparing import PrepareManager
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from samencontroleren.core import db, migrate, walls
from samencontroleren.core.db import Database, make_engine
from samencontroleren.core.sides import SYSTEM, Side
from tests.support import once, postgres, world

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

db.STATEMENTS = 4_000
"""Everybody asks every route here: what is asked again is not written out as SQL again."""


class _Kept(PrepareManager):
    """Statements that PostgreSQL keeps prepared although something was rolled back.

    The driver forgets them with each rollback, also to a savepoint, in case tables were made in between. Each request
    of a test ends in such a savepoint, so that without this every statement would be planned anew each time.
    """

    def clear(self) -> bool:
        return False


def _keep_prepared(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection._prepared = _Kept()
    dbapi_connection.prepared_max, dbapi_connection.prepare_threshold = 500, 2


class SystemDatabase(Database):
    """The database of the application; where a test names no side it prepares and looks as the platform itself."""

    def __init__(self, url: str, bind: Connection | None = None) -> None:
        super().__init__(url, bind)
        if bind is None and not self.is_sqlite:
            event.listen(self.engine, "connect", _keep_prepared)

    def unit(self, write: bool = True, *, side: Side = SYSTEM) -> AbstractContextManager[Session]:
        return super().unit(write, side=side)


@dataclass(frozen=True)
class Prepared:
    """An engine whose database holds the world, and where things of the world are."""

    url: str
    engine: Engine
    world: world.World


def postgres_url(name: str, role: str = postgres.APPLICATION) -> str:
    """The address of a database on the private server, for the role of the application or another one."""
    return postgres.url(os.environ["SC_TEST_POSTGRES"], name, role)


def owner_url(url: str) -> str:
    """The same database for who owns its tables and migrates it."""
    return url.replace(f"//{postgres.APPLICATION}@", f"//{postgres.OWNER}@")


def _server() -> Engine:
    place = postgres_url("postgres", postgres.UNPRIVILEGED)
    return create_engine(place, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def new_url(kind: str, folder: Path, name: str) -> str:
    """The address of a new, empty database, for its owner."""
    if kind == "sqlite":
        return f"sqlite:///{folder / f'{name}.sqlite3'}"
    with _server().connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" OWNER {postgres.OWNER}'))
    return postgres_url(name, postgres.OWNER)


def migrated_url(kind: str, folder: Path, name: str) -> str:
    """The address of a new database with all tables, for the application."""
    url = new_url(kind, folder, name)
    engine = make_engine(url)
    migrate.upgrade(engine)
    if kind != "sqlite":
        with engine.begin() as connection:
            walls.grant(connection, postgres.APPLICATION)
    engine.dispose()
    return url if kind == "sqlite" else postgres_url(name)


def prepared(kind: str, folder: Path) -> Prepared:
    """The world's database of this kind for this worker; made at first use."""
    if kind not in _made:
        filled, url = copy_of_world(kind, folder, once.run_folder(folder), f"world_{WORKER}")
        _made[kind] = Prepared(url, opened(url).engine, filled)
    return _made[kind]


def copy_of_world(kind: str, folder: Path, shared: Path, name: str) -> tuple[world.World, str]:
    """The world of the whole run, and the address of a copy of its database."""
    filled, url = once.made_once(shared, f"world-{kind}", lambda place: _fill(kind, place))
    return filled, copied(kind, url, folder, name)


def opened(url: str) -> SystemDatabase:
    """A database that this worker uses until its end."""
    _open.append(SystemDatabase(url))
    return _open[-1]


_made: dict[str, Prepared] = {}
_open: list[SystemDatabase] = []
_migrated: list[Path] = []


def put_migrated(target: Path) -> str:
    """Put a SQLite file with all tables and nothing in them in a place; the address. Migrated once per worker."""
    if not _migrated:
        url = migrated_url("sqlite", target.parent, f"migrated_{WORKER}")
        _migrated.append(Path(url.removeprefix("sqlite:///")))
    shutil.copy(_migrated[0], target)
    return f"sqlite:///{target}"


def _fill(kind: str, folder: Path) -> tuple[world.World, str]:
    """A database with the world in it, which is only copied from now on."""
    name = "world_of_all"
    url = put_migrated(folder / f"{name}.sqlite3") if kind == "sqlite" else migrated_url(kind, folder, name)
    database = SystemDatabase(url)
    filled = world.build(database)
    database.engine.dispose()
    return filled, url


def copy_of(kind: str, source: Prepared, folder: Path, name: str) -> str:
    """A database of its own with the same content, for tests with several processes or connections."""
    source.engine.dispose()
    return copied(kind, source.url, folder, name)


def copied(kind: str, url: str, folder: Path, name: str) -> str:
    """The address of a copy of a database to which nobody has a connection open."""
    if kind == "sqlite":
        target = folder / f"{name}.sqlite3"
        shutil.copy(url.removeprefix("sqlite:///"), target)
        return f"sqlite:///{target}"
    original = url.split("/")[3].split("?", maxsplit=1)[0]
    with _server().connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{original}" OWNER {postgres.OWNER}'))
    return postgres_url(name)


def share_statements(source: Engine, other: Engine) -> None:
    """Have a database with the same tables use the statements that were written out as SQL for another one.

    Writing them out takes longer than asking them; they are kept per dialect, and each engine has its own.
    """
    other.dialect = source.dialect
    other._compiled_cache = source._compiled_cache


def close_all() -> None:
    """Close the connections of this worker's databases."""
    while _open:
        _open.pop().engine.dispose()
