# SPDX-License-Identifier: EUPL-1.2
"""The supplier's part on a phone, with and without JavaScript; and a smoke journey on SQLite."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from samencontroleren.config import Settings
from tests.journeys import uploading
from tests.journeys.conftest import WIDTHS, Person, Platform
from tests.support import story
from tests.support.papers import certificate
from tests.support.world import World

pytestmark = pytest.mark.journey
People = Callable[..., Person]
TEXT = "Getypt op een telefoon, ergens onderweg."


@pytest.fixture
def beginning() -> Callable[[World], object]:
    """A round that runs, with the first product of the first supplier."""
    return lambda world: story.start_round(world, [story.subject(0, 0)])


def _to_the_questions(supplier: Person) -> Page:
    page = supplier.page
    supplier.log_in("submitter1")
    supplier.go("/dossiers")
    page.get_by_role("link", name="Product 1a").first.click()
    page.get_by_role("link", name="Vragen invullen").first.click()
    supplier.click("Begin")
    page.locator("a[href*='/invullen/']").first.click()
    page.wait_for_url(re.compile("/invullen/.+"))
    return page


def _finish(page: Page, folder: Path) -> None:
    """Answer each question of each theme with its buttons, prove the first, submit."""
    paper = folder / "certificaat.pdf"
    paper.write_bytes(certificate("Voorbeeldcertificaat"))
    card = page.locator("section.sc-question").first
    card.locator("summary", has_text="Voeg een nieuw bestand toe").click()
    card.locator("[name=file]").set_input_files(paper)
    card.locator("[name=kind]").select_option("iso_27001")
    card.get_by_role("button", name="Voeg toe en koppel").click()
    overview = page.url.split("/invullen")[0] + "/invullen"
    page.goto(overview)
    links = [each.get_attribute("href") for each in page.locator("a[href*='/invullen/']").all()]
    for theme in dict.fromkeys(str(each).split("#")[0] for each in links):
        page.goto(overview.split("/dossiers")[0] + theme)
        for number in range(page.locator("section.sc-question").count()):
            card = page.locator("section.sc-question").nth(number)
            if card.locator("[name=choice]").count():
                card.locator("[name=choice]").first.check()
            if card.locator("[name=number]").count():
                card.locator("[name=number]").fill("4")
            card.locator("[name=explanation]").first.fill(TEXT)
            card.get_by_role("button", name="Opslaan en bevestigen").click()
            page.goto(overview.split("/dossiers")[0] + theme)
    page.goto(overview.replace("/invullen", "/indienen"))
    page.locator("summary", has_text="Dien in").click()
    page.get_by_role("button", name="Ja, dien in namens mijn organisatie").click()


def _is_told_while_typing(page: Page, folder: Path) -> None:
    """The choice says whether a reason is required; a file that is too large stays here, as does what was typed."""
    card = page.locator("section.sc-question").filter(has=page.locator("[data-reason-of]")).first
    reason = card.locator("[data-reason-of] label")
    card.get_by_label("Voldoet deels").check()
    assert "(verplicht)" in reason.inner_text()
    card.get_by_label("Voldoet", exact=True).check()
    assert "(niet verplicht)" in reason.inner_text()
    large = folder / "groot.pdf"
    with large.open("wb") as file:
        file.truncate(Settings.max_upload + 1)
    card.locator("summary", has_text="Voeg een nieuw bestand toe").click()
    card.locator("[name=title]").fill(TEXT)
    card.locator("[name=file]").set_input_files(large)
    card.get_by_role("button", name="Voeg toe en koppel").click()
    assert "te groot" in card.locator(".sc-uploads").inner_text()
    assert card.locator("[name=title]").input_value() == TEXT
    page.reload()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_on_a_phone(person: People, tmp_path: Path, javascript: bool) -> None:
    supplier = person(f"telefoon-{'met' if javascript else 'zonder'}-script", WIDTHS["phone"], javascript)
    page = _to_the_questions(supplier)
    if javascript:
        supplier.look("vragen")
        _is_told_while_typing(page, tmp_path)
    else:
        supplier.picture("vragen")
        assert "Bewaar wat u typt met de knop." in page.locator("[data-saved-at]").first.inner_text()
    _finish(page, tmp_path)
    supplier.see("Ingediend|ingediend")
    supplier.go("/dossiers")
    supplier.picture("na-het-indienen")
    assert "Ingediend" in page.locator("main").inner_text()


def test_what_was_typed_survives_a_reload(person: People) -> None:
    supplier = person("autosave")
    page = _to_the_questions(supplier)
    card = page.locator("section.sc-question").first
    card.locator("[name=explanation]").fill(TEXT)
    card.locator("[data-saved-at]").filter(has_text="pgeslagen om").wait_for()
    page.reload()
    assert page.locator("section.sc-question").first.locator("[name=explanation]").input_value() == TEXT
    uploading.send_over_a_broken_line(supplier)


@pytest.mark.sqlite
def test_smoke_on_sqlite(person: People, platform: Platform, tmp_path: Path) -> None:
    assert platform.url.startswith("sqlite")
    supplier = person("sqlite")
    _finish(_to_the_questions(supplier), tmp_path)
    supplier.see("Ingediend|ingediend")
    coordinator = person("sqlite-coordinator")
    coordinator.log_in("coordinator")
    coordinator.go("/dossiers")
    coordinator.see("Ingediend")
