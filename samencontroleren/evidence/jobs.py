# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.evidence import checking, ending, uploads

JOBS = (
    Job(
        name="file-checks",
        cron="* 0,1,3-23 * * *",
        period="%Y-%m-%dT%H:%M",
        due=checking.due_checks,
        work=checking.check,
        meaning="Looks through files in quarantine for malware: large ones, and those of when the scanner was away.",
        side=SYSTEM,
    ),
    Job(
        name="evidence-warnings",
        cron="20 5 * * *",
        period="%Y-%m-%d",
        due=ending.due_warnings,
        work=ending.warn,
        meaning="Warns suppliers of evidence that ends: at two steps before its end, and on its last day.",
        side=SYSTEM,
    ),
    Job(
        name="unfinished-uploads",
        cron="50 4 * * *",
        period="%Y-%m-%d",
        due=uploads.due_uploads,
        work=uploads.expire,
        meaning="Throws away files that were sent in part and never finished.",
        side=SYSTEM,
    ),
)
