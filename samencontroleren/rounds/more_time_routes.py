# SPDX-License-Identifier: EUPL-1.2
"""Pages of requests for more time: ask, decide, and the list of all."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import service as accounts
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.typography import day as written
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import panels, policy, schemas, service
from samencontroleren.rounds.kinds import (
    REQUEST_CODES,
    REQUEST_LABELS,
    TERM_LABELS,
    TERM_OF,
    RequestState,
)
from samencontroleren.rounds.round_routes import blueprint

panels.offer(
    panels.DossierAction(
        endpoint="rounds.more_time",
        label="Meer tijd vragen",
        explanation="Redt u de termijn niet? Vraag VNG om een latere dag.",
        permission=policy.ANSWER,
        states=frozenset(TERM_OF),
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="rounds.more_time",
        label="Verzoeken om meer tijd",
        explanation="Lees wat de leverancier vroeg en beslis, of geef zelf meer tijd.",
        permission=policy.COORDINATE,
        states=frozenset(TERM_OF),
    )
)

TONES = {
    RequestState.ASKED: "info",
    RequestState.GRANTED: "good",
    RequestState.REFUSED: "warning",
    RequestState.LAPSED: None,
}
WORDS: dict[str, Any] = {
    "term_labels": TERM_LABELS,
    "request_labels": REQUEST_LABELS,
    "request_tones": TONES,
    "request_codes": REQUEST_CODES,
}
PAGE = (policy.TERM_REQUEST_VIEW, policy.VIEW, policy.ANSWER, policy.COORDINATE)


@blueprint.get("/termijnverzoeken")
@needs(policy.TERM_REQUEST_VIEW)
def term_requests() -> ResponseReturnValue:
    """The requests one may read."""
    wanted = load(schemas.TermRequestQuery(), request.args)
    page = service.page_of_term_requests(actor(), **wanted)
    return render_template("rounds/term_requests.html", page=page, filters=Form(request.args), **WORDS)


@blueprint.get("/dossiers/<uuid:key>/termijn")
@needs(*PAGE)
def more_time(key: uuid.UUID) -> ResponseReturnValue:
    """Ask for more time, or decide on it."""
    return _page(key, None)


@blueprint.post("/dossiers/<uuid:key>/termijn")
@needs(policy.ANSWER, *PAGE)
def ask_more_time(key: uuid.UUID) -> ResponseReturnValue:
    """The supplier asks for more time; a second click ends at the same place."""
    try:
        made = service.ask_more_time(actor(), key, **load(schemas.TermRequestInput(), request.form))
        flash(_("U hebt meer tijd gevraagd, tot en met %(day)s. VNG beslist.", day=written(made.wished_on)), "success")
    except service.AlreadyAsked:
        flash(_("U hebt al om meer tijd gevraagd. VNG beslist daar eerst over."), "info")
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    return redirect(url_for("rounds.more_time", key=key))


@blueprint.post("/dossiers/<uuid:key>/termijn/<uuid:request_id>/geven")
@needs(policy.COORDINATE, *PAGE)
def grant_more_time(key: uuid.UUID, request_id: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator gives more time."""
    try:
        made = service.grant_more_time(actor(), request_id, **load(schemas.GrantInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("De termijn is nu %(day)s. De leverancier krijgt bericht.", day=written(made.granted_until)), "success")
    return redirect(url_for("rounds.more_time", key=key))


@blueprint.post("/dossiers/<uuid:key>/termijn/geven")
@needs(policy.COORDINATE, *PAGE)
def give_more_time(key: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator gives more time without being asked."""
    try:
        made = service.give_more_time(actor(), key, **load(schemas.GrantInput(), request.form))
        flash(_("De termijn is nu %(day)s. De leverancier krijgt bericht.", day=written(made.granted_until)), "success")
    except service.AlreadyAsked:
        flash(_("De leverancier heeft zelf om meer tijd gevraagd. Beslis daarover."), "info")
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    return redirect(url_for("rounds.more_time", key=key))


@blueprint.post("/dossiers/<uuid:key>/termijn/<uuid:request_id>/weigeren")
@needs(policy.COORDINATE, *PAGE)
def refuse_more_time(key: uuid.UUID, request_id: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator gives no more time."""
    try:
        service.refuse_more_time(actor(), request_id, **load(schemas.DecisionInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("De termijn blijft zoals hij was. De leverancier krijgt bericht."), "success")
    return redirect(url_for("rounds.more_time", key=key))


def _page(key: uuid.UUID, form: Form | None) -> str:
    who = actor()
    view = service.get_dossier_view(who, key)
    requests, asked = service.list_term_requests(who, key), view.waiting_request
    people = {each.asked_by_id for each in requests if not each.is_unasked}
    return render_template(
        "rounds/more_time.html",
        dossier=view.dossier,
        line=view.turn_line,
        requests=requests,
        form=form or Form({"until": asked.wished_on} if asked else {}),
        can_ask=view.can_ask_more_time,
        is_hearing_over=service.ended_by_itself(view.dossier),
        can_decide=view.may(policy.COORDINATE),
        can_give=view.can_give_more_time,
        is_supplier=service.has_one_supplier(who),
        limit=service.limit_of(view.dossier),
        longest=service.longest_until(view.dossier),
        names=accounts.get_user_names(people),
        **WORDS,
    )
