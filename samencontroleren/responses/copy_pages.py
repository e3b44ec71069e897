# SPDX-License-Identifier: EUPL-1.2
"""Pages on which a supplier takes answers over from another product, or puts a changed one at its other products."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.core.fields import Form
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, needs
from samencontroleren.responses import policy, service
from samencontroleren.rounds import policy as rounds_policy

blueprint = Blueprint("copying", __name__)

READS = (policy.WORK, policy.VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT)


@blueprint.get("/dossiers/<uuid:key>/overnemen")
@needs(*READS)
def sources(key: uuid.UUID) -> ResponseReturnValue:
    """The other products of the supplier and, with one chosen (`product`), each answer beside the own one."""
    sheet = service.overview(actor(), key)
    chosen = as_uuid(request.args.get("product", ""))
    source = service.get_source(actor(), key, chosen) if chosen else None
    products = service.list_sources(actor(), sheet.dossier)
    ticked = Form({"gekozen": [each.mark for each in source.offered if each.is_usual] if source else []})
    return render_template("responses/copy.html", sheet=sheet, products=products, source=source, form=ticked)


@blueprint.post("/dossiers/<uuid:key>/overnemen")
@needs(rounds_policy.ANSWER, *READS)
def take_over(key: uuid.UUID) -> ResponseReturnValue:
    """Take over the chosen answers; each is still to be confirmed."""
    product = as_uuid(request.form.get("product", ""))
    if product is None:
        raise NotFound()
    number, late = service.take_over(actor(), key, product, _revisions(request.form.getlist("gekozen")))
    if number:
        told: Any = ngettext(
            "%(num)s antwoord is overgenomen. Bevestig het nog.",
            "%(num)s antwoorden zijn overgenomen. Bevestig ze nog.",
            number,
        )
        flash(told, "success")
    else:
        flash(_("Er is niets overgenomen."), "info")
    if late:
        flash(_("Enkele antwoorden zijn intussen gewijzigd en bleven zoals ze zijn."), "warning")
    return redirect(url_for("responses.overview", key=key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/elders")
@needs(rounds_policy.ANSWER, *READS)
def put_elsewhere(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Put a changed answer at the chosen other products too; there it is still to be confirmed."""
    theme = service.overview(actor(), key).question(asked).version.theme
    chosen = [found for each in request.form.getlist("dossier") if (found := as_uuid(each)) is not None]
    try:
        names = service.put_elsewhere(actor(), key, asked, chosen)
        flash(_("Uw antwoord staat nu ook bij %(names)s. Bevestig het daar nog.", names=", ".join(names)), "success")
    except (NotFound, Conflict):
        flash(_("Er is niets overgenomen: kies een product waar uw oude tekst nog staat."), "warning")
    return redirect(url_for("responses.section", key=key, theme=theme, _anchor=f"vraag-{asked}"))


def _revisions(given: list[str]) -> dict[uuid.UUID, int]:
    """What was chosen: per wording the revision of the own answer that was shown."""
    pairs = (each.partition(".") for each in given)
    return {key: int(number) for text, _dot, number in pairs if (key := as_uuid(text)) and number.isdecimal()}
