# SPDX-License-Identifier: EUPL-1.2
"""The database refuses what joins two suppliers, whatever the code asks; a takeover still goes through (ADR 17)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import keys_checked_at_end
from samencontroleren.evidence.kinds import DocumentKind, SharingClass
from samencontroleren.evidence.models import Document, DocumentGrant, DocumentProduct
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.findings.models import FindingProof, FindingRequest, ImprovementPlan, PlanStep, StepOwner
from samencontroleren.questionnaires.kinds import Severity, Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import (
    Answer,
    AnswerDocument,
    QuestionTask,
    Submission,
    SubmittedAnswer,
    SubmittedDocument,
)
from samencontroleren.rounds.kinds import Turn
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.supplychain.kinds import FlagRule
from samencontroleren.supplychain.models import Flag
from samencontroleren.vendors import changes
from samencontroleren.vendors.kinds import ChangeKind
from samencontroleren.vendors.models import Product
from tests.support.world import World

pytestmark = pytest.mark.database


Row = TypeVar("Row")


@dataclass
class Things:
    """What suppliers 1 and 2 have: one of each, by the number of the supplier (0 or 1)."""

    unit: Session
    world: World
    round: Round

    def product(self, of: int) -> uuid.UUID:
        return self.world.products[of][0]

    def wording(self, code: str = "P-1") -> RequirementVersion:
        return self.unit.get_one(RequirementVersion, self.world.requirement_versions[code])

    def kept(self, row: Row) -> Row:
        self.unit.add(row)
        self.unit.flush()
        return row

    def answer(self, of: int, product: uuid.UUID | None, code: str = "P-1") -> Answer:
        facts = {"requirement_id": self.wording(code).requirement_id, "product_id": product}
        return self.kept(Answer(vendor_id=self.world.vendors[of], **facts))

    def document(self, of: int) -> Document:
        facts = {"kind": DocumentKind.PENTEST, "sharing": SharingClass.REVIEWERS, "filename": "b.pdf", "page_count": 1}
        facts |= {"media_type": "application/pdf", "size": 1, "sha256": "0" * 64, "storage_key": uuid.uuid4().hex}
        by = self.world[f"submitter{of + 1}"].user_id
        return self.kept(Document(vendor_id=self.world.vendors[of], title="Bewijs", uploaded_by_id=by, **facts))

    def dossier(self, of: int, product: uuid.UUID | None) -> Dossier:
        facts = {"subject": Subject.PRODUCT, "vendor_id": self.world.vendors[of], "product_id": product}
        return self.kept(Dossier(round_id=self.round.id, **facts))

    def link(self, answer: Answer, document: Document, of: int) -> AnswerDocument:
        keys = {"answer_id": answer.id, "document_id": document.id, "vendor_id": self.world.vendors[of]}
        return self.kept(AnswerDocument(**keys))

    def grant(self, document: Document, dossier: Dossier) -> DocumentGrant:
        return self.kept(DocumentGrant(document_id=document.id, dossier_id=dossier.id))

    def submitted(self, dossier: Dossier, answer: Answer) -> SubmittedAnswer:
        by = self.world["submitter1"].user_id
        whole = self.kept(Submission(dossier_id=dossier.id, number=1, submitted_by_id=by, digest="0" * 64))
        facts = {"answer_number": 1, "position": 1, "value": {}, "is_confidential": False}
        keys = {"submission_id": whole.id, "dossier_id": dossier.id, "answer_id": answer.id}
        return self.kept(SubmittedAnswer(**keys, requirement_version_id=self.wording().id, **facts))

    def finding(self, dossier: Dossier, of: int, product: uuid.UUID) -> Finding:
        facts = {"severity": Severity.LOW, "due_on": clock.today(), "state": FindingState.OPEN}
        keys = {"dossier_id": dossier.id, "vendor_id": self.world.vendors[of], "product_id": product}
        return self.kept(Finding(requirement_version_id=self.wording().id, **keys, **facts))

    def asked(self, finding: Finding, *documents: Document) -> FindingRequest:
        facts = {"kind": RequestKind.CHECK, "number": 1, "party": Turn.VENDOR, "explanation": "Opgelost"}
        keys = {"finding_id": finding.id, "vendor_id": finding.vendor_id}
        made = self.kept(FindingRequest(**keys, **facts, asked_by_id=self.world["submitter1"].user_id))
        for each in documents:
            self.kept(FindingProof(request_id=made.id, document_id=each.id, vendor_id=finding.vendor_id))
        return made

    def owner(self, finding: Finding) -> StepOwner:
        plan = self.kept(ImprovementPlan(finding_id=finding.id, number=1))
        step = self.kept(PlanStep(plan_id=plan.id, position=1, what="Oplossen"))
        return self.kept(StepOwner(step_id=step.id, text="Sam van het oude team"))

    def task(self, dossier: Dossier) -> QuestionTask:
        member, by = self.world["contributor1"].membership_id, self.world["submitter1"].user_id
        facts = {"invited_email": "", "invited_name": "", "due_on": clock.today(), "assigned_by_id": by}
        keys = {"dossier_id": dossier.id, "requirement_version_id": self.wording().id, "membership_id": member}
        return self.kept(QuestionTask(**keys, **facts))

    def flag(self, of: int, product: uuid.UUID) -> Flag:
        facts = {"key": uuid.uuid4().hex, "rule": next(iter(FlagRule)), "severity": Severity.LOW, "facts": {}}
        return self.kept(Flag(vendor_id=self.world.vendors[of], product_id=product, **facts))


@pytest.fixture
def things(unit: Session, app: Flask, world: World) -> Things:
    days = {f"{name}_on": clock.today() + timedelta(days=30) for name in ("opens", "answers_due", "review_due")}
    coordinator = world["coordinator"].user_id
    made = Round(name="Proefronde", questionnaire_id=world.questionnaire, coordinator_id=coordinator, **days)
    unit.add(made)
    unit.flush()
    return Things(unit, world, made)


def refused(things: Things, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), things.unit.begin_nested():
        act()


def test_nothing_about_a_product_is_of_another_supplier(things: Things) -> None:
    of_one = things.product(0)
    refused(things, lambda: things.answer(1, of_one))
    refused(things, lambda: things.dossier(1, of_one))
    refused(things, lambda: things.flag(1, of_one))
    dossier = things.dossier(0, of_one)
    refused(things, lambda: things.finding(dossier, 1, of_one))
    assert things.answer(0, of_one) and things.finding(dossier, 0, of_one) and things.flag(0, of_one)


def test_no_document_hangs_under_an_answer_of_another(things: Things) -> None:
    answer, own, other = things.answer(0, things.product(0)), things.document(0), things.document(1)
    for of in (0, 1):
        refused(things, lambda of=of: things.link(answer, other, of))  # type: ignore[misc]  # a lambda with a default
    assert things.link(answer, own, 0)
    moved = update(Document).where(Document.id == own.id).values(vendor_id=things.world.vendors[1])
    refused(things, lambda: things.unit.execute(moved))


def test_nothing_of_another_is_handed_over(things: Things) -> None:
    dossier, own, other = things.dossier(0, things.product(0)), things.document(0), things.document(1)
    refused(things, lambda: things.grant(other, dossier))
    refused(things, lambda: things.submitted(dossier, things.answer(1, things.product(1))))
    submitted = things.submitted(dossier, things.answer(0, things.product(0)))
    facts = {"submitted_answer_id": submitted.id, "place": "", "sha256": "0" * 64}
    refused(things, lambda: things.kept(SubmittedDocument(document_id=other.id, **facts)))
    assert things.kept(SubmittedDocument(document_id=own.id, **facts))
    grant = things.grant(own, dossier)
    changed = update(DocumentGrant).where(DocumentGrant.id == grant.id).values(document_id=other.id)
    refused(things, lambda: things.unit.execute(changed))


def carry_out(things: Things, kind: ChangeKind, product: uuid.UUID | None = None, **more: bool) -> None:
    world = things.world
    facts = {"into_vendor_id": world.vendors[1], "happens_on": clock.today(), "reason": "Bericht", **more}
    actor = world["vng-admin"].actor
    planned = changes.plan_change(actor, world.vendors[0], kind=kind, product_id=product, **facts)
    changes.carry_out(planned.id)
    things.unit.expire_all()


def left(things: Things) -> set[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]:
    """Answer, document and supplier of each link."""
    columns = (AnswerDocument.answer_id, AnswerDocument.document_id, AnswerDocument.vendor_id)
    return {(row[0], row[1], row[2]) for row in things.unit.execute(select(*columns))}


def test_a_takeover_takes_answers_and_their_documents_along(things: Things) -> None:
    """What is about the old supplier itself stays with it, without the documents that went."""
    about, itself = things.answer(0, things.product(0)), things.answer(0, None, "V-1")
    document = things.document(0)
    for answer in (about, itself):
        things.link(answer, document, 0)
    carry_out(things, ChangeKind.TAKEOVER)
    assert left(things) == {(about.id, document.id, things.world.vendors[1])}
    assert itself.vendor_id == things.world.vendors[0]


def test_a_product_that_moves_leaves_shared_documents(things: Things) -> None:
    going, staying = (things.answer(0, product) for product in things.world.products[0])
    shared, own = things.document(0), things.document(0)
    for answer, document in ((going, shared), (staying, shared), (going, own)):
        things.link(answer, document, 0)
    carry_out(things, ChangeKind.PRODUCT_MOVE, things.product(0))
    old, new = things.world.vendors[:2]
    assert left(things) == {(staying.id, shared.id, old), (going.id, own.id, new)}


def test_a_move_that_forgets_something_is_refused_at_its_end(things: Things) -> None:
    things.link(things.answer(0, things.product(0)), things.document(0), 0)
    moved = update(Product).where(Product.id == things.product(0)).values(vendor_id=things.world.vendors[1])
    with pytest.raises(IntegrityError), things.unit.begin_nested(), keys_checked_at_end():
        things.unit.execute(moved)
        assert len(things.unit.execute(text("SELECT 1 FROM answer_documents")).all()) == 1


def test_what_a_document_covers_and_took_the_place_of_stays_with_one_supplier(things: Things) -> None:
    """A product that goes elsewhere takes its own document along; it covers nothing of whoever keeps a document."""
    going, staying = (things.answer(0, product) for product in things.world.products[0])
    own, shared, older = things.document(0), things.document(0), things.document(0)
    for answer, document in ((going, own), (going, shared), (staying, shared)):
        things.link(answer, document, 0)
    for document in (own, shared):
        keys = {"document_id": document.id, "product_id": things.product(0)}
        things.kept(DocumentProduct(**keys, vendor_id=things.world.vendors[0]))
    older.superseded_by_id = own.id
    things.unit.flush()
    carry_out(things, ChangeKind.PRODUCT_MOVE, things.product(0))
    old, new = things.world.vendors[:2]
    covered = select(DocumentProduct.document_id, DocumentProduct.vendor_id)
    assert [tuple(row) for row in things.unit.execute(covered)] == [(own.id, new)]
    assert (older.vendor_id, older.superseded_by_id, shared.vendor_id) == (old, None, old)


def proofs(things: Things) -> set[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]:
    """Request, document and supplier of each proof of a follow-up check."""
    columns = (FindingProof.request_id, FindingProof.document_id, FindingProof.vendor_id)
    return {(row[0], row[1], row[2]) for row in things.unit.execute(select(*columns))}


def test_what_was_asked_about_a_finding_follows_the_product_with_the_proof_that_goes(things: Things) -> None:
    """A document that stays is dropped from the request; so is who does a step within the old supplier."""
    product = things.product(0)
    dossier, answer = things.dossier(0, product), things.answer(0, product)
    finding, going, staying = things.finding(dossier, 0, product), things.document(0), things.document(0)
    things.link(answer, going, 0)
    request, task = things.asked(finding, going, staying), things.task(dossier)
    things.owner(finding)
    carry_out(things, ChangeKind.PRODUCT_MOVE, product)
    new = things.world.vendors[1]
    assert (finding.vendor_id, request.vendor_id, dossier.vendor_id) == (new, new, new)
    assert proofs(things) == {(request.id, going.id, new)}
    assert things.unit.scalars(select(StepOwner)).all() == []
    assert task.ended_at is not None, "the new supplier does not meet the people of the old one"


def test_at_a_takeover_with_its_people_all_that_was_asked_goes_on(things: Things) -> None:
    """What is about the old supplier itself stays, without the proof that went."""
    product = things.product(0)
    dossier, about = things.dossier(0, product), things.dossier(0, None)
    finding, document = things.finding(dossier, 0, product), things.document(0)
    itself = things.kept(
        Finding(
            requirement_version_id=things.wording("V-1").id,
            dossier_id=about.id,
            vendor_id=things.world.vendors[0],
            severity=Severity.LOW,
            due_on=clock.today(),
            state=FindingState.OPEN,
        )
    )
    request, left_behind, task = things.asked(finding, document), things.asked(itself, document), things.task(dossier)
    things.owner(finding)
    carry_out(things, ChangeKind.TAKEOVER, moves_people=True)
    old, new = things.world.vendors[:2]
    assert (request.vendor_id, left_behind.vendor_id) == (new, old)
    assert proofs(things) == {(request.id, document.id, new)}
    assert len(things.unit.scalars(select(StepOwner)).all()) == 1
    assert task.ended_at is None
