# SPDX-License-Identifier: EUPL-1.2
"""Pages where the requirements of a draft are chosen, many at once."""

import uuid
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.questionnaires import policy, schemas, service
from samencontroleren.questionnaires.blueprint import asked_filter, asked_page, blueprint, by_theme, filter_values
from samencontroleren.questionnaires.models import QuestionnaireVersion

ON_PAGE = 200
CHOSEN = ("ja", "nee")


@blueprint.get("/vragenlijsten/<uuid:key>/eisen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def requirements(key: uuid.UUID) -> ResponseReturnValue:
    """Choose the requirements of a draft."""
    return render_template("questionnaires/requirements.html", **_choice_page(service.get_draft(actor(), key)))


@blueprint.post("/vragenlijsten/<uuid:key>/eisen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def choose_requirements(key: uuid.UUID) -> ResponseReturnValue:
    """Store which of the shown requirements are chosen; a button chooses all that was found or a theme has, or none."""
    draft = service.get_draft(actor(), key)
    data = load(schemas.ChoiceInput(), request.form)
    shown, checked = _decided(data, draft)
    try:
        draft = service.choose(actor(), key, shown, checked, data["revision"])
    except Changed:
        page = _choice_page(service.get_draft(actor(), key), set(shown), set(checked))
        return render_template("questionnaires/requirements.html", **page), 409
    flash(_("Opgeslagen: %(count)s eisen gekozen.", count=service.counts_of([key])[key].items), "success")
    if data["check"]:
        return redirect(url_for("questionnaires.publish_page", key=draft.id))
    back: dict[str, Any] = {**_asked(), "pagina": asked_page()}
    return redirect(url_for("questionnaires.requirements", key=draft.id, **back))


def _asked() -> dict[str, str]:
    """The filter with whether it is about what is chosen, as it stands in the address."""
    gekozen = request.values.get("gekozen", "")
    return {**filter_values(asked_filter()), **({"gekozen": gekozen} if gekozen in CHOSEN else {})}


def _decided(data: dict[str, Any], draft: QuestionnaireVersion) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Which requirements the form decided about, and which of them are chosen."""
    shown, checked = data["shown"], data["requirement"]
    theme = data["choose_all"] or data["choose_none"]
    if not theme and not data["found"]:
        return shown, checked
    whole = _found(_chosen_in(draft), theme)
    others = [each for each in checked if each not in set(whole)]
    takes_all = data["found"] == "all" or bool(data["choose_all"])
    return [*shown, *whole], [*others, *(whole if takes_all else [])]


def _chosen_in(draft: QuestionnaireVersion) -> set[uuid.UUID]:
    return {item.requirement_id for item in service.items_of(draft.id)}


def _found(chosen: set[uuid.UUID], theme: str = "") -> list[uuid.UUID]:
    """All that the filter finds, on every page; with `theme` only what that theme has of it."""
    asked, gekozen = asked_filter(), request.values.get("gekozen", "")
    every = service.ordered_keys(actor(), replace(asked, theme=theme or asked.theme))
    if gekozen not in CHOSEN:
        return every
    return [key for key in every if (key in chosen) == (gekozen == "ja")]


def _choice_page(
    draft: QuestionnaireVersion, shown: set[uuid.UUID] | None = None, checked: set[uuid.UUID] | None = None
) -> dict[str, Any]:
    """What the page shows; with `shown` and `checked` the choice of somebody whom a colleague was ahead of."""
    stored = _chosen_in(draft)
    chosen = stored if shown is None or checked is None else (stored - shown) | checked
    every = _found(stored)
    start = (asked_page() - 1) * ON_PAGE
    asked = _asked()
    return {
        "questionnaire": draft,
        "groups": by_theme(service.current_versions(actor(), every[start : start + ON_PAGE])),
        "chosen": chosen,
        "theirs": service.current_versions(actor(), list(stored - chosen)),
        "mine": service.current_versions(actor(), list(chosen - stored)),
        "is_late": shown is not None,
        "counts": service.counts_of([draft.id])[draft.id],
        "form": Form({**asked, "requirement": [str(key) for key in chosen]}),
        "choices": service.filter_choices(actor()),
        "asked": asked,
        "number": asked_page(),
        "pages": max(1, -(-len(every) // ON_PAGE)),
        "total": len(every),
        "found": len(chosen & set(every)),
    }
