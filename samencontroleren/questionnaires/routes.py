# SPDX-License-Identifier: EUPL-1.2
"""The pages of the feature: the catalogue, imports of sheets, and questionnaire versions."""

from samencontroleren.core.navigation import NavigationItem
from samencontroleren.questionnaires import (
    routes_catalogue,
    routes_choosing,
    routes_comparison,
    routes_export,
    routes_import,
    routes_order,
    routes_preview,
    routes_questionnaires,
    routes_wording,
)
from samencontroleren.questionnaires.blueprint import blueprint

NAVIGATION = (
    NavigationItem(routes_catalogue.MENU[0], routes_catalogue.MENU[1]),
    NavigationItem(routes_questionnaires.MENU[0], routes_questionnaires.MENU[1]),
)

__all__ = [
    "NAVIGATION",
    "blueprint",
    "routes_choosing",
    "routes_comparison",
    "routes_export",
    "routes_import",
    "routes_order",
    "routes_preview",
    "routes_wording",
]
