# SPDX-License-Identifier: EUPL-1.2
"""A condition as rows of a form, and back: one row a rule, indented below the rule it belongs to. Pure.

Fields of row n are `when-n-depth`, `when-n-operator`, `when-n-code` and `when-n-value` (several for several answers).
What is typed stays what it is: a row that is not whole yet is no condition, but it is a row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samencontroleren.questionnaires.conditions import DEEPEST, MANY, Condition

GROUPS = ("all", "any", "not")
LEAVES = ("is", "one_of", "at_least", "segment")
MOST_ROWS = 200
FIELD = re.compile(r"when-(\d{1,3})-(depth|operator|code|value)", re.ASCII)
WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)

CHOOSE_RULE = "Kies wat voor regel dit is."
EMPTY_GROUP = "Zet hier minstens één regel onder."
ONE_BELOW = "Zet hier precies één regel onder."
NOTHING_BELOW = "Onder deze regel kan geen andere staan. Verwijder die, of kies een andere soort regel."
ASK_CODE = "Vul de code in van de vraag waar het om gaat."
ONE_ANSWER = "Kies één antwoord. Bij meer antwoorden kiest u: het antwoord is één van."
AN_ANSWER = "Kies minstens één antwoord."
A_NUMBER = "Vul een heel getal in."
A_SEGMENT = "Kies een inkooponderdeel."
TOO_DEEP = "Er staan te veel regels onder elkaar. Maak de voorwaarde eenvoudiger."


@dataclass(frozen=True)
class Row:
    """One rule: a group (all, any, not) with the deeper rows after it below it, or a leaf."""

    depth: int = 0
    operator: str = ""
    code: str = ""
    values: tuple[str, ...] = ()

    @property
    def is_group(self) -> bool:
        return self.operator in GROUPS


Faults = dict[str, list[str]]
"""Messages by the name of the field they belong to."""


def rows_of(condition: Condition | None, depth: int = 0) -> list[Row]:
    """A condition as rows; none for what is always asked."""
    if condition is None:
        return []
    ((operator, operand),) = condition.items()
    if operator in GROUPS:
        parts = [operand] if operator == "not" else operand
        return [Row(depth, operator), *(row for part in parts for row in rows_of(part, depth + 1))]
    if operator == "segment":
        return [Row(depth, operator, values=(operand,))]
    values = operand[1] if operator == "one_of" else [str(operand[1])]
    return [Row(depth, operator, operand[0], tuple(values))]


def rows_in(form: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of a form (each field a list of texts), in their order; depths are made to fit."""
    found: dict[int, dict[str, Sequence[str]]] = {}
    for name, texts in form.items():
        if part := FIELD.fullmatch(name):
            found.setdefault(int(part[1]), {})[part[2]] = texts
    rows: list[Row] = []
    for number in sorted(found)[:MOST_ROWS]:
        fields = {name: [text.strip()[:200] for text in texts] for name, texts in found[number].items()}
        typed = "".join(fields.get("depth", [])[-1:])
        depth = int(typed) if re.fullmatch(r"\d{1,2}", typed, re.ASCII) else 0
        depth = min(max(depth, 1), rows[-1].depth + 1) if rows else 0
        operator = "".join(fields.get("operator", [])[-1:])
        values = tuple(each for each in fields.get("value", []) if each)
        rows.append(
            Row(depth, operator if operator in (*GROUPS, *LEAVES) else "", "".join(fields.get("code", [])[-1:]), values)
        )
    return rows


def is_row_field(name: str) -> bool:
    """Whether a field of the form belongs to the rows."""
    return FIELD.fullmatch(name) is not None


def condition_of(rows: Sequence[Row]) -> tuple[Condition | None, Faults]:
    """The condition that rows say, and what is wrong with them; with faults there is no condition to keep."""
    if not rows:
        return None, {}
    faults: Faults = {}
    if any(row.depth > DEEPEST for row in rows) or len(rows) > MANY:
        return None, {"when-0-operator": [TOO_DEEP]}
    found = _read(rows, 0, faults)
    return (None if faults else found), faults


def _read(rows: Sequence[Row], at: int, faults: Faults) -> dict[str, Any]:
    row, below = rows[at], list(children(rows, at))
    if not row.operator:
        faults[f"when-{at}-operator"] = [CHOOSE_RULE]
    elif row.is_group:
        return _group(rows, at, below, faults)
    elif below:
        faults[f"when-{at}-operator"] = [NOTHING_BELOW]
    else:
        return _leaf(row, at, faults)
    return {}


def _group(rows: Sequence[Row], at: int, below: list[int], faults: Faults) -> dict[str, Any]:
    operator = rows[at].operator
    if not below or (operator == "not" and len(below) > 1):
        faults[f"when-{at}-operator"] = [ONE_BELOW if operator == "not" else EMPTY_GROUP]
    parts = [_read(rows, each, faults) for each in below]
    return {operator: parts[0] if operator == "not" and parts else parts}


def _leaf(row: Row, at: int, faults: Faults) -> dict[str, Any]:
    if row.operator == "segment":
        if len(row.values) != 1:
            faults[f"when-{at}-value"] = [A_SEGMENT]
        return {"segment": "".join(row.values[:1])}
    if not row.code:
        faults[f"when-{at}-code"] = [ASK_CODE]
    wrong = _wrong_values(row)
    if wrong and row.code:
        faults[f"when-{at}-value"] = [wrong]
    if row.operator == "one_of":
        return {"one_of": [row.code, list(row.values)]}
    value = "".join(row.values[:1])
    return {row.operator: [row.code, int(value) if row.operator == "at_least" and not wrong else value]}


def _wrong_values(row: Row) -> str:
    if row.operator == "one_of":
        return "" if row.values else AN_ANSWER
    if row.operator == "is":
        return "" if len(row.values) == 1 else (ONE_ANSWER if row.values else AN_ANSWER)
    return "" if len(row.values) == 1 and WHOLE.fullmatch(row.values[0]) else A_NUMBER


def children(rows: Sequence[Row], at: int) -> Iterator[int]:
    """The numbers of the rows directly below row `at`."""
    for number in range(at + 1, end_of(rows, at)):
        if rows[number].depth == rows[at].depth + 1:
            yield number


def end_of(rows: Sequence[Row], at: int) -> int:
    """The number of the first row after row `at` and all that stands below it."""
    deeper = (number for number in range(at + 1, len(rows)) if rows[number].depth <= rows[at].depth)
    return next(deeper, len(rows))


def edited(rows: Sequence[Row], command: str) -> tuple[list[Row], int]:
    """The rows after a button, and the number of the row to go on with.

    `begin` puts the first rule, `add-n` one below group n, `remove-n` takes rule n away with what is below it,
    `group-n` puts rule n into a group of its own; anything else leaves the rows as they are.
    """
    verb, _dash, number = command.partition("-")
    if verb == "begin" and not rows:
        return [Row(0, "is")], 0
    if not re.fullmatch(r"\d{1,3}", number, re.ASCII) or int(number) >= len(rows):
        return list(rows), 0
    at = int(number)
    end = end_of(rows, at)
    if verb == "add":
        return [*rows[:end], Row(rows[at].depth + 1, "is"), *rows[end:]], end
    if verb == "remove":
        return [*rows[:at], *rows[end:]], max(0, at - 1)
    if verb == "group":
        inside = [replace(row, depth=row.depth + 1) for row in rows[at:end]]
        return [*rows[:at], Row(rows[at].depth, "all"), *inside, *rows[end:]], at
    return list(rows), at
