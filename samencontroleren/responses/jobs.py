# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work on answers."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.responses import service

JOBS = (
    Job(
        name="settle-drafts",
        cron="*/5 0,1,3-23 * * *",
        period="%Y-%m-%dT%H:%M",
        due=service.idle_drafts,
        work=service.settle_draft,
        meaning="A draft that nobody touched for 15 minutes becomes a version; it stays to be confirmed.",
        side=SYSTEM,
    ),
)
