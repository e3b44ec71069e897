# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of this feature."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.rights import reviews, service, unused

JOBS = (
    Job(
        name="administrator-resets",
        cron="*/10 * * * *",
        period="%Y-%m-%dT%H:%M",
        due=service.due_resets,
        work=service.carry_out,
        meaning="Let in a new administrator when the day to object has passed.",
        side=SYSTEM,
    ),
    Job(
        name="unused-warnings",
        cron="0 7 * * *",
        period="%Y-%m-%d",
        due=unused.due_warnings,
        work=unused.warn,
        meaning="Warn people whose account will be blocked because they do not use it.",
        side=SYSTEM,
    ),
    Job(
        name="unused-blocks",
        cron="30 7 * * *",
        period="%Y-%m-%d",
        due=unused.due_blocks,
        work=unused.block,
        meaning="Block accounts that nobody uses.",
        side=SYSTEM,
    ),
    Job(
        name="access-reviews",
        cron="15 6 * * *",
        period="%Y-%m-%d",
        due=reviews.due_reviews,
        work=reviews.open_review,
        meaning="Open the yearly review of rights of each organisation (BIO2 5.18.02).",
        side=SYSTEM,
    ),
    Job(
        name="access-review-reminders",
        cron="45 6 * * mon-fri",
        period="%Y-%m-%d",
        due=reviews.due_reminders,
        work=reviews.remind,
        meaning="Remind administrators of a review of rights that is nearly or already late.",
        side=SYSTEM,
    ),
)
