# SPDX-License-Identifier: EUPL-1.2
"""API of one's own notices."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import link_header
from samencontroleren.core.web import actor, needs
from samencontroleren.notifications import inbox, policy, schemas, service

blueprint = APIBlueprint("notifications_api", __name__, tag="Meldingen")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/meldingen")
@blueprint.input(shapes.NoticeQuery, location="query", arg_name="query")
@blueprint.output(shapes.NoticeOut(many=True))
@blueprint.doc(summary="Uw meldingen", description="Wat voor u openstaat, of wat is afgehandeld; de nieuwste eerst.")
@needs(policy.VIEW)
def list_notices(query: dict[str, Any]) -> Any:
    """One's own notices."""
    found = inbox.list_notices(actor(), query["is_done"], query["page"], query["page_size"])
    return found.rows, 200, link_header(found)


@blueprint.post("/meldingen/<uuid:key>/gelezen")
@blueprint.output(shapes.NoticeOut)
@blueprint.doc(summary="Melding gelezen", description="Legt een melding weg. Een taak verdwijnt vanzelf (409).")
@needs(policy.VIEW)
def read_notice(key: uuid.UUID) -> Any:
    """Put a notice away."""
    return inbox.lines_of(actor(), [service.put_away(actor(), key)])[0]
