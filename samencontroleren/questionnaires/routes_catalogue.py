# SPDX-License-Identifier: EUPL-1.2
"""Pages of the catalogue: the list, one requirement with its versions, adding, rewording and retiring."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, language, needs
from samencontroleren.questionnaires import panels, policy, schemas, service
from samencontroleren.questionnaires.blueprint import (
    asked_filter,
    asked_page,
    blueprint,
    filter_values,
    page_again,
    refilled,
)
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.models import RequirementVersion

MENU = ("questionnaires.catalogue", "Catalogus")

FIELD_NAMES = {
    "code": "Code",
    "title_nl": "Titel (Nederlands)",
    "text_nl": "Tekst van de eis (Nederlands)",
    "why_nl": "Waarom (Nederlands)",
    "explanation_nl": "Toelichting (Nederlands)",
    "good_nl": "Voorbeeld van een goed antwoord (Nederlands)",
    "poor_nl": "Voorbeeld van een zwak antwoord (Nederlands)",
    "alternative_nl": "Voor een kleine leverancier (Nederlands)",
    "proof_nl": "Bewijs (Nederlands)",
    "title_en": "Titel (Engels)",
    "text_en": "Tekst van de eis (Engels)",
    "why_en": "Waarom (Engels)",
    "explanation_en": "Toelichting (Engels)",
    "good_en": "Voorbeeld van een goed antwoord (Engels)",
    "poor_en": "Voorbeeld van een zwak antwoord (Engels)",
    "alternative_en": "Voor een kleine leverancier (Engels)",
    "proof_en": "Bewijs (Engels)",
    "theme": "Thema",
    "segment": "Inkooponderdeel",
    "subject": "Onderwerp",
    "addressed_to": "Gericht aan",
    "answer_kind": "Soort antwoord",
    "options": "Mogelijkheden",
    "aspects": "Wat wordt beoordeeld",
    "norms": "Normen",
    "is_key": "Sleuteleis",
    "weight": "Gewicht",
    "severity": "Ernst",
}


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


@blueprint.get("/catalogus/nieuw")
@needs(policy.EDIT, policy.VIEW)
def new_requirement() -> ResponseReturnValue:
    """The form for a requirement typed by hand."""
    blank = {"subject": "product", "addressed_to": "supplier", "answer_kind": "compliance", "weight": "1"}
    form = Form({**blank, "severity": "medium"})
    return render_template("questionnaires/requirement_new.html", form=form, **_choices())


@blueprint.post("/catalogus/nieuw")
@needs(policy.EDIT, policy.VIEW)
def add_requirement() -> ResponseReturnValue:
    """Add a requirement typed by hand."""
    try:
        data = load(schemas.NewRequirementInput(), request.form)
        made = service.add_requirement(actor(), data["code"], schemas.wording_of_input(data))
    except Invalid as error:
        return page_again("questionnaires/requirement_new.html", error, FIELD_NAMES, **_choices())
    flash(_("De eis staat in de catalogus."), "success")
    return redirect(url_for("questionnaires.requirement", key=made.id))


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


@blueprint.get("/catalogus/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def edit_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """The form to reword a requirement."""
    found = service.requirement_to_edit(actor(), key)
    form = Form(_values(service.versions_of(actor(), key)[0]))
    return render_template(
        "questionnaires/requirement_edit.html",
        form=form,
        requirement=found,
        revision=found.revision,
        theirs=None,
        **_choices(),
    )


@blueprint.post("/catalogus/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def reword_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """Make a next version of a requirement."""
    found = service.requirement_to_edit(actor(), key)
    page = "questionnaires/requirement_edit.html"
    try:
        data = load(schemas.WordingInput(), request.form)
        known = service.wording_of(service.versions_of(actor(), key)[0])
        made = service.reword(actor(), key, data.get("revision", 0), schemas.wording_of_input(data, known))
    except Invalid as error:
        context = {"requirement": found, "revision": request.form.get("revision"), "theirs": None, **_choices()}
        return page_again(page, error, FIELD_NAMES, **context)
    except Changed as error:
        form = refilled(Invalid({}), FIELD_NAMES)
        context = {"requirement": found, "revision": found.revision, "theirs": error.theirs, **_choices()}
        return render_template(page, form=form, **context), 409
    flash(_("De nieuwe versie is opgeslagen.") if made else _("Er is niets gewijzigd."), "success" if made else "info")
    return redirect(url_for("questionnaires.requirement", key=key))


@blueprint.post("/catalogus/<uuid:key>/vervallen")
@needs(policy.EDIT, policy.VIEW)
def retire_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """Take a requirement out of use."""
    service.retire_requirement(actor(), key, load(schemas.RevisionInput(), request.form)["revision"])
    flash(_("De eis is vervallen. Gepubliceerde vragenlijsten houden hun eisen."), "success")
    return redirect(url_for("questionnaires.requirement", key=key))


def _choices() -> dict[str, Any]:
    return {
        "themes": service.themes_to_edit(actor()),
        "subjects": list(Subject),
        "addressees": list(AddressedTo),
        "kinds": list(AnswerKind),
        "severities": list(Severity),
    }


def _values(version: RequirementVersion) -> dict[str, Any]:
    """A wording as the fields of its form."""
    values: dict[str, Any] = {
        f"{part}_{language}": (version.texts.get(language) or {}).get(part, "")
        for part in schemas.LANGUAGE_PARTS
        for language in ("nl", "en")
    }
    for name in ("segment", "subject", "addressed_to", "answer_kind", "aspects", "is_key", "weight", "severity"):
        values[name] = getattr(version, name)
    values["theme"] = service.theme_label(version.theme)[0]
    values["options"] = "\n".join(" | ".join(each.values()) for each in version.options)
    values["norms"] = "\n".join(f"{each['kind']} {each['number']}".strip() for each in version.norms)
    return values
