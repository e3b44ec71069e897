# SPDX-License-Identifier: EUPL-1.2
"""A dossier's life written as rows (see `bulk`): what `steps` does through the services, for the mass of dossiers.

Every step here mirrors one of `steps`, with the same rows, moments and lines in the trail (notices and mails aside:
those of years ago were read). What is decided (the result, the layers, terms, digests) comes from the same pure
functions as in the services.
"""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.demonstration.answers import value_of
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.steps import REFUSAL, Stage
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion, RequirementVersion
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.models import (
    Answer,
    AnswerDocument,
    AnswerVersion,
    Submission,
    SubmittedAnswer,
    SubmittedDocument,
)
from samencontroleren.rounds.kinds import NEEDS_REASON, DossierState, Part
from samencontroleren.rounds.models import Assignment, Dossier, DossierMove, DossierPart, Round
from samencontroleren.rounds.moves import term_of
from samencontroleren.sharing.models import Release

S = DossierState
AnswerKey = tuple[uuid.UUID, uuid.UUID | None, uuid.UUID]


@dataclass
class Book:
    """What the lives of dossiers share and hand on to the next round."""

    rows: Rows
    documents: dict[uuid.UUID, Document]
    answers: dict[AnswerKey, Answer] = field(default_factory=dict)
    links: dict[uuid.UUID, dict[uuid.UUID, AnswerDocument]] = field(default_factory=dict)
    """Per answer its documents."""
    releases: dict[tuple[uuid.UUID, uuid.UUID | None], list[Release]] = field(default_factory=dict)
    """Per subject its released results, in order."""
    standing: dict[tuple[uuid.UUID, uuid.UUID | None], dict[uuid.UUID, Finding]] = field(default_factory=dict)
    """Per subject the findings that are not solved, by requirement."""
    lines: Counter[uuid.UUID] = field(default_factory=Counter)
    """Per finding the lines of its history so far."""


@dataclass
class Life:
    """One dossier on its way through the states."""

    stage: Stage
    book: Book
    dossier: Dossier
    """Read only: the present state is kept in `state`."""
    round: Round
    asked: QuestionnaireVersion
    state: DossierState = S.INVITED
    revision: int = 1
    submitted: list[SubmittedAnswer] = field(default_factory=list)
    assigned: list[Assignment] = field(default_factory=list)
    last_move: DossierMove | None = None

    @property
    def rows(self) -> Rows:
        return self.book.rows

    @property
    def subject(self) -> tuple[uuid.UUID, uuid.UUID | None]:
        return self.dossier.vendor_id, self.dossier.product_id

    @contextmanager
    def on(self, step: str) -> Iterator[datetime]:
        """The moment of a step, on the day that the calendar gives it."""
        with clock.pretend(self.stage.day(step)):
            yield clock.now()

    def person(self, role: Role) -> Actor:
        """Somebody of the supplier."""
        return self.stage.supplier_person(role).actor

    def move(self, actor: Actor, to_state: DossierState, reason: str = "", due_on: date | None = None) -> None:
        """Move the dossier, as `rounds.move_dossier`."""
        at, key = clock.now(), self.dossier.id
        from_state, self.state, self.revision = self.state, to_state, self.revision + 1
        values: dict[str, Any] = {
            "state": to_state,
            "state_since": at,
            "due_on": due_on or term_of(self.dossier, to_state),
            "revision": self.revision,
            "changed_at": at,
        }
        if to_state in NEEDS_REASON:
            values["reason"] = reason
        self.rows.amend(Dossier, key, **values)
        move = DossierMove(dossier_id=key, from_state=from_state, to_state=to_state, moved_at=at, reason=reason)
        move.moved_by_id = actor.user_id
        self.last_move = self.rows.add(move, at)
        reader = self.dossier.vendor_id if actor.is_vendor else None
        facts: dict[str, Any] = {"from_state": from_state.value, "to_state": to_state.value}
        self.rows.trail(actor, at, "dossier.moved", "dossier", key, reader, **facts)


