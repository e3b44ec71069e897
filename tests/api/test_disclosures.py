# SPDX-License-Identifier: EUPL-1.2
"""Reporting changes and incidents through the API, and reading them back."""

from flask import Flask

from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.api.conftest import Make
from tests.support.world import World

CHANGE = {"soort": "andere-hosting", "geldtVanaf": "2027-03-01", "toelichting": "Verhuizing", "maatregelen": "Geen"}
INCIDENT = {
    "titel": "Inbraak",
    "omschrijving": "Iemand kwam binnen",
    "bekendSinds": "2026-01-01T08:00:00Z",
    "gegevens": ["inloggegevens", "persoonsgegevens"],
    "ernst": "hoog",
    "maatregelen": "Dicht",
    "contactpersoon": "Wachtdienst",
    "telefoon": "030 000 00 00",
}
REPORTS = [Scope.READ, Scope.WRITE_REPORTS]


def test_a_supplier_reports_a_change_once(app: Flask, database: Database, world: World, make_client: Make) -> None:
    writer = make_client("supplier", [Role.SUBMITTER], REPORTS)
    url, key = "/wijzigingsmeldingen", {"Idempotency-Key": "een"}
    assert writer.ask("POST", url, json=CHANGE).status_code == 428
    body = {**CHANGE, "producten": [str(world.products[0][0])]}
    made = writer.ask("POST", url, json=body, headers=key)
    assert (made.status_code, made.get_json()["status"], made.headers["ETag"]) == (201, "ontvangen", '"1"')
    assert writer.ask("POST", url, json=body, headers=key).get_json()["id"] == made.get_json()["id"]
    assert len(writer.ask("GET", url).get_json()) == 1
    assert writer.ask("POST", url, json=CHANGE, headers=key).status_code == 409
    wrong = writer.ask("POST", url, json={"soort": "iets"}, headers={"Idempotency-Key": "twee"}).get_json()
    assert {each["name"] for each in wrong["invalidParams"]} == {"soort", "geldtVanaf", "toelichting"}
    other = {**CHANGE, "producten": [str(world.products[1][0])]}
    refused = writer.ask("POST", url, json=other, headers={"Idempotency-Key": "drie"})
    assert (refused.status_code, refused.get_json()["invalidParams"][0]["name"]) == (400, "producten")
    for role, scopes in ((Role.CONTRIBUTOR, REPORTS), (Role.SUBMITTER, [Scope.READ])):
        client = make_client("supplier", [role], scopes, f"Koppeling {role}")
        assert client.ask("POST", url, json=CHANGE, headers={"Idempotency-Key": "vier"}).status_code == 403


def test_a_supplier_adds_to_a_change_once(app: Flask, database: Database, world: World, make_client: Make) -> None:
    writer = make_client("supplier", [Role.SUBMITTER], REPORTS)
    made = writer.ask("POST", "/wijzigingsmeldingen", json=CHANGE, headers={"Idempotency-Key": "een"}).get_json()
    path, body, key = f"/wijzigingsmeldingen/{made['id']}/aanvullingen", {"tekst": "Later"}, {"Idempotency-Key": "twee"}
    assert writer.ask("POST", path, json=body).status_code == 428
    for _again in range(2):
        added = writer.ask("POST", path, json=body, headers=key)
        assert added.status_code == 201, added.get_json()
        assert [(each["nummer"], each["tekst"]) for each in added.get_json()["aanvullingen"]] == [(1, "Later")]
    assert writer.ask("GET", f"/wijzigingsmeldingen/{made['id']}").get_json()["toelichting"] == "Verhuizing"
    wrong = writer.ask("POST", path, json={"tekst": " "}, headers={"Idempotency-Key": "drie"}).get_json()
    assert [each["name"] for each in wrong["invalidParams"]] == ["tekst"]
    for role, scopes in ((Role.CONTRIBUTOR, REPORTS), (Role.SUBMITTER, [Scope.READ])):
        client = make_client("supplier", [role], scopes, f"Koppeling {role}")
        assert client.ask("POST", path, json=body, headers={"Idempotency-Key": "vier"}).status_code == 403


def test_a_supplier_reports_an_incident_and_only_it_and_vng_read_it(
    app: Flask, database: Database, world: World, make_client: Make
) -> None:
    writer = make_client("supplier", [Role.SUBMITTER], REPORTS)
    made = writer.ask("POST", "/incidenten", json=INCIDENT, headers={"Idempotency-Key": "een"})
    assert made.status_code == 201
    again = writer.ask("POST", "/incidenten", json=INCIDENT, headers={"Idempotency-Key": "een"})
    assert again.get_json() == made.get_json()
    told = made.get_json()
    assert (told["incident"]["gegevens"], told["aanvullingen"], told["isVoorbij"]) == (
        ["inloggegevens", "persoonsgegevens"],
        [],
        False,
    )
    place = made.headers["Location"].removeprefix("/api/v1")
    assert writer.ask("GET", place).get_json()["incident"]["titel"] == "Inbraak"
    assert [each["titel"] for each in writer.ask("GET", "/incidenten").get_json()] == ["Inbraak"]
    later = {**INCIDENT, "bekendSinds": "2999-01-01T08:00:00Z"}
    wrong = writer.ask("POST", "/incidenten", json=later, headers={"Idempotency-Key": "twee"}).get_json()
    assert [each["name"] for each in wrong["invalidParams"]] == ["bekendSinds"]
    for name in ("bekendSinds", "begonOp"):
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00"):  # no such moment in UTC
            refused = writer.ask(
                "POST", "/incidenten", json={**INCIDENT, name: moment}, headers={"Idempotency-Key": "3"}
            )
            assert [each["name"] for each in refused.get_json()["invalidParams"]] == [name]
    gemeente = make_client("gemeente", [Role.CISO], [Scope.READ])
    assert gemeente.ask("GET", "/incidenten").status_code == 403
    assert gemeente.ask("GET", place).status_code in (403, 404)
