# SPDX-License-Identifier: EUPL-1.2
"""The page on which a supplier takes out everything it has."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.attachments import ZIP, attachment
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, needs
from samencontroleren.takeout import policy, service
from samencontroleren.takeout.kinds import STATE_LABELS

blueprint = Blueprint("takeout", __name__)

NAVIGATION = (NavigationItem("takeout.index", "Onze gegevens", weight=41, under="vendors.own"),)


@blueprint.get("/onze-gegevens")
@needs(policy.TAKE_OUT, policy.VIEW)
def index() -> ResponseReturnValue:
    """What there is to download, and how to ask for it."""
    found = service.standing(actor())
    return render_template("takeout/index.html", found=found, state_labels=STATE_LABELS)


@blueprint.post("/onze-gegevens")
@needs(policy.TAKE_OUT, policy.VIEW, fresh=True)
def ask() -> ResponseReturnValue:
    """Ask for an export; a second click asks for the same one."""
    service.ask(actor())
    flash(_("We zetten uw gegevens klaar. U krijgt bericht zodra u ze kunt downloaden."), "success")
    return redirect(url_for("takeout.index"))


@blueprint.get("/onze-gegevens/<uuid:key>/bestand")
@needs(policy.VIEW, fresh=True, is_file=True)
def download(key: uuid.UUID) -> ResponseReturnValue:
    """The zip, only ever as attachment."""
    response = attachment(service.download(actor(), key), ZIP, "eigen-gegevens.zip")
    response.headers["Cache-Control"] = "no-store"
    return response
