# SPDX-License-Identifier: EUPL-1.2
"""The scene, built once per worker and kind of database; tests ask through an oracle that keeps nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.core.db import Database
from tests.isolation import planting
from tests.isolation.canaries import Scene
from tests.isolation.extent import is_whole
from tests.isolation.forging import forge
from tests.isolation.hunt import Hunt, hunt
from tests.isolation.oracle import REQUESTS, Oracle, asking
from tests.support import databases, story
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in

Built = tuple[Scene, Database]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands on the hunt goes first: a worker takes over from the end of another's list, and would hunt anew."""
    items.sort(key=lambda item: "hunted" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def scenes(folder: Path) -> Iterator[dict[str, Built]]:
    """The scenes of this worker by kind of database; their connections are closed at the end."""
    made: dict[str, Built] = {}
    yield made
    for _scene, database in made.values():
        database.engine.dispose()


@pytest.fixture
def built(bare_app: Flask, kind: str, prepared: databases.Prepared, folder: Path, scenes: dict[str, Built]) -> Built:
    """The scene and its database."""
    if kind not in scenes:
        scenes[kind] = _build(bare_app, kind, prepared, folder)
    return scenes[kind]


def _build(app: Flask, kind: str, prepared: databases.Prepared, folder: Path) -> Built:
    url = databases.copy_of(kind, prepared, folder, f"canaries_{databases.WORKER}")
    database, files = SystemDatabase(url), folder / f"canary-files-{kind}"
    world = replace(prepared.world, people=dict(prepared.world.people))
    app.extensions["database"], app.extensions["files"] = database, store_in(files)
    with app.app_context(), database.unit():
        planting.add_people(world)
        scene = Scene(world, story.start_round(world, [story.subject(place, 0) for place in range(3)]), url, files)
        planting.plant(scene)
    return scene, database


@pytest.fixture
def scene(built: Built) -> Scene:
    """The world with its canaries."""
    return built[0]


@pytest.fixture
def oracle(bare_app: Flask, built: Built) -> Iterator[Oracle]:
    """Asks the application on the scene."""
    scene, database = built
    with asking(bare_app, scene, database) as found:
        yield found


@pytest.fixture(scope="session")
def hunts() -> dict[str, Hunt]:
    """The hunts of this worker by kind of database."""
    return {}


@pytest.fixture
def hunted(oracle: Oracle, kind: str, hunts: dict[str, Hunt]) -> Hunt:
    """Everybody has asked everything, once; on SQLite a part of it, without forms."""
    if kind not in hunts:
        hunts[kind] = hunt(oracle)
        if is_whole(kind):
            forge(oracle, hunts[kind])
    return hunts[kind]


@pytest.fixture(autouse=True)
def _counted(request: pytest.FixtureRequest) -> Iterator[None]:
    """The requests of a test go into the ledger of the run."""
    before = REQUESTS.total()
    yield
    request.node.user_properties.append(("requests", REQUESTS.total() - before))


@pytest.fixture
def unit_of(oracle: Oracle) -> Iterator[Session]:
    """An open unit of work on the scene, to look into its tables."""
    with Session(oracle.connection, join_transaction_mode="create_savepoint") as opened:
        yield opened
