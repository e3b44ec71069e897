# SPDX-License-Identifier: EUPL-1.2
"""API of the agreement: its texts and the signatures one may see. Signing takes a person."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.agreements import policy, schemas, service
from samencontroleren.core.rest import PageQuery, listed, listed_part
from samencontroleren.core.web import actor, needs

blueprint = APIBlueprint("agreements_api", __name__, tag="Afspraken over delen")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/afspraken")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.VersionOut(many=True))
@blueprint.doc(summary="Teksten van de afspraken", description="De nieuwste eerst; een tekst verandert nooit.")
@needs(policy.VIEW)
def list_versions(query: dict[str, Any]) -> Any:
    """All texts."""
    return listed_part(service.list_versions(actor()), query)


@blueprint.get("/afspraken/<uuid:key>")
@blueprint.output(shapes.VersionOut)
@blueprint.doc(summary="Eén tekst van de afspraken")
@needs(policy.VIEW)
def get_version(key: uuid.UUID) -> Any:
    """One text."""
    return service.get_version(actor(), key)


@blueprint.get("/ondertekeningen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.SignatureOut(many=True))
@blueprint.doc(
    summary="Ondertekeningen van de afspraken",
    description="Die van uw eigen organisatie; VNG ziet ze alle. Ondertekenen doet een persoon in de webpagina.",
)
@needs(policy.SIGNATURE_VIEW)
def list_signatures(query: dict[str, Any]) -> Any:
    """Signatures, the newest first."""
    return listed(service.page_of_signatures(actor(), query["page"], query["page_size"]))
