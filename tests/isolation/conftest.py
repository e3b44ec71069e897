# SPDX-License-Identifier: EUPL-1.2
"""The scene, built once per run and kind of database; tests ask through an oracle that keeps nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.isolation import built as building
from tests.isolation.built import Built
from tests.isolation.canaries import Scene
from tests.isolation.extent import is_whole
from tests.isolation.forging import forge
from tests.isolation.hunt import Hunt, hunt
from tests.isolation.oracle import REQUESTS, Oracle, asking


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands on the hunt goes first: a worker takes over from the end of another's list, and would hunt anew."""
    items.sort(key=lambda item: "hunted" not in getattr(item, "fixturenames", ()))


@pytest.fixture
def built(bare_app: Flask, kind: str, folder: Path) -> Built:
    """The scene and its database."""
    return building.built(bare_app, kind, folder)


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
