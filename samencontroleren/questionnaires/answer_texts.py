# SPDX-License-Identifier: EUPL-1.2
"""Showing an answer as plain text, in Dutch or English, for exports and PDFs. Pure.

Shapes of values and options: see `answer_kinds`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from samencontroleren.core.long_dates import long_date

from .kinds import AnswerKind
from .labels import COMPLIANCE, YES_NO
from .reading import is_blank, read_date

Options = Sequence[Mapping[str, str]]


def as_text(kind: AnswerKind, value: object, options: Options = (), language: str = "nl") -> str:
    """The answer as lines of plain text for exports and PDFs; an empty answer is an empty string."""
    if not isinstance(value, Mapping):
        return ""
    lines = [_main_text(AnswerKind(kind), value, options, language), str(value.get("explanation") or "")]
    return "\n".join(line for line in lines if not is_blank(line))


def _main_text(kind: AnswerKind, value: Mapping[str, Any], options: Options, language: str) -> str:
    match kind:
        case AnswerKind.COMPLIANCE | AnswerKind.YES_NO | AnswerKind.CHOICE:
            lines = [_choice_text(kind, str(value.get("choice") or ""), options, language)]
        case AnswerKind.CHOICES:
            lines = [_choice_text(kind, choice, options, language) for choice in value.get("choices") or []]
        case AnswerKind.NUMBER:
            lines = [_number_text(str(value.get("number") or ""), options, language)]
        case AnswerKind.DATE:
            lines = [_date_text(str(value.get("date") or ""), language)]
        case AnswerKind.ROWS:
            lines = [_row_text(row) for row in value.get("rows") or []]
        case AnswerKind.TEXT:
            lines = [str(value.get("text") or "")]
        case AnswerKind.FILE:
            lines = []
    return "\n".join(lines)


def _choice_text(kind: AnswerKind, choice: str, options: Options, language: str) -> str:
    names: dict[str, str] = {option["value"]: option[language] for option in options}
    side = 0 if language == "nl" else 1
    if kind == AnswerKind.COMPLIANCE:
        names = {str(key): pair[side] for key, pair in COMPLIANCE.items()}
    elif kind == AnswerKind.YES_NO:
        names = {str(key): pair[side] for key, pair in YES_NO.items()}
    name = names.get(choice, choice)
    return name[:1].upper() + name[1:]


def _number_text(number: str, options: Options, language: str) -> str:
    shown = number.replace(".", ",") if language == "nl" else number
    return f"{shown} {options[0][language]}" if shown and options else shown


def _date_text(text: str, language: str) -> str:
    found = read_date(text)
    if found is None:
        return text
    return long_date(date.fromisoformat(found), language)


def _row_text(row: Mapping[str, str]) -> str:
    place = f" ({row['country']})" if row.get("country") else ""
    service = f": {row['service']}" if row.get("service") else ""
    return f"{row.get('name') or ''}{place}{service}".strip()
