# SPDX-License-Identifier: EUPL-1.2
"""Requirements as a document to read: themes, and per requirement its texts and facts in one language. Pure.

Word and PDF are drawn from this, so that they say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from samencontroleren.core.long_dates import long_date
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.document_words import word
from samencontroleren.questionnaires.exchange_shape import SIDES, Collection, Entry
from samencontroleren.questionnaires.kinds import AnswerCheck, AnswerKind
from samencontroleren.questionnaires.themes import theme_label
from samencontroleren.questionnaires.wording import REASON_PARTS, Wording, requirement_texts

Pair = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One requirement: heading, what it asks, what helps to answer it, and its facts."""

    heading: str
    text: str
    options: Sequence[str] = ()
    helps: Sequence[Pair] = ()
    facts: Sequence[Pair] = ()


@dataclass(frozen=True)
class Chapter:
    """One theme."""

    title: str
    sections: Sequence[Section]


@dataclass(frozen=True)
class ReadableDocument:
    """The whole: `below` holds the lines under the title."""

    kind: str
    title: str
    below: Sequence[str]
    language: str
    made_on: date
    chapters: Sequence[Chapter] = field(default_factory=list)


def readable(
    collection: Collection, language: str, made_on: date, known: Mapping[str, Wording] | None = None
) -> ReadableDocument:
    """The document of a collection; `known` holds the questions that conditions look at, by code."""
    about, title = collection.questionnaire, word("catalogue_name", language)
    if about is not None:
        title = word("named", language, name=about["name"], number=about["number"])
    chapters = [
        Chapter(theme_label(theme)[SIDES.index(language)], [_section(each, language, known or {}) for each in entries])
        for theme, entries in groupby(collection.entries, key=lambda entry: entry.wording.theme)
    ]
    kind = word("questionnaire" if about is not None else "catalogue", language)
    return ReadableDocument(kind, title, _below(collection, language, made_on), language, made_on, chapters)


def _below(collection: Collection, language: str, made_on: date) -> list[str]:
    about, keys = collection.questionnaire, sum(entry.wording.is_key for entry in collection.entries)
    counts = word("count", language, count=len(collection.entries)), word("keys", language, count=keys)
    lines = [", ".join(counts)]
    if about is None:
        return [word("made", language, day=long_date(made_on, language)), *lines]
    if about["published_on"] is None:
        return [word("draft", language), word("made", language, day=long_date(made_on, language)), *lines]
    published = date.fromisoformat(about["published_on"])
    day = word("published", language, day=long_date(published, language))
    return [day, *lines, word("digest", language, digest=about["digest"])]


def _section(entry: Entry, language: str, known: Mapping[str, Wording]) -> Section:
    wording, texts = entry.wording, requirement_texts(entry.wording, language)
    marks = [word("key", language)] * wording.is_key + [word("retired", language)] * entry.is_retired
    heading = f"{entry.code} {texts['title']}" + (f" ({', '.join(marks)})" if marks else "")
    names = ("why", "explanation", "yardstick", "good", "poor", "alternative", "proof", *REASON_PARTS)
    helps = [(word(name, language), texts[name]) for name in names if texts[name]]
    return Section(heading, texts["text"], _options(wording, language), helps, _facts(wording, language, known))


def _options(wording: Wording, language: str) -> list[str]:
    if wording.answer_kind not in (AnswerKind.CHOICE, AnswerKind.CHOICES):
        return []
    return [option[language] for option in wording.options]


def _facts(wording: Wording, language: str, known: Mapping[str, Wording]) -> list[Pair]:
    side = SIDES.index(language)
    texts = requirement_texts(wording, language)
    condition = wording.applies_when
    found = {
        "about": labels.SUBJECT[wording.subject][side],
        "addressed_to": labels.ADDRESSED_TO[wording.addressed_to][side],
        "kind": _kind(wording, language),
        "aspects": ", ".join(labels.ASPECT[each][side] for each in wording.aspects),
        "severity": labels.SEVERITY[wording.severity][side],
        "weight": str(wording.weight),
        "segment": texts["segment"] or wording.segment,
        "norms": ", ".join(_norm(norm) for norm in wording.norms),
        "when": condition_words(condition, known, side) if condition else word("always", language),
    }
    return [(word(name, language), value) for name, value in found.items() if value]


def _kind(wording: Wording, language: str) -> str:
    side = SIDES.index(language)
    checks = [labels.ANSWER_CHECK[AnswerCheck(each)][side] for each in wording.checks]
    kind = ", ".join([labels.ANSWER_KIND[wording.answer_kind][side], *checks])
    if wording.answer_kind is AnswerKind.NUMBER and wording.options:
        return word("unit", language, kind=kind, unit=wording.options[0][language])
    return kind


def _norm(norm: Mapping[str, Any]) -> str:
    return f"{norm['kind']} {norm['number']}".strip()
