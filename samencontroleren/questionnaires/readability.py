# SPDX-License-Identifier: EUPL-1.2
"""How easy a text reads: the figure of Flesch for English and of Flesch-Douma for Dutch. Pure.

English: 206.835 - 1.015 x words per sentence - 84.6 x syllables per word (R. Flesch, 1948). Dutch: 206.84 - 0.93 x
words per sentence - 77 x syllables per word (W.H. Douma, 1960). Higher is easier; 60 and more is about language level
B1, our target. The figure knows lengths only: it says where to look, not whether a text is good.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

TARGET = 60
"""From here a text is about B1."""
HARD = 45
"""Below this a text is an outlier: most readers stumble."""
FEWEST = 10
"""With fewer words a figure says nothing."""

WEIGHTS = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ENDS = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
DUTCH = re.compile(r"aai|ooi|oei|eeu|ieu|[äëïöü]|aa|ee|oo|uu|ie|oe|eu|ij|ei|ui|au|ou|[aeiouyáéíóúàèéê]")
ENGLISH = re.compile(r"[aeiouyéèêï]+")
SAID = ("le", "ted", "ded", "ses", "zes", "ces", "ges", "ches", "shes")
"""Endings of English words whose e is heard."""
PARTS = ("text", "why", "explanation", "yardstick")
"""The parts of a requirement that everybody reads; examples and proof are looked up."""


@dataclass(frozen=True)
class Readability:
    """The figure of a text, rounded, with what it comes from; `figure` is None when the text is too short."""

    figure: int | None
    words: int
    sentence: float
    """Words per sentence."""
    word: float
    """Syllables per word."""

    @property
    def is_b1(self) -> bool:
        return self.figure is None or self.figure >= TARGET

    @property
    def is_hard(self) -> bool:
        return self.figure is not None and self.figure < HARD


@lru_cache(maxsize=20_000)
def readability(text: str, language: str) -> Readability:
    """How easy a text in `language` (nl or en) reads."""
    words = [word for part in WORDS.findall(text.casefold()) for word in part.split("-") if word]
    if not words:
        return Readability(None, 0, 0.0, 0.0)
    sentences = sum(bool(WORDS.search(part)) for part in ENDS.split(text))
    sentence = len(words) / max(1, sentences)
    word = sum(syllables(each, language) for each in words) / len(words)
    base, by_sentence, by_word = WEIGHTS[language]
    figure = round(base - by_sentence * sentence - by_word * word) if len(words) >= FEWEST else None
    return Readability(figure, len(words), round(sentence, 1), round(word, 2))


def syllables(word: str, language: str) -> int:
    """About how many syllables a word in lower case has: the groups of vowels that are said together, at least one."""
    if language == "nl":
        return max(1, len(DUTCH.findall(word)))
    found = len(ENGLISH.findall(word))
    silent = word.endswith(("e", "es", "ed")) and not word.endswith(SAID)
    return max(1, found - silent)


def of_requirement(texts: Mapping[str, Mapping[str, str]], language: str) -> Readability:
    """The figure of what everybody reads of a requirement, in one language."""
    held = texts.get(language) or {}
    return readability("\n".join(held[part] for part in PARTS if held.get(part)), language)
