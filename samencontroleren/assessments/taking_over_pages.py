# SPDX-License-Identifier: EUPL-1.2
"""The page on which a successor takes over verdicts of the reviewer whose place he or she took."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy import ColumnElement, exists

from samencontroleren.assessments import pages, policy, schemas, service
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier


def _is_taken_over() -> ColumnElement[bool]:
    """Somebody took the place of another in this dossier; to both reviewers the page says what there is for them."""
    return exists().where(Assignment.dossier_id == Dossier.id, Assignment.takes_over_from_id.is_not(None))


panels.offer(
    panels.DossierAction(
        endpoint="assessments.take_over",
        label="Oordelen van uw voorganger",
        explanation="Nam u de plaats van een ander in? Bekijk wat die vond en neem over waar u het mee eens bent.",
        permission=rounds_policy.REVIEW,
        states=frozenset((DossierState.IN_REVIEW,)),
        when=_is_taken_over,
    )
)


@blueprint.get("/dossiers/<uuid:key>/voorganger")
@needs(rounds_policy.REVIEW, policy.TAKE_OVER)
def take_over(key: uuid.UUID) -> ResponseReturnValue:
    """The verdicts of the predecessor that are not one's own yet."""
    return _page(key, Form())


@blueprint.post("/dossiers/<uuid:key>/voorganger")
@needs(rounds_policy.REVIEW, policy.TAKE_OVER)
def do_take_over(key: uuid.UUID) -> ResponseReturnValue:
    """Make the ticked ones one's own."""
    try:
        number = service.take_over(actor(), key, **load(schemas.TakeOverInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(ngettext("%(num)s oordeel is nu van u.", "%(num)s oordelen zijn nu van u.", number), "success")
    return redirect(url_for("assessments.take_over", key=key))


def _page(key: uuid.UUID, form: Form) -> str:
    rows = service.suggestions(actor(), key)
    dossier = service.load_dossier(actor(), rounds_policy.REVIEW, key)
    return render_template(
        "assessments/take_over.html",
        form=form,
        kept=Form({"verdicts": form.value("verdicts")}),
        rows=rows,
        dossier=dossier,
        subject=pages.subject_name(dossier),
        texts=pages.texts,
    )
