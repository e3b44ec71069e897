# SPDX-License-Identifier: EUPL-1.2
"""How far dossiers are, as counts only: for lists of VNG, which may not read answers before they are submitted."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import QuestionnaireItem, RequirementVersion
from samencontroleren.responses import giving_back, policy
from samencontroleren.responses.models import Answer, QuestionTask
from samencontroleren.responses.sheet import standing_value
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier, Round

Counted = dict[uuid.UUID, tuple[int, int]]


def progress(dossier_ids: Collection[uuid.UUID]) -> Counted:
    """Per dossier how many answers are confirmed for its round, and how many are asked.

    What must still be read once more after it was confirmed with others does not count yet.

    One query; three more when questions there depend on answers, since then each dossier has its own number.
    """
    has_conditions = func.count(RequirementVersion.applies_when)
    counts = _asked(Dossier.id, func.count(Answer.id), func.count(), has_conditions)
    counts = counts.outerjoin(Answer, _confirmed_here()).where(Dossier.id.in_(dossier_ids)).group_by(Dossier.id)
    rows = session().execute(counts).all()
    found = {key: (done, total) for key, done, total, _conditional in rows}
    conditional = [key for key, _done, _total, number in rows if number]
    return dict.fromkeys(dossier_ids, (0, 0)) | found | _one_by_one(conditional)


class CameBack(NamedTuple):
    """How many questions of a dossier came back from others and wait for somebody."""

    answered: int
    """Somebody else answered it and nobody confirmed it since."""
    given_back: int
    """It was given back with a reason, and nobody has it or answered it since."""


def came_back(actor: Actor, dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CameBack]:
    """Per dossier what came back from others, where anything did (one query)."""
    is_done = QuestionTask.ended_at.is_(None) & QuestionTask.done_at.is_not(None)
    answered = Answer.id.is_not(None) & is_done & (QuestionTask.membership_id != actor.membership_id)
    given_back, asked = giving_back.is_open(), QuestionTask.requirement_version_id
    numbers = [func.count(case((each, asked)).distinct()) for each in (answered, given_back)]
    same = Answer.requirement_id == RequirementVersion.requirement_id
    query = visible(actor, policy.TASK_VIEW, columns=[QuestionTask.dossier_id, *numbers])
    query = (
        query.join(Dossier, Dossier.id == QuestionTask.dossier_id)
        .join(RequirementVersion, RequirementVersion.id == asked)
        .outerjoin(Answer, and_(rounds_policy.same_subject(Answer, Dossier), same))
        .where(QuestionTask.dossier_id.in_(dossier_ids), or_(answered, given_back), _waits())
    )
    rows = session().execute(query.group_by(QuestionTask.dossier_id)) if dossier_ids else ()
    return {row[0]: CameBack(row[1], row[2]) for row in rows}


def _waits() -> ColumnElement[bool]:
    """The answer is not there, or not confirmed as it stands."""
    is_other = Answer.confirmed_round_id.is_distinct_from(Dossier.round_id)
    return or_(Answer.id.is_(None), Answer.draft_at.is_not(None), is_other)


def _one_by_one(dossier_ids: list[uuid.UUID]) -> Counted:
    if not dossier_ids:
        return {}
    here = Dossier.id.in_(dossier_ids)
    versions = _by_dossier(session().execute(_asked(Dossier.id, RequirementVersion).where(here)))
    deciding = {key for each in versions.values() for key in questionnaires.deciding(each)}
    same = and_(rounds_policy.same_subject(Answer, Dossier), Answer.requirement_id.in_(deciding))
    answers = _by_dossier(session().execute(select(Dossier.id, Answer).join(Answer, same).where(here)))
    confirmed = _asked(Dossier.id, Answer.requirement_id).join(Answer, _confirmed_here()).where(here)
    done = _by_dossier(session().execute(confirmed))
    return {key: _counted(each, answers.get(key, []), set(done.get(key, []))) for key, each in versions.items()}


def _counted(versions: list[RequirementVersion], answers: list[Answer], confirmed: set[uuid.UUID]) -> tuple[int, int]:
    values = {each.requirement_id: standing_value(each) for each in answers}
    codes = {each.requirement.code: values.get(each.requirement_id) for each in versions}
    there = {each.requirement_id for each in questionnaires.existing(versions, codes)}
    return len(there & confirmed), len(there)


def _by_dossier(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _asked(*columns: Any) -> Select[Any]:
    """What dossiers ask of their supplier, whatever the conditions."""
    wording = and_(
        RequirementVersion.id == QuestionnaireItem.requirement_version_id,
        RequirementVersion.subject == Dossier.subject,
        RequirementVersion.addressed_to != AddressedTo.CLIENT,
    )
    return (
        select(*columns)
        .select_from(Dossier)
        .join(Round, Round.id == Dossier.round_id)
        .join(QuestionnaireItem, QuestionnaireItem.questionnaire_id == Round.questionnaire_id)
        .join(RequirementVersion, wording)
    )


def _confirmed_here() -> Any:
    return and_(
        rounds_policy.same_subject(Answer, Dossier),
        Answer.requirement_id == QuestionnaireItem.requirement_id,
        Answer.confirmed_round_id == Dossier.round_id,
        Answer.confirmed_requirement_version_id == QuestionnaireItem.requirement_version_id,
        Answer.draft_at.is_(None),
        or_(
            Answer.together_round_id.is_distinct_from(Dossier.round_id),
            Answer.reread_round_id.is_distinct_from(Dossier.round_id),
        ),
    )
