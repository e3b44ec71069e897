# SPDX-License-Identifier: EUPL-1.2
"""When a requirement exists for a subject: conditions as data on earlier answers, one meaning everywhere. Pure.

A condition is JSON with one operator: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, `{"is": [code, value]}`,
`{"one_of": [code, [values]]}`, `{"at_least": [code, number]}` or `{"segment": name}`. No condition always holds.

A product is in a segment of procurement when an answer says so: an option of a choice can name one. So a condition on
a segment is one on the answers that give it (`resolved`), and needs no other source.

A question nobody answered yet makes a condition *unknown*, and not unknown is unknown (Kleene's three values): the
requirement is asked once the answer is there. A question that does not apply itself counts as answered with nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Condition = Mapping[str, Any]
Given = frozenset[str]
"""The values of an answer: one for a choice, several for choices, the digits of a number, empty for nothing."""

DEEPEST = 8
MANY = 50
"""How deep a condition may go, and how many parts it may have in one place: data of others stays readable."""


class Malformed(ValueError):
    """What is offered as a condition is none; the text says where."""


@dataclass(frozen=True)
class Facts:
    """What is known of a subject: answers by code (None: not answered yet)."""

    answers: Mapping[str, Given | None]


def holds(condition: Condition | None, facts: Facts) -> bool | None:
    """Whether a condition holds; None as long as an answer that decides is not there."""
    if condition is None:
        return True
    ((operator, operand),) = condition.items()
    return OPERATORS[operator](operand, facts)


def _all(parts: Sequence[Condition], facts: Facts) -> bool | None:
    found = [holds(part, facts) for part in parts]
    return False if False in found else None if None in found else True


def _any(parts: Sequence[Condition], facts: Facts) -> bool | None:
    found = [holds(part, facts) for part in parts]
    return True if True in found else None if None in found else False


def _not(part: Condition, facts: Facts) -> bool | None:
    found = holds(part, facts)
    return None if found is None else not found


def _is(operand: Sequence[str], facts: Facts) -> bool | None:
    return _one_of((operand[0], [operand[1]]), facts)


def _one_of(operand: Sequence[Any], facts: Facts) -> bool | None:
    given = facts.answers.get(operand[0])
    return None if given is None else not given.isdisjoint(operand[1])


def _at_least(operand: Sequence[Any], facts: Facts) -> bool | None:
    given = facts.answers.get(operand[0])
    if given is None:
        return None
    return any(_number(value) >= Decimal(operand[1]) for value in given)


def _segment(_name: str, _facts: Facts) -> bool:
    return False  # nothing gives it: a segment that an answer does give was resolved


def _number(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        return Decimal("-Infinity")


OPERATORS: dict[str, Callable[[Any, Facts], bool | None]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "is": _is,
    "one_of": _one_of,
    "at_least": _at_least,
    "segment": _segment,
}


def checked(given: object, depth: int = 0) -> Condition:
    """The same, when it is a condition. Raises Malformed."""
    if depth > DEEPEST:
        raise Malformed(f"deeper than {DEEPEST}")
    if not isinstance(given, Mapping) or len(given) != 1:
        raise Malformed("a condition has one operator")
    ((operator, operand),) = given.items()
    if operator not in OPERATORS:
        raise Malformed(f"there is no operator {operator!r}")
    if operator in ("all", "any"):
        return {operator: [checked(part, depth + 1) for part in _list(operand)]}
    if operator == "not":
        return {operator: checked(operand, depth + 1)}
    return {operator: _leaf(operator, operand)}


def _leaf(operator: str, operand: object) -> object:
    if operator == "segment":
        return _text(operand)
    pair = _list(operand)
    if len(pair) != 2:
        raise Malformed(f"{operator} takes a code and a value")
    code, value = _text(pair[0]), pair[1]
    if operator == "one_of":
        return [code, [_text(each) for each in _list(value)]]
    if operator == "at_least":
        if isinstance(value, bool) or not isinstance(value, int):
            raise Malformed("at_least takes a whole number")
        return [code, value]
    return [code, _text(value)]


def _list(given: object) -> list[Any]:
    if not isinstance(given, list | tuple) or not 1 <= len(given) <= MANY:
        raise Malformed(f"a list of 1 to {MANY} is expected")
    return list(given)


def _text(given: object) -> str:
    if not isinstance(given, str) or not given:
        raise Malformed("a text is expected")
    return given


def leaves(condition: Condition | None) -> Iterator[tuple[str, Any]]:
    """Each (operator, operand) of a condition that looks at an answer or a segment."""
    if condition is None:
        return
    ((operator, operand),) = condition.items()
    if operator in ("all", "any"):
        for part in operand:
            yield from leaves(part)
    elif operator == "not":
        yield from leaves(operand)
    else:
        yield operator, operand


def looks_at(condition: Condition | None) -> set[str]:
    """The codes of the questions whose answers a condition reads."""
    return {operand[0] for operator, operand in leaves(condition) if operator != "segment"}


Givers = Mapping[str, Sequence[tuple[str, Sequence[str]]]]
"""By segment the questions, and the values of their answers, that put a subject in it."""


def resolved(condition: Condition, givers: Givers) -> Condition:
    """The same condition with each segment written as the answers that give it."""
    ((operator, operand),) = condition.items()
    if operator in ("all", "any"):
        return {operator: [resolved(part, givers) for part in operand]}
    if operator == "not":
        return {operator: resolved(operand, givers)}
    if operator == "segment" and operand in givers:
        return {"any": [{"one_of": [code, list(values)]} for code, values in givers[operand]]}
    return condition


@dataclass(frozen=True)
class Asked:
    """A question as conditions see it: its own condition, and the values its answer can take (None: any)."""

    condition: Condition | None
    values: frozenset[str] | None = None


def applying(questions: Mapping[str, Asked], facts: Facts) -> dict[str, bool | None]:
    """Per code whether the question exists for this subject. A question that does not apply has no answer that counts.

    Raises Malformed when conditions go round in a circle.
    """
    found: dict[str, bool | None] = {}
    for code in in_order(questions):
        known: dict[str, Given | None] = {}
        for other in looks_at(questions[code].condition):
            known[other] = frozenset() if found.get(other, False) is False else facts.answers.get(other)
        found[code] = holds(questions[code].condition, Facts(known))
    return found


def in_order(questions: Mapping[str, Asked]) -> list[str]:
    """The codes so that each comes after those its condition reads. Raises Malformed for a circle."""
    order: list[str] = []
    state: dict[str, bool] = {}  # absent: not seen, False: on the way, True: done
    for start in questions:
        path = [start]
        while path:
            code = path[-1]
            if state.get(code):
                path.pop()
                continue
            state[code] = False
            ahead = [each for each in sorted(looks_at(questions[code].condition)) if each in questions]
            if any(state.get(each) is False for each in ahead):
                raise Malformed(f"the condition of {code} depends on itself")
            waiting = [each for each in ahead if each not in state]
            if waiting:
                path.append(waiting[0])
            else:
                state[code] = True
                order.append(path.pop())
    return order
