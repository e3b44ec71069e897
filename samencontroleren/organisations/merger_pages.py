# SPDX-License-Identifier: EUPL-1.2
"""Pages of mergers of gemeenten, for VNG's functional administrator."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.organisations import mergers, partnerships, policy, schemas
from samencontroleren.organisations.kinds import PLAN_LABELS, PlanState
from samencontroleren.organisations.pages import blueprint

TONES = {PlanState.PLANNED: "info", PlanState.DONE: "good", PlanState.CANCELLED: "dark"}


@blueprint.get("/organisaties/herindelingen")
@needs(policy.MERGER_VIEW)
def list_mergers() -> ResponseReturnValue:
    """All mergers."""
    found = mergers.list_mergers(actor())
    return render_template("organisations/mergers.html", mergers=found, states=PLAN_LABELS, tones=TONES)


@blueprint.get("/organisaties/herindelingen/nieuw")
@needs(policy.MERGER_EDIT)
def new_merger() -> ResponseReturnValue:
    """Form to plan a merger."""
    mergers.list_mergers(actor())
    start = load(schemas.MergerStart(), request.args)
    form = Form({"part1": str(start["part"]) if start["part"] else ""})
    return render_template("organisations/merger_edit.html", form=form, **_choices())


@blueprint.post("/organisaties/herindelingen/nieuw")
@needs(policy.MERGER_EDIT)
def plan_merger() -> ResponseReturnValue:
    """Plan a merger."""
    try:
        made = mergers.plan_merger(actor(), **load(schemas.MergerInput(), request.form))
    except Invalid as error:
        return invalid("organisations/merger_edit.html", error, **_choices())
    flash(_("De herindeling is gepland. Kijk na wat er op die dag overgaat."), "success")
    return redirect(url_for("organisations.merger", key=made.id))


@blueprint.get("/organisaties/herindelingen/<uuid:key>")
@needs(policy.MERGER_VIEW)
def merger(key: uuid.UUID) -> ResponseReturnValue:
    """One merger, with what moves."""
    found = mergers.get_merger(actor(), key)
    return render_template(
        "organisations/merger.html", merger=found, counts=mergers.dry_run(found), states=PLAN_LABELS, tones=TONES
    )


@blueprint.post("/organisaties/herindelingen/<uuid:key>/annuleren")
@needs(policy.MERGER_EDIT)
def cancel_merger(key: uuid.UUID) -> ResponseReturnValue:
    """Cancel a plan."""
    mergers.cancel_merger(actor(), key)
    flash(_("De herindeling is geannuleerd. Er verandert niets."), "success")
    return redirect(url_for("organisations.merger", key=key))


def _choices() -> dict[str, Any]:
    return {"towns": [(str(each.id), f"{each.name} ({each.code})") for each in partnerships.list_municipalities()]}
