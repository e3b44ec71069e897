# SPDX-License-Identifier: EUPL-1.2
"""Reading two questionnaire versions and setting them side by side."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select

from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.comparison import Comparison, Placed, Successions, compare
from samencontroleren.questionnaires.drafting import list_questionnaires
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementSuccession,
    RequirementVersion,
)
from samencontroleren.questionnaires.successions import predecessors
from samencontroleren.questionnaires.wording import Wording

WORDED = tuple(getattr(RequirementVersion, part.name) for part in fields(Wording))


@dataclass(frozen=True)
class Compared:
    """Two versions, the oldest first, and what changed between them."""

    was: QuestionnaireVersion
    becomes: QuestionnaireVersion
    comparison: Comparison

    @property
    def count_rows(self) -> list[dict[str, object]]:
        """How many changes bear each mark, as rows."""
        return [{"mark": mark, "number": number} for mark, number in self.comparison.counts.items()]


@dataclass(frozen=True)
class Comparable:
    """A version and those it can be compared with, the likeliest first."""

    version: QuestionnaireVersion
    others: Sequence[QuestionnaireVersion]
    usual: QuestionnaireVersion | None
    """The one to compare with when nobody says: the last number of the same name before it."""

    def other(self, key: uuid.UUID | None) -> QuestionnaireVersion | None:
        """The asked version, or the usual one when none is asked. Raises NotFound for one that is not offered."""
        if key is None:
            return self.usual
        found = next((each for each in self.others if each.id == key), None)
        if found is None:
            raise NotFound()
        return found


def compare_with(found: Comparable, other_key: uuid.UUID | None) -> Compared:
    """What changed between a version and the asked one, or the usual one. Raises NotFound when there is none."""
    other = found.other(other_key)
    if other is None:
        raise NotFound("Er is geen eerdere versie om mee te vergelijken.")
    return compare_versions(other, found.version)


def comparable(actor: Actor, key: uuid.UUID) -> Comparable:
    """A version and the others this actor may see. Raises NotFound."""
    version = fetch(actor, policy.QUESTIONNAIRE_VIEW, key)
    others = [each for each in list_questionnaires(actor) if each.id != key]
    same = [each for each in others if each.name == version.name]
    usual = next((each for each in same if each.number < version.number), None)
    return Comparable(version, [*same, *(each for each in others if each.name != version.name)], usual)


def compare_versions(one: QuestionnaireVersion, other: QuestionnaireVersion) -> Compared:
    """What changed from the older to the newer of two versions; for callers who may see both (at most 3 queries)."""
    was, becomes = sorted((one, other), key=_age)
    worded: dict[uuid.UUID, Wording] = {}
    old, new = _asked(was.id, worded), _asked(becomes.id, worded)
    declared = _declared() if becomes.state is QuestionnaireState.DRAFT else _frozen(new)
    changes = compare([each.placed for each in old], [each.placed for each in new], declared)
    return Compared(was, becomes, changes)


def standing_predecessors(codes: Sequence[str]) -> dict[str, list[str]]:
    """By code of these requirements the codes they take the place of, as declared now (own use)."""
    declared = _declared()
    return {code: sorted(declared[code]) for code in codes if code in declared}


def _declared() -> Successions:
    later = select(Requirement.id, Requirement.code).subquery()
    query = (
        select(Requirement.code, later.c.code)
        .join(RequirementSuccession, RequirementSuccession.requirement_id == Requirement.id)
        .join(later, later.c.id == RequirementSuccession.successor_id)
    )
    return predecessors((before, after) for before, after in session().execute(query))


@dataclass(frozen=True)
class _Asked:
    placed: Placed
    succeeds: Sequence[str]


def _asked(questionnaire_id: uuid.UUID, worded: dict[uuid.UUID, Wording]) -> list[_Asked]:
    """What a version asks, in order; one wording in two versions is one object, so that it need not be compared.

    Columns instead of objects: of thousands of requirements these are made four times as fast.
    """
    query = (
        select(RequirementVersion.id, Requirement.id, Requirement.code, QuestionnaireItem.succeeds, *WORDED)
        .join(QuestionnaireItem, QuestionnaireItem.requirement_version_id == RequirementVersion.id)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .where(QuestionnaireItem.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireItem.position)
    )
    found = []
    for place, (version_id, key, code, succeeds, *said) in enumerate(session().execute(query), start=1):
        if version_id not in worded:
            worded[version_id] = Wording(*said)
        found.append(_Asked(Placed(code, worded[version_id], place, key), succeeds or ()))
    return found


def _frozen(asked: Sequence[_Asked]) -> Successions:
    return {each.placed.code: each.succeeds for each in asked if each.succeeds}


def _age(version: QuestionnaireVersion) -> tuple[bool, float, int]:
    at = version.published_at
    return at is None, at.timestamp() if at else 0.0, version.number
