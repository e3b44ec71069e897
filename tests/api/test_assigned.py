# SPDX-License-Identifier: EUPL-1.2
"""Who has which question, in the API: read, assigned and given back by the supplier itself."""

from datetime import timedelta
from typing import Any

from flask import Flask

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.api.conftest import Make, send
from tests.responses.rounds import make_dossier, make_round
from tests.support.world import World


def test_a_supplier_assigns_questions_and_reads_who_has_them(
    app: Flask, database: Database, world: World, make_client: Make
) -> None:
    with database.unit():
        path = f"/dossiers/{make_dossier(world, make_round(world)).id}/toewijzingen"
    writer = make_client("supplier", [Role.CONTRIBUTOR], [Scope.READ, Scope.WRITE_ANSWERS])
    body = {
        "vragen": [str(world.requirement_versions["P-1"])],
        "lid": str(world["submitter1"].membership_id),
        "uiterlijk": (clock.today() + timedelta(days=9)).isoformat(),
    }
    made = writer.ask("POST", path, json=body)
    assert made.status_code == 200, made.get_json()
    (row,) = writer.ask("GET", path).get_json()
    assert (row["eisId"], row["lid"], row["isKlaar"], row["isTeLaat"]) == (body["vragen"][0], body["lid"], False, False)
    stranger = {**body, "lid": str(world["submitter2"].membership_id), "uiterlijk": "2020-01-01"}
    wrong = writer.ask("POST", path, json=stranger).get_json()
    assert [each["name"] for each in wrong["invalidParams"]] == ["uiterlijk"]
    wrong = writer.ask("POST", path, json={**body, "lid": stranger["lid"]}).get_json()
    assert [each["name"] for each in wrong["invalidParams"]] == ["lid"]
    reader = make_client("supplier", [Role.CONTRIBUTOR], [Scope.READ], "Lezer")
    assert reader.ask("POST", path, json=body).status_code == 403
    gemeente = make_client("gemeente", [Role.CISO], [Scope.READ])
    assert gemeente.ask("GET", path).status_code in (403, 404)


def test_somebody_gives_a_question_on_the_own_name_back(
    app: Flask, database: Database, world: World, make_client: Make
) -> None:
    writer = make_client("supplier", [Role.CONTRIBUTOR], [Scope.READ, Scope.WRITE_ANSWERS])
    with database.unit():
        place = f"/dossiers/{make_dossier(world, make_round(world)).id}"
        token = {"Authorization": f"Bearer {accounts.make_token(world['submitter1'].membership_id)}"}
    path, asked = f"{place}/teruggaven", str(world.requirement_versions["P-1"])
    back = {"eisId": asked, "reden": "onduidelijk", "toelichting": "Welk systeem?"}

    def give_back(**other: str) -> Any:
        return send(app, "POST", f"/api/v1{path}", headers=token, json={**back, **other})

    assert give_back().status_code == 409, "it is on nobody's name"
    own, day = world["submitter1"].membership_id, clock.today() + timedelta(days=9)
    given = {"vragen": [asked], "lid": str(own), "uiterlijk": day.isoformat()}
    assert writer.ask("POST", f"{place}/toewijzingen", json=given).status_code == 200
    assert [each["name"] for each in give_back(reden="zomaar").get_json()["invalidParams"]] == ["reden"]
    wordless = give_back(reden="anders", toelichting="").get_json()
    assert [each["name"] for each in wordless["invalidParams"]] == ["toelichting"]
    assert writer.ask("POST", path, json=back).status_code == 403, "no question is on the name of a client"
    assert give_back().status_code == 204
    (row,) = writer.ask("GET", path).get_json()
    assert (row["eisId"], row["reden"], row["toelichting"]) == (asked, "onduidelijk", "Welk systeem?")
    assert writer.ask("GET", f"{place}/toewijzingen").get_json() == []
    gemeente = make_client("gemeente", [Role.CISO], [Scope.READ])
    assert gemeente.ask("GET", path).status_code in (403, 404)
