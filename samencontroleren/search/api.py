# SPDX-License-Identifier: EUPL-1.2
"""API of the search: read only, each kind through its own permission."""

from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import link_header
from samencontroleren.core.web import actor, language, needs
from samencontroleren.search import schemas, service

blueprint = APIBlueprint("search_api", __name__, tag="Zoeken")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/zoekresultaten")
@blueprint.input(shapes.FoundQuery, location="query", arg_name="query")
@blueprint.output(shapes.FoundOut(many=True))
@blueprint.doc(
    summary="Zoeken",
    description="Leveranciers, producten, eisen, bevindingen en titels van documenten die u mag zien, soort na soort.",
)
@needs()
def list_found(query: dict[str, Any]) -> Any:
    """What is found for `q`, of all kinds or of one."""
    found = service.list_found(actor(), query["asked"], language(), query["kind"], query["page"], query["page_size"])
    return found.rows, 200, link_header(found)
