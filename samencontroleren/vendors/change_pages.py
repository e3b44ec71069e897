# SPDX-License-Identifier: EUPL-1.2
"""Pages of takeovers, double registrations and products that move, for VNG's functional administrator."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.organisations.kinds import PLAN_LABELS, PlanState
from samencontroleren.vendors import changes, policy, schemas
from samencontroleren.vendors.kinds import CHANGE_LABELS
from samencontroleren.vendors.pages import blueprint

TONES = {PlanState.PLANNED: "info", PlanState.DONE: "good", PlanState.CANCELLED: "dark"}
LABELS = {"kinds": CHANGE_LABELS, "states": PLAN_LABELS, "tones": TONES}


@blueprint.get("/leveranciers/overgangen")
@needs(policy.CHANGE_VIEW)
def list_changes() -> ResponseReturnValue:
    """All takeovers and moves."""
    return render_template("vendors/changes.html", changes=changes.list_changes(actor()), **LABELS)


@blueprint.get("/leveranciers/<uuid:key>/overgang")
@needs(policy.CHANGE_PLAN)
def new_change(key: uuid.UUID) -> ResponseReturnValue:
    """Form to plan one."""
    context = _choices(key)
    form = Form({"happens_on": clock.today().isoformat(), "kind": "takeover", "moves_people": True})
    return render_template("vendors/change_edit.html", form=form, **context)


@blueprint.post("/leveranciers/<uuid:key>/overgang")
@needs(policy.CHANGE_PLAN)
def plan_change(key: uuid.UUID) -> ResponseReturnValue:
    """Plan one."""
    context = _choices(key)
    try:
        made = changes.plan_change(actor(), key, **load(schemas.ChangeInput(), request.form))
    except Invalid as error:
        return invalid("vendors/change_edit.html", error, **context)
    flash(_("De wijziging is gepland. Kijk na wat er overgaat."), "success")
    return redirect(url_for("vendors.change_plan", key=made.id))


@blueprint.get("/overgangen/<uuid:key>")
@needs(policy.CHANGE_VIEW)
def change_plan(key: uuid.UUID) -> ResponseReturnValue:
    """One change, with what goes."""
    found = changes.get_change(actor(), key)
    return render_template(
        "vendors/change.html", change=found, counts=changes.dry_run(found), today=clock.today(), **LABELS
    )


@blueprint.post("/overgangen/<uuid:key>/uitvoeren")
@needs(policy.CHANGE_EDIT)
def carry_out_change(key: uuid.UUID) -> ResponseReturnValue:
    """Carry a plan of today out now."""
    changes.carry_out_today(actor(), key)
    flash(_("De wijziging is uitgevoerd."), "success")
    return redirect(url_for("vendors.change_plan", key=key))


@blueprint.post("/overgangen/<uuid:key>/annuleren")
@needs(policy.CHANGE_EDIT)
def cancel_change(key: uuid.UUID) -> ResponseReturnValue:
    """Cancel a plan."""
    changes.cancel_change(actor(), key)
    flash(_("De wijziging is geannuleerd. Er verandert niets."), "success")
    return redirect(url_for("vendors.change_plan", key=key))


def _choices(key: uuid.UUID) -> dict[str, Any]:
    vendor = changes.get_vendor_to_change(actor(), key)
    others = [(str(each.id), _named(each)) for each in changes.list_choices(actor()) if each.id != key]
    products = [(str(each.id), each.name) for each in changes.list_living_products(actor(), key)]
    return {"vendor": vendor, "others": others, "products": products, "kinds": CHANGE_LABELS}


def _named(vendor: Any) -> str:
    number = vendor.kvk_number or vendor.register_number
    return f"{vendor.name} ({number})" if number else vendor.name
