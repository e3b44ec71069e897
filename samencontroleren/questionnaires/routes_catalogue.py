# SPDX-License-Identifier: EUPL-1.2
"""Pages of the catalogue: the list, one requirement with its versions, adding, rewording and retiring."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, language, needs
from samencontroleren.questionnaires import panels, policy, schemas, service
from samencontroleren.questionnaires.blueprint import (
    asked_filter,
    asked_page,
    blueprint,
    filter_values,
)

MENU = ("questionnaires.catalogue", "Catalogus")


@blueprint.get("/catalogus")
@needs(policy.VIEW)
def catalogue() -> ResponseReturnValue:
    """The list of requirements."""
    chosen = asked_filter()
    page = service.list_requirements(actor(), chosen, asked_page())
    choices = service.filter_choices(actor())
    return render_template(
        "questionnaires/catalogue.html",
        page=page,
        used_in=service.published_in(actor(), [row.requirement_id for row in page.rows]),
        choices=choices,
        is_empty=not choices.themes,
        asked=filter_values(chosen),
        form=Form(filter_values(chosen)),
        may_edit=can_ever(actor(), [policy.EDIT]),
    )


@blueprint.post("/catalogus/inhoud")
@needs(policy.EDIT)
def load_own_content() -> ResponseReturnValue:
    """Put our own requirements into the catalogue."""
    changed = service.load_content(actor())
    if changed:
        text = ngettext(
            "Er is %(num)s eis toegevoegd of bijgewerkt.", "%(num)s eisen toegevoegd of bijgewerkt.", changed
        )
    else:
        text = _("Alle eisen stonden er al. Er is niets gewijzigd.")
    flash(text, "success" if changed else "info")
    return redirect(url_for("questionnaires.catalogue"))


@blueprint.get("/catalogus/<uuid:key>")
@needs(policy.VIEW)
def requirement(key: uuid.UUID) -> ResponseReturnValue:
    """One requirement: all its texts in the asked version, its history, and what later features add."""
    return requirement_page(key)


def requirement_page(key: uuid.UUID, form: Form | None = None) -> str:
    """The page; `form`: what was typed as successors, with its messages."""
    followed = service.followed(actor(), key)
    history = service.history_of(actor(), key, language())
    asked = request.args.get("versie", type=int)
    shown = next((each.version for each in history if each.version.number == asked), history[0].version)
    return render_template(
        "questionnaires/requirement.html",
        requirement=followed.requirement,
        followed=followed,
        history=history,
        shown=shown,
        form=form or Form({"codes": ", ".join(each.code for each in followed.successors)}),
        asked_when=service.asked_when(shown, language()),
        used_in=service.published_in(actor(), [key])[key],
        panels=_panels(key),
        may_edit=can_ever(actor(), [policy.EDIT]),
    )


def _panels(key: uuid.UUID) -> list[dict[str, Any]]:
    """What later features add, as title and body."""
    return [
        {"title": _(each.title), "body": Markup(render_template(each.template, **each.context))}  # noqa: S704 -- escaped
        for each in panels.panels_for(actor(), key)
    ]


@blueprint.post("/catalogus/<uuid:key>/vervallen")
@needs(policy.EDIT, policy.VIEW)
def retire_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """Take a requirement out of use."""
    service.retire_requirement(actor(), key, load(schemas.RevisionInput(), request.form)["revision"])
    flash(_("De eis is vervallen. Gepubliceerde vragenlijsten houden hun eisen."), "success")
    return redirect(url_for("questionnaires.requirement", key=key))
