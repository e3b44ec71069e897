# SPDX-License-Identifier: EUPL-1.2
"""The history of a requirement: its wordings, what each changed, and in which questionnaire versions it stood."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.catalogue import current_by_code, versions_of, wording_of
from samencontroleren.questionnaires.comparison import differences
from samencontroleren.questionnaires.comparison_view import Beside, beside, property_beside
from samencontroleren.questionnaires.conditions import looks_at
from samencontroleren.questionnaires.models import QuestionnaireItem, QuestionnaireVersion, RequirementVersion


@dataclass(frozen=True)
class Step:
    """One wording, with what it changed since the one before."""

    version: RequirementVersion
    used_in: Sequence[QuestionnaireVersion]
    texts: Sequence[Beside]
    properties: Sequence[Beside]


def history_of(actor: Actor, key: uuid.UUID, language: str) -> list[Step]:
    """The wordings of a requirement, newest first (at most 4 queries, however many there are). Raises NotFound."""
    versions = versions_of(actor, key)
    used, side = _used_in(actor, key), 1 if language == "en" else 0
    codes = {code for each in versions for code in looks_at(each.applies_when)}
    known = {each.requirement.code: wording_of(each) for each in current_by_code(codes).values()} if codes else {}
    steps = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        deltas = differences(wording_of(before), wording_of(version)) if before else ()
        seen = [each for each in deltas if each.is_seen]
        texts = [beside(each, side) for each in seen if each.language]
        properties = [property_beside(each, side, known) for each in seen if not each.language]
        steps.append(Step(version, used.get(version.id, ()), texts, properties))
    return steps


def _used_in(actor: Actor, key: uuid.UUID) -> dict[uuid.UUID, list[QuestionnaireVersion]]:
    """By wording the questionnaire versions one may see in which it stands."""
    query = (
        visible(
            actor, policy.QUESTIONNAIRE_VIEW, columns=(QuestionnaireItem.requirement_version_id, QuestionnaireVersion)
        )
        .join(QuestionnaireItem, QuestionnaireItem.questionnaire_id == QuestionnaireVersion.id)
        .where(QuestionnaireItem.requirement_id == key)
        .order_by(QuestionnaireVersion.name, QuestionnaireVersion.number)
    )
    found: dict[uuid.UUID, list[QuestionnaireVersion]] = {}
    for version_id, questionnaire in session().execute(query):
        found.setdefault(version_id, []).append(questionnaire)
    return found
