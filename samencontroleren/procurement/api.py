# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets in the API: to read. A person makes them, on pages."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core import rest
from samencontroleren.core.web import actor, needs
from samencontroleren.procurement import policy, schemas, service
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.vendors import policy as vendors_policy

blueprint = APIBlueprint("procurement_api", __name__, tag="Inkoopsets")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/inkoopsets")
@blueprint.input(shapes.SetQuery, location="query", arg_name="query")
@blueprint.output(shapes.SetOut(many=True))
@blueprint.doc(summary="Inkoopsets", description="De inkoopsets van uw gemeente, elk met de nieuwste versie.")
@needs(policy.VIEW)
def list_sets(query: dict[str, Any]) -> Any:
    """The own sets, the last changed first."""
    found = service.list_sets(actor(), query["page"], query["page_size"])
    rows = [{"found": row[0], "version": row[1], "total": row[2]} for row in found.rows]
    return rows, 200, rest.link_header(found)


@blueprint.get("/inkoopsets/<uuid:key>")
@blueprint.output(shapes.SetOut)
@blueprint.doc(summary="Eén inkoopset")
@needs(policy.VIEW)
def get_set(key: uuid.UUID) -> Any:
    """One set with its newest version."""
    page = service.get_set(actor(), key)
    return {"found": page.found, "version": page.shown, "total": len(page.inside)}


@blueprint.get("/inkoopsets/<uuid:key>/eisen")
@blueprint.input(shapes.LineQuery, location="query", arg_name="query")
@blueprint.output(shapes.SetLineOut(many=True))
@blueprint.doc(summary="Eisen van een inkoopset", description="Eisen, wensen en wat is weggelaten, met de reden.")
@needs(policy.VIEW)
def list_lines(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The requirements of a version of a set."""
    number = query.pop("number")
    return rest.listed_part(service.get_set(actor(), key, number).lines, query)


@blueprint.get("/inkoopsets/<uuid:key>/kandidaten")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.CandidateOut(many=True))
@blueprint.doc(summary="Kandidaten van een inkoopset", description="Wat elke gemeente van hun resultaat mag weten.")
@needs(policy.VIEW, vendors_policy.PRODUCT_VIEW, sharing_policy.VIEW)
def list_candidates(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The candidates of a set, with the result of each and how many requirements it was about."""
    page = service.get_set(actor(), key)
    return rest.listed_part(service.candidate_facts(page, service.known_of(actor(), key)), query)
