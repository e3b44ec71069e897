# SPDX-License-Identifier: EUPL-1.2
"""Means and shares over others, kept only where they may be shown. Pure."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from samencontroleren.parameters.cells import may_show_count


@dataclass(frozen=True)
class Score:
    """The score of one theme (0-100) in the newest result of one product."""

    vendor: Hashable
    category: str
    theme: str
    score: int


@dataclass(frozen=True)
class Mean:
    """A mean over others: rounded percent, and over how many organisations."""

    category: str
    theme: str
    percent: int
    organisations: int


@dataclass(frozen=True)
class Shortcoming:
    """The share of other suppliers that fall short on a requirement, over how many organisations."""

    requirement: str
    percent: int
    organisations: int


def means_for(vendor: Hashable, by_theme: Mapping[str, Sequence[Score]], smallest: int) -> list[Mean]:
    """The means of others per category and theme, each organisation counted once by its own mean.

    `by_theme` holds every score by theme. Enough organisations in the category and in the other categories, or nothing.
    """
    found = []
    for theme, scores in by_theme.items():
        others = [each for each in scores if each.vendor != vendor]
        for category in sorted({each.category for each in scores if each.vendor == vendor}):
            made = _mean(category, theme, others, smallest)
            found += [made] if made else []
    return found


def _mean(category: str, theme: str, others: Iterable[Score], smallest: int) -> Mean | None:
    inside: dict[Hashable, list[int]] = {}
    outside: set[Hashable] = set()
    for each in others:
        if each.category == category:
            inside.setdefault(each.vendor, []).append(each.score)
        else:
            outside.add(each.vendor)
    if not may_show_count(len(inside), len(outside), smallest):
        return None
    return Mean(category, theme, round(fmean(fmean(scores) for scores in inside.values())), len(inside))


def shortcomings_for(
    vendor: Hashable, by_requirement: Mapping[str, Mapping[Hashable, bool]], smallest: int, most: int
) -> list[Shortcoming]:
    """The requirements on which others fall short most; enough organisations that do and that do not, or nothing."""
    found = []
    for requirement, sides in by_requirement.items():
        short = sum(is_short for each, is_short in sides.items() if each != vendor)
        total = len(sides) - (vendor in sides)
        if may_show_count(short, total - short, smallest):
            found.append(Shortcoming(requirement, round(100 * short / total), total))
    return sorted(found, key=lambda each: (-each.percent, each.requirement))[:most]
