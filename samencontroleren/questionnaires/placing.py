# SPDX-License-Identifier: EUPL-1.2
"""The order of requirements in a questionnaire: themes in blocks, what was put in order stays so. Pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

from samencontroleren.questionnaires.themes import natural, theme_order

T = TypeVar("T")


@dataclass(frozen=True)
class Placed:
    """A requirement as order sees it."""

    key: Any
    code: str
    theme: str


def ordered(wanted: Iterable[Placed], before: Sequence[Placed]) -> list[Placed]:
    """All wanted ones in order: those that stood there `before` keep their order, new ones come at their own place.

    Each theme is one block. A new one comes before the first of its theme whose code is higher, a new theme before
    the first theme that comes after it; a requirement that went to another theme is new there.
    """
    stood = {each.key: each.theme for each in before}
    old: dict[str, list[Placed]] = defaultdict(list)
    new: dict[str, list[Placed]] = defaultdict(list)
    by_key = {each.key: each for each in wanted}
    for each in before:
        found = by_key.get(each.key)
        if found is not None and found.theme == each.theme:
            old[found.theme].append(found)
    for found in by_key.values():
        if stood.get(found.key) != found.theme:
            new[found.theme].append(found)
    themes = merged([*old], [theme for theme in new if theme not in old], theme_order)
    return [each for theme in themes for each in merged(old[theme], new[theme], lambda one: natural(one.code))]


def merged(old: Sequence[T], new: Iterable[T], order: Callable[[T], Any]) -> list[T]:
    """The old ones as they stand, each new one before the first old one that comes after it, else at the end."""
    highest = list(accumulate(map(order, old), max))
    at: dict[int, list[T]] = defaultdict(list)
    for each in sorted(new, key=order):
        at[bisect_right(highest, order(each))].append(each)
    return [each for place in range(len(old) + 1) for each in (*at[place], *old[place : place + 1])]


@dataclass(frozen=True)
class Shift:
    """A block that changes places with what it passes: positions and by how much each of the two moves."""

    first: int
    last: int
    block: range
    block_by: int
    passed_by: int


def shift(first: int, length: int, to: int) -> Shift | None:
    """What moves when the `length` positions from `first` come to begin at `to`; None when they stand there."""
    block = range(first, first + length)
    if to == first:
        return None
    if to < first:
        return Shift(to, block[-1], block, to - first, length)
    return Shift(first, to + length - 1, block, to - first, -length)


def blocks_of(themes: Sequence[str]) -> Mapping[str, range]:
    """The positions (from 1) that each theme takes, in order, given the theme at each position."""
    found: dict[str, range] = {}
    for position, theme in enumerate(themes, start=1):
        start = found[theme].start if theme in found else position
        found[theme] = range(start, position + 1)
    return found
