# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.offline import service

JOBS = (
    Job(
        name="workbook-imports",
        cron="55 4 * * *",
        period="%Y-%m-%d",
        due=service.due_imports,
        work=service.expire,
        meaning="Throws away workbooks that were read a week ago and not taken over.",
        side=SYSTEM,
    ),
)
