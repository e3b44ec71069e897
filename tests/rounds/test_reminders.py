# SPDX-License-Identifier: EUPL-1.2
"""The ladder of reminders: on its days, once, to the right people, with nothing confidential."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database, session
from samencontroleren.core.outbox import OutboxMail
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


def mails(database: Database) -> list[OutboxMail]:
    with database.unit(write=False) as opened:
        query = select(OutboxMail).where(OutboxMail.key.startswith("rounds/reminder/"))
        return list(opened.scalars(query.order_by(OutboxMail.to_address)))


def due_on(day: date) -> int:
    with clock.pretend(day):
        return len(due_reminders())


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
    sent = mails(database)
    assert [each.to_address for each in sent] == [world["submitter1"].email, world["submitter2"].email]
    again = scheduler.run(database, REMINDERS, day=day)
    assert again.skipped
    forced = scheduler.run(database, REMINDERS, day=day, again=True)
    assert (forced.failed, len(mails(database))) == (0, 2)
    assert "2 dossiers" in sent[0].text
    assert "1 maart 2027" in sent[0].text
    for secret in ("Bedacht", "Product", "Luchtkasteel"):
        assert secret not in sent[0].text + sent[0].subject


def test_a_dry_run_sends_nothing(app: Flask, sample: Sample, database: Database) -> None:
    found = scheduler.run(database, REMINDERS, dry=True, day=add_working_days(DUE, -7))
    assert len(found.keys) == 2
    assert mails(database) == []


def test_after_the_term(app: Flask, sample: Sample, database: Database) -> None:
    scheduler.run(database, REMINDERS, day=add_working_days(DUE, 7))
    assert {each.subject for each in mails(database)} == {"Herinnering: de termijn is voorbij"}


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
