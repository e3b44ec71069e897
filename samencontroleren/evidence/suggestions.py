# SPDX-License-Identifier: EUPL-1.2
"""Reads from the text of a document what it says of itself: dates, period, issuer, standard, kind. Pure.

What is read is only ever a suggestion with the words it was read from: a person takes it over or leaves it. Three
languages, since certificates and reports of suppliers of Dutch gemeenten come in Dutch, English and German.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from samencontroleren.evidence.dates_in_text import Written, day_at, day_without_year_at, end_without_year
from samencontroleren.evidence.kinds import Told
from samencontroleren.evidence.labels import BODIES, KINDS, STANDARDS

MOST = 3
"""Suggestions per field; a text that says more than that says nothing."""
LONGEST = 160
"""Characters of a quote."""


@dataclass(frozen=True)
class Suggestion:
    """One reading: what it would fill in, the words it was read from, and on which page (from 1) they stand."""

    told: Told
    value: str
    words: str
    page: int
    is_doubtful: bool = False
    """The same words can be read in another way too."""


def suggest(pages: Sequence[str]) -> list[Suggestion]:
    """What these pages say, at most MOST per field, in the order of `Told` and of reading."""
    read = [each for number, text in enumerate(pages, 1) for each in _of_page(_plain(text), number)]
    return [each for told in Told for each in _best(each for each in read if each.told is told)]


def suggestions_in(findings: Mapping[str, Any]) -> list[Suggestion]:
    """The suggestions among what was seen in a file."""
    return [Suggestion(**{**each, "told": Told(each["told"])}) for each in findings.get("suggestions", ())]


def noted(found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Suggestions as they are kept among what was seen in a file."""
    return [asdict(each) for each in found]


def period_of(value: str) -> tuple[date, date]:
    """The two days of a suggested period."""
    start, end = value.split("/")
    return date.fromisoformat(start), date.fromisoformat(end)


def _plain(text: str) -> str:
    return re.sub(r"[ \t\u00a0\u202f]+", " ", text.replace("\r\n", "\n").replace("\ufffe", "-"))


