# SPDX-License-Identifier: EUPL-1.2
"""Pages of questionnaire versions: the list, drafting, looking over, publishing, and reading what is frozen."""

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.questionnaires import policy, schemas, service
from samencontroleren.questionnaires.blueprint import asked_filter, asked_page, blueprint, filter_values, page_again
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import RequirementVersion

MENU = ("questionnaires.index", "Vragenlijsten")
ON_PAGE = 300
LANGUAGES = ("nl", "en")


@blueprint.get("/vragenlijsten")
@needs(policy.QUESTIONNAIRE_VIEW)
def index() -> ResponseReturnValue:
    """All versions."""
    versions = service.list_questionnaires(actor())
    return render_template(
        "questionnaires/index.html",
        versions=versions,
        counts=service.counts_of([version.id for version in versions]),
        may_edit=can_ever(actor(), [policy.QUESTIONNAIRE_EDIT]),
    )


@blueprint.get("/vragenlijsten/nieuw")
@needs(policy.QUESTIONNAIRE_EDIT)
def new() -> ResponseReturnValue:
    """The form for a new draft."""
    return render_template("questionnaires/new.html", form=Form({"name": request.args.get("naam", "")[:200]}))


@blueprint.post("/vragenlijsten/nieuw")
@needs(policy.QUESTIONNAIRE_EDIT)
def add() -> ResponseReturnValue:
    """Begin a draft."""
    try:
        made = service.add_questionnaire(actor(), **load(schemas.NewQuestionnaireInput(), request.form))
    except Invalid as error:
        return page_again("questionnaires/new.html", error, {"name": "Naam"})
    flash(_("Het concept is gemaakt. Kies nu de eisen."), "success")
    return redirect(url_for("questionnaires.requirements", key=made.id))


