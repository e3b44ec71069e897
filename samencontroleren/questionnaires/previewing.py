# SPDX-License-Identifier: EUPL-1.2
"""What a supplier with certain scope answers would be asked by a questionnaire, and how much work it is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samencontroleren.questionnaires.applicability import asked_of, deciding, existing
from samencontroleren.questionnaires.conditions import Malformed
from samencontroleren.questionnaires.effort import minutes_of
from samencontroleren.questionnaires.kinds import AddressedTo, Subject
from samencontroleren.questionnaires.models import RequirementVersion


@dataclass(frozen=True)
class Preview:
    """The questions in order, those that wait for a scope answer, and the scope questions with an answer or without."""

    questions: list[RequirementVersion] = field(default_factory=list)
    waiting: int = 0
    scope: list[RequirementVersion] = field(default_factory=list)
    unanswered: int = 0
    is_circular: bool = False
    """Conditions go round in a circle: nothing can be said."""

    @property
    def vendor(self) -> int:
        """How many are about the supplier as a whole, asked once for all its products."""
        return sum(each.subject is Subject.VENDOR for each in self.questions)

    @property
    def minutes(self) -> int:
        """About how long a supplier that never answered needs."""
        return minutes_of(each.answer_kind for each in self.questions)


def scope_of(versions: Sequence[RequirementVersion]) -> list[RequirementVersion]:
    """The requirements whose answers decide which others are asked, in the same order."""
    keys = deciding(versions)
    return [each for each in versions if each.requirement_id in keys]


def preview(versions: Sequence[RequirementVersion], values: Mapping[str, Mapping[str, Any] | None]) -> Preview:
    """What is asked given these scope answers by code; each subject on its own, as in its dossier."""
    scope = scope_of(versions)
    found: set[Any] = set()
    waiting = 0
    try:
        for subject in Subject:
            own = [each for each in versions if each.subject is subject]
            found |= {each.requirement_id for each in existing(own, values)}
            waiting += sum(
                asks is None and each.addressed_to is not AddressedTo.CLIENT for each, asks in asked_of(own, values)
            )
    except Malformed:
        return Preview(scope=scope, is_circular=True)
    questions = [each for each in versions if each.requirement_id in found]
    unanswered = sum(not values.get(each.requirement.code) for each in scope)
    return Preview(questions, waiting, scope, unanswered)


def preview_all(versions: Sequence[RequirementVersion]) -> Preview:
    """All that could be asked of a supplier, whatever its scope answers."""
    return Preview([each for each in versions if each.addressed_to is not AddressedTo.CLIENT], scope=scope_of(versions))
