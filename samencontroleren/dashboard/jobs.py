# SPDX-License-Identifier: EUPL-1.2
"""The daily digest. It stands here, after all features, so that it counts what their jobs told this morning."""

from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.dashboard import daily
from samencontroleren.notifications import digests

JOBS = (
    Job(
        name="digests",
        cron="0 7 * * mon-fri",
        period="%Y-%m-%d",
        due=daily.due_digests,
        work=digests.send_digest,
        meaning="Mails each member once per working day how much news there is; nobody in weekends and on holidays.",
        side=SYSTEM,
    ),
)
