# SPDX-License-Identifier: EUPL-1.2
"""Pages where a draft is put in order: the themes, and the requirements of each theme."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, needs, pick
from samencontroleren.questionnaires import policy, schemas, service
from samencontroleren.questionnaires.blueprint import asked_page, blueprint, page_again

ON_PAGE = 100
FIELD_NAMES = {"place": "Plaats", "theme": "Thema"}


@blueprint.get("/vragenlijsten/<uuid:key>/volgorde")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def order(key: uuid.UUID) -> ResponseReturnValue:
    """The themes of a draft in order, or with `thema` the requirements of one."""
    service.get_draft(actor(), key)
    return render_template("questionnaires/order.html", **_order_page(key, request.args.get("thema", "")))


@blueprint.post("/vragenlijsten/<uuid:key>/volgorde")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def reorder(key: uuid.UUID) -> ResponseReturnValue:
    """Put a theme or a requirement at a place."""
    service.get_draft(actor(), key)
    data = load(schemas.MoveInput(), request.form)
    try:
        moved = service.move(actor(), key, data["what"], data["place"], data["revision"])
    except Changed:
        return _late(key, data["what"], data["place"])
    return _moved(key, moved)


@blueprint.get("/vragenlijsten/<uuid:key>/plaats")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def edit_place(key: uuid.UUID) -> ResponseReturnValue:
    """The form that asks a place for a requirement (its key in `wat`) or a theme, and a theme for a requirement."""
    service.get_draft(actor(), key)
    if not request.args.get("wat"):
        return redirect(url_for("questionnaires.order", key=key))
    context = _place_page(key, request.args["wat"])
    return render_template("questionnaires/place.html", form=Form(context["stands"]), **context)


@blueprint.post("/vragenlijsten/<uuid:key>/plaats")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.EDIT, policy.VIEW)
def set_place(key: uuid.UUID) -> ResponseReturnValue:
    """Put a requirement or theme at the place that was typed, a requirement in the theme that was chosen."""
    service.get_draft(actor(), key)
    what = request.form.get("what", "")
    wanted = as_uuid(what) or what
    try:
        data = load(schemas.PlaceInput(), request.form)
        moved = service.put(actor(), key, wanted, data["theme"], data["place"], data["revision"])
    except Invalid as error:
        return page_again("questionnaires/place.html", error, FIELD_NAMES, **_place_page(key, what))
    except Changed:
        return _late(key, wanted, data["place"])
    return _moved(key, moved)


def _moved(key: uuid.UUID, moved: service.Place) -> ResponseReturnValue:
    """Back to the list, at what was moved, with the place in words."""
    flash(
        _("%(name)s staat nu op plaats %(place)s van %(total)s.", name=_name(moved), place=moved.place, total=moved.of),
        "success",
    )
    asked: dict[str, Any] = {}
    if isinstance(moved.key, uuid.UUID):
        asked = {"thema": moved.theme, "pagina": -(-moved.place // ON_PAGE)}
    return redirect(url_for("questionnaires.order", key=key, _anchor=f"plaats-{moved.key}", **asked))


def _late(key: uuid.UUID, what: uuid.UUID | str, place: int) -> ResponseReturnValue:
    """A colleague was ahead: the order as it stands now, beside the move that was asked."""
    stands = service.place_of(key, what)
    theme = stands.theme if isinstance(what, uuid.UUID) else ""
    page = _order_page(key, theme, -(-stands.place // ON_PAGE))
    late = {"late": stands, "late_name": _name(stands), "wanted": place}
    return render_template("questionnaires/order.html", **page | late), 409


def _name(place: service.Place) -> str:
    return place.name if isinstance(place.key, uuid.UUID) else pick(service.theme_label(place.name))


def _order_page(key: uuid.UUID, theme: str, number: int = 0) -> dict[str, Any]:
    themes, number = service.themes_in_order(key), number or asked_page()
    total = dict(themes).get(theme, 0)
    return {
        "questionnaire": service.get_draft(actor(), key),
        "themes": themes,
        "theme": theme if total else "",
        "items": service.items_of_theme(key, theme, number, ON_PAGE) if total else [],
        "total": total,
        "first": (number - 1) * ON_PAGE + 1,
        "number": number,
        "pages": max(1, -(-total // ON_PAGE)),
        "late": None,
    }


def _place_page(key: uuid.UUID, what: str) -> dict[str, Any]:
    draft = service.get_draft(actor(), key)
    place = service.place_of(key, as_uuid(what) or what)
    return {
        "questionnaire": draft,
        "what": what,
        "place": place,
        "name": _name(place),
        "is_theme": isinstance(place.key, str),
        "themes": service.themes_in_order(key),
        "stands": {"place": place.place, "theme": place.theme},
    }
