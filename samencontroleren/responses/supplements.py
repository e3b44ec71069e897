# SPDX-License-Identifier: EUPL-1.2
"""A supplement: only the questions that reviewers named are open; everything else stays as it was submitted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, false, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.models import (
    AnswerDocument,
    AnswerVersion,
    ReopenedQuestion,
    Submission,
    SubmittedAnswer,
    SubmittedDocument,
    SupplementQuestion,
    SupplementRequest,
)
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier, Reassessment

NOT_NAMED = "Dit antwoord ligt vast: om een aanvulling bij deze vraag is niet gevraagd."
WITH_DOCUMENTS = selectinload(SubmittedAnswer.documents).joinedload(SubmittedDocument.document)
FROZEN_VERSION = joinedload(SubmittedAnswer.version).load_only(AnswerVersion.provenance, AnswerVersion.made_at)


@dataclass(frozen=True)
class Supplement:
    """What a supplier may change now: the questions named with what is missing; every other answer stays."""

    named: Mapping[uuid.UUID, str] = field(default_factory=dict)
    submitted: Mapping[uuid.UUID, SubmittedAnswer] = field(default_factory=dict)
    """Every answer of the last submission, by requirement version."""

    def kept(self, requirement_version_id: uuid.UUID) -> SubmittedAnswer | None:
        """The answer that stays; None where the supplier may change it."""
        return None if requirement_version_id in self.named else self.submitted.get(requirement_version_id)

    def has_other_documents(self, requirement_version_id: uuid.UUID, links: Sequence[AnswerDocument]) -> bool:
        """Whether a named answer leans on other documents than it did when it was submitted."""
        before = self.submitted.get(requirement_version_id)
        if before is None:
            return False
        return _papers(before.documents) != _papers(links)


@dataclass(frozen=True)
class Revision:
    """What the newest submission changed: when it came, and the answers as they were before, by requirement version."""

    at: datetime | None = None
    before: Mapping[uuid.UUID, SubmittedAnswer | None] = field(default_factory=dict)

    def changed(self, requirement_version_id: uuid.UUID) -> bool:
        """Whether this answer differs from the submission before."""
        return requirement_version_id in self.before


def last_submission(dossier_id: uuid.UUID) -> Submission | None:
    """The newest submission of a dossier, if any."""
    newest = select(Submission).where(Submission.dossier_id == dossier_id).order_by(Submission.number.desc())
    return session().scalars(newest.limit(1)).first()


def newest_submission(dossier_id: uuid.UUID) -> ScalarSelect[uuid.UUID]:
    """The key of the newest submission, as part of another query."""
    keys = select(Submission.id).where(Submission.dossier_id == dossier_id)
    return keys.order_by(Submission.number.desc()).limit(1).scalar_subquery()


def named_questions(dossier_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The questions that came back to the supplier now, with what is missing; empty when nothing is asked."""
    query = (
        select(SupplementQuestion.requirement_version_id, SupplementQuestion.text)
        .join(SupplementRequest, SupplementRequest.id == SupplementQuestion.request_id)
        .where(
            SupplementRequest.dossier_id == dossier_id,
            SupplementRequest.sent_at.is_not(None),
            SupplementRequest.answered_at.is_(None),
            SupplementRequest.closed_at.is_(None),
        )
    )
    return {row[0]: row[1] for row in session().execute(query)}


