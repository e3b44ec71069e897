# SPDX-License-Identifier: EUPL-1.2
"""Findings in the API: to read; the supplier's own system writes the draft of a plan and reports progress, and that of
VNG says what goes on together, apart, or hangs together."""

import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments.kinds import GOES_ON
from samencontroleren.core import rest
from samencontroleren.core.openapi import takes
from samencontroleren.core.web import actor, needs
from samencontroleren.findings import policy, schemas, service
from samencontroleren.findings.models import FindingRequest
from samencontroleren.organisations.scopes import Scope

blueprint = APIBlueprint("findings_api", __name__, tag="Bevindingen")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


def _told(finding: Any) -> dict[str, Any]:
    """A finding as the API shows it, with what follows from today."""
    names = ("id", "vendor_id", "product_id", "requirement_version", "severity", "state", "found_on", "due_on", "title")
    merged_into_id = finding.merged_into_id if finding.state in GOES_ON else None
    return {name: getattr(finding, name) for name in names} | {
        "is_late": service.is_late(finding),
        "merged_into_id": merged_into_id,
    }


@blueprint.get("/bevindingen")
@blueprint.input(shapes.FindingQuery, location="query", arg_name="query")
@blueprint.output(shapes.LiveFindingOut(many=True))
@blueprint.doc(summary="Bevindingen", description="De bevindingen die u mag zien, de eerste termijn bovenaan.")
@needs(policy.READ)
def list_findings(query: dict[str, Any]) -> Any:
    """The findings this actor reads, whatever their stage."""
    state, size = query.pop("state"), query.pop("page_size")
    found = service.list_findings(actor(), states=(state,) if state else (), size=size, **query)
    return [_told(each) for each in found.rows], 200, rest.link_header(found)


@blueprint.get("/bevindingen/<uuid:key>")
@blueprint.output(shapes.LiveFindingOut)
@blueprint.doc(summary="Eén bevinding")
@needs(policy.READ)
def get_finding(key: uuid.UUID) -> Any:
    """One finding as it stands now."""
    finding = service.get_finding(actor(), key).finding
    return _told(finding), 200, {"ETag": rest.etag(finding.revision)}


