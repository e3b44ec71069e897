# SPDX-License-Identifier: EUPL-1.2
"""All pages of findings: importing this module puts them on the blueprint and offers them on earlier pages."""

from samencontroleren.core.navigation import NavigationItem
from samencontroleren.findings import joining_pages, offered, plan_pages, promised
from samencontroleren.findings.pages import blueprint

__all__ = ["NAVIGATION", "blueprint", "joining_pages", "offered", "plan_pages", "promised"]

NAVIGATION = (NavigationItem("findings.index", "Bevindingen", weight=68),)
