# SPDX-License-Identifier: EUPL-1.2
"""A country of invented rows for measuring, written in bulk: no service runs, only shapes and counts are right.

At scale 1: 342 gemeenten, 2,500 suppliers, 6,000 products, 51,000 usages, 6,000 dossiers of 120 requirements.
"""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.assessments.kinds import Assurance, FindingState, ResultCode, Verdict
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.evidence.kinds import DocumentKind, SharingClass
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.questionnaires.kinds import (
    AddressedTo,
    AnswerKind,
    QuestionnaireState,
    Severity,
    Subject,
)
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.responses.models import Answer, Submission, SubmittedAnswer
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.search import upkeep
from samencontroleren.sharing.models import Release, ReleasedAnswer, ReleasedFinding, ReleasedVerdict
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category, Hosting
from samencontroleren.vendors.models import Product, Vendor

REQUIREMENTS = 120
THEMES = 8
SECTION = 30
ROUNDS = 5
DOCUMENTS = 25
FINDINGS = 10
PAPERS = ("penetratietest", "uitwijk", "toegang", "back-up", "leveranciers", "wachtwoorden", "logging")
TITLES = {"nl": "Eis om te meten", "en": "Requirement to measure"}
VALUE = {
    "choice": "meets",
    "explanation": "Dit is geregeld en wordt ieder jaar getoetst door een onafhankelijke partij.",
}
TEXTS = {
    language: {"title": "Eis om te meten", "text": "Wat is geregeld?", "why": "", "explanation": ""}
    for language in ("nl", "en")
}


@dataclass
class Country:
    """Keys of what the measurements open."""

    vendor_member: tuple[uuid.UUID, uuid.UUID] = (uuid.UUID(int=0), uuid.UUID(int=0))
    municipal_member: tuple[uuid.UUID, uuid.UUID] = (uuid.UUID(int=0), uuid.UUID(int=0))
    reviewer_member: tuple[uuid.UUID, uuid.UUID] = (uuid.UUID(int=0), uuid.UUID(int=0))
    coordinator_member: tuple[uuid.UUID, uuid.UUID] = (uuid.UUID(int=0), uuid.UUID(int=0))
    dossier: uuid.UUID = field(default_factory=uuid.uuid4)
    product: uuid.UUID = field(default_factory=uuid.uuid4)
    theme: str = "thema-1"
    requirement_version: uuid.UUID = field(default_factory=uuid.uuid4)
    counts: dict[str, int] = field(default_factory=dict)


