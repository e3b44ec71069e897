# SPDX-License-Identifier: EUPL-1.2
"""Which requirements took the place of which, over any number of versions. Pure."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter


class Circle(ValueError):
    """A requirement would take the place of itself."""


def predecessors(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By requirement all that it takes the place of, near and far. Raises Circle.

    `pairs` are (requirement, its successor).
    """
    direct: dict[str, set[str]] = {}
    for before, after in pairs:
        direct.setdefault(after, set()).add(before)
    found: dict[str, set[str]] = {}
    try:
        for code in TopologicalSorter(direct).static_order():
            if code in direct:
                found[code] = direct[code].union(*(found.get(each, ()) for each in direct[code]))
    except CycleError as error:
        raise Circle() from error
    return found
