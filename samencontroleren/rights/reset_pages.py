# SPDX-License-Identifier: EUPL-1.2
"""Pages of a reset: VNG asks, a second person approves, the organisation can object."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.rights import policy, reviews, schemas, service
from samencontroleren.rights.kinds import GROUND_LABELS, STATE_LABELS, STATE_TONES
from samencontroleren.rights.pages import blueprint


@blueprint.get("/beheerdersherstel")
@needs(policy.RESET_OVERSEE)
def resets() -> ResponseReturnValue:
    """All resets, for VNG."""
    return render_template(
        "rights/resets.html", resets=service.list_resets(actor()), late=reviews.count_late(), **_words()
    )


@blueprint.get("/organisaties/<uuid:key>/nieuwe-beheerder")
@needs(policy.RESET_ASK, fresh=True)
def new_reset(key: uuid.UUID) -> ResponseReturnValue:
    """The form to ask a new administrator."""
    return _ask_page(key, Form({"language": "nl"}))


@blueprint.post("/organisaties/<uuid:key>/nieuwe-beheerder")
@needs(policy.RESET_ASK, fresh=True)
def ask_reset(key: uuid.UUID) -> ResponseReturnValue:
    """Ask a new administrator."""
    service.get_organisation(actor(), key)
    try:
        typed = load(schemas.ResetInput(), request.form)
        typed.pop("is_called")
        made = service.ask_reset(actor(), key, **typed)
    except Invalid as error:
        return _ask_page(key, Form.typed(request.form, error)), 422
    flash(_("Uw vraag staat klaar. Een tweede persoon van VNG moet hem goedkeuren."), "success")
    return redirect(url_for("rights.reset", key=made.id))


@blueprint.get("/beheerdersherstel/<uuid:key>")
@needs(policy.RESET_VIEW)
def reset(key: uuid.UUID) -> ResponseReturnValue:
    """One reset, and what this person can do with it."""
    return render_template("rights/reset.html", reset=service.get_reset(actor(), key), **_words())


@blueprint.post("/beheerdersherstel/<uuid:key>/goedkeuren")
@needs(policy.RESET_APPROVE, fresh=True)
def approve(key: uuid.UUID) -> ResponseReturnValue:
    """The second person agrees."""
    service.approve_reset(actor(), key)
    flash(_("Goedgekeurd. Alle gebruikers van de organisatie krijgen nu een mail. De wachttijd is 24 uur."), "success")
    return redirect(url_for("rights.reset", key=key))


@blueprint.post("/beheerdersherstel/<uuid:key>/stoppen")
@needs(policy.RESET_OVERSEE)
def stop(key: uuid.UUID) -> ResponseReturnValue:
    """VNG stops it."""
    service.stop_reset(actor(), key)
    flash(_("Het herstel is gestopt. Er komt geen nieuwe beheerder bij."), "success")
    return redirect(url_for("rights.reset", key=key))


@blueprint.post("/beheerdersherstel/<uuid:key>/bezwaar")
@needs(policy.RESET_OBJECT)
def object_to(key: uuid.UUID) -> ResponseReturnValue:
    """Somebody of the organisation stops it."""
    service.object_to_reset(actor(), key)
    flash(_("Uw bezwaar is vastgelegd. Het herstel is gestopt en VNG krijgt bericht."), "success")
    return redirect(url_for("rights.reset", key=key))


def _ask_page(key: uuid.UUID, form: Form) -> str:
    organisation = service.get_organisation(actor(), key)
    contacts = service.callable_contacts(actor(), organisation)
    return render_template("rights/reset_ask.html", organisation=organisation, contacts=contacts, form=form, **_words())


def _words() -> dict[str, object]:
    return {"state_labels": STATE_LABELS, "state_tones": STATE_TONES, "ground_labels": GROUND_LABELS}
