# SPDX-License-Identifier: EUPL-1.2
"""A newcomer at a real browser gets along with nothing but the tour: from the log-in page by clicking only.

That each stop opens for each persona, tests/demonstration/test_tour.py holds without a browser. Here a page is opened
once of its kind, by whoever comes to it first; each persona clicks to its last stop, and where it acts.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from samencontroleren.demonstration import tour
from tests.journeys.person import PATIENCE, WIDTHS
from tests.support import processes

pytestmark = pytest.mark.journey
DATABASE = "samencontroleren.sqlite3"
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[?#].*")
PROMISED = {
    "Begin op de startpagina": "main h1",
    "Vul een vragenlijst verder in": "main a[href*='/invullen/']",
    "Begin aan een nieuw dossier": "main a[href$='/invullen']",
    "Voeg bewijs toe": "main a[href='/bewijs/nieuw']",
    "Overleg over een vraag": "main a[href$='/gesprekken/nieuw']",
    "Lees uw berichten": "main a[href='/berichten/voorkeuren']",
    "Reageer op een conceptoordeel": "main textarea",
    "Lees het resultaat van een product": "main a[href$='.pdf']",
    "Nodig een collega uit": "main [name=email]",
    "Zoek in alles tegelijk": "main .sc-search-hits a",
    "Bevestig een aanmelding": "main summary:has-text('Bevestig het gebruik')",
    "Stel een vraag bij een resultaat": "main a[href$='/vragen/nieuw']",
    "Bevestig een product in uw proces": "main summary:has-text('Bevestig het gebruik')",
    "Beoordeel een dossier": "main a[href*='/beoordelen/']",
    "Bespreek verschillen": "main summary:has-text('Doe een voorstel')",
    "Meld een belang": "main textarea",
    "Laat een collega toe": "main [name=email]",
    "Wijs twee beoordelaars toe": "main [name=membership_ids][type=checkbox]",
    "Publiceer de vraag van een gemeente": "main a:has-text('Beoordeel de vraag')",
    "Behandel een risicosignaal": "main textarea",
    "Geef een resultaat vrij": "main summary:has-text('Geef het resultaat vrij')",
    "Bereid een herindeling voor": "main a[href='/organisaties/herindelingen/nieuw']",
    "Wijzig een instelling": "main a[href^='/instellingen/']",
}
"""What a stop promises that can be done there."""


@pytest.fixture(scope="module")
def address(filled: tuple[Flask, dict[str, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web server on a copy of the demonstration that the worker's other tests read."""
    source = Path(filled[0].extensions["settings"].mailbox_folder).parent
    folder = tmp_path_factory.mktemp("tour")
    with closing(sqlite3.connect(source / DATABASE)) as connection:
        connection.execute("VACUUM INTO ?", (str(folder / DATABASE),))
    shutil.copytree(source / "files", folder / "files")
    (folder / "mailbox").mkdir()
    with processes.demonstration(folder) as found:
        yield found


class Newcomer:
    """Somebody who clicks on what the tour shows, and types no address."""

    def __init__(self, page: Page, address: str, code: str) -> None:
        self.page, self.code, self.faults = page, code, list[str]()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{address}/inloggen")
        self.press(page.locator(f"form[action='/rondleiding/{code}'] button"))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    @property
    def stops(self) -> list[str]:
        return self.page.locator(".sc-tour__stop h3").all_inner_texts()

    def _way_to(self, title: str) -> Locator:
        return self.page.locator(".sc-tour__stop").filter(has_text=title).locator("a, button").first

    def kind_of(self, title: str) -> tuple[str, tuple[str, str]]:
        """The address a stop leads to; what it promises there, and the address without keys."""
        place = self._way_to(title).get_attribute("href")
        assert place, f"{title} is no link"
        return place, (PROMISED.get(title, ""), KEYS.sub("", place))

    def open(self, title: str) -> None:
        """Click on a stop and check that its page is whole and holds what was promised."""
        self.press(self._way_to(title))
        self._check(title)

    def visit(self, title: str, place: str) -> None:
        """The same, without a click."""
        answer = self.page.goto(urljoin(self.page.url, place))
        assert answer is not None and answer.status == 200 and self.faults == [], f"{title}: {place} {self.faults}"
        self._check(title)

    def _check(self, title: str) -> None:
        assert self.page.locator("main h1").count() == 1, title
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{title} scrolls sideways by {wide} px"
        assert self.page.locator(".sc-demo a[href='/rondleiding/verder']").count() == 1, f"no way back from {title}"
        if title in PROMISED:
            assert self.page.locator(PROMISED[title]).count(), f"{self.code}: {title} ({self.page.url})"

    def back(self) -> None:
        """Back to the tour by the bar above each page."""
        self.press(self.page.locator(".sc-demo a"))
        assert self.page.url.endswith(f"/rondleiding/{self.code}")

    def press(self, what: Locator) -> None:
        """Click on what leads to another page, which has to answer well."""
        with self.page.expect_navigation() as going:
            what.click()
        answer = going.value
        assert answer is not None and answer.status == 200, f"{answer and answer.status} at {self.page.url}"
        assert self.faults == [], f"{self.page.url}: {self.faults}"

    def button(self, name: str) -> None:
        """Press the button with this name."""
        self.press(self.page.get_by_role("button", name=re.compile(name)).first)

    def link(self, name: str) -> None:
        """Follow the link with this name."""
        self.press(self.page.get_by_role("link", name=re.compile(name)).first)

    def told(self, words: str) -> None:
        """The page says what has happened."""
        assert re.search(words, self.page.locator("main").inner_text()), f"{words} not at {self.page.url}"


