# SPDX-License-Identifier: EUPL-1.2
"""Findings in the API: a gemeente reads the accepted plan, a supplier writes its own."""

import pytest
from flask import Flask

from samencontroleren.core.db import Database
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.api.conftest import Make
from tests.findings.test_pages import Told
from tests.support.world import World


@pytest.fixture
def told(app: Flask, database: Database, world: World) -> Told:
    return Told(database, world)


def test_a_gemeente_reads_what_was_accepted(told: Told, make_client: Make) -> None:
    told.do(lambda life: life.solving())
    told.do(lambda life: life.ask(RequestKind.DISPUTE))
    reader = make_client("gemeente", [Role.CISO], [Scope.READ])
    listed = reader.ask("GET", "/bevindingen").get_json()
    assert [(each["eis"], each["fase"], each["isTeLaat"]) for each in listed] == [("P-2", "wordt-opgelost", False)]
    plan = reader.ask("GET", f"{told.url}/verbeterplan").get_json()
    assert plan["toestand"] == "aanvaard" and plan["stappen"][0]["wat"] == "Log alles"
    assert "Anna" not in str(plan)
    assert reader.ask("GET", f"{told.url}/verzoeken").status_code == 404


def test_a_supplier_writes_its_plan(told: Told, make_client: Make) -> None:
    writer = make_client("supplier", [Role.CONTRIBUTOR], [Scope.READ, Scope.WRITE_ANSWERS])
    body = {"stappen": [{"wat": "Log alles", "eigenaar": "Beheer", "klaarUiterlijk": "2028-01-01"}]}
    url = f"{told.url}/verbeterplan"
    assert writer.ask("PUT", url, json=body).status_code == 428
    saved = writer.ask("PUT", url, json=body, headers={"If-Match": '"0"'})
    assert (saved.status_code, saved.headers["ETag"], saved.get_json()["toestand"]) == (200, '"1"', "concept")
    assert writer.ask("PUT", url, json=body, headers={"If-Match": '"0"'}).status_code == 412
    wrong = writer.ask("PUT", url, json={"stappen": []}, headers={"If-Match": '"1"'}).get_json()
    assert [each["name"] for each in wrong["invalidParams"]] == ["stappen"]
    reader = make_client("gemeente", [Role.CISO], [Scope.READ])
    assert reader.ask("GET", url).status_code == 404
