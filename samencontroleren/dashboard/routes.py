# SPDX-License-Identifier: EUPL-1.2
"""The start page of each role, and the runs of scheduled jobs."""

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samencontroleren.accounts.clients import CALLS_PER_MINUTE
from samencontroleren.assessments.kinds import WITH_SUPPLIER
from samencontroleren.assessments.labels import RESULT, SEVERITY
from samencontroleren.auditing import service as auditing
from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.scheduler import RunState
from samencontroleren.core.web import actor, needs
from samencontroleren.dashboard import api_guide as guide
from samencontroleren.dashboard import policy, runs, schemas, service
from samencontroleren.dashboard.job_words import meaning_of, period_in_words, title_of
from samencontroleren.dashboard.kinds import STANDING_LABELS, STANDING_TONES
from samencontroleren.organisations.scopes import SCOPE_LABELS
from samencontroleren.rounds.kinds import (
    NEXT_LABELS,
    STATE_CODES,
    STATE_LABELS,
    TURN_CODES,
    TURN_LABELS,
    TURN_OF,
    DossierState,
    Turn,
)
from samencontroleren.sharing.kinds import CURRENCY_LABELS
from samencontroleren.supplychain import explanation
from samencontroleren.usage.kinds import UsageState

blueprint = Blueprint("dashboard", __name__)
NAVIGATION = (
    NavigationItem("dashboard.index", "Start", weight=0),
    NavigationItem("dashboard.runs", "Taken", weight=90),
)

RUN_LABELS: dict[RunState, tuple[str, str]] = {
    RunState.RUNNING: ("Bezig", "Running"),
    RunState.DONE: ("Klaar", "Done"),
    RunState.FAILED: ("Niet alles gelukt", "Not all succeeded"),
}
TURN_TONES = {
    Turn.VENDOR: "first",
    Turn.COORDINATOR: "second",
    Turn.REVIEWERS: "third",
    Turn.RELEASER: "fourth",
    Turn.NOBODY: "good",
}
RUN_TONES = {RunState.RUNNING: "info", RunState.DONE: "good", RunState.FAILED: "bad"}


@blueprint.get("/")
@needs()
def index() -> ResponseReturnValue:
    """What needs the reader now."""
    page = service.start_page(actor())
    return render_template(
        "dashboard/index.html",
        page=page,
        shown=service.SHOWN,
        today=clock.today(),
        now=clock.now(),
        state_labels=STATE_LABELS,
        state_codes=STATE_CODES,
        next_labels=NEXT_LABELS,
        turn_labels=TURN_LABELS,
        turn_of=TURN_OF,
        turn_codes=TURN_CODES,
        turns=Turn,
        with_supplier=WITH_SUPPLIER,
        states=DossierState,
        result_labels=RESULT,
        currency_labels=CURRENCY_LABELS,
        severity_labels=SEVERITY,
        usage_states=UsageState,
        standing_labels=STANDING_LABELS,
        standing_tones=STANDING_TONES,
        turn_tones=TURN_TONES,
        flag_title=explanation.title,
    )


@blueprint.get("/beheer/taken", endpoint="runs")
@needs(policy.RUNS_VIEW)
def run_list() -> ResponseReturnValue:
    """Run records of jobs, what is planned next, and what did not run."""
    form = Form(request.args.to_dict())
    try:
        wanted = load(schemas.RunFilter(), request.args)
    except Invalid as error:
        wanted, form = load(schemas.RunFilter(), {}), Form(request.args.to_dict(), error.fields)
    jobs = current_app.extensions.get("jobs", [])
    return render_template(
        "dashboard/runs.html",
        page=runs.list_runs(actor(), **wanted),
        plans=runs.list_plans(actor(), jobs),
        standing=auditing.get_standing(actor()),
        form=form,
        job_options=[(job.name, title_of(job.name)) for job in jobs],
        title_of=title_of,
        meaning_of=meaning_of,
        period_in_words=period_in_words,
        run_labels=RUN_LABELS,
        run_tones=RUN_TONES,
    )


@blueprint.get("/api")
def api_guide() -> ResponseReturnValue:
    """How other software works with the platform; public, as the document it explains."""
    return render_template(
        "dashboard/api_guide.html",
        groups=guide.groups(),
        base=url_for("openapi.spec", _external=True).removesuffix("/openapi.json"),
        token_url=url_for("accounts_api.token", _external=True),
        document_url=url_for("openapi.spec"),
        scope_labels=SCOPE_LABELS,
        calls=CALLS_PER_MINUTE,
    )
