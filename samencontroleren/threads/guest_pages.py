# SPDX-License-Identifier: EUPL-1.2
"""A guest of a supplier starts a conversation at a question that was assigned to him or her."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, language, needs
from samencontroleren.responses import guests
from samencontroleren.responses.policy import TASK_FILL_IN
from samencontroleren.threads import pages, schemas, service
from samencontroleren.threads.pages import blueprint


@blueprint.get("/gevraagd/<uuid:key>/gesprek")
@needs(TASK_FILL_IN)
def new_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Form to start a conversation with the supplier at one's question."""
    return _page(key, Form({"form_key": pages.new_key()}))


def _page(key: uuid.UUID, form: Form) -> str:
    return render_template("threads/entrusted.html", entrusted=guests.get_entrusted(actor(), key), form=form)


@blueprint.post("/gevraagd/<uuid:key>/gesprek")
@needs(TASK_FILL_IN)
def start_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Start a conversation with the supplier at one's question."""
    guests.get_entrusted(actor(), key)
    try:
        made = service.open_entrusted(actor(), key, language=language(), **load(schemas.EntrustedInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("Het gesprek is begonnen."), "success")
    return redirect(url_for("threads.show", key=made.id))
