# SPDX-License-Identifier: EUPL-1.2
"""The page on which VNG or a reviewer merges, splits and links findings, and where a severity is changed."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.findings import policy, schemas, service
from samencontroleren.findings.pages import READS, back, blueprint, finding_context, finding_title
from samencontroleren.rounds import policy as rounds_policy


def _context(key: uuid.UUID, wrong: str = "") -> dict[str, Any]:
    found = service.get_finding(actor(), key, policy.DECIDE)
    return {
        "found": found,
        "finding": found.finding,
        "subject": found.finding.product.name if found.finding.product else found.finding.vendor.name,
        "others": _options(service.mergeable_with(actor(), found.finding)),
        "parts": _options([each for each in found.parts if each.state is FindingState.MERGED]),
        "links": service.links_of(actor(), key),
        "linkable": _options(service.linkable_to(actor(), found.finding)),
        "wrong": wrong,
        "blank": Form({}),
    }


def _options(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(str(each.id), _named(each)) for each in findings]


def _named(finding: Finding) -> str:
    subject = finding.product.name if finding.product else finding.vendor.name
    return f"{finding.requirement_version.requirement.code} {finding_title(finding)} ({subject})"


@blueprint.get("/bevindingen/<uuid:key>/samenhang")
@needs(policy.DECIDE, policy.LINK_VIEW, policy.LINK_REMOVE, *READS)
def join(key: uuid.UUID) -> ResponseReturnValue:
    """What can be merged, split and linked."""
    return render_template("findings/join.html", form=Form({}), **_context(key))


@blueprint.post("/bevindingen/<uuid:key>/samenvoegen")
@needs(policy.DECIDE)
def merge(key: uuid.UUID) -> ResponseReturnValue:
    """Let other findings go on in this one."""
    try:
        service.merge_findings(actor(), key, **load(schemas.MergeInput(), request.form))
    except Invalid as error:
        return invalid("findings/join.html", error, **_context(key, "merge"))
    flash(_("De bevindingen zijn samengevoegd. De leverancier krijgt bericht."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/splitsen")
@needs(policy.DECIDE)
def split(key: uuid.UUID) -> ResponseReturnValue:
    """Let findings go on by themselves again."""
    try:
        service.split_finding(actor(), key, **load(schemas.SplitInput(), request.form))
    except Invalid as error:
        return invalid("findings/join.html", error, **_context(key, "split"))
    flash(_("De bevinding is gesplitst. De leverancier krijgt bericht."), "success")
    return back(key)


@blueprint.post("/bevindingen/<uuid:key>/koppelen")
@needs(policy.DECIDE, assessments_policy.FINDING_VIEW)
def link(key: uuid.UUID) -> ResponseReturnValue:
    """Say that another finding hangs together with this one."""
    try:
        given = load(schemas.LinkInput(), request.form)
        service.link_findings(actor(), key, given["other"], given["reason"])
    except Invalid as error:
        return invalid("findings/join.html", error, **_context(key, "link"))
    flash(_("De bevindingen zijn gekoppeld."), "success")
    return redirect(url_for("findings.join", key=key))


@blueprint.post("/bevindingen/koppelingen/<uuid:key>/verwijderen")
@needs(policy.LINK_REMOVE)
def unlink(key: uuid.UUID) -> ResponseReturnValue:
    """Take a link away."""
    first = service.unlink_findings(actor(), key)
    flash(_("De koppeling is weg."), "success")
    return back(first)


@blueprint.post("/bevindingen/<uuid:key>/ernst")
@needs(policy.COORDINATE, rounds_policy.COORDINATE)
def change_severity(key: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator gives a draft, or what a draft found again, another severity, with a reason."""
    found = service.get_finding(actor(), key, policy.COORDINATE).finding
    try:
        given = load(schemas.SeverityInput(), request.form)
        assessments.change_severity(actor(), *assessments.graded_in(found), **given, finding_id=found.id)
    except Invalid as error:
        return invalid("findings/show.html", error, **finding_context(key))
    flash(_("De ernst en de termijn zijn gewijzigd. De leverancier ziet uw reden."), "success")
    return back(key)
