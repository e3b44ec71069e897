# SPDX-License-Identifier: EUPL-1.2
"""Conditions in words for people, in Dutch and English. Pure."""

from collections.abc import Mapping
from typing import Any

from samencontroleren.questionnaires.conditions import Condition
from samencontroleren.questionnaires.kinds import AnswerKind, YesNo
from samencontroleren.questionnaires.labels import YES_NO
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.wording import Wording, requirement_texts

Known = Mapping[str, RequirementVersion | Wording]
JOINED = {"all": (" en ", " and "), "any": (" of ", " or ")}
NOT = ("niet: %s", "not: %s")
AT_LEAST = ("ten minste %s", "at least %s")
SEGMENT = ("inkooponderdeel %s", "procurement segment %s")
OR = (" of ", " or ")


def condition_words(condition: Condition, known: Known, side: int) -> str:
    """A condition as one line; `side` 0 is Dutch, 1 English. A question that is not known shows by its code."""
    ((operator, operand),) = condition.items()
    if operator in JOINED:
        parts = [condition_words(part, known, side) for part in operand]
        return JOINED[operator][side].join(parts)
    if operator == "not":
        return NOT[side] % condition_words(operand, known, side)
    if operator == "segment":
        return str(SEGMENT[side] % operand)
    code, value = operand
    if operator == "at_least":
        said = AT_LEAST[side] % value
    else:
        said = OR[side].join(_label(known.get(code), each, side) for each in _values(value))
    return f"{_question(known.get(code), code, side)}: {said}"


def _values(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _question(version: RequirementVersion | Wording | None, code: str, side: int) -> str:
    if version is None:
        return code
    return f"{requirement_texts(version, ('nl', 'en')[side])['title']} ({code})"


def _label(version: RequirementVersion | Wording | None, value: str, side: int) -> str:
    if version is None:
        return value
    if version.answer_kind is AnswerKind.YES_NO and value in list(YesNo):
        return YES_NO[YesNo(value)][side]
    labels = {option["value"]: option[("nl", "en")[side]] for option in version.options}
    return str(labels.get(value, value))
