# SPDX-License-Identifier: EUPL-1.2
"""Somebody at a browser of their own: what they press, see and read, and what is wrong with a page they look at."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Download, Locator, Page, Request

from tests.support.nursery import ROOT
from tests.support.smtp import Keep
from tests.support.world import PASSWORD, World

SHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": 1280, "phone": 360}
PATIENCE = 60_000
"""Milliseconds to wait for what has to come, on a machine that does more than this."""
IS_PICTURED = "SCREENSHOTS" in os.environ
"""Whether each page that is looked at is kept as a picture too; the last pages of a journey that fails always are."""


@dataclass(frozen=True)
class Platform:
    """A running platform on a database of its own."""

    address: str
    world: World
    mail: Keep
    url: str
    folder: Path


class Person:
    """Somebody at a browser of their own.

    Playwright's click does not wait for the page it leads to, so that what follows may look at the page one comes from.
    Whoever goes to another page does so with `go`, `follow`, `confirm`, `reload` or inside `leaving`; a page that goes
    away in another way is a fault.
    """

    def __init__(self, platform: Platform, context: BrowserContext, name: str) -> None:
        self.platform, self.context, self.name = platform, context, name
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self._is_leaving = False
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._watch)
        self.number = 0
        self.knows: dict[str | None, str] = {}

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def _watch(self, request: Request) -> None:
        if request.is_navigation_request() and not self._is_leaving:
            self.faults.append(f"went to {request.url} and did not wait for it")

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done inside leads to another page: wait until that is there, whole."""
        with self._away(), self.page.expect_navigation() as going:
            yield
        answer = going.value
        assert answer is not None and answer.status < 500, f"{answer and answer.status} at {self.page.url}"

    @contextmanager
    def _away(self) -> Iterator[None]:
        self._is_leaving = True
        yield
        self._is_leaving = False

    def go(self, path: str) -> None:
        """Open an address of the platform."""
        with self._away():
            self.page.goto(path if path.startswith("http") else self.platform.address + path)

    def reload(self) -> None:
        """Load the page anew."""
        with self._away():
            self.page.reload()

    def log_in(self, key: str) -> None:
        """Log in as a person of the world."""
        self.go("/inloggen")
        self.page.fill("[name=email]", self.platform.world[key].email)
        self.page.fill("[name=password]", PASSWORD)
        with self.leaving():
            self.page.click("main form button")
        assert "/inloggen" not in self.page.url

    def enter(self, key: str) -> None:
        """Be logged in as a person of the world without looking at the page for it: a journey before showed that."""
        place, browser = f"{self.platform.address}/inloggen", self.context.request
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(place).text())
        assert token is not None
        typed = {"csrf_token": token[1], "email": self.platform.world[key].email, "password": PASSWORD}
        answer = browser.post(place, form=typed, headers={"Referer": place}, max_redirects=0)
        assert answer.status == 302 and "/inloggen" not in answer.headers["location"]

    def _named(self, name: str | re.Pattern[str], role: Any) -> Locator:
        return self.page.get_by_role(role, name=name).filter(visible=True).first

    def click(self, name: str | re.Pattern[str], role: Any = "button") -> None:
        """Click the button or link with this name (or pattern), on a page that stays."""
        self._named(name, role).click()

    def follow(self, name: str | re.Pattern[str], role: Any = "button") -> None:
        """Click the button or link with this name (or pattern), and wait for the page it leads to."""
        with self.leaving():
            self._named(name, role).click()

    def confirm(self, summary: str) -> None:
        """Open a question that has to be confirmed, say yes, and wait for the page that comes."""
        self.page.locator("summary", has_text=summary).first.click()
        with self.leaving():
            self.page.locator("details[open] button[type=submit]").first.click()

    def download(self, name: str | re.Pattern[str]) -> Download:
        """What comes of the link with this name; the page stays."""
        with self._away(), self.page.expect_download() as coming:
            self._named(name, "link").click()
        return coming.value

    def see(self, words: str) -> None:
        """Words that a person reads on the page."""
        self.page.get_by_text(re.compile(words)).filter(visible=True).first.wait_for()

    def look(self, name: str) -> None:
        """Axe over the page: no violation, nothing wrong in the console.

        What was looked at already in this run (the same page of another dossier) goes without axe and picture.
        """
        seen = (self.name, name, self._width)
        if seen not in LOOKED:
            self.picture(name)
            assert axe(self.page) == [], name
        LOOKED.add(seen)
        self.check(name)

    def picture(self, name: str) -> None:
        """A screenshot of the whole page, where the run was asked for those."""
        if not IS_PICTURED:
            return
        self.number += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        place = SHOTS / f"{self.name}-{self.number:02}-{name}-{self._width}.jpg"
        self.page.screenshot(path=place, full_page=True, type="jpeg", quality=70)

    @property
    def _width(self) -> int:
        return (self.page.viewport_size or {"width": 0})["width"]

    def check(self, name: str) -> None:
        """Nothing in the console, no page left behind by surprise, and no sideways scrolling."""
        assert self.faults == [], f"{name}: {self.faults}"
        wide = self.page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wide <= 1, f"{name} scrolls sideways by {wide} px"


LOOKED: set[tuple[str, str, int]] = set()
"""Who looked at which page at which width."""


def axe(page: Page) -> list[str]:
    """What axe finds on a page, as lines."""
    source = AXE.read_text()
    page.evaluate(source)
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})")
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:200]})" for each in found["violations"]]
