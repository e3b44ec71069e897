# SPDX-License-Identifier: EUPL-1.2
"""Stories that many tests of conversations begin with, told once per worker into a database of their own.

`@pytest.mark.stage("released")` (or "hearing") gives a test that database instead of the bare world; whatever
the test does there is rolled back as everywhere.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing.models import Release
from tests.support import databases, story
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in
from tests.support.story import Told
from tests.support.world import World
from tests.threads.talks import ONE, TWO

Staged = tuple[databases.Prepared, Told, Release | None]

_made: dict[tuple[str, str], Staged] = {}


def _released(world: World) -> tuple[Told, Release]:
    """Product 1a released and used by gemeenten 1 and 2, product 2a in review with both reviewers blind."""
    told = story.start_round(world)
    story.bring_to(told, TWO, DossierState.IN_REVIEW)
    story.bring_to(told, ONE, DossierState.AWAITING_RELEASE)
    story.bring_to(told, story.subject(0), DossierState.PUBLISHED)
    made = story.release(told, ONE)
    for number in (1, 2):
        story.use(world, 0, 0, number)
    story.use(world, 0, 0, 3, is_confirmed=False)
    return told, made


def _hearing(world: World) -> tuple[Told, None]:
    """Product 1a in the hearing: the reviewers know each other's verdicts."""
    told = story.start_round(world, [ONE])
    story.bring_to(told, ONE, DossierState.HEARING)
    return told, None


STAGES: dict[str, Callable[[World], tuple[Told, Release | None]]] = {"released": _released, "hearing": _hearing}


def _staged(request: pytest.FixtureRequest, kind: str, folder: Path) -> Staged | None:
    """The story a test is marked with; None for the bare world."""
    mark = request.node.get_closest_marker("stage")
    if mark is None:
        return None
    name = mark.args[0]
    if (kind, name) not in _made:
        source = databases.prepared(kind, folder)
        url = databases.copy_of(kind, source, folder, f"{name}_{databases.WORKER}")
        database, app = SystemDatabase(url), request.getfixturevalue("bare_app")
        app.extensions["database"], app.extensions["files"] = database, store_in(folder / f"{kind}-{name}")
        with app.app_context(), database.unit():
            told, release = STAGES[name](source.world)
        _made[kind, name] = databases.Prepared(url, database.engine, source.world), told, release
    return _made[kind, name]


@pytest.fixture(scope="package", autouse=True)
def closed_stages() -> Any:
    """Close the connections of these databases at the end."""
    yield
    for prepared, *_rest in _made.values():
        prepared.engine.dispose()
    _made.clear()


@pytest.fixture
def staged(request: pytest.FixtureRequest, kind: str, folder: Path) -> Staged | None:
    """What the test is marked with."""
    return _staged(request, kind, folder)


@pytest.fixture
def prepared(staged: Staged | None, kind: str, folder: Path) -> databases.Prepared:
    """The database of the story, or that of the bare world."""
    return staged[0] if staged else databases.prepared(kind, folder)


@pytest.fixture
def told(staged: Staged | None, app: Flask) -> Told:
    """What the story made."""
    assert staged is not None, "mark the test with a stage"
    return staged[1]


@pytest.fixture
def release(staged: Staged | None, app: Flask) -> Release:
    """The released result of product 1a."""
    assert staged is not None and staged[2] is not None, "mark the test with the stage released"
    return staged[2]
