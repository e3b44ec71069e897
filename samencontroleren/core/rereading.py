# SPDX-License-Identifier: EUPL-1.2
"""Of what somebody confirmed together, what comes back to be read one by one. Pure.

Whoever confirms many answers or verdicts with one button may not have read each. Some come back: 5 %, at least 3, all
when there are fewer. Who confirms can not foresee which: the order comes from a keyed hash. What was chosen once is
stored and stays chosen, however often it is confirmed again.
"""

import hashlib
import hmac
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

PERCENT = 5
LEAST = 3
SAVES_FROM = LEAST + 1
"""From so many on not all come back, so that confirming together saves reading."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Candidate:
    """Something that was confirmed together with others, or still may be.

    `rank` orders them; `is_chosen`: chosen before; `is_together`: confirmed together, and not by itself since.
    """

    rank: str
    is_chosen: bool = False
    is_together: bool = False


def number_of(confirmed: int) -> int:
    """How many of so many come back."""
    return min(confirmed, max(LEAST, -(-confirmed * PERCENT // 100)))


def chosen(candidates: Mapping[K, Candidate]) -> set[K]:
    """Those that are chosen: what was chosen before, and the first in rank until there are enough.

    The candidates that may still be confirmed together count along, so that the first block does not hold them all.
    """
    before = {key for key, each in candidates.items() if each.is_chosen}
    others = sorted(candidates.keys() - before, key=lambda key: candidates[key].rank)
    return before | set(others[: max(0, number_of(len(candidates)) - len(before))])


def due(candidates: Mapping[K, Candidate]) -> set[K]:
    """Those that somebody must read by themselves now: chosen, and so far only confirmed together with others.

    When nothing is left to confirm together and fewer were chosen than should be (others were confirmed by themselves
    since), the next in rank are due as well.
    """
    is_all_done = all(each.is_together or each.is_chosen for each in candidates.values())
    before = {key for key, each in candidates.items() if each.is_chosen}
    return {key for key in (chosen(candidates) if is_all_done else before) if candidates[key].is_together}


def rank_of(secret: str, *parts: object) -> str:
    """The place of something in the order: a keyed hash, the same each time and not to be foreseen without the key."""
    return hmac.new(secret.encode(), ":".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()
