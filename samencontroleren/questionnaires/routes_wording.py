# SPDX-License-Identifier: EUPL-1.2
"""Pages where a requirement is written: new or reworded, in both languages, with its condition, from a draft or not."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, needs
from samencontroleren.questionnaires import condition_forms, policy, schemas, service
from samencontroleren.questionnaires.blueprint import blueprint
from samencontroleren.questionnaires.models import Requirement
from samencontroleren.questionnaires.wording_forms import (
    FIELD_NAMES,
    differences,
    editor_context,
    labels_of,
    row_fields,
    row_values,
    typed_subject,
    values_of,
)

NEW, EDIT = "questionnaires/requirement_new.html", "questionnaires/requirement_edit.html"
BLANK = {
    "subject": "product",
    "addressed_to": "supplier",
    "answer_kind": "compliance",
    "weight": "1",
    "severity": "medium",
}


@blueprint.get("/catalogus/nieuw")
@needs(policy.EDIT, policy.VIEW)
def new_requirement() -> ResponseReturnValue:
    """The form for a requirement typed by hand."""
    return render_template(NEW, form=Form(BLANK), **editor_context(BLANK["subject"], []), **_way(request.args))


@blueprint.post("/catalogus/nieuw")
@needs(policy.EDIT, policy.VIEW)
def add_requirement() -> ResponseReturnValue:
    """Add a requirement typed by hand, to the draft it was written for too."""
    rows = condition_forms.rows_in(request.form.to_dict(flat=False))
    if "tree" in request.form:
        return _edited(NEW, rows)
    try:
        data, wording = _read(schemas.NewRequirementInput(), rows, request.form.get("code", ""), None)
        made = service.add_requirement(actor(), data["code"], wording)
    except Invalid as error:
        return _again(NEW, error, rows), 422
    flash(_("De eis staat in de catalogus."), "success")
    return _onwards(made.id, data, is_new=True)


@blueprint.get("/catalogus/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def edit_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """The form to reword a requirement."""
    found = service.requirement_to_edit(actor(), key)
    newest = service.versions_of(actor(), key)[0]
    rows = condition_forms.rows_of(newest.applies_when)
    context = editor_context(newest.subject, rows) | _requirement(found, found.revision)
    form = Form(values_of(newest) | row_values(rows))
    return render_template(EDIT, form=form, **context, **_way(request.args))


@blueprint.post("/catalogus/<uuid:key>/wijzigen")
@needs(policy.EDIT, policy.VIEW)
def reword_requirement(key: uuid.UUID) -> ResponseReturnValue:
    """Make a next version of a requirement, and take it into the draft it was written for."""
    found = service.requirement_to_edit(actor(), key)
    rows = condition_forms.rows_in(request.form.to_dict(flat=False))
    context = _requirement(found, request.form.get("revision", ""))
    if "tree" in request.form:
        return _edited(EDIT, rows, **context)
    try:
        known = service.wording_of(service.versions_of(actor(), key)[0])
        data, wording = _read(schemas.WordingInput(), rows, found.code, known)
        made = service.reword(actor(), key, data.get("revision", 0), wording)
    except Invalid as error:
        return _again(EDIT, error, rows, **context), 422
    except Changed as error:
        context = _requirement(found, found.revision, error.theirs)
        context["differences"] = differences(error.theirs, request.form, rows)
        return _again(EDIT, Invalid({}), rows, **context), 409
    flash(_("De nieuwe versie is opgeslagen.") if made else _("Er is niets gewijzigd."), "success" if made else "info")
    return _onwards(key, data)


def _read(
    schema: schemas.WordingInput, rows: list[condition_forms.Row], code: str, known: service.Wording | None
) -> tuple[dict[str, Any], service.Wording]:
    """The form as (loaded fields, wording). Raises Invalid with everything that is wrong, the condition too."""
    condition, faults = condition_forms.condition_of(rows)
    faults = faults or service.condition_faults(code, condition, rows, service.list_askable(actor(), typed_subject()))
    try:
        data = load(schema, _without_rows())
        wording = schemas.wording_of_input(data, condition, known)
    except Invalid as error:
        raise Invalid({**error.fields, **faults}) from error
    if faults:
        raise Invalid(faults)
    return data, wording


def _without_rows() -> MultiDict[str, str]:
    pairs = [pair for pair in request.form.items(multi=True) if not condition_forms.is_row_field(pair[0])]
    return MultiDict(pairs)


def _edited(page: str, rows: list[condition_forms.Row], **context: Any) -> ResponseReturnValue:
    """The form again after a button of the condition: everything as typed, nothing stored."""
    changed, focus = condition_forms.edited(rows, request.form["tree"])
    return _again(page, Invalid({}), changed, focus=focus, **context)


def _again(page: str, error: Invalid, rows: list[condition_forms.Row], focus: int | None = None, **context: Any) -> str:
    names = {name: _(label) for name, label in (FIELD_NAMES | labels_of(rows)).items()}
    wrong = {name.split(".")[0]: texts for name, texts in error.fields.items()}
    form = Form.typed(MultiDict([*_without_rows().items(multi=True), *row_fields(rows)]), Invalid(wrong), names)
    editor = editor_context(typed_subject(), rows) | {"focus": focus}
    return render_template(page, form=form, **editor | context, **_way(request.form))


def _requirement(found: Requirement, revision: Any, theirs: Any = None) -> dict[str, Any]:
    return {"requirement": found, "revision": revision, "theirs": theirs, "differences": []}


def _way(given: Any) -> dict[str, Any]:
    """From which draft somebody came, and to which page of it to go back."""
    return {"draft": as_uuid(given.get("vragenlijst", "")), "back": given.get("terug", "")}


def _onwards(key: uuid.UUID, data: dict[str, Any], is_new: bool = False) -> ResponseReturnValue:
    """To the requirement, or to where one came from in a draft, which takes the new text at once."""
    draft = data["vragenlijst"]
    try:
        if draft is not None:
            service.refresh(actor(), draft, [key] if is_new else [])
            theme = service.place_of(draft, key).theme
    except (Conflict, NotFound):  # published meanwhile, or not chosen there: the catalogue has the text
        draft = None
    if draft is None:
        return redirect(url_for("questionnaires.requirement", key=key))
    flash(_("De vragenlijst heeft de nieuwe tekst."), "success")
    if data["terug"] == "controle":
        return redirect(url_for("questionnaires.publish_page", key=draft))
    return redirect(url_for("questionnaires.order", key=draft, thema=theme, _anchor=f"plaats-{key}"))
