# SPDX-License-Identifier: EUPL-1.2
"""A real platform (web server, scheduler, SMTP) and a real browser, with screenshots as output of the build."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from samencontroleren.app import create_app
from tests.conftest import settings_for
from tests.demonstration.conftest import filled  # noqa: F401 (the fixture of the tour's journey)
from tests.support import processes, smtp
from tests.support.databases import SystemDatabase
from tests.support.smtp import Keep
from tests.support.world import PASSWORD, World

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"wide": 1280, "phone": 360}
PATIENCE = 30_000
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Platform:
    """A running platform on a database of its own."""

    address: str
    world: World
    mail: Keep
    url: str
    folder: Path


@pytest.fixture
def beginning() -> Callable[[World], object]:
    """What has happened before the journey starts; a module overrides it to tell more."""
    return lambda _world: None


@pytest.fixture
def platform(
    own_database: str, world: World, tmp_path: Path, beginning: Callable[[World], object]
) -> Iterator[Platform]:
    """Web server and scheduler on a copy of the world, mail over real SMTP."""
    _tell(own_database, world, tmp_path, beginning)
    with (
        smtp.serving() as (keep, port),
        processes.web(own_database, tmp_path) as (_process, address),
        processes.scheduler(own_database, tmp_path, port, address),
    ):
        yield Platform(address, world, keep, own_database, tmp_path)


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


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, platform: Platform, context: BrowserContext, name: str) -> None:
        self.platform, self.context, self.name = platform, context, name
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.number = 0

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> None:
        """Open an address of the platform."""
        self.page.goto(path if path.startswith("http") else self.platform.address + path)

    def log_in(self, key: str) -> None:
        """Log in as a person of the world."""
        self.go("/inloggen")
        self.page.fill("[name=email]", self.platform.world[key].email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_url(lambda url: "/inloggen" not in url)

    def enter(self, key: str) -> None:
        """Be logged in as a person of the world without looking at the page for it: a journey before showed that."""
        place, browser = f"{self.platform.address}/inloggen", self.context.request
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(place).text())
        assert token is not None
        typed = {"csrf_token": token[1], "email": self.platform.world[key].email, "password": PASSWORD}
        answer = browser.post(place, form=typed, headers={"Referer": place}, max_redirects=0)
        assert answer.status == 302 and "/inloggen" not in answer.headers["location"]

    def click(self, name: str | re.Pattern[str], role: Any = "button") -> None:
        """Click the button or link with this name (or pattern)."""
        self.page.get_by_role(role, name=name).first.click()

    def see(self, words: str) -> None:
        """Words that a person reads on the page."""
        self.page.get_by_text(re.compile(words)).filter(visible=True).first.wait_for(timeout=10_000)

    def look(self, name: str) -> None:
        """A screenshot, and axe over the page: no violation, nothing wrong in the console.

        What was looked at already in this run (the same page of another dossier) gets neither of the first two.
        """
        seen = (self.name, name, self._width)
        if seen not in LOOKED:
            self.picture(name)
            assert axe(self.page) == [], name
        LOOKED.add(seen)
        self.check(name)

    def picture(self, name: str) -> None:
        """A screenshot only (a page without script can not run axe)."""
        self.number += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        place = SHOTS / f"{self.name}-{self.number:02}-{name}-{self._width}.jpg"
        self.page.screenshot(path=place, full_page=True, type="jpeg", quality=70)

    @property
    def _width(self) -> int:
        return (self.page.viewport_size or {"width": 0})["width"]

    def check(self, name: str) -> None:
        """Nothing in the console, and no sideways scrolling."""
        assert self.faults == [], f"{name}: {self.faults}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{name} scrolls sideways by {wide} px"


LOOKED: set[tuple[str, str, int]] = set()
"""Who looked at which page at which width."""


def axe(page: Page) -> list[str]:
    """What axe finds on a page, as lines."""
    source = AXE.read_text()
    page.evaluate(source)
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})")
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:200]})" for each in found["violations"]]


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
    contexts: list[BrowserContext] = []

    def make(name: str, width: int = WIDTHS["wide"], javascript: bool = True) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="nl-NL", java_script_enabled=javascript
        )
        contexts.append(context)
        return Person(platform, context, name)

    yield make
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            SHOTS.mkdir(parents=True, exist_ok=True)
            context.pages[-1].screenshot(path=SHOTS / f"failed-{number}.png", full_page=True)
        context.close()
