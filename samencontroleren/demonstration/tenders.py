# SPDX-License-Identifier: EUPL-1.2
"""The tender of the tour's gemeente: a questionnaire with the whole catalogue, a set made from it, and candidates."""

from collections.abc import Sequence
from datetime import date, timedelta

from samencontroleren.core import clock
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.procurement import service as procurement
from samencontroleren.procurement.kinds import Aspect, Level, Weight
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.filters import Filter
from samencontroleren.questionnaires.models import QuestionnaireVersion

CANDIDATES = ((0, 0), (1, 0), (2, 0))
"""(supplier, product): the gemeente uses the first, and thinks of the others."""
ANSWERS = {
    "SC-AFB-01": "online",
    "SC-AFB-02": "special",
    "SC-AFB-03": "staff",
    "SC-AFB-05": "no",
    "SC-AFB-11": "cloud",
}
"""What the gemeente knows of what it wants to buy; the other questions it leaves open."""
LEVELS = {Aspect.AVAILABILITY: Level.MEDIUM, Aspect.INTEGRITY: Level.MEDIUM, Aspect.CONFIDENTIALITY: Level.HIGH}
LEFT_OUT = ("SC-OVE-01", "Staat al in onze algemene inkoopvoorwaarden.")


def buy(cast: Cast, suppliers: Sequence[Supplier], day: date) -> None:
    """VNG publishes the whole catalogue; the inkoper makes a set, lays it down and begins a next version."""
    with clock.pretend(day - timedelta(days=20)):
        version = _publish(cast.vng["coordinator"].actor)
    buyer = cast.towns[0].people[Role.BUYER].actor
    with clock.pretend(day - timedelta(days=9)):
        made = procurement.add_set(buyer, "Zaaksysteem 2027", version.id, "TN-2027-014")
        choices = procurement.Choices({code: frozenset((each,)) for code, each in ANSWERS.items()}, levels=LEVELS)
        revision = procurement.get_set(buyer, made.id).shown.revision
        procurement.set_choices(buyer, made.id, revision, choices, made.name, made.reference)
        for supplier, product in CANDIDATES:
            if supplier < len(suppliers):
                procurement.add_candidate(buyer, made.id, suppliers[supplier].products[product])
        procurement.finalise(buyer, made.id, procurement.get_set(buyer, made.id).shown.revision)
    with clock.pretend(day - timedelta(days=2)):
        procurement.add_version(buyer, made.id)
        page = procurement.get_set(buyer, made.id)
        lines = {line.requirement_version.requirement.code: line.id for line in page.lines}
        weighed = {lines[LEFT_OUT[0]]: procurement.Weighed(Weight.OUT, LEFT_OUT[1])}
        procurement.adjust_lines(buyer, made.id, page.shown.revision, weighed)


def _publish(coordinator: Actor) -> QuestionnaireVersion:
    draft = questionnaires.add_questionnaire(coordinator, "Online software, alle eisen")
    keys = questionnaires.ordered_keys(coordinator, Filter())
    draft = questionnaires.set_items(coordinator, draft.id, keys, draft.revision)
    return questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)
