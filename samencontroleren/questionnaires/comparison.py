# SPDX-License-Identifier: EUPL-1.2
"""Was/wordt: what changed from one selection of requirements to the next, and that change done again. Pure.

A version is a list of `Placed` in order, each code once. `compare(was, becomes)` gives the changes; `apply(was, them)`
gives `becomes` again, so that nothing can change without standing among them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from samencontroleren.questionnaires.kinds import ChangeMark
from samencontroleren.questionnaires.wording import TEXT_PARTS, Wording

LANGUAGES = ("nl", "en")
TEXTS = "texts"
THEME = "theme"
PROPERTIES = tuple(part.name for part in fields(Wording) if part.name != TEXTS)


class DoesNotFit(ValueError):
    """The changes belong to another version than the one they are applied to."""


@dataclass(frozen=True)
class Placed:
    """A requirement as a version has it."""

    code: str
    wording: Wording
    place: int = field(default=0, compare=False)
    """Its place in the version, from 1."""
    key: Any = field(default=None, compare=False)
    """The key of the requirement, for whoever shows it."""


@dataclass(frozen=True)
class Delta:
    """One field that differs; None: not there. A text has its language, another property has none."""

    name: str
    was: Any
    becomes: Any
    language: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether a reader sees the difference: nothing and an empty text look the same."""
        return (self.was or None) != (self.becomes or None)


@dataclass(frozen=True)
class Change:
    """What became of one requirement, or of several that were split or merged.

    `was` and `becomes` hold the requirements on either side in the order of their version; `deltas` the fields that
    differ per code that is on both.
    """

    was: tuple[Placed, ...]
    becomes: tuple[Placed, ...]
    marks: frozenset[ChangeMark]
    deltas: Mapping[str, tuple[Delta, ...]] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        return ChangeMark.UNCHANGED not in self.marks

    @property
    def first(self) -> Placed:
        """The requirement to name it by: the first of the new version, else of the old one."""
        return (self.becomes or self.was)[0]

    @property
    def codes(self) -> list[str]:
        """All codes it is about, each once."""
        return list(dict.fromkeys(each.code for each in (*self.was, *self.becomes)))


@dataclass(frozen=True)
class Comparison:
    """All changes in the order of the new version, each dropped requirement after the one it stood behind."""

    changes: tuple[Change, ...]
    order: tuple[str, ...]
    """The codes of the new version in order."""

    @cached_property
    def counts(self) -> dict[ChangeMark, int]:
        """How many changes bear each mark; one that is reworded and moved counts in both."""
        return {mark: sum(mark in each.marks for each in self.changes) for mark in ChangeMark}

    @property
    def differing(self) -> list[Change]:
        return [each for each in self.changes if each.differs]


Successions = Mapping[str, Collection[str]]
"""By the code of a requirement of the new version the codes that it takes the place of, as its makers declared."""


def compare(was: Sequence[Placed], becomes: Sequence[Placed], successions: Successions | None = None) -> Comparison:
    """What changed between two versions. Raises ValueError when a code stands in one of them twice."""
    old, new = _by_code(was), _by_code(becomes)
    moved = moved_codes(
        *([each.code for each in part if not _has_other_theme(each.code, old, new)] for part in (was, becomes))
    )
    groups = _groups(old, new, successions or {})
    order = dict.fromkeys(groups[code] for code in _shown_order(list(old), list(new)))
    return Comparison(tuple(_change(group, old, new, moved) for group in order), tuple(new))


def apply(was: Sequence[Placed], comparison: Comparison) -> list[Placed]:
    """The new version, made of the old one and the changes. Raises DoesNotFit when they are of another version."""
    held = _by_code(was)
    for change in comparison.changes:
        _apply(held, change)
    if held.keys() != set(comparison.order):
        raise DoesNotFit("other requirements")
    return [held[code] for code in comparison.order]


def differences(was: Wording, becomes: Wording) -> tuple[Delta, ...]:
    """The fields in which two wordings differ: texts per language in the order of a page, then properties."""
    if was is becomes:
        return ()
    texts = (
        Delta(part, _text(was, language, part), _text(becomes, language, part), language)
        for language in _languages(was, becomes)
        for part in _parts(was, becomes, language)
    )
    properties = (Delta(name, getattr(was, name), getattr(becomes, name)) for name in PROPERTIES)
    return tuple(each for each in (*texts, *properties) if each.was != each.becomes)


def changed_wording(was: Wording, deltas: Iterable[Delta]) -> Wording:
    """A wording with these fields changed. Raises DoesNotFit when it does not say what a delta says it was."""
    texts = {language: dict(parts) for language, parts in was.texts.items()}
    values = dict[str, Any]()
    for each in deltas:
        found = _text(was, each.language, each.name) if each.language else getattr(was, each.name)
        if found != each.was:
            raise DoesNotFit(each.name)
        if not each.language:
            values[each.name] = each.becomes
        elif each.becomes is None:
            del texts[each.language][each.name]
        else:
            texts.setdefault(each.language, {})[each.name] = each.becomes
    return replace(was, texts={language: parts for language, parts in texts.items() if parts}, **values)


