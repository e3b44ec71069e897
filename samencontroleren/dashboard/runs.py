# SPDX-License-Identifier: EUPL-1.2
"""The runs of scheduled jobs: what ran, when it runs next, and what should have run but did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import func, or_, select

from samencontroleren.core import clock
from samencontroleren.core.access import require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page, page_of
from samencontroleren.core.scheduler import Job, JobRun, RunState
from samencontroleren.dashboard import policy
from samencontroleren.organisations.actor import Actor

LOOK_BACK = timedelta(days=40)
"""Far enough to find the last planned moment of a monthly job."""
GRACE = timedelta(minutes=15)
"""A job may be this late before it counts as not run."""
PAGE_SIZE = 25


@dataclass(frozen=True)
class Plan:
    """A job with its last run and its planned moments."""

    job: Job
    last: JobRun | None
    next_at: datetime | None
    missed_at: datetime | None
    """The planned moment that has no run, if the job is missing one."""


def list_runs(actor: Actor, job: str = "", page: int = 1, size: int = PAGE_SIZE, state: RunState | None = None) -> Page:
    """One page of run records, the latest first."""
    query = visible(actor, policy.RUNS_VIEW)
    if state is not None:
        query = query.where(JobRun.state == state)
    if job:
        query = query.where(JobRun.job == job)
    return page_of(query.order_by(JobRun.started_at.desc(), JobRun.id), page, size)


def list_plans(actor: Actor, jobs: Iterable[Job]) -> list[Plan]:
    """Each job with its last run, its next moment, and whether it missed its last one."""
    require_any(actor, policy.RUNS_VIEW)
    last = {run.job: run for run in session().scalars(_last_runs(actor))}
    return [_plan(actor, job, last.get(job.name)) for job in jobs]


def _last_runs(actor: Actor) -> Any:
    latest = select(JobRun.job, func.max(JobRun.started_at).label("at")).group_by(JobRun.job).subquery()
    here = (latest.c.job == JobRun.job) & (latest.c.at == JobRun.started_at)
    return visible(actor, policy.RUNS_VIEW).join(latest, here)


def _plan(actor: Actor, job: Job, last: JobRun | None) -> Plan:
    now = clock.now()
    trigger = CronTrigger.from_crontab(job.cron, timezone="Europe/Amsterdam")
    planned = previous_moment(trigger, now - GRACE)
    missed = planned if planned is not None and not _has_run(actor, job, planned) else None
    return Plan(job, last, trigger.get_next_fire_time(None, now), missed)


def previous_moment(trigger: CronTrigger, before: datetime) -> datetime | None:
    """The last planned moment at or before `before`; None when there was none in the time looked at.

    Looks back in growing steps, so that a job that runs each minute costs as little as a monthly one.
    """
    step = timedelta(minutes=2)
    while step <= LOOK_BACK:
        found = _last_from(trigger, before - step, before)
        if found is not None:
            return found
        step *= 4
    return _last_from(trigger, before - LOOK_BACK, before)


def _last_from(trigger: CronTrigger, start: datetime, before: datetime) -> datetime | None:
    found: datetime | None = None
    moment: datetime | None = trigger.get_next_fire_time(None, start)
    while moment is not None and moment <= before:
        found, moment = moment, trigger.get_next_fire_time(None, moment + timedelta(seconds=1))
    return found


def _has_run(actor: Actor, job: Job, planned: datetime) -> bool:
    """Whether it ran for the period of that moment, or later than it; a run that was given up does not count."""
    period = clock.local(planned).strftime(job.period)
    later = or_(JobRun.period == period, JobRun.started_at >= planned)
    living = or_(JobRun.state != RunState.RUNNING, JobRun.lease_until > clock.real_now())
    query = visible(actor, policy.RUNS_VIEW).where(JobRun.job == job.name, later, living)
    return session().scalars(query.limit(1)).first() is not None
