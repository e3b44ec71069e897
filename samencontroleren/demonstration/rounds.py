# SPDX-License-Identifier: EUPL-1.2
"""The two rounds of the demonstration: one that is finished and one that runs, as scripts per dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samencontroleren.core import clock
from samencontroleren.demonstration import steps
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.steps import Calendar, Script, Stage
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.catalogue import Filter
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState as S
from samencontroleren.rounds.models import Round

BEGAN = -300
"""The day on which organisations, products and questionnaire were made, in days from today."""

FINISHED = Calendar(-280, -268, -252, -248, -236, -232, -226, -214, -206)
FINISHED_TERMS = (-280, -245, -215)
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
    """What both rounds are played with."""

    cast: Cast
    suppliers: list[Supplier]
    version: QuestionnaireVersion
    today: date

    @property
    def coordinator(self) -> Actor:
        return self.cast.vng["coordinator"].actor

    def day(self, number: int) -> date:
        """A day counted from the day of the demonstration."""
        return self.today + timedelta(days=number)


@dataclass(frozen=True)
class Play:
    """One round: its name, terms, the days of its steps, and a script per dossier."""

    name: str
    terms: tuple[int, int, int]
    calendar: Calendar
    scripts: Sequence[Script]


def publish_questionnaire(cast: Cast) -> QuestionnaireVersion:
    """Our ten requirements into the catalogue, and all of them into a published questionnaire version."""
    coordinator = cast.vng["coordinator"].actor
    questionnaires.load_content(coordinator)
    keys = questionnaires.ordered_keys(coordinator, Filter())
    draft = questionnaires.add_questionnaire(coordinator, "Online software")
    draft = questionnaires.set_items(coordinator, draft.id, keys, draft.revision)
    return questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)


def play_finished(scene: Scene) -> None:
    """The finished round: everything released or refused, and closed."""
    name = f"Ronde {scene.day(FINISHED.opened).year}-1"
    made = _play(scene, Play(name, FINISHED_TERMS, FINISHED, FINISHED_SCRIPTS))
    with clock.pretend(scene.day(FINISHED.released + 1)):
        service.close_round(scene.coordinator, made.id)


def play_running(scene: Scene) -> None:
    """The round that runs, its dossiers in different states; one contact has not replied to the invitation."""
    name = f"Ronde {scene.day(RUNNING.opened).year}-2"
    made = _play(scene, Play(name, RUNNING_TERMS, RUNNING, RUNNING_SCRIPTS))
    with clock.pretend(scene.day(RUNNING.opened + 1)):
        silent = scene.suppliers[3]
        address = f"ulrike@{silent.facts.domain}"
        service.invite_contact(scene.coordinator, made.id, silent.id, "Ulrike Unbekannt", address)


def _play(scene: Scene, play: Play) -> Round:
    """Every dossier as far as its script says; results of suppliers are released before those of products."""
    made = _open(scene, play)
    stages = _stages(scene, play, made)
    for stage in stages:
        steps.play(stage)
    for stage in sorted(stages, key=lambda each: each.script.product is not None):
        if stage.script.reaches is S.PUBLISHED:
            steps.release(stage)
    return made


def _open(scene: Scene, play: Play) -> Round:
    coordinator, days = scene.coordinator, [scene.day(each) for each in play.terms]
    asked = [(scene.suppliers[each.supplier], each.product) for each in play.scripts]
    products = [supplier.products[place] for supplier, place in asked if place is not None]
    with clock.pretend(days[0]):
        made = service.add_round(coordinator, play.name, scene.version.id, days[0], days[1], days[2])
        service.add_products(coordinator, made.id, products)
        for number, supplier in enumerate(scene.suppliers):
            person = scene.cast.suppliers[number][Role.SUBMITTER]
            service.invite_contact(coordinator, made.id, supplier.id, person.name, person.email)
        return service.open_round(coordinator, made.id)


def _stages(scene: Scene, play: Play, made: Round) -> list[Stage]:
    dossiers = list(service.list_dossiers(scene.coordinator, round_id=made.id, size=100).rows)
    versions = [each.requirement_version for each in questionnaires.items_of(made.questionnaire_id)]
    stages = []
    for script in play.scripts:
        supplier = scene.suppliers[script.supplier]
        dossier = steps.find_dossier(dossiers, supplier, script.product)
        asked = tuple(each for each in versions if each.subject is dossier.subject)
        stages.append(Stage(scene.cast, supplier, script, play.calendar, scene.today, dossier.id, asked))
    return stages