def _has_other_theme(code: str, old: Mapping[str, Placed], new: Mapping[str, Placed]) -> bool:
    """It moved for that reason, so that what it left behind did not."""
    return code in old and code in new and old[code].wording.theme != new[code].wording.theme


def moved_codes(was: Sequence[str], becomes: Sequence[str]) -> set[str]:
    """The codes whose place among those of both versions changed: not what only shifts when others come or go.

    Longest runs that kept their order stay (difflib), all else moved past them.
    """
    shared = set(was) & set(becomes)
    old, new = ([code for code in codes if code in shared] for codes in (was, becomes))
    if old == new:
        return set()
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return shared - {code for block in kept for code in old[block.a : block.a + block.size]}


def _by_code(version: Sequence[Placed]) -> dict[str, Placed]:
    found = {each.code: each for each in version}
    if len(found) < len(version):
        raise ValueError("a code stands in a version twice")
    return found


def _groups(
    old: Mapping[str, Placed], new: Mapping[str, Placed], successions: Successions
) -> dict[str, frozenset[str]]:
    """By code the codes that belong to one change: itself and what it was split into or merged with."""
    groups = {code: {code} for code in (*old, *new)}
    for code, earlier in successions.items():
        for before in earlier:
            if _succeeds(before, code, old, new):
                joined = groups[before] | groups[code]
                groups.update(dict.fromkeys(joined, joined))
    return {code: frozenset(group) for code, group in groups.items()}


def _succeeds(before: str, code: str, old: Mapping[str, Placed], new: Mapping[str, Placed]) -> bool:
    """Whether a declared succession happened between these versions: the one went, or the other came."""
    return before in old and code in new and before != code and (before not in new or code not in old)


def _change(
    group: frozenset[str], old: Mapping[str, Placed], new: Mapping[str, Placed], moved: Collection[str]
) -> Change:
    was, becomes = _within(group, old), _within(group, new)
    both = [each.code for each in was if each.code in new]
    deltas = {code: differences(old[code].wording, new[code].wording) for code in both}
    marks = {mark for found in deltas.values() for mark in _marks_of(found)}
    marks |= {ChangeMark.MOVED} if group & set(moved) else set()
    marks |= _passage(was, becomes)
    return Change(was, becomes, frozenset(marks or {ChangeMark.UNCHANGED}), deltas)


def _within(group: frozenset[str], version: Mapping[str, Placed]) -> tuple[Placed, ...]:
    """The requirements of a group in the order of a version."""
    if len(group) == 1:
        return tuple(version[code] for code in group if code in version)
    return tuple(each for code, each in version.items() if code in group)


def _passage(was: Sequence[Placed], becomes: Sequence[Placed]) -> set[ChangeMark]:
    """How the requirements on either side passed into each other."""
    if not was:
        return {ChangeMark.NEW}
    if not becomes:
        return {ChangeMark.DROPPED}
    if len(was) == len(becomes) == 1:
        return set() if was[0].code == becomes[0].code else {ChangeMark.REPLACED}
    found = {ChangeMark.SPLIT} if len(becomes) > 1 else set()
    return found | ({ChangeMark.MERGED} if len(was) > 1 else set())


def _marks_of(deltas: Iterable[Delta]) -> set[ChangeMark]:
    return {_mark_of(each) for each in deltas if each.is_seen}


def _mark_of(delta: Delta) -> ChangeMark:
    if delta.language:
        return ChangeMark.REWORDED
    return ChangeMark.MOVED if delta.name == THEME else ChangeMark.ADJUSTED


def _shown_order(was: Sequence[str], becomes: Sequence[str]) -> list[str]:
    """All codes in the order of the new version, each that is gone after the one it stood behind."""
    stays, behind, anchor = set(becomes), dict[str, list[str]](), ""
    for code in was:
        if code in stays:
            anchor = code
        else:
            behind.setdefault(anchor, []).append(code)
    return [*behind.get("", ()), *(each for code in becomes for each in (code, *behind.get(code, ())))]


def _languages(was: Wording, becomes: Wording) -> list[str]:
    return list(dict.fromkeys((*LANGUAGES, *was.texts, *becomes.texts)))


def _parts(was: Wording, becomes: Wording, language: str) -> list[str]:
    return list(dict.fromkeys((*TEXT_PARTS, *was.texts.get(language, ()), *becomes.texts.get(language, ()))))


def _text(wording: Wording, language: str, part: str) -> str | None:
    found: str | None = (wording.texts.get(language) or {}).get(part)
    return found


def _apply(held: dict[str, Placed], change: Change) -> None:
    becoming = {each.code: each for each in change.becomes}
    for each in change.was:
        if each.code not in held:
            raise DoesNotFit(each.code)
        if each.code in becoming:
            wording = changed_wording(held[each.code].wording, change.deltas.get(each.code, ()))
            held[each.code] = replace(becoming.pop(each.code), wording=wording)
        else:
            del held[each.code]
    for code, each in becoming.items():
        if code in held:
            raise DoesNotFit(code)
        held[code] = each
