# SPDX-License-Identifier: EUPL-1.2
"""Words as they are compared: plain letters and digits. Pure.

Text goes through `fold` when it is stored and when it is asked, so "SC-ORG-01", "sc org 01" and "Sç Org 01" are one,
and no sign that means something to a database ever reaches its query language.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W_]+")
MOST_TERMS = 10
LONGEST_TERM = 60
ENOUGH_ALIKE = 0.45


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, words with one space between."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\x00", " "))
    return " ".join(WORD.findall("".join(each for each in plain if not unicodedata.combining(each))))


def terms(asked: str) -> list[str]:
    """The words of a question: at most ten, none longer than sixty characters, each once."""
    words = (word[:LONGEST_TERM] for word in fold(asked[:1000]).split())
    return list(dict.fromkeys(words))[:MOST_TERMS]


def marked(text: str, asked: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, with whether a piece is a word that was asked for (or begins with one)."""
    done = 0
    for found in WORD.finditer(text):
        if not any(fold(found.group()).startswith(term) for term in asked):
            continue
        if found.start() > done:
            yield text[done : found.start()], False
        yield found.group(), True
        done = found.end()
    if done < len(text):
        yield text[done:], False


def trigrams(text: str) -> set[str]:
    """The groups of three letters of each word, its begin and end counted as blanks."""
    padded = (f"  {word} " for word in text.split())
    return {word[place : place + 3] for word in padded for place in range(len(word) - 2)}


def alike(asked: str, title: str) -> float:
    """How much of what was asked stands in a title, from 0 to 1, by groups of three letters."""
    wanted = trigrams(asked)
    return len(wanted & trigrams(title)) / len(wanted) if wanted else 0.0
