# SPDX-License-Identifier: EUPL-1.2
"""A real platform (web server; scheduler and SMTP where one waits for them) and a real browser.

`SCREENSHOTS=1` keeps a picture of each page that is looked at, in build/screenshots.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from samencontroleren.app import create_app
from tests.conftest import settings_for
from tests.demonstration.conftest import filled  # noqa: F401 (the fixture of the tour's journey)
from tests.journeys.person import SHOTS, WIDTHS, Person, Platform
from tests.support import processes, smtp
from tests.support.databases import SystemDatabase
from tests.support.world import World
from tools.gallery.look import ARGUMENTS


@pytest.fixture
def platform(own_database: str, world: World, tmp_path: Path) -> Iterator[Platform]:
    """A web server on a copy of the world."""
    with serving(own_database, world, tmp_path) as served:
        yield served


@contextmanager
def serving(
    url: str, world: World, folder: Path, beginning: Callable[[World], object] = lambda _world: None
) -> Iterator[Platform]:
    """The web server on this database, after what has happened before the journey starts."""
    own = replace(world, people=dict(world.people))
    _tell(url, own, folder, beginning)
    with processes.web(url, folder) as (_process, address):
        yield Platform(address, own, smtp.Keep(), url, folder)


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
