# SPDX-License-Identifier: EUPL-1.2
"""Table of contents: the features in their one order, and what each contributes.

A feature may use those above it in `ORDER`, never those below. What it contributes lies beside it under fixed
names: `routes.blueprint` and `routes.NAVIGATION`, `api.blueprint`, `jobs.JOBS`, `cli.COMMANDS`, `notices.NOTICES` and
`notices.NOTICE_NAMES`.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
from flask import Blueprint

from samencontroleren.accounts import contributions as of_people
from samencontroleren.admission import contributions as of_handing
from samencontroleren.core import own_data
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.scheduler import Job
from samencontroleren.core.storage import jobs as storage_jobs
from samencontroleren.core.trail import jobs as trail_jobs
from samencontroleren.notifications.kinds import Namer, NoticeKind
from samencontroleren.organisations import contributions as of_municipalities
from samencontroleren.vendors import contributions as of_suppliers

ORDER = (
    "organisations",
    "vendors",
    "accounts",
    "parameters",
    "notifications",
    "agreements",
    "admission",
    "rights",
    "usage",
    "questionnaires",
    "rounds",
    "evidence",
    "responses",
    "offline",
    "assessments",
    "sharing",
    "findings",
    "benchmarks",
    "disclosures",
    "supplychain",
    "threads",
    "procurement",
    "takeout",
    "search",
    "auditing",
    "dashboard",
)

DEMONSTRATION = "demonstration"
"""Comes last and exists only in demonstration mode."""

PUBLIC_ENDPOINTS = frozenset(
    (
        "static",
        "web.set_language",
        "disclosure.security_txt",
        "disclosure.policy",
        "health.livez",
        "health.readyz",
        "accounts.login",
        "accounts.log_in",
        "accounts.factor",
        "accounts.show_factor",
        "accounts.invitation",
        "accounts.accept_invitation",
        "accounts.enroll",
        "accounts.finish_enrolment",
        "accounts.recovery",
        "accounts.show_recovery_code",
        "accounts.passkey_question",
        "accounts.log_in_with_passkey",
        "accounts.show_passkey",
        "accounts.enroll_passkey",
        "accounts.join_with_provider",
        "accounts.provider_back",
        "accounts.provider_choice",
        "accounts.provider_keys",
        "accounts.provider_start",
        "accounts.forgotten",
        "accounts.ask_reset",
        "accounts.reset_page",
        "accounts.reset",
        "accounts.accessibility",
        "admission.code",
        "admission.enter_code",
        "admission.hand_on",
        "admission.propose",
        "openapi.spec",
        "accounts_api.token",
        "dashboard.api_guide",
        "demonstration.mailbox",
        "demonstration.message",
        "demonstration.layout",
        "demonstration.styleguide",
        "demonstration.tour",
        "demonstration.own_tour",
        "demonstration.tour_of",
        "demonstration.enter",
    )
)
"""The short written list of what needs no log-in."""


WRITING_GETS = frozenset(("accounts.provider_back",))
"""The short written list of addresses where a GET may write: another site sends people there (docs/adr)."""


CORE_TABLES = (
    "installation",
    "outbox",
    "rest",
    "scheduler",
    "security",
    "storage.keys",
    "trail.rows",
    "trail.chain",
    "trail.heads",
    "trail.readings",
)
"""Modules of the core that hold tables."""


@cache
def modules(name: str, demo: bool = False) -> tuple[Any, ...]:
    """The module called `name` of each feature that has one, in order. Looked for once: each page asks for the menu."""
    order = (*ORDER, DEMONSTRATION) if demo else ORDER
    paths = (f"samencontroleren.{feature}.{name}" for feature in order)
    return tuple(import_module(path) for path in paths if find_spec(path))


def blueprints(demo: bool) -> list[Blueprint]:
    """The pages of all features."""
    return [module.blueprint for module in modules("routes", demo)]


def api_blueprints() -> list[Any]:
    """The API of all features (APIFlask blueprints)."""
    return [module.blueprint for module in modules("api")]


def navigation() -> list[NavigationItem]:
    """The main menu, before it is cut to what an actor may use."""
    return [item for module in modules("routes") for item in getattr(module, "NAVIGATION", ())]


def jobs() -> list[Job]:
    """All scheduled jobs."""
    return [job for module in (storage_jobs, trail_jobs, *modules("jobs")) for job in module.JOBS]


def notices() -> list[NoticeKind]:
    """All kinds of notice (see `notifications.kinds`)."""
    return [kind for module in modules("notices") for kind in module.NOTICES]


def notice_namers() -> dict[str, Namer]:
    """Who names the objects that notices are about, by kind of object."""
    return {about: namer for module in modules("notices") for about, namer in _namers(module).items()}


def _namers(module: Any) -> dict[str, Namer]:
    return getattr(module, "NOTICE_NAMES", {})


def commands(demo: bool) -> list[click.Command]:
    """Further commands of the command line."""
    return [command for module in modules("cli", demo) for command in module.COMMANDS]


def load_search() -> None:
    """What can be found, and the listener that keeps its words current."""
    modules("search")
    import_module("samencontroleren.search.index")


def offer_merging() -> None:
    """Let each feature take part in mergers of gemeenten (`merging.MERGING`) and of suppliers (`merging.SUPPLIERS`)."""
    for module in modules("merging"):
        if hasattr(module, "MERGING"):
            of_municipalities.offer(module.MERGING)
        if hasattr(module, "SUPPLIERS"):
            of_suppliers.offer(module.SUPPLIERS)


def offer_own_data() -> None:
    """Let each feature take part in the export of what an organisation has (`own_data.PARTS`)."""
    for module in modules("own_data"):
        own_data.offer(module.PARTS)


def offer_leaving() -> None:
    """Let each feature take part when people lose rights (`leaving.LEAVING`)."""
    for module in modules("leaving"):
        of_people.offer(module.LEAVING)


def offer_handing() -> None:
    """Let each feature follow an invitation that goes on to another person (`handing.HANDED_ON`)."""
    for module in modules("handing"):
        of_handing.offer(module.HANDED_ON)


def load_models() -> None:
    """Import every table, so that metadata is complete (migrations, tests)."""
    for name in CORE_TABLES:
        import_module(f"samencontroleren.core.{name}")
    modules("models", demo=True)
    modules("policy", demo=True)
    load_search()
