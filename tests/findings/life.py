# SPDX-License-Identifier: EUPL-1.2
"""One finding on P-2 of product 1a, written row by row up to its release: the rest goes by the services."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from samencontroleren.accounts.models import Membership
from samencontroleren.assessments import finding_release, shortcomings, standing
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, FindingCause, ResultCode, Verdict
from samencontroleren.assessments.models import Conclusion, Finding, FindingEvent
from samencontroleren.core import clock
from samencontroleren.evidence.kinds import DocumentKind, FileState, SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.findings import service
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.findings.models import ImprovementPlan
from samencontroleren.findings.plans import newest_plan
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.sharing.models import Release, ReleasedFinding, ReleasedVerdict
from tests.support.world import World

TITLES = {"nl": "Eis", "en": "Requirement"}


class Life:
    """A finding and what befalls it; begins as a draft."""

    def __init__(self, world: World, unit: Session) -> None:
        self.world, self.unit = world, unit
        self.asked = unit.get_one(RequirementVersion, world.requirement_versions["P-2"])
        self.dossier = self.next_dossier()
        self.conclude(self.dossier, Verdict.PARTLY)
        self.key = self.finding().id

    def finding(self) -> Finding:
        return self.unit.scalars(select(Finding)).one()

    def causes(self) -> list[FindingCause]:
        query = select(FindingEvent.cause).where(FindingEvent.finding_id == self.key)
        return list(self.unit.scalars(query.order_by(FindingEvent.number)))

    def _add(self, row: object) -> None:
        self.unit.add(row)
        self.unit.flush()

    def next_dossier(self) -> Dossier:
        """A dossier of the product in a round of its own, in the hearing."""
        today, person = clock.today(), self.world["coordinator"].user_id
        facts = {"opens_on": today, "answers_due_on": today, "review_due_on": today, "state": RoundState.RUNNING}
        held = Round(name=f"Ronde {uuid.uuid4()}", questionnaire_id=self.world.questionnaire, **facts)
        held.coordinator_id = person
        self._add(held)
        product = self.world.products[0][0]
        made = Dossier(round_id=held.id, vendor_id=self.world.vendors[0], product_id=product)
        made.subject, made.state = Subject.PRODUCT, DossierState.HEARING
        self._add(made)
        return made

    def conclude(self, dossier: Dossier, verdict: Verdict) -> None:
        """The reviewers conclude on P-2; the findings follow."""
        shortcomings.write_findings(dossier, [self._conclusion(dossier, verdict)])

    def find(self, key: uuid.UUID) -> Finding:
        """A finding by its key."""
        return self.unit.get_one(Finding, key)

    def conclusion(self, dossier: Dossier, code: str, verdict: Verdict) -> Conclusion:
        """The same on any requirement."""
        asked = self.unit.get_one(RequirementVersion, self.world.requirement_versions[code])
        return self._conclusion(dossier, verdict, asked)

    def _conclusion(self, dossier: Dossier, verdict: Verdict, asked: RequirementVersion | None = None) -> Conclusion:
        wording = asked or self.asked
        number = len(self.unit.scalars(select(Conclusion.id).where(Conclusion.dossier_id == dossier.id)).all()) + 1
        made = Conclusion(dossier_id=dossier.id, requirement_version_id=wording.id, number=number, code=verdict)
        made.assurance, made.basis, made.is_shown_to_vendor = Assurance.CHECKED, ConclusionBasis.EQUAL, True
        made.public_reason, made.confidential_reason = "OPENBAAR", "GEHEIM"
        made.requirement_version = wording
        self._add(made)
        return made

    def publish(self, dossier: Dossier) -> None:
        """Release it, with the layer that gemeenten read."""
        query = select(Conclusion).options(joinedload(Conclusion.requirement_version))
        query = query.where(Conclusion.dossier_id == dossier.id).order_by(Conclusion.number.desc())
        newest = self.unit.scalars(query).first()
        assert newest is not None
        finding_release.release_findings(dossier, [newest])
        dossier.state = DossierState.PUBLISHED
        made = self._release(dossier)
        same = {"release_id": made.id, "position": 1, "requirement_code": "P-2", "titles": TITLES}
        verdict = ReleasedVerdict(**same, theme="toegang", is_key=False, code=newest.code)
        verdict.assurance, verdict.public_reason = Assurance.CHECKED, "OPENBAAR"
        self._add(verdict)
        for each in (one for several in standing.findings_by_requirement(dossier.id).values() for one in several):
            self._add(ReleasedFinding(**same, finding_id=each.id, severity=each.severity, due_on=each.due_on))

    def _release(self, dossier: Dossier) -> Release:
        number = len(self.unit.scalars(select(Release.id)).all()) + 1
        made = Release(dossier_id=dossier.id, subject=Subject.PRODUCT, vendor_id=dossier.vendor_id, number=number)
        made.product_id, made.round_name, made.questionnaire_name = dossier.product_id, "Ronde", "Vragenlijst"
        made.questionnaire_number, made.questionnaire_digest, made.rule_version = 1, "0" * 64, "1"
        made.result, made.assurance = ResultCode.MEETS_WITH_CONCERNS, Assurance.CHECKED
        made.assessed_on, made.valid_until = clock.today(), clock.today() + timedelta(days=365)
        made.theme_scores, made.explanation, made.was_silent, made.digest = [], [], False, "0" * 64
        made.released_by_id = self.world["releaser"].user_id
        self._add(made)
        return made

    def released(self) -> "Life":
        """The finding is open, and gemeenten with confirmed use read it."""
        self.publish(self.dossier)
        return self

    def assign(self, name: str) -> None:
        """Somebody reviews the dossier, and may still read it."""
        person = self.world[name]
        facts = {"user_id": person.user_id, "membership_id": person.membership_id}
        facts["organisation_id"] = self.unit.get_one(Membership, person.membership_id).organisation_id
        self._add(Assignment(dossier_id=self.dossier.id, **facts))

    def document(self, valid_until: date | None = None) -> uuid.UUID:
        """A document of the supplier, checked and clean."""
        mark = uuid.uuid4().hex
        made = Document(vendor_id=self.world.vendors[0], title="Verslag", kind=DocumentKind.OTHER, issuer="", scope="")
        made.valid_until, made.sharing, made.state = valid_until, SharingClass.REVIEWERS, FileState.CLEAN
        made.filename, made.media_type, made.size, made.page_count = "verslag.txt", "text/plain", 1, 1
        made.sha256, made.storage_key = mark * 2, mark
        made.uploaded_by_id = self.world["submitter1"].user_id
        self._add(made)
        return made.id

    def plan(self, *steps: service.Step) -> None:
        """The supplier submits a plan."""
        who = self.world["submitter1"].actor
        wanted = steps or (service.Step("Log alles", "Anna van beheer", clock.today() + timedelta(days=9)),)
        saved = service.save_plan(who, self.key, wanted, service.require_plan(who, self.key))
        service.submit_plan(who, self.key, saved.revision)

    def solving(self) -> None:
        """A plan that VNG accepted."""
        self.plan()
        self.decide(self.world["coordinator"].actor, True)

    def decide(self, who: Actor, is_accepted: bool, reason: str = "") -> ImprovementPlan:
        """Somebody decides on the newest plan, having read it."""
        plan = newest_plan(self.key)
        assert plan is not None
        return service.decide_plan(who, self.key, plan.seal, is_accepted, reason)

    def ask(self, kind: RequestKind = RequestKind.CHECK, **facts: object) -> None:
        """The supplier asks, a follow-up check with proof."""
        if kind is RequestKind.CHECK:
            facts.setdefault("documents", [self.document(clock.today() + timedelta(days=90))])
        service.ask(self.world["submitter1"].actor, self.key, kind, "Toelichting", **facts)  # type: ignore[arg-type]  # facts of each kind differ
