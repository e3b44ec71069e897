# SPDX-License-Identifier: EUPL-1.2
"""API of parameters: read only."""

from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.web import actor, needs
from samencontroleren.parameters import policy, schemas, service

blueprint = APIBlueprint("parameters_api", __name__, tag="Instellingen")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/instellingen")
@blueprint.output(shapes.ParameterOut(many=True))
@blueprint.doc(summary="Instellingen", description="De waarden die VNG instelt en de dag vanaf wanneer zij gelden.")
@needs(policy.VIEW)
def list_parameters() -> Any:
    """All parameters as they stand today."""
    return service.list_parameters(actor())
