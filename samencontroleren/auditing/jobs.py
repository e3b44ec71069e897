# SPDX-License-Identifier: EUPL-1.2
"""The daily check of the trail, and the watch over its sealing."""

from samencontroleren.auditing import checking
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import NOBODY

CHECK, REPORT = "check", "report"
"""What was found is kept in a transaction of its own; then a fault makes the run one that failed."""


def due() -> list[str]:
    """Both steps, in order."""
    return [CHECK, REPORT]


def work(step: str) -> None:
    """Take one step."""
    if step == CHECK:
        checking.check()
    else:
        checking.report()


JOBS = (
    Job(
        name="trail-check",
        cron="20 1 * * *",
        period="%Y-%m-%d",
        due=due,
        work=work,
        meaning="Checks that no row of the trail was changed, removed, added or moved.",
        side=NOBODY,
    ),
    Job(
        name="trail-watch",
        cron="*/10 * * * *",
        period="%Y-%m-%dT%H:%M",
        due=checking.due_watch,
        work=checking.tell_of_stop,
        meaning="Tells VNG's functional administrators when the trail is not being sealed.",
        side=NOBODY,
    ),
)
