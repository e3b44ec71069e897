# SPDX-License-Identifier: EUPL-1.2
"""The walls in SQL alone, as the application's own role: what each side sees, whatever is asked (ADR 17)."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from samencontroleren.cli import cli
from samencontroleren.core import walls
from samencontroleren.core.db import Database, make_engine, past_walls, session
from samencontroleren.core.sides import NOBODY, SYSTEM, Side
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.models import Product, Vendor
from tests.support import databases, postgres
from tests.support.processes import environment
from tests.support.world import World


@pytest.fixture
def used(unit: Session, world: World) -> None:
    """Gemeenten 1 and 2 both use product 1a."""
    for place in (0, 1):
        owner = world[f"owner{place + 1}"]
        facts = {"product_id": world.products[0][0], "process": "Proef", "claimed_by_id": owner.user_id}
        unit.add(Usage(municipality_id=world.municipalities[place], **facts))
    unit.flush()


def seen(unit: Session, side: Side, column: Any) -> set[uuid.UUID]:
    """The values of a column that this side sees."""
    walls.take(unit, side)
    return set(unit.scalars(select(column)))


def test_a_supplier_sees_its_own_rows_only(unit: Session, world: World) -> None:
    first, second = (Side("vendor", (key,)) for key in world.vendors[:2])
    assert seen(unit, first, Vendor.id) == {world.vendors[0]}
    assert seen(unit, second, Product.id) == set(world.products[1])
    assert seen(unit, Side("vendor", tuple(world.vendors[:2])), Vendor.id) == set(world.vendors[:2])
    assert seen(unit, Side("vendor"), Vendor.id) == set()


def test_use_is_for_its_own_gemeente_and_no_supplier(unit: Session, world: World, used: None) -> None:
    one, two = world.municipalities[:2]
    assert seen(unit, Side("municipal", (one,)), Usage.municipality_id) == {one}
    assert seen(unit, Side("municipal", (one, two)), Usage.municipality_id) == {one, two}
    assert seen(unit, Side("vendor", (world.vendors[0], one)), Usage.municipality_id) == set()
    assert seen(unit, Side("vng"), Usage.municipality_id) == {one, two}


def test_gemeenten_and_vng_see_suppliers(unit: Session, world: World) -> None:
    for side in (Side("municipal", (world.municipalities[0],)), Side("vng"), SYSTEM):
        assert seen(unit, side, Vendor.id) == set(world.vendors)


@pytest.mark.parametrize("side", [NOBODY, Side(""), Side("superuser"), Side("VENDOR")], ids=lambda side: side.kind)
def test_a_side_that_is_not_known_sees_nothing(unit: Session, used: None, side: Side) -> None:
    assert seen(unit, side, Vendor.id) == seen(unit, side, Usage.municipality_id) == set()


def test_a_transaction_that_says_nothing_sees_nothing(own_database: str) -> None:
    for url in (own_database, databases.owner_url(own_database)):
        engine = make_engine(url)
        with engine.begin() as connection:
            assert connection.scalar(text("SELECT count(*) FROM vendors")) == 0
            walls.take(connection, SYSTEM)
            assert connection.scalar(text("SELECT count(*) FROM vendors")) == 3
        with engine.begin() as connection:  # the same connection, from the pool
            assert connection.scalar(text("SELECT count(*) FROM vendors")) == 0
        engine.dispose()


def test_nobody_writes_on_the_other_side(unit: Session, world: World, used: None) -> None:
    walls.take(unit, Side("vendor", (world.vendors[0],)))
    moved = text("UPDATE products SET vendor_id = :other WHERE vendor_id = :own")
    with pytest.raises(DBAPIError, match="row-level security"), unit.begin_nested():
        unit.execute(moved, {"other": world.vendors[1], "own": world.vendors[0]})
    foreign = text("DELETE FROM products WHERE vendor_id = :other")
    assert unit.connection().execute(foreign, {"other": world.vendors[1]}).rowcount == 0
    claim = Usage(municipality_id=world.municipalities[2], product_id=world.products[0][0], process="Proef")
    claim.claimed_by_id = world["owner3"].user_id
    with pytest.raises(DBAPIError, match="row-level security"), unit.begin_nested():
        unit.add(claim)
        unit.flush()


@pytest.fixture
def supplier(database: Database, world: World) -> Iterator[Session]:
    """A unit on the side of the first supplier."""
    with database.unit(side=Side("vendor", (world.vendors[0],))) as opened:
        yield opened


def vendors() -> int:
    return session().scalar(text("SELECT count(*) FROM vendors")) or 0


def test_past_the_walls_and_back(supplier: Session) -> None:
    assert vendors() == 1
    with past_walls():
        assert vendors() == 3
        with past_walls():
            assert vendors() == 3
        assert vendors() == 3
    assert vendors() == 1


def test_back_again_when_something_goes_wrong(supplier: Session) -> None:
    with pytest.raises(ZeroDivisionError), past_walls():
        raise ZeroDivisionError
    assert vendors() == 1
    with pytest.raises(DBAPIError), session().begin_nested(), past_walls():
        session().execute(text("SELECT 1 / 0"))
    assert vendors() == 1


def test_unsafe_roles_are_named(own_database: str) -> None:
    engine = make_engine(own_database)
    with engine.connect() as connection:
        assert walls.fault(connection) is None
        assert "owns the tables" in str(walls.fault(connection, postgres.OWNER))
        assert "is a superuser and has BYPASSRLS" in str(walls.fault(connection, postgres.UNPRIVILEGED))
        assert "no database role" in str(walls.fault(connection, "bestaat_niet"))
    engine.dispose()


def command(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path, *words: str) -> Result:
    """What a command answers on this database, in this process."""
    for name, value in environment(url, folder).items():
        monkeypatch.setenv(name, value)
    shared: dict[str, Any] = {}
    answered = CliRunner().invoke(cli, words, obj=shared)
    shared["app"].extensions["database"].engine.dispose()
    return answered


def test_the_scheduler_refuses_the_role_of_the_owner(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = command(monkeypatch, databases.owner_url(own_database), tmp_path, "jobs", "serve")
    assert refused.exit_code == 1
    assert "database role sc_owner owns the tables" in refused.output


def test_grant_by_the_owner_only(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = databases.owner_url(own_database)
    granted = command(monkeypatch, owner, tmp_path, "db", "grant", postgres.APPLICATION)
    assert "behind the walls" in granted.output
    refused = command(monkeypatch, owner, tmp_path, "db", "grant", postgres.OWNER)
    assert refused.exit_code == 1 and "owns the tables" in refused.output
