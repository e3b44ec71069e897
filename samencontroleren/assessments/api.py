# SPDX-License-Identifier: EUPL-1.2
"""API of assessments: read only. Judging, concluding and replying are for people."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.assessments import policy, schemas, service
from samencontroleren.core.errors import NotFound
from samencontroleren.core.rest import PageQuery, listed_part
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds

blueprint = APIBlueprint("assessments_api", __name__, tag="Beoordeling")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/dossiers/<uuid:key>/beoordelingen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.OwnVerdictOut(many=True))
@blueprint.doc(
    summary="Uw eigen oordelen",
    description="De oordelen die u als beoordelaar in dit dossier gaf. Die van de ander staan er nooit bij.",
)
@needs(rounds_policy.REVIEW)
def list_own_verdicts(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The verdicts this reviewer gave."""
    rounds.get_dossier(actor(), key, rounds_policy.REVIEW)
    return listed_part(service.own_verdicts(actor(), key), query)


@blueprint.get("/dossiers/<uuid:key>/conclusies")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.ConclusionOut(many=True))
@blueprint.doc(
    summary="Conclusies",
    description="Het oordeel van het dossier per eis; voor de leverancier vanaf het wederhoor.",
)
@needs(policy.CONCLUSION_VIEW)
def list_conclusions(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The conclusion that counts for each requirement."""
    rounds.get_dossier(actor(), key)
    return listed_part(service.current_conclusions(actor(), key), query)


@blueprint.get("/dossiers/<uuid:key>/wederhoor")
@blueprint.output(shapes.HearingOut)
@blueprint.doc(summary="Wederhoor", description="De termijn en de reactie die is gestuurd.")
@needs(policy.HEARING_VIEW)
def get_hearing(key: uuid.UUID) -> Any:
    """The hearing of a dossier."""
    rounds.get_dossier(actor(), key)
    found = service.find_hearing(actor(), key)
    if found is None:
        raise NotFound("In dit dossier is nog geen wederhoor.")
    return found


@blueprint.get("/dossiers/<uuid:key>/bevindingen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.DossierFindingOut(many=True))
@blueprint.doc(summary="Bevindingen van een dossier", description="Ernst, termijn en stand.")
@needs(policy.FINDING_VIEW)
def list_findings(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The findings of a dossier."""
    rounds.get_dossier(actor(), key)
    return listed_part(service.list_findings(actor(), key), query)
