# SPDX-License-Identifier: EUPL-1.2
"""The picture of scores over time, from plain values. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 120, 32, 4


@dataclass(frozen=True)
class Dot:
    """A score in the picture, in its own units (0, 0 is the upper left)."""

    x: float
    y: float


def dots(scores: Sequence[int | None]) -> list[Dot]:
    """A dot per score that is there, from left to right in time; 100 is high."""
    step = (WIDTH - 2 * EDGE) / max(len(scores) - 1, 1)
    return [
        Dot(round(EDGE + number * step, 1), round(EDGE + (100 - score) * (HEIGHT - 2 * EDGE) / 100, 1))
        for number, score in enumerate(scores)
        if score is not None
    ]


def path_of(found: Sequence[Dot]) -> str:
    """The line through the dots, as points of a polyline."""
    return " ".join(f"{each.x},{each.y}" for each in found)