def begin_and_answer(life: Life) -> None:
    """The invuller begins, leans answers on evidence and confirms them; half of them when it stays in progress."""
    who = life.person(Role.CONTRIBUTOR)
    with life.on("answered"):
        life.move(who, S.IN_PROGRESS, due_on=life.round.answers_due_on)
        versions = life.stage.versions
        unfinished = life.stage.script.reaches is S.IN_PROGRESS
        for version in versions[: len(versions) // 2] if unfinished else versions:
            _answer(life, who, version)


def _answer(life: Life, who: Actor, version: RequirementVersion) -> None:
    at, vendor_id = clock.now(), life.dossier.vendor_id
    answer = _standing(life, version, at)
    document = life.stage.document(version)
    links = life.book.links.setdefault(answer.id, {})
    if document is not None and document not in links:
        keys = {"answer_id": answer.id, "document_id": document, "vendor_id": vendor_id}
        link = AnswerDocument(**keys, place="blz. 1")
        links[document] = life.rows.add(link, at)
        life.rows.trail(who, at, "answer.document-linked", "answer", answer.id, vendor_id, document=document)
    _confirm(life, who, version, answer)
    facts: dict[str, Any] = {"dossier": life.dossier.id, "number": answer.current_number, "together": False}
    life.rows.trail(who, at, "answer.confirmed", "answer", answer.id, vendor_id, **facts)


def _standing(life: Life, version: RequirementVersion, at: datetime) -> Answer:
    key: AnswerKey = (*life.subject, version.requirement_id)
    found = life.book.answers.get(key)
    if found is None:
        vendor_id, product_id = life.subject
        found = Answer(vendor_id=vendor_id, product_id=product_id, requirement_id=version.requirement_id, revision=0)
        life.book.answers[key] = life.rows.add(found, at)
    return found


def _confirm(life: Life, who: Actor, version: RequirementVersion, answer: Answer) -> None:
    at = clock.now()
    given = value_of(version.requirement.code, life.stage.quality(version), life.stage.names, clock.today())
    value, problems = answer_kinds.parse(version.answer_kind, given, version.options)
    assert not problems, problems  # noqa: S101 (our own texts)
    changed: dict[str, Any] = {}
    if answer.current_number == 0 or answer_kinds.canonical(answer.current or {}) != answer_kinds.canonical(value):
        changed = {"current": value, "current_number": answer.current_number + 1, "revision": answer.revision + 1}
        made = AnswerVersion(answer_id=answer.id, number=changed["current_number"], value=value, made_at=at)
        made.requirement_version_id, made.author_id = version.id, who.user_id
        made.provenance = Provenance.TYPED
        life.rows.add(made, at)
    life.rows.change(
        answer,
        **changed,
        confirmed_round_id=life.round.id,
        confirmed_requirement_version_id=version.id,
        confirmed_by_id=who.user_id,
        confirmed_at=at,
        changed_at=at,
    )


def submit(life: Life) -> None:
    """The vrijgever submits; whoever still waits for reviewers did so just now."""
    who = life.person(Role.SUBMITTER)
    with life.on("replied" if life.stage.script.reaches is S.SUBMITTED else "submitted") as at:
        answers = [life.book.answers[(*life.subject, each.requirement_id)] for each in life.stage.versions]
        submission = Submission(dossier_id=life.dossier.id, number=1, submitted_by_id=who.user_id, submitted_at=at)
        submission.digest = _digest(life, answers)
        life.rows.add(submission, at)
        pairs = zip(life.stage.versions, answers, strict=True)
        for position, (version, answer) in enumerate(pairs, 1):
            life.submitted.append(_freeze(life, submission, position, version, answer))
        for document in {link for answer in answers for link in life.book.links[answer.id]}:
            grant = DocumentGrant(document_id=document, dossier_id=life.dossier.id, granted_at=at)
            life.rows.add(grant, at)
        life.move(who, S.SUBMITTED)
        facts: dict[str, Any] = {"submission": submission.id, "digest": submission.digest}
        life.rows.trail(who, at, "dossier.submitted", "dossier", life.dossier.id, life.dossier.vendor_id, **facts)


def _freeze(
    life: Life, submission: Submission, position: int, version: RequirementVersion, answer: Answer
) -> SubmittedAnswer:
    at = submission.submitted_at
    frozen = SubmittedAnswer(
        submission_id=submission.id,
        dossier_id=life.dossier.id,
        answer_id=answer.id,
        answer_number=answer.current_number,
        requirement_version_id=version.id,
        position=position,
        value=answer.current or {},
        is_confidential=answer.is_confidential,
    )
    life.rows.add(frozen, at)
    for key, link in life.book.links[answer.id].items():
        document = life.book.documents[key]
        row = SubmittedDocument(submitted_answer_id=frozen.id, document_id=key, place=link.place)
        row.sha256 = document.sha256
        life.rows.add(row, at)
    return frozen


def _digest(life: Life, answers: list[Answer]) -> str:
    """The digest of a submission, as `responses.submission` takes it."""
    documents, links = life.book.documents, life.book.links
    rows = [
        {
            "requirement": version.digest,
            "value": answer.current,
            "confidential": answer.is_confidential,
            "documents": [[documents[key].sha256, link.place] for key, link in links[answer.id].items()],
        }
        for version, answer in zip(life.stage.versions, answers, strict=True)
    ]
    return hashlib.sha256(answer_kinds.canonical(rows)).hexdigest()


def assign(life: Life) -> None:
    """The co-ordinator assigns two reviewers."""
    who = life.stage.cast.vng["coordinator"].actor
    with life.on("assigned") as at:
        for person in life.stage.reviewers:
            part = DossierPart(dossier_id=life.dossier.id, user_id=person.user_id, part=Part.REVIEWS, taken_at=at)
            life.rows.add(part, at)
            row = Assignment(dossier_id=life.dossier.id, user_id=person.user_id, membership_id=person.membership_id)
            row.organisation_id, row.assigned_at = person.organisation_id, at
            life.assigned.append(life.rows.add(row, at))
            life.rows.trail(who, at, "assignment.added", "dossier", life.dossier.id, reviewer=person.user_id)
        life.move(who, S.IN_REVIEW)


def refuse(life: Life) -> None:
    """The vrijgever refuses to take part."""
    with life.on("submitted"):
        life.move(life.person(Role.SUBMITTER), S.REFUSED, REFUSAL)


def cancel(life: Life) -> None:
    """The co-ordinator cancels a dossier of a product that is withdrawn."""
    with life.on("submitted"):
        life.move(life.stage.cast.vng["coordinator"].actor, S.CANCELLED, WITHDRAWN)


def miss(life: Life) -> None:
    """Nothing came: one person of VNG proposes to record that, another approves."""
    proposer, approver = (life.stage.cast.vng[each].actor for each in ("coordinator", "coordinator2"))
    with life.on("released") as at:
        life.revision += 1
        proposed = {"not_delivered_proposed_by_id": proposer.user_id, "not_delivered_reason": SILENT}
        life.rows.amend(Dossier, life.dossier.id, **proposed)
        life.rows.trail(proposer, at, "dossier.not-delivered-proposed", "dossier", life.dossier.id)
        part = DossierPart(dossier_id=life.dossier.id, user_id=approver.user_id, part=Part.COORDINATES, taken_at=at)
        life.rows.add(part, at)
        life.move(approver, S.NOT_DELIVERED, SILENT)


WITHDRAWN = "De leverancier haalt dit product uit de markt. Gemeenten stappen voor de zomer over."
SILENT = "Na drie herinneringen en een brief aan de directie is er geen reactie gekomen."


def is_vendor(life: Life) -> bool:
    """Whether this dossier is about the supplier itself."""
    return life.dossier.subject is Subject.VENDOR