def invuller(one: Newcomer) -> None:
    one.open("Vul een vragenlijst verder in")
    one.link("^Ga verder")
    card = one.page.locator("section.sc-question").first
    card.locator("[name=explanation]").first.fill("Wij melden het binnen 24 uur aan elke gemeente.")
    one.press(card.get_by_role("button", name="Opslaan en bevestigen"))
    one.told("Uw antwoord is bevestigd")


def vrijgever(one: Newcomer) -> None:
    one.open("Reageer op een conceptoordeel")
    one.button("ik heb bezwaar|wegen$")
    one.button("Verstuur de reactie")
    one.told("Uw reactie is verstuurd")


def ciso(one: Newcomer) -> None:
    one.open("Bevestig een aanmelding")
    one.page.locator("summary").filter(has_text="Bevestig het gebruik").click()
    one.button("Ja, wij gebruiken dit product")
    one.told("Het gebruik is bevestigd")


def beoordelaar(one: Newcomer) -> None:
    one.open("Bespreek verschillen")
    one.page.locator("summary").filter(has_text="Doe een voorstel").first.click()
    proposal = one.page.locator("main details[open] form").first
    for choice in proposal.locator("select").all():
        choice.select_option(index=1)
    proposal.locator("textarea").first.fill("Uit het antwoord blijkt dat het verplicht is.")
    one.press(proposal.get_by_role("button", name="Stel dit voor"))
    one.told("Uw voorstel is opgeslagen")


def coordinator(one: Newcomer) -> None:
    one.open("Wijs twee beoordelaars toe")
    for number in (0, 1):
        one.page.locator("[name=membership_ids][type=checkbox]").nth(number).check()
    one.button("^Wijs toe$")
    one.told("De beoordelaars van .* zijn toegewezen")


def fiatteur(one: Newcomer) -> None:
    one.open("Geef een resultaat vrij")
    one.page.locator("summary").filter(has_text="Geef het resultaat vrij").click()
    one.button("^Ja")
    one.told("Het resultaat is vrijgegeven")


ACTS: dict[str, Callable[[Newcomer], None]] = {
    "invuller": invuller,
    "vrijgever": vrijgever,
    "ciso": ciso,
    "beoordelaar": beoordelaar,
    "coordinator": coordinator,
    "fiatteur": fiatteur,
}


def test_everybody_follows_the_tour_by_clicking(address: str, browser: Browser) -> None:
    viewport = {"width": WIDTHS["wide"], "height": 900}
    context = browser.new_context(viewport=viewport, locale="nl-NL", reduced_motion="reduce")
    seen = set[tuple[str, str]]()
    for persona in tour.PERSONAS:
        context.clear_cookies()
        one = Newcomer(context.new_page(), address, persona.code)
        titles = one.stops
        assert len(titles) >= 5
        ways = {title: one.kind_of(title) for title in titles[:-1]}
        for title, (place, kind) in ways.items():
            if kind not in seen:
                seen.add(kind)
                one.visit(title, place)
        one.page.goto(f"{address}/rondleiding/{persona.code}")
        one.open(titles[-1])
        one.back()
        if persona.code in ACTS:
            ACTS[persona.code](one)
            one.back()
        one.page.close()
    context.close()
