# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.benchmarks import service
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM

JOBS = (
    Job(
        name="benchmarks",
        cron="45 3 * * *",
        period="%Y-%m-%d",
        due=service.due_snapshots,
        work=service.compute_snapshot,
        meaning="Computes for each supplier how others do, its own results left out, where enough organisations count.",
        side=SYSTEM,
    ),
)
