# SPDX-License-Identifier: EUPL-1.2
"""Run records of jobs, the next planned moment, and a notice when a job did not run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Forbidden
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.dashboard import runs
from samencontroleren.dashboard.job_words import JOB_LABELS, period_in_words
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


def job(name: str = "proef", cron: str = "30 6 * * *", fails: bool = False) -> Job:
    def work(key: object) -> None:
        if fails:
            raise ValueError("mislukt")

    return Job(name, cron, "%Y-%m-%d", lambda: ["a", "b"], work, "Doet niets.", SYSTEM)


@pytest.mark.parametrize(
    ("cron", "before", "found"),
    [
        ("30 6 * * *", "2027-03-01T12:00", "2027-03-01T05:30"),
        ("30 6 * * *", "2027-03-01T05:00", "2027-02-28T05:30"),
        ("0 8 * * mon-fri", "2027-03-07T12:00", "2027-03-05T07:00"),
        ("*/5 * * * *", "2027-03-01T12:03", "2027-03-01T12:00"),
        ("0 4 1 * *", "2027-03-31T12:00", "2027-03-01T03:00"),
    ],
)
def test_previous_planned_moment(cron: str, before: str, found: str) -> None:
    trigger = CronTrigger.from_crontab(cron, timezone="Europe/Amsterdam")
    moment = runs.previous_moment(trigger, datetime.fromisoformat(before).replace(tzinfo=UTC))
    assert moment == datetime.fromisoformat(found).replace(tzinfo=UTC)


def plan(database: Database, world: World, wanted: Job) -> runs.Plan:
    with database.unit(write=False):
        return runs.list_plans(world["coordinator"].actor, [wanted])[0]


def test_a_job_that_never_ran_is_missed(database: Database, world: World) -> None:
    found = plan(database, world, job())
    assert found.missed_at is not None and found.last is None
    assert found.next_at is not None and found.next_at > clock.now()


def test_a_job_that_ran_is_not_missed(database: Database, world: World) -> None:
    scheduler.run(database, job())
    found = plan(database, world, job())
    assert found.missed_at is None
    assert found.last is not None and found.last.handled == 2


def test_a_run_that_died_counts_as_missed_when_its_lease_has_ended(database: Database, world: World) -> None:
    claimed = scheduler.claim(database, job())
    assert claimed is not None
    assert plan(database, world, job()).missed_at is None
    with database.unit() as opened:
        opened.get_one(scheduler.JobRun, claimed[0]).lease_until = clock.real_now() - timedelta(minutes=1)
    assert plan(database, world, job()).missed_at is not None


def test_page_shows_runs_failures_and_what_did_not_run(client_of: Browser, world: World, app: Flask) -> None:
    database: Database = app.extensions["database"]
    scheduler.run(database, job("mislukt", fails=True))
    page = client_of(world["coordinator"]).get("/beheer/taken")
    assert "Niet alles gelukt" in page.words
    assert "ValueError" in page.words
    assert "De taak “Risicosignalen” heeft niet gelopen" in page.words


def test_runs_are_filtered_by_job(client_of: Browser, world: World, database: Database) -> None:
    for name in ("eerste", "tweede"):
        scheduler.run(database, job(name))
    page = client_of(world["vng-admin"]).get("/beheer/taken?taak=eerste")
    names = ["".join(cell.itertext()).strip() for cell in page.all("th") if cell.get("scope") == "row"]
    assert "eerste" in names and "tweede" not in names


@pytest.mark.parametrize("name", ["buyer1", "submitter1", "reviewer1", "releaser", "admin1"])
def test_others_do_not_see_runs(client_of: Browser, world: World, database: Database, name: str) -> None:
    client_of(world[name]).get("/beheer/taken", status=403)
    with database.unit(write=False), pytest.raises(Forbidden):
        runs.list_plans(world[name].actor, [])


def test_odd_page_number_is_no_error(client_of: Browser, world: World) -> None:
    for query in ("pagina=0", "pagina=x", "taak=%00", "onbekend=1"):
        client_of(world["coordinator"]).get(f"/beheer/taken?{query}")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-11-05", "5 nov 2026"),
        ("2026-11-25T23", "25 nov 2026, 23:00–00:00"),
        ("2026-11-25T04:09", "25 nov 2026, 04:09"),
        ("eenmalig", "eenmalig"),
    ],
)
def test_period_of_a_run_is_written_out(app: Flask, period: str, words: str) -> None:
    with app.test_request_context():
        assert period_in_words(period).replace("\u202f", " ") == words


def test_every_job_has_words(app: Flask) -> None:
    assert {each.name for each in app.extensions["jobs"]} <= set(JOB_LABELS)


def test_failed_runs_are_found(client_of: Browser, database: Database, world: World) -> None:
    scheduler.run(database, job("gelukte-proef"))
    scheduler.run(database, job("mislukte-proef", fails=True))
    client = client_of(world["coordinator"])
    failed = client.get("/beheer/taken?stand=failed").words
    assert "mislukte-proef" in failed and "gelukte-proef" not in failed
    assert "Niets gevonden" in client.get("/beheer/taken?stand=running").words
