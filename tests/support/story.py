# SPDX-License-Identifier: EUPL-1.2
"""The life of a dossier, told through the services step by step; every step can be called on its own.

All steps need an open unit of work and an application context (the fixtures `unit` and `app`). Keys are those of
`tests.support.world`: people by short name, suppliers and products by place. A dossier is named by its subject:

    told = story.start_round(world, [story.subject(0, 0)])       # product 1a and, with it, supplier 1
    story.bring_to(told, story.subject(0, 0), DossierState.HEARING)
"""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from samencontroleren.agreements import service as agreements
from samencontroleren.agreements.models import AgreementVersion
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Assurance, Axis, Verdict
from samencontroleren.assessments.models import Conclusion, Hearing, Proposal, ReviewVerdict
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.evidence import checking
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind, SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import Answer, Submission
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier, Round, VendorInvitation
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.models import Release
from samencontroleren.usage import service as usage
from samencontroleren.usage.models import Usage
from tests.support.world import World

VENDOR_CODES = ("V-1", "V-2")
PRODUCT_CODES = ("P-1", "P-2", "P-3", "P-4")

MEETS: Mapping[str, Any] = {"choice": "meets", "explanation": "Zo hebben we het geregeld."}
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "V-1": MEETS,
    "V-2": {"text": "We melden een incident binnen een dag."},
    "P-1": MEETS,
    "P-2": {"choice": "yes", "explanation": "Ook voor beheerders."},
    "P-3": MEETS,
    "P-4": {"number": "4", "explanation": "Gemeten over een jaar."},
}
"""A complete answer to each requirement of the world."""

PAIR = ("reviewer1", "reviewer2")
"""Two reviewers of different gemeenten."""


class Place(NamedTuple):
    """The subject of a dossier: a supplier and one of its products (None: the supplier as a whole)."""

    vendor: int
    product: int | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The requirements of the world that are asked about it."""
        return VENDOR_CODES if self.product is None else PRODUCT_CODES


def subject(vendor: int, product: int | None = None) -> Place:
    """The subject at this place in the world; counts from 0."""
    return Place(vendor, product)


@dataclass(frozen=True)
class Told:
    """A round of the story: its key and the dossier of each subject."""

    world: World
    round_id: uuid.UUID
    dossiers: Mapping[Place, uuid.UUID]

    def __getitem__(self, place: Place) -> uuid.UUID:
        return self.dossiers[place]


@dataclass(frozen=True)
class Opinion:
    """What a reviewer writes on one requirement."""

    code: Verdict = Verdict.MEETS
    public: str = "Gezien."
    confidential: str = ""
    assurance: Assurance = Assurance.CHECKED
    axes: Mapping[Axis, Verdict] = field(default_factory=dict)


def start_round(
    world: World,
    subjects: Sequence[Place] = (Place(0, 0), Place(1, 0)),
    name: str = "Proefronde",
    *,
    is_open: bool = True,
    answers_due_on: date | None = None,
    coordinator: str = "coordinator",
) -> Told:
    """A round with these products; the dossiers of their suppliers come along. Opened unless told otherwise."""
    actor = world[coordinator].actor
    due = answers_due_on or clock.today() + timedelta(days=40)
    days = (due - timedelta(days=60), due, due + timedelta(days=60))
    made = rounds.add_round(actor, name, world.questionnaire, *days)
    products = [world.products[each.vendor][each.product] for each in subjects if each.product is not None]
    rounds.add_products(actor, made.id, products)
    if is_open:
        rounds.open_round(actor, made.id)
    return Told(world, made.id, _dossiers(world, made))


def _dossiers(world: World, made: Round) -> dict[Place, uuid.UUID]:
    found = {}
    for each in session().scalars(select(Dossier).where(Dossier.round_id == made.id)):
        vendor = world.vendors.index(each.vendor_id)
        product = None if each.product_id is None else world.products[vendor].index(each.product_id)
        found[Place(vendor, product)] = each.id
    return found


def invite(
    told: Told, vendor: int = 0, name: str = "Uitgenodigde", email: str = "uitgenodigd@proef.example"
) -> VendorInvitation:
    """Invite a contact of a supplier to the round (by mail, when it runs)."""
    return rounds.invite_contact(
        told.world["coordinator"].actor, told.round_id, told.world.vendors[vendor], name, email
    )


def pdf(text: str) -> bytes:
    """A real PDF of one page with this text."""
    out = io.BytesIO()
    page = Canvas(out)
    page.drawString(72, 720, text)
    page.save()
    return out.getvalue()


def add_proof(
    world: World,
    vendor: int = 0,
    title: str = "Beleid",
    content: bytes | None = None,
    *,
    filename: str = "beleid.pdf",
    kind: DocumentKind = DocumentKind.ISO_27001,
    days: int | None = 365,
    **facts: Any,
) -> Document:
    """A document in a supplier's library, by default a PDF; `days` from now it ends (None: never)."""
    until = None if days is None else clock.today() + timedelta(days=days)
    stream = io.BytesIO(pdf(f"{title} van leverancier {vendor + 1}") if content is None else content)
    actor, key = world[f"submitter{vendor + 1}"].actor, world.vendors[vendor]
    facts = {"sharing": SharingClass.USERS, "valid_until": until, **facts}
    made = evidence.add_document(actor, key, stream, filename, title, kind, **facts)
    checking.check(made.id)
    return made


