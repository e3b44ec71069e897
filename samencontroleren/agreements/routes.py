# SPDX-License-Identifier: EUPL-1.2
"""Pages of the agreement: read, sign, print, and publish the next text."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.agreements import policy, schemas, service
from samencontroleren.agreements.kinds import STANDING_LABELS, Standing
from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, invalid, needs
from samencontroleren.organisations.kinds import KIND_LABELS

blueprint = Blueprint("agreements", __name__)

TONES = {Standing.NONE: "neutral", Standing.ACCEPTED: "good", Standing.RENEW: "warning", Standing.MISSING: "bad"}


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """How other pages show the standing of an organisation, and (asked only where it is shown) of the reader's own."""
    return {
        "AGREEMENT_STANDINGS": STANDING_LABELS,
        "AGREEMENT_TONES": TONES,
        "own_agreement": lambda: service.own_standing(actor()),
    }


@blueprint.get("/afspraken")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """The newest text, how one's own organisation stands to it, and earlier texts."""
    own = service.own_standing(actor())
    return render_template(
        "agreements/index.html",
        own=own,
        shown=own.newest,
        versions=service.list_versions(actor()),
        coverage=service.coverage(actor()),
        can_publish=can_ever(actor(), (policy.PUBLISH,)),
        kinds=KIND_LABELS,
    )


@blueprint.get("/afspraken/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One text, also one that was superseded."""
    found = service.get_version(actor(), key)
    return render_template("agreements/show.html", shown=found)


@blueprint.post("/afspraken/<uuid:key>/ondertekenen")
@needs(policy.SIGN, fresh=True)
def sign(key: uuid.UUID) -> ResponseReturnValue:
    """Sign for one's organisation."""
    service.sign(actor(), key)
    flash(_("U hebt de afspraken ondertekend voor uw organisatie."), "success")
    return redirect(url_for("agreements.index"))


@blueprint.get("/afspraken/nieuw")
@needs(policy.PUBLISH)
def new() -> ResponseReturnValue:
    """The form of the next text, beginning with the newest one."""
    texts = service.proposed_texts(actor())
    today = clock.today().isoformat()
    form = Form({"text_nl": texts["nl"], "text_en": texts["en"], "counts_from": today, "earlier_until": today})
    return render_template("agreements/new.html", form=form, **_present())


@blueprint.post("/afspraken/nieuw")
@needs(policy.PUBLISH, fresh=True)
def publish() -> ResponseReturnValue:
    """Publish the next text."""
    try:
        asked = load(schemas.VersionInput(), request.form)
        texts = {"nl": asked.pop("text_nl"), "en": asked.pop("text_en")}
        service.publish(actor(), texts, **asked)
    except Invalid as error:
        return invalid("agreements/new.html", error, **_present())
    flash(_("De tekst is gepubliceerd. Wie tekent voor een organisatie krijgt een taak."), "success")
    return redirect(url_for("agreements.index"))


def _present() -> dict[str, Any]:
    return {"newest": service.find_newest(actor())}
