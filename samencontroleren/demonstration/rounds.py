# SPDX-License-Identifier: EUPL-1.2
"""The three rounds of the demonstration: two that are finished and one that runs, as scripts per dossier."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Stance, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration import history, living, steps
from samencontroleren.demonstration.history import Entry, Historian
from samencontroleren.demonstration.lives import Book, Life
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.shelf import Shelf
from samencontroleren.demonstration.steps import Calendar, Script, Stage
from samencontroleren.demonstration.suppliers import SUPPLIERS, Supplier
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.filters import Filter
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import QuestionnaireVersion, RequirementVersion
from samencontroleren.rounds import service, telling
from samencontroleren.rounds.kinds import DossierState as S
from samencontroleren.rounds.kinds import RoundState
from samencontroleren.rounds.models import Dossier, Round

Subjects = dict[tuple[uuid.UUID, uuid.UUID | None], Dossier]
"""Dossiers of a round by supplier and product."""

BEGAN = -720
"""The day on which organisations, products and questionnaire were made, in days from today."""
JOINED = -345
"""The day on which the four suppliers of the tour brought their evidence."""

FIRST_OPENED = -700
FIRST_TERMS = (-700, -655, -610)

FINISHED = Calendar(-330, -318, -302, -298, -286, -282, -276, -264, -256)
FINISHED_TERMS = (-330, -290, -240)
FINISHED_SCRIPTS = (
    Script(0, None, S.PUBLISHED, pair=0),
    Script(0, 0, S.PUBLISHED, weak={"SC-GEG-03": "short"}, pair=1),
    Script(0, 1, S.PUBLISHED, weak={"SC-GEG-02": "fair", "SC-WEE-02": "short"}, doubts=("SC-TOE-02",), pair=2),
    Script(1, None, S.PUBLISHED, weak={"SC-ORG-03": "fair", "SC-ORG-02": "short"}, pair=3),
    Script(1, 0, S.PUBLISHED, {"SC-TOE-02": "fair", "SC-GEG-03": "fair"}, ("SC-GEG-01",), "objects", pair=4),
    Script(2, None, S.PUBLISHED, weak={"SC-ORG-01": "short"}, reply="silent", pair=5),
    Script(2, 0, S.PUBLISHED, weak={"SC-WEE-02": "short"}, pair=6),
    Script(
        2,
        1,
        S.PUBLISHED,
        weak={"SC-TOE-01": "poor", "SC-TOE-02": "poor", "SC-GEG-01": "poor", "SC-GEG-03": "fair"},
        reply="silent",
        pair=7,
    ),
    Script(3, None, S.REFUSED),
    Script(3, 0, S.REFUSED),
)

RUNNING = Calendar(-36, -24, -14, -12, -7, -6, -4, -2, -1)
RUNNING_TERMS = (-36, -3, 28)
RUNNING_SCRIPTS = (
    Script(0, None, S.PUBLISHED, pair=1),
    Script(0, 0, S.AWAITING_RELEASE, weak={"SC-GEG-03": "fair"}, pair=2),
    Script(0, 1, S.HEARING, weak={"SC-GEG-02": "fair"}, pair=3),
    Script(1, None, S.IN_REVIEW, weak={"SC-ORG-03": "fair"}, pair=0),
    Script(1, 0, S.DISCUSSING, weak={"SC-GEG-03": "fair"}, doubts=("SC-GEG-01", "SC-WEE-01"), pair=0),
    Script(1, 1, S.RECONSIDERING, weak={"SC-TOE-01": "fair"}, reply="objects", pair=4),
    Script(2, None, S.SUBMITTED),
    Script(2, 0, S.SUBMITTED, weak={"SC-WEE-01": "fair"}),
    Script(2, 1, S.IN_REVIEW, weak={"SC-TOE-01": "fair", "SC-GEG-01": "short"}, pair=8, ready=0),
    Script(3, None, S.IN_PROGRESS, weak={"SC-ORG-01": "poor"}),
    Script(3, 0, S.INVITED),
    Script(3, 1, S.INVITED),
)


@dataclass(frozen=True)
class Scene:
    """What the rounds are played with."""

    cast: Cast
    suppliers: list[Supplier]
    version: QuestionnaireVersion
    today: date
    book: Book
    shelf: Shelf

    @property
    def coordinator(self) -> Actor:
        return self.cast.vng["coordinator"].actor

    def day(self, number: int) -> date:
        """A day counted from the day of the demonstration."""
        return self.today + timedelta(days=number)


@dataclass(frozen=True)
class Play:
    """One round: its number, terms, the days of its steps, and a script per dossier of the tour's suppliers."""

    number: int
    terms: tuple[int, int, int]
    calendar: Calendar
    scripts: Sequence[Script]


