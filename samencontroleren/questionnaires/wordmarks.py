# SPDX-License-Identifier: EUPL-1.2
"""Which words differ between two texts, for showing them beside each other. Pure.

The comparing is done by `difflib` of the standard library, over words with the space behind them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words; `differs` when the other text does not have it there."""

    text: str
    differs: bool = False


def marked(was: str, becomes: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; put together again each is the whole text."""
    old, new = _WORDS.findall(was), _WORDS.findall(becomes)
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new])
    left, right = list[Piece](), list[Piece]()
    for kind, a, b, c, d in matcher.get_opcodes():
        left += _piece(old[a:b], kind != "equal")
        right += _piece(new[c:d], kind != "equal")
    return left, right


def _piece(words: Iterable[str], differs: bool) -> list[Piece]:
    """The space behind the last word stays unmarked."""
    text = "".join(words)
    kept = text.rstrip() if differs else ""
    found = (Piece(kept, True), Piece(text[len(kept) :]))
    return [each for each in found if each.text]
