# SPDX-License-Identifier: EUPL-1.2
"""Currency (actualiteit) of a released result as one SQL expression; derived for a day, never stored."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, exists, literal
from sqlalchemy.orm import aliased

from samencontroleren.core import clock
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Recall, Release


def currency(day: date | None = None, release: Any = Release) -> ColumnElement[str]:
    """The currency of a release on a day (today): recalled, else superseded, else expired, else current.

    Give `release` an alias of Release to derive it for another row of a query. A result is valid up to and
    including its last day.
    """
    newer = aliased(Release)
    is_recalled = exists().where(Recall.release_id == release.id).correlate(release)
    is_superseded = (
        exists()
        .where(
            newer.vendor_id == release.vendor_id,
            newer.product_id.is_not_distinct_from(release.product_id),
            newer.number > release.number,
        )
        .correlate(release)
    )
    return case(
        (is_recalled, literal(Currency.RECALLED.value, String)),
        (is_superseded, literal(Currency.SUPERSEDED.value, String)),
        (release.valid_until < (day or clock.today()), literal(Currency.EXPIRED.value, String)),
        else_=literal(Currency.CURRENT.value, String),
    )
