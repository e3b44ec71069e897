# SPDX-License-Identifier: EUPL-1.2
"""A requirement as it stands in files: one shape for YAML, JSON, sheets and our own content. Pure.

What the parts mean stands in docs/bestandsformaat.md; what they may hold, in `exchange_schema`. A shape that is
written has all its parts, in this order. A shape that is read may leave parts out: what it does not say, stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from samencontroleren.questionnaires.conditions import checked
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.themes import theme_label, theme_of
from samencontroleren.questionnaires.wording import LANGUAGE_PARTS, Wording, make_texts, title_from

FORMAT = "samencontroleren/eisen"
VERSION = 1

SIDES = ("nl", "en")
PARTS = LANGUAGE_PARTS
"""Texts with the same name in a file as in a wording; `segment` and `priority` are the others."""
CONTENT_SOURCE = "Samen Controleren"

Shape = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A requirement with all that files say of it."""

    code: str
    wording: Wording
    source: str = ""
    is_retired: bool = False


@dataclass(frozen=True)
class Collection:
    """What one file holds: the catalogue, or what one questionnaire version asks, in order."""

    entries: Sequence[Entry]
    questionnaire: Mapping[str, Any] | None = field(default=None)
    """{"name", "number", "state", "published_on", "digest"}; None: the catalogue."""

    @property
    def themes(self) -> list[str]:
        """The themes in the order of their first requirement."""
        return list(dict.fromkeys(entry.wording.theme for entry in self.entries))


def file_of(collection: Collection) -> Shape:
    """The whole file as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "questionnaire": dict(collection.questionnaire) if collection.questionnaire else None,
        "themes": [
            {"id": theme, "nl": theme_label(theme)[0], "en": theme_label(theme)[1]} for theme in collection.themes
        ],
        "requirements": [shape_of(entry) for entry in collection.entries],
    }


def shape_of(entry: Entry) -> Shape:
    """One requirement as plain values."""
    wording = entry.wording
    return {
        "id": entry.code,
        "source": entry.source,
        "retired": entry.is_retired,
        "theme": wording.theme,
        "subject": str(wording.subject),
        "addressed_to": str(wording.addressed_to),
        "kind": str(wording.answer_kind),
        "options": [dict(option) for option in wording.options],
        **{part: _sides(wording, part) for part in PARTS},
        "checks": list(wording.checks),
        "documents": list(wording.proof),
        "aspects": list(wording.aspects),
        "is_key": wording.is_key,
        "severity": str(wording.severity),
        "weight": wording.weight,
        "segment": {**_sides(wording, "segment"), "nl": wording.segment},
        "priority": _sides(wording, "kind"),
        "norms": [{"kind": norm["kind"], "number": norm["number"]} for norm in wording.norms],
        "when": wording.applies_when,
    }


def _sides(wording: Wording, part: str) -> dict[str, str]:
    return {side: (wording.texts.get(side) or {}).get(part, "") for side in SIDES}


def wording_from_shape(shape: Mapping[str, Any], known: Wording | None = None) -> Wording:
    """The wording that a shape says, over the known one where there is one. `shape` is checked (`exchange_schema`)."""
    base = known or Wording(Subject.PRODUCT, AddressedTo.SUPPLIER, AnswerKind.COMPLIANCE, theme_of(""), {})
    said: dict[str, Any] = {"texts": _texts(shape, base)}
    for name, part, make in _MADE:
        if name in shape:
            said[part] = make(shape[name])
    if "nl" in shape.get("segment", {}):
        said["segment"] = shape["segment"]["nl"]
    return replace(base, **said)


_MADE: tuple[tuple[str, str, Any], ...] = (
    ("theme", "theme", theme_of),
    ("subject", "subject", Subject),
    ("addressed_to", "addressed_to", AddressedTo),
    ("kind", "answer_kind", AnswerKind),
    ("options", "options", lambda options: [dict(option) for option in options]),
    ("checks", "checks", list),
    ("documents", "proof", list),
    ("aspects", "aspects", list),
    ("is_key", "is_key", bool),
    ("severity", "severity", Severity),
    ("weight", "weight", int),
    ("norms", "norms", lambda norms: [{"kind": str(norm["kind"]), "number": str(norm["number"])} for norm in norms]),
    ("when", "applies_when", lambda when: None if when is None else dict(checked(when))),
)
"""Part of a shape, part of a wording, and how the one becomes the other."""


def _elsewhere(base: Wording, part: str, side: str) -> str | None:
    """A segment that came with a sheet stands in its column alone, and need not stand among the texts too."""
    is_alone = part == "segment" and side == "nl" and part not in base.texts.get("nl", {})
    return base.segment if is_alone else None


def _texts(shape: Mapping[str, Any], base: Wording) -> dict[str, dict[str, str]]:
    names = {**{part: part for part in PARTS}, "segment": "segment", "priority": "kind"}
    made = {side: dict(base.texts.get(side, {})) for side in SIDES}
    for name, part in names.items():
        for side, text in shape.get(name, {}).items():
            if text.strip() != _elsewhere(base, part, side):
                made[side][part] = text.strip()
    if not made["nl"].get("title"):
        made["nl"]["title"] = title_from(made["nl"].get("text", ""))
    return make_texts(**made)
