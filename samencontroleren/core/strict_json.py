# SPDX-License-Identifier: EUPL-1.2
"""JSON as strict as its standard (RFC 8259, I-JSON of RFC 7493): one meaning, whoever reads it.

What two readers may understand differently is refused: a name that stands twice in one object, NaN and infinity,
numbers that no float holds, half of a surrogate pair. Depth is bounded, so that nothing that walks over the value
later can run out of stack.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

DEEPEST = 24
"""Objects and lists inside each other. Our own shapes need five."""

MOST = 10_000
"""Values and names together. Each unknown name costs a message, so a body of millions would keep a server busy."""


def read(raw: bytes, most: int = MOST) -> Any:
    """The value in these bytes (UTF-8, or UTF-16/32 with a mark). Raises ValueError with what is wrong."""
    try:
        value = json.loads(raw, parse_constant=_constant, parse_float=_float, object_pairs_hook=_object)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return bounded(value, most)


def bounded(value: Any, most: int = MOST) -> Any:
    """The same value, when it is not too deep and not too much, and holds only real characters. Raises ValueError."""
    for number, (depth, each) in enumerate(_walk(value)):
        if depth > DEEPEST or number >= most:
            raise ValueError("too deep or too much")
        if isinstance(each, str):
            each.encode()  # UnicodeEncodeError is a ValueError: half of a surrogate pair is no character
    return value


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number too large")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made


def _walk(value: Any) -> Iterator[tuple[int, Any]]:
    """Each value and name inside with its depth, without recursion."""
    waiting = [(0, value)]
    while waiting:
        depth, each = waiting.pop()
        yield depth, each
        if isinstance(each, dict):
            waiting.extend((depth + 1, inner) for pair in each.items() for inner in pair)
        elif isinstance(each, list):
            waiting.extend((depth + 1, inner) for inner in each)
