# SPDX-License-Identifier: EUPL-1.2
"""What a supplier gets back: its own results over time, and the snapshot of others beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from sqlalchemy.orm import joinedload

from samencontroleren.benchmarks import policy
from samencontroleren.benchmarks.computing import compute_snapshot, due_snapshots
from samencontroleren.benchmarks.kinds import Statistic
from samencontroleren.benchmarks.models import Benchmark
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing.models import Release
from samencontroleren.vendors.kinds import Category

__all__ = ["Comparison", "Outcomes", "Trend", "compute_snapshot", "due_snapshots", "list_figures", "outcomes"]


@dataclass(frozen=True)
class ThemeLine:
    """The scores of one theme, in the order of the results; None where nothing applied."""

    theme: str
    scores: Sequence[int | None]

    @property
    def change(self) -> int | None:
        """How much the last score differs from the one before; None without two."""
        known = [each for each in self.scores if each is not None]
        return known[-1] - known[-2] if len(known) > 1 else None


@dataclass(frozen=True)
class Trend:
    """The results of one subject, the oldest first, with its themes."""

    name: str
    category: Category | None
    releases: Sequence[Release]
    themes: Sequence[ThemeLine]


@dataclass(frozen=True)
class Comparison:
    """The own newest score of a theme beside the mean of others' products of the same category."""

    category: Category
    theme: str
    own: int
    others: int
    organisations: int


@dataclass(frozen=True)
class Outcomes:
    """The whole page."""

    trends: Sequence[Trend]
    comparisons: Sequence[Comparison]
    not_met: Sequence[Mapping[str, Any]]
    """Figures of the snapshot on requirements others do not meet."""
    computed_on: date | None


def outcomes(actor: Actor) -> Outcomes:
    """What came of the supplier's own dossiers, and how others' products of the same category do (two queries)."""
    trends = _trends(actor)
    snapshot = _snapshot(actor)
    figures = snapshot.figures if snapshot else []
    by = {each: [row for row in figures if row["statistic"] == each.value] for each in Statistic}
    computed_on = snapshot.computed_on if snapshot else None
    return Outcomes(trends, _comparisons(trends, by[Statistic.SIMILAR]), by[Statistic.NOT_MET], computed_on)


def list_figures(actor: Actor) -> list[dict[str, Any]]:
    """The figures of others that this supplier may know, with the day on which they were computed."""
    found = _snapshot(actor)
    return [{**row, "computed_on": found.computed_on} for row in found.figures] if found else []


def _snapshot(actor: Actor) -> Benchmark | None:
    query = visible(actor, policy.VIEW).where(Benchmark.vendor_id == actor.organisation_id)
    found: Benchmark | None = session().scalars(query).one_or_none()
    return found


def _trends(actor: Actor) -> list[Trend]:
    query = visible(actor, sharing_policy.VIEW).options(joinedload(Release.product), joinedload(Release.vendor))
    by_subject: dict[Any, list[Release]] = {}
    for each in session().scalars(query.order_by(Release.released_at, Release.id)):
        by_subject.setdefault(each.product_id, []).append(each)
    made = [_trend(found) for found in by_subject.values()]
    return sorted(made, key=lambda each: (each.category is not None, each.name))


def _trend(releases: list[Release]) -> Trend:
    product = releases[-1].product
    names = sorted({row["theme"] for each in releases for row in each.theme_scores})
    scores = [{row["theme"]: row["score"] for row in each.theme_scores} for each in releases]
    themes = [ThemeLine(name, [found.get(name) for found in scores]) for name in names]
    name = product.name if product else releases[-1].vendor.name
    return Trend(name, product.category if product else None, releases, themes)


def _comparisons(trends: Sequence[Trend], rows: Sequence[Mapping[str, Any]]) -> list[Comparison]:
    own: dict[tuple[str, str], list[int]] = {}
    for trend in trends:
        for line in trend.themes:
            if trend.category is not None and line.scores[-1] is not None:
                own.setdefault((trend.category.value, line.theme), []).append(line.scores[-1])
    return [
        Comparison(Category(row["category"]), row["key"], round(fmean(scores)), row["percent"], row["organisations"])
        for row in rows
        if (scores := own.get((row["category"], row["key"])))
    ]
