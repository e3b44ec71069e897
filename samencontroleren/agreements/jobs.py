# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.agreements import telling
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM

JOBS = (
    Job(
        name="agreement-tasks",
        cron="5 0,1,3-23 * * *",
        period="%Y-%m-%dT%H",
        due=telling.due_organisations,
        work=telling.ask,
        meaning="Asks those who sign for an organisation to sign the newest text of the agreement.",
        side=SYSTEM,
    ),
)
