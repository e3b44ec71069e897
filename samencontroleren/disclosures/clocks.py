# SPDX-License-Identifier: EUPL-1.2
"""The clocks of an incident (Cyberbeveiligingswet; art. 23(4) NIS2): hours count on, without quiet time. Pure.

An early warning within 24 hours after the supplier knew of it, a notification within 72 hours, a final report within a
month after the notification; while no notification was made, after the moment by which it is due.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .kinds import UpdateStep

WARNING, NOTIFICATION = timedelta(hours=24), timedelta(hours=72)


@dataclass(frozen=True)
class Clock:
    """One report that the law asks: until when, and when it was made."""

    step: UpdateStep
    due_at: datetime
    done_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Whether it was made too late, or was not made yet and the time is over."""
        return (self.done_at or now) > self.due_at


def clocks_of(known_at: datetime, done: Mapping[UpdateStep, datetime]) -> list[Clock]:
    """The three clocks of an incident; `done`: when each report was made."""
    notified = done.get(UpdateStep.NOTIFICATION)
    due = {
        UpdateStep.EARLY_WARNING: known_at + WARNING,
        UpdateStep.NOTIFICATION: known_at + NOTIFICATION,
        UpdateStep.FINAL_REPORT: month_after(notified or known_at + NOTIFICATION),
    }
    return [Clock(step, moment, done.get(step)) for step, moment in due.items()]


def month_after(moment: datetime) -> datetime:
    """The same hour a month later, on the last day where that month is shorter."""
    year, month = divmod(moment.month, 12)
    year, month = moment.year + year, month + 1
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
