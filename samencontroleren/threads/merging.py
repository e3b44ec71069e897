# SPDX-License-Identifier: EUPL-1.2
"""What conversations do when gemeenten merge: what a gemeente opened and asked is read by its successor."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select, update

from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.threads.models import Thread, ThreadMessage


def _preview(old: Sequence[uuid.UUID], _into: uuid.UUID | None) -> Counts:
    opened = select(func.count(Thread.id)).where(Thread.organisation_id.in_(old))
    return [(N_("Gesprekken en vragen"), session().scalar(opened) or 0)]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    for table in (Thread, ThreadMessage):
        session().execute(update(table).where(table.organisation_id.in_(old)).values(organisation_id=into))


MERGING = MergeContribution(_preview, _move)
