# SPDX-License-Identifier: EUPL-1.2
"""The pages of a supplement: a wish at the desk, the request, the supplier's questions, and what changed."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import Database
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def flow(app: Flask, database: Database, world: World) -> Flow:
    with database.unit():
        made = Flow(world)
        made.submit(made.product_dossier)
        made.assign(made.product_dossier)
        return made


def judge_but(database: Database, flow: Flow, name: str, codes: tuple[str, ...]) -> None:
    with database.unit():
        for code in flow.codes(flow.product_dossier):
            if code not in codes:
                flow.give(flow.world[name], flow.product_dossier, code, Verdict.MEETS)


def test_from_wish_to_what_changed(flow: Flow, database: Database, connection: Connection, client_of: Clients) -> None:
    dossier, asked = flow.product_dossier, flow.version("P-2")
    address = f"/dossiers/{dossier.id}"
    first, second = client_of(flow.world["reviewer1"]), client_of(flow.world["reviewer2"])
    for client, name, wish in ((first, "reviewer1", "Wie tekende?"), (second, "reviewer2", "Per wanneer?")):
        judge_but(database, flow, name, ("P-2",))
        form = {"wish": wish, "revision": 0}
        saved = client.post(f"{address}/beoordelen/{asked}/wens", form, headers=JSON, status=200)
        assert saved.response.json["revision"] == 1
        assert client.post(f"{address}/beoordelen/{asked}/wens", form, headers=JSON, status=409).response.json["url"]
        assert wish in client.get(f"{address}/beoordelen/{asked}").text
        client.post(f"{address}/beoordelen/klaar")
    assert "Wie tekende?" in second.get(f"{address}/aanvulling").text
    supplier = client_of(flow.world["submitter1"])
    assert "Wie tekende?" not in supplier.get(f"{address}/aanvulling").text
    _edit_and_send(second, address, asked)
    waiting = first.get(f"{address}/beoordelen").words
    assert "Elkaars oordelen ziet u na de aanvulling" in waiting and "Lees elkaars oordelen" not in waiting
    _supplier_answers(flow, supplier, address)
    with questions(connection) as seen:
        page = first.get(f"{address}/beoordelen/{asked}")
    assert "Zo was het antwoord eerst" in page.words
    assert "ANTWOORD-P2" in page.words
    assert "Met datum." in page.words
    assert len(seen) <= 18, len(seen)
    assert "Aangevuld" in first.get(f"{address}/beoordelen").words


def _edit_and_send(client: PageClient, address: str, asked: uuid.UUID) -> None:
    with_error = {f"text-{asked}": "Wie tekende?", "add": "", "add_text": "Zonder vraag", "revision": 2, "go": "keep"}
    page = client.post(f"{address}/aanvulling", with_error, status=422)
    assert "Zonder vraag" in page.text
    client.post(f"{address}/aanvulling", {**with_error, "add_text": "", "go": "check"})
    client.get(f"{address}/aanvulling/versturen")
    client.post(f"{address}/aanvulling/versturen", {})


def _supplier_answers(flow: Flow, supplier: PageClient, address: str) -> None:
    assert "Wie tekende?" in supplier.get(f"{address}/invullen").words
    theme = supplier.get(f"{address}/invullen/toegang")
    assert "Dit antwoord ligt vast" in theme.words
    shut, wide = (f"{address}/antwoorden/{flow.version(code)}" for code in ("P-1", "P-2"))
    refused = supplier.post(f"{shut}/concept", {"choice": "partly", "revision": 9}, headers=JSON, status=409)
    assert "ligt vast" in refused.text
    supplier.post(f"{shut}/bewijs/nieuw", {"kind": "other"}, status=409)
    question = {"choice": "no", "explanation": "Met datum.", "revision": 1}
    supplier.post(wide, question)
    assert "ligt vast" in supplier.get(f"{address}/indienen").words
    supplier.post(f"{address}/indienen")
