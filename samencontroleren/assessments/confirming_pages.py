# SPDX-License-Identifier: EUPL-1.2
"""Confirming together: the page with all that did not change since last time, by theme."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.assessments import pages, service, wording
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.fields import Form, sealed
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy as rounds_policy


@blueprint.get("/dossiers/<uuid:key>/beoordelen/samen")
@needs(rounds_policy.REVIEW)
def together(key: uuid.UUID) -> ResponseReturnValue:
    """What did not change since last time, each with answer, proof and last verdict; and what comes back."""
    return render_template("assessments/together.html", **_page(key))


@blueprint.post("/dossiers/<uuid:key>/beoordelen/samen")
@needs(rounds_policy.REVIEW)
def confirm_together(key: uuid.UUID) -> ResponseReturnValue:
    """Confirm what was left ticked of a theme, as one's own verdict."""
    outcome = service.confirm_together(actor(), key, sealed(request.form.getlist("gelezen")))
    if outcome.confirmed:
        words = ngettext("%(num)s oordeel is bevestigd.", "%(num)s oordelen zijn bevestigd.", outcome.confirmed)
        flash(words, "success")
    if outcome.refused:
        names = ", ".join(
            f"{each.version.requirement.code} {pages.texts(each.version)['title']}" for each in outcome.refused
        )
        flash(_("Niet bevestigd, want intussen veranderd: %(names)s. Lees dit apart.", names=names), "warning")
    return redirect(url_for("assessments.together", key=key))


def _page(key: uuid.UUID) -> dict[str, Any]:
    found = service.together(actor(), key)
    return {
        "found": found,
        "dossier": found.desk.dossier,
        "subject": pages.subject_name(found.desk.dossier),
        "texts": pages.texts,
        "answer_text": pages.answer_text,
        "proofs": lambda answer: pages.proofs(answer, {}),
        "ticked": lambda row: Form({"gelezen": [f"{row.key}.{row.seal}"]}),
        "bar_labels": wording.BARS,
    }
