# SPDX-License-Identifier: EUPL-1.2
"""Pages of rectification: the supplier asks, VNG decides, and readers see both beside the result."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.access import holds
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, language, needs, pick
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import panels, policy, schemas, service
from samencontroleren.sharing.kinds import OUTCOME_LABELS
from samencontroleren.sharing.pages import blueprint


def _at_result(who: Actor, view: service.ReleaseView) -> panels.Panel | None:
    """Requests and outcomes beside a result, and the way to ask or decide."""
    release = view.release
    is_deep = view.can_view_verdicts
    rows = service.list_rectifications(who, release.id) if is_deep else []
    known = [] if is_deep else service.known_rectifications(who, release.id)
    may_ask = holds(who, policy.ASK_RECTIFICATION, release) and not any(each.outcome is None for each in rows)
    if not rows and not known and not may_ask:
        return None
    context = {
        "rows": rows,
        "known": known,
        "release": release,
        "may_ask": may_ask,
        "deciding": {each.id for each in rows if not each.outcome and holds(who, policy.DECIDE_RECTIFICATION, each)},
        "outcomes": OUTCOME_LABELS,
    }
    return panels.Panel("Rectificatie", "sharing/parts/rectification.html", context)


panels.offer_at_result(_at_result)


def _asking(key: uuid.UUID) -> dict[str, Any]:
    release = service.get_release(actor(), key, policy.ASK_RECTIFICATION)
    library = [each for each in evidence.list_documents(actor()) if evidence.can_lean_on(each)]
    view = service.get_view(actor(), release.id)
    verdicts = [each.row for each in service.list_verdicts(actor(), release.id)]
    return {
        "view": view,
        "library": [(str(each.id), each.title) for each in library],
        "verdicts": [
            (each.requirement_code, f"{each.requirement_code} {each.titles.get(language()) or each.titles['nl']}")
            for each in verdicts
        ],
    }


@blueprint.get("/resultaten/<uuid:key>/rectificatie")
@needs(policy.ASK_RECTIFICATION, policy.VIEW, fresh=True)
def ask_rectification(key: uuid.UUID) -> ResponseReturnValue:
    """The supplier says what is factually wrong."""
    form = Form({"about": request.args.getlist("eis")})
    return render_template("sharing/rectify.html", form=form, **_asking(key))


@blueprint.post("/resultaten/<uuid:key>/rectificatie")
@needs(policy.ASK_RECTIFICATION, policy.VIEW, fresh=True)
def do_ask_rectification(key: uuid.UUID) -> ResponseReturnValue:
    """Send the request to VNG."""
    try:
        given = load(schemas.RectificationInput(), request.form)
        service.ask_rectification(actor(), key, given["request"], given["document"], given["about"])
    except Invalid as error:
        return invalid("sharing/rectify.html", error, **_asking(key))
    flash(_("Uw verzoek is verstuurd. VNG beslist erover; u krijgt bericht."), "success")
    return redirect(url_for("sharing.result", key=key))


def _deciding(key: uuid.UUID) -> dict[str, Any]:
    found = service.get_rectification(actor(), key)
    return {
        "found": found,
        "named": service.named_versions(actor(), found),
        "may_reassess": service.can_reassess(actor(), found),
        "may_decide": found.outcome is None and holds(actor(), policy.DECIDE_RECTIFICATION, found),
        "choices": [(each.value, pick(label)) for each, label in OUTCOME_LABELS.items()],
    }


@blueprint.get("/resultaten/rectificaties/<uuid:key>")
@needs(policy.DECIDE_RECTIFICATION, fresh=True)
def rectification(key: uuid.UUID) -> ResponseReturnValue:
    """One request, and the form to decide on it; readers find the request and its outcome beside the result."""
    return render_template("sharing/rectification.html", form=Form({}), **_deciding(key))


@blueprint.post("/resultaten/rectificaties/<uuid:key>")
@needs(policy.DECIDE_RECTIFICATION, fresh=True)
def decide_rectification(key: uuid.UUID) -> ResponseReturnValue:
    """Grant or refuse a request."""
    try:
        given = load(schemas.RectificationDecision(), request.form)
        found = service.decide_rectification(actor(), key, **given)
    except Invalid as error:
        return invalid("sharing/rectification.html", error, **_deciding(key))
    flash(_("Uw besluit is vastgelegd. Het staat bij het resultaat."), "success")
    if service.can_reassess(actor(), found):
        return redirect(url_for("sharing.rectification", key=found.id))
    return redirect(url_for("sharing.result", key=found.release_id))
