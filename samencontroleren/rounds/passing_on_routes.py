# SPDX-License-Identifier: EUPL-1.2
"""Page on which somebody of a supplier asks a colleague to take a dossier up."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import panels, policy, schemas, service
from samencontroleren.rounds.kinds import TERM_OF
from samencontroleren.rounds.round_routes import blueprint

panels.offer(
    panels.DossierAction(
        endpoint="rounds.pass_on_page",
        label="Dit is niet voor mij",
        explanation="Vraag een collega om dit dossier op te pakken, of laat iemand uitnodigen.",
        permission=policy.ANSWER,
        states=frozenset(TERM_OF),
    )
)


@blueprint.get("/dossiers/<uuid:key>/overdragen")
@needs(policy.ANSWER, policy.VIEW)
def pass_on_page(key: uuid.UUID) -> ResponseReturnValue:
    """Choose a colleague."""
    return _page(key, Form())


@blueprint.post("/dossiers/<uuid:key>/overdragen")
@needs(policy.ANSWER, policy.VIEW)
def pass_on(key: uuid.UUID) -> ResponseReturnValue:
    """Ask the colleague."""
    try:
        service.pass_on(actor(), key, **load(schemas.ColleagueInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("Uw collega krijgt bericht. U kunt zelf ook nog bij het dossier."), "success")
    return redirect(url_for("rounds.dossier", key=key))


def _page(key: uuid.UUID, form: Form) -> str:
    administrators = service.administrators_of(actor(), key)
    return render_template(
        "rounds/pass_on.html",
        dossier=service.get_dossier(actor(), key, policy.ANSWER),
        colleagues=[(str(each.id), each.user.name) for each in service.colleagues_for(actor(), key)],
        administrators=[each.user.name for each in administrators],
        can_invite=actor().user_id in {each.user_id for each in administrators},
        form=form,
    )
