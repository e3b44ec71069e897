# SPDX-License-Identifier: EUPL-1.2
"""The pages of findings: the list, one finding, the plan, and what is asked and decided."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import (
    FINDING_CAUSES,
    FINDING_LABELS,
    TO_SOLVE,
    WITH_SUPPLIER,
    FindingState,
)
from samencontroleren.assessments.labels import SEVERITY
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, language, needs, pick
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import service as evidence
from samencontroleren.findings import policy, schemas, service
from samencontroleren.findings.kinds import PLAN_LABELS, PROGRESS_LABELS, REQUEST_LABELS, Progress
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds.kinds import PARTY_LABELS, ReassessmentCause, Turn
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing import service as sharing

blueprint = Blueprint("findings", __name__)

READS = (
    policy.READ,
    policy.PLAN_VIEW,
    policy.STEP_VIEW,
    policy.OWNER_VIEW,
    policy.NOTE_VIEW,
    policy.REQUEST_VIEW,
    policy.EVENT_VIEW,
    policy.LINK_VIEW,
    policy.PLAN,
    policy.SPEAK,
    policy.DECIDE,
    policy.COORDINATE,
    assessments_policy.FINDING_VIEW,
    assessments_policy.CONCLUSION_VIEW,
    sharing_policy.VERDICT_VIEW,
    sharing_policy.REASSESS,
    evidence_policy.VIEW,
)

TONES: dict[FindingState, str] = {
    FindingState.DRAFT: "neutral",
    FindingState.OPEN: "warning",
    FindingState.PLAN_SUBMITTED: "info",
    FindingState.PLAN_RETURNED: "warning",
    FindingState.SOLVING: "info",
    FindingState.CHECK_ASKED: "info",
    FindingState.CLOSED: "good",
    FindingState.LAPSED: "neutral",
    FindingState.MERGED: "neutral",
}
PROGRESS_TONES = {Progress.NOT_BEGUN: "neutral", Progress.BUSY: "info", Progress.DONE: "good"}


def finding_title(finding: Finding) -> str:
    """What the reviewers call it, else its requirement, in the language of the page."""
    return finding.title or questionnaires.requirement_texts(finding.requirement_version, language())["title"]


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """Names of stages and plans for templates, here and in later features."""
    return {
        "FINDING_STATES": FINDING_LABELS,
        "FINDING_TONES": TONES,
        "FINDING_CAUSES": FINDING_CAUSES,
        "PLAN_STATES": PLAN_LABELS,
        "PROGRESS": PROGRESS_LABELS,
        "PROGRESS_TONES": PROGRESS_TONES,
        "REQUEST_KINDS": REQUEST_LABELS,
        "finding_title": finding_title,
    }


@blueprint.get("/bevindingen")
@needs(policy.READ)
def index() -> ResponseReturnValue:
    """The findings the reader may see: what is not solved, the first term first."""
    form = Form(request.args.to_dict())
    try:
        wanted = load(schemas.FindingFilter(), request.args)
    except Invalid as error:
        wanted, form = load(schemas.FindingFilter(), {}), Form(request.args.to_dict(), error.fields)
    stage = wanted.pop("stage")
    states = () if stage == schemas.ALL else (FindingState(stage),) if stage else TO_SOLVE
    stages = [("", _("Nog niet opgelost")), *((each.value, pick(FINDING_LABELS[each])) for each in schemas.STAGES)]
    return render_template(
        "findings/index.html",
        page=service.list_findings(actor(), states=states, **wanted),
        form=form,
        stages=[*stages, (schemas.ALL, _("Alle"))],
        severities=[("", _("Alle")), *((each.value, pick(label).capitalize()) for each, label in SEVERITY.items())],
        is_filtered=any(request.args.get(name) for name in ("fase", "ernst", "te-laat", "zoek")),
        is_late=service.is_late,
        reader=service.reader_of(actor()),
    )


@blueprint.get("/bevindingen/<uuid:key>")
@needs(*READS)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One finding: what it is, whose turn it is, plan, requests and history."""
    return render_template("findings/show.html", form=Form({}), **finding_context(key))


def finding_context(key: uuid.UUID) -> dict[str, Any]:
    """What the page of a finding shows, whichever form on it was sent."""
    found = service.get_finding(actor(), key)
    finding, rights = found.finding, found.rights
    return {
        "found": found,
        "finding": finding,
        "rights": rights,
        "subject": finding.product.name if finding.product else finding.vendor.name,
        "turn": _turn(finding.state),
        "is_mine": _is_mine(found),
        "parties": PARTY_LABELS,
        "vendor_acts": finding.state in WITH_SUPPLIER,
        "is_to_solve": finding.state in TO_SOLVE,
        "waiting": {each.kind.value: each for each in found.waiting},
        "today": clock.today(),
        "links": service.links_of(actor(), key),
        "to_reassess": _to_reassess(finding),
        "to_grade": assessments.gradable(actor(), finding) if rights.can_coordinate else None,
        "can_join": finding.state in service.MERGEABLE and rights.can_decide,
        "severities": [(each.value, pick(label).capitalize()) for each, label in SEVERITY.items()],
        "progress_options": [(each.value, pick(label)) for each, label in PROGRESS_LABELS.items()],
    }