PLAYS = (
    Play(history.FIRST, FIRST_TERMS, FINISHED, ()),
    Play(history.SECOND, FINISHED_TERMS, FINISHED, FINISHED_SCRIPTS),
    Play(history.RUNNING, RUNNING_TERMS, RUNNING, RUNNING_SCRIPTS),
)


IN_ROUNDS = frozenset(
    (
        *("SC-ORG-01", "SC-ORG-02", "SC-ORG-03", "SC-TOE-01", "SC-TOE-02"),
        *("SC-GEG-01", "SC-GEG-02", "SC-GEG-03", "SC-WEE-01", "SC-WEE-02"),
        *("SC-ORG-12", "SC-TOE-13", "SC-INC-06", "SC-CON-07"),
    )
)
"""What was asked in the invented rounds, the last four of gemeenten themselves; the catalogue holds many more."""


def publish_questionnaire(cast: Cast) -> QuestionnaireVersion:
    """Our own requirements into the catalogue, and those of the rounds into a published questionnaire version."""
    coordinator = cast.vng["coordinator"].actor
    questionnaires.load_content(coordinator)
    found = questionnaires.current_versions(coordinator, questionnaires.ordered_keys(coordinator, Filter()))
    keys = [each.requirement_id for each in found if each.requirement.code in IN_ROUNDS]
    draft = questionnaires.add_questionnaire(coordinator, "Online software")
    draft = questionnaires.set_items(coordinator, draft.id, keys, draft.revision)
    return questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)


def play(scene: Scene, played: Play) -> Round | None:
    """One round: the tour's suppliers step by step through the services, the rest of the market as rows.

    Results of suppliers are released before those of products. A round that has ended is closed.
    """
    versions = [each.requirement_version for each in questionnaires.items_of(scene.version.id)]
    answered = [each for each in versions if each.addressed_to is not AddressedTo.CLIENT]
    historian = Historian(played.number, played.terms[0], scene.today, scene.shelf, answered)
    market = [
        entry
        for place, supplier in enumerate(scene.suppliers)
        if place >= len(SUPPLIERS)
        for entry in historian.entries(place, supplier)
    ]
    entries = [Entry(script, played.calendar) for script in played.scripts]
    if not entries and not market:
        return None
    made = _open(scene, played, [*entries, *market])
    known = {(each.vendor_id, each.product_id): each for each in _dossiers(made)}
    _write(scene, played, made, _stages(scene, market, known, versions), known)
    _step(_stages(scene, entries, known, versions))
    if played.number < history.RUNNING:
        with clock.pretend(scene.day(played.terms[2] + 40)):
            service.close_round(scene.coordinator, made.id)
    return made


def _step(stages: list[Stage]) -> None:
    for stage in stages:
        steps.play(stage)
    for stage in sorted(stages, key=lambda each: each.script.product is not None):
        if stage.script.reaches is S.PUBLISHED:
            steps.release(stage)


def _write(scene: Scene, played: Play, made: Round, stages: list[Stage], known: Subjects) -> None:
    """The market's dossiers as rows; whose turn it is in the running round hears of it."""
    moves = []
    for number, stage in enumerate(stages):
        supplier, product = stage.supplier, stage.script.product
        dossier = known[supplier.id, None if product is None else supplier.products[product]]
        life = Life(stage, scene.book, dossier, made, scene.version)
        living.live(life, scene.cast.vng["releaser2" if number % 3 == 2 else "releaser"])
        moves.append((dossier, life.last_move))
    scene.book.rows.store()
    if played.number < history.RUNNING:
        return
    for dossier, move in moves:
        if move is not None:
            with clock.pretend(clock.local(move.moved_at).date()):
                telling.after_move(dossier, move)


