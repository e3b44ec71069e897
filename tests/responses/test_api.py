# SPDX-License-Identifier: EUPL-1.2
"""A supplier's own system reads and writes drafts; it never submits."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import make_dossier, make_round
from tests.support.world import World

MEETS = {"keuze": "voldoet", "toelichting": ""}
Call = Callable[..., Any]


@pytest.fixture
def dossier(app: Flask, database: Database, world: World) -> Dossier:
    with database.unit():
        return make_dossier(world, make_round(world))


@pytest.fixture
def call(app: Flask, database: Database, world: World) -> Call:
    """`call("contributor1", "GET", "/antwoorden")` with that person's token."""

    def send(who: str, method: str, path: str, **options: Any) -> Any:
        with database.unit():
            token = accounts.make_token(world[who].membership_id)
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **options)

    return send


def first_draft(call: Call, dossier: Dossier, world: World, key: str = "een", **more: Any) -> Any:
    body = {"dossierId": str(dossier.id), "eisId": str(world.requirement_versions["P-1"]), "waarde": MEETS, **more}
    return call("contributor1", "POST", "/antwoorden", json=body, headers={"Idempotency-Key": key})


def test_a_draft_is_added_once_per_key(call: Call, dossier: Dossier, world: World) -> None:
    made = first_draft(call, dossier, world)
    assert (made.status_code, made.headers["ETag"], made.json["concept"]) == (201, '"1"', MEETS)
    again = first_draft(call, dossier, world)
    assert (again.status_code, again.json["id"]) == (201, made.json["id"])
    listed = call("contributor1", "GET", f"/antwoorden?dossierId={dossier.id}")
    assert [each["id"] for each in listed.json] == [made.json["id"]]
    assert call("contributor1", "GET", f"/antwoorden/{made.json['id']}").json == made.json
    questions = call("contributor1", "GET", f"/dossiers/{dossier.id}/vragen").json
    assert [each["status"] for each in questions] == ["te-bevestigen", "leeg", "leeg", "leeg"]
    assert (questions[0]["code"], questions[0]["soortAntwoord"]) == ("P-1", "voldoet-of-niet")


def test_a_second_answer_to_a_question_is_a_conflict(call: Call, dossier: Dossier, world: World) -> None:
    first_draft(call, dossier, world)
    other = first_draft(call, dossier, world, "twee", waarde={"keuze": "voldoet-deels", "toelichting": "Deels."})
    assert (other.status_code, other.json["code"]) == (409, "intussen-gewijzigd")


def test_a_change_needs_the_version_that_was_read(call: Call, dossier: Dossier, world: World) -> None:
    path = f"/antwoorden/{first_draft(call, dossier, world).json['id']}"
    body = {"waarde": {"keuze": "voldoet-deels", "toelichting": "Deels."}}
    assert call("contributor1", "PUT", path, json=body).status_code == 428
    assert call("contributor1", "PUT", path, json=body, headers={"If-Match": '"7"'}).status_code == 412
    changed = call("contributor1", "PUT", path, json=body, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"], changed.json["waarde"]) == (200, '"2"', None)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"waarde": {"keuze": "misschien"}}, "waarde.keuze"),
        ({"waarde": {"keuze": "meets"}}, "waarde.keuze"),
        ({"waarde": {"choice": "meets"}}, "waarde.choice"),
        ({"waarde": {"keuze": "voldoet", "toelichting": 7}}, "waarde.toelichting"),
        ({"waarde": {"keuze": "voldoet", "vreemd": "x"}}, "waarde.vreemd"),
        ({"waarde": "meets"}, "waarde"),
        ({"waarde": MEETS, "vreemd": 1}, "vreemd"),
        ({}, "waarde"),
    ],
)
def test_a_bad_value_is_named(call: Call, dossier: Dossier, world: World, body: dict[str, Any], name: str) -> None:
    path = f"/antwoorden/{first_draft(call, dossier, world).json['id']}"
    refused = call("contributor1", "PUT", path, json=body, headers={"If-Match": '"1"'})
    assert refused.status_code == 400
    assert [each["name"] for each in refused.json["invalidParams"]] == [name]


def test_another_supplier_and_vng_find_nothing(call: Call, dossier: Dossier, world: World) -> None:
    path = f"/antwoorden/{first_draft(call, dossier, world).json['id']}"
    for who in ("contributor2", "coordinator", "reviewer1"):
        assert call(who, "GET", path).status_code == 404
        assert call(who, "GET", f"/dossiers/{dossier.id}/vragen").status_code == 404
        put = call(who, "PUT", path, json={"waarde": MEETS}, headers={"If-Match": '"1"'})
        assert put.status_code == 404
    assert call("contributor2", "GET", f"/antwoorden?dossierId={dossier.id}").status_code == 404
    foreign = call("vendor-admin1", "PUT", path, json={"waarde": MEETS}, headers={"If-Match": '"1"'})
    assert foreign.status_code == 403


def test_submitting_takes_a_person(call: Call, dossier: Dossier) -> None:
    refused = call("submitter1", "POST", f"/dossiers/{dossier.id}/inzendingen")
    assert (refused.status_code, refused.json["code"]) == (403, "bevestiging-vereist")
