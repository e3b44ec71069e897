# SPDX-License-Identifier: EUPL-1.2
"""What other software does from beginning to end, with a token of its own; and each step without its scope."""

import io
import uuid
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.threads import service as threads
from samencontroleren.threads.kinds import Audience
from tests.api.conftest import Client, Make
from tests.support import story
from tests.support.world import World

READ_ONLY = (Scope.READ,)
SHEET = (
    "Nummer;Tekst van de eis;Thema\nK-1;De leverancier test zijn noodplan elk jaar.;Continuïteit\nK-2;;Continuïteit\n"
)


def made(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json() if answer.data else None


def post(client: Client, path: str, **options: Any) -> TestResponse:
    return client.ask("POST", path, headers={"Idempotency-Key": str(uuid.uuid4())}, **options)


def put(client: Client, path: str, body: Any = None, method: str = "PUT") -> TestResponse:
    """Change on the version that is read right before."""
    version = client.ask("GET", path.rsplit("/", 1)[0] if path.count("/") > 2 else path).headers["ETag"]
    more = {} if body is None else {"json": body}
    return client.ask(method, path, headers={"If-Match": version}, **more)


def lacks_scope(answer: TestResponse, scope: str) -> bool:
    challenge = answer.headers.get("WWW-Authenticate", "")
    return bool(
        answer.status_code == 403
        and answer.get_json()["code"] == "bereik-ontbreekt"
        and f'scope="{scope}"' in challenge
    )


@pytest.fixture
def told(app: Flask, database: Database, world: World) -> story.Told:
    with database.unit():
        started = story.start_round(world, [story.subject(0, 0)])
        story.bring_to(started, story.subject(0, 0), DossierState.IN_PROGRESS)
    return started


@pytest.mark.database
def test_evidence_and_an_answer(make_client: Make, world: World, told: story.Told) -> None:
    client = make_client("supplier", [Role.CONTRIBUTOR, Role.SUBMITTER])
    reader = make_client("supplier", [Role.CONTRIBUTOR, Role.SUBMITTER], READ_ONLY, name="Lezer")
    dossier = str(told.dossiers[story.subject(0, 0)])
    assert dossier in [each["id"] for each in made(client.ask("GET", "/dossiers"))]

    def upload(who: Client) -> TestResponse:
        facts = {"titel": "Certificaat", "soort": "iso-27001", "deelklasse": "gebruikers", "geldigTot": "2030-01-01"}
        file = (io.BytesIO(story.pdf("Certificaat")), "certificaat.pdf")
        return post(who, "/bewijsstukken", data={**facts, "bestand": file})

    assert lacks_scope(upload(reader), "bewijs:schrijven")
    document = made(upload(client), 201)
    assert (document["soort"], document["deelklasse"]) == ("iso-27001", "gebruikers")
    assert document["geldigheid"] == "wordt-gecontroleerd"
    assert made(client.ask("GET", f"/bewijsstukken/{document['id']}"))["geldigheid"] == "geldig"
    with client.ask("GET", f"/bewijsstukken/{document['id']}/bestand") as given:
        assert given.data.startswith(b"%PDF")

    asked = made(client.ask("GET", f"/dossiers/{dossier}/vragen?pageSize=100"))
    free = next(each for each in asked if each["soortAntwoord"] == "voldoet-of-niet" and each["antwoord"] is None)
    body = {"dossierId": dossier, "eisId": free["eisId"], "waarde": {"keuze": "voldoet", "toelichting": "Zie bewijs."}}
    assert lacks_scope(post(reader, "/antwoorden", json=body), "antwoorden:schrijven")
    answer = made(post(client, "/antwoorden", json=body), 201)
    assert answer["concept"] == body["waarde"]
    path = f"/antwoorden/{answer['id']}"
    link = {"bewijsstuk": document["id"], "vindplaats": "blz. 1"}
    assert lacks_scope(post(reader, f"{path}/bewijsstukken", json=link), "antwoorden:schrijven")
    made(post(client, f"{path}/bewijsstukken", json=link), 204)
    assert made(client.ask("GET", f"/bewijsstukken/{document['id']}/gebruik")) == {"aantal": 1}
    change = {"waarde": {"keuze": "voldoet-deels", "toelichting": "Nog niet overal."}}
    assert lacks_scope(put(reader, path, change), "antwoorden:schrijven")
    assert made(put(client, path, change))["concept"] == change["waarde"]
    for who, code in ((client, "bevestiging-vereist"), (reader, "bereik-ontbreekt")):
        refused = who.ask("POST", f"/dossiers/{dossier}/inzendingen")
        assert (refused.status_code, refused.get_json()["code"]) == (403, code)
    assert made(client.ask("GET", f"/dossiers/{dossier}"))["toestand"] == "in-behandeling"


@pytest.mark.database
def test_a_sheet_becomes_requirements(make_client: Make, world: World) -> None:
    client = make_client("vng", [Role.COORDINATOR])
    reader = make_client("vng", [Role.COORDINATOR], READ_ONLY, name="Lezer")

    def upload(who: Client) -> TestResponse:
        return post(who, "/catalogusimports", data={"bestand": (io.BytesIO(SHEET.encode()), "eisen.csv")})

    assert lacks_scope(upload(reader), "catalogus:schrijven")
    given = made(upload(client), 201)
    assert given["toestand"] == "kolommen-gekozen" and given["kolommen"] == {"nummer": 0, "tekst": 1, "thema": 2}
    path = f"/catalogusimports/{given['id']}"
    assert [each["id"] for each in made(reader.ask("GET", "/catalogusimports?pageSize=1"))] == [given["id"]]
    plan = made(client.ask("GET", f"{path}/plan"))
    assert [each["isNieuw"] for each in plan["regels"]] == [True] and len(plan["onbruikbaar"]) == 1
    columns = {"kolommen": {"nummer": 0, "tekst": 1, "thema": 2}, "voorvoegsel": "KOP-"}
    assert lacks_scope(put(reader, f"{path}/kolommen", columns), "catalogus:schrijven")
    made(put(client, f"{path}/kolommen", columns))
    confirmation = {"onderwerp": "leverancier", "bron": "Koppeling"}
    assert lacks_scope(put(reader, f"{path}/bevestiging", confirmation, "POST"), "catalogus:schrijven")
    done = made(put(client, f"{path}/bevestiging", confirmation, "POST"))
    assert (done["toestand"], done["toegevoegd"]) == ("uitgevoerd", 1)
    (found,) = made(client.ask("GET", "/eisen?bron=Koppeling"))
    assert found["code"] == "KOP-K-1" and found["tekstversie"]["onderwerp"] == "leverancier"


@pytest.mark.database
def test_a_requirement_is_added_reworded_and_retired(make_client: Make, world: World) -> None:
    client = make_client("vng", [Role.COORDINATOR])
    reader = make_client("vng", [Role.COORDINATOR], READ_ONLY, name="Lezer")
    wording = {
        "nl": {"titel": "Back-up", "tekst": "De leverancier zet elk kwartaal een back-up terug."},
        "thema": "Continuïteit",
        "onderwerp": "product",
        "gerichtAan": "leverancier",
        "soortAntwoord": "keuze",
        "mogelijkheden": [
            {"waarde": "yes", "nl": "Ja, elk kwartaal", "en": "Yes, each quarter", "segment": ""},
            {"waarde": "no", "nl": "Nee", "en": "No", "segment": "Clouddiensten"},
        ],
        "aspecten": ["werking", "opzet"],
        "normen": [{"soort": "BIO2", "nummer": "8.13.01"}],
        "gewicht": 2,
        "ernst": "hoog",
    }
    assert lacks_scope(post(reader, "/eisen", json={"code": "KOP-1", **wording}), "catalogus:schrijven")
    first = made(post(client, "/eisen", json={"code": "KOP-1", **wording}), 201)
    told = first["tekstversie"]
    assert {name: told[name] for name in wording if name not in ("nl", "aspecten")} == {
        name: value for name, value in wording.items() if name not in ("nl", "aspecten")
    }
    assert told["aspecten"] == ["opzet", "werking"] and told["teksten"]["nl"]["titel"] == "Back-up"
    assert told["teksten"]["en"]["titel"] == ""
    path = f"/eisen/{first['id']}"
    changed = {**wording, "ernst": "kritiek"}
    assert lacks_scope(put(reader, path, changed), "catalogus:schrijven")
    assert made(put(client, path, changed))["tekstversie"]["versie"] == 2
    assert [each["ernst"] for each in made(reader.ask("GET", f"{path}/versies"))] == ["kritiek", "hoog"]
    english = put(client, path, {**wording, "ernst": "critical"})
    assert english.status_code == 400 and english.get_json()["invalidParams"][0]["name"] == "ernst"
    assert lacks_scope(put(reader, f"{path}/vervallenverklaring", method="POST"), "catalogus:schrijven")
    assert made(put(client, f"{path}/vervallenverklaring", method="POST"))["vervallenOp"]


@pytest.mark.database
def test_use_is_claimed_changed_and_ended(make_client: Make, world: World) -> None:
    client = make_client("gemeente", [Role.BUYER, Role.CISO])
    reader = make_client("gemeente", [Role.BUYER, Role.CISO], READ_ONLY, name="Lezer")
    body = {"product": str(world.products[0][0]), "proces": "Paspoorten uitgeven"}
    assert lacks_scope(post(reader, "/gebruik", json=body), "gebruik:schrijven")
    line = made(post(client, "/gebruik", json=body), 201)
    assert line["toestand"] == "aangemeld"
    path = f"/gebruik/{line['id']}"
    assert [each["id"] for each in made(reader.ask("GET", "/gebruik?toestand=aangemeld"))] == [line["id"]]
    assert made(reader.ask("GET", "/gebruik?toestand=bevestigd")) == []
    change = {"proces": "Rijbewijzen", "isKritiek": True}
    assert lacks_scope(put(reader, path, change), "gebruik:schrijven")
    assert made(put(client, path, change))["isKritiek"] is True
    assert lacks_scope(put(reader, f"{path}/beeindiging", method="POST"), "gebruik:schrijven")
    assert made(put(client, f"{path}/beeindiging", method="POST"))["toestand"] == "beeindigd"


def test_a_client_reads_conversations_and_never_talks(
    make_client: Make, world: World, told: story.Told, database: Database
) -> None:
    client = make_client("supplier", [Role.CONTRIBUTOR])
    key = asks_inside(world, told, database)
    (found,) = made(client.ask("GET", "/gesprekken"))
    assert (found["id"], found["doelgroep"], found["toestand"]) == (str(key), "binnen-leverancier", "open")
    (message,) = made(client.ask("GET", f"/gesprekken/{key}/berichten"))
    assert message["tekst"] == "Wie weet dit?" and message["rol"] == "leverancier"
    refused = post(client, f"/gesprekken/{key}/berichten", json={"tekst": "Ik ben een machine."})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "bereik-ontbreekt")
    writer = make_client("supplier", [Role.CONTRIBUTOR], [Scope.WRITE_ANSWERS], name="Schrijver")
    assert lacks_scope(writer.ask("GET", "/gesprekken"), "lezen")


def asks_inside(world: World, told: story.Told, database: Database) -> uuid.UUID:
    with database.unit():
        opened = threads.open_anywhere(
            world["contributor1"].actor,
            audience=Audience.INSIDE_VENDOR,
            dossier_id=told.dossiers[story.subject(0, 0)],
            requirement=world.requirement_versions["P-1"],
            finding=None,
            release_id=None,
            title="Over P-1",
            body="Wie weet dit?",
            language="nl",
        )
        return opened.id
