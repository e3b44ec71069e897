# SPDX-License-Identifier: EUPL-1.2
"""A newcomer in each role gets along with nothing but the tour: every stop opens, in both languages."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.accounts.models import User
from samencontroleren.core.db import session
from samencontroleren.demonstration import tour
from samencontroleren.demonstration.stops import STOPS
from tests.support.pages import HTML, Page, PageClient

LEAST = {"leverancier": 6, "meedenker": 5, "beheerder": 5, "proceseigenaar": 5}
"""Fewer stops than six are enough where a role has little to do."""


def buttons(page: Page, code: str) -> list[dict[str, str]]:
    """What each button on a page of the tour would send: the forms that go on as somebody."""
    forms = [each for each in page.all("form") if each.get("action") == f"/rondleiding/{code}"]
    fields = [list(form.iter(f"{HTML}input")) for form in forms]
    return [{str(each.get("name")): str(each.get("value")) for each in found} for found in fields]


def arrive(visitor: PageClient, path: str) -> Page:
    """The page an address leads to: a released result leads on to the page of its product."""
    onward = visitor.browser.get(path)
    return visitor.get(onward.location if onward.status_code == 302 and onward.location else path)


@pytest.mark.parametrize("code", [each.code for each in tour.PERSONAS])
def test_a_newcomer_follows_the_tour(demonstration: Flask, code: str) -> None:
    visitor = PageClient(demonstration)
    overview = visitor.get("/rondleiding")
    assert f'href="/rondleiding/{code}"' in overview.text
    page = visitor.get(f"/rondleiding/{code}")
    steps = [each for each in buttons(page, code) if "halte" in each]
    assert len(steps) >= LEAST.get(code, 6), f"{len(steps)} of {len(STOPS[code])} stops"
    entered = visitor.post(f"/rondleiding/{code}", steps[-1])
    assert len(arrive(visitor, entered.location).words) > 200, entered.location
    inside = visitor.get(f"/rondleiding/{code}")
    links = re.findall(r'<a href="(/[^"]*)" class="[^"]*nl-button', inside.text)
    assert len(links) == len(steps) and links[-1] == entered.location
    for path in links:
        opened = arrive(visitor, path.replace("&amp;", "&"))
        assert len(opened.words) > 200, path
        assert 'href="/rondleiding/verder"' in opened.text, "no way back to the tour"
    assert visitor.browser.get("/rondleiding/verder").location == f"/rondleiding/{code}"


def test_the_tour_speaks_english(demonstration: Flask) -> None:
    page = PageClient(demonstration, language="en").get("/rondleiding/beoordelaar")
    assert "Assess a dossier" in page.words and "Beoordeel" not in page.words


def test_the_log_in_page_offers_everybody(demonstration: Flask) -> None:
    visitor = PageClient(demonstration)
    assert visitor.browser.get("/rondleiding/verder").location == "/rondleiding"
    page = visitor.get("/inloggen")
    for each in tour.PERSONAS:
        assert len(buttons(page, each.code)) == 1, each.code
    entered = visitor.post("/rondleiding/coordinator")
    assert entered.location == "/rondleiding/coordinator"
    assert "VNG (demonstratie)" in visitor.get("/").words


def test_going_on_needs_the_token_of_the_form(demonstration: Flask) -> None:
    visitor = PageClient(demonstration)
    visitor.post("/rondleiding/coordinator", {"csrf_token": "nothing"}, status=400)
    assert visitor.get("/dossiers", status=302).location.startswith("/inloggen")


def test_one_can_only_be_somebody_of_the_tour(demonstration: Flask) -> None:
    visitor = PageClient(demonstration)
    visitor.post("/rondleiding/tweede-coordinator", status=404)
    with demonstration.extensions["database"].unit() as opened:
        person = session().scalars(select(User).where(User.email == "fiatteur@vng.example")).one()
        person.is_factor_exempt = False
        opened.flush()
        assert "fiatteur" not in {each.persona.code for each in tour.guests()}
        opened.rollback()


def test_the_tour_is_not_there_in_earnest(app: Flask) -> None:
    for path in ("/rondleiding", "/rondleiding/coordinator"):
        assert app.test_client().get(path).status_code == 404
    assert app.test_client().post("/rondleiding/coordinator").status_code in (400, 404)
    assert "rondleiding" not in app.test_client().get("/inloggen").get_data(as_text=True)
