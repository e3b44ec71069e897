# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.rounds import conflicts, reminders

JOBS = (
    Job(
        name="reminders",
        cron="30 6 * * mon-fri",
        period="%Y-%m-%d",
        due=reminders.due_reminders,
        work=reminders.send_reminder,
        meaning="Remind suppliers before and after the end of a term; not in weekends and on holidays.",
        side=SYSTEM,
    ),
    Job(
        name="interests",
        cron="15 6 * * *",
        period="%Y-%m-%d",
        due=conflicts.due_interests,
        work=conflicts.end_for_interest,
        meaning="End assignments of reviewers who came to have an interest in the supplier.",
        side=SYSTEM,
    ),
)
