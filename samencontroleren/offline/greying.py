# SPDX-License-Identifier: EUPL-1.2
"""A condition as a formula of a spreadsheet, where it is simple: choices of one answer, joined by and, or, not. Pure.

What can not be said this way (numbers, several choices, questions that are not in the workbook) gives no formula: the
words of the condition are always there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samencontroleren.core.sheet_writer import quoted
from samencontroleren.offline import choices
from samencontroleren.questionnaires.conditions import Asked, Condition

LONGEST = 2_000
"""Characters of a formula; programs take 8,192, and nobody mends a long one."""
DEEPEST = 6
JOINED = {"all": "AND", "any": "OR"}


@dataclass(frozen=True)
class Answered:
    """Where the answer to a question stands, as a formula names it, and its wording."""

    cell: str
    version: Any


@dataclass(frozen=True)
class Known:
    """What formulas can look at: by code where an answer stands, and when the question itself is asked."""

    answered: Mapping[str, Answered]
    asked: Mapping[str, Asked]
    language: str


def fades_when(code: str, known: Known) -> str | None:
    """The formula that is true while a question is not asked; None when it always is, or this can not be said."""
    formula = _applies(code, known, 0)
    return f"NOT({formula})" if formula and len(formula) < LONGEST else None


def _applies(code: str, known: Known, depth: int) -> str | None:
    asked = known.asked.get(code)
    if asked is None or asked.condition is None or depth > DEEPEST:
        return None
    return _said(asked.condition, known, depth)


def _said(condition: Condition, known: Known, depth: int) -> str | None:
    ((operator, operand),) = condition.items()
    if operator in JOINED:
        parts = [_said(each, known, depth) for each in operand]
        return None if None in parts else f"{JOINED[operator]}({','.join(map(str, parts))})"
    if operator == "not":
        inner = _said(operand, known, depth)
        return inner and f"NOT({inner})"
    if operator in ("is", "one_of"):
        code, values = operand
        return _chosen(code, [values] if operator == "is" else list(values), known, depth)
    return None


def _chosen(code: str, values: list[str], known: Known, depth: int) -> str | None:
    """Whether an answer is one of these, and its question is asked itself."""
    found = known.answered.get(code)
    if found is None or found.version.answer_kind not in choices.SINGLE:
        return None
    labels = (quoted(choices.label_of(found.version, each, known.language)) for each in values)
    chosen = f"OR({','.join(f'{found.cell}={label}' for label in labels)})"
    asked = known.asked.get(code)
    if asked is None or asked.condition is None:
        return chosen
    before = _applies(code, known, depth + 1)
    return before and f"AND({before},{chosen})"
