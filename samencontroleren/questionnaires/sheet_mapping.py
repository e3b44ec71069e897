# SPDX-License-Identifier: EUPL-1.2
"""Which row is the header and which column holds what: guesses to confirm, and profiles to keep."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from samencontroleren.core.sheet_cells import column_letter
from samencontroleren.questionnaires.sheet_synonyms import (
    ENGLISH_MARKS,
    ENGLISH_OF,
    FIELDS,
    REQUIRED,
    SECOND_CHOICES,
    SYNONYMS,
)

_WINDOW = 30
_LONGEST_NAME = 60
_JOINER = " / "


@dataclass(frozen=True)
class HeaderGuess:
    """Where the header stands: index of its first row (from 0) and whether it is one row or two."""

    first_row: int
    rows: Literal[1, 2] = 1
    certain: bool = False

    @property
    def first_data_row(self) -> int:
        """Index (from 0) of the row under the header."""
        return self.first_row + self.rows


@dataclass(frozen=True)
class Mapping:
    """Target fields to column indexes (from 0), and how to read blanks and headings.

    `fill_down` names fields whose blank cells take the value above; with `headings_as_theme` a row with only
    one filled cell gives the theme of the rows below it, where no column is mapped to the theme.
    """

    columns: MappingOf[str, int]
    fill_down: frozenset[str] = field(default=frozenset())
    headings_as_theme: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields without a column."""
        return tuple(name for name in REQUIRED if name not in self.columns)

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a saved profile."""
        return {
            "columns": dict(self.columns),
            "fill_down": sorted(self.fill_down),
            "headings_as_theme": self.headings_as_theme,
        }

    @classmethod
    def from_json(cls, stored: MappingOf[str, Any]) -> Self:
        """The mapping of a saved profile; fields that no longer exist are left out."""
        columns = {name: int(index) for name, index in stored["columns"].items() if name in FIELDS}
        fill_down = frozenset(stored.get("fill_down", ())) & frozenset(FIELDS)
        return cls(columns, fill_down, bool(stored.get("headings_as_theme")))


def guess_header(rows: Sequence[Sequence[str]]) -> HeaderGuess:
    """The likeliest header in the first thirty rows; `certain` when at least two columns were recognised.

    Title rows and blank lines above it are passed over; a row of group names over it, or a row of sub names
    under it, makes a header of two rows.
    """
    window = [list(row) for row in rows[:_WINDOW]]
    wide = [index for index, row in enumerate(window) if _filled(row) > 1]
    if not wide:
        first = next((index for index, row in enumerate(window) if _filled(row)), 0)
        return HeaderGuess(first)
    best = max(wide, key=lambda index: (_hits(window[index]) * 3 + 2 * (index == wide[0]), -index))
    certain = _hits(window[best]) > 1
    if best > 0 and _is_group_row(window[best - 1], window[best]):
        return HeaderGuess(best - 1, 2, certain)
    if best + 1 < len(window) and _is_sub_row(window[best], window[best + 1]):
        return HeaderGuess(best, 2, certain)
    return HeaderGuess(best, 1, certain)


def header_names(rows: Sequence[Sequence[str]], header: HeaderGuess) -> list[str]:
    """A name for every column: unique, never blank ("Kolom D"); two header rows become "Groep / Kolom"."""
    lines = [list(row) for row in rows[header.first_row : header.first_data_row]]
    width = max((len(row) for row in rows), default=0)
    padded = [line + [""] * (width - len(line)) for line in lines] or [[""] * width]
    names = padded[0] if len(padded) == 1 else _joined(padded[0], padded[1])
    return _unique([" ".join(name.split()) for name in names])


def guess_mapping(names: Sequence[str]) -> Mapping:
    """The likeliest column for each target field, by synonyms in Dutch, English, German and French."""
    candidates = sorted(
        (-score, FIELDS.index(name), index)
        for index, header in enumerate(names)
        for name, score in _scores(header).items()
    )
    columns: dict[str, int] = {}
    for _, position, index in candidates:
        if FIELDS[position] not in columns and index not in columns.values():
            columns[FIELDS[position]] = index
    return Mapping(
        {name: columns[name] for name in FIELDS if name in columns}, headings_as_theme="theme" not in columns
    )


def fingerprint(names: Sequence[str]) -> str:
    """SHA-256 in hex of the header, for recognising it in a next file: blind to case, accents, marks and
    spaces.
    """
    return hashlib.sha256("\x1f".join(normalised(name) for name in names).encode()).hexdigest()


def normalised(name: str) -> str:
    """`name` as lower case words without accents or marks; "#" reads as "nr"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("#", " nr ")).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _scores(header: str) -> dict[str, int]:
    """How well a header fits each field: 1000 and down for the same words, less for words inside it."""
    if len(header) > 2 * _LONGEST_NAME:
        return {}
    parts = header.split(_JOINER)
    scores = _part_scores(header)
    for distance, part in enumerate(reversed(parts)):
        # The sub name says more than the name of the group above it.
        for name, score in _part_scores(part).items():
            scores[name] = max(scores.get(name, 0), score - 50 - 300 * distance)
    return {name: score for name, score in scores.items() if score > 0}


