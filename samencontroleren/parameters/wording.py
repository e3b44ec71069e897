# SPDX-License-Identifier: EUPL-1.2
"""Values as people read them, in Dutch and English. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from samencontroleren.core.long_dates import long_date

from .kinds import UNIT_LABELS, Kind, Unit
from .shapes import Parameter, Words

AND = ("en", "and")


def written(parameter: Parameter, value: Any) -> Words:
    """A value in words: "10 werkdagen", "30, 7 en 1 werkdagen ervoor, 7 erna", "24 december 2026 (Kerstavond)"."""
    return _written(parameter, value, 0), _written(parameter, value, 1)


def _written(parameter: Parameter, value: Any, language: int) -> str:
    if parameter.kind is Kind.STEPS:
        return _steps(value, language, parameter.unit)
    if parameter.kind is Kind.DATES:
        code = ("nl", "en")[language]
        days = [f"{long_date(date.fromisoformat(day), code)} ({name})" for day, name in value]
        return ", ".join(days) or ("geen", "none")[language]
    one, many = UNIT_LABELS[parameter.unit]
    return f"{value} {(one if value == 1 else many)[language]}"


def _steps(steps: Sequence[int], language: int, counted: Unit) -> str:
    one, many = UNIT_LABELS[counted]
    before, after = [-step for step in steps if step < 0], [step for step in steps if step > 0]
    sides = ((before, ("ervoor", "before")), (after, ("erna", "after")))
    parts = []
    for days, side in sides:
        if days:
            unit = (one if days == [1] else many)[language]
            parts.append(f"{_listed(days, language)} {unit} {side[language]}")
    return ", ".join(parts)


def _listed(days: Sequence[int], language: int) -> str:
    words = [str(day) for day in days]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {AND[language]} {words[-1]}"
