# SPDX-License-Identifier: EUPL-1.2
"""What lies on a reading desk: what was submitted, with what this reviewer made of it, by one query."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, and_
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy
from samencontroleren.assessments.carrying import carried
from samencontroleren.assessments.models import Conclusion, ReviewVerdict, SupplementWish
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import QuestionnaireItem
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class SubmittedRows:
    """The last two submissions, the newest first, and what is known of their answers by requirement version."""

    answers: Sequence[tuple[SubmittedAnswer, Submission]]
    verdicts: Mapping[uuid.UUID, ReviewVerdict]
    wishes: Mapping[uuid.UUID, SupplementWish]
    carried: Mapping[uuid.UUID, Conclusion]
    """What a re-assessment took over and is not judged anew."""
    succeeds: Mapping[uuid.UUID, Sequence[str]]
    """The codes of the requirements it takes the place of."""
    reopened: Collection[uuid.UUID]
    """What was open in the re-assessment with which a dossier of a round goes on."""


def submitted_rows(actor: Actor, dossier: Dossier) -> SubmittedRows:
    """Everything that hangs on the answers of this dossier, as many as there are (one query)."""
    rows = _rows(actor, dossier)
    keyed = [(row.SubmittedAnswer.requirement_version_id, row) for row in rows]
    newest = max((row.Submission.number for row in rows), default=0)
    wishes = [(key, row.SupplementWish) for key, row in keyed if row.Submission.number == newest]
    return SubmittedRows(
        list({row.SubmittedAnswer: (row.SubmittedAnswer, row.Submission) for row in rows}.values()),
        verdicts={key: row.ReviewVerdict for key, row in keyed if row.ReviewVerdict},
        wishes={key: wish for key, wish in wishes if wish},
        carried={key: row.Conclusion for key, row in keyed if row.Conclusion},
        succeeds={key: row.QuestionnaireItem.succeeds or () for key, row in keyed if row.QuestionnaireItem},
        reopened={key for key, row in keyed if row.was_open},
    )


def own_verdict(actor: Actor) -> ColumnElement[bool]:
    """Of a verdict beside a submitted answer: it is this reviewer's own, on that answer."""
    return and_(
        ReviewVerdict.dossier_id == SubmittedAnswer.dossier_id,
        ReviewVerdict.requirement_version_id == SubmittedAnswer.requirement_version_id,
        policy.VERDICT_EDIT(actor),
    )


def _rows(actor: Actor, dossier: Dossier) -> Sequence[Row[tuple[object, ...]]]:
    wording = SubmittedAnswer.requirement_version_id
    lacking = and_(
        SupplementWish.submission_id == SubmittedAnswer.submission_id,
        SupplementWish.requirement_version_id == wording,
        policy.WISH_OWN(actor),
    )
    kept = and_(Conclusion.requirement_version_id == wording, carried(actor, dossier))
    placed = and_(
        QuestionnaireItem.questionnaire_id == dossier.round.questionnaire_id,
        QuestionnaireItem.requirement_version_id == wording,
    )
    was_open = responses.taken_along(dossier).label("was_open")
    query = responses.last_submissions(actor, dossier.id)
    query = query.add_columns(ReviewVerdict, SupplementWish, Conclusion, QuestionnaireItem, was_open)
    query = (
        query.outerjoin(ReviewVerdict, own_verdict(actor))
        .outerjoin(SupplementWish, lacking)
        .outerjoin(Conclusion, kept)
    )
    query = query.outerjoin(QuestionnaireItem, placed)
    return session().execute(query.options(joinedload(Conclusion.requirement_version))).unique().all()
