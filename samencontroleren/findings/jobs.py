# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of findings."""

from samencontroleren.core import clock
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.findings import service

JOBS = (
    Job(
        name="finding-reminders",
        cron="35 6 * * *",
        period="%Y-%m-%d",
        due=lambda: service.due_reminders(clock.today()),
        work=service.remind,
        meaning="Reminds suppliers before and after the term of a finding that they have to solve.",
        side=SYSTEM,
    ),
    Job(
        name="finding-proofs",
        cron="40 6 * * *",
        period="%Y-%m-%d",
        due=lambda: service.unproven(clock.today()),
        work=service.reopen,
        meaning="Opens a finding again when the proof it was closed on has ended or was withdrawn.",
        side=SYSTEM,
    ),
)
