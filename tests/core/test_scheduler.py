# SPDX-License-Identifier: EUPL-1.2
"""Jobs: one claim per period, taken over when the lease ends, dry runs, other days, failing keys."""

import os
import signal
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database, session
from samencontroleren.core.scheduler import Job, JobRun, RunState
from samencontroleren.core.sides import NOBODY
from tests.support.databases import SystemDatabase

pytestmark = pytest.mark.database


class Work:
    """A job that writes down what it did."""

    def __init__(self, keys: list[str], failing: str = "") -> None:
        self.keys, self.failing, self.done, self.days = keys, failing, list[str](), list[date]()

    def job(self) -> Job:
        return Job("proef", "0 6 * * *", "%Y-%m-%d", lambda: self.keys, self.work, "proef", NOBODY)

    def work(self, key: str) -> None:
        if key == self.failing:
            raise ValueError(key)
        self.done.append(key)
        self.days.append(clock.today())


def test_runs_once_per_period(database: Database) -> None:
    work = Work(["a", "b"])
    first = scheduler.run(database, work.job())
    assert (first.handled, first.failed) == (2, 0)
    assert scheduler.run(database, work.job()).skipped
    assert work.done == ["a", "b"]
    assert scheduler.run(database, work.job(), again=True).handled == 2


def test_dry_run_changes_nothing(database: Database) -> None:
    work = Work(["a"])
    report = scheduler.run(database, work.job(), dry=True)
    assert (report.keys, work.done) == (("a",), [])
    with database.unit(write=False):
        assert session().scalars(select(JobRun)).first() is None


def test_another_day_is_another_period(database: Database) -> None:
    work = Work(["a"])
    scheduler.run(database, work.job(), day=date(2027, 3, 1))
    scheduler.run(database, work.job(), day=date(2027, 3, 2))
    assert work.days == [date(2027, 3, 1), date(2027, 3, 2)]
    with database.unit(write=False):
        assert set(session().scalars(select(JobRun.period))) == {"2027-03-01", "2027-03-02"}


def test_failing_key_does_not_stop_the_others_and_is_tried_again(database: Database) -> None:
    work = Work(["a", "b", "c"], failing="b")
    report = scheduler.run(database, work.job())
    assert (report.handled, report.failed, work.done) == (2, 1, ["a", "c"])
    with database.unit(write=False):
        row = session().scalars(select(JobRun)).one()
        assert (row.state, row.last_error) == (RunState.FAILED, "b: ValueError")
    work.failing = ""
    assert scheduler.run(database, work.job()).handled == 3


def test_living_claim_is_respected_and_a_dead_one_taken_over(database: Database) -> None:
    work = Work(["a"])
    assert scheduler.claim(database, work.job()) is not None
    assert scheduler.run(database, work.job()).skipped
    with database.unit() as opened:
        opened.execute(update(JobRun).values(lease_until=clock.real_now() - timedelta(seconds=1)))
    assert scheduler.run(database, work.job()).handled == 1
    with database.unit(write=False):
        row = session().scalars(select(JobRun)).one()
        assert (row.state, row.attempt) == (RunState.DONE, 2)


def test_late_worker_stops_when_another_took_over(database: Database) -> None:
    run_id, attempt = scheduler.claim(database, Work(["a"]).job()) or pytest.fail("no claim")
    with database.unit() as opened:
        opened.execute(update(JobRun).values(attempt=attempt + 1))
    assert not scheduler._renew(database, run_id, attempt, 1, 0)


def test_what_hangs_each_second_does_not_hold_up_the_others(own_database: str) -> None:
    """A mail server that does not answer must not stop the sealing of the trail."""
    hanging, beats = threading.Event(), list[int]()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 2:
            hanging.set()
            os.kill(os.getpid(), signal.SIGTERM)

    database = SystemDatabase(own_database)
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        scheduler.serve(database, [], {"mail": lambda: hanging.wait(30), "sealing": beat})
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        database.engine.dispose()
    assert len(beats) >= 2
