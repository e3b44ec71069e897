# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire from the start page to published without a mouse: Tab, Enter, arrow keys and typing only."""

import re
from collections.abc import Sequence

from playwright.sync_api import expect

from tests.journeys.person import Person

FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent;
  return at === document.body ? "" : label.trim().replace(/\\s+/g, " ");
}"""
FAR = 400
"""As often as Tab is pressed before something counts as out of reach."""


def tab_to(person: Person, name: str) -> None:
    """Press Tab until what has the focus is called so (as a pattern)."""
    for _each in range(FAR):
        person.page.keyboard.press("Tab")
        if re.search(name, person.page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"no Tab leads to {name}")


def follow(person: Person, name: str) -> None:
    """Go to a link or button and press Enter; wait for the page that comes."""
    tab_to(person, name)
    with person.leaving():
        person.page.keyboard.press("Enter")


def draft_and_publish(person: Person, name: str, codes: Sequence[str]) -> None:
    """Make a questionnaire with these requirements, put it in order, look at it, check and publish it."""
    person.go("/")
    follow(person, "^Maak een vragenlijst$")
    tab_to(person, "^Naam")
    person.page.keyboard.type(name)
    with person.leaving():
        person.page.keyboard.press("Enter")
    for code in codes:
        tab_to(person, "^Zoek op woorden of code")
        person.page.keyboard.press("Control+A")
        person.page.keyboard.type(code)
        with person.leaving():
            person.page.keyboard.press("Enter")
        follow(person, "^Kies alle 1 gevonden eis")
    person.look("eisen-kiezen")
    follow(person, r"^2\. Volgorde")
    _order(person)
    follow(person, r"^3\. Bekijken")
    person.see("minuten naar schatting")
    person.look("bekijken-als-leverancier")
    follow(person, r"^4\. Controleren en publiceren")
    person.look("controleren-voor-publicatie")
    follow(person, "^Publiceer versie 1")
    person.see("Deze versie ligt vast")


def _order(person: Person) -> None:
    """The last theme becomes the first by arrow keys; its handle keeps the focus and the new place is said."""
    page = person.page
    rows = page.locator("[data-key]")
    last = rows.last.get_attribute("data-name") or ""
    tab_to(person, f"^Verplaats {re.escape(last)}$")
    said = page.locator("[data-order-said]")
    for place in range(rows.count() - 1, 0, -1):
        page.keyboard.press("ArrowUp")
        expect(said).to_contain_text(f"{last} staat nu op plaats {place} van")
    assert page.evaluate(FOCUSED) == f"Verplaats {last}"
    assert rows.first.get_attribute("data-name") == last
    person.look("volgorde")


def drag_first_theme_down(person: Person) -> None:
    """The same with a mouse: the first theme is dropped below the second."""
    page = person.page
    rows = page.locator("[data-key]")
    first, box, below = rows.first.get_attribute("data-name"), *(rows.nth(at).bounding_box() for at in (0, 1))
    assert box and below
    handle = page.locator("[data-handle]").first.bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, below["y"] + below["height"] - 4, steps=4)
    page.mouse.up()
    expect(page.locator("[data-order-said]")).to_contain_text(f"{first} staat nu op plaats 2 van")
    assert rows.nth(1).get_attribute("data-name") == first
