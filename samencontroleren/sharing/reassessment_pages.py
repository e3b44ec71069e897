# SPDX-License-Identifier: EUPL-1.2
"""Pages of the light re-assessment: begun by a co-ordinator, and shown beside the result to all who read it."""

import uuid
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import REASSESSMENT_LABELS
from samencontroleren.sharing import panels, policy, schemas, service
from samencontroleren.sharing.pages import blueprint

USUAL = timedelta(days=14)
"""What the form proposes as the time a supplier gets."""


def _at_result(who: Actor, view: service.ReleaseView) -> panels.Panel | None:
    """Whether a part of this result is judged anew now or was before it, and the way to begin."""
    release = view.release
    running = view.running
    may_start = running is None and service.can_begin(who, release.id)
    if running is None and not may_start and view.reassessed is None:
        return None
    context = {
        "row": view.reassessed,
        "running": running,
        "may_start": may_start,
        "release": release,
        "causes": REASSESSMENT_LABELS,
    }
    return panels.Panel("Tussentijdse herbeoordeling", "sharing/parts/reassessment.html", context)


panels.offer_at_result(_at_result)


def _scope(key: uuid.UUID) -> dict[str, Any]:
    found = service.scope_of(actor(), key)
    return {
        "found": found,
        "release": found.release,
        "texts": questionnaires.requirement_texts,
        "causes": [(each.value, pick(label)) for each, label in REASSESSMENT_LABELS.items()],
    }


@blueprint.get("/resultaten/<uuid:key>/herbeoordelen")
@needs(policy.REASSESS, policy.VIEW, fresh=True)
def reassess(key: uuid.UUID) -> ResponseReturnValue:
    """Choose what is judged anew, and why."""
    first = {
        "answers_due_on": (clock.today() + USUAL).isoformat(),
        "cause": request.args.get("reden", ""),
        "themes": request.args.getlist("thema"),
        "requirements": request.args.getlist("eis"),
    }
    return render_template("sharing/reassess.html", form=Form(first), **_scope(key))


@blueprint.post("/resultaten/<uuid:key>/herbeoordelen")
@needs(policy.REASSESS, policy.VIEW, rounds_policy.VIEW, fresh=True)
def start_reassessment(key: uuid.UUID) -> ResponseReturnValue:
    """Begin the re-assessment: the supplier is told."""
    try:
        given = load(schemas.ReassessmentInput(), request.form)
        made = service.start_reassessment(actor(), key, **given)
    except Invalid as error:
        return invalid("sharing/reassess.html", error, **_scope(key))
    flash(_("De tussentijdse herbeoordeling is begonnen. De leverancier krijgt bericht."), "success")
    return redirect(url_for("rounds.dossier", key=made.id))