def _part_scores(header: str) -> dict[str, int]:
    words = normalised(header)
    scores = _word_scores(words)
    unmarked = " ".join(word for word in words.split() if word not in ENGLISH_MARKS)
    if unmarked == words:
        return scores
    english = _word_scores(unmarked) if unmarked else {"text": 500}
    scores.update({ENGLISH_OF[name]: score + 100 for name, score in english.items() if name in ENGLISH_OF})
    return {name: score for name, score in scores.items() if name not in ENGLISH_OF}


def _word_scores(words: str) -> dict[str, int]:
    scores = {name: 300 for name, synonyms in SECOND_CHOICES.items() if words in synonyms}
    for name, synonyms in SYNONYMS.items():
        for rank, synonym in enumerate(synonyms):
            if words == synonym:
                score = 1000 - 5 * rank
            elif len(synonym) > 2 and f" {synonym} " in f" {words} " and len(words) <= _LONGEST_NAME:
                score = 500 - 5 * rank
            else:
                continue
            scores[name] = max(scores.get(name, 0), score)
    return scores


def _filled(row: Sequence[str]) -> int:
    return sum(1 for text in row if text)


def _hits(row: Sequence[str]) -> int:
    return len(guess_mapping([text if len(text) <= _LONGEST_NAME else "" for text in row]).columns)


def _looks_like_names(row: Sequence[str]) -> bool:
    return all(len(text) <= _LONGEST_NAME and not text[0].isdigit() for text in row if text)


def _is_group_row(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `above` holds group names over `below`: several short names, with blanks where `below` has
    names.
    """
    spans = any(not over and under for over, under in zip(above, below, strict=False))
    return _filled(above) > 1 and spans and _looks_like_names(above)


def _is_sub_row(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` holds sub names under `above`: names where `above` has blanks, blank under its first
    name.
    """
    first = next(index for index, text in enumerate(above) if text)
    spans = any(not over and under for over, under in zip(above, below, strict=False))
    return spans and not any(below[: first + 1]) and _looks_like_names(below) and _hits(below) > 0


def _joined(groups: list[str], subs: list[str]) -> list[str]:
    """Group and sub name per column; a group reaches to the right over blanks that have a sub name."""
    names: list[str] = []
    group = ""
    for over, under in zip(groups, subs, strict=True):
        group = over or (group if under else "")
        names.append(_JOINER.join(dict.fromkeys(name for name in (group, under) if name)))
        if not under:
            group = ""
    return names


def _unique(names: list[str]) -> list[str]:
    taken: set[str] = set()
    unique: list[str] = []
    for index, name in enumerate(names):
        wanted = candidate = name or f"Kolom {column_letter(index)}"
        number = 2
        while candidate.casefold() in taken:
            candidate, number = f"{wanted} ({number})", number + 1
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique
