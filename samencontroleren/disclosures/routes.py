# SPDX-License-Identifier: EUPL-1.2
"""Pages of reported changes and incidents."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments.labels import SEVERITY
from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, can_ever, invalid, language, needs, pick
from samencontroleren.disclosures import policy, schemas, service
from samencontroleren.disclosures.kinds import (
    CHANGE_HINTS,
    CHANGE_LABELS,
    DATA_LABELS,
    NOTICE_LABELS,
    STEP_LABELS,
    ChangeKind,
    DataKind,
    NoticeState,
    UpdateStep,
)
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.countries import country_choices, country_name

blueprint = Blueprint("disclosures", __name__)

NAVIGATION = (NavigationItem("disclosures.index", "Meldingen", weight=72, only=(vendors_policy.OWN,)),)

LABELS = {
    "changes": CHANGE_LABELS,
    "notice_states": NOTICE_LABELS,
    "notice_tones": {NoticeState.RECEIVED: "warning", NoticeState.HANDLED: "good"},
    "data_labels": {each.value: label for each, label in DATA_LABELS.items()},
    "steps": STEP_LABELS,
    "severities": SEVERITY,
}


@blueprint.get("/meldingen")
@needs(policy.VIEW, policy.INCIDENT_VIEW)
def index() -> ResponseReturnValue:
    """What was reported: of one's own supplier, or of all for VNG."""
    try:
        number = load(schemas.ListQuery(), request.args)["page"]
    except Invalid:
        number = 1
    who = actor()
    return render_template(
        "disclosures/index.html",
        page=service.list_changes(who, number),
        incidents=service.list_incidents(who, 1, 50).rows if service.sees_incidents(who) else [],
        can_report=service.can_report(who),
        **LABELS,
    )


@blueprint.get("/meldingen/wijziging")
@needs(policy.REPORT)
def new_change() -> ResponseReturnValue:
    """The form to report a change."""
    return render_template("disclosures/new_change.html", form=Form(), **_choices())


@blueprint.post("/meldingen/wijziging")
@needs(policy.REPORT)
def report_change() -> ResponseReturnValue:
    """Report a change."""
    try:
        made = service.report_change(actor(), **load(schemas.ChangeInput(), request.form))
    except Invalid as error:
        return invalid("disclosures/new_change.html", error, **_choices())
    flash(_("Uw melding is verstuurd. VNG leest haar en antwoordt."), "success")
    return redirect(url_for("disclosures.change", key=made.id))


@blueprint.get("/meldingen/wijzigingen/<uuid:key>")
@needs(policy.VIEW)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """One reported change."""
    return render_template("disclosures/change.html", form=Form(), **_change(key))


@blueprint.post("/meldingen/wijzigingen/<uuid:key>/behandelen")
@needs(policy.HANDLE)
def handle_change(key: uuid.UUID) -> ResponseReturnValue:
    """VNG has dealt with it."""
    try:
        service.handle_change(actor(), key, **load(schemas.HandleInput(), request.form))
    except Invalid as error:
        return invalid("disclosures/change.html", error, **_change(key))
    flash(_("De melding is behandeld. De leverancier leest uw antwoord."), "success")
    return redirect(url_for("disclosures.change", key=key))


@blueprint.post("/meldingen/wijzigingen/<uuid:key>/aanvullen")
@needs(policy.ADD)
def add_to_change(key: uuid.UUID) -> ResponseReturnValue:
    """Add to a reported change."""
    try:
        service.add_to_change(actor(), key, **load(schemas.AdditionInput(), request.form))
    except Invalid as error:
        return invalid("disclosures/change.html", error, **_change(key))
    flash(_("Uw aanvulling is verstuurd. VNG krijgt bericht."), "success")
    return redirect(url_for("disclosures.change", key=key))


def _change(key: uuid.UUID) -> dict[str, Any]:
    found = service.get_change(actor(), key)
    country = country_name(found.owner_country, language()) if found.owner_country else ""
    plans = found.kind is ChangeKind.TAKEN_OVER and can_ever(actor(), (vendors_policy.CHANGE_PLAN,))
    rights = {"can_handle": service.can_handle(actor(), key), "can_add": service.can_add(actor(), key)}
    return {"found": found, "owner_country": country, "can_plan": plans, **rights, **LABELS}


@blueprint.get("/meldingen/incident")
@needs(policy.REPORT)
def new_incident() -> ResponseReturnValue:
    """The form to report an incident."""
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return render_template("disclosures/new_incident.html", form=Form({"known_at": now}), **_choices())


@blueprint.post("/meldingen/incident")
@needs(policy.REPORT)
def report_incident() -> ResponseReturnValue:
    """Report an incident."""
    try:
        made = service.report_incident(actor(), **load(schemas.IncidentInput(), request.form))
    except Invalid as error:
        return invalid("disclosures/new_incident.html", error, **_choices())
    flash(_("Uw melding is verstuurd. VNG heeft meteen een mail gekregen."), "success")
    return redirect(url_for("disclosures.incident", key=made.id))


@blueprint.get("/meldingen/incidenten/<uuid:key>")
@needs(policy.INCIDENT_VIEW)
def incident(key: uuid.UUID) -> ResponseReturnValue:
    """One incident with its updates and clocks."""
    return render_template("disclosures/incident.html", form=Form(), **_incident(key))


@blueprint.post("/meldingen/incidenten/<uuid:key>/aanvullen")
@needs(policy.UPDATE)
def add_update(key: uuid.UUID) -> ResponseReturnValue:
    """Add what came to be known."""
    try:
        service.add_update(actor(), key, **load(schemas.UpdateInput(), request.form))
    except Invalid as error:
        return invalid("disclosures/incident.html", error, **_incident(key))
    flash(_("Uw aanvulling is verstuurd. VNG heeft meteen een mail gekregen."), "success")
    return redirect(url_for("disclosures.incident", key=key))


def _incident(key: uuid.UUID) -> dict[str, Any]:
    steps = [(each.value, pick(STEP_LABELS[each])) for each in UpdateStep]
    return {"view": service.get_incident(actor(), key), "now": clock.now(), "step_choices": steps, **LABELS}


def _choices() -> dict[str, Any]:
    return {
        "kind_choices": [(each.value, pick(CHANGE_LABELS[each]), pick(CHANGE_HINTS[each])) for each in ChangeKind],
        "country_options": country_choices(language()),
        "product_choices": [(str(each.id), each.name) for each in service.list_products(actor())],
        "data_choices": [(each.value, pick(DATA_LABELS[each])) for each in DataKind],
        "severity_choices": [(each.value, pick(label).capitalize()) for each, label in SEVERITY.items()],
    }
