# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of the search."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.search import upkeep

JOBS = (
    Job(
        name="search-words",
        cron="20 * * * *",
        period="%Y-%m-%dT%H",
        due=upkeep.due_kinds,
        work=upkeep.mend_kind,
        meaning="Makes findable what was written past the application, and forgets what is gone.",
        side=SYSTEM,
    ),
)
