# SPDX-License-Identifier: EUPL-1.2
"""The answers of a supplier, their versions and what was submitted, for the export of its own data."""

from collections.abc import Iterator

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
from samencontroleren.responses.kinds import PROVENANCE_CODES
from samencontroleren.responses.models import Answer, AnswerVersion, Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.models import Dossier


def _answers(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.VIEW, columns=[Answer, Requirement.code])
    query = query.join(Requirement, Requirement.id == Answer.requirement_id)
    rows = session().execute(query.order_by(Answer.created_at, Answer.id)).all()
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
        }


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


PARTS = (
    Part("antwoorden", _answers),
    Part("versies-van-antwoorden", _versions),
    Part("inzendingen", _submissions),
    Part("ingediende-antwoorden", _submitted),
)
