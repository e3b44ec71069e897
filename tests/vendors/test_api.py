# SPDX-License-Identifier: EUPL-1.2
"""API of suppliers and products: shapes, paging, errors, isolation."""

from typing import Any

import pytest
from flask import Flask

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from tests.support.world import World


@pytest.fixture
def call(app: Flask, database: Database, world: World) -> Any:
    """`call("buyer1", "/leveranciers")`: an answer of the API for a person."""

    def send(name: str | None, path: str) -> Any:
        headers = {}
        if name:
            with database.unit():
                headers["Authorization"] = f"Bearer {accounts.make_token(world[name].membership_id)}"
        return app.test_client().get(f"/api/v1{path}", headers=headers)

    return send


def test_without_a_token_nothing(call: Any) -> None:
    answer = call(None, "/leveranciers")
    assert answer.status_code == 401 and answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_gemeente_reads_suppliers(call: Any, world: World) -> None:
    answer = call("buyer1", "/leveranciers?pageSize=2")
    assert [set(each) for each in answer.json] == [
        {"id", "naam", "kvkNummer", "rsin", "oin", "land", "registratienummer", "website"}
    ] * 2
    assert answer.json[0]["naam"] == "<b>O'Brien & Zn.</b>"
    assert answer.headers["X-Total-Count"] == "3" and 'rel="next"' in answer.headers["Link"]
    assert answer.headers["API-Version"]
    one = call("buyer1", f"/leveranciers/{world.vendors[0]}")
    assert one.json["oin"] == "00000003990000010000" and one.json["rsin"] is None
    assert one.json["naam"] == "Bedacht Burgerzaken B.V." and one.headers["ETag"] == '"1"'


def test_products_are_filtered_by_supplier_and_category(call: Any, world: World) -> None:
    answer = call("buyer1", f"/producten?leverancier={world.vendors[0]}&categorie=burgerzaken")
    assert [each["naam"] for each in answer.json] == ["Product 1a", "Product 1b"]
    assert set(answer.json[0]) == {
        "id", "leverancier", "naam", "omschrijving", "categorie", "levering", "landVanOpslag",
        "eindeVerkoop", "eindeOndersteuning", "samengevoegdOp",
    }  # fmt: skip
    assert call("buyer1", "/producten?categorie=belastingen").json == []
    assert call("buyer1", f"/producten/{world.products[0][0]}").json["leverancier"] == str(world.vendors[0])


def test_a_supplier_reads_its_own_only(call: Any, world: World) -> None:
    assert [each["id"] for each in call("contributor1", "/leveranciers").json] == [str(world.vendors[0])]
    assert {each["leverancier"] for each in call("contributor1", "/producten").json} == {str(world.vendors[0])}
    assert call("contributor1", f"/producten?leverancier={world.vendors[1]}").json == []
    for path in (f"/leveranciers/{world.vendors[1]}", f"/producten/{world.products[1][0]}"):
        answer = call("contributor1", path)
        assert answer.status_code == 404 and answer.json["status"] == 404


@pytest.mark.parametrize("query", ["page=0", "pageSize=101", "page=een", "categorie=onzin"])
def test_wrong_queries_are_said_by_name(call: Any, query: str) -> None:
    answer = call("buyer1", f"/producten?{query}")
    assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
    assert [each["name"] for each in answer.json["invalidParams"]] == [query.split("=", maxsplit=1)[0]]
