# SPDX-License-Identifier: EUPL-1.2
"""Looking at pages in a real browser: a picture per width, and what is wrong with the page."""

import gzip
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, StorageState, sync_playwright

from tools.gallery import dutch
from tools.gallery.crawl import MISSING, Place
from tools.gallery.platform import ROOT, Persona

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OFF = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "TcpPortRandomizationWin,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
"""Parts of Chromium that are off. The first three are pages of its own behind the address bar, which nobody sees and
which take more work with each visit than the page itself; Playwright switches off the others, and the last list counts.
"""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={OFF}",
)
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
HEIGHT = 900
PATIENCE = 60_000
"""Milliseconds to wait for a page, on a machine that does more than this."""
FIRST, LATER = 150_000, 30_000
"""Compressed bytes of a first visit and of every later page."""

FACTS = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text && !parent.closest("script, [lang=nl], textarea, .sc-language, code, pre")) texts.push(text);
  }
  return {texts, h1: document.querySelectorAll("h1").length, title: document.title.trim(),
          heading: document.querySelector("h1")?.textContent.trim() ?? ""};
}"""


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to look."""

    languages: tuple[str, ...] = ("nl", "en")
    widths: tuple[int, ...] = (1280, 360)
    dark: bool = False
    axe: bool = False
    forced: bool = False


@dataclass
class Sight:
    """One address in one language: its pictures and its faults."""

    role: str
    language: str
    place: Place
    title: str = ""
    pictures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not on this machine: make install-test")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield opened
        opened.close()


def context_of(opened: Browser, language: str, wishes: Wishes, state: StorageState | None = None) -> BrowserContext:
    """A fresh profile in this language (state: the cookies of somebody who logged in)."""
    return opened.new_context(
        locale=LOCALES[language],
        color_scheme="dark" if wishes.dark else "light",
        forced_colors="active" if wishes.forced else "none",
        reduced_motion="reduce",
        viewport={"width": wishes.widths[0], "height": HEIGHT},
        storage_state=state,
    )


def log_in(opened: Browser, address: str, persona: Persona) -> StorageState:
    """Log in; gives the cookies."""
    context = opened.new_context(locale=LOCALES["nl"])
    if persona.email:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/inloggen")
        page.fill("[name=email]", persona.email)
        page.fill("[name=password]", persona.password)
        with page.expect_navigation(url=lambda url: "/inloggen" not in url):
            page.keyboard.press("Enter")
    state = context.storage_state()
    context.close()
    return state


class Looker:
    """Somebody at a browser who looks at pages and writes down what is wrong."""

    def __init__(self, context: BrowserContext, address: str, out: Path, wishes: Wishes) -> None:
        self.address, self.out, self.wishes = address, out, wishes
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self._console: list[str] = []
        self._bytes = 0
        self.weighed: list[int] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self._console.append(str(error)))
        line = context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", self._weigh)

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._console.append(said.text)

    def _weigh(self, loaded: dict[str, Any]) -> None:
        """Count what came over the line (nothing for what the browser kept)."""
        self._bytes += int(loaded["encodedDataLength"])

    def _compress(self, response: Response | None) -> None:
        """Count the page itself as a server in front of the application sends it: compressed."""
        if response and "content-encoding" not in response.headers:
            body = response.body()
            self._bytes += len(gzip.compress(body, 6)) - len(body)

    def look(self, persona: Persona, language: str, place: Place) -> Sight:
        """Visit one address, once per width."""
        sight = Sight(persona.role, language, place)
        self._console.clear()
        self._bytes = 0
        self.page.set_viewport_size({"width": self.wishes.widths[0], "height": HEIGHT})
        response = self.page.goto(self.address + place.path)
        self.page.wait_for_load_state("networkidle")
        self._compress(response)
        self._judge(sight, response.status if response else 0)
        for width in self.wishes.widths:
            self._picture(sight, persona, width)
        sight.faults += [f"console: {text[:200]}" for text in self._console if not self._is_expected(text, place)]
        return sight

    @staticmethod
    def _is_expected(text: str, place: Place) -> bool:
        return place.path == MISSING and "404" in text

    def _judge(self, sight: Sight, status: int) -> None:
        facts = self.page.evaluate(FACTS)
        sight.title = facts["title"]
        wanted = 404 if sight.place.path == MISSING else 200
        aim = LATER if self.weighed else FIRST
        self.weighed.append(self._bytes)
        checks = {
            f"status {status}": status != wanted,
            f"{facts['h1']} h1 elements": facts["h1"] != 1,
            "no title": not facts["title"] or facts["title"].startswith("·"),
            f"{self._bytes:,} bytes, aim {aim:,}": self._bytes > aim,
        }
        sight.faults += [fault for fault, holds in checks.items() if holds]
        if status >= 500:
            return
        if sight.language == "en":
            sight.faults += [f"Dutch: {text}" for text in dutch.untranslated(facts["texts"])]
        if self.wishes.axe:
            sight.faults += axe(self.page)

    def _picture(self, sight: Sight, persona: Persona, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            sight.faults.append(f"scrolls sideways by {wide} px at {width} px")
        mode = "dark" if self.wishes.dark else "forced" if self.wishes.forced else ""
        folder = self.out / persona.folder / sight.language / (f"{width}-{mode}" if mode else str(width))
        folder.mkdir(parents=True, exist_ok=True)
        picture = folder / f"{sight.place.name}.png"
        self.page.screenshot(path=picture, full_page=True, animations="disabled")
        sight.pictures.append(str(picture.relative_to(self.out)))


def axe(page: Page) -> list[str]:
    """What axe finds on a page."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})")
    return [
        f"axe {each['id']}: {each['help']} ({' '.join(each['nodes'][0]['html'].split())[:160]})"
        for each in found["violations"]
    ]
