# SPDX-License-Identifier: EUPL-1.2
"""Released results in the API: the result, and each deeper layer as a resource of its own."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.attachments import ZIP, attachment
from samencontroleren.core.openapi import sends
from samencontroleren.core.rest import PageQuery, link_header, listed_part
from samencontroleren.core.web import actor, needs
from samencontroleren.sharing import policy, schemas, service

blueprint = APIBlueprint("results_api", __name__, tag="Resultaten")


@blueprint.get("/resultaten")
@blueprint.input(schemas.ResultQuery, location="query", arg_name="query")
@blueprint.output(schemas.ResultOut(many=True))
@needs(policy.VIEW)
def list_results(query: dict[str, Any]) -> Any:
    """Alle vrijgegeven resultaten die u mag zien, nieuwste eerst."""
    page = service.list_releases(
        actor(), query["product"], query["currency"], page=query["page"], size=query["page_size"]
    )
    return page.rows, 200, link_header(page)


@blueprint.get("/resultaten/<uuid:key>")
@blueprint.output(schemas.ResultOut)
@needs(policy.VIEW)
def get_result(key: uuid.UUID) -> Any:
    """Eén vrijgegeven resultaat."""
    found = service.get_view(actor(), key)
    service.note_layers(actor(), key, "result")
    return found


@blueprint.get("/resultaten/<uuid:key>/onderbouwing")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.SentenceOut(many=True))
@needs(policy.VERDICTS)
def list_sentences(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Waarom het resultaat is wat het is."""
    explanation = service.get_release(actor(), key, policy.VERDICTS).explanation
    service.note_layers(actor(), key, "verdicts")
    return listed_part(explanation, query)


@blueprint.get("/resultaten/<uuid:key>/oordelen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.VerdictOut(many=True))
@needs(policy.VERDICTS, policy.VERDICT_VIEW)
def list_verdicts(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """De oordelen per eis, met hun openbare reden."""
    service.get_release(actor(), key, policy.VERDICTS)
    service.note_layers(actor(), key, "verdicts")
    return listed_part(service.list_verdicts(actor(), key), query)


@blueprint.get("/resultaten/<uuid:key>/bevindingen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.FindingOut(many=True))
@needs(policy.VERDICTS, policy.FINDING_VIEW)
def list_findings(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """De bevindingen bij een resultaat."""
    service.get_release(actor(), key, policy.VERDICTS)
    service.note_layers(actor(), key, "findings")
    return listed_part(service.list_findings(actor(), key), query)


@blueprint.get("/resultaten/<uuid:key>/maatregelen")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.MeasureOut(many=True))
@needs(policy.VERDICTS, policy.MEASURE_VIEW)
def list_measures(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Wat de gemeente zelf moet doen bij dit product en zijn leverancier."""
    found = service.get_release(actor(), key, policy.VERDICTS)
    service.note_layers(actor(), key, "verdicts")
    return listed_part(service.list_measures(actor(), found), query)


@blueprint.get("/resultaten/<uuid:key>/antwoorden")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(schemas.AnswerOut(many=True))
@needs(policy.VERDICTS, policy.ANSWER_VIEW)
def list_answers(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """De antwoorden van de leverancier; wat vertrouwelijk is, staat er niet bij."""
    service.get_release(actor(), key, policy.VERDICTS)
    service.note_layers(actor(), key, "answers")
    return listed_part(service.list_answers(actor(), key), query)


@blueprint.get("/resultaten/<uuid:key>/bundel")
@blueprint.output(schemas.ResultOut)
@blueprint.doc(
    summary="Een resultaat met handtekening",
    description="Het resultaat in uw lagen als zip, om zonder internet te controleren: met "
    "`samencontroleren bundle verify` of met openssl.",
)
@sends(ZIP)
@needs(policy.VIEW, policy.VERDICTS, policy.VERDICT_VIEW, policy.FINDING_VIEW, policy.MEASURE_VIEW, policy.ANSWER_VIEW)
def get_bundle(key: uuid.UUID) -> Any:
    """The signed bundle."""
    found = service.get_release(actor(), key)
    return attachment(service.bundle_of(actor(), key), ZIP, f"resultaat-{found.number}-{key}.zip")
