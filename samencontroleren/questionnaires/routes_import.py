# SPDX-License-Identifier: EUPL-1.2
"""Pages of an import: upload, header, columns, look over, result. Each step is a form that works by itself."""

import csv
import io
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.attachments import attachment
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.files import FileStore
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, language, needs
from samencontroleren.questionnaires import policy, schemas, service, sheets
from samencontroleren.questionnaires.blueprint import asked_page, blueprint, page_again, refilled
from samencontroleren.questionnaires.comparison_view import beside, property_beside
from samencontroleren.questionnaires.kinds import ImportState, Subject
from samencontroleren.questionnaires.models import CatalogueImport

PROBLEMS_ON_PAGE = 50
SHOWN_ROWS = 10
CHANGES_ON_PAGE = 20
NAMES = {"header_row": "Rij met de kop", "header_rows": "Aantal rijen van de kop", "sheet": "Werkblad"}
CONFIRM_NAMES = {
    "subject": "Onderwerp",
    "source": "Bron",
    "profile": "Naam van het profiel",
    "draft": "Vragenlijst",
    "draft_name": "Naam van de vragenlijst",
}


@blueprint.get("/catalogus/import")
@needs(policy.IMPORT_VIEW)
def imports() -> ResponseReturnValue:
    """The upload form and earlier imports."""
    return render_template("questionnaires/import_upload.html", form=Form(), imports=service.list_imports(actor()))


@blueprint.post("/catalogus/import")
@needs(policy.EDIT, policy.IMPORT_VIEW)
def upload() -> ResponseReturnValue:
    """Keep a sheet and go on to its header."""
    try:
        load(schemas.UploadInput(), request.form)
        given = request.files.get("file")
        if given is None or not given.filename:
            raise Invalid({"file": ["Kies een bestand met eisen."]})
        with closing(given):
            made = service.start_import(actor(), _store(), given.stream, given.filename)
    except Invalid as error:
        earlier = service.list_imports(actor())
        return page_again("questionnaires/import_upload.html", error, {"file": "Bestand"}, imports=earlier)
    step = "import_check" if service.is_document(made) else "import_header"
    return redirect(url_for(f"questionnaires.{step}", key=made.id))


@blueprint.get("/catalogus/import/<uuid:key>")
@needs(policy.IMPORT_VIEW)
def show_import(key: uuid.UUID) -> ResponseReturnValue:
    """The result of an import; one that is not done goes on where it was."""
    record = service.get_import(actor(), key)
    if record.state is not ImportState.DONE:
        step = "import_check" if record.state is ImportState.MAPPED else "import_header"
        return redirect(url_for(f"questionnaires.{step}", key=key))
    page = _problem_page(record.problems)
    return render_template(
        "questionnaires/import_result.html",
        record=record,
        is_document=service.is_document(record),
        draft_key=as_uuid(record.mapping.get("draft", "")),
        **page,
    )


@blueprint.get("/catalogus/import/<uuid:key>/kop")
@needs(policy.IMPORT_VIEW)
def import_header(key: uuid.UUID) -> ResponseReturnValue:
    """Point out sheet and header."""
    record = service.get_import(actor(), key)
    step = service.header_step(actor(), _store(), key, request.args.get("blad", ""))
    values = {"header_row": step.header.first_row + 1, "header_rows": step.header.rows, "sheet": step.sheet}
    return render_template("questionnaires/import_header.html", record=record, step=step, form=Form(values))


@blueprint.post("/catalogus/import/<uuid:key>/kop")
@needs(policy.IMPORT_VIEW)
def set_import_header(key: uuid.UUID) -> ResponseReturnValue:
    """Store sheet and header."""
    try:
        service.set_header(actor(), _store(), key, **load(schemas.HeaderInput(), request.form))
    except Invalid as error:
        record = service.get_import(actor(), key)
        step = service.header_step(actor(), _store(), key, request.form.get("sheet", ""))
        return page_again("questionnaires/import_header.html", error, NAMES, record=record, step=step)
    return redirect(url_for("questionnaires.import_columns", key=key))


@blueprint.get("/catalogus/import/<uuid:key>/kolommen")
@needs(policy.IMPORT_VIEW, policy.PROFILE_VIEW)
def import_columns(key: uuid.UUID) -> ResponseReturnValue:
    """Say which column holds what."""
    step = service.column_step(actor(), _store(), key)
    values: dict[str, Any] = {f"column_{name}": index for name, index in step.mapping.columns.items()}
    values.update({f"fill_{name}": True for name in step.mapping.fill_down})
    values.update(headings_as_theme=step.mapping.headings_as_theme, prefix=step.prefix)
    return render_template("questionnaires/import_columns.html", form=Form(values), **_columns_page(key, step))


