# SPDX-License-Identifier: EUPL-1.2
"""The target of an attack, and a real server for those that need bare sockets or several connections."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren.core.db import Database
from tests.attacks.stage import Stage
from tests.attacks.table import MODULES
from tests.attacks.target import Target
from tests.attacks.wire import Wire
from tests.isolation import planting
from tests.isolation.canaries import Scene
from tests.support import databases, processes, story
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in
from tests.support.world import World

pytest.register_assert_rewrite(*(f"tests.attacks.{name}" for name in MODULES))

Serve = Callable[[], Wire]
Copy = Callable[[str, str, databases.Prepared], str]


@pytest.fixture(scope="session")
def copies(folder: Path) -> Copy:
    """A copy of the world for the server and one for the scene; made once, before a test opens a connection."""
    made: dict[str, str] = {}

    def copy(purpose: str, kind: str, prepared: databases.Prepared) -> str:
        if purpose not in made:
            made[purpose] = databases.copy_of(kind, prepared, folder, f"attacked_{purpose}_{databases.WORKER}")
        return made[purpose]

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
    copies: Copy,
    servers: tuple[ExitStack, list[Wire]],
    bare_app: Flask,
    folder: Path,
) -> Serve:
    """The server on PostgreSQL, started at the first attack that needs it."""
    stack, started = servers
    url = copies("server", kind, prepared)

    def serve() -> Wire:
        if not started:
            place = folder / "attacked"
            place.mkdir(exist_ok=True)
            _process, address = stack.enter_context(processes.web(url, place, workers=2, is_fresh=True))
            database = SystemDatabase(url)
            stack.callback(database.engine.dispose)
            port = int(address.rsplit(":", 1)[1])
            started.append(Wire(port, bare_app, database, prepared.world, place / "web.log"))
        return started[0]

    return serve


@pytest.fixture(scope="session")
def stages() -> Iterator[list[Stage]]:
    """The scene of this worker, once it was asked for; its connections are closed at the end."""
    built: list[Stage] = []
    yield built
    for each in built:
        each.database.engine.dispose()


@pytest.fixture
def stage(
    kind: str,
    prepared: databases.Prepared,
    copies: Copy,
    stages: list[Stage],
    bare_app: Flask,
    folder: Path,
) -> Callable[[], Stage]:
    """The scene of the isolation tests, built at the first attack that needs it."""
    url = copies("scene", kind, prepared)

    def build() -> Stage:
        if not stages:
            stages.append(_plant(bare_app, url, prepared.world, folder / "scene-files"))
        return stages[0]

    return build


def _plant(app: Flask, url: str, world: World, files: Path) -> Stage:
    """Plant the scene in a copy of the world."""
    database = SystemDatabase(url)
    whole = replace(world, people=dict(world.people))
    app.extensions["database"], app.extensions["files"] = database, store_in(files)
    with app.app_context(), database.unit():
        planting.add_people(whole)
        told = story.start_round(whole, [story.subject(place, 0) for place in range(3)])
        scene = Scene(whole, told, url, files)
        planting.plant(scene)
    return Stage(app, scene, database)


@pytest.fixture
def target(wire: Serve, stage: Callable[[], Stage], app: Flask, database: Database, world: World) -> Target:
    """The platform, with the world in it."""
    return Target(app, database, world, wire, stage)