def _to_reassess(finding: Finding) -> str | None:
    """Where a co-ordinator has the requirement of a released finding judged anew; None when that cannot be now."""
    if finding.state in (FindingState.DRAFT, FindingState.LAPSED):
        return None
    release_id = sharing.result_to_reassess(actor(), finding.dossier_id)
    cause = ReassessmentCause.CHECK_PASSED.value if finding.state is FindingState.CLOSED else None
    asked = finding.requirement_version_id
    return url_for("sharing.reassess", key=release_id, eis=asked, reden=cause) if release_id else None


def _turn(state: FindingState) -> Turn:
    if state in WITH_SUPPLIER:
        return Turn.VENDOR
    return Turn.COORDINATOR if state in TO_SOLVE else Turn.NOBODY


def _is_mine(found: service.FindingPage) -> bool:
    turn = _turn(found.finding.state)
    return (turn is Turn.VENDOR and found.rights.can_plan) or (turn is Turn.COORDINATOR and found.rights.can_decide)


def back(key: uuid.UUID) -> ResponseReturnValue:
    """To the page of the finding."""
    return redirect(url_for("findings.show", key=key))


@blueprint.post("/bevindingen/<uuid:key>/plan/besluit")
@needs(policy.DECIDE)
def decide_plan(key: uuid.UUID) -> ResponseReturnValue:
    """VNG or a reviewer accepts the plan or returns it with a reason."""
    try:
        given = load(schemas.PlanDecisionInput(), request.form)
        service.decide_plan(actor(), key, given["seal"], given["choice"] == "yes", given["reason"])
    except Invalid as error:
        return invalid("findings/show.html", error, **finding_context(key))
    except Changed:
        form = Form.typed(request.form, Invalid({}))
        return render_template("findings/show.html", form=form, is_other_plan=True, **finding_context(key)), 409
    flash(_("Uw besluit is vastgelegd. De leverancier krijgt bericht."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/stappen/<uuid:step>")
@needs(policy.PLAN)
def report_progress(key: uuid.UUID, step: uuid.UUID) -> ResponseReturnValue:
    """The supplier says how far a step is."""
    try:
        service.report_progress(actor(), key, step, **load(schemas.ProgressInput(), request.form))
    except Invalid as error:
        return invalid("findings/show.html", error, **finding_context(key))
    flash(_("De voortgang is bijgewerkt."), "success")
    return back(key)


@blueprint.get("/bevindingen/<uuid:key>/vraag/<soort>")
@needs(policy.SPEAK)
def request_page(key: uuid.UUID, soort: str) -> ResponseReturnValue:
    """The form of what the supplier asks."""
    return render_template("findings/request.html", form=Form({}), **_request_context(key, soort))


def _request_context(key: uuid.UUID, soort: str) -> dict[str, Any]:
    found = service.get_finding(actor(), key, policy.SPEAK)
    usable = [each for each in evidence.list_documents(actor()) if evidence.can_lean_on(each)]
    return {
        "found": found,
        "finding": found.finding,
        "soort": soort,
        "kind": schemas.request_kind(soort),
        "documents": [(str(each.id), each.title) for each in usable],
        "subject": found.finding.product.name if found.finding.product else found.finding.vendor.name,
    }


@blueprint.post("/bevindingen/<uuid:key>/vraag/<soort>")
@needs(policy.SPEAK)
def ask(key: uuid.UUID, soort: str) -> ResponseReturnValue:
    """The supplier asks for a follow-up check or more time, or disputes the finding."""
    try:
        given = load(schemas.FindingRequestInput(), request.form)
        explanation = given.pop("explanation")
        service.ask(actor(), key, schemas.request_kind(soort), explanation, **given)
    except Invalid as error:
        return invalid("findings/request.html", error, **_request_context(key, soort))
    flash(_("Uw vraag is verstuurd. U krijgt bericht zodra VNG heeft besloten."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/vraag/<soort>/besluit")
@needs(policy.DECIDE, policy.COORDINATE)
def decide(key: uuid.UUID, soort: str) -> ResponseReturnValue:
    """VNG (or a reviewer, on a follow-up check) decides on what was asked."""
    try:
        given = load(schemas.FindingDecisionInput(), request.form)
        kind, is_granted = schemas.request_kind(soort), given["choice"] == "yes"
        service.decide(actor(), key, kind, is_granted, given["reason"], given["until"])
    except Invalid as error:
        return invalid("findings/show.html", error, **finding_context(key))
    flash(_("Uw besluit is vastgelegd. De leverancier krijgt bericht."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/verlengen")
@needs(policy.COORDINATE)
def extend(key: uuid.UUID) -> ResponseReturnValue:
    """VNG's co-ordinator gives more time without being asked."""
    try:
        given = load(schemas.ExtensionInput(), request.form)
        service.extend(actor(), key, given["explanation"], given["wanted_on"])
    except Invalid as error:
        return invalid("findings/show.html", error, **finding_context(key))
    flash(_("De termijn is verlengd."), "success")
    return back(key)
