# SPDX-License-Identifier: EUPL-1.2
"""The releasing officer's desk: checklist, result, release or send back."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments import wording
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, language, needs
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import policy as responses_policy
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import schemas, service
from samencontroleren.sharing.pages import blueprint

READS = (
    assessments_policy.CONCLUSION_VIEW,
    assessments_policy.COMPUTED_VIEW,
    assessments_policy.FINDING_VIEW,
    assessments_policy.HEARING_VIEW,
    assessments_policy.INSIDE,
    assessments_policy.VERDICT_VIEW,
    responses_policy.SUBMITTED_VIEW,
)


def _context(key: uuid.UUID) -> dict[str, Any]:
    ready = service.checklist(actor(), key)
    dossier = ready.dossier
    concluded = {each.requirement_version_id: each for each in ready.conclusions}
    return {
        "ready": ready,
        "dossier": dossier,
        "subject": dossier.product.name if dossier.product else dossier.vendor.name,
        "result": ready.result,
        "names": accounts.get_user_names([each.user_id for each in ready.readiness]),
        "changed_by": accounts.get_user_names(
            {key for each in ready.changes for key in each.people}
            | {key for each in ready.regraded for key in each.people}
        ),
        "rows": [
            (each.requirement_version, concluded[each.requirement_version_id])
            for each in ready.answers
            if each.requirement_version_id in concluded
        ],
        "texts": questionnaires.requirement_texts,
        "words": lambda version: questionnaires.requirement_texts(version, language()),
        "findings": assessments.at_verdicts(assessments.foreseen(key, ready.findings, concluded)),
        "codes": {each: row.requirement_version.requirement.code for each, row in concluded.items()},
        "bases": wording.BASES,
        "changed": {each.now.requirement_version_id for each in ready.changes},
        "line": rounds.turn_line(actor(), dossier, is_own=True),
        "back_to": [
            (DossierState.RECONSIDERING.value, _("Beoordelaars: heroverweeg een oordeel")),
            (DossierState.DISCUSSING.value, _("Beoordelaars: bespreek de oordelen opnieuw")),
            (DossierState.SUBMITTED.value, _("Coördinator: laat opnieuw beoordelen")),
        ],
    }


@blueprint.get("/dossiers/<uuid:key>/fiatteren")
@needs(rounds_policy.RELEASE, *READS, fresh=True)
def release_desk(key: uuid.UUID) -> ResponseReturnValue:
    """What there is to weigh before release."""
    return render_template("sharing/release.html", form=Form({}), **_context(key))


@blueprint.post("/dossiers/<uuid:key>/fiatteren")
@needs(rounds_policy.RELEASE, fresh=True)
def release(key: uuid.UUID) -> ResponseReturnValue:
    """Release the result; a second click leads to the same result."""
    load(schemas.ReleaseInput(), request.form)
    made = service.release(actor(), key)
    flash(_("Het resultaat is vrijgegeven. Elke gemeente kan het nu lezen."), "success")
    return redirect(url_for("sharing.result", key=made.id))


@blueprint.post("/dossiers/<uuid:key>/fiatteren/terugsturen")
@needs(rounds_policy.RELEASE, fresh=True)
def send_back(key: uuid.UUID) -> ResponseReturnValue:
    """Send the dossier back to its reviewers or the co-ordinator, with a reason."""
    try:
        service.send_back(actor(), key, **load(schemas.SendBackInput(), request.form))
    except Invalid as error:
        return invalid("sharing/release.html", error, **_context(key))
    flash(_("Het dossier is teruggestuurd."), "success")
    return redirect(url_for("rounds.dossier", key=key))