def ask_for_more(scene: Scene) -> None:
    """In one dossier of the market the reviewers lack something: the supplier is asked to complete it."""
    own = [each.id for each in scene.suppliers[: len(SUPPLIERS)]]
    query = (
        select(Dossier.id)
        .join(Dossier.round)
        .where(Round.state == RoundState.RUNNING, Dossier.state == S.IN_REVIEW, Dossier.vendor_id.not_in(own))
        .order_by(Dossier.state_since, Dossier.id)
    )
    found = session().scalars(query.limit(1)).first()
    if found is not None:
        with clock.pretend(scene.day(-2)):
            _ask_for_more(scene, found)


def _ask_for_more(scene: Scene, dossier_id: uuid.UUID) -> None:
    """The co-ordinator names two questions, in the words of the reviewers."""
    made = assessments.gather(scene.coordinator, dossier_id)
    asked = [each.requirement_version_id for each in assessments.submitted(scene.coordinator, dossier_id)]
    texts = dict(zip((asked[2], asked[-2]), MORE, strict=True))
    assessments.change_request(scene.coordinator, dossier_id, texts, made.revision)
    assessments.send_request(scene.coordinator, dossier_id)


MORE = (
    "Uit het bewijs blijkt niet wie dit controleert en hoe vaak. Wilt u dat beschrijven, met de laatste datum?",
    "Het verslag van de laatste keer ontbreekt. Wilt u dat toevoegen?",
)


def draft_replies(scene: Scene) -> None:
    """In the first hearing of a supplier one can be, a colleague has written a reply to a verdict, not yet sent."""
    for number, supplier in enumerate(scene.suppliers[: len(SUPPLIERS)]):
        query = select(Dossier.id).where(Dossier.state == S.HEARING, Dossier.vendor_id == supplier.id)
        found = session().scalars(query.order_by(Dossier.state_since, Dossier.id).limit(1)).first()
        who = scene.cast.suppliers[number][Role.SUBMITTER].actor
        if found is not None and _draft_reply(scene, who, found):
            return


def _draft_reply(scene: Scene, who: Actor, dossier_id: uuid.UUID) -> bool:
    """A draft at the first verdict that is not the best; False when there is none."""
    concluded = assessments.current_conclusions(who, dossier_id)
    lower = next((each.requirement_version_id for each in concluded if each.code is not Verdict.MEETS), None)
    if lower is None:
        return False
    with clock.pretend(scene.day(-1)):
        assessments.save_point(who, dossier_id, lower, Stance.CORRECT, DRAFT, 0)
    return True


DRAFT = "Dit is sinds vorige maand anders. Het nieuwe contract voegen wij als bewijs toe voordat wij versturen."


def invite_silent(scene: Scene) -> None:
    """One contact of the running round has not replied to the invitation."""
    query = select(Round).where(Round.state == RoundState.RUNNING)
    silent = scene.suppliers[3]
    with clock.pretend(scene.day(RUNNING.opened + 1)):
        made = session().scalars(query).one()
        address = f"ulrike@{silent.facts.domain}"
        service.invite_contact(scene.coordinator, made.id, silent.id, "Ulrike Unbekannt", address)


def _dossiers(made: Round) -> list[Dossier]:
    return list(session().scalars(select(Dossier).where(Dossier.round_id == made.id)))


def _open(scene: Scene, played: Play, entries: Sequence[Entry]) -> Round:
    coordinator, days = scene.coordinator, [scene.day(each) for each in played.terms]
    asked = [(scene.suppliers[each.script.supplier], each.script.product) for each in entries]
    products = [supplier.products[place] for supplier, place in asked if place is not None]
    name = f"Ronde {played.number} ({days[0].year})"
    with clock.pretend(days[0]):
        made = service.add_round(coordinator, name, scene.version.id, days[0], days[1], days[2])
        service.add_products(coordinator, made.id, products)
        for number in dict.fromkeys(each.script.supplier for each in entries):
            person = scene.cast.suppliers[number][Role.SUBMITTER]
            service.invite_contact(coordinator, made.id, scene.suppliers[number].id, person.name, person.email)
        return service.open_round(coordinator, made.id)


def _stages(
    scene: Scene, entries: Sequence[Entry], known: Subjects, versions: Sequence[RequirementVersion]
) -> list[Stage]:
    stages = []
    for entry in entries:
        script, supplier = entry.script, scene.suppliers[entry.script.supplier]
        dossier = known[supplier.id, None if script.product is None else supplier.products[script.product]]
        asked = tuple(each for each in versions if each.subject is dossier.subject)
        stages.append(Stage(scene.cast, supplier, script, entry.calendar, scene.today, dossier.id, asked))
    return stages
