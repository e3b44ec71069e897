# SPDX-License-Identifier: EUPL-1.2
"""Currency (actualiteit) of a released result as one SQL expression; derived for a day, never stored."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, literal, or_
from sqlalchemy.orm import aliased

from samencontroleren.core import clock
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Recall, Release


def is_same_subject(one: Any, other: Any) -> ColumnElement[bool]:
    """Two releases are about the same product, whoever supplied it then, or about the same supplier as a whole."""
    about_supplier = and_(one.product_id.is_(None), other.product_id.is_(None), one.vendor_id == other.vendor_id)
    return or_(one.product_id == other.product_id, about_supplier)


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
            is_same_subject(newer, release),
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
