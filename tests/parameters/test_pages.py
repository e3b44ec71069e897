# SPDX-License-Identifier: EUPL-1.2
"""The pages and the API of the settings."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from tests.support.counting import SIDES
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
PLACE = "/instellingen/termijn-aanvulling"


def sent(days: int = 0, **more: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=days)).isoformat()
    return {"value": "12", "counts_from": day, "reason": "Verzoek van leveranciers.", "revision": "0", **more}


def test_setting_planning_and_withdrawing(client_of: Browser, world: World) -> None:
    admin, reader = client_of(world["vng-admin"]), client_of(world["coordinator"])
    assert "Termijn voor een aanvulling 10 werkdagen het begin Niets 10 werkdagen" in admin.get("/instellingen").words
    admin.get(PLACE)
    assert admin.post(PLACE, sent()).location == PLACE
    admin.post(PLACE, sent(20, value="15", revision="1", reason="Vakantie"))
    words = reader.get(PLACE).words
    assert "12 werkdagen" in words and "Vanaf die dag: 15 werkdagen." in words
    assert "Verzoek van leveranciers." in words and "Proef Vng-Admin" in words
    assert "Nieuwe waarde" not in words and "Trek de wijziging in" not in words
    assert "15 werkdagen vanaf" in reader.get("/instellingen").words
    planned = sent(20)["counts_from"]
    wrong = admin.post(f"{PLACE}/intrekken", {"counts_from": planned, "reason": " ", "revision": "2"}, status=422)
    assert "Vul dit in." in wrong.words
    admin.post(f"{PLACE}/intrekken", {"counts_from": planned, "reason": "Toch niet", "revision": "2"})
    words = admin.get(PLACE).words
    assert "Ingetrokken: 15 werkdagen" in words and "Staat klaar voor" not in words
    admin.post(f"{PLACE}/intrekken", {"counts_from": planned, "reason": "Nog eens", "revision": "3"}, status=409)


def test_what_is_wrong_stands_at_its_field(client_of: Browser, world: World) -> None:
    admin = client_of(world["vng-admin"])
    page = admin.post(PLACE, sent(-1, value="61"), status=422)
    assert "Kies een getal van 1 tot en met 60." in page.words and "Kies vandaag of een latere dag" in page.words
    assert 'value="61"' in page.text and "Verzoek van leveranciers." in page.words
    assert "Vul dit in." in admin.post(PLACE, sent(reason=" "), status=422).words
    assert "Kies een dag." in admin.post(PLACE, sent(counts_from=""), status=422).words
    assert "Deze waarde geldt op die dag al" in admin.post(PLACE, sent(value="10"), status=422).words
    assert "Dit veld kennen we niet" in admin.post(PLACE, sent(code="anders"), status=422).words
    english = client_of(world["vng-admin"], language="en").get(PLACE).words
    assert "Term of a supplement" in english and "10 working days" in english
    admin.post(PLACE, sent())
    stale = admin.post(PLACE, sent(value="13"), status=409)
    assert "Iemand anders heeft dit intussen gewijzigd" in stale.words and 'value="13"' in stale.text


def test_ladders_and_free_days_have_their_own_fields(client_of: Browser, world: World) -> None:
    admin = client_of(world["vng-admin"])
    ladder, free = "/instellingen/herinneringen-ronde", "/instellingen/extra-vrije-dagen"
    assert 'value="30, 7, 1"' in admin.get(ladder).text
    facts = {key: value for key, value in sent().items() if key != "value"}
    assert "Vul hele getallen in" in admin.post(ladder, {**facts, "before": "tien"}, status=422).words
    admin.post(ladder, {**facts, "before": "20, 1", "after": ""})
    assert "20 en 1 werkdagen ervoor" in admin.get(ladder).words
    wrong = admin.post(free, {**facts, "value": "24-12-2026 Kerstavond\nmorgen"}, status=422)
    assert "Regel 2" in wrong.words and "24-12-2026 Kerstavond" in wrong.words
    admin.post(free, {**facts, "value": "24-12-2026 <b>Kerstavond</b>"})
    assert "24 december 2026 (<b>Kerstavond</b>)" in admin.get(free).words


@pytest.mark.parametrize("name", ["submitter1", "ciso1", "admin1", "reviewer1"])
def test_others_know_nothing_of_it(client_of: Browser, world: World, name: str) -> None:
    page = client_of(world[name])
    page.get("/instellingen", status=403)
    page.get(PLACE, status=404)
    page.post(PLACE, sent(), status=404)
    assert "Instellingen" not in page.get("/").words


def test_a_coordinator_reads_only(client_of: Browser, world: World) -> None:
    page = client_of(world["coordinator"])
    page.post(PLACE, sent(), status=404)
    page.post(f"{PLACE}/intrekken", sent(), status=404)
    page.get("/instellingen/bestaat-niet", status=404)
    assert "BIO2 5.20.03" in page.get("/instellingen").words


def test_the_pages_cost_few_queries(client_of: Browser, database: Database, world: World) -> None:
    admin, seen = client_of(world["vng-admin"]), list[str]()
    for number in range(3):
        admin.post(PLACE, sent(value=str(20 + number), revision=str(number)))
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    for path, most in (("/instellingen", 5), (PLACE, 7)):
        seen.clear()
        admin.get(path)
        selects = [each for each in seen if each.startswith("SELECT") and not each.startswith(SIDES)]
        assert len(selects) <= most, (path, len(selects), selects)


def test_the_api_reads(app: Flask, database: Database, client_of: Browser, world: World) -> None:
    client_of(world["vng-admin"]).post(PLACE, sent(20))

    def call(name: str) -> Any:
        with database.unit():
            token = accounts.make_token(world[name].membership_id)
        return app.test_client().get("/api/v1/instellingen", headers={"Authorization": f"Bearer {token}"})

    found = {each["code"]: each for each in call("coordinator").json}
    assert found["termijn-aanvulling"] == {
        "code": "termijn-aanvulling",
        "naam": "Termijn voor een aanvulling",
        "soort": "getal",
        "waarde": 10,
        "geldtVanaf": None,
        "standaard": 10,
        "gepland": [{"waarde": 12, "geldtVanaf": sent(20)["counts_from"]}],
    }
    assert found["herinneringen-ronde"]["waarde"] == [-30, -7, -1, 7]
    assert call("ciso1").status_code == 403