def type_answer(told: Told, place: Place, code: str, value: Mapping[str, Any], person: str = "") -> Answer:
    """Type an answer without confirming it: the working draft."""
    actor, key = told.world[person or f"contributor{place.vendor + 1}"].actor, told[place]
    asked = told.world.requirement_versions[code]
    return responses.save_draft(actor, key, asked, value, _revision(told, place, code))


def confirm(
    told: Told,
    place: Place,
    code: str,
    value: Mapping[str, Any] | None = None,
    is_confidential: bool = False,
) -> Answer:
    """Confirm an answer for this round."""
    actor, asked = told.world[f"submitter{place.vendor + 1}"].actor, told.world.requirement_versions[code]
    given = ANSWERS[code] if value is None else value
    revision = _revision(told, place, code)
    return responses.confirm_answer(actor, told[place], asked, given, revision, is_confidential=is_confidential)


def _revision(told: Told, place: Place, code: str) -> int:
    sheet = responses.overview(told.world[f"submitter{place.vendor + 1}"].actor, told[place])
    return sheet.question(told.world.requirement_versions[code]).revision


def link_proof(told: Told, place: Place, code: str, document: Document, page: str = "pagina 1") -> None:
    """Lean an answer on a document."""
    actor, asked = told.world[f"submitter{place.vendor + 1}"].actor, told.world.requirement_versions[code]
    responses.link_document(actor, told[place], asked, document.id, page)


def answer(
    told: Told,
    place: Place,
    values: Mapping[str, Mapping[str, Any]] | None = None,
    confidential: Sequence[str] = (),
    proofs: Mapping[str, Document] | None = None,
) -> None:
    """Answer and confirm everything that is asked; `values` by requirement code stand in for the usual answers."""
    for code, document in (proofs or {}).items():
        link_proof(told, place, code, document)
    for code in place.codes:
        confirm(told, place, code, (values or {}).get(code), code in confidential)


def submit(told: Told, place: Place) -> Submission:
    """The supplier's vrijgever submits."""
    return responses.submit(told.world[f"submitter{place.vendor + 1}"].actor, told[place])


def assign(told: Told, place: Place, reviewers: Sequence[str] = PAIR) -> list[Assignment]:
    """VNG gives a submitted dossier its two reviewers."""
    members = [told.world[each].membership_id for each in reviewers]
    return rounds.assign_reviewers(told.world["coordinator"].actor, told[place], members)


def judge(
    told: Told, place: Place, reviewer: str, opinions: Mapping[str, Opinion] | None = None
) -> dict[str, ReviewVerdict]:
    """A reviewer gives a verdict on every requirement; `opinions` by code stand in for a plain *voldoet*."""
    return {code: opine(told, place, reviewer, code, (opinions or {}).get(code)) for code in place.codes}


def opine(told: Told, place: Place, reviewer: str, code: str, opinion: Opinion | None = None) -> ReviewVerdict:
    """A reviewer gives a verdict on one requirement."""
    asked, given = told.world.requirement_versions[code], opinion or Opinion()
    axes = given.axes or {Axis(each): given.code for each in session().get_one(RequirementVersion, asked).aspects}
    desk = assessments.desk(told.world[reviewer].actor, told[place]).item(asked)
    return assessments.save_verdict(
        told.world[reviewer].actor,
        told[place],
        asked,
        given.code,
        given.assurance,
        axes,
        given.public,
        given.confidential,
        revision=desk.verdict.revision if desk.verdict else 0,
    ).verdict


def ready(told: Told, place: Place, *reviewers: str) -> bool:
    """Reviewers say that they are ready; True when the last of them was the second one."""
    done = [assessments.mark_ready(told.world[each].actor, told[place]) for each in reviewers or PAIR]
    return done[-1]


def propose(told: Told, place: Place, code: str, opinion: Opinion, *, by: str = PAIR[0], basis: str = "") -> Proposal:
    """A reviewer proposes how to settle a difference, or (with `basis`) what the supplier's reply changes."""
    asked = told.world.requirement_versions[code]
    words = (opinion.code, opinion.assurance, opinion.public, opinion.confidential, basis)
    return assessments.propose(told.world[by].actor, told[place], asked, *words)


def agree(told: Told, place: Place, proposal: Proposal, by: str = PAIR[1]) -> Conclusion:
    """The other reviewer agrees: the proposal becomes the conclusion."""
    return assessments.agree(told.world[by].actor, told[place], proposal.id)