def reopened_questions(dossier_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The questions that a re-assessment opened, with why (system use)."""
    query = (
        select(ReopenedQuestion.requirement_version_id, Reassessment.explanation)
        .join(Reassessment, Reassessment.dossier_id == ReopenedQuestion.dossier_id)
        .where(ReopenedQuestion.dossier_id == dossier_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def taken_along(dossier: Dossier) -> ColumnElement[bool]:
    """Of a submitted answer: its requirement was open in the re-assessment with which this dossier goes on."""
    if dossier.goes_on_with_id is None:
        return false()
    then = aliased(RequirementVersion)
    query = select(RequirementVersion.id).join(then, then.requirement_id == RequirementVersion.requirement_id)
    query = query.join(ReopenedQuestion, ReopenedQuestion.requirement_version_id == then.id)
    found: ColumnElement[bool] = SubmittedAnswer.requirement_version_id.in_(
        query.where(ReopenedQuestion.dossier_id == dossier.goes_on_with_id)
    )
    return found


def find_supplement(dossier: Dossier, last: Submission | None) -> Supplement | None:
    """What is open and what stays, of a supplement or a re-assessment; None where everything is open."""
    named = _open_questions(dossier)
    return None if named is None else Supplement(named, _answers_of(last))


def _open_questions(dossier: Dossier) -> dict[uuid.UUID, str] | None:
    """The only questions that are open, with what is asked there; None where all of them are."""
    if dossier.state is DossierState.SUPPLEMENT_ASKED:
        return named_questions(dossier.id)
    return reopened_questions(dossier.id) if dossier.is_interim else None


def _answers_of(submission: Submission | None) -> dict[uuid.UUID, SubmittedAnswer]:
    if submission is None:
        return {}
    query = select(SubmittedAnswer).where(SubmittedAnswer.submission_id == submission.id)
    return {each.requirement_version_id: each for each in session().scalars(query.options(WITH_DOCUMENTS))}


def is_frozen(dossier: Dossier, requirement_version_id: uuid.UUID) -> bool:
    """Whether this answer stays as it was submitted because no supplement was asked for it.

    A question that a named answer brings along was never submitted, so it is open too.
    """
    named = _open_questions(dossier)
    if named is None or requirement_version_id in named:
        return False
    last = last_submission(dossier.id)
    there = exists().where(
        SubmittedAnswer.submission_id == (last.id if last else None),
        SubmittedAnswer.requirement_version_id == requirement_version_id,
    )
    return bool(session().scalar(select(there)))


def close_answered(dossier_id: uuid.UUID) -> None:
    """The supplier submitted anew: what was asked is answered."""
    query = select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
    for request in session().scalars(query):
        if request.is_waiting:
            request.answered_at = clock.now()
    session().flush()


def last_submissions(actor: Actor, dossier_id: uuid.UUID) -> Select[Any]:
    """The answers of the last two submissions, the newest first and in order, each with its submission.

    Wording, documents and version are loaded. Others may join what they know of an answer.
    """
    newest = select(Submission.id).where(Submission.dossier_id == dossier_id).order_by(Submission.number.desc())
    query = visible(actor, policy.SUBMITTED_VIEW, columns=[SubmittedAnswer, Submission])
    query = query.join(Submission, Submission.id == SubmittedAnswer.submission_id)
    query = query.where(SubmittedAnswer.submission_id.in_(newest.limit(2).correlate(None)))
    documents = joinedload(SubmittedAnswer.documents).joinedload(SubmittedDocument.document)
    whole = (joinedload(SubmittedAnswer.requirement_version), documents, FROZEN_VERSION)
    return query.options(*whole).order_by(Submission.number.desc(), SubmittedAnswer.position)


def told_apart(rows: Sequence[tuple[SubmittedAnswer, Submission]]) -> tuple[list[SubmittedAnswer], Revision]:
    """Of the last two submissions (the newest first) the answers of now, and what the newest one changed.

    Nothing changed with a first one.
    """
    sent = list(dict.fromkeys(submission for _answer, submission in rows))
    now = [answer for answer, submission in rows if submission is sent[0]]
    if len(sent) < 2:
        return now, Revision()
    earlier = {answer.requirement_version_id: answer for answer, submission in rows if submission is not sent[0]}
    pairs = {each.requirement_version_id: (earlier.get(each.requirement_version_id), each) for each in now}
    changed = {key: old for key, (old, new) in pairs.items() if not _is_same(old, new)}
    return now, Revision(sent[0].submitted_at, changed)


def submitted_and_revised(actor: Actor, dossier_id: uuid.UUID) -> tuple[list[SubmittedAnswer], Revision]:
    """The newest submission in order, wording, documents and version loaded, and what it changed (one query)."""
    rows = session().execute(last_submissions(actor, dossier_id)).unique()
    return told_apart([(answer, submission) for answer, submission in rows])


def _is_same(old: SubmittedAnswer | None, new: SubmittedAnswer) -> bool:
    return old is not None and _content(old) == _content(new)


def _content(answer: SubmittedAnswer) -> tuple[object, ...]:
    return answer.value, answer.is_confidential, _papers(answer.documents)


def _papers(links: Sequence[AnswerDocument | SubmittedDocument]) -> frozenset[tuple[uuid.UUID, str]]:
    return frozenset((each.document_id, each.place) for each in links)
