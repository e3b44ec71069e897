# SPDX-License-Identifier: EUPL-1.2
"""kill -9 of the scheduler in the middle of sending: no mail lost, never two Message-IDs for one key."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from samencontroleren.core import clock, outbox
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import MailState, OutboxMail
from samencontroleren.core.scheduler import JobRun, RunState
from tests.support import processes, smtp
from tests.support.databases import SystemDatabase

pytestmark = pytest.mark.database
MAILS = 12


class Halting(smtp.Keep):
    """A server that halts after three mails until it may go on, so that a kill falls in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()

    def handle_message(self, message: Message) -> None:
        if len(self.messages) >= 3:
            self.goes_on.wait(60)
        super().handle_message(message)


@pytest.fixture
def database(own_database: str) -> Iterator[Database]:
    opened = SystemDatabase(own_database)
    with opened.unit():
        for number in range(MAILS):
            outbox.enqueue(f"sleutel-{number}", f"p{number}@proef.example", "P", f"{number}", "T", "", "nl")
    yield opened
    opened.engine.dispose()


def _count(database: Database, state: MailState) -> int:
    with database.unit(write=False) as opened:
        return opened.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.state == state)) or 0


def _let_leases_end(database: Database) -> None:
    with database.unit() as opened:
        past = clock.now() - timedelta(seconds=1)
        opened.execute(update(OutboxMail).where(OutboxMail.lease_until.is_not(None)).values(lease_until=past))
        opened.execute(update(JobRun).where(JobRun.state == RunState.RUNNING).values(lease_until=past))


def test_killed_while_sending(database: Database, own_database: str, tmp_path: Path) -> None:
    server = Halting()
    with smtp.serving(server) as (keep, port):
        with processes.scheduler(own_database, tmp_path, port) as process:
            processes.wait_for(lambda: len(keep.messages) >= 3, log=tmp_path / "scheduler.log")
            processes.kill(process)
        server.goes_on.set()
        assert _count(database, MailState.SENT) < MAILS
        _let_leases_end(database)
        with processes.scheduler(own_database, tmp_path, port):
            processes.wait_for(lambda: _count(database, MailState.SENT) == MAILS, log=tmp_path / "scheduler.log")
    ids: dict[str, set[str]] = defaultdict(set)
    for message in keep.messages:
        ids[message["Subject"]].add(message["Message-ID"])
    assert len(ids) == MAILS
    assert all(len(each) == 1 for each in ids.values())


def test_run_is_taken_over_when_the_lease_ends(database: Database, own_database: str, tmp_path: Path) -> None:
    """A run whose process is gone (its claim still there) is done by the next process, as attempt 2."""
    with smtp.serving() as (_keep, port):
        with processes.scheduler(own_database, tmp_path, port):
            processes.wait_for(lambda: _daily(database) is not None, log=tmp_path / "scheduler.log")
        with database.unit() as opened:
            past = clock.now() - timedelta(seconds=1)
            opened.execute(update(JobRun).values(state=RunState.RUNNING, lease_until=past, finished_at=None))
        with processes.scheduler(own_database, tmp_path, port):
            processes.wait_for(lambda: _is_taken_over(_daily(database)), log=tmp_path / "scheduler.log")


def _daily(database: Database) -> JobRun | None:
    """The run of a daily job: its period does not end while the test runs."""
    with database.unit(write=False) as opened:
        return opened.scalars(select(JobRun).where(JobRun.job == "flags")).one_or_none()


def _is_taken_over(run: JobRun | None) -> bool:
    return run is not None and run.state is RunState.DONE and run.attempt == 2
