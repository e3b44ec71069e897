# SPDX-License-Identifier: EUPL-1.2
"""Permissions on answers: the working answer is the supplier's, the submitted one follows its dossier."""

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.core.access import always, permission
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.policy import IS_NOT_RED, IS_SHOWN
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import (
    Answer,
    AnswerDocument,
    QuestionTask,
    SubmittedAnswer,
    SupplementRequest,
)
from samencontroleren.rounds.kinds import VENDOR_WORKS, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.rounds.policy import (
    ANSWER,
    COORDINATE,
    earlier_dossiers,
    open_dossiers,
    opens_dossiers,
    same_subject,
)


@permission("answer:view", Answer)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people only; reviewers and VNG read what was submitted."""
    return and_(Answer.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))


@permission("answer:edit", Answer)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's contributors and submitters."""
    writes = actor.is_vendor and actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)
    return and_(Answer.vendor_id.in_(actor.vendor_ids), always(writes))


@permission("dossier:work", Dossier)
def WORK(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, whatever their role, see its working answers in a dossier."""
    return and_(Dossier.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))


@permission("submitted-answer:view", SubmittedAnswer)
def SUBMITTED_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever may open the dossier."""
    return SubmittedAnswer.dossier_id.in_(open_dossiers(actor)) if opens_dossiers(actor) else always(False)


@permission("submitted-answer:view-earlier", SubmittedAnswer)
def EARLIER_VIEW(actor: Actor) -> ColumnElement[bool]:
    """A reviewer reads what was answered last time about the subject of a dossier assigned to him or her."""
    if not actor.has(Role.REVIEWER):
        return always(False)
    return SubmittedAnswer.dossier_id.in_(earlier_dossiers(actor))


@permission("supplement:view", SupplementRequest)
def SUPPLEMENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """A draft is for the co-ordinator, and for the reviewers once both were ready; sent, for who opens the dossier."""
    if not opens_dossiers(actor):
        return always(False)
    inside = SupplementRequest.dossier_id.in_(open_dossiers(actor))
    if actor.is_vendor:
        return and_(inside, SupplementRequest.sent_at.is_not(None))
    prepared = SupplementRequest.dossier_id.in_(select(Dossier.id).where(COORDINATE(actor)))
    return and_(inside, or_(SupplementRequest.sent_at.is_not(None), SupplementRequest.is_shared, prepared))


def entrusted(actor: Actor) -> ColumnElement[bool]:
    """The questions assigned to this guest, while they stand and it is the supplier's turn in a running round.

    All rights of a guest are this set; without a row in it a guest sees nothing of the supplier.
    """
    if not actor.is_guest or actor.membership_id is None:
        return always(False)
    works = select(Dossier.id).join(Round, Round.id == Dossier.round_id)
    works = works.where(Dossier.vendor_id.in_(actor.supplier_ids), Dossier.state.in_(VENDOR_WORKS))
    return and_(
        QuestionTask.membership_id == actor.membership_id,
        QuestionTask.ended_at.is_(None),
        QuestionTask.dossier_id.in_(works.where(Round.state != RoundState.PLANNED)),
    )


@permission("question-task:view", QuestionTask)
def TASK_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people all of theirs; a guest the own ones, while they last."""
    if not actor.is_vendor:
        return entrusted(actor)
    return QuestionTask.dossier_id.in_(select(Dossier.id).where(WORK.condition(actor)))


@permission("question-task:fill-in", QuestionTask)
def TASK_FILL_IN(actor: Actor) -> ColumnElement[bool]:
    """The guest it is assigned to, while it lasts; the supplier's own people answer through the dossier."""
    return entrusted(actor)


@permission("document:read-entrusted", Document)
def PROOF_READ(actor: Actor) -> ColumnElement[bool]:
    """A guest what is linked with a question assigned to it, once looked through, until withdrawn; never TLP:RED."""
    if not actor.is_guest:
        return always(False)
    linked = select(AnswerDocument.document_id).join(Answer, Answer.id == AnswerDocument.answer_id)
    asked = linked.join(RequirementVersion, RequirementVersion.requirement_id == Answer.requirement_id)
    given = asked.join(QuestionTask, QuestionTask.requirement_version_id == RequirementVersion.id)
    here = given.join(Dossier, and_(Dossier.id == QuestionTask.dossier_id, same_subject(Answer, Dossier)))
    return and_(Document.id.in_(here.where(entrusted(actor))), IS_SHOWN, IS_NOT_RED)


@permission("question-task:take-back", QuestionTask)
def TASK_TAKE_BACK(actor: Actor) -> ColumnElement[bool]:
    """The supplier's contributors and submitters, whoever assigned it."""
    if not (actor.is_vendor and actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)):
        return always(False)
    return QuestionTask.dossier_id.in_(select(Dossier.id).where(ANSWER.condition(actor)))


@permission("dossier:assign-questions", Dossier)
def ASSIGN(actor: Actor) -> ColumnElement[bool]:
    """The supplier's contributors and submitters, to colleagues and to guests."""
    return ANSWER.condition(actor)


@permission("dossier:invite-guest", Dossier)
def INVITE_GUEST(actor: Actor) -> ColumnElement[bool]:
    """The same, in person: a machine lets nobody in."""
    return and_(ANSWER.condition(actor), always(actor.scopes is None))
