# SPDX-License-Identifier: EUPL-1.2
"""Which requirements of a questionnaire exist for one subject: addressed to its supplier, and their condition holds.

Pages, sheets, API and exports all ask here, so that they can not differ. Pure.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from samencontroleren.questionnaires.conditions import Asked, Facts, Given, applying, looks_at, resolved
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Compliance, YesNo
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.wording import Wording

Worded = RequirementVersion | Wording
WITH_CHOICES = (AnswerKind.CHOICE, AnswerKind.CHOICES)
SCOPE = (AnswerKind.CHOICE, AnswerKind.CHOICES, AnswerKind.YES_NO)
SINGLE = (AnswerKind.CHOICE, AnswerKind.YES_NO, AnswerKind.COMPLIANCE)


def given(kind: AnswerKind, value: Mapping[str, Any] | None) -> Given | None:
    """An answer as conditions read it; None while nothing was filled in."""
    held = value or {}
    if kind in SINGLE:
        return frozenset((held["choice"],)) if held.get("choice") else None
    if kind is AnswerKind.CHOICES:
        return frozenset(held["choices"]) if held.get("choices") else None
    if kind is AnswerKind.NUMBER:
        return frozenset((str(held["number"]),)) if held.get("number") else None
    return None


def possible(version: Worded) -> frozenset[str] | None:
    """The values an answer can take, for checking conditions; None: any."""
    if version.answer_kind is AnswerKind.YES_NO:
        return frozenset(YesNo)
    if version.answer_kind is AnswerKind.COMPLIANCE:
        return frozenset(Compliance)
    if version.answer_kind in WITH_CHOICES:
        return frozenset(option["value"] for option in version.options)
    return None


def asked(versions: Sequence[RequirementVersion]) -> dict[str, Asked]:
    """What conditions need to know of these requirements, by code."""
    return questions({each.requirement.code: each for each in versions})


def questions(wordings: Mapping[str, Worded]) -> dict[str, Asked]:
    """The same from wordings by code; a segment stands for the answers that give it."""
    givers = _givers(wordings)
    conditions = {
        code: None if each.applies_when is None else resolved(each.applies_when, givers)
        for code, each in wordings.items()
    }
    return {code: Asked(conditions[code], possible(each)) for code, each in wordings.items()}


def _givers(wordings: Mapping[str, Worded]) -> dict[str, list[tuple[str, list[str]]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for code, each in wordings.items():
        for option in each.options if each.answer_kind in WITH_CHOICES else ():
            if option.get("segment"):
                found.setdefault(option["segment"], {}).setdefault(code, []).append(option["value"])
    return {segment: list(by_code.items()) for segment, by_code in found.items()}


def looking_at(versions: Sequence[RequirementVersion]) -> dict[str, set[str]]:
    """By code of a requirement with a condition the codes whose answers decide whether it is asked."""
    return {code: set(looks_at(each.condition)) for code, each in asked(versions).items() if each.condition}


def deciding(versions: Sequence[RequirementVersion]) -> set[uuid.UUID]:
    """The requirements among these whose answers decide which others exist."""
    codes = {code for each in asked(versions).values() for code in looks_at(each.condition)}
    return {each.requirement_id for each in versions if each.requirement.code in codes}


def asked_of(
    versions: Sequence[RequirementVersion], values: Mapping[str, Mapping[str, Any] | None]
) -> list[tuple[RequirementVersion, bool | None]]:
    """Each requirement with whether its condition holds for a subject, given its answers by code.

    None as long as it hangs on a question that is not answered yet. Raises Malformed for a circle.
    """
    if all(each.applies_when is None for each in versions):
        return [(each, True) for each in versions]
    kinds = {each.requirement.code: each.answer_kind for each in versions}
    known = {code: given(kind, values.get(code)) for code, kind in kinds.items()}
    applies = applying(asked(versions), Facts(known))
    return [(each, applies[each.requirement.code]) for each in versions]


def existing(
    versions: Sequence[RequirementVersion], values: Mapping[str, Mapping[str, Any] | None]
) -> list[RequirementVersion]:
    """The requirements that the supplier answers for this subject, given its answers by code, in the same order.

    What hangs on a question that is not answered yet is left out until it is.
    """
    return asked_of_supplier(_applicable(versions, values))


def asked_of_supplier(versions: Sequence[RequirementVersion]) -> list[RequirementVersion]:
    """Those among these that are not for the gemeente alone, whatever their conditions."""
    return [each for each in versions if each.addressed_to is not AddressedTo.CLIENT]


def for_client(
    versions: Sequence[RequirementVersion], values: Mapping[str, Mapping[str, Any] | None]
) -> list[RequirementVersion]:
    """The requirements that the gemeente itself must see to with this subject, given the supplier's answers by code."""
    return [each for each in _applicable(versions, values) if each.addressed_to is not AddressedTo.SUPPLIER]


def scope_questions(versions: Sequence[RequirementVersion]) -> list[RequirementVersion]:
    """The questions about the subject itself on which others hang, in the same order."""
    wanted = deciding(versions)
    return [each for each in versions if each.requirement_id in wanted and each.answer_kind in SCOPE]


def for_tender(
    versions: Sequence[RequirementVersion], answers: Mapping[str, Given]
) -> list[tuple[RequirementVersion, bool]]:
    """What a supplier must meet when a gemeente buys something of which it knows `answers`, by code, in the same order.

    Each with whether it is sure to apply: what hangs on a question that was left open is kept. The scope questions
    themselves are no requirements.
    """
    answered = {each.requirement_id for each in scope_questions(versions)}
    known = {each.requirement.code: answers.get(each.requirement.code) for each in versions}
    applies = applying(asked(versions), Facts(known))
    return [
        (each, applies[each.requirement.code] is True)
        for each in versions
        if each.addressed_to is not AddressedTo.CLIENT
        and each.requirement_id not in answered
        and applies[each.requirement.code] is not False
    ]


def _applicable(
    versions: Sequence[RequirementVersion], values: Mapping[str, Mapping[str, Any] | None]
) -> list[RequirementVersion]:
    return [each for each, applies in asked_of(versions, values) if applies]
