# SPDX-License-Identifier: EUPL-1.2
"""One dossier through its rooms, each step by the person whose turn it is, on its own day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Assurance, Axis, Verdict
from samencontroleren.core import clock
from samencontroleren.demonstration.answers import DOUBT, Judgement, Names, is_wanting, judgement_of, value_of
from samencontroleren.demonstration.people import Cast, Person
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import service as sharing

S = DossierState
REFUSAL = "Wij leveren het komende jaar geen nieuwe gemeenten meer en doen daarom niet mee aan deze ronde."
OBJECTION = (
    "Wij zijn het niet eens met het oordeel over {title}. In het bijgevoegde stuk staat dat dit wel is geregeld. "
    "Wilt u dit opnieuw bekijken?"
)
WEIGHED = "De leverancier heeft laten zien dat dit inmiddels voor alle klanten is ingericht."
SHOWN = "Wij lazen het bewijs opnieuw. Het dekt nu de hele eis."


@dataclass(frozen=True)
class Script:
    """How one dossier goes: which answers are weaker, on what reviewers differ, what the supplier replies."""

    supplier: int
    product: int | None
    reaches: DossierState
    weak: Mapping[str, str] = field(default_factory=dict)
    """Requirement code to quality; everything else is good."""
    doubts: tuple[str, ...] = ()
    """Requirements on which the second reviewer is stricter."""
    reply: str = "agrees"
    """agrees, objects or silent."""
    pair: int = 0
    ready: int = 1
    """How many reviewers are ready, when it stays in review."""
    papers: Mapping[str, uuid.UUID] | None = None
    """Requirement code to document; without it the library of the supplier as it is now."""


@dataclass(frozen=True)
class Calendar:
    """On which day each step of a round is taken, in days from today."""

    opened: int
    answered: int
    submitted: int
    assigned: int
    reviewed: int
    settled: int
    replied: int
    reconsidered: int
    released: int


@dataclass(frozen=True)
class Stage:
    """What all steps of one dossier need."""

    cast: Cast
    supplier: Supplier
    script: Script
    calendar: Calendar
    today: date
    dossier_id: uuid.UUID
    all_asked: tuple[RequirementVersion, ...]
    """All that the questionnaire asks of this subject, also of the gemeente."""

    @property
    def versions(self) -> tuple[RequirementVersion, ...]:
        """What the supplier answers."""
        return tuple(each for each in self.all_asked if each.addressed_to is not AddressedTo.CLIENT)

    def day(self, step: str) -> date:
        """The day of a step."""
        return self.today + timedelta(days=getattr(self.calendar, step))

    @property
    def names(self) -> Names:
        place = self.script.product
        product = self.supplier.facts.products[place].name if place is not None else self.supplier.facts.name
        return Names(self.supplier.facts.name, product)

    @property
    def reviewers(self) -> tuple[Person, Person]:
        """Two reviewers of different gemeenten."""
        pool = self.cast.reviewers
        first = self.script.pair % len(pool)
        return pool[first], pool[(first + 1 + self.script.pair // len(pool)) % len(pool)]

    def supplier_person(self, role: Role) -> Person:
        """Somebody of the supplier."""
        return self.cast.suppliers[self.script.supplier][role]

    def document(self, version: RequirementVersion) -> uuid.UUID | None:
        """The document under an answer."""
        code = version.requirement.code
        if self.script.papers is not None:
            return self.script.papers.get(code)
        return self.supplier.documents.get((code, self.script.product))

    def quality(self, version: RequirementVersion) -> str:
        """How good the answer to a requirement is."""
        return self.script.weak.get(version.requirement.code, "good")


ORDER = (
    S.INVITED,
    S.IN_PROGRESS,
    S.SUBMITTED,
    S.IN_REVIEW,
    S.DISCUSSING,
    S.HEARING,
    S.RECONSIDERING,
    S.AWAITING_RELEASE,
    S.PUBLISHED,
)


def play(stage: Stage) -> None:
    """Bring a dossier as far as its script says; release is a separate step (suppliers go before products)."""
    reaches = stage.script.reaches
    if reaches is S.INVITED:
        return
    if reaches is S.REFUSED:
        with clock.pretend(stage.day("submitted")):
            rounds.refuse_dossier(stage.supplier_person(Role.SUBMITTER).actor, stage.dossier_id, REFUSAL)
        return
    wanted = ORDER.index(reaches)
    for state, step in STEPS:
        if wanted >= ORDER.index(state):
            step(stage)


def answer(stage: Stage) -> None:
    """The invuller confirms answers and leans them on evidence; half of them when the dossier stays in progress."""
    who = stage.supplier_person(Role.CONTRIBUTOR).actor
    with clock.pretend(stage.day("answered")):
        responses.begin(who, stage.dossier_id)
        unfinished = stage.script.reaches is S.IN_PROGRESS
        versions = stage.versions[: len(stage.versions) // 2] if unfinished else stage.versions
        sheet = responses.overview(who, stage.dossier_id)
        revisions = {each.version.id: each.answer.revision for each in sheet.questions if each.answer}
        for version in versions:
            _answer_one(stage, version, revisions.get(version.id, 0))


def _answer_one(stage: Stage, version: RequirementVersion, revision: int) -> None:
    who, code = stage.supplier_person(Role.CONTRIBUTOR).actor, version.requirement.code
    document = stage.document(version)
    if document is not None:
        responses.link_document(who, stage.dossier_id, version.id, document, "blz. 1")
    value = value_of(code, stage.quality(version), stage.names, clock.today())
    responses.confirm_answer(who, stage.dossier_id, version.id, value, revision)


def submit(stage: Stage) -> None:
    """The vrijgever submits; whoever still waits for reviewers did so just now."""
    just_now = stage.script.reaches is S.SUBMITTED
    with clock.pretend(stage.day("replied" if just_now else "submitted")):
        responses.submit(stage.supplier_person(Role.SUBMITTER).actor, stage.dossier_id)


def assign(stage: Stage) -> None:
    """The co-ordinator assigns two reviewers."""
    with clock.pretend(stage.day("assigned")):
        keys = [person.membership_id for person in stage.reviewers]
        rounds.assign_reviewers(stage.cast.vng["coordinator"].actor, stage.dossier_id, keys)


def review(stage: Stage) -> None:
    """Both reviewers give their verdicts; so many as the script says are ready."""
    waits = stage.script.reaches is S.IN_REVIEW
    with clock.pretend(stage.day("reviewed")):
        for number, person in enumerate(stage.reviewers):
            is_ready = not waits or number < stage.script.ready
            for version in stage.versions if is_ready else stage.versions[:2]:
                _give_verdict(stage, person, version, strict=number == 1)
            if is_ready:
                assessments.mark_ready(person.actor, stage.dossier_id)


def _give_verdict(stage: Stage, person: Person, version: RequirementVersion, strict: bool) -> None:
    code = version.requirement.code
    quality = DOUBT if strict and code in stage.script.doubts else stage.quality(version)
    judged = judgement_of(code, quality, stage.names)
    assessments.save_verdict(
        person.actor,
        stage.dossier_id,
        version.id,
        code=judged.verdict,
        assurance=assurance_of(stage, version, judged),
        axes={Axis(each): judged.verdict for each in version.aspects},
        public_reason=judged.reason,
        confidential_reason=judged.note,
    )


def assurance_of(stage: Stage, version: RequirementVersion, judged: Judgement) -> Assurance:
    """How sure reviewers are of a verdict."""
    if judged.verdict is Verdict.CANNOT_BE_ASSESSED or stage.document(version) is None:
        return Assurance.OWN_STATEMENT
    is_audited = version.requirement.code in ("SC-ORG-01", "SC-WEE-01")
    return Assurance.AUDITED if is_audited else Assurance.CHECKED


def settle(stage: Stage) -> None:
    """Differences are settled in writing: the first proposes the stricter reading, the second agrees."""
    if not stage.script.doubts:
        return
    first, second = stage.reviewers
    with clock.pretend(stage.day("settled")):
        for each in assessments.differences(first.actor, stage.dossier_id):
            judged = judgement_of(each.version.requirement.code, DOUBT, stage.names)
            assurance = Assurance.CHECKED
            wording = (judged.verdict, assurance, judged.reason, judged.note)
            made = assessments.propose(first.actor, stage.dossier_id, each.version.id, *wording)
            assessments.agree(second.actor, stage.dossier_id, made.id)


def hear(stage: Stage) -> None:
    """The supplier replies to the draft verdict, or lets the term pass."""
    if stage.script.reply == "silent":
        with clock.pretend(stage.day("reconsidered")):
            assessments.record_silence(stage.dossier_id)
        return
    objects, text = stage.script.reply == "objects", reply_of(stage)
    with clock.pretend(stage.day("replied")):
        who = stage.supplier_person(Role.SUBMITTER).actor
        assessments.reply_to_hearing(who, stage.dossier_id, objects, text)


def reply_of(stage: Stage) -> str:
    """What the supplier writes in the hearing."""
    if stage.script.reply == "objects":
        return OBJECTION.format(title=disputed(stage)[1])
    return "Wij kunnen ons vinden in het oordeel."


def disputed(stage: Stage) -> tuple[RequirementVersion, str]:
    """The requirement the supplier objects to: the first that was found wanting."""
    wanting = [each for each in stage.versions if is_wanting(each.requirement.code, stage.quality(each))]
    version = (wanting or list(stage.versions))[0]
    return version, questionnaires.requirement_texts(version, "nl")["title"].lower()


def reconsider(stage: Stage) -> None:
    """After an objection the reviewers weigh it, change one verdict, and finish."""
    if stage.script.reply != "objects":
        return
    version, _title = disputed(stage)
    first, second = stage.reviewers
    with clock.pretend(stage.day("reconsidered")):
        wording = (Verdict.MEETS, Assurance.CHECKED, SHOWN, "", WEIGHED)
        made = assessments.reconsider(first.actor, stage.dossier_id, version.id, *wording)
        assessments.agree(second.actor, stage.dossier_id, made.id)
        for person in (first, second):
            assessments.finish_reconsidering(person.actor, stage.dossier_id)


def release(stage: Stage) -> None:
    """The releasing officer releases."""
    with clock.pretend(stage.day("released")):
        sharing.release(stage.cast.vng["releaser"].actor, stage.dossier_id)


STEPS = (
    (S.IN_PROGRESS, answer),
    (S.SUBMITTED, submit),
    (S.IN_REVIEW, assign),
    (S.IN_REVIEW, review),
    (S.HEARING, settle),
    (S.RECONSIDERING, hear),
    (S.AWAITING_RELEASE, reconsider),
)
