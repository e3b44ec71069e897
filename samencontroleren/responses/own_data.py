# SPDX-License-Identifier: EUPL-1.2
"""The answers of a supplier, their versions and what was submitted, for the export of its own data."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import service as accounts
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_words
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.kinds import GIVE_BACK_CODES, PROVENANCE_CODES
from samencontroleren.responses.models import (
    Answer,
    AnswerDocument,
    AnswerVersion,
    QuestionTask,
    Submission,
    SubmittedAnswer,
    SubmittedDocument,
    SupplementQuestion,
    SupplementRequest,
)
from samencontroleren.rounds.models import Dossier


def _answers(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.VIEW, columns=[Answer, Requirement.code])
    query = query.join(Requirement, Requirement.id == Answer.requirement_id)
    rows = session().execute(query.order_by(Answer.created_at, Answer.id)).all()
    proofs = _proofs([each.id for each, _code in rows])
    kinds = questionnaires.newest_answer_kinds({each.requirement_id for each, _code in rows})
    for each, code in rows:
        kind = kinds[each.requirement_id]
        yield {
            "id": each.id,
            "eis": code,
            "product": each.product_id,
            "concept": answer_words.to_api(kind, each.draft),
            "waarde": answer_words.to_api(kind, each.current),
            "versie": each.current_number,
            "isVertrouwelijk": each.is_confidential,
            "bevestigdOp": each.confirmed_at,
            "bewijsstukken": proofs.get(each.id, []),
        }


def _proofs(answers: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    query = select(AnswerDocument.answer_id, AnswerDocument.document_id).where(AnswerDocument.answer_id.in_(answers))
    for answer_id, document_id in session().execute(query.order_by(AnswerDocument.document_id)):
        found.setdefault(answer_id, []).append(str(document_id))
    return found


def _versions(actor: Actor) -> Iterator[Row]:
    own = visible(actor, policy.VIEW, columns=[Answer.id])
    query = (
        select(AnswerVersion, RequirementVersion.answer_kind)
        .join(RequirementVersion, RequirementVersion.id == AnswerVersion.requirement_version_id)
        .where(AnswerVersion.answer_id.in_(own))
        .order_by(AnswerVersion.answer_id, AnswerVersion.number)
    )
    rows = session().execute(query).all()
    names = accounts.get_user_names({each.author_id for each, _kind in rows if each.author_id})
    for each, kind in rows:
        yield {
            "antwoord": each.answer_id,
            "versie": each.number,
            "waarde": answer_words.to_api(kind, each.value),
            "herkomst": PROVENANCE_CODES[each.provenance],
            "door": names.get(each.author_id) if each.author_id else None,
            "gemaaktOp": each.made_at,
        }


def _submissions(actor: Actor) -> Iterator[Row]:
    own = visible(actor, policy.WORK, columns=[Dossier.id])
    query = select(Submission).where(Submission.dossier_id.in_(own))
    rows = list(session().scalars(query.order_by(Submission.submitted_at, Submission.id)))
    names = accounts.get_user_names({each.submitted_by_id for each in rows})
    for each in rows:
        yield {
            "id": each.id,
            "dossier": each.dossier_id,
            "inzending": each.number,
            "ingediendOp": each.submitted_at,
            "door": names.get(each.submitted_by_id),
            "sha256": each.digest,
        }


def _submitted(actor: Actor) -> Iterator[Row]:
    own = visible(actor, policy.WORK, columns=[Dossier.id])
    query = visible(actor, policy.SUBMITTED_VIEW).where(SubmittedAnswer.dossier_id.in_(own))
    whole = (
        joinedload(SubmittedAnswer.requirement_version).joinedload(RequirementVersion.requirement),
        selectinload(SubmittedAnswer.documents).joinedload(SubmittedDocument.document),
    )
    order = (SubmittedAnswer.submission_id, SubmittedAnswer.position)
    for each in session().scalars(query.options(*whole).order_by(*order)):
        version = each.requirement_version
        yield {
            "inzending": each.submission_id,
            "volgnummer": each.position,
            "eis": version.requirement.code,
            "waarde": answer_words.to_api(version.answer_kind, each.value),
            "isVertrouwelijk": each.is_confidential,
            "bewijsstukken": [str(link.document_id) for link in each.documents],
        }


def _supplements(actor: Actor) -> Iterator[Row]:
    sent = visible(actor, policy.SUPPLEMENT_VIEW, columns=[SupplementRequest.id])
    query = (
        select(SupplementQuestion, SupplementRequest, Requirement.code)
        .join(SupplementRequest, SupplementRequest.id == SupplementQuestion.request_id)
        .join(RequirementVersion, RequirementVersion.id == SupplementQuestion.requirement_version_id)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .where(SupplementRequest.id.in_(sent))
    )
    order = (SupplementRequest.sent_at, SupplementRequest.id, SupplementQuestion.created_at)
    for question, request, code in session().execute(query.order_by(*order)):
        yield {
            "dossier": request.dossier_id,
            "aanvulling": request.number,
            "eis": code,
            "watOntbreekt": question.text,
            "gevraagdOp": request.sent_at,
            "uiterlijkOp": request.due_on,
            "beantwoordOp": request.answered_at,
        }


def _tasks(actor: Actor) -> Iterator[Row]:
    whole = joinedload(QuestionTask.requirement_version).joinedload(RequirementVersion.requirement)
    query = visible(actor, policy.TASK_VIEW).options(whole, joinedload(QuestionTask.membership))
    rows = list(session().scalars(query.order_by(QuestionTask.created_at, QuestionTask.id)))
    names = accounts.get_user_names({each.membership.user_id for each in rows if each.membership})
    for each in rows:
        yield {
            "dossier": each.dossier_id,
            "eis": each.requirement_version.requirement.code,
            "voor": names.get(each.membership.user_id) if each.membership else each.invited_name,
            "uiterlijkOp": each.due_on,
            "bericht": each.message,
            "toegewezenOp": each.created_at,
            "klaarOp": each.done_at,
            "beeindigdOp": each.ended_at,
            "teruggegevenOmdat": GIVE_BACK_CODES[each.given_back_reason] if each.given_back_reason else None,
            "toelichtingBijTeruggeven": each.given_back_note,
        }


PARTS = (
    Part("antwoorden", _answers),
    Part("versies-van-antwoorden", _versions),
    Part("inzendingen", _submissions),
    Part("ingediende-antwoorden", _submitted),
    Part("aanvullingen", _supplements),
    Part("toegewezen-vragen", _tasks),
)
