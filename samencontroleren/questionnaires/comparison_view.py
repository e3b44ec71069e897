# SPDX-License-Identifier: EUPL-1.2
"""The changes between two versions as a page, a document or a sheet shows them: words beside words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samencontroleren.questionnaires.comparison import THEME, Change, Comparison, Delta, Placed, differences
from samencontroleren.questionnaires.comparison_words import NOTES, PLACE, PROPERTIES, Known, text_label, value_words
from samencontroleren.questionnaires.kinds import ChangeMark
from samencontroleren.questionnaires.themes import theme_label
from samencontroleren.questionnaires.wording import requirement_texts
from samencontroleren.questionnaires.wordmarks import Piece, marked

Pieces = Sequence[Piece]
PASSED = (ChangeMark.REPLACED, ChangeMark.SPLIT, ChangeMark.MERGED)
FILTERS: dict[str, frozenset[ChangeMark]] = {
    "": frozenset(ChangeMark) - {ChangeMark.UNCHANGED},
    "geherformuleerd": frozenset((ChangeMark.REWORDED,)),
    "aangepast": frozenset((ChangeMark.ADJUSTED,)),
    "nieuw": frozenset((ChangeMark.NEW,)),
    "vervallen": frozenset((ChangeMark.DROPPED,)),
    "verplaatst": frozenset((ChangeMark.MOVED,)),
    "opgevolgd": frozenset(PASSED),
    "ongewijzigd": frozenset((ChangeMark.UNCHANGED,)),
    "alles": frozenset(ChangeMark),
}
"""What a reader can ask to see; blank: all that differs."""


@dataclass(frozen=True)
class Beside:
    """One text or property as it was and as it became; `language` is that of the text, blank for a property."""

    label: str
    was: Pieces
    becomes: Pieces
    language: str = ""


@dataclass(frozen=True)
class Shown:
    """One change, ready to show."""

    codes: list[str]
    title: str
    theme: str
    marks: list[ChangeMark]
    notes: list[str]
    texts: list[Beside]
    properties: list[Beside]


def chosen(comparison: Comparison, wanted: str) -> list[Change]:
    """The changes that fit what a reader asks to see (see FILTERS); an unknown wish is as none."""
    marks = FILTERS.get(wanted, FILTERS[""])
    return [each for each in comparison.changes if each.marks & marks]


def known_of(comparison: Comparison) -> Known:
    """All requirements of both versions by code, as conditions name them."""
    return {each.code: each.wording for change in comparison.changes for each in (*change.was, *change.becomes)}


def shown(change: Change, known: Known, language: str) -> Shown:
    """A change in the words of a language."""
    side = 1 if language == "en" else 0
    first = change.first
    return Shown(
        codes=change.codes,
        title=requirement_texts(first.wording, language)["title"],
        theme=theme_label(first.wording.theme)[side],
        marks=[mark for mark in ChangeMark if mark in change.marks],
        notes=[NOTES[mark][side] for mark in PASSED if mark in change.marks],
        texts=list(_texts(change, language, side)),
        properties=list(_properties(change, side, known)),
    )


def beside(delta: Delta, side: int) -> Beside:
    """A text that differs, with the words that do."""
    was, becomes = marked(delta.was or "", delta.becomes or "")
    return Beside(text_label(delta.name, delta.language, side), was, becomes, delta.language)


def property_beside(delta: Delta, side: int, known: Known) -> Beside:
    """A property that differs, in words."""
    values = (value_words(delta.name, value, side, known) for value in (delta.was, delta.becomes))
    was, becomes = ([Piece(value, True)] for value in values)
    return Beside(PROPERTIES[delta.name][side], was, becomes)


def _texts(change: Change, language: str, side: int) -> Iterator[Beside]:
    if ChangeMark.REPLACED in change.marks:
        found = differences(change.was[0].wording, change.becomes[0].wording)
    elif len(change.was) == len(change.becomes) == 1:
        found = change.deltas[change.first.code]
    else:
        yield Beside(text_label("text", language, side), _whole(change.was, language), _whole(change.becomes, language))
        return
    yield from (beside(each, side) for each in found if each.language and each.is_seen)


def _whole(versions: Sequence[Placed], language: str) -> Pieces:
    """The requirements of one side in full; when there are several, each under its code and title."""
    said = [(each.code, requirement_texts(each.wording, language)) for each in versions]
    if len(said) > 1:
        return [Piece("\n\n".join(f"{code} {texts['title']}\n{texts['text']}" for code, texts in said))]
    return [Piece(texts["text"]) for _code, texts in said]


def _properties(change: Change, side: int, known: Known) -> Iterator[Beside]:
    for code, deltas in change.deltas.items():
        named = f"{code}: " if len(change.codes) > 1 else ""
        for each in deltas:
            if not each.language and each.is_seen:
                found = property_beside(each, side, known)
                yield Beside(named + found.label, found.was, found.becomes)
    if ChangeMark.MOVED in change.marks and len(change.codes) == 1 and not _changed_theme(change):
        was, becomes = ([Piece(str(each[0].place), True)] for each in (change.was, change.becomes))
        yield Beside(PLACE[side], was, becomes)


def _changed_theme(change: Change) -> bool:
    return any(each.name == THEME for deltas in change.deltas.values() for each in deltas)