@blueprint.post("/catalogus/import/<uuid:key>/kolommen")
@needs(policy.IMPORT_VIEW, policy.PROFILE_VIEW)
def set_import_columns(key: uuid.UUID) -> ResponseReturnValue:
    """Store which column holds what."""
    try:
        service.set_mapping(actor(), _store(), key, **load(schemas.MappingInput(), request.form))
    except Invalid as error:
        names = {f"column_{name}": label for name, label in sheets.FIELD_LABELS.items()}
        step = service.column_step(actor(), _store(), key)
        page = "questionnaires/import_columns.html"
        return page_again(page, error, {**names, "prefix": "Voorvoegsel"}, **_columns_page(key, step))
    return redirect(url_for("questionnaires.import_check", key=key))


@blueprint.get("/catalogus/import/<uuid:key>/controle")
@needs(policy.IMPORT_VIEW, policy.PROFILE_VIEW)
def import_check(key: uuid.UUID) -> ResponseReturnValue:
    """What the import would do, before it does."""
    record = service.get_import(actor(), key)
    page = _check_page(record)
    values = {"subject": Subject.PRODUCT, "source": record.filename, "draft": "none"}
    form = Form({**values, "draft_name": page["plan"].questionnaire})
    return render_template("questionnaires/import_check.html", form=form, **page)


@blueprint.post("/catalogus/import/<uuid:key>/controle")
@needs(policy.EDIT, policy.IMPORT_VIEW, policy.PROFILE_VIEW)
def confirm_import(key: uuid.UUID) -> ResponseReturnValue:
    """Do the import, once."""
    try:
        service.confirm_import(actor(), _store(), key, **load(schemas.ConfirmInput(), request.form))
    except Invalid as error:
        record = service.get_import(actor(), key)
        return page_again("questionnaires/import_check.html", error, CONFIRM_NAMES, **_check_page(record))
    except Changed:
        flash(_("De catalogus of het concept is intussen gewijzigd. Hieronder staat wat de import nu doet."), "warning")
        record = service.get_import(actor(), key)
        form = refilled(Invalid({}), CONFIRM_NAMES)
        return render_template("questionnaires/import_check.html", form=form, **_check_page(record)), 409
    flash(_("De import is klaar."), "success")
    return redirect(url_for("questionnaires.show_import", key=key))


@blueprint.get("/catalogus/import/<uuid:key>/niet-gebruikt.csv")
@needs(policy.IMPORT_VIEW)
def unusable_rows(key: uuid.UUID) -> ResponseReturnValue:
    """The rows that were not used, as a csv that no program takes for formulas."""
    record = service.get_import(actor(), key)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Werkblad"), _("Rij"), _("Reden"), _("Begin van de rij")])
    writer.writerows(_csv_rows(record))
    return attachment("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "niet-gebruikt.csv")


def _csv_rows(record: CatalogueImport) -> Iterator[list[str]]:
    for each in record.problems:
        reason = _(each["message"], **each["params"])
        yield [sheets.cell_safe(str(cell)) for cell in (each["sheet"], each["row"], reason, each["excerpt"])]


def _store() -> FileStore:
    store: FileStore = current_app.extensions["files"]
    return store


def _columns_page(key: uuid.UUID, step: service.ColumnStep) -> dict[str, Any]:
    options = [(index, f"{sheets.column_letter(index)}: {name}"[:90]) for index, name in enumerate(step.names)]
    return {
        "record": service.get_import(actor(), key),
        "step": step,
        "options": options,
        "targets": sheets.FIELD_LABELS,
        "required": sheets.REQUIRED,
    }


def _check_page(record: CatalogueImport) -> dict[str, Any]:
    plan, is_document = service.plan_import(actor(), _store(), record.id), service.is_document(record)
    profile = None if is_document else service.column_step(actor(), _store(), record.id).profile
    return {
        "record": record,
        "plan": plan,
        "shown_rows": plan.added[:SHOWN_ROWS],
        "is_document": is_document,
        "profile": profile,
        "drafts": service.drafts_to_fill(actor()),
        **_change_page(plan),
        **_problem_page(plan.problems),
    }


def _change_page(plan: service.Plan) -> dict[str, Any]:
    """One page of the requirements that change, old and new beside each other."""
    pages = max(1, -(-len(plan.reworded) // CHANGES_ON_PAGE))
    number = min(max(request.args.get("wijziging", 1, type=int), 1), pages)
    part = plan.reworded[(number - 1) * CHANGES_ON_PAGE : number * CHANGES_ON_PAGE]
    known, side = {each.code: each.wording for each in plan.planned}, 1 if language() == "en" else 0
    changes = [
        (
            each,
            [beside(delta, side) for delta in each.deltas if delta.language],
            [property_beside(delta, side, known) for delta in each.deltas if not delta.language],
        )
        for each in part
    ]
    return {"changes": changes, "change_number": number, "change_pages": pages}


def _problem_page(problems: list[Any]) -> dict[str, Any]:
    """One page of the rows that can not be used."""
    pages = max(1, -(-len(problems) // PROBLEMS_ON_PAGE))
    number = min(asked_page(), pages)
    start = (number - 1) * PROBLEMS_ON_PAGE
    part = problems[start : start + PROBLEMS_ON_PAGE]
    rows = [(each["sheet"], each["row"], _(each["message"], **each["params"]), each["excerpt"]) for each in part]
    return {"problems": rows, "problem_total": len(problems), "number": number, "pages": pages}
