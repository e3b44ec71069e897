# SPDX-License-Identifier: EUPL-1.2
"""API of flags: read only. Moving a flag asks the judgement of a person."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import PageQuery, listed, listed_part, shown
from samencontroleren.core.web import actor, needs
from samencontroleren.supplychain import policy, schemas, service

blueprint = APIBlueprint("supplychain_api", __name__, tag="Signalen")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/signalen")
@blueprint.input(shapes.FlagApiQuery, location="query", arg_name="query")
@blueprint.output(shapes.FlagOut(many=True))
@blueprint.doc(summary="Signalen", description="De risicosignalen die u mag zien, open en zware eerst.")
@needs(policy.VIEW)
def list_flags(query: dict[str, Any]) -> Any:
    """Flags, open and grave ones first."""
    size = query.pop("page_size")
    return listed(service.list_flags(actor(), **query, size=size))


@blueprint.get("/signalen/<uuid:key>")
@blueprint.output(shapes.FlagOut)
@blueprint.doc(summary="Eén signaal")
@needs(policy.VIEW)
def get_flag(key: uuid.UUID) -> Any:
    """One flag."""
    return shown(service.get_flag(actor(), key))


@blueprint.get("/signalen/<uuid:key>/stappen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.StepOut(many=True))
@blueprint.doc(summary="Stappen van een signaal", description="De geschiedenis, nieuwste stap eerst.")
@needs(policy.VIEW)
def list_steps(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The history of a flag."""
    return listed_part(service.list_history(actor(), key), query)
