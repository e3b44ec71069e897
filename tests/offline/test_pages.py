# SPDX-License-Identifier: EUPL-1.2
"""The pages of filling in offline and its calls of the API, as the people of a supplier meet them."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.core.attachments import XLSX
from samencontroleren.core.db import Database
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.responses.models import Answer
from tests.offline.books import Book
from tests.responses.rounds import make_dossier, make_round
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]


@pytest.fixture
def dossier(app: Flask, database: Database, world: World) -> str:
    with database.unit():
        return f"/dossiers/{make_dossier(world, make_round(world)).id}"


def book_of(client: PageClient, dossier: str) -> Book:
    response = client.get(f"{dossier}/werkboek/bestand").response
    assert response.mimetype == XLSX and response.headers["Content-Disposition"].startswith("attachment")
    return Book(response.get_data())


def test_from_download_to_taking_over(dossier: str, world: World, client_of: ClientOf, database: Database) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions
    assert "Offline invullen" in client.get(dossier).words
    assert "Download het werkboek" in client.get(f"{dossier}/werkboek").words
    book = book_of(client, dossier)
    book.fill(asked["P-1"], answer="Voldoet deels", explanation="Nog <b>niet</b> & 'alles'.")
    book.fill(asked["P-2"], answer="Ja")
    book.fill(asked["P-4"], answer="veel", **{"toegewezen-aan": world["submitter1"].email, "voor": "31-12-2099"})
    sent = {"file": (book.body(), "antwoorden.xlsx"), "package": (io.BytesIO(), "")}
    address = client.post(f"{dossier}/werkboek", sent).location
    page = client.get(address)
    assert "Nieuw 2" in page.words and "Geweigerd 1" in page.words
    assert "veel" in page.words and "Nog <b>niet</b> & 'alles'." in page.words
    boxes = {each.get("value"): each.get("checked") for each in page.all("input") if each.get("name") == "rows"}
    assert set(boxes) == {f"{asked['P-1']}.0", f"{asked['P-2']}.0"} and None not in boxes.values()
    refused = client.post(address, {}, 422)
    assert "Kies minstens één antwoord" in refused.words
    (task,) = [each.get("value") for each in page.all("input") if each.get("name") == "tasks"]
    assert f"{world['submitter1'].email}, uiterlijk 31 dec 2099" in page.words
    chosen = {"rows": list(boxes), "themes": ["toegang"], "tasks": task}
    for _click in range(2):
        client.post(address, chosen)
    done = client.get(address)
    assert "Overgenomen 2" in done.words and "1 vraag heeft een andere verdeling" in done.words
    with database.unit(write=False) as opened:
        answers = {each.requirement_id: each for each in opened.scalars(select(Answer))}
        assert len(answers) == 2 and {each.current_number for each in answers.values()} == {1}
        assert not any(each.confirmed_at for each in answers.values())


def test_a_theme_that_is_off_is_left_out(dossier: str, world: World, client_of: ClientOf, database: Database) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions
    book = book_of(client, dossier)
    book.fill(asked["P-2"], answer="Ja")
    book.fill(asked["P-4"], answer=4)
    address = client.post(f"{dossier}/werkboek", {"file": (book.body(), "antwoorden.xlsx")}).location
    client.post(address, {"rows": [f"{asked['P-2']}.0", f"{asked['P-4']}.0"], "themes": "continuiteit"})
    with database.unit(write=False) as opened:
        (answer,) = opened.scalars(select(Answer))
        assert answer.current is not None and answer.current["number"] == "4"


def test_what_can_not_be_read_is_told_at_its_field(dossier: str, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    assert "Kies het werkboek" in client.post(f"{dossier}/werkboek", {}, 422).words
    book = book_of(client, dossier).body()
    sent = {"file": (book, "antwoorden.xlsx"), "package": (io.BytesIO(b"geen zip"), "bewijs.rar")}
    page = client.post(f"{dossier}/werkboek", sent, 422)
    assert "#veld-package" in page.text or "package" in page.text
    assert "archief dat we niet aannemen" in page.words


def test_who_does_not_answer_may_look_but_not_send(dossier: str, world: World, client_of: ClientOf) -> None:
    client = client_of(world["vendor-admin1"])
    page = client.get(f"{dossier}/werkboek")
    assert not [each for each in page.all("input") if each.get("type") == "file"]
    client.post(f"{dossier}/werkboek", {}, 403)
    client_of(world["submitter2"]).get(f"{dossier}/werkboek/bestand", 404)


def test_the_api_gives_reads_and_takes_over(app: Flask, dossier: str, world: World, database: Database) -> None:
    with database.unit():
        token = accounts.make_token(world["contributor1"].membership_id)
    asked, client = world.requirement_versions, app.test_client()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "een"}
    book = Book(client.get(f"/api/v1{dossier}/werkboek", headers=headers).get_data())
    book.fill(asked["P-2"], answer="Ja")
    book.fill(asked["P-1"], answer="misschien")
    sent = {"bestand": (book.body(), "a.xlsx")}
    made = client.post(f"/api/v1{dossier}/werkboekimports", data=sent, headers=headers)
    assert made.status_code == 201, made.text
    body = made.get_json()
    (row,) = [each for each in body["rijen"] if each["uitkomst"] == "nieuw"]
    assert (row["eis"], row["revisie"]) == ("P-2", 0) and body["geweigerd"][0]["getypt"] == "misschien"
    chosen = {"rijen": [{"eisversieId": row["eisversieId"], "revisie": row["revisie"]}]}
    place = f"/api/v1/werkboekimports/{body['id']}"
    done = client.post(f"{place}/overname", json=chosen, headers=headers).get_json()
    assert done["toestand"] == "overgenomen" and done["overgenomen"] == [row["eisversieId"]]
    assert client.get(place, headers=headers).get_json() == done
    missing = client.post(
        f"/api/v1{dossier}/werkboekimports",
        data={"bewijs": (io.BytesIO(), "b.zip")},
        headers={**headers, "Idempotency-Key": "twee"},
    )
    assert [each["name"] for each in missing.get_json()["invalidParams"]] == ["bestand"]
    with database.unit(write=False) as opened:
        assert opened.scalars(select(WorkbookImport)).one().read_key is None
