# SPDX-License-Identifier: EUPL-1.2
"""API of the search: read only, each kind through its own permission."""

import uuid
from dataclasses import dataclass
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core.rest import link_header
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.search import schemas, service
from samencontroleren.search.place_words import PLACES_CODE, Place
from samencontroleren.search.places import find_places
from samencontroleren.search.words import terms

blueprint = APIBlueprint("search_api", __name__, tag="Zoeken")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@dataclass(frozen=True)
class Told:
    """What was found, a thing or a page, as the API tells it."""

    code: str
    id: uuid.UUID | None
    title: str
    detail: str
    address: str


@blueprint.get("/zoekresultaten")
@blueprint.input(shapes.FoundQuery, location="query", arg_name="query")
@blueprint.output(shapes.FoundOut(many=True))
@blueprint.doc(
    summary="Zoeken",
    description="Eerst pagina’s bij hun naam (soort `paginas`, zonder id), dan leveranciers, producten, dossiers, "
    "eisen, bevindingen en titels van documenten die u mag zien, soort na soort.",
)
@needs()
def list_found(query: dict[str, Any]) -> Any:
    """What is found for `q`, of all kinds or of one."""
    who, only = actor(), query["kind"]
    places = find_places(who, terms(query["asked"])) if only in ("", PLACES_CODE) else []
    found = service.list_found(who, query["asked"], language(), only, query["page"], query["page_size"], places)
    return [_told(each) for each in found.rows], 200, link_header(found)


def _told(found: service.Found | Place) -> Told:
    if isinstance(found, Place):
        return Told(PLACES_CODE, None, pick(found.title), pick(found.detail), url_for(found.endpoint))
    return Told(found.kind.code, found.id, found.hit.title, found.hit.detail, schemas.page_of_found(found))
