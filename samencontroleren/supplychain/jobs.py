# SPDX-License-Identifier: EUPL-1.2
"""The daily check of the rules."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.supplychain import raising

JOBS = (
    Job(
        name="flags",
        cron="30 6 * * *",
        period="%Y-%m-%d",
        due=raising.due_changes,
        work=raising.apply,
        meaning="Raises, updates and closes flags: proof that ends or is gone, reported changes, a supplier of many.",
        side=SYSTEM,
    ),
)
