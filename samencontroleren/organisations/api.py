# SPDX-License-Identifier: EUPL-1.2
"""API of organisations: read only."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import listed, shown
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations import policy, schemas, service

blueprint = APIBlueprint("organisations_api", __name__, tag="Organisaties")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/organisaties")
@blueprint.input(shapes.OrganisationApiQuery, location="query", arg_name="query")
@blueprint.output(shapes.OrganisationOut(many=True))
@blueprint.doc(summary="Organisaties", description="Alle organisaties op naam; voor de functioneel beheerder van VNG.")
@needs(policy.LIST)
def list_organisations(query: dict[str, Any]) -> Any:
    """Organisations by name."""
    size = query.pop("page_size")
    return listed(service.list_organisations(actor(), **query, size=size))


@blueprint.get("/organisaties/<uuid:key>")
@blueprint.output(shapes.OrganisationOut)
@blueprint.doc(summary="Eén organisatie", description="Uw eigen organisatie; voor VNG alle.")
@needs(policy.VIEW)
def get_organisation(key: uuid.UUID) -> Any:
    """One organisation."""
    return shown(service.get_organisation(actor(), key))
