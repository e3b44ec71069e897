# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the conditions of a set of questions: unknown codes and values, circles, dead questions. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from samencontroleren.questionnaires.conditions import (
    Asked,
    Condition,
    Facts,
    Malformed,
    holds,
    in_order,
    leaves,
    looks_at,
)

MOST_TRIES = 10_000


class Trouble(StrEnum):
    """What can be wrong with a condition."""

    UNKNOWN = "looks at {other}, which is not asked"
    STRANGE = "expects {value} of {other}, which is no answer to it"
    CIRCLE = "the condition of {code} depends on itself"
    DEAD = "is never asked"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the condition of the question `code`."""

    code: str
    trouble: Trouble
    other: str = ""
    value: str = ""

    def __str__(self) -> str:
        return self.trouble.value.format(**vars(self))


def troubles(questions: Mapping[str, Asked]) -> list[Fault]:
    """All that is wrong in a set of questions; with a circle nothing is said of questions that are never asked."""
    found = [fault for code, asked in questions.items() for fault in _faults_of(code, asked, questions)]
    circle = circle_of(questions)
    if circle:
        return [*found, Fault(circle[0], Trouble.CIRCLE, ", ".join(circle))]
    wrong = {fault.code for fault in found}
    dead = [code for code in questions if code not in wrong and not _can_hold(questions[code].condition, questions)]
    return [*found, *(Fault(code, Trouble.DEAD) for code in dead)]


def faults(questions: Mapping[str, Asked]) -> list[tuple[str, str]]:
    """The same as (code, words in English for authors)."""
    return [(fault.code, str(fault)) for fault in troubles(questions)]


def circle_of(questions: Mapping[str, Asked]) -> list[str]:
    """The codes of one circle of conditions, each looking at the next; empty when there is none."""
    try:
        in_order(questions)
    except Malformed:
        left = dict(questions)
        while True:  # what looks at nothing that is left is in no circle
            free = [code for code, asked in left.items() if not looks_at(asked.condition) & left.keys()]
            if not free:
                break
            for code in free:
                del left[code]
        path = [next(iter(left))]
        while True:
            ahead = min(looks_at(left[path[-1]].condition) & left.keys())
            if ahead in path:
                return path[path.index(ahead) :]
            path.append(ahead)
    return []


def _faults_of(code: str, asked: Asked, questions: Mapping[str, Asked]) -> Iterator[Fault]:
    for operator, operand in leaves(asked.condition):
        if operator == "segment":
            continue
        other = operand[0]
        if other not in questions:
            yield Fault(code, Trouble.UNKNOWN, other)
            continue
        possible = questions[other].values
        wanted = {"is": [operand[1]], "one_of": operand[1]}.get(operator, [])
        strange = [value for value in wanted if possible is not None and value not in possible]
        yield from (Fault(code, Trouble.STRANGE, other, value) for value in strange)


def _can_hold(condition: Condition | None, questions: Mapping[str, Asked]) -> bool:
    """Whether some answers make a condition true: each question tried with each value alone, and with none.

    Questions are few in one condition, so all combinations are tried; after `MOST_TRIES` the answer is yes.
    """
    codes = sorted(looks_at(condition))
    choices = [
        [frozenset[str](), *(frozenset((value,)) for value in _tried(condition, code, questions))] for code in codes
    ]
    tries = islice(product(*choices), MOST_TRIES + 1)
    for number, given in enumerate(tries):
        if number == MOST_TRIES or holds(condition, Facts(dict(zip(codes, given, strict=True)))):
            return True
    return False


def _tried(condition: Condition | None, code: str, questions: Mapping[str, Asked]) -> list[str]:
    values = questions[code].values
    if values is not None:
        return sorted(values)
    numbers = [operand[1] for operator, operand in leaves(condition) if operator == "at_least" and operand[0] == code]
    named = [operand[1] for operator, operand in leaves(condition) if operator == "is" and operand[0] == code]
    return [*named, *(str(number + step) for number in numbers for step in (-1, 0))]
