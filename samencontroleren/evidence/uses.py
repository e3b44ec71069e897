# SPDX-License-Identifier: EUPL-1.2
"""Where documents are used: features below this one say how often each of theirs leans on a document."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping

CountUses = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, int]]

_counters: list[CountUses] = []


def offer(counter: CountUses) -> CountUses:
    """Register a function that counts uses of documents by key; call it at import."""
    _counters.append(counter)
    return counter


def counts(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How often each document is used in all."""
    found: Counter[uuid.UUID] = Counter()
    for counter in _counters:
        found.update(counter(keys))
    return found