def _best(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Each value once, where it was met first; a bare name gives way to the same name with its year or type."""
    once: dict[str, Suggestion] = {}
    for each in found:
        once.setdefault(each.value, each)
    values = list(once.values())
    whole = [
        each for each in values if not any(other.value != each.value and _tells_more(other, each) for other in values)
    ]
    return whole[:MOST]


def _tells_more(one: Suggestion, other: Suggestion) -> bool:
    return other.told is Told.STANDARD and one.value.startswith((f"{other.value}:", f"{other.value} type"))


def _of_page(text: str, page: int) -> Iterator[Suggestion]:
    yield from _standards(text, page)
    yield from _issuers(text, page)
    yield from _ends(text, page)
    yield from _periods(text, page)


# Days ----------------------------------------------------------------------------------------------------------

_UNTIL = re.compile(
    r"geldig(?:heid)?\s*:?\s*(?:is\s+)?(?:tot(?:\s+en\s+met)?|t/m)|vervalt\s+op|verloopt\s+op|vervaldatum|"
    r"einddatum(?:\s+(?:geldigheid|certificaat))?|valid(?:ity)?\s*:?\s*(?:until|till|to|through|thru)|"
    r"expir(?:y|ation)\s+date|date\s+of\s+expir(?:y|ation)|expires(?:\s+on)?|"
    r"gültig(?:keit)?\s*:?\s*bis|ablaufdatum",
    re.I,
)
_HOLDS = re.compile(
    r"geldig(?:heid(?:sduur)?)?|valid(?:ity(?:\s+period)?)?|gültig(?:keit(?:sdauer)?)?|validity\s+dates", re.I
)
_PERIOD = re.compile(r"(?:periode|period|zeitraum)\b(?:\s+(?:covered|under\s+review|of\s+review))?", re.I)
_OF_HOLDING = re.compile(r"geldig|valid|gültig", re.I)
_BEFORE_DAY = re.compile(
    r"[\s:.(–—-]*(?:(?:en\s+met|t/m|and\s+including|including|inclusief|einschließlich|op|on|the|zum|den|dem|"
    r"from|van|vanaf|vom|von|ab|between|tussen|zwischen|of|is)\s*:?\s+)*",
    re.I,
)
_TO = re.compile(
    r"\s*(?:tot\s+en\s+met|tot|t/m|until|till|through|thru|to|bis(?:\s+zum)?|and|en|und|[-–—])\s*(?:the\s+|den\s+)?",
    re.I,
)


def _ends(text: str, page: int) -> Iterator[Suggestion]:
    """Until when it holds: "geldig tot en met …", or the end of "valid from … to …"."""
    for key in _UNTIL.finditer(text):
        day = day_at(text, _gap(text, key.end()))
        if day is not None:
            yield from _each_option(text, page, key.start(), day)
    for key in _HOLDS.finditer(text):
        span = _span_at(text, _gap(text, key.end()))
        if span is not None:
            yield from _each_option(text, page, key.start(), span[1])


def _each_option(text: str, page: int, start: int, day: Written) -> Iterator[Suggestion]:
    words, is_doubtful = _quote(text, start, day.end), len(day.options) > 1
    for option in day.options:
        yield Suggestion(Told.VALID_UNTIL, option.isoformat(), words, page, is_doubtful)


def _periods(text: str, page: int) -> Iterator[Suggestion]:
    """The period that was looked at; not one whose days can be read in two ways."""
    for key in _PERIOD.finditer(text):
        if _OF_HOLDING.search(text, max(0, key.start() - 20), key.start()):
            continue
        span = _span_at(text, _gap(text, key.end()))
        if span is None or any(len(day.options) > 1 for day in span):
            continue
        start, end = span[0].options[0], span[1].options[0]
        if start < end:
            yield Suggestion(Told.PERIOD, f"{start}/{end}", _quote(text, key.start(), span[1].end), page)


def _span_at(text: str, place: int) -> tuple[Written, Written] | None:
    """Two days with "tot" between them; the first may leave its year to the second."""
    first = day_at(text, place)
    end = first.end if first else end_without_year(text, place)
    link = _TO.match(text, end) if end is not None else None
    second = day_at(text, link.end()) if link else None
    if second is None:
        return None
    first = first or day_without_year_at(text, place, second.options[0].year)
    return (first, second) if first else None


def _gap(text: str, place: int) -> int:
    found = _BEFORE_DAY.match(text, place)
    return found.end() if found else place


# Who gave it out -------------------------------------------------------------------------------------------------

_GIVEN = re.compile(
    r"(?:(?:afgegeven|uitgegeven|gecertificeerd|uitgevoerd|getoetst|issued|certified|performed|prepared|audited)"
    r"\s+(?:door|by)|(?:ausgestellt|zertifiziert|erstellt|durchgeführt)\s+(?:durch|von))\s*:?\s*|"
    r"(?:certificerende\s+instelling|certificatie-?instelling|certification\s+body|zertifizierungsstelle|"
    r"service\s+auditor|onderzoeker|auditor|prüfer)\s*(?::\s*|\n\s*)",
    re.I,
)
_STOPS = re.compile(
    r"\s+(?:op|on|am|dated|gedateerd|d\.d\.|in\s+opdracht|voor|for|für|namens)\s|\s[–—|]\s|[;(]|,\s|(?<![A-Z])\.\s|\n"
)
_NAME = re.compile(r"[A-ZÄÖÜ][^\n]*[a-zäöüA-Z.]")
_BODY = re.compile(rf"\b(?:{'|'.join(re.escape(each) for each in BODIES)})\b")


def _issuers(text: str, page: int) -> Iterator[Suggestion]:
    for key in _GIVEN.finditer(text):
        line = text[key.end() : key.end() + 110]
        stop = _STOPS.search(line)
        name = (line[: stop.start()] if stop else line).strip(" :\n")
        if stop and line[stop.start()] == "(":
            name = line[: stop.start()].strip()
        if 2 < len(name) <= 100 and _NAME.fullmatch(name):
            yield Suggestion(Told.ISSUER, name, _quote(text, key.start(), key.end() + len(name)), page)
    for found in _BODY.finditer(text):
        yield Suggestion(Told.ISSUER, found[0], _quote(text, found.start(), found.end()), page)


# What it was held against ----------------------------------------------------------------------------------------


def _standards(text: str, page: int) -> Iterator[Suggestion]:
    met = False
    for pattern, name, kind in STANDARDS:
        for found in pattern.finditer(text):
            met, words = True, _quote(text, found.start(), found.end())
            yield Suggestion(Told.STANDARD, f"{name}{_more(found)}", words, page)
            if kind is not None:
                yield Suggestion(Told.KIND, kind.value, words, page)
    for pattern, kind in KINDS if not met else ():
        for found in pattern.finditer(text):
            yield Suggestion(Told.KIND, kind.value, _quote(text, found.start(), found.end()), page)


def _more(found: re.Match[str]) -> str:
    """The year or the type that stands with a standard."""
    groups = found.groupdict()
    if groups.get("year"):
        return f":{groups['year']}"
    of_type = {"1": "I", "2": "II"}.get(groups.get("type") or "", (groups.get("type") or "").upper())
    return f" type {of_type}" if of_type else ""


def _quote(text: str, start: int, end: int) -> str:
    """The words from here to there with a little around them, on one line."""
    first = max(text.rfind("\n", 0, start) + 1, start - 40)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + 40)
    return " ".join(text[first:last].split())[:LONGEST]
