# SPDX-License-Identifier: EUPL-1.2
"""Pages that set two questionnaire versions side by side, and say what followed a requirement."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import load
from samencontroleren.core.web import actor, needs
from samencontroleren.questionnaires import policy, schemas, service
from samencontroleren.questionnaires.blueprint import blueprint, refilled
from samencontroleren.questionnaires.comparison_page import comparison_file, comparison_page
from samencontroleren.questionnaires.routes_catalogue import requirement_page


@blueprint.get("/vragenlijsten/<uuid:key>/was-wordt")
@needs(policy.QUESTIONNAIRE_VIEW)
def comparison(key: uuid.UUID) -> ResponseReturnValue:
    """What changed between this version and another, the one before it unless asked otherwise."""
    found = service.comparable(actor(), key)
    name = _("%(name)s, versie %(number)s", name=found.version.name, number=found.version.number)
    above = [(_("Vragenlijsten"), url_for("questionnaires.index")), (name, url_for("questionnaires.show", key=key))]
    return comparison_page(found, key, "questionnaires.comparison", [*above, (_("Was/wordt"), None)])


@blueprint.get("/vragenlijsten/<uuid:key>/was-wordt.pdf")
@needs(policy.QUESTIONNAIRE_VIEW)
def comparison_pdf(key: uuid.UUID) -> ResponseReturnValue:
    """The same as PDF."""
    return comparison_file(service.comparable(actor(), key), "questionnaires.comparison_pdf")


@blueprint.get("/vragenlijsten/<uuid:key>/was-wordt.xlsx")
@needs(policy.QUESTIONNAIRE_VIEW)
def comparison_sheet(key: uuid.UUID) -> ResponseReturnValue:
    """The same as workbook."""
    return comparison_file(service.comparable(actor(), key), "questionnaires.comparison_sheet")


@blueprint.post("/catalogus/<uuid:key>/opvolgers")
@needs(policy.EDIT, policy.VIEW)
def set_successors(key: uuid.UUID) -> ResponseReturnValue:
    """Declare which requirements follow one."""
    names = {"codes": "Codes van de opvolgers"}
    try:
        service.set_successors(actor(), key, **load(schemas.SuccessorsInput(), request.form))
    except Invalid as error:
        return requirement_page(key, refilled(error, names)), 422
    except Changed:
        flash(
            _("Iemand anders heeft deze eis intussen gewijzigd. Wat u typte staat er nog; sla het opnieuw op."),
            "warning",
        )
        return requirement_page(key, refilled(Invalid({}), names)), 409
    flash(_("De opvolging is opgeslagen."), "success")
    return redirect(url_for("questionnaires.requirement", key=key))
