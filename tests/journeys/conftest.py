# SPDX-License-Identifier: EUPL-1.2
"""A real platform (web server; scheduler and SMTP where one waits for them) and a real browser.

`SCREENSHOTS=1` keeps a picture of each page that is looked at, in build/screenshots.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from samencontroleren.app import create_app
from samencontroleren.core import clock
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.responses import assigning
from tests.conftest import settings_for
from tests.demonstration.conftest import filled  # noqa: F401 (the fixture of the tour's journey)
from tests.journeys.person import SHOTS, WIDTHS, Person, Platform
from tests.support import databases, processes, smtp, story
from tests.support.databases import SystemDatabase
from tests.support.world import World, add_person
from tools.gallery.look import ARGUMENTS


@pytest.fixture
def platform(own_database: str, world: World, tmp_path: Path) -> Iterator[Platform]:
    """A web server on a copy of the world."""
    with serving(own_database, world, tmp_path) as served:
        yield served


@contextmanager
def serving(
    url: str, world: World, folder: Path, beginning: Callable[[World], object] | None = None
) -> Iterator[Platform]:
    """The web server on this database, after what has happened before the journey starts."""
    own = replace(world, people=dict(world.people))
    if beginning is not None:
        _tell(url, own, folder, beginning)
    with processes.web(url, folder) as (_process, address):
        yield Platform(address, own, smtp.Keep(), url, folder)


ASKED = [story.subject(0, 0), story.subject(0, 1), story.subject(1, 0), story.subject(2, 0)]
"""Product 1a, 1b, 2a and 3a."""


def begin(world: World) -> None:
    """A round that runs with these products; a guest helps the first supplier with one question."""
    told = story.start_round(world, ASKED)
    world.people["guest"] = add_person("guest", world.vendors[0], OrganisationKind.VENDOR, [Role.GUEST])
    key, asked = told[ASKED[0]], [world.requirement_versions["P-3"]]
    by, to = world["contributor1"].actor, world["guest"].membership_id
    assigning.assign_questions(by, key, asked, to, clock.today() + timedelta(days=5))


@pytest.fixture(scope="session")
def shared(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform on PostgreSQL of the journeys that keep out of each other's way, after what has begun there."""
    source, home = databases.prepared("postgresql", folder), tmp_path_factory.mktemp("shared")
    url = databases.copy_of("postgresql", source, home, f"shared_{databases.WORKER}")
    with serving(url, source.world, home, begin) as served:
        yield served


@pytest.fixture
def common(kind: str, request: pytest.FixtureRequest) -> Platform:
    """The same, where there is a PostgreSQL."""
    served: Platform = request.getfixturevalue("shared")
    return served


@contextmanager
def scheduled(platform: Platform) -> Iterator[Platform]:
    """The scheduler beside the web server, with mail over real SMTP."""
    with (
        smtp.serving(platform.mail) as (_keep, port),
        processes.scheduler(platform.url, platform.folder, port, platform.address),
    ):
        yield platform


def _tell(url: str, world: World, folder: Path, beginning: Callable[[World], object]) -> None:
    database = SystemDatabase(url)
    app = create_app(settings_for(url, folder), database)
    with app.app_context(), database.unit():
        beginning(world)
    database.engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not on this machine, and could not be installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test itself failed, for the pictures of its last pages."""
    report: Any = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture
def person(browser: Browser, platform: Platform, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """`person("naam", width=360, javascript=False)`: somebody at a browser."""
    people: list[Person] = []

    def make(name: str, width: int = WIDTHS["wide"], javascript: bool = True) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="nl-NL",
            java_script_enabled=javascript,
            reduced_motion="reduce",  # else each click waits until the page has scrolled to it smoothly
        )
        people.append(Person(platform, context, name))
        return people[-1]

    yield make
    has_failed = request.node.stash.get(FAILED, False)
    for number, each in enumerate(people):
        if has_failed:
            SHOTS.mkdir(parents=True, exist_ok=True)
            each.page.screenshot(path=SHOTS / f"failed-{number}.png", full_page=True)
        each.context.close()
    assert has_failed or [fault for each in people for fault in each.faults] == []
