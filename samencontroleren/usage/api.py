# SPDX-License-Identifier: EUPL-1.2
"""API of the register of products in use: a gemeente keeps its own. Confirming is for a second person."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.scopes import Scope
from samencontroleren.usage import policy, schemas, service

blueprint = APIBlueprint("usage_api", __name__, tag="Gebruik")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/gebruik")
@blueprint.input(shapes.UsageApiQuery, location="query", arg_name="query")
@blueprint.output(shapes.UsageOut(many=True))
@blueprint.doc(summary="Register van gebruik", description="De producten die uw gemeente gebruikt.")
@needs(policy.VIEW)
def list_usages(query: dict[str, Any]) -> Any:
    """The own register, what waits for confirmation first."""
    size = query.pop("page_size")
    found = service.list_usages(actor(), **query, size=size)
    return [row[0] for row in found.rows], 200, rest.link_header(found)


@blueprint.get("/gebruik/<uuid:key>")
@blueprint.output(shapes.UsageOut)
@blueprint.doc(summary="Eén regel van het register")
@needs(policy.VIEW)
def get_usage(key: uuid.UUID) -> Any:
    """One line of the own register."""
    return rest.shown(service.get_usage(actor(), key))


@blueprint.post("/gebruik")
@blueprint.output(shapes.UsageOut, status_code=201)
@blueprint.doc(
    summary="Gebruik aanmelden",
    description="De aanmelding opent niets tot een tweede persoon van de gemeente haar bevestigt.",
)
@takes(schemas.UsageClaim(), headers=("Idempotency-Key",))
@needs(policy.CLAIM, scope=Scope.WRITE_USAGE)
def claim() -> Any:
    """Say that a product is used; the same call again gives the same line."""
    who, body = actor(), rest.body(schemas.UsageClaim())
    made = rest.replayed(who)
    if made is None:
        made = service.claim_usage(who, **body).id
        rest.remember(who, made)
    return rest.shown(service.get_usage(who, made), 201, url_for("usage_api.get_usage", key=made))


@blueprint.put("/gebruik/<uuid:key>")
@blueprint.output(shapes.UsageOut)
@blueprint.doc(summary="Gebruik wijzigen", description="Proces, contractnummer en of het kritiek is.")
@takes(schemas.UsageChange(), headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_USAGE)
def change(key: uuid.UUID) -> Any:
    """Change process, contract or weight, on the version that was read."""
    found = service.get_usage(actor(), key)
    rest.require_match(found.revision)
    service.change_usage(actor(), key, revision=found.revision, **rest.body(schemas.UsageChange()))
    return rest.shown(service.get_usage(actor(), key))


@blueprint.post("/gebruik/<uuid:key>/beeindiging")
@blueprint.output(shapes.UsageOut)
@blueprint.doc(summary="Gebruik beëindigen", description="Wat het gebruik opende, sluit meteen.")
@takes(None, headers=("If-Match",))
@needs(policy.EDIT, scope=Scope.WRITE_USAGE)
def end(key: uuid.UUID) -> Any:
    """The gemeente no longer uses the product."""
    rest.require_match(service.get_usage(actor(), key).revision)
    service.end_usage(actor(), key)
    return rest.shown(service.get_usage(actor(), key))


@blueprint.post("/gebruik/<uuid:key>/bevestiging")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Bevestigen kan alleen in de webpagina",
    description="Bevestigen vraagt een tweede persoon die aanwezig is. Deze aanroep weigert daarom altijd.",
)
@needs(policy.EDIT, fresh=True, scope=Scope.WRITE_USAGE)
def confirm(key: uuid.UUID) -> Any:
    """Confirming through the API is refused: it takes a second person who is present."""
    service.confirm_usage(actor(), key)
    return "", 204
