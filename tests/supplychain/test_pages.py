# SPDX-License-Identifier: EUPL-1.2
"""The pages of flags: list with filters, one flag, moving it with a reason."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.supplychain import raising
from samencontroleren.supplychain.kinds import FlagState
from samencontroleren.supplychain.models import Flag
from tests.supplychain.conftest import DAY, Facts
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


@pytest.fixture
def flag(app: Flask, world: World) -> uuid.UUID:
    """A flag on proof of the first product; the first gemeente uses it."""
    database: Database = app.extensions["database"]
    with database.unit() as opened, clock.pretend(DAY):
        facts = Facts(opened, world)
        facts.lean(-3)
        facts.use(vendor=0, municipality=0)
        for change in raising.due_changes():
            raising.apply(change)
        return opened.scalars(select(Flag.id)).one()


def state_of(app: Flask, key: uuid.UUID) -> tuple[FlagState, int]:
    with app.extensions["database"].unit(write=False) as opened:
        found = opened.get_one(Flag, key)
        return found.state, found.revision


def test_list_shows_the_flag_to_whom_it_concerns(client_of: Browser, world: World, flag: uuid.UUID) -> None:
    for name in ("coordinator", "buyer1", "ciso1"):
        page = client_of(world[name]).get("/signalen")
        assert any(link.get("href") == f"/signalen/{flag}" for link in page.all("a")), name
    assert "Geen signalen" in client_of(world["buyer2"]).get("/signalen").words


@pytest.mark.parametrize("name", ["submitter1", "contributor2", "releaser", "reviewer1", "admin1"])
def test_others_do_not_reach_flags(client_of: Browser, world: World, flag: uuid.UUID, name: str) -> None:
    client = client_of(world[name])
    client.get("/signalen", status=403)
    client.get(f"/signalen/{flag}", status=404)


def test_visitor_is_asked_to_log_in(client_of: Browser, flag: uuid.UUID) -> None:
    client_of().get("/signalen", status=302)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ernst=critical", True),
        ("ernst=high", False),
        ("toestand=open&regel=proof_ending", True),
        ("toestand=closed", False),
        ("zoek=Product+1a", True),
        ("zoek=%25", False),
        ("ernst=onzin", True),
        ("pagina=x", True),
    ],
)
def test_filters(client_of: Browser, world: World, flag: uuid.UUID, query: str, shown: bool) -> None:
    page = client_of(world["coordinator"]).get(f"/signalen?{query}")
    found = any(link.get("href") == f"/signalen/{flag}" for link in page.all("a"))
    assert found is shown


def test_page_explains_and_offers_moves_to_the_coordinator_only(
    client_of: Browser, world: World, flag: uuid.UUID
) -> None:
    page = client_of(world["coordinator"]).get(f"/signalen/{flag}")
    assert "Een van die antwoorden hoort bij een sleuteleis." in page.words
    assert "Werk het signaal bij" in page.words
    outside = client_of(world["ciso1"]).get(f"/signalen/{flag}")
    assert "VNG vraagt de leverancier om nieuw bewijs." in outside.words
    assert "Werk het signaal bij" not in outside.words


def test_moving_a_flag(client_of: Browser, world: World, app: Flask, flag: uuid.UUID) -> None:
    client = client_of(world["coordinator"])
    client.post(f"/signalen/{flag}", {"toestand": "triaged", "reden": "Gebeld.", "revision": "1"})
    assert state_of(app, flag) == (FlagState.TRIAGED, 2)
    assert "Gebeld." in client.get(f"/signalen/{flag}").words


def test_reason_missing_keeps_what_was_chosen(client_of: Browser, world: World, app: Flask, flag: uuid.UUID) -> None:
    client = client_of(world["coordinator"])
    page = client.post(f"/signalen/{flag}", {"toestand": "closed", "reden": " ", "revision": "1"}, status=422)
    chosen = [each for each in page.all("input") if each.get("value") == "closed"]
    assert chosen[0].get("checked") is not None
    assert "Vul dit in." in page.words
    assert state_of(app, flag) == (FlagState.OPEN, 1)


def test_stale_page_and_odd_moves_change_nothing(client_of: Browser, world: World, app: Flask, flag: uuid.UUID) -> None:
    client = client_of(world["coordinator"])
    client.post(f"/signalen/{flag}", {"toestand": "closed", "reden": "x", "revision": "9"}, status=409)
    client.post(f"/signalen/{flag}", {"toestand": "open", "reden": "x", "revision": "1"}, status=409)
    client.post(f"/signalen/{flag}", {"toestand": "weg", "reden": "x", "revision": "1"}, status=422)
    assert state_of(app, flag) == (FlagState.OPEN, 1)


def test_gemeente_may_not_move_and_supplier_does_not_see(
    client_of: Browser, world: World, app: Flask, flag: uuid.UUID
) -> None:
    typed = {"toestand": "closed", "reden": "x", "revision": "1"}
    client_of(world["ciso1"]).post(f"/signalen/{flag}", typed, status=404)
    client_of(world["submitter1"]).post(f"/signalen/{flag}", typed, status=404)
    assert state_of(app, flag) == (FlagState.OPEN, 1)


def test_product_page_carries_the_panel(client_of: Browser, world: World, flag: uuid.UUID) -> None:
    path = f"/resultaten/producten/{world.products[0][0]}"
    assert f"/signalen/{flag}" in client_of(world["buyer1"]).get(path).text
    assert f"/signalen/{flag}" not in client_of(world["buyer2"]).get(path).text
    assert f"/signalen/{flag}" not in client_of(world["submitter1"]).get(path).text
