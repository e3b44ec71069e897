# SPDX-License-Identifier: EUPL-1.2
"""Readings: one row per reader, object and day, and what a supplier is told of them (product.md, 2.1 and 2.9)."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from samencontroleren.auditing import service
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.trail import TrailReading, TrailRow
from samencontroleren.core.trail.readings import _noted as noted
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


@pytest.fixture
def release(app: Flask, database: Database, world: World) -> uuid.UUID:
    """A released result of the first product; the first gemeente uses it, confirmed."""
    with database.unit():
        flow = Flow(world)
        made = flow.publish_both()
        claimed = usages.claim_usage(world["buyer1"].actor, made.product_id or uuid.UUID(int=0), "Burgerzaken")
        usages.confirm_usage(world["ciso1"].actor, claimed.id)
        return made.id


def readings(database: Database) -> list[tuple[str, uuid.UUID | None, object]]:
    with database.unit(write=False) as opened:
        found = opened.scalars(
            select(TrailRow).where(TrailRow.action.startswith("result.")).order_by(TrailRow.happened_at)
        )
        return [
            (row.action, row.reader_organisation_id, row.facts.get("layers"))
            for row in found
            if row.action != "result.released"
        ]


@pytest.mark.database
def test_a_result_read_leaves_one_row_a_day(
    release: uuid.UUID, world: World, client_of: Browser, database: Database
) -> None:
    page, pdf = f"/resultaten/producten/{world.products[0][0]}", f"/resultaten/{release}.pdf"
    reader, admin = client_of(world["buyer1"]), client_of(world["admin1"])
    reader.get(page)
    reader.get(page)
    admin.get(page)
    first = world["buyer1"].organisation_id
    whole = ("result.read", first, "result verdicts findings answers")
    assert readings(database) == [whole, ("result.read", first, "result")]
    with database.unit() as opened:
        opened.execute(update(TrailReading).values(day=clock.today() - timedelta(days=1)))
    noted.clear()
    reader.get(page)
    assert readings(database).count(whole) == 2
    reader.get(pdf)
    reader.get(pdf)
    assert readings(database)[3:] == [("result.downloaded", first, None)] * 2


def test_of_the_supplier_and_of_vng(release: uuid.UUID, world: World, client_of: Browser, database: Database) -> None:
    page = f"/resultaten/producten/{world.products[0][0]}"
    client_of(world["submitter1"]).get(page)
    assert readings(database) == []  # its own result
    client_of(world["coordinator"]).get(page)
    assert [each[:2] for each in readings(database)] == [("result.read", None)]
    client_of(world["buyer2"]).get(f"/resultaten/producten/{uuid.uuid4()}", 404)
    assert len(readings(database)) == 1


def read_on(database: Database, release: uuid.UUID, days_ago: int, organisations: int, world: World) -> None:
    """So many further gemeenten read a result so many days ago."""
    with database.unit() as opened:
        for _each in range(organisations):
            town = Organisation(kind=OrganisationKind.MUNICIPALITY, name="Verzonnen")
            opened.add(town)
            opened.flush()
            values = {
                "membership_id": uuid.uuid4(),
                "object_kind": "release",
                "object_id": release,
                "what": "result",
                "day": clock.today() - timedelta(days=days_ago),
                "organisation_id": town.id,
                "is_told": True,
            }
            opened.execute(insert(TrailReading).values(**values))


@pytest.mark.database
def test_a_supplier_is_told_kinds_and_large_numbers_only(
    release: uuid.UUID, world: World, database: Database, client_of: Browser
) -> None:
    read_on(database, release, 1, 4, world)
    read_on(database, release, 2, 5, world)
    read_on(database, release, 0, 7, world)
    with database.unit() as opened:
        towns = select(func.count()).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
        assert (opened.scalar(towns) or 0) >= 10  # so that the rest is large enough as well
        rows = service.list_readers(world["vendor-admin1"].actor).rows
        assert [((clock.today() - row.day).days, row.kind, row.number) for row in rows] == [
            (1, OrganisationKind.MUNICIPALITY, None),
            (2, OrganisationKind.MUNICIPALITY, 5),
        ]
        assert service.list_readers(world["vendor-admin2"].actor).rows == []
        assert service.list_readers(world["submitter1"].actor).rows == []
        hidden = update(TrailReading).where(TrailReading.day == clock.today() - timedelta(days=2))
        opened.execute(hidden.values(is_told=False))
        assert len(service.list_readers(world["vendor-admin1"].actor).rows) == 1
    words = client_of(world["vendor-admin1"]).get("/logboek/lezers").words
    assert "aantal niet getoond" in words and "Product 1a" in words and "Verzonnen" not in words


def test_a_large_number_with_a_small_rest_is_not_shown(release: uuid.UUID, world: World, database: Database) -> None:
    """All but a few read it: the number would tell who did not."""
    read_on(database, release, 1, 40, world)
    with database.unit() as opened:
        living = select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
        others = [each for each in opened.scalars(living) if each.name != "Verzonnen"]
        for each in others[4:]:
            each.ended_on = clock.today()
        opened.flush()
        (row,) = service.list_readers(world["vendor-admin1"].actor).rows
        assert row.number is None


def test_nobody_has_read_yet(world: World, client_of: Browser) -> None:
    assert "Nog niemand" in client_of(world["vendor-admin1"]).get("/logboek/lezers").words
