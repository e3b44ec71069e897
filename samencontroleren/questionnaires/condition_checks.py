# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the conditions of a set of questions: unknown codes and values, circles, dead questions. Pure."""

from collections.abc import Iterator, Mapping
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


def faults(questions: Mapping[str, Asked]) -> list[tuple[str, str]]:
    """What is wrong in a set of questions, as (code, words in English for authors): unknown, circular, never asked."""
    found = [(code, text) for code, asked in questions.items() for text in _faults_of(asked, questions)]
    if found:
        return found
    try:
        order = in_order(questions)
    except Malformed as error:
        return [("", str(error))]
    return [(code, "is never asked") for code in order if not _can_hold(questions[code].condition, questions)]


def _faults_of(asked: Asked, questions: Mapping[str, Asked]) -> Iterator[str]:
    for operator, operand in leaves(asked.condition):
        if operator == "segment":
            continue
        if operand[0] not in questions:
            yield f"looks at {operand[0]}, which is not asked"
            continue
        possible = questions[operand[0]].values
        wanted = {"is": [operand[1]], "one_of": operand[1]}.get(operator, [])
        strange = [value for value in wanted if possible is not None and value not in possible]
        yield from (f"expects {value} of {operand[0]}, which is no answer to it" for value in strange)


def _can_hold(condition: Condition | None, questions: Mapping[str, Asked]) -> bool:
    """Whether some answers make a condition true: each question tried with each value alone, and with none.

    Questions are few in one condition, so all combinations are tried; after `MOST_TRIES` the answer is yes.
    """
    codes = sorted(looks_at(condition))
    choices = [
        [frozenset[str](), *(frozenset((value,)) for value in _tried(condition, code, questions))] for code in codes
    ]
    segments = frozenset(operand for operator, operand in leaves(condition) if operator == "segment")
    tries = islice(product(*choices, (frozenset[str](), segments)), MOST_TRIES + 1)
    for number, (*given, chosen) in enumerate(tries):
        if number == MOST_TRIES or holds(condition, Facts(dict(zip(codes, given, strict=True)), chosen)):
            return True
    return False


def _tried(condition: Condition | None, code: str, questions: Mapping[str, Asked]) -> list[str]:
    values = questions[code].values
    if values is not None:
        return sorted(values)
    numbers = [operand[1] for operator, operand in leaves(condition) if operator == "at_least" and operand[0] == code]
    named = [operand[1] for operator, operand in leaves(condition) if operator == "is" and operand[0] == code]
    return [*named, *(str(number + step) for number in numbers for step in (-1, 0))]