@blueprint.get("/bevindingen/<uuid:key>/verbeterplannen")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.ImprovementPlanOut(many=True))
@blueprint.doc(summary="Verbeterplannen", description="De plannen die u mag zien, het nieuwste eerst.")
@needs(policy.READ, policy.PLAN_VIEW, policy.STEP_VIEW)
def list_plans(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The plans of a finding."""
    return rest.listed_part(service.get_finding(actor(), key).plans, query)


@blueprint.get("/bevindingen/<uuid:key>/verzoeken")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.FindingRequestOut(many=True))
@blueprint.doc(summary="Verzoeken", description="Hercontroles, uitstel en betwistingen, het nieuwste eerst.")
@needs(policy.REQUEST_VIEW)
def list_requests(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """What was asked about a finding."""
    return rest.listed_part([_asked(each) for each in service.list_requests(actor(), key)], query)


def _asked(request: FindingRequest) -> dict[str, Any]:
    names = (
        "id", "kind", "party", "explanation", "wanted_on", "asked_at", "is_granted", "answer", "decided_at",
    )  # fmt: skip
    return {name: getattr(request, name) for name in names} | {
        "documents": [each.document_id for each in request.proofs]
    }


@blueprint.put("/bevindingen/<uuid:key>/verbeterplan")
@blueprint.output(shapes.ImprovementPlanOut)
@blueprint.doc(
    summary="Verbeterplan bewaren",
    description="Bewaart het plan als concept. Een vrijgever dient het in op de pagina. "
    "Stuur If-Match mee met het nummer van de laatste wijziging, of “0” als er nog geen concept is.",
)
@takes(schemas.PlanBody(), headers=("If-Match",))
@needs(policy.PLAN, scope=Scope.WRITE_ANSWERS)
def save_plan(key: uuid.UUID) -> Any:
    """Keep a draft of the plan."""
    who = actor()
    there = service.require_plan(who, key)
    given = rest.body(schemas.PlanBody())
    rest.require_match(there)
    plan = service.save_plan(who, key, [service.Step(**each) for each in given["steps"]], there)
    return rest.shown(plan)


@blueprint.get("/bevindingen/<uuid:key>/verbeterplan")
@blueprint.output(shapes.ImprovementPlanOut)
@blueprint.doc(summary="Het nieuwste verbeterplan", description="Het nieuwste plan dat u mag zien, met zijn ETag.")
@needs(policy.READ, policy.PLAN_VIEW, policy.STEP_VIEW)
def get_plan(key: uuid.UUID) -> Any:
    """The newest plan this actor may see."""
    return rest.shown(service.get_plan(actor(), key))


@blueprint.put("/bevindingen/<uuid:key>/stappen/<uuid:step>/voortgang")
@blueprint.output(shapes.ImprovementPlanOut)
@blueprint.doc(summary="Voortgang melden", description="Meldt hoe ver een stap van het aanvaarde plan is.")
@takes(schemas.ProgressBody())
@needs(policy.PLAN, scope=Scope.WRITE_ANSWERS)
def report_progress(key: uuid.UUID, step: uuid.UUID) -> Any:
    """Say how far a step is."""
    who = actor()
    service.require_step(who, key, step)
    service.report_progress(who, key, step, **rest.body(schemas.ProgressBody()))
    return rest.shown(service.get_plan(who, key))


@blueprint.post("/bevindingen/<uuid:key>/samenvoegingen")
@blueprint.output(shapes.LiveFindingOut)
@blueprint.doc(
    summary="Bevindingen samenvoegen",
    description="Laat andere bevindingen over hetzelfde onderwerp verdergaan in deze.",
)
@takes(schemas.MergeBody())
@needs(policy.DECIDE, policy.READ, scope=Scope.WRITE_ASSESSMENT)
def merge_findings(key: uuid.UUID) -> Any:
    """Let other findings go on in this one."""
    service.get_finding(actor(), key, policy.DECIDE)  # leave before the body
    return _shown(service.merge_findings(actor(), key, **rest.body(schemas.MergeBody())))


@blueprint.post("/bevindingen/<uuid:key>/splitsingen")
@blueprint.output(shapes.LiveFindingOut)
@blueprint.doc(
    summary="Een bevinding splitsen",
    description="Laat bevindingen die zijn samengevoegd weer apart verdergaan.",
)
@takes(schemas.SplitBody())
@needs(policy.DECIDE, policy.READ, scope=Scope.WRITE_ASSESSMENT)
def split_finding(key: uuid.UUID) -> Any:
    """Let findings go on by themselves again."""
    service.get_finding(actor(), key, policy.DECIDE)  # leave before the body
    return _shown(service.split_finding(actor(), key, **rest.body(schemas.SplitBody())))


def _shown(finding: Any) -> Any:
    found = service.get_finding(actor(), finding.id).finding
    return _told(found), 200, {"ETag": rest.etag(found.revision)}


@blueprint.get("/bevindingen/<uuid:key>/koppelingen")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.FindingLinkOut(many=True))
@blueprint.doc(summary="Koppelingen van een bevinding", description="Met welke andere bevindingen zij samenhangt.")
@needs(assessments_policy.FINDING_VIEW, policy.READ, policy.LINK_VIEW)
def list_links(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """What a finding hangs together with."""
    service.get_finding(actor(), key, assessments_policy.FINDING_VIEW)
    return rest.listed_part(service.links_of(actor(), key), query)


@blueprint.post("/bevindingen/<uuid:key>/koppelingen")
@blueprint.output(shapes.FindingLinkOut, status_code=201)
@blueprint.doc(
    summary="Bevindingen koppelen",
    description="Zegt dat een andere bevinding van dezelfde leverancier hiermee samenhangt. "
    "Stuur een Idempotency-Key mee.",
)
@takes(schemas.LinkBody(), headers=("Idempotency-Key",))
@needs(policy.DECIDE, policy.READ, policy.LINK_VIEW, scope=Scope.WRITE_ASSESSMENT)
def link_findings(key: uuid.UUID) -> Any:
    """Link two findings; the same call again gives the same link."""
    who = actor()
    service.get_finding(who, key, policy.DECIDE)
    given = rest.body(schemas.LinkBody())
    there = rest.replayed(who)
    if there is None:
        there = service.link_findings(who, key, given["other"], given["reason"]).id
        rest.remember(who, there)
    place = url_for("findings_api.list_links", key=key)
    return service.one_link_of(who, key, there), 201, {"Location": place}


@blueprint.delete("/bevindingen/koppelingen/<uuid:key>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="Een koppeling weghalen", description="De bevindingen zelf veranderen niet.")
@needs(policy.LINK_REMOVE, policy.LINK_VIEW, scope=Scope.WRITE_ASSESSMENT)
def unlink_findings(key: uuid.UUID) -> Any:
    """Take a link away."""
    service.unlink_findings(actor(), key)
    return "", 204
