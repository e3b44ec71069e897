# SPDX-License-Identifier: EUPL-1.2
"""All pages of threads: importing this module puts them on the blueprint and offers threads on earlier pages."""

from samencontroleren.core.navigation import NavigationItem
from samencontroleren.rounds import panels as dossier_panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.threads import dossier_pages, guest_pages, offered, question_pages, thread_pages
from samencontroleren.threads.pages import blueprint

__all__ = ["NAVIGATION", "blueprint", "dossier_pages", "guest_pages", "offered", "question_pages", "thread_pages"]

NAVIGATION = (NavigationItem("threads.index", "Gesprekken", weight=75),)

dossier_panels.offer(
    dossier_panels.DossierAction(
        endpoint="threads.of_dossier",
        label="Gesprekken",
        explanation="Lees de gesprekken over vragen en bevindingen van dit dossier, of begin er een.",
        permission=rounds_policy.VIEW,
        states=frozenset(DossierState),
    )
)
