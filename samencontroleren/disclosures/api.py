# SPDX-License-Identifier: EUPL-1.2
"""API of reported changes. Reporting takes a person; incidents are not in the API."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import listed
from samencontroleren.core.web import actor, needs
from samencontroleren.disclosures import policy, schemas, service

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
