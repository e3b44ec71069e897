# SPDX-License-Identifier: EUPL-1.2
"""What holds for every call of the API: what is wrong in a query is said as problem+json."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from tests.support.world import World

Call = Callable[[str], TestResponse]


@pytest.fixture
def call(app: Flask, database: Database, world: World) -> Call:
    """`call("/leveranciers")`: an answer of the API for a buyer."""
    with database.unit():
        token = accounts.make_token(world["buyer1"].membership_id)
    browser = app.test_client()

    def send(path: str) -> TestResponse:
        return browser.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})

    return send


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/leveranciers?onbekend=1", "onbekend"),
        ("/leveranciers?page_size=10", "page_size"),
        ("/producten?Leverancier=1&page=1", "Leverancier"),
    ],
)
def test_an_unknown_key_in_a_query_is_refused_by_name(call: Call, path: str, name: str) -> None:
    answer = call(path)
    assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
    assert answer.json and answer.json["code"] == "ongeldige-invoer"
    assert answer.json["invalidParams"] == [{"name": name, "reason": "Dit veld kennen we niet."}]


def test_all_that_is_wrong_in_a_query_is_said_at_once(call: Call) -> None:
    answer = call("/leveranciers?onbekend=1&pageSize=1000")
    assert answer.status_code == 400 and answer.json
    assert {each["name"] for each in answer.json["invalidParams"]} == {"onbekend", "pageSize"}


def test_known_keys_are_taken(call: Call) -> None:
    assert call("/leveranciers?page=1&pageSize=2").status_code == 200
