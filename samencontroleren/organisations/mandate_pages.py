# SPDX-License-Identifier: EUPL-1.2
"""Pages of mandates of a partnership, for VNG's functional administrator."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.organisations import partnerships, policy, schemas
from samencontroleren.organisations.pages import blueprint


@blueprint.get("/organisaties/<uuid:key>/mandaten/nieuw")
@needs(policy.MANDATE_EDIT)
def new_mandate(key: uuid.UUID) -> ResponseReturnValue:
    """Form for a mandate."""
    partnership = partnerships.get_partnership(actor(), key)
    form = Form({"valid_from": clock.today().isoformat(), "covers": ["register", "results"]})
    return render_template("organisations/mandate.html", form=form, partnership=partnership, towns=_towns())


@blueprint.post("/organisaties/<uuid:key>/mandaten/nieuw")
@needs(policy.MANDATE_EDIT)
def add_mandate(key: uuid.UUID) -> ResponseReturnValue:
    """Add a mandate."""
    partnership = partnerships.get_partnership(actor(), key)
    try:
        partnerships.add_mandate(actor(), key, **load(schemas.MandateInput(), request.form))
    except Invalid as error:
        return invalid("organisations/mandate.html", error, partnership=partnership, towns=_towns())
    flash(_("Het mandaat is toegevoegd."), "success")
    return redirect(url_for("organisations.show", key=key))


@blueprint.post("/mandaten/<uuid:key>/beeindigen")
@needs(policy.MANDATE_EDIT)
def end_mandate(key: uuid.UUID) -> ResponseReturnValue:
    """End a mandate at once."""
    ended = partnerships.end_mandate(actor(), key, **load(schemas.MandateEnd(), request.form))
    flash(_("Het mandaat is beëindigd. Het samenwerkingsverband leest er niets meer mee."), "success")
    return redirect(url_for("organisations.show", key=ended.partnership_id))


def _towns() -> list[tuple[str, str]]:
    return [(str(each.id), f"{each.name} ({each.code})") for each in partnerships.list_municipalities()]
