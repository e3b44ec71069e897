# SPDX-License-Identifier: EUPL-1.2
"""Pages in the dark and on a phone, as the gallery sees them: contrast, weight, reflow, rows as cards."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.person import Platform
from tests.support.world import PASSWORD
from tools.gallery import look
from tools.gallery.crawl import MISSING, Place
from tools.gallery.platform import Persona

pytestmark = pytest.mark.journey
PLACES = (
    Place("start", "/"),
    Place("dossiers", "/dossiers"),
    Place("vendors", "/leveranciers?volgorde=-naam"),
    Place("missing", MISSING),
)


def test_dark_pages_are_light_readable_and_fit_a_phone(common: Platform, browser: Browser, tmp_path: Path) -> None:
    persona = Persona("coordinator", common.world["coordinator"].email, PASSWORD)
    wishes = look.Wishes(languages=("nl",), widths=(1280, 320), dark=True, axe=True)
    state = look.log_in(browser, common.address, persona)
    context = look.context_of(browser, "nl", wishes, state)
    looker = look.Looker(context, common.address, tmp_path, wishes)
    sights = [looker.look(persona, "nl", place) for place in PLACES]
    assert {sight.place.name: sight.faults for sight in sights if sight.faults} == {}
    assert looker.weighed[0] > 60_000, "the first visit was not weighed"
    assert looker.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 31)"
    looker.page.goto(f"{common.address}/leveranciers")
    cell = looker.page.locator("td[data-label]").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content.length") > 4
    context.close()
