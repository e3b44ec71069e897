# SPDX-License-Identifier: EUPL-1.2
"""Released results in the API: the result, and each deeper layer as a resource of its own."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.attachments import PDF, ZIP, attachment
from samencontroleren.core.openapi import sends
from samencontroleren.core.rest import PageQuery, link_header, listed_part
from samencontroleren.core.web import actor, language, needs
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.sharing import policy, schemas, service

blueprint = APIBlueprint("results_api", __name__, tag="Resultaten")

LAYERS = (policy.VERDICTS, policy.VERDICT_VIEW, policy.FINDING_VIEW, policy.MEASURE_VIEW, policy.ANSWER_VIEW)


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
@needs(policy.VIEW, *LAYERS)
def get_bundle(key: uuid.UUID) -> Any:
    """The signed bundle."""
    found = service.get_release(actor(), key)
    return attachment(service.bundle_of(actor(), key), ZIP, f"resultaat-{found.number}-{key}.zip")


@blueprint.get("/resultaten/<uuid:key>/rapport")
@blueprint.output(schemas.ResultOut)
@blueprint.doc(
    summary="Het volledige rapport van een resultaat",
    description="Het resultaat in uw lagen als pdf met handtekening, in de taal van `Accept-Language` (nl of en).",
)
@sends(PDF)
@needs(policy.VIEW, *LAYERS, evidence_policy.KNOW)
def get_report(key: uuid.UUID) -> Any:
    """The whole report."""
    found = service.get_release(actor(), key)
    body = service.result_document(actor(), key, language())
    return attachment(body, PDF, f"resultaat-{found.number}-{key}.pdf")


@blueprint.get("/resultaten/<uuid:key>/samenvatting")
@blueprint.output(schemas.ResultOut)
@blueprint.doc(
    summary="Een resultaat op één A4",
    description="Het resultaat op precies één A4 met de vijf zwaarste bevindingen en tellingen van de rest, als pdf "
    "met handtekening, in de taal van `Accept-Language` (nl of en).",
)
@sends(PDF)
@needs(policy.VIEW, *LAYERS, evidence_policy.KNOW)
def get_summary(key: uuid.UUID) -> Any:
    """The result on one page."""
    found = service.get_release(actor(), key)
    body = service.result_on_one_page(actor(), key, language())
    return attachment(body, PDF, f"resultaat-{found.number}-{key}-een-a4.pdf")
