# SPDX-License-Identifier: EUPL-1.2
"""Submitting a dossier: the answers and documents of that moment are frozen, and whoever may open it reads them."""

import hashlib
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden
from samencontroleren.evidence import service as evidence
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.answering import NOT_OPEN
from samencontroleren.responses.models import AnswerDocument, Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.responses.sheet import Question, Sheet, is_open, load_sheet
from samencontroleren.responses.supplements import WITH_DOCUMENTS, close_answered, last_submission
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

NEXT_STATE = {
    DossierState.INVITED: DossierState.SUBMITTED,
    DossierState.IN_PROGRESS: DossierState.SUBMITTED,
    DossierState.SUPPLEMENT_ASKED: DossierState.IN_REVIEW,
}
RECEIVED = "submission_received"
ONLY_SUBMITTER = "Alleen een vrijgever van uw organisatie kan indienen. Vraag een collega met die rol."


class AlreadySubmitted(Conflict):
    """Somebody submitted this dossier already; nothing was done again."""

    code = "al-ingediend"


@rounds.on_segments_asked
def submitted_segments(dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
    """Per submitted dossier the segments of the requirements that were asked (system use; one query)."""
    columns = (SubmittedAnswer.dossier_id, RequirementVersion.segment)
    query = select(*columns).join(SubmittedAnswer.requirement_version).distinct()
    rows = session().execute(query.where(columns[0].in_(dossier_ids), columns[1] != ""))
    found: dict[uuid.UUID, set[str]] = {}
    for key, segment in rows:
        found.setdefault(key, set()).add(segment)
    return {key: frozenset(each) for key, each in found.items()}


def submission_sheet(actor: Actor, dossier_id: uuid.UUID) -> Sheet:
    """What the vrijgever reads before submitting. Raises Forbidden, in clear words, for others of the supplier."""
    sheet = load_sheet(actor, dossier_id)
    if not sheet.can_submit:
        raise Forbidden(ONLY_SUBMITTER)
    return sheet


Follow = Callable[[Actor, Dossier], None]
"""What a later feature does once a dossier was submitted, in the same unit of work."""

_followers: list[Follow] = []


def on_submitted(follow: Follow) -> Follow:
    """Register what follows from a submission."""
    if follow not in _followers:
        _followers.append(follow)
    return follow


def submit(actor: Actor, dossier_id: uuid.UUID) -> Submission:
    """Freeze the confirmed answers in the supplier's name and hand the dossier on.

    Of a supplement the answers that were not named are exactly those of the submission before, whatever was
    typed since. Raises ConfirmationRequired without a fresh second factor, Forbidden, AlreadySubmitted, and Conflict
    while an answer is missing or not confirmed, or leans on a document that is still being checked.
    """
    dossier = _lock(actor, dossier_id)
    require_present(actor)
    sheet = load_sheet(actor, dossier_id)
    if not is_open(dossier):
        raise AlreadySubmitted("Dit dossier is al ingediend.") if sheet.last_submission else Conflict(NOT_OPEN)
    waiting = sum(question.row.is_waiting for question in sheet.questions)
    if waiting:
        raise Conflict(
            "U kunt nog niet indienen: bij %(count)s antwoorden wordt het bewijs nog gecontroleerd. "
            "Probeer het over een paar minuten opnieuw.",
            count=waiting,
        )
    again = sum(question.row.is_to_reread for question in sheet.questions)
    left = sheet.progress.total - sheet.progress.done - again
    if again and not left:
        raise Conflict(
            "U kunt nog niet indienen: lees eerst nog %(count)s antwoorden één voor één die samen zijn bevestigd.",
            count=again,
        )
    if left or not sheet.questions:
        raise Conflict("U kunt nog niet indienen: %(count)s antwoorden zijn nog niet bevestigd.", count=left)
    submission = _freeze(actor, dossier, sheet)
    _hand_on(actor, dossier)
    for follow in _followers:
        follow(actor, dossier)
    facts = {"submission": submission.id, "digest": submission.digest}
    trail.record(actor, "dossier.submitted", "dossier", dossier.id, "ok", dossier.vendor_id, **facts)
    _give_receipt(dossier, submission)
    return submission


def _give_receipt(dossier: Dossier, submission: Submission) -> None:
    """Who fills in and submits for the supplier is told that it arrived; what arrived stands on the page alone."""
    members = accounts.members_with_roles(dossier.vendor_id, Role.CONTRIBUTOR, Role.SUBMITTER)
    keys = [each.id for each in members]
    notifications.notify_all(f"{RECEIVED}:{submission.id}", keys, RECEIVED, dossier.id, number=submission.number)


def submitted_answers(actor: Actor, dossier_id: uuid.UUID) -> list[SubmittedAnswer]:
    """The newest submission of a dossier in order, wording and documents loaded; empty before one."""
    last = last_submission(dossier_id)
    if last is None:
        return []
    query = visible(actor, policy.SUBMITTED_VIEW).where(SubmittedAnswer.submission_id == last.id)
    whole = (joinedload(SubmittedAnswer.requirement_version), WITH_DOCUMENTS)
    return list(session().scalars(query.options(*whole).order_by(SubmittedAnswer.position)))


def _lock(actor: Actor, dossier_id: uuid.UUID) -> Dossier:
    """The dossier, held until the end: a second click waits here and then sees the new state."""
    whole = (joinedload(Dossier.round),)
    try:
        return fetch(actor, rounds_policy.SUBMIT, dossier_id, view=policy.WORK, options=whole, lock=True)
    except Forbidden as error:
        raise Forbidden(ONLY_SUBMITTER) from error


def _freeze(actor: Actor, dossier: Dossier, sheet: Sheet) -> Submission:
    number = (sheet.last_submission.number if sheet.last_submission else 0) + 1
    submission = Submission(
        dossier_id=dossier.id,
        number=number,
        submitted_by_id=_person(actor),
        digest=_digest(sheet.questions),
        level=actor.level or None,
        acting_subject=actor.acting_subject or None,
    )
    session().add(submission)
    session().flush()
    for position, question in enumerate(sheet.questions, 1):
        session().add(_frozen(submission, position, question))
    session().flush()
    evidence.grant_to_dossier((link.document_id for each in sheet.questions for link in _standing(each)), dossier.id)
    close_answered(dossier.id)
    return submission


@dataclass(frozen=True)
class _Content:
    """What is frozen of one question: which version of the answer, under which documents."""

    answer_id: uuid.UUID
    number: int
    value: dict[str, Any]
    is_confidential: bool
    documents: list[tuple[uuid.UUID, str, str]]
    """Key, place and SHA-256."""


def _content(question: Question) -> _Content:
    """What stands, or of an answer that no supplement was asked for what was submitted before."""
    kept, answer = question.frozen, question.answer
    if kept is not None:
        papers = [(link.document_id, link.place, link.sha256) for link in kept.documents]
        return _Content(kept.answer_id, kept.answer_number, kept.value, kept.is_confidential, papers)
    if answer is None or answer.current is None:  # may_submit saw to it that every answer has a version
        raise Conflict("Een antwoord is intussen gewijzigd. Probeer het opnieuw.")
    papers = [(link.document_id, link.place, link.document.sha256) for link in _standing(question)]
    return _Content(answer.id, answer.current_number, answer.current, answer.is_confidential, papers)


def _frozen(submission: Submission, position: int, question: Question) -> SubmittedAnswer:
    content = _content(question)
    frozen = SubmittedAnswer(
        submission_id=submission.id,
        dossier_id=submission.dossier_id,
        answer_id=content.answer_id,
        answer_number=content.number,
        requirement_version_id=question.version.id,
        position=position,
        value=content.value,
        is_confidential=content.is_confidential,
    )
    frozen.documents = [
        SubmittedDocument(document_id=key, place=place, sha256=digest) for key, place, digest in content.documents
    ]
    return frozen


def _person(actor: Actor) -> uuid.UUID:
    if actor.user_id is None:
        raise Forbidden(ONLY_SUBMITTER)
    return actor.user_id


def _standing(question: Question) -> list[AnswerDocument | SubmittedDocument]:
    """The documents that go along: those one can lean on; of an answer that stays all of them."""
    return [link for link in question.links if question.frozen or evidence.can_lean_on(link.document)]


def _digest(questions: list[Question]) -> str:
    """SHA-256 over wording, value and documents of every answer, in order."""
    rows = [_row(question, _content(question)) for question in questions]
    return hashlib.sha256(answer_kinds.canonical(rows)).hexdigest()


def _row(question: Question, content: _Content) -> dict[str, Any]:
    return {
        "requirement": question.version.digest,
        "value": content.value,
        "confidential": content.is_confidential,
        "documents": [[digest, place] for _key, place, digest in content.documents],
    }


def _hand_on(actor: Actor, dossier: Dossier) -> None:
    if dossier.state is DossierState.INVITED:
        rounds.move_dossier(actor, dossier, DossierState.IN_PROGRESS)
    rounds.move_dossier(actor, dossier, NEXT_STATE[dossier.state])