def decide(told: Told, place: Place, code: str, opinion: Opinion, reason: str) -> Conclusion:
    """VNG's co-ordinator decides a difference with a reason."""
    actor, asked = told.world["coordinator"].actor, told.world.requirement_versions[code]
    words = (opinion.code, opinion.assurance, opinion.public, opinion.confidential, reason)
    return assessments.decide(actor, told[place], asked, *words)


def reply(told: Told, place: Place, text: str = "", has_objection: bool = False) -> Hearing:
    """The supplier replies in the hearing: it agrees, or objects with a text."""
    return assessments.reply_to_hearing(
        told.world[f"submitter{place.vendor + 1}"].actor, told[place], has_objection, text
    )


def finish_reconsidering(told: Told, place: Place, reviewers: Sequence[str] = PAIR) -> None:
    """Both reviewers have weighed the reply."""
    for each in reviewers:
        assessments.finish_reconsidering(told.world[each].actor, told[place])


def release(told: Told, place: Place, by: str = "releaser") -> Release:
    """The releasing officer releases; that of the supplier must come before those of its products."""
    return sharing.release(told.world[by].actor, told[place])


def use(world: World, vendor: int, product: int, municipality: int, is_confirmed: bool = True, **facts: Any) -> Usage:
    """A gemeente (counts from 1) claims use of a product; its process owner confirms."""
    facts = {"process": "Aanvragen behandelen", "contract_number": "C-2026-1", **facts}
    claimed = usage.claim_usage(world[f"buyer{municipality}"].actor, world.products[vendor][product], **facts)
    if is_confirmed:
        usage.confirm_usage(world[f"owner{municipality}"].actor, claimed.id)
    return claimed


WAY = (
    DossierState.INVITED,
    DossierState.IN_PROGRESS,
    DossierState.SUBMITTED,
    DossierState.IN_REVIEW,
    DossierState.HEARING,
    DossierState.AWAITING_RELEASE,
    DossierState.PUBLISHED,
)
"""The ordinary way, when everything is met and the supplier agrees."""


def bring_to(told: Told, place: Place, state: DossierState, reviewers: Sequence[str] = PAIR) -> Dossier:
    """Bring a dossier along the ordinary way from where it stands to a state; a product's supplier goes ahead.

    DISCUSSING and RECONSIDERING are side roads: there the reviewers differ on the first requirement, or the
    supplier objects. Raises ValueError for a state that this way does not reach.
    """
    dossier = session().get_one(Dossier, told[place])
    if state is DossierState.DISCUSSING:
        return _discuss(told, place, reviewers)
    if state is DossierState.RECONSIDERING:
        bring_to(told, place, DossierState.HEARING, reviewers)
        reply(told, place, "Dit is intussen geregeld.", has_objection=True)
        return dossier
    for step in WAY[WAY.index(dossier.state) + 1 : WAY.index(state) + 1]:
        _step(told, place, step, reviewers)
    return dossier


def _discuss(told: Told, place: Place, reviewers: Sequence[str]) -> Dossier:
    dossier = bring_to(told, place, DossierState.IN_REVIEW, reviewers)
    judge(told, place, reviewers[0])
    differs = {place.codes[0]: Opinion(Verdict.PARTLY, "Het beleid is nog niet vastgesteld.")}
    judge(told, place, reviewers[1], differs)
    ready(told, place, *reviewers)
    return dossier


def _step(told: Told, place: Place, to_state: DossierState, reviewers: Sequence[str]) -> None:
    """The one step that leads to a state."""
    match to_state:
        case DossierState.IN_PROGRESS:
            responses.begin(told.world[f"contributor{place.vendor + 1}"].actor, told[place])
        case DossierState.SUBMITTED:
            answer(told, place)
            submit(told, place)
        case DossierState.IN_REVIEW:
            assign(told, place, reviewers)
        case DossierState.HEARING:
            for each in reviewers:
                judge(told, place, each)
            ready(told, place, *reviewers)
        case DossierState.AWAITING_RELEASE:
            reply(told, place)
        case DossierState.PUBLISHED:
            whole = Place(place.vendor, None)
            if place.product is not None and whole in told.dossiers:
                bring_to(told, whole, DossierState.PUBLISHED, reviewers)
            release(told, place)


def publish_agreement(world: World, days: int = 0) -> AgreementVersion:
    """VNG publishes a text of the agreement; signatures under the one before count for so many days."""
    number = len(agreements.list_versions(world["coordinator"].actor)) + 1
    texts = dict.fromkeys(("nl", "en"), f"## Tekst {number}")
    day = clock.today()
    return agreements.publish(world["coordinator"].actor, texts, day, day + timedelta(days=days))


def accept(world: World, *municipalities: int) -> AgreementVersion:
    """Gemeenten (count from 1) sign the newest text of the agreement, published where there is none."""
    newest = agreements.find_newest(world["coordinator"].actor) or publish_agreement(world)
    for number in municipalities:
        agreements.sign(world[f"ciso{number}"].actor, newest.id)
    return newest
