# SPDX-License-Identifier: EUPL-1.2
"""Which words of a text stand in a confidential one too: five or more in a row are a repetition. Pure.

Capitals, punctuation, spaces and line ends make no difference. A reason that every user of the product reads must not
give away what the supplier marked confidential (product.md, section 6).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

RUN = 5
"""So many words in a row are no chance."""
_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens and spaces without width: they part no words."""


def repeated(text: str, secrets: Iterable[str]) -> list[str]:
    """The passages of `text` that stand in one of `secrets` too, as they are written in `text`, in order."""
    seen = {window for secret in secrets for window in _windows(_words(_plain(secret)))}
    plain = _plain(text)
    found = list(_WORD.finditer(plain))
    starts = [number for number, each in enumerate(_windows([_folded(one[0]) for one in found])) if each in seen]
    return [plain[found[first].start() : found[last].end()] for first, last in _joined(starts)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _words(text: str) -> list[str]:
    return [_folded(each) for each in _WORD.findall(text)]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _windows(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


def _joined(starts: Iterable[int]) -> list[tuple[int, int]]:
    """Windows that touch as one passage: (first word, last word)."""
    passages: list[tuple[int, int]] = []
    for start in starts:
        end = start + RUN - 1
        if passages and start <= passages[-1][1] + 1:
            passages[-1] = (passages[-1][0], end)
        else:
            passages.append((start, end))
    return passages
