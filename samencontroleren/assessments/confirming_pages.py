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
    """What did not change since last time, each with answer, proof and last verdict; and what comes back.

    `alles` ticks all boxes, until the reader goes elsewhere.
    """
    return render_template("assessments/together.html", **_page(key))


@blueprint.post("/dossiers/<uuid:key>/beoordelen/samen")
@needs(rounds_policy.REVIEW)
def confirm_together(key: uuid.UUID) -> ResponseReturnValue:
    """Confirm what was ticked of a theme, as one's own verdict."""
    try:
        outcome = service.confirm_together(actor(), key, sealed(request.form.getlist("gelezen")))
    except service.NothingChosen:
        flash(_("U hebt niets gekozen om te bevestigen."), "warning")
        return redirect(url_for("assessments.together", key=key))
    if outcome.confirmed:
        words = ngettext("%(num)s oordeel is bevestigd.", "%(num)s oordelen zijn bevestigd.", outcome.confirmed)
        flash(words, "success")
    if outcome.refused:
        names = ", ".join(
            f"{each.version.requirement.code} {pages.texts(each.version)['title']}" for each in outcome.refused
        )
        flash(_("Niet bevestigd, want intussen veranderd: %(names)s. Lees dit apart.", names=names), "warning")
    return redirect(url_for("assessments.together", key=key, alles=_all()))


def _all() -> str | None:
    """Whether the reader had all boxes ticked, as the address says it."""
    return "ja" if request.args.get("alles") == "ja" else None


def _page(key: uuid.UUID) -> dict[str, Any]:
    found = service.together(actor(), key)
    return {
        "found": found,
        "dossier": found.desk.dossier,
        "subject": pages.subject_name(found.desk.dossier),
        "texts": pages.texts,
        "answer_text": pages.answer_text,
        "proofs": lambda answer: pages.proofs(answer, {}),
        "all_ticked": _all(),
        "ticked": lambda row: Form({"gelezen": [f"{row.key}.{row.seal}"] if _all() else []}),
        "bar_labels": wording.BARS,
    }
