# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.rights import service

JOBS = (
    Job(
        name="administrator-resets",
        cron="*/10 * * * *",
        period="%Y-%m-%dT%H:%M",
        due=service.due_resets,
        work=service.carry_out,
        meaning="Let in a new administrator when the day to object has passed.",
    ),
)
