# SPDX-License-Identifier: EUPL-1.2
"""Submitting: who may, what blocks it, and that what was submitted never changes."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, NotFound
from samencontroleren.evidence import checking
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind, FileState
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import service
from samencontroleren.responses.completeness import Gap
from samencontroleren.responses.kinds import AnswerStatus
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.support.world import World

pytestmark = pytest.mark.database

ANSWERS = {"P-1": MEETS, "P-2": {"choice": "yes"}, "P-3": MEETS, "P-4": {"number": "4"}}


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    return make_dossier(world, make_round(world))


def answer_all(actor: Actor, dossier: Dossier, world: World) -> None:
    for code, value in ANSWERS.items():
        question = service.overview(actor, dossier.id).question(world.requirement_versions[code])
        service.confirm_answer(actor, dossier.id, question.version.id, value, question.revision)


def add_proof(actor: Actor, world: World, content: bytes = b"Ons beleid.", days: int | None = 365) -> Document:
    until = None if days is None else clock.today() + timedelta(days=days)
    stream = io.BytesIO(content)
    kind = DocumentKind.ISO_27001
    made = evidence.add_document(actor, world.vendors[0], stream, "beleid.txt", "Beleid", kind, valid_until=until)
    checking.check(made.id)
    return made


def test_a_submission_freezes_answers_and_documents(dossier: Dossier, world: World, unit: Session) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    document = add_proof(person, world)
    service.link_document(person, dossier.id, asked, document.id, "pagina 12")
    answer_all(person, dossier, world)
    submission = service.submit(person, dossier.id)
    assert dossier.state is DossierState.SUBMITTED
    assert (submission.number, len(submission.digest)) == (1, 64)
    frozen = service.submitted_answers(person, dossier.id)
    assert [each.value for each in frozen] == [
        MEETS,
        {"choice": "yes", "explanation": ""},
        MEETS,
        {"number": "4", "explanation": ""},
    ]
    leaning = frozen[0].documents[0]
    assert (leaning.place, leaning.sha256, leaning.document.title) == ("pagina 12", document.sha256, "Beleid")
    assert unit.scalars(select(DocumentGrant.dossier_id)).all() == [dossier.id]


def test_a_later_change_leaves_what_was_submitted_and_shows(dossier: Dossier, world: World) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    answer_all(person, dossier, world)
    service.submit(person, dossier.id)
    following = make_dossier(world, make_round(world, "Volgende ronde"))
    question = service.overview(person, following.id).question(asked)
    other = {"choice": "not_met", "explanation": "Er is iets veranderd."}
    service.confirm_answer(person, following.id, asked, other, question.revision)
    assert service.submitted_answers(person, dossier.id)[0].value == MEETS
    changed = [each.version.id for each in service.overview(person, dossier.id).questions if each.is_changed_since]
    assert changed == [asked]


def test_a_second_click_submits_nothing_again(dossier: Dossier, world: World, unit: Session) -> None:
    person = world["submitter1"].actor
    answer_all(person, dossier, world)
    service.submit(person, dossier.id)
    with pytest.raises(service.AlreadySubmitted):
        service.submit(person, dossier.id)
    assert unit.scalar(select(func.count()).select_from(Submission)) == 1


def test_a_missing_or_unconfirmed_answer_blocks(dossier: Dossier, world: World, unit: Session) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    answer_all(person, dossier, world)
    question = service.overview(person, dossier.id).question(asked)
    service.save_draft(person, dossier.id, asked, {"choice": "partly", "explanation": "Anders."}, question.revision)
    with pytest.raises(Conflict):
        service.submit(person, dossier.id)
    assert unit.scalar(select(func.count()).select_from(SubmittedAnswer)) == 0
    assert dossier.state is DossierState.IN_PROGRESS


def test_ended_proof_warns_and_withdrawn_proof_is_not_submitted(dossier: Dossier, world: World) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    ended, withdrawn = add_proof(person, world, days=-1), add_proof(person, world, b"Ander beleid.")
    for document in (ended, withdrawn):
        service.link_document(person, dossier.id, asked, document.id)
    evidence.withdraw_document(person, withdrawn.id)
    answer_all(person, dossier, world)
    assert service.overview(person, dossier.id).question(asked).gaps == [Gap.PROOF_ENDED, Gap.NO_PROOF]
    service.submit(person, dossier.id)
    assert [each.document_id for each in service.submitted_answers(person, dossier.id)[0].documents] == [ended.id]


def test_proof_that_is_still_checked_holds_up_the_submission_only(dossier: Dossier, world: World) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    document = add_proof(person, world)
    document.state = FileState.QUARANTINE
    service.link_document(person, dossier.id, asked, document.id)
    answer_all(person, dossier, world)
    question = service.overview(person, dossier.id).question(asked)
    assert (question.status, question.gaps) == (AnswerStatus.WAITING, [Gap.PROOF_UNCHECKED])
    with pytest.raises(Conflict, match="nog gecontroleerd"):
        service.submit(person, dossier.id)
    checking.check(document.id)
    service.submit(person, dossier.id)
    assert [each.document_id for each in service.submitted_answers(person, dossier.id)[0].documents] == [document.id]


def test_refused_proof_counts_for_nothing(dossier: Dossier, world: World) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    document = add_proof(person, world)
    service.link_document(person, dossier.id, asked, document.id)
    answer_all(person, dossier, world)
    document.state = FileState.REFUSED
    assert service.overview(person, dossier.id).question(asked).gaps == [Gap.PROOF_REFUSED, Gap.NO_PROOF]
    with pytest.raises(Conflict, match="geweigerd"):
        service.link_document(person, dossier.id, world.requirement_versions["P-2"], document.id)
    service.submit(person, dossier.id)
    assert service.submitted_answers(person, dossier.id)[0].documents == []


def test_a_supplement_goes_back_to_the_reviewers(dossier: Dossier, world: World) -> None:
    person = world["submitter1"].actor
    answer_all(person, dossier, world)
    service.submit(person, dossier.id)
    dossier.state = DossierState.SUPPLEMENT_ASKED
    again = service.submit(person, dossier.id)
    assert (again.number, dossier.state) == (2, DossierState.IN_REVIEW)
    assert {each.submission_id for each in service.submitted_answers(person, dossier.id)} == {again.id}


def test_only_a_vrijgever_who_is_present_submits(dossier: Dossier, world: World) -> None:
    answer_all(world["contributor1"].actor, dossier, world)
    with pytest.raises(Forbidden):
        service.submit(world["contributor1"].actor, dossier.id)
    with pytest.raises(NotFound):
        service.submit(world["submitter2"].actor, dossier.id)
    with pytest.raises(ConfirmationRequired):
        service.submit(replace(world["submitter1"].actor, is_present=False), dossier.id)


def test_submitted_answers_are_for_who_may_open_the_dossier(dossier: Dossier, world: World) -> None:
    person = world["submitter1"].actor
    answer_all(person, dossier, world)
    service.submit(person, dossier.id)
    assert len(service.submitted_answers(world["coordinator"].actor, dossier.id)) == 4
    for outsider in ("submitter2", "reviewer1", "ciso1"):
        assert service.submitted_answers(world[outsider].actor, dossier.id) == []


def test_a_document_of_another_supplier_cannot_be_linked(dossier: Dossier, world: World) -> None:
    foreign = evidence.add_document(
        world["contributor2"].actor, world.vendors[1], io.BytesIO(b"Geheim."), "a.txt", "Geheim", DocumentKind.OTHER
    )
    with pytest.raises(NotFound):
        service.link_document(world["contributor1"].actor, dossier.id, world.requirement_versions["P-1"], foreign.id)
