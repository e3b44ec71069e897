# SPDX-License-Identifier: EUPL-1.2
"""Page of interests: declared conflicts and former employers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.rounds import policy, schemas, service
from samencontroleren.rounds.given_reasons import told
from samencontroleren.rounds.round_routes import blueprint
from samencontroleren.vendors import policy as vendors_policy


@blueprint.get("/belangen")
@needs(policy.DECLARE_CONFLICT, policy.CONFLICT_VIEW, policy.FORMER_EMPLOYER_VIEW, vendors_policy.VIEW)
def conflicts() -> ResponseReturnValue:
    """One's own conflicts; the co-ordinator sees all."""
    return _conflicts(Form())


@blueprint.post("/belangen")
@needs(policy.DECLARE_CONFLICT, policy.CONFLICT_VIEW, vendors_policy.VIEW)
def declare_conflict() -> ResponseReturnValue:
    """Declare a conflict with a supplier."""
    try:
        service.declare_conflict(actor(), **load(schemas.ConflictInput(), request.form))
    except Invalid as error:
        return _conflicts(Form.typed(request.form, error)), 422
    flash(_("Uw belang is gemeld. U krijgt geen dossiers van deze leverancier (meer)."), "success")
    return redirect(url_for("rounds.conflicts"))


@blueprint.post("/belangen/werkgevers")
@needs(policy.DECLARE_CONFLICT)
def state_former_employer() -> ResponseReturnValue:
    """Say that one worked at a supplier."""
    try:
        service.state_former_employer(actor(), **load(schemas.FormerEmployerInput(), request.form))
    except Invalid as error:
        return _conflicts(Form(), Form.typed(request.form, error)), 422
    flash(_("Dit is opgeslagen. U krijgt voorlopig geen dossiers van deze leverancier (meer)."), "success")
    return redirect(url_for("rounds.conflicts"))


def _conflicts(form: Form, employer: Form | None = None) -> str:
    return render_template(
        "rounds/conflicts.html",
        form=form,
        employer=employer or Form(),
        employers=service.list_former_employers(actor()),
        rows=service.list_conflicts(actor()),
        told=told,
        suppliers=service.conflict_choices(actor()),
        shows_all=can_ever(actor(), (policy.ROUND_EDIT,)),
    )
