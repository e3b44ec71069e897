# SPDX-License-Identifier: EUPL-1.2
"""Days as they stand in a text, in Dutch, English and German ways of writing. Pure.

A day that can be read in two ways (04/05/2026) gives both; it is for a person to choose.
"""

import re
from dataclasses import dataclass
from datetime import date

_NAMES = (
    "januari january januar jänner jan",
    "februari february februar feb",
    "maart march märz maerz mrt mar",
    "april apr",
    "mei may mai",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dezember dec dez",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th|e|\.)?"

_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([-./])\s?(\d{1,2})\2\s?(20\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}\s+(?:of\s+)?({_MONTH})\b\.?,?\s+(20\d\d)(?!\d)", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\b\.?\s+{_DAY},?\s+(20\d\d)(?!\d)", re.I)
_NO_YEAR = re.compile(rf"(?<!\d){_DAY}\s+({_MONTH})\b", re.I)


@dataclass(frozen=True)
class Written:
    """A day in a text: where it ends, and what it can be (two days when that is not sure)."""

    end: int
    options: tuple[date, ...]


def day_at(text: str, place: int) -> Written | None:
    """The day that is written at this very place, if any."""
    if found := _ISO.match(text, place):
        return _made(found.end(), (int(found[1]), int(found[2]), int(found[3])))
    if found := _NUMBERS.match(text, place):
        return _of_numbers(found.end(), int(found[1]), found[2], int(found[3]), int(found[4]))
    if found := _DAY_FIRST.match(text, place):
        return _made(found.end(), (int(found[3]), MONTHS[found[2].lower()], int(found[1])))
    if found := _MONTH_FIRST.match(text, place):
        return _made(found.end(), (int(found[3]), MONTHS[found[1].lower()], int(found[2])))
    return None


def day_without_year_at(text: str, place: int, year: int) -> Written | None:
    """A day and month at this place, in a year that is named later: "1 januari tot en met 31 december 2025"."""
    found = _NO_YEAR.match(text, place)
    return _made(found.end(), (year, MONTHS[found[2].lower()], int(found[1]))) if found else None


def end_without_year(text: str, place: int) -> int | None:
    """Where a day and month without a year end, when they stand at this place."""
    found = _NO_YEAR.match(text, place)
    return found.end() if found else None


def _of_numbers(end: int, first: int, mark: str, second: int, year: int) -> Written | None:
    """Dots and dashes are Dutch and German: the day comes first. A slash says nothing of the order."""
    days = [(year, second, first), (year, first, second)] if mark == "/" or second > 12 else [(year, second, first)]
    return _made(end, *days)


def _made(end: int, *parts: tuple[int, int, int]) -> Written | None:
    found = []
    for each in parts:
        try:
            found.append(date(*each))
        except ValueError:
            continue
    return Written(end, tuple(dict.fromkeys(found))) if found else None
