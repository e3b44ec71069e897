# SPDX-License-Identifier: EUPL-1.2
"""The second half of a dossier's life as rows: review, settling, hearing, reconsideration and release."""

import uuid
from dataclasses import asdict
from datetime import date
from typing import Any

from samencontroleren.assessments import rule
from samencontroleren.assessments.concluding import SHORTCOMINGS, merged, titles_of
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, FindingCause, FindingState, Verdict
from samencontroleren.assessments.models import (
    ComputedResult,
    Conclusion,
    Finding,
    FindingEvent,
    Hearing,
    Proposal,
    Review,
    ReviewVerdict,
)
from samencontroleren.assessments.terms import valid_until
from samencontroleren.core import clock
from samencontroleren.demonstration import lives, steps
from samencontroleren.demonstration.answers import DOUBT, Judgement, judgement_of
from samencontroleren.demonstration.lives import Life
from samencontroleren.demonstration.people import Person
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part, Turn
from samencontroleren.rounds.models import DossierPart
from samencontroleren.sharing.following import COUNTS_AS_MET
from samencontroleren.sharing.layers import digest_of, make_layers
from samencontroleren.sharing.models import Release

S = DossierState


class Assessed:
    """What reviewers make of one dossier, step by step."""

    def __init__(self, life: Life) -> None:
        self.life, self.rows, self.stage = life, life.rows, life.stage
        self.verdicts: dict[uuid.UUID, list[ReviewVerdict]] = {each.id: [] for each in life.stage.versions}
        self.reviews: list[Review] = []
        self.conclusions: dict[uuid.UUID, Conclusion] = {}
        self.findings: dict[uuid.UUID, Finding] = {}
        self.hearing: Hearing | None = None
        self.result: ComputedResult | None = None
        self.computed = 0

    @property
    def dossier_id(self) -> uuid.UUID:
        return self.life.dossier.id

    @property
    def versions(self) -> dict[uuid.UUID, RequirementVersion]:
        return {each.id: each for each in self.stage.versions}

    def review(self) -> None:
        """Both reviewers give verdicts; so many as the script says are ready."""
        waits = self.stage.script.reaches is S.IN_REVIEW
        with self.life.on("reviewed"):
            for number, person in enumerate(self.stage.reviewers):
                is_ready = not waits or number < self.stage.script.ready
                review = self._begin(person)
                for version in self.stage.versions if is_ready else self.stage.versions[:2]:
                    self._give(review, person, version, strict=number == 1)
                if is_ready:
                    self._ready(review, person)

    def _begin(self, person: Person) -> Review:
        at = clock.now()
        review = Review(dossier_id=self.dossier_id, user_id=person.user_id)
        self.reviews.append(self.rows.add(review, at))
        return review

    def _give(self, review: Review, person: Person, version: RequirementVersion, strict: bool) -> None:
        at, code = clock.now(), version.requirement.code
        quality = DOUBT if strict and code in self.stage.script.doubts else self.stage.quality(version)
        judged = judgement_of(code, quality, self.stage.names)
        row = ReviewVerdict(review_id=review.id, dossier_id=self.dossier_id, user_id=person.user_id)
        row.requirement_version_id, row.code = version.id, judged.verdict
        row.assurance = steps.assurance_of(self.stage, version, judged)
        row.axes = {each: str(judged.verdict) for each in version.aspects}
        row.public_reason, row.confidential_reason = judged.reason, judged.note
        self.verdicts[version.id].append(self.rows.add(row, at))
        self.rows.trail(person.actor, at, "verdict.saved", "dossier", self.dossier_id, requirement=version.id)

    def _ready(self, review: Review, person: Person) -> None:
        at = clock.now()
        self.rows.change(review, ready_at=at, revision=review.revision + 1)
        self.rows.trail(person.actor, at, "review.ready", "dossier", self.dossier_id)
        if len(self.reviews) == 2 and all(each.ready_at for each in self.reviews):
            self._conclude(person.actor)

    def _conclude(self, actor: Actor) -> None:
        for verdict in (each for both in self.verdicts.values() for each in both):
            verdict.is_revealed = True
        for key, (first, second) in self.verdicts.items():
            if first.code is second.code:
                wording = merged(first, second, self.versions[key].severity)
                self._add_conclusion(key, ConclusionBasis.EQUAL, **asdict(wording))
        if len(self.conclusions) < len(self.verdicts):
            self.life.move(actor, S.DISCUSSING)
        else:
            self._open_hearing(actor)

    def _add_conclusion(self, key: uuid.UUID, basis: ConclusionBasis, **wording: Any) -> None:
        at, earlier = clock.now(), self.conclusions.get(key)
        number = earlier.number + 1 if earlier else 1
        made = Conclusion(dossier_id=self.dossier_id, requirement_version_id=key, number=number, basis=basis, **wording)
        made.decided_at = at
        self.conclusions[key] = self.rows.add(made, at)

    def settle(self) -> None:
        """Differences are settled in writing: the first proposes the stricter reading, the second agrees."""
        open_ones = [key for key in self.verdicts if key not in self.conclusions]
        first, second = self.stage.reviewers
        with self.life.on("settled") as at:
            for key in open_ones:
                judged = judgement_of(self.versions[key].requirement.code, DOUBT, self.stage.names)
                self._propose(first, key, judged)
                self.rows.trail(second.actor, at, "proposal.agreed", "dossier", self.dossier_id, requirement=key)
                self._add_conclusion(key, ConclusionBasis.SETTLED, **_worded(judged, self.versions[key]))
            if open_ones:
                self._open_hearing(second.actor)

    def _propose(self, person: Person, key: uuid.UUID, judged: Judgement, basis_reason: str = "") -> None:
        at, (_first, second) = clock.now(), self.stage.reviewers
        row = Proposal(dossier_id=self.dossier_id, requirement_version_id=key, **_worded(judged, self.versions[key]))
        row.basis_reason, row.proposed_by_id = basis_reason, person.user_id
        row.agreed_by_id, row.agreed_at = second.user_id, at
        self.rows.add(row, at)
        facts: dict[str, Any] = {"requirement": key, "code": judged.verdict.value}
        self.rows.trail(person.actor, at, "proposal.made", "dossier", self.dossier_id, **facts)

    def _open_hearing(self, actor: Actor) -> None:
        at, life = clock.now(), self.life
        self._write_findings()
        self._compute()
        due_on = rounds.working_days_ahead(life.round.hearing_days)
        hearing = Hearing(dossier_id=self.dossier_id, number=1, opened_at=at, due_on=due_on)
        self.hearing = self.rows.add(hearing, at)
        life.move(actor, S.HEARING, due_on=due_on)

    def _write_findings(self) -> None:
        """As `assessments.shortcomings.write_findings`."""
        short = {key for key, each in self.conclusions.items() if each.code in SHORTCOMINGS}
        for key in [each for each in self.findings if each not in short]:
            self._drop(key)
        for key in self.versions:
            if key in short and key in self.findings:
                self._keep(self.findings[key])
            elif key in short:
                self.findings[key] = self._again(key) or self._found(key)

    def _drop(self, key: uuid.UUID) -> None:
        finding = self.findings[key]
        if finding.next_dossier_id == self.dossier_id:
            self.rows.change(self.findings.pop(key), next_dossier_id=None, next_requirement_version_id=None)
        elif finding.state is FindingState.DRAFT:
            self._note(finding, FindingCause.DROPPED, Turn.REVIEWERS, FindingState.LAPSED)

    def _keep(self, finding: Finding) -> None:
        if finding.state is FindingState.LAPSED:
            self._note(finding, FindingCause.FOUND, Turn.REVIEWERS, FindingState.DRAFT)

    def _again(self, key: uuid.UUID) -> Finding | None:
        """What an earlier round found on the same requirement and is not solved."""
        found = self.standing.get(self.versions[key].requirement_id)
        if found is not None:
            changes = {"next_dossier_id": self.dossier_id, "next_requirement_version_id": key}
            self.rows.change(found, changed_at=clock.now(), **changes)
        return found

    def _found(self, key: uuid.UUID) -> Finding:
        severity = self.versions[key].severity
        vendor_id, product_id = self.life.subject
        row = Finding(dossier_id=self.dossier_id, vendor_id=vendor_id, product_id=product_id)
        row.requirement_version_id, row.severity, row.state = key, severity, FindingState.DRAFT
        row.found_on, row.due_on = clock.today(), clock.today() + questionnaires.finding_term(severity)
        row.revision = 0
        self.rows.add(row, clock.now())
        self._note(row, FindingCause.FOUND, Turn.REVIEWERS, FindingState.DRAFT)
        return row

    @property
    def standing(self) -> dict[uuid.UUID, Finding]:
        """What earlier rounds found on this subject and is not solved, by requirement."""
        return self.life.book.standing.setdefault(self.life.subject, {})

    def _note(self, finding: Finding, cause: FindingCause, party: Turn, state: FindingState, **more: Any) -> None:
        """A line in the history of a finding, and what changes with it."""
        at, number = clock.now(), self.life.book.lines[finding.id] + 1
        self.life.book.lines[finding.id] = number
        self.rows.change(finding, state=state, revision=finding.revision + 1, changed_at=at, **more)
        event = FindingEvent(finding_id=finding.id, number=number, happened_at=at, cause=cause, state=state)
        event.party, event.due_on, event.severity, event.reason = party, finding.due_on, finding.severity, ""
        self.rows.add(event, at)

    def _release_findings(self) -> None:
        """As `assessments.shortcomings.release_findings`."""
        gone = {"next_dossier_id": None, "next_requirement_version_id": None}
        for key, finding in self.findings.items():
            if finding.next_dossier_id == self.dossier_id:
                here = {"dossier_id": self.dossier_id, "requirement_version_id": key}
                self._note(finding, FindingCause.CARRIED, Turn.RELEASER, finding.state, **here, **gone)
            elif finding.state is FindingState.DRAFT:
                due_on = clock.today() + (finding.due_on - finding.found_on)
                self._note(finding, FindingCause.RELEASED, Turn.RELEASER, FindingState.OPEN, due_on=due_on)
        for key, conclusion in self.conclusions.items():
            earlier = self.standing.get(self.versions[key].requirement_id)
            if earlier is not None and conclusion.code is Verdict.MEETS:
                self._note(earlier, FindingCause.MET, Turn.RELEASER, FindingState.CLOSED, **gone)
                del self.standing[self.versions[key].requirement_id]
        self.findings = {key: each for key, each in self.findings.items() if each.state is not FindingState.LAPSED}
        self.standing.update({self.versions[key].requirement_id: each for key, each in self.findings.items()})

    def _compute(self) -> None:
        at, outcome = clock.now(), rule.judge(self._judged(key) for key in self.versions)
        self.computed += 1
        made = ComputedResult(
            dossier_id=self.dossier_id,
            number=self.computed,
            computed_at=at,
            rule_version=outcome.rule_version,
            result=outcome.result,
            assurance=outcome.assurance,
            theme_scores=[asdict(score) for score in outcome.theme_scores],
            explanation=[asdict(sentence) for sentence in outcome.explanation],
            is_shown_to_vendor=True,
        )
        self.result = self.rows.add(made, at)
        for each in self.conclusions.values():
            each.is_shown_to_vendor = True

    def _judged(self, key: uuid.UUID) -> rule.Judged:
        version, conclusion = self.versions[key], self.conclusions[key]
        titles = titles_of(version)
        return rule.Judged(
            requirement=version.requirement.code,
            theme=version.theme,
            title_nl=titles["nl"],
            title_en=titles["en"],
            is_key=version.is_key,
            verdict=conclusion.code,
            assurance=conclusion.assurance,
            weight=version.weight,
            severity=version.severity,
            both_agree_not_applicable=conclusion.both_agree_not_applicable,
        )

    def hear(self) -> None:
        """The supplier replies to the draft verdict, or lets the term pass."""
        hearing, script = self.hearing, self.stage.script
        assert hearing is not None  # noqa: S101 (opened before)
        vendor_id = self.life.dossier.vendor_id
        if script.reply == "silent":
            with self.life.on("reconsidered") as at:
                hearing.silent_at = hearing.changed_at = at
                self.rows.trail(SYSTEM, at, "hearing.silent", "hearing", hearing.id, vendor_id)
                self.life.move(SYSTEM, S.AWAITING_RELEASE)
            return
        with self.life.on("replied") as at:
            who = self.life.person(Role.SUBMITTER)
            hearing.has_objection, hearing.reply = script.reply == "objects", steps.reply_of(self.stage)
            hearing.replied_by_id, hearing.replied_at, hearing.changed_at = who.user_id, at, at
            hearing.revision += 1
            facts: dict[str, Any] = {"objection": hearing.has_objection}
            self.rows.trail(who, at, "hearing.replied", "hearing", hearing.id, vendor_id, **facts)
            if hearing.has_objection:
                for each in self.reviews:
                    self.rows.change(each, ready_at=None, changed_at=at)
            self.life.move(who, S.RECONSIDERING if hearing.has_objection else S.AWAITING_RELEASE)

    def reconsider(self) -> None:
        """After an objection the reviewers weigh it, change one verdict, and finish."""
        if self.stage.script.reply != "objects":
            return
        version = steps.disputed(self.stage)[0]
        first, second = self.stage.reviewers
        judged = Judgement(Verdict.MEETS, steps.SHOWN, "")
        with self.life.on("reconsidered") as at:
            self._propose(first, version.id, judged, steps.WEIGHED)
            self.rows.trail(second.actor, at, "proposal.agreed", "dossier", self.dossier_id, requirement=version.id)
            wording = _worded(judged, version) | {"basis_reason": steps.WEIGHED}
            self._add_conclusion(version.id, ConclusionBasis.RECONSIDERED, **wording)
            for review, person in zip(self.reviews, (first, second), strict=True):
                self.rows.change(review, ready_at=at, changed_at=at, revision=review.revision + 1)
                self.rows.trail(person.actor, at, "review.reconsidered", "dossier", self.dossier_id)
            self._write_findings()
            self._compute()
            self.life.move(second.actor, S.AWAITING_RELEASE)

    @property
    def result_row(self) -> ComputedResult:
        assert self.result is not None  # noqa: S101 (computed when the hearing opened)
        return self.result

    def release(self, releaser: Person) -> Release:
        """The releasing officer releases: the layers and the move."""
        life, dossier = self.life, self.life.dossier
        with life.on("released") as at:
            made = self._release_row(releaser, self._cites())
            for row in life.submitted:
                row.requirement_version = self.versions[row.requirement_version_id]
            for conclusion in self.conclusions.values():
                conclusion.requirement_version = self.versions[conclusion.requirement_version_id]
            ordered = [self.conclusions[each.requirement_version_id] for each in life.submitted]
            self._release_findings()
            found = {key: [each] for key, each in self.findings.items()}
            layers = make_layers(life.submitted, ordered, found, self.stage.all_asked)
            made.digest = digest_of(made, layers)
            self.rows.add(made, at)
            layers.belong_to(made)
            for each in layers.rows():
                self.rows.add(each, at)
            part = DossierPart(dossier_id=dossier.id, user_id=releaser.user_id, part=Part.RELEASES, taken_at=at)
            self.rows.add(part, at)
            for assignment in life.assigned:
                assignment.ended_at = at + parameters.days_on(Code.READING_ENDS)
            life.move(releaser.actor, S.PUBLISHED)
            facts: dict[str, Any] = {"reader": dossier.vendor_id, "number": made.number}
            self.rows.trail(releaser.actor, at, "result.released", "release", made.id, **facts)
        life.book.releases.setdefault(life.subject, []).append(made)
        return made

    def _cites(self) -> Release | None:
        """The result of the supplier in the same round."""
        if lives.is_vendor(self.life):
            return None
        found = self.life.book.releases[self.life.dossier.vendor_id, None][-1]
        assert found.round_name == self.life.round.name  # noqa: S101 (the supplier goes first)
        return found

    def _release_row(self, releaser: Person, cites: Release | None) -> Release:
        life, result = self.life, self.result_row
        assessed_on = clock.local(result.computed_at).date()
        return Release(
            dossier_id=self.dossier_id,
            subject=life.dossier.subject,
            vendor_id=life.dossier.vendor_id,
            product_id=life.dossier.product_id,
            number=len(life.book.releases.get(life.subject, ())) + 1,
            cites_id=cites.id if cites else None,
            round_name=life.round.name,
            questionnaire_name=life.asked.name,
            questionnaire_number=life.asked.number,
            questionnaire_digest=life.asked.digest or "",
            result=result.result,
            assurance=result.assurance,
            rule_version=result.rule_version,
            assessed_on=assessed_on,
            valid_until=valid_until(assessed_on, self._key_proofs()),
            theme_scores=result.theme_scores,
            explanation=result.explanation,
            was_silent=bool(self.hearing and self.hearing.silent_at),
            released_by_id=releaser.user_id,
            released_at=clock.now(),
        )

    def _key_proofs(self) -> list[date]:
        """The last days of the proof under key requirements that are (partly) met (each has at most one document)."""
        book, days = self.life.book, []
        for row in self.life.submitted:
            is_met = self.conclusions[row.requirement_version_id].code in COUNTS_AS_MET
            if not (self.versions[row.requirement_version_id].is_key and is_met):
                continue
            found = [book.documents[key].valid_until for key in book.links[row.answer_id]]
            living = [day for day in found if day is not None and day >= clock.today()]
            days += living if living or None in found else [day for day in found if day is not None]
        return days


def _worded(judged: Judgement, version: RequirementVersion) -> dict[str, Any]:
    return {
        "code": judged.verdict,
        "axes": {each: str(judged.verdict) for each in version.aspects},
        "assurance": Assurance.CHECKED,
        "public_reason": judged.reason,
        "confidential_reason": judged.note,
    }
