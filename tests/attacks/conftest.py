# SPDX-License-Identifier: EUPL-1.2
"""The target of an attack, and a real server for those that need bare sockets or several connections."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren.core.db import Database
from tests.attacks.stage import Stage
from tests.attacks.table import MODULES
from tests.attacks.target import Target
from tests.attacks.wire import Wire
from tests.isolation import built as building
from tests.support import databases, once, processes
from tests.support.databases import SystemDatabase
from tests.support.world import World

pytest.register_assert_rewrite(*(f"tests.attacks.{name}" for name in MODULES))

Serve = Callable[[], Wire]


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[ExitStack, list[Wire]]]:
    """The server of this worker, once it was asked for; stopped at the end."""
    with ExitStack() as stack:
        yield stack, []


@pytest.fixture
def wire(
    kind: str,
    servers: tuple[ExitStack, list[Wire]],
    bare_app: Flask,
    folder: Path,
) -> Serve:
    """The server on PostgreSQL, started at the first attack that needs it."""
    stack, started = servers

    def serve() -> Wire:
        if not started:
            place = folder / "attacked"
            place.mkdir(exist_ok=True)
            world, url = databases.copy_of_world(kind, place, once.run_folder(folder), f"attacked_{databases.WORKER}")
            _process, address = stack.enter_context(processes.web(url, place, workers=2, is_fresh=True))
            database = SystemDatabase(url)
            stack.callback(database.engine.dispose)
            port = int(address.rsplit(":", 1)[1])
            started.append(Wire(port, bare_app, database, world, place / "web.log"))
        return started[0]

    return serve


@pytest.fixture(scope="session")
def stages() -> dict[str, Stage]:
    """The scene of this worker, once it was asked for."""
    return {}


@pytest.fixture
def stage(kind: str, stages: dict[str, Stage], bare_app: Flask, folder: Path) -> Callable[[], Stage]:
    """The scene of the isolation tests, taken at the first attack that needs it."""

    def take() -> Stage:
        if kind not in stages:
            stages[kind] = Stage(bare_app, *building.built(bare_app, kind, folder))
        return stages[kind]

    return take


@pytest.fixture
def target(wire: Serve, stage: Callable[[], Stage], app: Flask, database: Database, world: World) -> Target:
    """The platform, with the world in it."""
    return Target(app, database, world, wire, stage)
