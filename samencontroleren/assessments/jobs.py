# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of assessments."""

from samencontroleren.assessments import service
from samencontroleren.core import clock
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM

JOBS = (
    Job(
        name="hearing-silence",
        cron="15 6 * * *",
        period="%Y-%m-%d",
        due=lambda: service.silent_dossiers(clock.today()),
        work=service.record_silence,
        meaning="Records silence when a supplier did not reply to the draft verdict within its term.",
        side=SYSTEM,
    ),
)
