# SPDX-License-Identifier: EUPL-1.2
"""API of comparisons: read only, for suppliers."""

from typing import Any

from apiflask import APIBlueprint

from samencontroleren.benchmarks import policy, schemas, service
from samencontroleren.core.rest import PageQuery, listed_part
from samencontroleren.core.web import actor, needs

blueprint = APIBlueprint("benchmarks_api", __name__, tag="Vergelijking")


@blueprint.get("/vergelijkingen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.FigureOut(many=True))
@blueprint.doc(
    summary="Vergelijking met anderen",
    description="Cijfers over andere leveranciers, zonder uw eigen resultaten, als ze over genoeg organisaties gaan.",
)
@needs(policy.VIEW)
def list_figures(query: dict[str, Any]) -> Any:
    """Figures about others."""
    return listed_part(service.list_figures(actor()), query)
