# SPDX-License-Identifier: EUPL-1.2
"""When the validity of a result has ended: tell VNG and the gemeenten that use it. Nothing changes on the result."""

import uuid
from datetime import date

from sqlalchemy import exists, select

from samencontroleren.core.db import session
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.sharing import telling
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.usage.readers import reader_memberships

NOTICE = "validity_ended"


def ended_results(day: date) -> list[Release]:
    """The results that were valid until some day before `day` and that nothing replaced (system use)."""
    query = select(Release).where(Release.valid_until < day, currency(day) == Currency.EXPIRED.value)
    return list(session().scalars(query.order_by(Release.valid_until, Release.id)))


def unannounced(day: date) -> list[uuid.UUID]:
    """The ended results of which nobody was told yet (system use)."""
    told = exists().where(Notice.object_id == Release.id, Notice.kind == NOTICE).correlate(Release)
    query = select(Release.id).where(Release.valid_until < day, currency(day) == Currency.EXPIRED.value, ~told)
    return list(session().scalars(query.order_by(Release.valid_until, Release.id)))


def announce_end(release_id: uuid.UUID) -> int:
    """Tell VNG's co-ordinators (who may start a reassessment) and the readers of gemeenten with confirmed use.

    Keyed by release and member, so that a second run adds nothing; returns how many were told now.
    """
    found = session().get_one(Release, release_id)
    members = [*telling.coordinators(), *reader_memberships(found.vendor_id, found.product_id)]
    key = f"{NOTICE}:{found.id}"
    return notifications.notify_all(
        key, members, NOTICE, found.id, mail="sharing/validity_ended", date=found.valid_until
    )
