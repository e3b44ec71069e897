# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of sharing."""

from samencontroleren.core import clock
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import SYSTEM
from samencontroleren.sharing import service

JOBS = (
    Job(
        name="validity-ended",
        cron="30 6 * * *",
        period="%Y-%m-%d",
        due=lambda: service.unannounced(clock.today()),
        work=service.announce_end,
        meaning="Tells VNG and the gemeenten that use a product that the validity of its result has ended.",
        side=SYSTEM,
    ),
    Job(
        name="sign-releases",
        cron="*/10 * * * *",
        period="%Y-%m-%d %H:%M",
        due=service.unsigned,
        work=service.sign_release,
        meaning="Signs the manifest of results that were released before there were manifests.",
        side=SYSTEM,
    ),
)
