# SPDX-License-Identifier: EUPL-1.2
"""Pages of this feature; each module adds its own to the one blueprint."""

from samencontroleren.core.navigation import NavigationItem
from samencontroleren.rounds import (
    comparing_routes,
    conflict_routes,
    dossier_routes,
    invitation_routes,
    more_time_routes,
    passing_on_routes,
    pool_routes,
    reassessment_notice,
    round_routes,
)

PAGES = (
    round_routes,
    invitation_routes,
    dossier_routes,
    conflict_routes,
    comparing_routes,
    more_time_routes,
    passing_on_routes,
    pool_routes,
    reassessment_notice,
)

blueprint = round_routes.blueprint

NAVIGATION = (
    NavigationItem("rounds.index", "Rondes", weight=20),
    NavigationItem("rounds.dossiers", "Dossiers", weight=10),
    NavigationItem("rounds.pool", "Beoordelaars", weight=21, under="rounds.index"),
)