@blueprint.get("/vragenlijsten/<uuid:key>")
@needs(policy.QUESTIONNAIRE_VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One version with its requirements."""
    version = service.get_questionnaire(actor(), key)
    items = service.items_of(key)
    return render_template(
        "questionnaires/show.html",
        questionnaire=version,
        is_draft=version.state is QuestionnaireState.DRAFT,
        counts=service.counts_of([key])[key],
        publisher=service.publisher_name(version),
        groups=_by_theme([item.requirement_version for item in items]),
        may_edit=can_ever(actor(), [policy.QUESTIONNAIRE_EDIT]),
        may_view_catalogue=can_ever(actor(), [policy.VIEW]),
    )


@blueprint.get("/vragenlijsten/<uuid:key>/voorbeeld")
@needs(policy.QUESTIONNAIRE_VIEW)
def preview(key: uuid.UUID) -> ResponseReturnValue:
    """The questions as a supplier sees them, in either language."""
    version = service.get_questionnaire(actor(), key)
    language = request.args.get("taal", "nl")
    items = service.items_of(key)
    return render_template(
        "questionnaires/preview.html",
        questionnaire=version,
        groups=_by_theme([item.requirement_version for item in items]),
        shown=language if language in LANGUAGES else "nl",
    )


@blueprint.get("/vragenlijsten/<uuid:key>/eisen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def requirements(key: uuid.UUID) -> ResponseReturnValue:
    """Choose the requirements of a draft."""
    draft = service.get_draft(actor(), key)
    return render_template("questionnaires/requirements.html", **_choice_page(draft, None))


@blueprint.post("/vragenlijsten/<uuid:key>/eisen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def choose_requirements(key: uuid.UUID) -> ResponseReturnValue:
    """Store which of the shown requirements are chosen; a button of a theme chooses all of it, or none."""
    data = load(schemas.ChoiceInput(), request.form)
    page = _shown_page()
    try:
        shown, checked = _chosen(data, page)
        draft = service.choose(actor(), key, shown, checked, data["revision"])
    except Changed:
        flash(
            _("Iemand anders heeft deze keuze intussen gewijzigd. Uw vinkjes staan hieronder; sla ze opnieuw op."),
            "warning",
        )
        draft = service.get_draft(actor(), key)
        return render_template("questionnaires/requirements.html", **_choice_page(draft, data["requirement"])), 409
    count = service.counts_of([key])[key].items
    flash(_("Opgeslagen: %(count)s eisen gekozen.", count=count), "success")
    if data["check"]:
        return redirect(url_for("questionnaires.publish_page", key=draft.id))
    back: dict[str, Any] = {**filter_values(asked_filter()), "pagina": asked_page()}
    return redirect(url_for("questionnaires.requirements", key=draft.id, **back))


@blueprint.get("/vragenlijsten/<uuid:key>/publiceren")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def publish_page(key: uuid.UUID) -> ResponseReturnValue:
    """What to look at before publishing, what publishing means, and the button."""
    version = service.get_questionnaire(actor(), key)
    if version.state is QuestionnaireState.PUBLISHED:
        return redirect(url_for("questionnaires.show", key=key))
    draft = service.get_draft(actor(), key)
    check = service.check_draft(actor(), key)
    return render_template("questionnaires/publish.html", questionnaire=draft, check=check)


@blueprint.post("/vragenlijsten/<uuid:key>/publiceren")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def publish(key: uuid.UUID) -> ResponseReturnValue:
    """Freeze a draft."""
    data = load(schemas.RevisionInput(), request.form)
    if service.get_questionnaire(actor(), key).state is QuestionnaireState.PUBLISHED:  # clicked twice
        return redirect(url_for("questionnaires.show", key=key))
    version = service.publish_questionnaire(actor(), key, data["revision"])
    flash(_("Versie %(number)s is gepubliceerd en ligt nu vast.", number=version.number), "success")
    return redirect(url_for("questionnaires.show", key=key))


@blueprint.post("/vragenlijsten/<uuid:key>/vernieuwen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def renew(key: uuid.UUID) -> ResponseReturnValue:
    """Take the newest wording of all chosen requirements."""
    data = load(schemas.RevisionInput(), request.form)
    service.renew_wordings(actor(), key, data["revision"])
    flash(_("De vragenlijst heeft nu overal de nieuwste tekst."), "success")
    return redirect(url_for("questionnaires.publish_page", key=key))


def _by_theme(versions: Sequence[RequirementVersion]) -> list[tuple[str, list[RequirementVersion]]]:
    return [(theme, list(group)) for theme, group in groupby(versions, key=lambda each: each.theme)]


def _shown_page() -> list[uuid.UUID]:
    """The keys on the page that the form was on."""
    keys = service.ordered_keys(actor(), asked_filter())
    start = (asked_page() - 1) * ON_PAGE
    return keys[start : start + ON_PAGE]


def _chosen(data: dict[str, Any], page: list[uuid.UUID]) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Which requirements the form decided about, and which of them are chosen."""
    checked = [each for each in data["requirement"] if each in set(page)]
    theme = data["choose_all"] or data["choose_none"]
    if not theme:
        return page, checked
    asked = asked_filter()
    whole = service.ordered_keys(actor(), service.Filter(asked.search, theme, asked.source))
    others = [each for each in checked if each not in set(whole)]
    return [*page, *whole], [*others, *(whole if data["choose_all"] else [])]


def _choice_page(draft: Any, typed: list[uuid.UUID] | None) -> dict[str, Any]:
    chosen, asked = {item.requirement_id for item in service.items_of(draft.id)}, asked_filter()
    if typed is not None:
        chosen = (chosen - set(_shown_page())) | set(typed)
    every = service.ordered_keys(actor(), asked)
    themes, sources = service.filter_choices(actor())
    return {
        "questionnaire": draft,
        "groups": _by_theme(service.current_versions(actor(), _shown_page())),
        "chosen": chosen,
        "counts": service.counts_of([draft.id])[draft.id],
        "form": Form({**filter_values(asked), "requirement": [str(key) for key in chosen]}),
        "themes": themes,
        "sources": sources,
        "asked": filter_values(asked),
        "number": asked_page(),
        "pages": max(1, -(-len(every) // ON_PAGE)),
        "total": len(every),
    }
