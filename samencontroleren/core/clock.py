# SPDX-License-Identifier: EUPL-1.2
"""The one place that reads the system clock. Moments are aware and in UTC; days are those of Amsterdam."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)
_acts_are_real: ContextVar[bool] = ContextVar("acts_are_real", default=False)


def now() -> datetime:
    """The present moment, aware, in UTC (or the pretended one inside `pretend`)."""
    return _pretended.get() or real_now()


def real_now() -> datetime:
    """The present moment in UTC, never the pretended one: leases and logs run on it."""
    return datetime.now(UTC)


def acted_at() -> datetime:
    """The moment of an act, for the trail: the real one when a job is only run as if it were another day."""
    return real_now() if _acts_are_real.get() else now()


def today() -> date:
    """The present day in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


def local(moment: datetime) -> datetime:
    """The same moment on the Amsterdam clock."""
    return moment.astimezone(AMSTERDAM)


@contextmanager
def pretend(day: date) -> Iterator[None]:
    """Run the body as if it were nine in the morning of `day` in Amsterdam (the story of a demonstration or test)."""
    token = _pretended.set(datetime.combine(day, time(9), tzinfo=AMSTERDAM).astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


@contextmanager
def rehearse(day: date) -> Iterator[None]:
    """The same for a job that somebody runs for another date: what it does is done now, and the trail says so."""
    token = _acts_are_real.set(True)
    try:
        with pretend(day):
            yield
    finally:
        _acts_are_real.reset(token)
