# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is where several would be answered alike for one and the same reason: another each day (ADR 28)."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")

DAY = int(os.environ.get("ISOLATION_DAY") or datetime.now(UTC).date().toordinal())
"""The day that chooses, as a number; `ISOLATION_DAY` takes the one that an earlier run printed."""


def one_in_turn(found: Sequence[T], about: str, day: int = DAY) -> list[T]:
    """One of these, the next one each day: after as many days as there are, all came by. Of nothing, nothing.

    `about` is what they are chosen for, so that not everything has its first one on the same day.
    """
    return [found[(crc32(about.encode()) + day) % len(found)]] if found else []


def one_and_one_in_turn(found: Sequence[T], about: str, day: int = DAY) -> list[T]:
    """One that is the same every day, and of the others one in turn."""
    first = crc32(about.encode()) % len(found) if found else 0
    return [*found[first : first + 1], *one_in_turn([*found[first + 1 :], *found[:first]], about, day)]
