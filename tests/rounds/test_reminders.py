# SPDX-License-Identifier: EUPL-1.2
"""The ladder of reminders: on its days, once, to the right people, with nothing confidential."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database, session
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import service
from samencontroleren.rounds.jobs import JOBS
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.reminders import due_reminders, last_days
from samencontroleren.rounds.working_days import add_working_days
from tests.rounds.sample import Sample, bring_to, make_round
from tests.support.world import World

pytestmark = pytest.mark.database
DUE = date(2027, 3, 1)  # a Monday
REMINDERS = JOBS[0]
ROUND_STEPS, TURN_STEPS = (-30, -7, -1, 7), (-5, -1, 1)


@pytest.fixture
def sample(app: Flask, database: Database, world: World) -> Sample:
    """A running round whose answers are due on DUE, stored."""
    with app.test_request_context(), clock.pretend(date(2027, 1, 4)), database.unit():
        return make_round(world, due=DUE)


def reminders(database: Database, only_open: bool = False) -> list[Notice]:
    with database.unit(write=False) as opened:
        found = opened.scalars(select(Notice).where(Notice.kind == "reminder")).all()
    return [each for each in found if not (only_open and each.finished_at)]


def due_on(day: date) -> int:
    """How many reminders fall on a day, without those that are caught up."""
    with clock.pretend(day):
        return sum(key.day == day for key in due_reminders())


def test_the_days_of_the_ladder(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2027, 1, 4)):
        make_round(world, due=DUE)
    expected = {add_working_days(DUE, step) for step in ROUND_STEPS}
    days = [date(2027, 1, 4) + timedelta(days=number) for number in range(90)]
    assert {day for day in days if due_on(day)} == expected
    assert expected == {date(2027, 1, 18), date(2027, 2, 18), date(2027, 2, 26), date(2027, 3, 10)}
    assert due_on(date(2027, 2, 26)) == 2  # one vrijgever of each of two suppliers, three dossiers and more


def test_twice_is_once(app: Flask, sample: Sample, database: Database, world: World) -> None:
    day = add_working_days(DUE, -1)
    first = scheduler.run(database, REMINDERS, day=day)
    assert (first.handled, first.failed) == (2, 0)
    told = reminders(database)
    assert {each.membership_id for each in told} == {world[name].membership_id for name in ("submitter1", "submitter2")}
    assert {each.facts["date"] for each in told} == {"2027-03-01"}
    assert sample.own in {each.object_id for each in told}
    again = scheduler.run(database, REMINDERS, day=day)
    assert again.skipped
    forced = scheduler.run(database, REMINDERS, day=day, again=True)
    assert (forced.failed, len(reminders(database))) == (0, len(told))


def test_a_dry_run_sends_nothing(app: Flask, sample: Sample, database: Database) -> None:
    found = scheduler.run(database, REMINDERS, dry=True, day=add_working_days(DUE, -7))
    assert len(found.keys) == 2
    assert reminders(database) == []


def test_a_missed_day_is_caught_up_once(app: Flask, sample: Sample, database: Database) -> None:
    for late in (4, 2, 3):  # three working days is the limit; on the second it is sent, on the third it was
        scheduler.run(database, REMINDERS, day=add_working_days(add_working_days(DUE, -7), late))
        assert bool(reminders(database)) is (late != 4)
    once = len(reminders(database))
    scheduler.run(database, REMINDERS, day=add_working_days(DUE, -1))
    assert len(reminders(database)) == 2 * once
    assert len(reminders(database, only_open=True)) == once  # the new one takes the place of the one before


def test_none_after_submission_refusal_and_cancelling(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2027, 1, 4)):
        sample = make_round(world, due=DUE)
        bring_to(world, sample.own, DossierState.SUBMITTED)
        service.refuse_dossier(world["submitter1"].actor, sample.vendor_dossier, "Wij doen niet mee.")
        assert due_on(add_working_days(DUE, -1)) == 1  # only supplier 2 is left
        service.cancel_round(world["coordinator"].actor, sample.round_id, "Toch niet.")
    assert due_on(add_working_days(DUE, -1)) == 0


def test_silent_contacts_until_they_join(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2027, 1, 4)):
        sample = make_round(world, due=DUE)
        facts = {"name": "Stil Persoon", "email": "stil@leverancier1.example", "language": "en"}
        row = service.invite_contact(world["coordinator"].actor, sample.round_id, world.vendors[0], **facts)
    day = add_working_days(DUE, -30)
    assert due_on(day) == 3
    unit.refresh(row, ["invitation"])
    assert row.invitation is not None
    row.invitation.accepted_at = clock.now()
    unit.flush()
    assert due_on(day) == 2


def test_hearing_and_supplement(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2027, 1, 4)):
        sample = make_round(world, due=date(2028, 1, 3))
        bring_to(world, sample.own, DossierState.HEARING)
        bring_to(world, sample.foreign, DossierState.SUPPLEMENT_ASKED)
    end = unit.get_one(Dossier, sample.own).due_on
    assert end == add_working_days(date(2027, 1, 4), 10)
    assert end == session().get_one(Dossier, sample.foreign).due_on
    days = [date(2027, 1, 5) + timedelta(days=number) for number in range(30)]
    assert [day for day in days if due_on(day)] == [add_working_days(end, step) for step in TURN_STEPS]


def test_a_term_in_a_weekend_has_its_ladder() -> None:
    saturday = date(2027, 2, 27)
    for step in ROUND_STEPS:
        assert saturday in last_days(add_working_days(saturday, step), frozenset(ROUND_STEPS))


@pytest.mark.parametrize("day", [date(2027, 3, 6), date(2027, 3, 26), date(2027, 5, 5)])
def test_quiet_days(day: date, unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2027, 1, 4)):
        make_round(world, due=day + timedelta(days=1))
    assert due_on(day) == 0
