# SPDX-License-Identifier: EUPL-1.2
"""The rules of each kind of answer: reading, completeness, showing and hashing. Pure: no Flask, no database.

Shapes of a value, always JSON-able (product.md section 5):

    compliance {"choice": "meets|partly|not_met|not_applicable", "explanation": str}
    yes_no     {"choice": "yes|no", "explanation": str}
    choice     {"choice": option value, "explanation": str}
    choices    {"choices": [option value], "explanation": str}     in the order of the options
    text       {"text": str}
    number     {"number": str, "explanation": str}                 decimal point, zero or more, two decimals
    date       {"date": "YYYY-MM-DD", "explanation": str}
    file       {"explanation": str}                                the evidence itself is linked elsewhere
    rows       {"rows": [{"name", "country", "service"}], "explanation": str}

An unanswered part is an empty string or list: a half answer is a valid draft, `is_complete` says whether it
is done. Options are plain mappings {"value", "nl", "en"}; for a number the single option is its unit.
Reading is forgiving about notation (1,5 and 1.5; 2026-11-22 and 22-11-2026) and strict about the rest.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samencontroleren.core.messages import N_

from .answer_checks import NO_CHECKS, Checks
from .answer_texts import Options, as_text
from .kinds import AnswerKind, Compliance, YesNo
from .reading import clean_line, clean_text, is_blank, read_date, read_number

__all__ = [
    "Options",
    "Problem",
    "Problems",
    "Value",
    "as_text",
    "canonical",
    "empty",
    "is_complete",
    "numbered_rows",
    "parse",
    "parse_form",
    "parse_json",
]

Value = dict[str, Any]

EXPLANATION_LIMIT = 10_000
CELL_LIMIT = 200
ROW_LIMIT = 200
ROW_FIELDS = ("name", "country", "service")

_PARTS: dict[AnswerKind, tuple[str, ...]] = {
    AnswerKind.COMPLIANCE: ("choice", "explanation"),
    AnswerKind.YES_NO: ("choice", "explanation"),
    AnswerKind.CHOICE: ("choice", "explanation"),
    AnswerKind.CHOICES: ("choices", "explanation"),
    AnswerKind.TEXT: ("text",),
    AnswerKind.NUMBER: ("number", "explanation"),
    AnswerKind.DATE: ("date", "explanation"),
    AnswerKind.FILE: ("explanation",),
    AnswerKind.ROWS: ("rows", "explanation"),
}
_ROW_FIELD = re.compile(r"row-(\d{1,6})-(name|country|service)", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """One error message: a Dutch msgid with its values; `str()` gives the Dutch text."""

    message: str
    values: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


Problems = dict[str, list[Problem]]

_KIND_OF_VALUE = Problem(N_("Dit antwoord heeft niet de goede vorm."))
_UNKNOWN = Problem(N_("Dit veld hoort niet bij deze vraag."))
_CHOOSE = Problem(N_("Kies een van de mogelijkheden."))
_TEXT = Problem(N_("Vul hier tekst in."))
_NUMBER_WRONG = Problem(
    N_("Vul een getal van 0 of hoger in, zonder punten en met hoogstens twee cijfers achter de komma.")
)
_DATE_WRONG = Problem(N_("Vul een bestaande datum in, bijvoorbeeld 22-11-2026."))


def parse(kind: AnswerKind, raw: object, options: Options = (), checks: Checks = NO_CHECKS) -> tuple[Value, Problems]:
    """Read an answer from form fields (each value a list of texts) or from a JSON value.

    Returns the value and the problems by part (`choice`, `explanation`, `row-0-name` ...). With problems the
    value holds what was typed, to show again; store it only when there are none. Raises nothing on bad input.
    """
    if isinstance(raw, Mapping) and all(_is_form_value(item) for item in raw.values()):
        return parse_form(kind, raw, options, checks)
    return parse_json(kind, raw, options, checks)


def parse_form(
    kind: AnswerKind, fields: Mapping[str, Sequence[str]], options: Options = (), checks: Checks = NO_CHECKS
) -> tuple[Value, Problems]:
    """Read an answer from form fields; fields of other parts of the form are left alone."""
    given: dict[str, object] = {}
    for part in _PARTS[AnswerKind(kind)]:
        if part == "rows":
            given[part] = list(numbered_rows(fields).values())
        elif part in fields:
            given[part] = list(fields[part]) if part == "choices" else "".join(fields[part][-1:])
    return _read(AnswerKind(kind), given, options, checks)


def parse_json(
    kind: AnswerKind, raw: object, options: Options = (), checks: Checks = NO_CHECKS
) -> tuple[Value, Problems]:
    """Read an answer from a JSON value; an unknown key is a problem, a missing one is empty."""
    if not isinstance(raw, Mapping):
        return empty(kind), {"": [_KIND_OF_VALUE]}
    value, problems = _read(AnswerKind(kind), raw, options, checks)
    for key in raw:
        if key not in _PARTS[AnswerKind(kind)]:
            problems.setdefault(clean_line(str(key)), []).append(_UNKNOWN)
    return value, problems


def numbered_rows(fields: Mapping[str, Sequence[str]]) -> dict[int, dict[str, str]]:
    """The rows of a list in form fields by their number, in order, blank ones among them."""
    rows: dict[int, dict[str, str]] = {}
    for name, texts in fields.items():
        if found := _ROW_FIELD.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = "".join(texts[-1:])
    return dict(sorted(rows.items()))


def empty(kind: AnswerKind) -> Value:
    """The value of a question nobody answered yet."""
    return {part: [] if part in ("choices", "rows") else "" for part in _PARTS[AnswerKind(kind)]}


def is_complete(kind: AnswerKind, value: object, evidence: int = 0) -> bool:
    """Whether an answer is done; `evidence` is the number of documents linked to it (asked by kind `file`).

    Anything but *meets* on a compliance question needs a reason. A list is done when each row has a name, or
    when it is empty and the explanation says why.
    """
    if not isinstance(value, Mapping):
        return False
    explained = not is_blank(value.get("explanation"))
    match AnswerKind(kind):
        case AnswerKind.COMPLIANCE:
            choice = value.get("choice")
            return choice == Compliance.MEETS or (bool(choice) and explained)
        case AnswerKind.FILE:
            return evidence > 0
        case AnswerKind.ROWS:
            rows = value.get("rows") or []
            return all(not is_blank(row.get("name")) for row in rows) if rows else explained
        case AnswerKind.CHOICES:
            return bool(value.get("choices"))
        case other:
            return not is_blank(value.get(_PARTS[other][0]))


def canonical(value: object) -> bytes:
    """One spelling of a value, for hashing: UTF-8 JSON, sorted keys, composed characters (NFC)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text).encode()