class Builder:
    """Writes the rows of one country."""

    def __init__(self, session: Session, scale: float) -> None:
        self.session, self.scale = session, scale
        self.random = random.Random(2026)  # noqa: S311 -- measuring, not secrets
        self.made = Country()

    def many(self, number: int) -> int:
        return max(4, int(number * self.scale))

    def write(self, model: Any, rows: Iterable[dict[str, Any]], size: int = 5000) -> None:
        """Insert rows in pieces, so that memory stays flat."""
        piece: list[dict[str, Any]] = []
        for row in rows:
            piece.append(row)
            if len(piece) == size:
                self._flush(model, piece)
                piece = []
        self._flush(model, piece)

    def _flush(self, model: Any, piece: list[dict[str, Any]]) -> None:
        if piece:
            self.session.execute(insert(model), piece)
            name = model.__tablename__
            self.made.counts[name] = self.made.counts.get(name, 0) + len(piece)

    def build(self) -> Country:
        """Write everything; the caller commits."""
        self._organisations()
        self._requirements()
        self._rounds()
        self._usages()
        self._documents()
        self._findings()
        self._releases()
        upkeep.rebuild_all()  # these rows went round the session
        return self.made

    def _organisations(self) -> None:
        self.municipalities = [uuid.uuid4() for _each in range(self.many(342))]
        self.vendors = [uuid.uuid4() for _each in range(self.many(2500))]
        vng = uuid.uuid4()
        kinds = [(vng, OrganisationKind.VNG)]
        kinds += [(key, OrganisationKind.MUNICIPALITY) for key in self.municipalities]
        kinds += [(key, OrganisationKind.VENDOR) for key in self.vendors]
        self.write(Organisation, ({"id": key, "kind": kind, "name": f"Organisatie {key}"} for key, kind in kinds))
        self.write(Vendor, ({"id": key, "name": f"Leverancier {number}"} for number, key in enumerate(self.vendors)))
        owners = [self.vendors[number % len(self.vendors)] for number in range(self.many(6000))]
        self.products = [(uuid.uuid4(), owner) for owner in owners]
        self.write(Product, (self._product(number, *each) for number, each in enumerate(self.products)))
        self.made.coordinator_member = self._member(vng, Role.COORDINATOR)
        self.made.vendor_member = self._member(self.vendors[0], Role.CONTRIBUTOR, Role.SUBMITTER)
        self.made.municipal_member = self._member(self.municipalities[0], Role.CISO)
        self.made.reviewer_member = self._member(self.municipalities[1], Role.REVIEWER)
        self.made.product = self.products[0][0]

    def _product(self, number: int, key: uuid.UUID, owner: uuid.UUID) -> dict[str, Any]:
        facts = {"id": key, "vendor_id": owner, "name": f"Product {number}"}
        return facts | {"category": self.random.choice(list(Category)), "hosting": Hosting.SAAS}

    def _member(self, organisation: uuid.UUID, *roles: Role) -> tuple[uuid.UUID, uuid.UUID]:
        user, member = uuid.uuid4(), uuid.uuid4()
        self.write(User, [{"id": user, "email": f"{user}@meten.example", "name": "Meter", "is_factor_exempt": True}])
        self.write(Membership, [{"id": member, "user_id": user, "organisation_id": organisation}])
        self.write(MembershipRole, [{"membership_id": member, "role": role} for role in roles])
        return user, member

    def _requirements(self) -> None:
        self.requirements = [(uuid.uuid4(), uuid.uuid4()) for _each in range(REQUIREMENTS)]
        pairs = list(enumerate(self.requirements))
        self.write(Requirement, ({"id": key, "code": f"M-{number}", "source": "meten"} for number, (key, _v) in pairs))
        self.write(RequirementVersion, (self._wording(number, *each) for number, each in pairs))
        self.questionnaire = uuid.uuid4()
        draft = {"id": self.questionnaire, "name": "Meten", "number": 1, "state": QuestionnaireState.DRAFT}
        self.write(QuestionnaireVersion, [draft])
        self.write(QuestionnaireItem, (self._item(number, *each) for number, each in pairs))
        self.made.requirement_version = self.requirements[0][1]

    def _wording(self, number: int, key: uuid.UUID, version: uuid.UUID) -> dict[str, Any]:
        return {
            "id": version,
            "requirement_id": key,
            "number": 1,
            "made_at": clock.now(),
            "subject": Subject.PRODUCT,
            "addressed_to": AddressedTo.SUPPLIER,
            "answer_kind": AnswerKind.COMPLIANCE,
            "theme": "thema-1" if number < SECTION else f"thema-{2 + number % (THEMES - 1)}",
            "segment": "",
            "texts": TEXTS,
            "options": [],
            "aspects": [],
            "proof": [],
            "norms": [],
            "is_key": number % 10 == 0,
            "weight": 1,
            "severity": Severity.MEDIUM,
            "digest": "0" * 64,
        }

    def _item(self, number: int, key: uuid.UUID, version: uuid.UUID) -> dict[str, Any]:
        return {
            "questionnaire_id": self.questionnaire,
            "requirement_id": key,
            "requirement_version_id": version,
            "position": number + 1,
        }

    def _rounds(self) -> None:
        today, coordinator = clock.today(), self.made.coordinator_member[0]
        self.rounds = [uuid.uuid4() for _each in range(ROUNDS)]
        self.write(
            Round,
            (
                {
                    "id": key,
                    "name": f"Meetronde {number}",
                    "questionnaire_id": self.questionnaire,
                    "coordinator_id": coordinator,
                    "state": RoundState.RUNNING if number == 0 else RoundState.CLOSED,
                    "opens_on": today - timedelta(days=365 * number + 30),
                    "answers_due_on": today - timedelta(days=365 * number - 30),
                    "review_due_on": today - timedelta(days=365 * number - 60),
                }
                for number, key in enumerate(self.rounds)
            ),
        )
        self.dossiers = [self._dossier(number) for number in range(self.many(6000))]
        self.write(Dossier, self.dossiers)
        self.made.dossier = self.dossiers[0]["id"]
        submissions = {each["id"]: uuid.uuid4() for each in self.dossiers}
        self.write(Submission, (self._submission(key, each) for key, each in submissions.items()))
        self._answers(submissions)
        user, member = self.made.reviewer_member
        assigned = {"user_id": user, "membership_id": member, "organisation_id": self.municipalities[1]}
        self.write(Assignment, ({"dossier_id": each["id"], **assigned} for each in self.dossiers[1:13]))

    def _dossier(self, number: int) -> dict[str, Any]:
        product, vendor = self.products[number % len(self.products)]
        return {
            "id": uuid.uuid4(),
            "round_id": self.rounds[0] if number == 0 else self.rounds[1 + number % (ROUNDS - 1)],
            "subject": Subject.PRODUCT,
            "vendor_id": vendor,
            "product_id": product,
            "state": DossierState.IN_PROGRESS if number == 0 else DossierState.PUBLISHED,
        }

    def _submission(self, dossier: uuid.UUID, key: uuid.UUID) -> dict[str, Any]:
        by = self.made.vendor_member[0]
        return {"id": key, "dossier_id": dossier, "number": 1, "submitted_by_id": by, "digest": "0" * 64}

    def _answers(self, submissions: dict[uuid.UUID, uuid.UUID]) -> None:
        for dossier in self.dossiers:
            keys = [uuid.uuid4() for _each in self.requirements]
            answers = zip(keys, self.requirements, strict=True)
            subject = {"vendor_id": dossier["vendor_id"], "product_id": dossier["product_id"]}
            self.write(
                Answer,
                (
                    {"id": key, **subject, "requirement_id": each[0], "current": VALUE, "current_number": 1}
                    for key, each in answers
                ),
            )
            self.write(
                SubmittedAnswer,
                (
                    {
                        "submission_id": submissions[dossier["id"]],
                        "dossier_id": dossier["id"],
                        "answer_id": key,
                        "answer_number": 1,
                        "requirement_version_id": each[1],
                        "position": number,
                        "value": VALUE,
                        "is_confidential": False,
                    }
                    for number, (key, each) in enumerate(zip(keys, self.requirements, strict=True), 1)
                ),
            )

    def _usages(self) -> None:
        pairs = {(self.municipalities[0], product) for product, _vendor in self.products[:150]}
        possible = len(self.municipalities) * len(self.products)  # a small country has fewer pairs than that
        while len(pairs) < min(self.many(51_000), possible // 2):
            pairs.add((self.random.choice(self.municipalities), self.random.choice(self.products)[0]))
        by = self.made.municipal_member[0]
        facts = {"state": UsageState.CONFIRMED, "process": "meten", "claimed_by_id": by}
        self.write(Usage, ({"municipality_id": gemeente, "product_id": key, **facts} for gemeente, key in pairs))

    def _documents(self) -> None:
        """Evidence, each piece submitted in one dossier."""
        there = [(uuid.uuid4(), each, number) for each in self.dossiers for number in range(DOCUMENTS)]
        by = self.made.vendor_member[0]
        facts = {"kind": DocumentKind.PENTEST, "sharing": SharingClass.REVIEWERS, "filename": "bewijs.pdf", "size": 1}
        facts |= {"media_type": "application/pdf", "sha256": "0" * 64, "page_count": 1, "uploaded_by_id": by}
        self.write(
            Document,
            (
                {
                    "id": key,
                    "vendor_id": dossier["vendor_id"],
                    "title": f"Verslag {number} over {PAPERS[number % len(PAPERS)]}",
                    "storage_key": str(key),
                    **facts,
                }
                for key, dossier, number in there
            ),
        )
        self.write(DocumentGrant, ({"document_id": key, "dossier_id": each["id"]} for key, each, _number in there))

    def _findings(self) -> None:
        facts = {"severity": Severity.MEDIUM, "due_on": clock.today(), "state": FindingState.OPEN}
        self.findings = [(uuid.uuid4(), each, number) for each in self.dossiers for number in range(FINDINGS)]
        self.write(
            Finding,
            (
                {
                    "id": key,
                    "dossier_id": dossier["id"],
                    "vendor_id": dossier["vendor_id"],
                    "product_id": dossier["product_id"],
                    "requirement_version_id": self.requirements[number][1],
                    **facts,
                }
                for key, dossier, number in self.findings
            ),
        )

    def _releases(self) -> None:
        releases = [(uuid.uuid4(), each) for each in self.dossiers]
        self.write(Release, (self._release(key, each) for key, each in releases))
        release_of = {each["id"]: key for key, each in releases}
        shown = {"titles": TITLES, "severity": Severity.MEDIUM, "due_on": clock.today()}
        self.write(
            ReleasedFinding,
            (
                {
                    "release_id": release_of[dossier["id"]],
                    "position": number,
                    "finding_id": key,
                    "requirement_code": f"M-{number}",
                    **shown,
                }
                for key, dossier, number in self.findings
            ),
        )
        positions = range(1, REQUIREMENTS + 1)
        verdict = {"theme": "thema-1", "titles": {"nl": "Eis", "en": "Requirement"}, "is_key": False}
        verdict |= {"code": Verdict.MEETS, "assurance": Assurance.CHECKED, "public_reason": "Goed geregeld."}
        answer = {"titles": verdict["titles"], "answer_texts": {"nl": "Ja", "en": "Yes"}, "confidential_reason": ""}
        for model, facts in ((ReleasedVerdict, verdict), (ReleasedAnswer, answer)):
            self.write(
                model,
                (
                    {"release_id": key, "position": number, "requirement_code": f"M-{number}", **facts}
                    for key, _each in releases
                    for number in positions
                ),
            )

    def _release(self, key: uuid.UUID, dossier: dict[str, Any]) -> dict[str, Any]:
        today = clock.today()
        scores = [
            {"theme": f"thema-{number}", "score": 80, "met": 12, "partly": 2, "not_met": 1} for number in range(1, 9)
        ]
        for each in scores:
            each |= {"not_applicable": 0, "cannot": 0}
        return {
            "id": key,
            "dossier_id": dossier["id"],
            "subject": Subject.PRODUCT,
            "vendor_id": dossier["vendor_id"],
            "product_id": dossier["product_id"],
            "number": 1,
            "round_name": "Meetronde 1",
            "questionnaire_name": "Meten",
            "questionnaire_number": 1,
            "questionnaire_digest": "0" * 64,
            "result": ResultCode.MEETS_WITH_CONCERNS,
            "assurance": Assurance.CHECKED,
            "rule_version": "1",
            "assessed_on": today,
            "valid_until": today + timedelta(days=200),
            "theme_scores": scores,
            "explanation": [{"nl": "Goed.", "en": "Good.", "requirement": None, "cause": "meets"}],
            "was_silent": False,
            "released_by_id": self.made.coordinator_member[0],
            "digest": "0" * 64,
        }
