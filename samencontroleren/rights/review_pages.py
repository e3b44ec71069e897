# SPDX-License-Identifier: EUPL-1.2
"""Pages of the yearly review of rights, for the administrator of an organisation."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock
from samencontroleren.core.attachments import XLSX, attachment
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.kinds import ROLE_LABELS, ROLES_OF
from samencontroleren.organisations.scopes import SCOPE_LABELS
from samencontroleren.rights import policy, review_export, reviews, schemas
from samencontroleren.rights.kinds import DECISION_LABELS, DECISION_TONES
from samencontroleren.rights.models import AccessReview
from samencontroleren.rights.pages import blueprint


@blueprint.get("/rechten", endpoint="reviews")
@needs(policy.REVIEW_DO)
def list_reviews() -> ResponseReturnValue:
    """The reviews of one's own organisation."""
    return render_template("rights/reviews.html", reviews=reviews.list_reviews(actor()), today=clock.today())


@blueprint.get("/rechten/<uuid:key>")
@needs(policy.REVIEW_DO)
def review(key: uuid.UUID) -> ResponseReturnValue:
    """One review: a choice for each person and API client."""
    return _page(key)


@blueprint.post("/rechten/regels/<uuid:key>")
@needs(policy.LINE_DECIDE)
def decide(key: uuid.UUID) -> ResponseReturnValue:
    """Keep, change or end somebody's rights."""
    line_of = reviews.get_line(actor(), key)
    try:
        line = reviews.decide(actor(), key, **load(schemas.DecisionInput(), request.form))
    except Invalid as error:
        return _page(line_of.review_id, wrong=key, form=Form.typed(request.form, error)), 422
    return redirect(url_for("rights.review", key=line.review_id, _anchor=f"regel-{key}"))


@blueprint.post("/rechten/<uuid:key>/afronden")
@needs(policy.REVIEW_DO)
def finish_review(key: uuid.UUID) -> ResponseReturnValue:
    """Close a review."""
    try:
        reviews.finish(actor(), key)
    except Invalid as error:
        return _page(key, form=Form({}, error.fields)), 422
    flash(_("De controle is afgerond. Bewaar de export bij uw verantwoording."), "success")
    return redirect(url_for("rights.review", key=key))


@blueprint.get("/rechten/<uuid:key>.xlsx")
@needs(policy.REVIEW_DO)
def export_review(key: uuid.UUID) -> ResponseReturnValue:
    """The review as a workbook."""
    found = reviews.get_review(actor(), key)
    body = review_export.workbook(found, _names(found))
    return attachment(body, XLSX, f"controle-van-rechten-{found.opened_on}.xlsx")


def _names(found: AccessReview) -> dict[uuid.UUID, str]:
    deciders = [each.decided_by_id for each in found.lines] + [found.finished_by_id]
    return accounts.get_user_names(each for each in deciders if each is not None)


def _page(key: uuid.UUID, wrong: uuid.UUID | None = None, form: Form | None = None) -> str:
    found = reviews.get_review(actor(), key)
    return render_template(
        "rights/review.html",
        review=found,
        clients=reviews.clients_of(found),
        scope_labels=SCOPE_LABELS,
        names=_names(found),
        today=clock.today(),
        me=actor().user_id,
        left=sum(each.decision is None and each.membership.ended_at is None for each in found.lines),
        roles=ROLES_OF[found.organisation.kind],
        role_labels=ROLE_LABELS,
        roles_of=review_export.roles_of,
        decision_labels=DECISION_LABELS,
        decision_tones=DECISION_TONES,
        wrong=wrong,
        form=form or Form(),
        blank=Form(),
    )
