# SPDX-License-Identifier: EUPL-1.2
"""The collector of garbage, where much is made that stays: looking through it again and again is work for nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