def _is_form_value(item: object) -> bool:
    return isinstance(item, (list, tuple)) and all(isinstance(text, str) for text in item)


def _read(kind: AnswerKind, given: Mapping[Any, object], options: Options, checks: Checks) -> tuple[Value, Problems]:
    value, problems = empty(kind), Problems()
    for part in _PARTS[kind]:
        item = given.get(part)
        if item is None:
            continue
        match part:
            case "choices":
                value[part] = _read_choices(item, options, problems)
            case "rows":
                value[part] = _read_rows(item, problems)
            case "explanation" | "text":
                value[part] = _read_text(part, item, EXPLANATION_LIMIT, problems)
            case _:
                value[part] = _read_one(kind, part, item, options, problems)
    fault = checks.day_fault(value.get("date"))
    if fault and "date" not in problems:
        problems["date"] = [Problem(fault)]
    return value, problems


def _read_text(part: str, item: object, limit: int, problems: Problems) -> str:
    if not isinstance(item, str):
        problems[part] = [_TEXT]
        return ""
    text = clean_text(item)
    if len(text) > limit:
        too_long = N_("Deze tekst is te lang: %(count)d tekens. Gebruik er hoogstens %(limit)d.")
        problems[part] = [Problem(too_long, {"count": len(text), "limit": limit})]
    return text


def _read_one(kind: AnswerKind, part: str, item: object, options: Options, problems: Problems) -> str:
    text = _scalar(part, item)
    if not text:
        if item not in ("", None) and not isinstance(item, str):
            problems[part] = [_KIND_OF_VALUE]
        return ""
    read = {"number": read_number, "date": read_date}.get(part)
    if read is None:
        if text not in _allowed(kind, options):
            problems[part] = [_CHOOSE]
        return text
    found = read(text)
    if found is None:
        problems[part] = [_NUMBER_WRONG if part == "number" else _DATE_WRONG]
    return text if found is None else found


def _scalar(part: str, item: object) -> str:
    """Text of a single field; JSON may send a number as a number (but true is no number)."""
    if part == "number" and isinstance(item, (int, float)) and not isinstance(item, bool):
        # Very long integers refuse to become text; they are out of range anyway.
        return str(item) if abs(item) < 10**15 else "-"
    return clean_line(item) if isinstance(item, str) else ""


def _allowed(kind: AnswerKind, options: Options) -> list[str]:
    if kind == AnswerKind.COMPLIANCE:
        return [str(choice) for choice in Compliance]
    if kind == AnswerKind.YES_NO:
        return [str(choice) for choice in YesNo]
    return [option["value"] for option in options]


def _read_choices(item: object, options: Options, problems: Problems) -> list[str]:
    if not isinstance(item, (list, tuple)) or not all(isinstance(choice, str) for choice in item):
        problems["choices"] = [_KIND_OF_VALUE]
        return []
    chosen = {clean_line(choice) for choice in item} - {""}
    allowed = _allowed(AnswerKind.CHOICES, options)
    if chosen - set(allowed):
        problems["choices"] = [_CHOOSE]
    return [choice for choice in allowed if choice in chosen]


def _read_rows(item: object, problems: Problems) -> list[dict[str, str]]:
    if not isinstance(item, (list, tuple)) or not all(isinstance(row, Mapping) for row in item):
        problems["rows"] = [_KIND_OF_VALUE]
        return []
    rows: list[dict[str, str]] = []
    for given in item:
        row = {name: _read_cell(f"row-{len(rows)}-{name}", given.get(name), problems) for name in ROW_FIELDS}
        if set(given) - set(ROW_FIELDS):
            problems[f"row-{len(rows)}"] = [_UNKNOWN]
        if any(row.values()):
            rows.append(row)
    if len(rows) > ROW_LIMIT:
        too_many = N_("Deze lijst is te lang: %(count)d regels. Gebruik er hoogstens %(limit)d.")
        problems["rows"] = [Problem(too_many, {"count": len(rows), "limit": ROW_LIMIT})]
    return rows


def _read_cell(key: str, item: object, problems: Problems) -> str:
    return clean_line(_read_text(key, item if item is not None else "", CELL_LIMIT, problems))
