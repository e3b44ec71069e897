# SPDX-License-Identifier: EUPL-1.2
"""Dutch words on an English page: texts of the screens that were not translated."""

import re
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Message

from tools import messages

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_DUTCH = re.compile(
    r"\b(de|het|een|van|voor|uw|niet|nog|wordt|zijn|deze|naar|bij|geen|hebt|kunt|alle)\b", re.IGNORECASE
)
ENOUGH = 12
"""Fixed characters that a text with names in it needs before we recognise it."""


@cache
def _known() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts of the screens whose English differs: the plain ones, and those with names to fill in."""
    pairs = dict(pair for known in messages.catalogue() if known.id for pair in _pairs(known))
    for singular, plural, _where in messages.template_messages():
        pairs.setdefault(singular, "")
        pairs.setdefault(plural or singular, "")
    plain: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for text, english in pairs.items():
        if text != english:
            pieces = [re.escape(" ".join(piece.split())) for piece in _PLACEHOLDER.split(text)]
            if len(pieces) == 1:
                plain.add(_fold(text))
            elif sum(map(len, pieces)) >= ENOUGH:
                patterns.append(re.compile(".+".join(pieces), re.DOTALL))
    return frozenset(plain), tuple(patterns)


def _pairs(known: Message) -> Iterator[tuple[str, str]]:
    """Dutch and English of a message, singular and plural."""
    dutch, english = (each if isinstance(each, tuple | list) else (each,) for each in (known.id, known.string))
    yield from zip(dutch, english, strict=False)


def _fold(text: str) -> str:
    return " ".join(text.split())


def untranslated(texts: list[str]) -> list[str]:
    """Which of these texts of an English page are Dutch texts of ours, or look it (texts marked lang=nl left out)."""
    plain, patterns = _known()
    found = []
    for text in dict.fromkeys(map(_fold, texts)):
        ours = text in plain or any(pattern.fullmatch(text) for pattern in patterns)
        if len(text) > 3 and (ours or len(_DUTCH.findall(text)) >= 3):
            found.append(text[:90])
    return found
