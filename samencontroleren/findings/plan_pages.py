# SPDX-License-Identifier: EUPL-1.2
"""The page on which a supplier writes the improvement plan of a finding."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick, undo_writes
from samencontroleren.findings import policy, schemas, service
from samencontroleren.findings.kinds import PROGRESS_LABELS
from samencontroleren.findings.models import ImprovementPlan
from samencontroleren.findings.pages import READS, back, blueprint
from samencontroleren.findings.plans import MOST_STEPS

SPARE = 3
"""Rows that a new plan shows; one more with each press of the button."""


@blueprint.get("/bevindingen/<uuid:key>/plan")
@needs(policy.PLAN, *READS)
def plan(key: uuid.UUID) -> ResponseReturnValue:
    """The form of the plan: what stands in the draft, or in the plan before it."""
    context = _context(key)
    found: service.FindingPage = context["found"]
    return render_template("findings/plan.html", form=Form(_values(found, found.draft or found.plan)), **context)


def _context(key: uuid.UUID) -> dict[str, Any]:
    found = service.get_finding(actor(), key, policy.PLAN)
    finding, shown = found.finding, found.draft or found.plan
    wanted = request.args.get("regels", type=int) or (len(shown.steps) if shown else SPARE)
    return {
        "found": found,
        "finding": finding,
        "subject": finding.product.name if finding.product else finding.vendor.name,
        "progress_choices": [(each.value, pick(label)) for each, label in PROGRESS_LABELS.items()],
        "rows": range(1, min(max(wanted, 1), MOST_STEPS) + 1),
        "most": MOST_STEPS,
        "revision": found.draft.revision if found.draft else 0,
    }


def _values(found: service.FindingPage, plan: ImprovementPlan | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for step in plan.steps if plan else ():
        values |= {
            f"what_{step.position}": step.what,
            f"owner_{step.position}": found.owners.get(step.id, ""),
            f"due_on_{step.position}": step.due_on.isoformat() if step.due_on else "",
            f"progress_{step.position}": step.progress.value,
        }
    return values


@blueprint.post("/bevindingen/<uuid:key>/plan")
@needs(policy.PLAN, policy.SPEAK)
def save_plan(key: uuid.UUID) -> ResponseReturnValue:
    """Keep the plan; with the button for it also add a row, or go on to submitting it."""
    try:
        given = load(schemas.PlanInput(), request.form)
        saved = service.save_plan(actor(), key, _steps(given), given["revision"])
        if given["choice"] == "submit":
            service.whole_plan(actor(), key)
    except Invalid as error:
        undo_writes()
        return invalid("findings/plan.html", error, **_context(key))
    except Changed as error:
        form = Form.typed(request.form, Invalid({}))
        return render_template("findings/plan.html", form=form, theirs=error.theirs, **_context(key)), 409
    if given["choice"] == "submit":
        return redirect(url_for("findings.confirm_plan", key=key))
    flash(_("Het plan is bewaard. U hebt nog niets ingediend."), "success")
    rows = len(saved.steps) + 1 if given["choice"] == "more" else None
    return redirect(url_for("findings.plan", key=key, regels=rows))


@blueprint.get("/bevindingen/<uuid:key>/plan/indienen")
@needs(policy.SPEAK, *READS)
def confirm_plan(key: uuid.UUID) -> ResponseReturnValue:
    """Read the plan once more, and what follows, before it is submitted."""
    found = service.get_finding(actor(), key, policy.SPEAK)
    if found.draft is None:
        return back(key)
    return render_template("findings/plan_send.html", form=Form(), **_context(key))


@blueprint.post("/bevindingen/<uuid:key>/plan/indienen")
@needs(policy.SPEAK, *READS)
def submit_plan(key: uuid.UUID) -> ResponseReturnValue:
    """Submit the plan in the supplier's name."""
    try:
        service.submit_plan(actor(), key, load(schemas.PlanRevision(), request.form)["revision"])
    except Invalid as error:
        found = _context(key)
        form = Form(_values(found["found"], found["found"].draft), error.fields)
        return render_template("findings/plan.html", form=form, **found), 422
    except Changed as error:
        return render_template("findings/plan_send.html", form=Form(), theirs=error.theirs, **_context(key)), 409
    flash(_("Het plan is ingediend. U krijgt bericht zodra VNG of een beoordelaar heeft besloten."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/plan/terugnemen")
@needs(policy.SPEAK)
def withdraw_plan(key: uuid.UUID) -> ResponseReturnValue:
    """Take the plan back, as long as nobody decided on it."""
    service.withdraw_plan(actor(), key)
    flash(_("U hebt het plan teruggenomen. Het is weer een concept: pas het aan en dien het opnieuw in."), "success")
    return redirect(url_for("findings.plan", key=key))


def _steps(given: Mapping[str, Any]) -> list[service.Step]:
    """The rows in which something stands, in their order."""
    rows = [
        service.Step(given[f"what_{row}"], given[f"owner_{row}"], given[f"due_on_{row}"], given[f"progress_{row}"])
        for row in range(1, MOST_STEPS + 1)
    ]
    return [each for each in rows if each.what or each.owner or each.due_on]
