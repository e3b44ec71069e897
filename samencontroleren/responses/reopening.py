# SPDX-License-Identifier: EUPL-1.2
"""A re-assessment begins with what was submitted before; only the questions it names are open again."""

import uuid
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import (
    Answer,
    ReopenedQuestion,
    Submission,
    SubmittedAnswer,
    SubmittedDocument,
)
from samencontroleren.responses.sheet import same_subject
from samencontroleren.responses.supplements import last_submission
from samencontroleren.rounds.models import Dossier

FIRST = 1
"""The number of the submission that a re-assessment begins with: a copy of the last one before it."""


def reopen(dossier: Dossier, follows_id: uuid.UUID, questions: Collection[uuid.UUID]) -> None:
    """Begin a re-assessment with the last submission of `follows_id`, and open these questions in it (system).

    An open question has to be confirmed anew, whatever was confirmed in the round. Raises NotFound for one that was
    not submitted.
    """
    before = last_submission(follows_id)
    answers = _answers(before.id) if before else []
    if before is None or not set(questions) <= {each.requirement_version_id for each in answers}:
        raise NotFound()
    _copy(before, answers, dossier)
    session().add_all(ReopenedQuestion(dossier_id=dossier.id, requirement_version_id=key) for key in sorted(questions))
    asked = select(RequirementVersion.requirement_id).where(RequirementVersion.id.in_(questions))
    again = update(Answer).where(same_subject(dossier), Answer.requirement_id.in_(asked))
    unconfirmed = dict.fromkeys(("confirmed_round_id", "confirmed_requirement_version_id", "confirmed_by_id"))
    session().execute(again.values(confirmed_at=None, **unconfirmed))
    session().flush()


def _answers(submission_id: uuid.UUID) -> list[SubmittedAnswer]:
    query = select(SubmittedAnswer).where(SubmittedAnswer.submission_id == submission_id)
    return list(session().scalars(query.options(selectinload(SubmittedAnswer.documents))))


def _copy(before: Submission, answers: Collection[SubmittedAnswer], dossier: Dossier) -> None:
    facts = ("submitted_by_id", "submitted_at", "digest", "level", "acting_subject")
    made = Submission(dossier_id=dossier.id, number=FIRST, **{name: getattr(before, name) for name in facts})
    session().add(made)
    session().flush()
    kept = ("answer_id", "answer_number", "requirement_version_id", "position", "value", "is_confidential")
    for each in answers:
        row = SubmittedAnswer(
            submission_id=made.id, dossier_id=dossier.id, **{name: getattr(each, name) for name in kept}
        )
        row.documents = [
            SubmittedDocument(document_id=link.document_id, place=link.place, sha256=link.sha256)
            for link in each.documents
        ]
        session().add(row)
    session().flush()
    evidence.grant_to_dossier((link.document_id for each in answers for link in each.documents), dossier.id)
