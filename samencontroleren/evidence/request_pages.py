# SPDX-License-Identifier: EUPL-1.2
"""Pages of requests to read a document: a gemeente asks, the administrator of the supplier decides."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick
from samencontroleren.evidence import policy, requests, schemas
from samencontroleren.evidence.kinds import PURPOSE_LABELS, REQUEST_LABELS, RequestState
from samencontroleren.evidence.pages import blueprint
from samencontroleren.organisations.kinds import KIND_LABELS

TONES = {
    RequestState.OPEN: "warning",
    RequestState.GRANTED: "good",
    RequestState.REFUSED: "bad",
    RequestState.STOPPED: "dark",
}
LABELS = {"states": REQUEST_LABELS, "purposes": PURPOSE_LABELS, "kinds": KIND_LABELS, "tones": TONES}


@blueprint.get("/inzageverzoeken")
@needs(policy.REQUEST_VIEW)
def requests_index() -> ResponseReturnValue:
    """The requests of one's own gemeente, or those to one's own supplier."""
    try:
        number = load(schemas.RequestQuery(), request.args)["page"]
    except Invalid:
        number = 1
    return render_template("evidence/requests.html", page=requests.list_requests(actor(), number), **LABELS)


@blueprint.get("/inzageverzoeken/<uuid:key>")
@needs(policy.REQUEST_VIEW)
def show_request(key: uuid.UUID) -> ResponseReturnValue:
    """One request, with what its reader can do."""
    return render_template("evidence/request.html", form=Form(), **_page(key))


def _page(key: uuid.UUID) -> dict[str, Any]:
    view = requests.get_request(actor(), key)
    return {"view": view, "can_decide": requests.can_decide(actor(), key), **LABELS}


@blueprint.post("/inzageverzoeken/<uuid:key>/toestaan")
@needs(policy.REQUEST_DECIDE, policy.REQUEST_VIEW, fresh=True)
def grant_request(key: uuid.UUID) -> ResponseReturnValue:
    """Let the gemeente read the document until a day."""
    try:
        requests.grant(actor(), key, **load(schemas.GrantInput(), request.form))
    except Invalid as error:
        return invalid("evidence/request.html", error, **_page(key))
    flash(_("De gemeente kan het document lezen tot en met de dag die u koos."), "success")
    return redirect(url_for("evidence.show_request", key=key))


@blueprint.post("/inzageverzoeken/<uuid:key>/afwijzen")
@needs(policy.REQUEST_DECIDE, policy.REQUEST_VIEW, fresh=True)
def refuse_request(key: uuid.UUID) -> ResponseReturnValue:
    """Do not let the gemeente read it."""
    try:
        requests.refuse(actor(), key, **load(schemas.ReasonInput(), request.form))
    except Invalid as error:
        return invalid("evidence/request.html", error, **_page(key))
    flash(_("Het verzoek is afgewezen. De gemeente leest uw reden."), "success")
    return redirect(url_for("evidence.show_request", key=key))


@blueprint.post("/inzageverzoeken/<uuid:key>/stoppen")
@needs(policy.REQUEST_DECIDE, policy.REQUEST_VIEW, fresh=True)
def stop_request(key: uuid.UUID) -> ResponseReturnValue:
    """Stop what was granted."""
    try:
        requests.stop(actor(), key, **load(schemas.ReasonInput(), request.form))
    except Invalid as error:
        return invalid("evidence/request.html", error, **_page(key))
    flash(_("Het lezen is gestopt. De gemeente leest uw reden."), "success")
    return redirect(url_for("evidence.show_request", key=key))


@blueprint.get("/bewijs/<uuid:key>/aanvragen")
@needs(policy.ASK, policy.KNOW)
def new_request(key: uuid.UUID) -> ResponseReturnValue:
    """The form to ask for a document."""
    return render_template("evidence/ask.html", form=Form(), **_asked(key))


@blueprint.post("/bewijs/<uuid:key>/aanvragen")
@needs(policy.ASK, policy.KNOW)
def add_request(key: uuid.UUID) -> ResponseReturnValue:
    """Ask for a document."""
    requests.get_asked(actor(), key)
    try:
        made = requests.ask(actor(), key, **load(schemas.RequestInput(), request.form))
    except Invalid as error:
        return invalid("evidence/ask.html", error, **_asked(key))
    flash(_("Uw verzoek is verstuurd. U krijgt bericht zodra de leverancier beslist."), "success")
    return redirect(url_for("evidence.show_request", key=made.id))


def _asked(key: uuid.UUID) -> dict[str, Any]:
    choices = [(each.value, pick(label)) for each, label in PURPOSE_LABELS.items()]
    return {"document": requests.get_asked(actor(), key), "purpose_choices": choices}
