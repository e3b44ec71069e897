# SPDX-License-Identifier: EUPL-1.2
"""Assigned questions as they stand: who has which, until when; done when the answer is confirmed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import past_walls, session
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import policy
from samencontroleren.responses.models import QuestionTask
from samencontroleren.rounds.kinds import VENDOR_WORKS
from samencontroleren.rounds.models import Dossier

NOTICE = "questions_assigned"
ANSWERED = "questions_answered"
GIVEN_BACK = "questions_given_back"
MOST = 200
"""As many assigned questions as one list shows."""


@dataclass(frozen=True)
class Assigned:
    """With whom a question is, for the supplier's own people."""

    task: QuestionTask
    name: str
    is_mine: bool
    is_waiting: bool
    """The person was invited and has not come yet."""
    is_late: bool

    @property
    def email(self) -> str:
        """The address of the person, in small letters."""
        return (self.task.membership.user.email if self.task.membership else self.task.invited_email).lower()

    @property
    def is_done(self) -> bool:
        return self.task.done_at is not None


def tasks_of(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, Assigned]:
    """With whom each question of a dossier is, by wording (one query)."""
    query = visible(actor, policy.TASK_VIEW).where(
        QuestionTask.dossier_id == dossier_id, QuestionTask.ended_at.is_(None)
    )
    query = query.options(joinedload(QuestionTask.membership).joinedload(Membership.user))
    today = clock.today()
    return {each.requirement_version_id: _assigned(actor, each, today) for each in session().scalars(query)}


def list_assigned(actor: Actor, dossier_id: uuid.UUID) -> list[Assigned]:
    """The questions of a dossier that somebody has, the first due in front. Raises NotFound for one of others."""
    fetch(actor, policy.WORK, dossier_id)
    found = tasks_of(actor, dossier_id).values()
    return sorted(found, key=lambda each: (each.task.due_on, each.task.created_at, each.task.id))


def _assigned(actor: Actor, task: QuestionTask, today: date) -> Assigned:
    member = task.membership
    return Assigned(
        task,
        member.user.name if member else task.invited_name,
        is_mine=task.membership_id is not None and task.membership_id == actor.membership_id,
        is_waiting=member is None,
        is_late=task.done_at is None and task.due_on < today,
    )


def own_tasks(actor: Actor) -> list[QuestionTask]:
    """What is assigned to this person and not done, the first due before; with question and dossier (one query)."""
    works = select(Dossier.id).where(Dossier.state.in_(VENDOR_WORKS))
    query = visible(actor, policy.TASK_VIEW).where(
        QuestionTask.membership_id == actor.membership_id,
        QuestionTask.ended_at.is_(None),
        QuestionTask.done_at.is_(None),
        QuestionTask.dossier_id.in_(works),
    )
    return list(session().scalars(_whole(query).limit(MOST)))


def entrusted_tasks(actor: Actor) -> list[QuestionTask]:
    """All that is assigned to a guest now, also what is done (one query)."""
    return list(session().scalars(_whole(visible(actor, policy.TASK_FILL_IN)).limit(MOST)))


def _whole(query: Select[Any]) -> Select[Any]:
    dossier = joinedload(QuestionTask.dossier)
    options = (
        dossier.joinedload(Dossier.product),
        dossier.joinedload(Dossier.vendor),
        dossier.joinedload(Dossier.round),
        joinedload(QuestionTask.requirement_version),
    )
    return query.options(*options).order_by(QuestionTask.due_on, QuestionTask.dossier_id, QuestionTask.created_at)


def finish_tasks(actor: Actor, dossier_id: uuid.UUID, requirement_version_ids: Collection[uuid.UUID]) -> None:
    """The answers to questions were confirmed: who had them is done, whoever confirmed; who gave them is told."""
    here = (QuestionTask.dossier_id == dossier_id) & QuestionTask.requirement_version_id.in_(requirement_version_ids)
    standing = QuestionTask.ended_at.is_(None) & QuestionTask.done_at.is_(None)
    found = session().scalars(select(QuestionTask).where(here, standing)).all()
    _are_done(actor, dossier_id, found)


def hand_in(actor: Actor, task: QuestionTask) -> None:
    """A guest is done with a question: who gave it is told, and confirms the answer (product.md, rule 2.4)."""
    facts = {"requirement": task.requirement_version_id}
    trail.record(actor, "question.handed-in", "dossier", task.dossier_id, "ok", actor.organisation_id, **facts)
    _are_done(actor, task.dossier_id, [task] if task.done_at is None else [])


def _are_done(actor: Actor, dossier_id: uuid.UUID, done: Sequence[QuestionTask]) -> None:
    for task in done:
        task.done_at = clock.now()
    if done:
        session().flush()
        end_notices(dossier_id, {each.membership_id for each in done})
        tell_givers(actor, ANSWERED, dossier_id, done)


def tell_givers(actor: Actor, kind: str, dossier_id: uuid.UUID, rows: Sequence[QuestionTask]) -> None:
    """Who gave these questions hears once a day that this person answered some, or gave some back."""
    givers = {each.assigned_by_id for each in rows} - {actor.user_id}
    if not givers:
        return
    with past_walls():
        here = select(Dossier.vendor_id).where(Dossier.id == dossier_id).scalar_subquery()
        living = (Membership.organisation_id == here) & Membership.ended_at.is_(None)
        members = list(session().scalars(select(Membership.id).where(living, Membership.user_id.in_(givers))))
        key = f"{kind}/{dossier_id}/{actor.membership_id}/{clock.today().isoformat()}"
        notifications.notify_all(key, members, kind, dossier_id)


def end_notices(dossier_id: uuid.UUID, members: Collection[uuid.UUID | None]) -> None:
    """These people have no question left in a dossier, as far as that is so: their task is done."""
    wanted = {each for each in members if each is not None}
    left = select(QuestionTask.membership_id).where(
        QuestionTask.dossier_id == dossier_id,
        QuestionTask.membership_id.in_(wanted),
        QuestionTask.ended_at.is_(None),
        QuestionTask.done_at.is_(None),
    )
    free = wanted - set(session().scalars(left)) if wanted else set()
    if free:
        notifications.finish(NOTICE, dossier_id, free)


def claim_tasks(membership_id: uuid.UUID, organisation_id: uuid.UUID, email: str) -> int:
    """What waited for an invited person is now with the membership (system use); gives how many questions."""
    theirs = select(Dossier.id).where(Dossier.vendor_id == organisation_id)
    waiting = (
        QuestionTask.membership_id.is_(None) & (QuestionTask.invited_email == email) & QuestionTask.ended_at.is_(None)
    )
    found = session().scalars(select(QuestionTask).where(waiting, QuestionTask.dossier_id.in_(theirs))).all()
    for task in found:
        task.membership_id = membership_id
    session().flush()
    return len(found)


def end_tasks_of(membership_id: uuid.UUID) -> None:
    """Somebody does not answer for the supplier any more: what is assigned is free again (system use)."""
    theirs = (QuestionTask.membership_id == membership_id) & QuestionTask.ended_at.is_(None)
    session().execute(update(QuestionTask).where(theirs).values(ended_at=clock.now()))
