# SPDX-License-Identifier: EUPL-1.2
"""Fixtures: databases that are rolled back, the application, and browsers of the people of the world.

- `database` (with `app`, `client_of`, `world`, `unit`): tests marked `database` run on SQLite and PostgreSQL,
  all others on PostgreSQL. Everything a test does is rolled back after it.
- `own_database`: a copy with real commits, for tests with several processes or connections.
"""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.core import collector, sides, walls
from samencontroleren.core.db import Database
from tests.support import compiled, databases, postgres, readers, stages, stores
from tests.support.databases import SystemDatabase
from tests.support.ledger import Ledger
from tests.support.pages import PageClient
from tests.support.world import Person, World

readers.install()
collector.settle()  # as the web server does (wsgi.py)

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_servers: list[postgres.Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the private PostgreSQL server; workers inherit its place."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(), "ledger")
        compiled.make()
    compiled.use()
    if "SC_TEST_POSTGRES" not in os.environ and not hasattr(config, "workerinput"):
        server = postgres.start()
        if server is not None:
            _servers.append(server)
            os.environ["SC_TEST_POSTGRES"] = server.socket


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever started the server stops it."""
    if not hasattr(config, "workerinput"):
        compiled.drop()
    while _servers:
        _servers.pop().stop()
        os.environ.pop("SC_TEST_POSTGRES", None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `database` run on both databases."""
    if "kind" in metafunc.fixturenames:
        marks = {mark.name for mark in metafunc.definition.iter_markers()}
        kinds = ["sqlite"] if "sqlite" in marks else ["postgresql"]
        metafunc.parametrize("kind", ["sqlite", "postgresql"] if "database" in marks else kinds, indirect=True)


HEAVY = (
    "isolation/",
    "journeys/",
    "processes/",
    "demonstration/",
    "attacks/",
    "api/",
    "threads/",
    "questionnaires/test_pages",
)
"""What takes longest; of two workers the one gets the odd lines and the other the even ones, about as much work."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long tests go first, at each worker, so that none is left with one at the end."""
    items[:] = dealt(items, int(getattr(config, "workerinput", {}).get("workercount", 1)))


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker begins with an equal run of the list and takes from the end of another's when it is done.

    So each run opens with heavy parts of its own, dealt in turn, and ends with light tests.
    """
    runs: list[list[pytest.Item]] = [[] for _each in range(workers)]
    light: list[pytest.Item] = []
    for item in items:
        place = next((at for at, part in enumerate(HEAVY) if f"tests/{part}" in item.nodeid), None)
        (light if place is None else runs[place % workers]).append(item)
    for run in runs:
        run.sort(key=lambda item: next(at for at, part in enumerate(HEAVY) if f"tests/{part}" in item.nodeid))
    left = len(items)
    for number, run in enumerate(runs):
        room = left // (workers - number) - len(run)
        run.extend(light[: max(0, room)])
        del light[: max(0, room)]
        left -= len(run)
    return [item for run in runs for item in run] + light


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    if request.param == "postgresql" and "SC_TEST_POSTGRES" not in os.environ:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not on this machine")
    return str(request.param)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the databases of this worker."""
    yield tmp_path_factory.mktemp("databases")
    stages.close_all()
    databases.close_all()


@pytest.fixture(scope="session")
def stories() -> stages.Stories:
    """What a test can be marked with to begin where a story ends (`stage`); a folder's conftest has its own."""
    return {}


@pytest.fixture
def begun(request: pytest.FixtureRequest, stories: stages.Stories, kind: str, folder: Path) -> stages.Stage | None:
    """The stage of the story a test is marked with; None for the bare world."""
    mark = request.node.get_closest_marker("stage")
    if mark is None:
        return None
    source = databases.prepared(kind, folder)
    return stages.begun(request.getfixturevalue("bare_app"), source, folder, stories[mark.args[0]])


@pytest.fixture
def told(begun: stages.Stage | None) -> Any:
    """What the story of the test gave; None without one."""
    return begun.told if begun else None


@pytest.fixture
def prepared(begun: stages.Stage | None, kind: str, folder: Path) -> databases.Prepared:
    """The database of the world, filled once per run; or that of the story a test is marked with."""
    return begun.prepared if begun else databases.prepared(kind, folder)


@pytest.fixture
def world(prepared: databases.Prepared) -> World:
    """The people and things of the world."""
    return prepared.world


@pytest.fixture
def connection(prepared: databases.Prepared) -> Iterator[Connection]:
    """One connection in an outer transaction that is rolled back; by itself on the side of the platform."""
    with prepared.engine.connect() as opened:
        outer = opened.begin()
        if opened.dialect.name != "sqlite":
            walls.take(opened, sides.SYSTEM)
        yield opened
        outer.rollback()


@pytest.fixture
def database(prepared: databases.Prepared, connection: Connection) -> Database:
    """The database as the application sees it; commits end in a savepoint."""
    return SystemDatabase(prepared.url, bind=connection)


@pytest.fixture
def unit(database: Database) -> Iterator[Session]:
    """An open unit of work, for tests of services (request `app` too where a service needs settings or mail)."""
    opened = database.open(write=True, side=sides.SYSTEM)
    yield opened.session
    opened.close(keep=False)


def settings_for(url: str, folder: Path) -> config.Settings:
    """Settings of the test mode."""
    values = {"ENVIRONMENT": "test", "SECRET_KEY": "test" * 10, "DATA_FOLDER": str(folder)}
    made = config.load(values)
    return replace(made, database_url=url)


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application per worker; its database is set per test."""
    settings = settings_for("sqlite://", tmp_path_factory.mktemp("data"))
    made = create_app(settings)
    made.config["PROPAGATE_EXCEPTIONS"] = False
    collector.settle()
    return made


@pytest.fixture
def app(bare_app: Flask, database: Database, begun: stages.Stage | None, tmp_path: Path) -> Iterator[Flask]:
    """The application on the test's database, with a file store of its own; inside an application context."""
    if begun:
        begun.lend_files(tmp_path / "files")
    bare_app.extensions["database"] = database
    bare_app.extensions["files"] = stores.store_in(tmp_path / "files")
    with bare_app.app_context():
        yield bare_app


@pytest.fixture
def client_of(app: Flask) -> Callable[..., PageClient]:
    """`client_of(world["coordinator"])`: the browser of a person; `client_of()` of a visitor."""

    def make(person: Person | None = None, language: str = "nl") -> PageClient:
        return PageClient(app, person, language)

    return make


@pytest.fixture
def own_database(kind: str, prepared: databases.Prepared, tmp_path: Path) -> str:
    """The address of a copy of the world with real commits."""
    name = f"own_{databases.WORKER}_{abs(hash(tmp_path))}"
    return databases.copy_of(kind, prepared, tmp_path, name)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback and local sockets can be reached from a test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test wants to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
