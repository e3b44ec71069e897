# SPDX-License-Identifier: EUPL-1.2
"""The supplier's part: on a phone, with script (on SQLite) and without; saving by itself, working together, dividing.

The journeys on PostgreSQL share a platform with others, each with a supplier or a product of its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from samencontroleren.config import Settings
from tests.journeys import uploading
from tests.journeys.conftest import begin, scheduled, serving
from tests.journeys.person import WIDTHS, Person, Platform
from tests.support.papers import certificate

pytestmark = pytest.mark.journey
People = Callable[..., Person]
TEXT = "Getypt op een telefoon, ergens onderweg."


@pytest.fixture
def platform(kind: str, request: pytest.FixtureRequest) -> Iterator[Platform]:
    """The shared one; on SQLite one of its own, where the scheduler writes too."""
    if kind == "postgresql":
        yield request.getfixturevalue("shared")
    else:
        home = request.getfixturevalue("tmp_path")
        with (
            serving(request.getfixturevalue("own_database"), request.getfixturevalue("world"), home, begin) as served,
            scheduled(served),
        ):
            yield served


def _to_the_questions(supplier: Person, product: str) -> Page:
    page = supplier.page
    supplier.enter(f"submitter{product[0]}")
    supplier.go("/dossiers")
    supplier.follow(f"Product {product}", "link")
    supplier.follow("Vragen invullen", "link")
    supplier.follow("Begin")
    assert "/invullen/" in page.url
    return page


def _finish(supplier: Person, folder: Path, javascript: bool = True) -> None:
    """Answer each question of each theme with its buttons, prove the first, submit."""
    page = supplier.page
    paper = folder / "certificaat.pdf"
    paper.write_bytes(certificate("Voorbeeldcertificaat"))
    card = page.locator("section.sc-question").first
    card.locator("summary", has_text="Voeg een nieuw bestand toe").click()
    card.locator("[name=file]").set_input_files(paper)
    card.locator("[name=kind]").select_option("iso_27001")
    with nullcontext() if javascript else supplier.leaving():
        card.get_by_role("button", name="Voeg toe en koppel").click()
    card.locator("[id^=bewijs-]", has_text="certificaat").wait_for()
    overview = page.url.split("/invullen")[0] + "/invullen"
    supplier.go(overview)
    links = [each.get_attribute("href") for each in page.locator("a[href*='/invullen/']").all()]
    for theme in dict.fromkeys(str(each).split("#")[0] for each in links):
        supplier.go(theme)
        for number in range(page.locator("section.sc-question").count()):
            card = page.locator("section.sc-question").nth(number)
            if card.locator("[name=choice]").count():
                card.locator("[name=choice]").first.check()
            if card.locator("[name=number]").count():
                card.locator("[name=number]").fill("4")
            card.locator("[name=explanation]").first.fill(TEXT)
            with supplier.leaving():
                card.get_by_role("button", name="Opslaan en bevestigen").click()
    supplier.go(overview.replace("/invullen", "/indienen"))
    page.locator("summary", has_text="Dien in").click()
    supplier.follow("Ja, dien in namens mijn organisatie")


def _is_told_while_typing(supplier: Person, folder: Path) -> None:
    """The choice says whether a reason is required; a file that is too large stays here, as does what was typed."""
    page = supplier.page
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
    card.locator(".sc-uploads", has_text="te groot").wait_for()
    assert card.locator("[name=title]").input_value() == TEXT
    supplier.reload()


def _arrive_at_the_coordinator(person: People, product: str) -> None:
    coordinator = person("coordinator")
    coordinator.enter("coordinator")
    coordinator.go("/dossiers")
    row = coordinator.page.locator("main tr", has_text=f"Product {product}")
    assert "Ingediend" in row.inner_text()


@pytest.mark.sqlite
def test_on_a_phone(person: People, platform: Platform, tmp_path: Path) -> None:
    assert platform.url.startswith("sqlite")
    supplier = person("telefoon-met-script", WIDTHS["phone"])
    page = _to_the_questions(supplier, "1a")
    supplier.look("vragen")
    _is_told_while_typing(supplier, tmp_path)
    _finish(supplier, tmp_path)
    supplier.see("Ingediend|ingediend")
    supplier.go("/dossiers")
    supplier.look("na-het-indienen")
    assert "Ingediend" in page.locator("main").inner_text()
    _arrive_at_the_coordinator(person, "1a")


def test_on_a_phone_without_script(person: People, tmp_path: Path) -> None:
    supplier = person("telefoon-zonder-script", WIDTHS["phone"], javascript=False)
    page = _to_the_questions(supplier, "1b")
    supplier.picture("vragen")
    assert "Bewaar wat u typt met de knop." in page.locator("[data-saved-at]").first.inner_text()
    _finish(supplier, tmp_path, javascript=False)
    supplier.see("Ingediend|ingediend")
    _arrive_at_the_coordinator(person, "1b")


def test_what_was_typed_survives_a_reload(person: People) -> None:
    supplier = person("autosave")
    page = _to_the_questions(supplier, "2a")
    card = page.locator("section.sc-question").first
    card.locator("[name=explanation]").fill(TEXT)
    card.locator("[data-saved-at]").filter(has_text="pgeslagen om").wait_for()
    supplier.reload()
    assert page.locator("section.sc-question").first.locator("[name=explanation]").input_value() == TEXT
    uploading.send_over_a_broken_line(supplier, supplier.platform.world.vendors[1])


def _typed(page: Page, text: str) -> None:
    page.locator("section.sc-question").first.locator("[name=explanation]").fill(text)


def _line(page: Page) -> Locator:
    return page.locator("section.sc-question").first.locator("[data-saved-at]")


def test_two_people_on_one_answer_and_a_line_that_is_cut(person: People) -> None:
    """What was typed without a line stays in the page, goes along later, and meets what a colleague saved."""
    first, second = person("eerste"), person("tweede")
    page = _to_the_questions(first, "3a")
    second.enter("contributor3")
    second.go(page.url)
    _typed(second.page, "Van de tweede, al bewaard.")
    _line(second.page).filter(has_text="pgeslagen om").wait_for()
    first.reload()
    first.context.set_offline(True)
    _typed(page, TEXT)
    _line(page).filter(has_text="Nog niet opgeslagen").wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as warning:
        page.evaluate("window.location.assign('/')")
    assert warning.value.type == "beforeunload"
    page.locator("section.sc-question").first.get_by_role("button", name="Opslaan en bevestigen").click()
    _line(page).filter(has_text="Niet verstuurd").wait_for()
    assert page.locator("section.sc-question").first.locator("[name=explanation]").input_value() == TEXT
    first.faults.clear()  # the console tells of the line we cut
    first.context.set_offline(False)
    _line(page).filter(has_text="Druk nu opnieuw op de knop").wait_for()
    page.route("**/concept", lambda route: route.fulfill(status=409, content_type="text/html", body="Ligt vast"))
    _typed(page, f"{TEXT}.")
    _line(page).filter(has_text="Kijk op een nieuw tabblad").wait_for()
    page.unroute("**/concept")
    first.faults.clear()  # the console tells of the refusal we made
    with first.leaving():
        page.locator("section.sc-question").first.get_by_role("button", name="Bewaar als concept").click()
    first.see("Uw antwoord is bewaard als concept")  # a refusal holds no button
    _typed(second.page, "Van de tweede, later.")
    with second.leaving():
        _line(second.page).get_by_role("button", name="Vergelijk en kies").click()
    second.see("Kies welke tekst blijft")
    second.look("twee-teksten")
    assert TEXT in second.page.locator("[name=explanation]").input_value()
    second.page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    second.look("twee-teksten-telefoon")
    second.follow("Bewaar de samengevoegde tekst")
    second.see("Beide teksten staan in de geschiedenis")
    with second.leaving():
        second.page.locator("section.sc-question").first.get_by_role("link", name="Geschiedenis").click()
    second.look("geschiedenis")
    second.follow(re.compile("Zet versie .* terug"))
    second.see("staat weer in het antwoord")


def test_dividing_the_questions_by_keyboard_and_the_page_of_a_guest(person: People) -> None:
    supplier = person("verdelen")
    page = _to_the_questions(supplier, "1a")
    page.keyboard.press("Alt+PageDown")
    page.keyboard.press("Alt+PageDown")
    assert page.evaluate("document.activeElement.closest('.sc-question').id") == page.locator(
        "section.sc-question"
    ).nth(1).get_attribute("id")
    with supplier.leaving():
        page.keyboard.press("Alt+Shift+PageDown")
    assert "/invullen/continuiteit#vraag-" in page.url
    supplier.follow("Alle vragen op een rij", "link")
    supplier.look("alle-vragen")
    page.locator("[name=vraag]").first.check()
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    supplier.look("alle-vragen-telefoon")
    supplier.follow("Geef de gekozen vragen aan iemand")
    supplier.look("verdelen-telefoon")
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
    supplier.look("verdelen")
    guest = person("meedenker", WIDTHS["phone"])
    guest.enter("guest")
    guest.go("/")
    guest.look("start")
    with guest.leaving():
        guest.page.locator("a[href*='/gevraagd/']").first.click()
    guest.look("vraag")
    guest.page.locator("[name=choice]").first.check()
    guest.page.locator("[data-saved-at]").filter(has_text="pgeslagen om").wait_for()
    guest.follow("Klaar: stuur op")
    guest.see("Gedaan")
    guest.look("gedaan")
