# SPDX-License-Identifier: EUPL-1.2
"""All pages of assessments: importing this module puts them on the blueprint and offers them on the dossier."""

from samencontroleren.assessments import (
    agreement_pages,
    arrange_pages,
    confirming_pages,
    desk_pages,
    hearing_pages,
    point_pages,
    reconsidering_pages,
    requirement_panel,
    settling_pages,
    supplement_pages,
    taking_over_pages,
    text_pages,
    verdict_pages,
)
from samencontroleren.assessments.pages import blueprint
from samencontroleren.assessments.policy import INSIDE
from samencontroleren.assessments.turns import has_done_part, is_to_send
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

__all__ = [
    "agreement_pages",
    "arrange_pages",
    "blueprint",
    "confirming_pages",
    "desk_pages",
    "hearing_pages",
    "point_pages",
    "reconsidering_pages",
    "requirement_panel",
    "settling_pages",
    "supplement_pages",
    "taking_over_pages",
    "text_pages",
    "verdict_pages",
]

_AFTER_HEARING = frozenset(
    (DossierState.RECONSIDERING, DossierState.AWAITING_RELEASE, DossierState.PUBLISHED, DossierState.DISCUSSING)
)
_DISCUSSED = _AFTER_HEARING | {DossierState.HEARING}


panels.offer_done(has_done_part)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.supplement",
        label="Lees het verzoek na",
        explanation="U bent allebei klaar en mist nog iets. Lees het verzoek na en verstuur het naar de leverancier.",
        permission=rounds_policy.REVIEW,
        states=frozenset((DossierState.IN_REVIEW,)),
        is_primary=True,
        when=is_to_send,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.desk",
        label="Beoordelen",
        explanation="Lees de antwoorden met het bewijs ernaast en geef bij elke eis uw oordeel.",
        permission=rounds_policy.REVIEW,
        states=frozenset((DossierState.IN_REVIEW,)),
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.desk",
        label="Antwoorden en uw oordelen",
        explanation="Lees de antwoorden, het bewijs en uw eigen oordelen terug.",
        permission=rounds_policy.REVIEW,
        states=_DISCUSSED,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.differences",
        label="Oordelen van u beiden",
        explanation="Lees elkaars oordelen naast elkaar, en waar u verschilde.",
        permission=rounds_policy.REVIEW,
        states=_DISCUSSED - {DossierState.DISCUSSING},
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.differences",
        label="Verschillen bespreken",
        explanation="Leg de oordelen naast elkaar en word het schriftelijk eens.",
        permission=rounds_policy.REVIEW,
        states=frozenset((DossierState.DISCUSSING,)),
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.differences",
        label="Verschillen van de beoordelaars",
        explanation="Lees beide oordelen naast elkaar. Komen de beoordelaars er niet uit, dan beslist de coördinator.",
        permission=INSIDE,
        states=frozenset((DossierState.DISCUSSING,)),
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.differences",
        label="Voortgang van de beoordeling",
        explanation="Zie welke beoordelaar klaar is. De oordelen ziet u pas als beiden klaar zijn.",
        permission=rounds_policy.COORDINATE,
        states=frozenset((DossierState.IN_REVIEW,)),
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.reconsideration",
        label="Heroverwegen",
        explanation="Lees wat er is gevraagd en pas waar nodig een oordeel aan.",
        permission=rounds_policy.REVIEW,
        states=frozenset((DossierState.RECONSIDERING,)),
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.reconsideration",
        label="Heroverweging van de beoordelaars",
        explanation="Lees wat de beoordelaars wegen, en wie klaar is.",
        permission=INSIDE,
        states=frozenset((DossierState.RECONSIDERING,)),
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.hearing",
        label="Reageren op het conceptoordeel",
        explanation="Lees het conceptoordeel en reageer, per oordeel of op het geheel.",
        permission=rounds_policy.SUBMIT,
        states=frozenset((DossierState.HEARING,)),
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.hearing",
        label="Conceptoordeel en wederhoor",
        explanation="Lees het conceptoordeel en de reactie van de leverancier.",
        permission=rounds_policy.VIEW,
        states=_AFTER_HEARING - {DossierState.DISCUSSING} | {DossierState.HEARING},
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.supplement",
        label="Aanvulling vragen",
        explanation="Vraag de leverancier om meer bij de vragen waar de beoordelaars iets missen.",
        permission=rounds_policy.COORDINATE,
        states=frozenset((DossierState.IN_REVIEW, DossierState.DISCUSSING)),
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="assessments.supplement",
        label="Gevraagde aanvulling",
        explanation="Lees bij welke vragen een aanvulling is gevraagd, en waarom.",
        permission=rounds_policy.VIEW,
        states=frozenset((DossierState.SUPPLEMENT_ASKED,)),
    )
)
