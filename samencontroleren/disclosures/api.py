# SPDX-License-Identifier: EUPL-1.2
"""API of reported changes and incidents: what a supplier reported, and reporting it."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.rest import listed
from samencontroleren.core.web import actor, needs
from samencontroleren.disclosures import policy, schemas, service
from samencontroleren.organisations.scopes import Scope

blueprint = APIBlueprint("disclosures_api", __name__, tag="Wijzigingen en incidenten")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/wijzigingsmeldingen")
@blueprint.input(shapes.ChangeQuery, location="query", arg_name="query")
@blueprint.output(shapes.ChangeNoticeOut(many=True))
@blueprint.doc(summary="Wijzigingsmeldingen", description="Wijzigingen die leveranciers meldden, nieuwste eerst.")
@needs(policy.VIEW)
def list_changes(query: dict[str, Any]) -> Any:
    """Reported changes, those that wait for VNG first."""
    return listed(service.list_changes(actor(), query["page"], query["page_size"]))


@blueprint.get("/wijzigingsmeldingen/<uuid:key>")
@blueprint.output(shapes.ChangeNoticeOut)
@blueprint.doc(summary="Eén wijzigingsmelding")
@needs(policy.VIEW)
def get_change(key: uuid.UUID) -> Any:
    """One reported change."""
    return service.get_change(actor(), key)


@blueprint.post("/wijzigingsmeldingen")
@blueprint.output(shapes.ChangeNoticeOut, status_code=201)
@blueprint.doc(
    summary="Een wijziging melden",
    description="VNG leest de melding en antwoordt. Gemeenten die het product gebruiken, krijgen bericht van het feit.",
)
@takes(schemas.ChangeReport(), headers=("Idempotency-Key",))
@needs(policy.REPORT, scope=Scope.WRITE_REPORTS)
def report_change() -> Any:
    """Report a change; the same call again gives the same report."""
    who, body = actor(), rest.body(schemas.ChangeReport())
    made = rest.replayed(who)
    if made is None:
        made = service.report_change(who, **body).id
        rest.remember(who, made)
    return rest.shown(service.get_change(who, made), 201, url_for("disclosures_api.get_change", key=made))


@blueprint.post("/wijzigingsmeldingen/<uuid:key>/aanvullingen")
@blueprint.output(shapes.ChangeNoticeOut, status_code=201)
@blueprint.doc(
    summary="Een wijzigingsmelding aanvullen",
    description="Ook nadat VNG de melding behandelde. Wat er stond, blijft staan; VNG krijgt bericht. U krijgt de hele "
    "melding terug. Stuur een Idempotency-Key mee.",
)
@takes(schemas.AdditionReport(), headers=("Idempotency-Key",))
@needs(policy.ADD, policy.VIEW, scope=Scope.WRITE_REPORTS)
def add_to_change(key: uuid.UUID) -> Any:
    """Add to a reported change; the same call again adds nothing."""
    who = actor()
    service.require_addition(who, key)
    body = rest.body(schemas.AdditionReport())
    if rest.replayed(who) is None:
        rest.remember(who, service.add_to_change(who, key, **body).id)
    return service.get_change(who, key), 201, {"Location": url_for("disclosures_api.get_change", key=key)}


@blueprint.get("/incidenten")
@blueprint.input(shapes.IncidentQuery, location="query", arg_name="query")
@blueprint.output(shapes.IncidentOut(many=True))
@blueprint.doc(summary="Incidenten", description="Incidenten die leveranciers meldden, nieuwste eerst.")
@needs(policy.INCIDENT_VIEW)
def list_incidents(query: dict[str, Any]) -> Any:
    """Reported incidents, the newest first."""
    return listed(service.list_incidents(actor(), query["page"], query["page_size"]))


@blueprint.get("/incidenten/<uuid:key>")
@blueprint.output(shapes.IncidentViewOut)
@blueprint.doc(summary="Eén incident", description="De melding, en alles wat de leverancier er later over zei.")
@needs(policy.INCIDENT_VIEW)
def get_incident(key: uuid.UUID) -> Any:
    """One incident with its updates."""
    return service.get_incident(actor(), key)


@blueprint.post("/incidenten")
@blueprint.output(shapes.IncidentViewOut, status_code=201)
@blueprint.doc(
    summary="Een incident melden",
    description="VNG krijgt meteen een mail. Uw meldplicht bij de toezichthouder en het CSIRT blijft bestaan.",
)
@takes(schemas.IncidentReport(), headers=("Idempotency-Key",))
@needs(policy.REPORT, scope=Scope.WRITE_REPORTS)
def report_incident() -> Any:
    """Report an incident; the same call again gives the same report."""
    who, body = actor(), rest.body(schemas.IncidentReport())
    made = rest.replayed(who)
    if made is None:
        made = service.report_incident(who, **body).id
        rest.remember(who, made)
    found = service.get_incident(who, made)
    return found, 201, {"Location": url_for("disclosures_api.get_incident", key=made)}
