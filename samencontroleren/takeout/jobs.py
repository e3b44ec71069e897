# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.takeout import service

JOBS = (
    Job(
        name="own-exports",
        cron="* 0,1,3-23 * * *",
        period="%Y-%m-%dT%H:%M",
        due=service.due_exports,
        work=service.build,
        meaning="Builds the exports of own data that suppliers asked for, with the rights of the person who asked.",
        side=SYSTEM,
    ),
    Job(
        name="old-own-exports",
        cron="10 4 * * *",
        period="%Y-%m-%d",
        due=service.due_removals,
        work=service.remove,
        meaning="Throws exports of own data away after their last day.",
        side=SYSTEM,
    ),
)
