# SPDX-License-Identifier: EUPL-1.2
"""Jobs as data, claims with leases, run records, and the process that triggers them.

Any number of scheduler processes may run. A claim row (job, period) with `lease_until` lets one work and another
take over when the lease ends; each write of the claim carries its attempt. The real guard is that the function
of a job may run twice for the same key.
"""

import signal
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import String, UniqueConstraint, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Database, Identified, enum_type
from samencontroleren.core.request_context import reset_origin, set_origin
from samencontroleren.core.sides import NOBODY, Side

log = structlog.get_logger()

LEASE = timedelta(minutes=5)


class RunState(StrEnum):
    """How a run of a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Identified, Base):
    """One job in one period: the claim and its record."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "period"),)

    job: Mapped[str] = mapped_column(String(80))
    period: Mapped[str] = mapped_column(String(40))
    state: Mapped[RunState] = mapped_column(enum_type(RunState, "run_state"), default=RunState.RUNNING)
    attempt: Mapped[int] = mapped_column(default=1)
    lease_until: Mapped[datetime]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    handled: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")


@dataclass(frozen=True)
class Job:
    """A job beside its feature.

    `due` gives the keys that need work (runs in a reading unit), `work` handles one key in a writing unit of its
    own and may run twice. `cron` is five fields in Amsterdam time, outside 02:00-03:00 (summer time); `period`
    is a strftime pattern of the local moment: one claim per value.
    """

    name: str
    cron: str
    period: str
    due: Callable[[], Iterable[Any]]
    work: Callable[[Any], object]
    meaning: str
    side: Side
    """On which side of the walls it looks and works: SYSTEM where it needs what is of suppliers or gemeenten."""

    def period_now(self) -> str:
        """The period of the present moment, for instance "2027-03-01"."""
        return clock.local(clock.now()).strftime(self.period)


@dataclass(frozen=True)
class Report:
    """What a run did; `keys` names what a dry run would have handled."""

    job: str
    handled: int
    failed: int
    keys: tuple[str, ...] = ()
    skipped: bool = False


def run(database: Database, job: Job, dry: bool = False, day: date | None = None, again: bool = False) -> Report:
    """Run one job now, or as if it were `day`.

    A dry run only names its keys. Without `again` a period that is done, or claimed by a living process, is
    skipped.
    """
    if day is not None:
        with clock.rehearse(day):
            return _named(database, job, dry, again, f"job {job.name} as on {day}")
    return _named(database, job, dry, again, f"job {job.name}")


def _named(database: Database, job: Job, dry: bool, again: bool, origin: str) -> Report:
    token = set_origin(origin)
    try:
        return _dry(database, job) if dry else _run(database, job, again)
    finally:
        reset_origin(token)


def _dry(database: Database, job: Job) -> Report:
    with database.unit(write=False, side=job.side):
        keys = tuple(str(key) for key in job.due())
    return Report(job.name, 0, 0, keys)


def _run(database: Database, job: Job, again: bool) -> Report:
    claimed = claim(database, job, again)
    if claimed is None:
        return Report(job.name, 0, 0, skipped=True)
    run_id, attempt = claimed
    with database.unit(write=False, side=job.side):
        keys = list(job.due())
    handled, failed, error = 0, 0, ""
    for key in keys:
        problem = _work(database, job, key)
        handled, failed, error = handled + (not problem), failed + bool(problem), problem or error
        if not _renew(database, run_id, attempt, handled, failed):
            break  # the lease ended and another process took over
    _finish(database, run_id, attempt, handled, failed, error)
    log.info("job_done", job=job.name, handled=handled, failed=failed)
    return Report(job.name, handled, failed, tuple(str(key) for key in keys))


def _work(database: Database, job: Job, key: Any) -> str:
    """Handle one key; a failing key is recorded and does not stop the others."""
    try:
        with database.unit(side=job.side):
            job.work(key)
    except Exception as error:
        log.exception("job_key_failed", job=job.name, key=str(key))
        return f"{key}: {type(error).__name__}"[:300]
    return ""


def claim(database: Database, job: Job, again: bool = False) -> tuple[uuid.UUID, int] | None:
    """Claim a job for its present period: (run id, attempt), or None when it is done or somebody works on it."""
    with database.unit(side=NOBODY) as opened:
        now = clock.real_now()
        query = select(JobRun).where(JobRun.job == job.name, JobRun.period == job.period_now())
        found = opened.scalars(query.with_for_update(skip_locked=True)).first()
        if found is None:
            return _first_claim(opened, job, now)
        if found.state is RunState.DONE and not again:
            return None
        if found.state is RunState.RUNNING and found.lease_until > now:
            return None
        found.state, found.attempt, found.lease_until = RunState.RUNNING, found.attempt + 1, now + LEASE
        found.started_at, found.finished_at = now, None
        return found.id, found.attempt


def _first_claim(opened: Any, job: Job, now: datetime) -> tuple[uuid.UUID, int] | None:
    """Insert the claim; another process may be first (or hold the row), then we stand back."""
    made = JobRun(job=job.name, period=job.period_now(), lease_until=now + LEASE, started_at=now)
    try:
        with opened.begin_nested():
            opened.add(made)
            opened.flush()
    except IntegrityError:
        return None
    return made.id, 1


def _renew(database: Database, run_id: uuid.UUID, attempt: int, handled: int, failed: int) -> bool:
    values = {"lease_until": clock.real_now() + LEASE, "handled": handled, "failed": failed}
    return _write(database, run_id, attempt, values)


def _finish(database: Database, run_id: uuid.UUID, attempt: int, handled: int, failed: int, error: str) -> None:
    state = RunState.FAILED if failed else RunState.DONE
    values = {"state": state, "finished_at": clock.real_now(), "handled": handled, "failed": failed}
    _write(database, run_id, attempt, {**values, "last_error": error})


def _write(database: Database, run_id: uuid.UUID, attempt: int, values: dict[str, Any]) -> bool:
    with database.unit(side=NOBODY) as opened:
        ours = (JobRun.id == run_id) & (JobRun.attempt == attempt)
        changed: Any = opened.execute(update(JobRun).where(ours).values(values))
        return bool(changed.rowcount)


def serve(database: Database, jobs: Iterable[Job], every_second: Mapping[str, Callable[[], object]]) -> None:
    """Run the scheduler in this process until it is told to stop (SIGTERM, SIGINT).

    APScheduler is only the trigger (memory store); what was missed while no process ran is caught up at start. What
    runs `every_second` has threads of its own, so that neither a long job nor one of the others holds it up.
    """
    planned = list(jobs)
    scheduler = BackgroundScheduler(timezone="Europe/Amsterdam")
    options: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}
    for job in planned:
        trigger = CronTrigger.from_crontab(job.cron, timezone="Europe/Amsterdam")
        scheduler.add_job(run, trigger, args=[database, job], id=job.name, **options)
        scheduler.add_job(run, args=[database, job], id=f"{job.name}-at-start", **options)
        scheduler.add_job(run, "interval", minutes=5, args=[database, job], id=f"{job.name}-takeover", **options)
    scheduler.add_executor(ThreadPoolExecutor(max(1, len(every_second))), "seconds")
    for name, work in every_second.items():
        scheduler.add_job(work, "interval", seconds=1, id=name, executor="seconds", **options)
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    scheduler.start()
    log.info("scheduler_started", jobs=[job.name for job in planned])
    stop.wait()
    scheduler.shutdown(wait=True)
