# SPDX-License-Identifier: EUPL-1.2
"""Values as people type them: read into what is stored, and written back into the fields. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from samencontroleren.core.messages import N_

from .kinds import Kind
from .shapes import Parameter

FURTHEST = 120
"""Working days from a term at which a reminder can still fall."""
MOST_STEPS = 10
MOST_DATES = 100
LONGEST_NAME = 80
_LINE = re.compile(r"([0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4})\s+(\S.*)", re.ASCII)

STEPS_WRONG = N_("Vul hele getallen in, met een komma ertussen. Bijvoorbeeld: 30, 7, 1.")
STEPS_BOUNDS = N_("Kies getallen van 1 tot en met %(most)s, hoogstens %(number)s bij elkaar.")
DATE_WRONG = N_("Regel %(line)s: schrijf een dag en daarna hoe die heet. Bijvoorbeeld: 24-12-2026 Kerstavond.")
DATE_TWICE = N_("Regel %(line)s: deze dag staat er al.")
TOO_MANY = N_("Noem hoogstens %(number)s dagen.")


class Wrong(ValueError):
    """What was typed does not hold; `field` is where, `message` a text to translate with `params`."""

    def __init__(self, field: str, message: str, **params: Any) -> None:
        super().__init__(message)
        self.field, self.message, self.params = field, message, params


def read(parameter: Parameter, typed: Mapping[str, str]) -> Any:
    """The value in what was typed (fields "value", or "before" and "after" of a ladder). Raises Wrong."""
    if parameter.kind is Kind.STEPS:
        return _steps(typed.get("before", ""), typed.get("after", ""))
    if parameter.kind is Kind.DATES:
        return _dates(typed.get("value", ""))
    return _number(parameter, typed.get("value", ""))


def fields(parameter: Parameter, value: Any) -> dict[str, Any]:
    """What stands in the fields of a form for this value."""
    if parameter.kind is Kind.STEPS:
        before = ", ".join(str(-step) for step in value if step < 0)
        return {"before": before, "after": ", ".join(str(step) for step in value if step > 0)}
    if parameter.kind is Kind.DATES:
        return {"value": "\n".join(f"{date.fromisoformat(day):%d-%m-%Y} {name}" for day, name in value)}
    return {"value": value}


def _number(parameter: Parameter, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text.strip(), re.ASCII):
        raise Wrong("value", N_("Vul een heel getal in."))
    number = int(text)
    if not parameter.least <= number <= parameter.most:
        message = N_("Kies een getal van %(least)s tot en met %(most)s.")
        raise Wrong("value", message, least=parameter.least, most=parameter.most)
    return number


def _steps(before: str, after: str) -> list[int]:
    found = sorted({*(-day for day in _days("before", before)), *_days("after", after)})
    if not found:
        raise Wrong("before", N_("Noem minstens één dag, ervoor of erna."))
    if len(found) > MOST_STEPS:
        raise Wrong("before", STEPS_BOUNDS, most=FURTHEST, number=MOST_STEPS)
    return found


def _days(field: str, text: str) -> list[int]:
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if not all(re.fullmatch(r"[0-9]{1,9}", word, re.ASCII) for word in words):
        raise Wrong(field, STEPS_WRONG)
    days = [int(word) for word in words]
    if not all(1 <= day <= FURTHEST for day in days):
        raise Wrong(field, STEPS_BOUNDS, most=FURTHEST, number=MOST_STEPS)
    return days


def _dates(text: str) -> list[list[str]]:
    found: dict[str, str] = {}
    for line, words in enumerate(text.split("\n"), 1):
        if not words.strip():
            continue
        day, name = _date(line, words.strip())
        if day in found:
            raise Wrong("value", DATE_TWICE, line=line)
        found[day] = name
    if len(found) > MOST_DATES:
        raise Wrong("value", TOO_MANY, number=MOST_DATES)
    return [[day, found[day]] for day in sorted(found)]


def _date(line: int, words: str) -> tuple[str, str]:
    match = _LINE.fullmatch(words)
    if match is None or len(match[2]) > LONGEST_NAME:
        raise Wrong("value", DATE_WRONG, line=line)
    try:
        return _day(match[1]).isoformat(), match[2]
    except ValueError as error:
        raise Wrong("value", DATE_WRONG, line=line) from error


def _day(text: str) -> date:
    """A day as 24-12-2026 or 2026-12-24. Raises ValueError."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if parts[0] > 31 else date(*reversed(parts))
