# SPDX-License-Identifier: EUPL-1.2
"""The target of an attack, and a real server for those that need bare sockets or several connections."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren.core.db import Database
from tests.attacks.target import Target
from tests.attacks.wire import Wire
from tests.support import databases, processes
from tests.support.world import World

Serve = Callable[[], Wire]


@pytest.fixture(scope="session")
def copies(folder: Path) -> Callable[[str, databases.Prepared], str]:
    """A copy of the world per kind of database, for the server; made once, before a test opens a connection."""
    made: dict[str, str] = {}

    def copy(kind: str, prepared: databases.Prepared) -> str:
        if kind not in made:
            made[kind] = databases.copy_of(kind, prepared, folder, f"attacked_{databases.WORKER}")
        return made[kind]

    return copy


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[ExitStack, list[Wire]]]:
    """The server of this worker, once it was asked for; stopped at the end."""
    with ExitStack() as stack:
        yield stack, []


@pytest.fixture
def wire(
    kind: str,
    prepared: databases.Prepared,
    copies: Callable[[str, databases.Prepared], str],
    servers: tuple[ExitStack, list[Wire]],
    bare_app: Flask,
    folder: Path,
) -> Serve:
    """The server on PostgreSQL, started at the first attack that needs it."""
    stack, started = servers
    url = copies(kind, prepared)

    def serve() -> Wire:
        if not started:
            place = folder / "attacked"
            place.mkdir()
            _process, address = stack.enter_context(processes.web(url, place, workers=2))
            database = Database(url)
            stack.callback(database.engine.dispose)
            port = int(address.rsplit(":", 1)[1])
            started.append(Wire(port, bare_app, database, prepared.world, place / "web.log"))
        return started[0]

    return serve


@pytest.fixture
def target(wire: Serve, app: Flask, database: Database, world: World) -> Target:
    """The platform, with the world in it."""
    return Target(app, database, world, wire)
