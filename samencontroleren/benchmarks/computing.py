# SPDX-License-Identifier: EUPL-1.2
"""The job that makes the snapshot, as the system, over the newest results that were not recalled."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, case, delete, func, select

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.benchmarks.figures import Score, means_for, shortcomings_for
from samencontroleren.benchmarks.kinds import Statistic
from samencontroleren.benchmarks.models import Benchmark
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release, ReleasedVerdict
from samencontroleren.vendors.models import Product

MOST = 10
"""As many requirements that are not met as a supplier is shown."""
SHORT = (Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_BE_ASSESSED)
STANDING = (Currency.CURRENT.value, Currency.EXPIRED.value)


def due_snapshots() -> list[date]:
    """The snapshot of today."""
    return [clock.today()]


def compute_snapshot(day: date) -> bool:
    """Make the comparisons anew for every supplier with a result; running twice gives the same."""
    smallest, scores = parameters.number_on(Code.SMALLEST_CELL, day), _scores()
    sides, titles = _sides()
    vendors = {each.vendor for rows in scores.values() for each in rows} | {
        vendor for found in sides.values() for vendor in found
    }
    session().execute(delete(Benchmark))
    for vendor in sorted(vendors, key=str):
        similar = [
            _row(Statistic.SIMILAR, each.theme, each.percent, each.organisations, category=each.category)
            for each in means_for(vendor, scores, smallest)
        ]
        unmet = [
            _row(Statistic.NOT_MET, each.requirement, each.percent, each.organisations, titles[each.requirement])
            for each in shortcomings_for(vendor, sides, smallest, MOST)
        ]
        session().add(Benchmark(vendor_id=vendor, computed_on=day, figures=[*similar, *unmet]))
    session().flush()
    return bool(vendors)


def _row(
    statistic: Statistic,
    key: str,
    percent: int,
    organisations: int,
    titles: Mapping[str, str] | None = None,
    category: str = "",
) -> dict[str, Any]:
    return {
        "statistic": statistic.value,
        "category": category,
        "key": key,
        "titles": dict(titles or {}),
        "percent": percent,
        "organisations": organisations,
    }


def _newest() -> Select[Any]:
    """The keys of the newest results that stand or have expired: one per subject."""
    return select(Release.id).where(currency().in_(STANDING))


def _owner() -> Any:
    """Whose result it is now: that of the product's supplier, which may have bought it."""
    return func.coalesce(Product.vendor_id, Release.vendor_id)


def _scores() -> dict[str, list[Score]]:
    """The scores of products, by theme."""
    query = select(_owner(), Product.category, Release.theme_scores).join(Product, Product.id == Release.product_id)
    found: dict[str, list[Score]] = defaultdict(list)
    for vendor, category, rows in session().execute(query.where(Release.id.in_(_newest()))):
        for row in rows:
            if row["score"] is not None:
                found[row["theme"]].append(Score(vendor, category.value, row["theme"], row["score"]))
    return found


def _sides() -> tuple[dict[str, dict[Hashable, bool]], dict[str, dict[str, str]]]:
    """By requirement: which suppliers fall short anywhere and which nowhere; and the titles."""
    is_short = func.max(case((ReleasedVerdict.code.in_(SHORT), 1), else_=0))
    query = (
        select(_owner(), ReleasedVerdict.requirement_code, is_short)
        .join(Release, Release.id == ReleasedVerdict.release_id)
        .outerjoin(Product, Product.id == Release.product_id)
        .where(Release.id.in_(_newest()), ReleasedVerdict.code != Verdict.NOT_APPLICABLE)
        .group_by(_owner(), ReleasedVerdict.requirement_code)
    )
    found: dict[str, dict[Hashable, bool]] = defaultdict(dict)
    for vendor, code, short in session().execute(query):
        found[code][vendor] = bool(short)
    return found, {code: _titles(code) for code, sides in found.items() if any(sides.values())}


def _titles(code: str) -> dict[str, str]:
    """The title under which a requirement was released last: the questionnaire's words, never a reason."""
    named = select(ReleasedVerdict.titles).join(Release).where(ReleasedVerdict.requirement_code == code)
    return dict(session().scalars(named.order_by(Release.released_at.desc()).limit(1)).one())
