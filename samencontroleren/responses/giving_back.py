# SPDX-License-Identifier: EUPL-1.2
"""Giving a question back with a reason: whoever gave it sees why, and gives it to another or answers it.

It counts until the question is given to somebody anew or its answer is confirmed; nothing needs to be put away.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import policy, tasks
from samencontroleren.responses.kinds import GiveBackReason
from samencontroleren.responses.models import QuestionTask

NOT_YOURS = "Deze vraag staat niet op uw naam."
SENT = "U hebt deze vraag al beantwoord. Teruggeven kan niet meer."


@dataclass(frozen=True)
class GivenBack:
    """A question that somebody gave back, and why."""

    task: QuestionTask
    name: str


def give_back_entrusted(actor: Actor, key: uuid.UUID, reason: GiveBackReason, note: str) -> None:
    """A guest gives a question back and sees it no longer. Raises NotFound, and as `give_back`."""
    _give_back(actor, fetch(actor, policy.TASK_FILL_IN, key, lock=True), reason, note)


def give_back(actor: Actor, dossier_id: uuid.UUID, asked: uuid.UUID, reason: GiveBackReason, note: str) -> None:
    """Somebody of the supplier gives a question back to whoever gave it.

    Raises NotFound for a dossier of others, Conflict for a question that is not on one's own name or was answered,
    Invalid without a note where the reason says nothing.
    """
    _give_back(actor, own_task(actor, dossier_id, asked), reason, note)


def own_task(actor: Actor, dossier_id: uuid.UUID, asked: uuid.UUID) -> QuestionTask:
    """The question of a dossier that is on the actor's own name. Raises NotFound, Forbidden, Conflict."""
    fetch(actor, policy.ASSIGN, dossier_id, view=policy.WORK)
    here = (QuestionTask.dossier_id == dossier_id) & (QuestionTask.requirement_version_id == asked)
    mine = here & (QuestionTask.membership_id == actor.membership_id) & QuestionTask.ended_at.is_(None)
    query = visible(actor, policy.TASK_VIEW).options(joinedload(QuestionTask.requirement_version))
    found: QuestionTask | None = session().scalars(query.where(mine)).one_or_none()
    if found is None:
        raise Conflict(NOT_YOURS)
    return found


def _give_back(actor: Actor, task: QuestionTask, reason: GiveBackReason, note: str) -> None:
    if task.done_at is not None:
        raise Conflict(SENT)
    if reason is GiveBackReason.OTHER and not note.strip():
        raise Invalid({"note": ["Schrijf kort waarom."]})
    task.ended_at, task.given_back_reason, task.given_back_note = clock.now(), reason, note.strip()
    session().flush()
    tasks.end_notices(task.dossier_id, {task.membership_id})
    facts = {"requirement": task.requirement_version_id, "reason": reason.value}
    trail.record(actor, "question.given-back", "dossier", task.dossier_id, "ok", actor.organisation_id, **facts)
    tasks.tell_givers(actor, tasks.GIVEN_BACK, task.dossier_id, [task])


def list_given_back(actor: Actor, dossier_id: uuid.UUID) -> list[GivenBack]:
    """The questions of a dossier that came back, the first in front. Raises NotFound for one of others."""
    fetch(actor, policy.WORK, dossier_id)
    return list(given_back(actor, dossier_id).values())


def given_back(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, GivenBack]:
    """The questions of a dossier that were given back and that nobody has since, by wording (one query)."""
    query = visible(actor, policy.TASK_VIEW).where(QuestionTask.dossier_id == dossier_id, is_open())
    query = query.options(joinedload(QuestionTask.membership).joinedload(Membership.user))
    found = session().scalars(query.order_by(QuestionTask.ended_at))
    return {each.requirement_version_id: GivenBack(each, _name(each)) for each in found}


def is_open() -> ColumnElement[bool]:
    """It was given back, and nobody was given the question since."""
    later = aliased(QuestionTask)
    same = and_(
        later.dossier_id == QuestionTask.dossier_id,
        later.requirement_version_id == QuestionTask.requirement_version_id,
        or_(later.ended_at.is_(None), later.ended_at > QuestionTask.ended_at),
    )
    return and_(QuestionTask.given_back_reason.is_not(None), ~exists(select(later.id).where(same)))


def _name(task: QuestionTask) -> str:
    return task.membership.user.name if task.membership else task.invited_name
