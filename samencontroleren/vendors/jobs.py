# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.vendors import changes

JOBS = (
    Job(
        name="supplier-changes",
        cron="10 0 * * *",
        period="%Y-%m-%d",
        due=changes.due_changes,
        work=changes.carry_out,
        meaning="Carry out the planned takeovers and moves of products whose day has come.",
        side=SYSTEM,
    ),
)
