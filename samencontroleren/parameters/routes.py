# SPDX-License-Identifier: EUPL-1.2
"""Pages of parameters, for VNG."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, needs
from samencontroleren.parameters import policy, schemas, service, typed
from samencontroleren.parameters.kinds import GROUP_LABELS, UNIT_LABELS
from samencontroleren.parameters.registry import FIXED
from samencontroleren.parameters.wording import written

blueprint = Blueprint("parameters", __name__)

NAVIGATION = (NavigationItem("parameters.index", "Instellingen", weight=90),)


@blueprint.get("/instellingen")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """All parameters, by subject."""
    rows = service.list_parameters(actor())
    groups = [
        (label, [each for each in rows if each.parameter.group is group]) for group, label in GROUP_LABELS.items()
    ]
    return render_template(
        "parameters/index.html", groups=groups, fixed=FIXED, written=written, can_edit=service.can_edit(actor())
    )


@blueprint.get("/instellingen/<code>")
@needs(policy.VIEW)
def show(code: str) -> ResponseReturnValue:
    """One parameter: what it does, its values, the form."""
    found = service.get_parameter(actor(), code)
    values = typed.fields(found.parameter, found.value)
    return _show(code, Form({**values, "counts_from": clock.today().isoformat()}))


@blueprint.post("/instellingen/<code>")
@needs(policy.EDIT)
def change(code: str) -> ResponseReturnValue:
    """Set a value from a day on."""
    service.get_parameter(actor(), code)
    try:
        wanted = load(schemas.NewValue(), request.form)
        fields = {name: wanted.pop(name) for name in ("value", "before", "after")}
        made = service.set_value(actor(), code, fields=fields, **wanted)
    except Invalid as error:
        return _show(code, Form.typed(request.form, error)), 422
    except Changed:
        return _show(code, Form.typed(request.form, Invalid({})), is_stale=True), 409
    if made.counts_from > clock.today():
        flash(_("De wijziging staat klaar en geldt vanaf de dag die u koos."), "success")
    else:
        flash(_("De nieuwe waarde geldt vanaf vandaag."), "success")
    return redirect(url_for("parameters.show", code=code))


@blueprint.post("/instellingen/<code>/intrekken")
@needs(policy.EDIT)
def withdraw(code: str) -> ResponseReturnValue:
    """Withdraw a planned value."""
    found = service.get_parameter(actor(), code)
    try:
        service.withdraw_value(actor(), code, **load(schemas.Withdrawal(), request.form))
    except Invalid as error:
        values = typed.fields(found.parameter, found.value)
        form = Form({**values, "counts_from": clock.today().isoformat()})
        return _show(code, form, withdrawal=Form.typed(request.form, error)), 422
    flash(_("De geplande wijziging is ingetrokken."), "success")
    return redirect(url_for("parameters.show", code=code))


def _show(code: str, form: Form, **more: Any) -> str:
    found = service.get_parameter(actor(), code)
    rows = service.history(actor(), code)
    return render_template(
        "parameters/show.html",
        found=found,
        rows=rows,
        names=service.names_of(rows),
        form=form,
        withdrawal=more.get("withdrawal") or Form(),
        is_stale=more.get("is_stale", False),
        can_edit=service.can_edit(actor()),
        written=written,
        group=GROUP_LABELS[found.parameter.group],
        unit_label=UNIT_LABELS[found.parameter.unit][1],
        today=clock.today(),
    )
