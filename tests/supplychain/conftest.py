# SPDX-License-Identifier: EUPL-1.2
"""A submitted dossier that leans on a document, written row by row: the rules read facts, not how they came."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Assurance, ResultCode
from samencontroleren.core import clock
from samencontroleren.evidence.kinds import DocumentKind, FileState, SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import Answer, Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.sharing.models import Release
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from tests.support.world import World

DAY = date(2027, 3, 1)


@dataclass
class Leaning:
    """What `lean` made."""

    document: Document
    dossier: Dossier
    submission: Submission


@dataclass
class Facts:
    """Makes rows for the rules in the open unit of work."""

    session: Session
    world: World

    def lean(self, days: int, code: str = "P-1", released: bool = True, vendor: int = 0) -> Leaning:
        """A dossier of the first product whose newest submission leans on a document that ends in so many days."""
        dossier = self._dossier(vendor, released)
        document = self._document(vendor, DAY + timedelta(days=days))
        submission = self.submit(dossier, document, code)
        if released:
            self._release(dossier)
        return Leaning(document, dossier, submission)

    def submit(self, dossier: Dossier, document: Document, code: str = "P-1", number: int = 1) -> Submission:
        version = self.world.requirement_versions[code]
        person = self.world["submitter1"].user_id
        submission = Submission(dossier_id=dossier.id, number=number, submitted_by_id=person, digest="0" * 64)
        answer = self._answer(dossier, version)
        self._add(submission)
        frozen = SubmittedAnswer(
            submission_id=submission.id,
            dossier_id=dossier.id,
            answer_id=answer.id,
            answer_number=1,
            requirement_version_id=version,
            position=1,
            value={"choice": "meets"},
            is_confidential=False,
        )
        self._add(frozen)
        leaning = {"submitted_answer_id": frozen.id, "document_id": document.id, "place": "", "sha256": "0" * 64}
        self._add(SubmittedDocument(**leaning))
        return submission

    def use(self, vendor: int, municipality: int, critical: bool = False) -> None:
        """Confirmed use of the supplier's first product."""
        person = self.world[f"buyer{municipality + 1}"].user_id
        self._add(
            Usage(
                municipality_id=self.world.municipalities[municipality],
                product_id=self.world.products[vendor][0],
                state=UsageState.CONFIRMED,
                process="Burgerzaken",
                is_critical=critical,
                claimed_by_id=person,
            )
        )

    def _answer(self, dossier: Dossier, version: uuid.UUID) -> Answer:
        requirement = self.session.get_one(RequirementVersion, version).requirement_id
        same = (Answer.vendor_id == dossier.vendor_id) & (Answer.requirement_id == requirement)
        found = self.session.query(Answer).where(same, Answer.product_id == dossier.product_id).one_or_none()
        if found is None:
            found = Answer(vendor_id=dossier.vendor_id, product_id=dossier.product_id, requirement_id=requirement)
            self._add(found)
        return found

    def _dossier(self, vendor: int, released: bool) -> Dossier:
        in_round = Round(
            name=f"Ronde {uuid.uuid4()}",
            questionnaire_id=self.world.questionnaire,
            coordinator_id=self.world["coordinator"].user_id,
            state=RoundState.RUNNING,
            opens_on=DAY,
            answers_due_on=DAY,
            review_due_on=DAY,
        )
        self._add(in_round)
        dossier = Dossier(
            round_id=in_round.id,
            subject=Subject.PRODUCT,
            vendor_id=self.world.vendors[vendor],
            product_id=self.world.products[vendor][0],
            state=DossierState.PUBLISHED if released else DossierState.IN_REVIEW,
        )
        self._add(dossier)
        return dossier

    def _document(self, vendor: int, valid_until: date) -> Document:
        document = Document(
            vendor_id=self.world.vendors[vendor],
            title="Certificaat",
            kind=DocumentKind.ISO_27001,
            valid_until=valid_until,
            sharing=SharingClass.USERS,
            filename="certificaat.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            storage_key=uuid.uuid4().hex,
            page_count=1,
            state=FileState.CLEAN,
            uploaded_by_id=self.world["submitter1"].user_id,
        )
        self._add(document)
        return document

    def _release(self, dossier: Dossier) -> None:
        self._add(
            Release(
                dossier_id=dossier.id,
                subject=Subject.PRODUCT,
                vendor_id=dossier.vendor_id,
                product_id=dossier.product_id,
                number=1,
                round_name="Ronde",
                questionnaire_name="Proef",
                questionnaire_number=1,
                questionnaire_digest="0" * 64,
                result=ResultCode.MEETS,
                assurance=Assurance.CHECKED,
                rule_version="1",
                assessed_on=DAY,
                valid_until=DAY + timedelta(days=300),
                theme_scores=[],
                explanation=[],
                was_silent=False,
                released_by_id=self.world["releaser"].user_id,
                released_at=clock.now(),
                digest="0" * 64,
            )
        )

    def _add(self, row: object) -> None:
        self.session.add(row)
        self.session.flush()


@pytest.fixture
def facts(unit: Session, world: World) -> Facts:
    """Rows for the rules."""
    return Facts(unit, world)
