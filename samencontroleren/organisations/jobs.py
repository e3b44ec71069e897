# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.organisations import mergers

JOBS = (
    Job(
        name="mergers",
        cron="5 0 * * *",
        period="%Y-%m-%d",
        due=mergers.due_mergers,
        work=mergers.carry_out,
        meaning="Carry out the planned mergers of gemeenten whose day has come.",
        side=SYSTEM,
    ),
)
