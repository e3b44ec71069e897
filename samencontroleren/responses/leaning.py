# SPDX-License-Identifier: EUPL-1.2
"""Where a document is used: every answer that leans on it, and the submissions that hold it, for its own supplier."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import QuestionnaireItem, Requirement, RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.models import Answer, AnswerDocument, SubmittedAnswer, SubmittedDocument
from samencontroleren.responses.sheet import is_open
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS, RoundState
from samencontroleren.rounds.models import Dossier, Round

WHOLE = (joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product))


@dataclass(frozen=True)
class Leaning:
    """An answer that leans on a document: where the proof stands, and the newest dossier that asks the question."""

    answer: Answer
    version: RequirementVersion
    place: str
    dossier: Dossier | None
    """None: no round asks this question of the subject."""

    @property
    def is_open(self) -> bool:
        """Whether the supplier can change the answer now."""
        return self.dossier is not None and is_open(self.dossier)


@dataclass(frozen=True)
class Held:
    """A dossier that was submitted with a document under so many of its answers."""

    dossier: Dossier
    answers: int


def leaning_on(actor: Actor, document_id: uuid.UUID) -> list[Leaning]:
    """The answers that lean on a document, in the order of dossiers and questions (two queries)."""
    columns = [Answer, AnswerDocument.place, RequirementVersion]
    query = (
        visible(actor, policy.VIEW, columns=columns)
        .join(AnswerDocument, AnswerDocument.answer_id == Answer.id)
        .join(Requirement, Requirement.id == Answer.requirement_id)
        .join(RequirementVersion, RequirementVersion.requirement_id == Requirement.id)
        .where(AnswerDocument.document_id == document_id, RequirementVersion.number == Requirement.current_number)
    )
    rows = session().execute(query).all()
    asked = _asked(actor, [row[0].id for row in rows])
    found = [
        Leaning(answer, asked[answer.id][1] if answer.id in asked else wording, place, asked.get(answer.id, (None,))[0])
        for answer, place, wording in rows
    ]
    return sorted(found, key=_order)


def held_in(actor: Actor, document_id: uuid.UUID) -> list[Held]:
    """The dossiers that were submitted with a document, the newest round first (two queries)."""
    number = func.count(func.distinct(SubmittedAnswer.requirement_version_id))
    query = (
        visible(actor, policy.SUBMITTED_VIEW, columns=[SubmittedAnswer.dossier_id, number])
        .join(SubmittedDocument, SubmittedDocument.submitted_answer_id == SubmittedAnswer.id)
        .where(SubmittedDocument.document_id == document_id)
        .group_by(SubmittedAnswer.dossier_id)
    )
    counts = {row[0]: row[1] for row in session().execute(query)}
    if not counts:
        return []
    dossiers = visible(actor, policy.WORK).where(Dossier.id.in_(counts)).join(Round, Round.id == Dossier.round_id)
    newest = session().scalars(dossiers.options(*WHOLE).order_by(Round.opens_on.desc(), Dossier.id))
    return [Held(each, counts[each.id]) for each in newest]


def _asked(actor: Actor, answer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Dossier, RequirementVersion]]:
    """Per answer the newest dossier that asks its question, with the wording there."""
    if not answer_ids:
        return {}
    query = (
        visible(actor, policy.WORK, columns=[Answer.id, Dossier, RequirementVersion])
        .join(Answer, rounds_policy.same_subject(Answer, Dossier))
        .join(Round, Round.id == Dossier.round_id)
        .join(
            QuestionnaireItem,
            (QuestionnaireItem.questionnaire_id == Round.questionnaire_id)
            & (QuestionnaireItem.requirement_id == Answer.requirement_id),
        )
        .join(RequirementVersion, RequirementVersion.id == QuestionnaireItem.requirement_version_id)
        .where(Answer.id.in_(answer_ids), Round.state != RoundState.PLANNED)
        .options(*WHOLE)
        .order_by(Round.opens_on, Dossier.id)
    )
    return {key: (dossier, version) for key, dossier, version in session().execute(query)}


def _order(found: Leaning) -> tuple[object, ...]:
    """Dossiers together, the supplier's own first, then its products by name."""
    dossier = found.dossier
    product = dossier.product.name if dossier is not None and dossier.product else ""
    return (dossier is None, product, str(found.answer.product_id), found.version.theme, str(found.version.id))


def open_dossiers_of(actor: Actor) -> list[Dossier]:
    """The dossiers this actor can answer now, the newest round first, the supplier's own before its products."""
    query = visible(actor, rounds_policy.ANSWER).join(Round, Round.id == Dossier.round_id).options(*WHOLE)
    query = query.where(Dossier.state.in_(VENDOR_WORKS), Round.state != RoundState.PLANNED)
    return list(session().scalars(query.order_by(Round.opens_on.desc(), Dossier.product_id.is_not(None), Dossier.id)))
