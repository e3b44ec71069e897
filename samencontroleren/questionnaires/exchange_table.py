# SPDX-License-Identifier: EUPL-1.2
"""Requirements as rows of a table, for xlsx and csv: each part of a shape in a column of its own. Pure.

A list stands one line each, its parts between bars ("BIO2 | 5.19.01"); where that could be read in two ways, the cell
holds JSON. The condition stands as data; the two columns with its words are for reading and are not read back.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from samencontroleren.core import strict_json
from samencontroleren.core.messages import N_
from samencontroleren.questionnaires.exchange_shape import PARTS, SIDES, Shape
from samencontroleren.questionnaires.kinds import (
    ADDRESSED_TO_CODES,
    ANSWER_CHECK_CODES,
    ANSWER_KIND_CODES,
    ASPECT_CODES,
    SEVERITY_CODES,
    SUBJECT_CODES,
    AnswerCheck,
)
from samencontroleren.questionnaires.themes import theme_label

Cells = dict[str, str | int]

SINGLE: Mapping[str, str] = {
    "id": N_("Vast nummer"),
    "code": N_("Code"),
    "theme": N_("Thema"),
    "subject": N_("Onderwerp"),
    "addressed_to": N_("Gericht aan"),
    "kind": N_("Soort antwoord"),
    "options": N_("Mogelijkheden"),
    "checks": N_("Controle op het antwoord"),
    "documents": N_("Passend bewijs"),
    "aspects": N_("Wat wordt beoordeeld"),
    "is_key": N_("Sleuteleis"),
    "severity": N_("Ernst"),
    "weight": N_("Gewicht"),
    "norms": N_("Normen"),
    "when_nl": N_("Wordt gevraagd bij (Nederlands)"),
    "when_en": N_("Wordt gevraagd bij (Engels)"),
    "when": N_("Voorwaarde"),
    "source": N_("Bron"),
    "retired": N_("Vervallen"),
}
SIDED: Mapping[str, tuple[str, str]] = {
    "title": (N_("Titel (Nederlands)"), N_("Titel (Engels)")),
    "text": (N_("Tekst van de eis (Nederlands)"), N_("Tekst van de eis (Engels)")),
    "why": (N_("Waarom (Nederlands)"), N_("Waarom (Engels)")),
    "explanation": (N_("Toelichting (Nederlands)"), N_("Toelichting (Engels)")),
    "yardstick": (N_("Wanneer voldoet een antwoord (Nederlands)"), N_("Wanneer voldoet een antwoord (Engels)")),
    "good": (N_("Voorbeeld van een goed antwoord (Nederlands)"), N_("Voorbeeld van een goed antwoord (Engels)")),
    "poor": (N_("Voorbeeld van een zwak antwoord (Nederlands)"), N_("Voorbeeld van een zwak antwoord (Engels)")),
    "alternative": (N_("Voor een kleine leverancier (Nederlands)"), N_("Voor een kleine leverancier (Engels)")),
    "proof": (N_("Bewijs (Nederlands)"), N_("Bewijs (Engels)")),
    "reason_meets": (
        N_("Beginzinnen voor een reden bij “voldoet” (Nederlands)"),
        N_("Beginzinnen voor een reden bij “voldoet” (Engels)"),
    ),
    "reason_partly": (
        N_("Beginzinnen voor een reden bij “voldoet deels” (Nederlands)"),
        N_("Beginzinnen voor een reden bij “voldoet deels” (Engels)"),
    ),
    "reason_not_met": (
        N_("Beginzinnen voor een reden bij “voldoet niet” (Nederlands)"),
        N_("Beginzinnen voor een reden bij “voldoet niet” (Engels)"),
    ),
    "reason_cannot_be_assessed": (
        N_("Beginzinnen voor een reden bij “niet te beoordelen” (Nederlands)"),
        N_("Beginzinnen voor een reden bij “niet te beoordelen” (Engels)"),
    ),
    "segment": (N_("Inkooponderdeel (Nederlands)"), N_("Inkooponderdeel (Engels)")),
    "priority": (N_("Eis of wens (Nederlands)"), N_("Eis of wens (Engels)")),
}
_ORDER: tuple[str, ...] = (
    *("id", "code", "theme", *PARTS, "subject", "addressed_to", "kind", "options", "checks", "documents"),
    "aspects",
    *("is_key", "severity", "weight", "segment", "priority", "norms", "when_nl", "when_en", "when"),
    *("source", "retired"),
)


def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _ORDER:
        if name in SIDED:
            found |= {f"{name}_{side}": label for side, label in zip(SIDES, SIDED[name], strict=True)}
        else:
            found[name] = SINGLE[name]
    return found


COLUMNS: Mapping[str, str] = _labels()
"""Name for machines -> label (a msgid), in the order of the columns."""
READ_ONLY = ("when_nl", "when_en")
MARKS = frozenset(("id", "text_nl", "kind", "when"))
"""Names that together give a sheet of ours away."""

_CODES: Mapping[str, Mapping[Any, str]] = {
    "subject": SUBJECT_CODES,
    "addressed_to": ADDRESSED_TO_CODES,
    "kind": ANSWER_KIND_CODES,
    "severity": SEVERITY_CODES,
}
_YES, _NO = "ja", "nee"
_OPTION, _NORM = ("value", "nl", "en", "segment"), ("kind", "number")


def cells_of(shape: Shape, words: tuple[str, str] = ("", "")) -> Cells:
    """A shape as the cells of its row; `words`: its condition in Dutch and English."""
    cells: Cells = {"id": shape["id"], "code": shape["id"], "theme": theme_label(shape["theme"])[0]}
    for name in SIDED:
        cells |= {f"{name}_{side}": shape[name][side] for side in SIDES}
    cells |= {name: codes[shape[name]] for name, codes in _CODES.items()}
    cells["options"] = _lines(shape["options"], _OPTION)
    cells["norms"] = _lines(shape["norms"], _NORM)
    cells["documents"] = "\n".join(shape["documents"])
    cells["aspects"] = ", ".join(ASPECT_CODES[each] for each in shape["aspects"])
    cells["checks"] = ", ".join(ANSWER_CHECK_CODES[AnswerCheck(each)] for each in shape["checks"])
    cells |= {name: _YES if shape[name] else _NO for name in ("is_key", "retired")}
    cells |= {"weight": shape["weight"], "source": shape["source"], "when_nl": words[0], "when_en": words[1]}
    cells["when"] = "" if shape["when"] is None else _json(shape["when"])
    return {name: cells[name] for name in COLUMNS}


def shape_from_cells(cells: Mapping[str, str]) -> Shape:
    """The shape that a row says, as far as it can be read; what can not, stays text for the schema to refuse.

    `cells` holds only the columns that are there.
    """
    shape: Shape = {"id": cells.get("id") or cells.get("code", "")}
    shape |= {name: cells[name] for name in ("theme", "source") if name in cells}
    for name in SIDED:
        sides = {side: cells[f"{name}_{side}"] for side in SIDES if f"{name}_{side}" in cells}
        shape |= {name: sides} if sides else {}
    for name, codes in _CODES.items():
        if name in cells:
            shape[name] = _member(codes, cells[name])
    for name, read in _READERS.items():
        if name in cells:
            shape[name] = read(cells[name])
    return {name: value for name, value in shape.items() if value != "" or name in ("id", "source")}


def _member(codes: Mapping[Any, str], text: str) -> str:
    members = {code: str(member) for member, code in codes.items()}
    return members.get(text.casefold(), text)


def _lines(rows: list[dict[str, str]], parts: tuple[str, ...]) -> str:
    """A list of small objects: a line each where that reads back the same, else JSON."""
    text = "\n".join(" | ".join(row.get(part, "") for part in parts).removesuffix(" | ") for row in rows)
    return text if _split(text, parts) == rows else _json(rows)


def _split(text: str, parts: tuple[str, ...]) -> Any:
    if text.startswith("["):
        return _parsed(text)
    rows = [[part.strip() for part in line.split("|")] for line in text.split("\n") if line.strip()]
    if any(len(row) > len(parts) for row in rows):
        return text
    return [dict(zip(parts, row, strict=False)) for row in rows]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _parsed(text: str) -> Any:
    try:
        return strict_json.read(text.encode())
    except ValueError:
        return text


def _truth(text: str) -> Any:
    return {_YES: True, _NO: False}.get(text.casefold(), text)


def _weight(text: str) -> Any:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else text


def _members(codes: Mapping[Any, str], text: str) -> list[str]:
    return [_member(codes, part.strip()) for part in text.split(",") if part.strip()]


_READERS: Mapping[str, Callable[[str], Any]] = {
    "options": lambda text: _split(text, _OPTION),
    "documents": lambda text: [line.strip() for line in text.split("\n") if line.strip()],
    "aspects": partial(_members, ASPECT_CODES),
    "checks": partial(_members, ANSWER_CHECK_CODES),
    "is_key": _truth,
    "weight": _weight,
    "norms": lambda text: _split(text, _NORM),
    "when": lambda text: None if not text.strip() else _parsed(text),
    "retired": _truth,
}
