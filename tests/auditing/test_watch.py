# SPDX-License-Identifier: EUPL-1.2
"""Who is told that the trail is broken or not sealed, where it shows, and what is forgotten of readings."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.auditing import checking, jobs
from samencontroleren.core import clock, scheduler, trail
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailReading, TrailRow, TrailWaiting
from samencontroleren.core.trail import jobs as trail_jobs
from samencontroleren.core.trail.settings import READING_DAYS
from samencontroleren.notifications.models import Notice
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


def add_past_the_platform(unit: Session) -> None:
    unit.add(TrailRow(action="x", object_kind="x", result="ok", origin="x", facts={}))
    unit.flush()


def told(unit: Session, kind: str) -> list[uuid.UUID]:
    return list(unit.scalars(select(Notice.membership_id).where(Notice.kind == kind)))


@pytest.mark.database
def test_a_fault_is_told_once_and_mailed_at_once(unit: Session, app: Flask, world: World) -> None:
    assert checking.check().fault == "" and told(unit, "trail_broken") == []
    add_past_the_platform(unit)
    for _night in range(2):
        assert checking.check().fault
    assert told(unit, "trail_broken") == [world["vng-admin"].membership_id]
    mail = unit.scalars(select(OutboxMail)).one()
    assert mail.to_address == world["vng-admin"].email and "logboek klopt niet" in mail.text


@pytest.mark.database
def test_rows_that_get_no_seal_are_told_once_a_day(unit: Session, app: Flask, database: Database, world: World) -> None:
    watch = next(each for each in jobs.JOBS if each.name == "trail-watch")
    trail.record(world["coordinator"].actor, "proef.gedaan", "proef", world.vng)
    unit.commit()
    scheduler.run(database, watch, again=True)
    assert told(unit, "trail_not_sealed") == []
    unit.execute(update(TrailWaiting).values(happened_at=clock.real_now() - timedelta(minutes=3)))
    unit.commit()
    for _time in range(2):
        scheduler.run(database, watch, again=True)
    assert told(unit, "trail_not_sealed") == [world["vng-admin"].membership_id]
    trail.seal()
    assert checking.due_watch() == []


def test_the_page_of_jobs_says_so(client_of: Browser, database: Database, world: World) -> None:
    page = client_of(world["vng-admin"])
    assert "Het logboek klopt niet" not in page.get("/beheer/taken").words
    with database.unit() as opened:
        trail.record(world["coordinator"].actor, "proef.gedaan", "proef", world.vng)
        opened.flush()
        opened.execute(update(TrailWaiting).values(happened_at=clock.real_now() - timedelta(minutes=3)))
    assert "Nieuwe regels worden niet verzegeld" in page.get("/beheer/taken").words
    with database.unit() as opened:
        add_past_the_platform(opened)
        checking.check()
    assert "Het logboek klopt niet" in page.get("/beheer/taken").words
    assert "Het logboek klopt niet" in page.get("/berichten").words


@pytest.mark.database
def test_readings_are_forgotten_and_their_rows_kept(
    unit: Session, app: Flask, database: Database, world: World
) -> None:
    forgetting = next(each for each in trail_jobs.JOBS if each.name == "trail-readings")
    here = {"membership_id": world["buyer1"].membership_id, "organisation_id": world.municipalities[0]}
    for days in (READING_DAYS, READING_DAYS + 1, READING_DAYS + 2):
        day = clock.today() - timedelta(days=days)
        keys = {"object_kind": "release", "object_id": uuid.uuid4(), "what": "result"}
        unit.add(TrailReading(**here, **keys, day=day, is_told=True))
    trail.record(world["buyer1"].actor, "result.read", "release", uuid.uuid4())
    unit.commit()
    assert scheduler.run(database, forgetting).handled == 2
    assert list(unit.scalars(select(TrailReading.day))) == [clock.today() - timedelta(days=READING_DAYS)]
    assert unit.scalars(select(TrailRow.action).where(TrailRow.action == "result.read")).one()
