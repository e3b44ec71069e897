# SPDX-License-Identifier: EUPL-1.2
"""What each feature does when gemeenten merge, declared beside it (`merging.py`) and collected by `features`."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Counts = list[tuple[str, int]]
"""(label, number): labels are Dutch gettext msgids."""


@dataclass(frozen=True)
class MergeContribution:
    """The part of one feature in a merger of gemeenten.

    `preview(old, into)` counts what would move (into is None for a gemeente that is still to be made) and changes
    nothing. `move(old, into)` does it, inside the one transaction of the merger, and may run twice without harm.
    """

    preview: Callable[[Sequence[uuid.UUID], uuid.UUID | None], Counts]
    move: Callable[[Sequence[uuid.UUID], uuid.UUID], None]


_offered: list[MergeContribution] = []


def offer(contribution: MergeContribution) -> None:
    """Take part in mergers; the same one twice counts once."""
    if contribution not in _offered:
        _offered.append(contribution)


def preview(old: Sequence[uuid.UUID], into: uuid.UUID | None) -> Counts:
    """What would move, in the order of the features; nothing that is zero."""
    return [row for each in _offered for row in each.preview(old, into) if row[1]]


def move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    """Move everything, in the order of the features."""
    for each in _offered:
        each.move(old, into)
