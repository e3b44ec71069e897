# SPDX-License-Identifier: EUPL-1.2
"""API of rounds and dossiers: read only."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import PageQuery, etag, link_header
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy, schemas, service

blueprint = APIBlueprint("rounds_api", __name__, tag="Rondes en dossiers")


@blueprint.get("/rondes")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.RoundOut(many=True))
@blueprint.doc(summary="Rondes", description="De rondes die u mag zien, de nieuwste eerst.")
@needs(policy.ROUND_VIEW)
def list_rounds(query: dict[str, Any]) -> Any:
    """Rounds, the newest first."""
    found = service.page_of_rounds(actor(), query["page"], query["page_size"])
    return found.rows, 200, link_header(found)


@blueprint.get("/rondes/<uuid:key>")
@blueprint.output(schemas.RoundOut)
@blueprint.doc(summary="Eén ronde")
@needs(policy.ROUND_VIEW)
def get_round(key: uuid.UUID) -> Any:
    """One round."""
    found = service.get_round(actor(), key)
    return found, 200, {"ETag": etag(found.revision)}


@blueprint.get("/dossiers")
@blueprint.input(schemas.DossierApiQuery, location="query", arg_name="query")
@blueprint.output(schemas.DossierOut(many=True))
@blueprint.doc(summary="Dossiers", description="De dossiers die u mag openen, op uiterste dag.")
@needs(policy.VIEW)
def list_dossiers(query: dict[str, Any]) -> Any:
    """Dossiers by the day their turn ends."""
    size = query.pop("page_size")
    found = service.list_dossiers(actor(), **query, size=size)
    return found.rows, 200, link_header(found)


@blueprint.get("/dossiers/<uuid:key>")
@blueprint.output(schemas.DossierOut)
@blueprint.doc(summary="Eén dossier")
@needs(policy.VIEW)
def get_dossier(key: uuid.UUID) -> Any:
    """One dossier."""
    found = service.get_dossier(actor(), key)
    return found, 200, {"ETag": etag(found.revision)}
