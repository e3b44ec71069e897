# SPDX-License-Identifier: EUPL-1.2
"""The collector of garbage, where much is made that stays: looking through it again and again is work for nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (10_000, 20, 20)
"""So many new things have it look through the newest (700 by itself), and so many times of that through what is older:
looking took an eighth of the time of a test run. What nobody holds any more goes at once, without it."""


def settle() -> None:
    """What was loaded stays: the collector need not walk over it with every request, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@contextmanager
def at_rest() -> Iterator[None]:
    """Within the body nothing is collected but what nobody holds any more."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
