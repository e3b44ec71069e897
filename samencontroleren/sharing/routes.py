# SPDX-License-Identifier: EUPL-1.2
"""All pages of sharing: importing this module puts them on the blueprint and offers release on the dossier."""

from samencontroleren.core.navigation import NavigationItem
from samencontroleren.responses import policy as responses_policy
from samencontroleren.rounds import panels as dossier_panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import (
    openness_pages,
    policy,
    reassessment_pages,
    rectification_pages,
    release_pages,
    result_pages,
)
from samencontroleren.sharing.pages import blueprint

__all__ = [
    "NAVIGATION",
    "blueprint",
    "openness_pages",
    "reassessment_pages",
    "rectification_pages",
    "release_pages",
    "result_pages",
]

NAVIGATION = (
    NavigationItem("sharing.index", "Resultaten", weight=10, only=(policy.VIEW,)),
    NavigationItem("sharing.openness_index", "Wie ziet wat", weight=36, under="evidence.index"),
)

dossier_panels.offer(
    dossier_panels.DossierAction(
        endpoint="sharing.release_desk",
        label="Fiatteren",
        explanation="Controleer of alles klopt. Geef het resultaat vrij of stuur het dossier terug.",
        permission=rounds_policy.RELEASE,
        states=frozenset((DossierState.AWAITING_RELEASE,)),
        is_primary=True,
    )
)
dossier_panels.offer(
    dossier_panels.DossierAction(
        endpoint="sharing.openness_of_dossier",
        label="Wie ziet wat",
        explanation="Bekijk per laag wie wat leest na de vrijgave, en wijzig dat voor uw documenten en antwoorden.",
        permission=responses_policy.WORK,
        states=frozenset(DossierState),
    )
)
