# SPDX-License-Identifier: EUPL-1.2
"""Pages of filling in offline: download, send back, look over, take over."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.attachments import XLSX, attachment
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick
from samencontroleren.core.web import language as page_language
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.offline import policy, schemas, service, telling
from samencontroleren.offline.kinds import OUTCOME_LABELS, Outcome, WorkbookState
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS

blueprint = Blueprint("offline", __name__)

panels.offer(
    panels.DossierAction(
        "offline.show",
        "Offline invullen",
        "Download de vragenlijst als werkboek voor Excel of LibreOffice, en stuur het ingevuld terug.",
        responses_policy.WORK,
        VENDOR_WORKS,
    )
)
READS = (responses_policy.WORK, responses_policy.VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT)
TONES = {Outcome.NEW: "good", Outcome.CHANGED: "info", Outcome.CONFLICT: "warning", Outcome.UNCHANGED: "neutral"}


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What the pages say of questions and rows."""
    return {
        "texts_of": lambda version: questionnaires.requirement_texts(version, page_language()),
        "theme_label": lambda theme: pick(questionnaires.theme_label(theme)),
        "sides_of": lambda each: telling.sides_of(each, page_language()),
        "outcome_labels": OUTCOME_LABELS,
        "outcome_tones": TONES,
    }


@blueprint.get("/dossiers/<uuid:key>/werkboek")
@needs(*READS)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """How filling in offline goes, the download, and the form to send the workbook back."""
    sheet = responses.overview(actor(), key)
    return render_template("offline/show.html", sheet=sheet, form=Form())


@blueprint.get("/dossiers/<uuid:key>/werkboek/bestand")
@needs(*READS, is_file=True)
def download(key: uuid.UUID) -> ResponseReturnValue:
    """The workbook of now."""
    body, filename = service.export_workbook(actor(), key, page_language())
    return attachment(body, XLSX, filename)


@blueprint.post("/dossiers/<uuid:key>/werkboek")
@needs(rounds_policy.ANSWER, *READS, evidence_policy.EDIT)
def upload(key: uuid.UUID) -> ResponseReturnValue:
    """Read a workbook and go on to what it would do."""
    responses.require_open(actor(), key)
    try:
        load(schemas.UploadInput(), request.form)
        with ExitStack() as opened:
            made = service.start_import(actor(), key, _sent("file", opened), _sent("package", opened))
    except Invalid as error:
        return invalid("offline/show.html", error, sheet=responses.overview(actor(), key))
    return redirect(url_for("offline.check", key=made.id))


@blueprint.get("/werkboeken/<uuid:key>")
@needs(policy.APPLY)
def check(key: uuid.UUID) -> ResponseReturnValue:
    """What a workbook would do, or what was taken over of it."""
    found = service.get_import(actor(), key)
    if found.state is WorkbookState.DONE:
        return _result(found)
    return _check(found, Form())


@blueprint.post("/werkboeken/<uuid:key>")
@needs(policy.APPLY)
def apply(key: uuid.UUID) -> ResponseReturnValue:
    """Take over what was chosen; a second click ends at the same place."""
    try:
        facts = load(schemas.ApplyInput(), request.form)
        chosen = schemas.chosen_rows(facts["rows"])
        if chosen:
            chosen = _within(key, chosen, facts["themes"])
        service.apply_import(actor(), key, chosen, schemas.chosen_tasks(facts["tasks"]))
    except Invalid as error:
        return _check(service.get_import(actor(), key), Form.typed(request.form, error)), 422
    flash(_("Wat u koos, is overgenomen. Antwoorden bevestigt u daarna nog."), "success")
    return redirect(url_for("offline.check", key=key))


def _within(key: uuid.UUID, chosen: dict[uuid.UUID, int], themes: list[str]) -> dict[uuid.UUID, int]:
    """Those of the themes that were left on."""
    found = service.get_import(actor(), key)
    if found.state is WorkbookState.DONE:
        return chosen
    asked = {each.version.id: each.version.theme for each in responses.whole(actor(), found.dossier_id).questions}
    return {each: revision for each, revision in chosen.items() if asked.get(each) in themes}


def _sent(name: str, opened: ExitStack) -> service.Sent | None:
    given = request.files.get(name)
    if given is None or not given.filename:
        return None
    return opened.enter_context(closing(given)).stream, given.filename


def _check(found: WorkbookImport, form: Form) -> str:
    plan = service.plan_of(actor(), found)
    return render_template(
        "offline/check.html",
        found=found,
        plan=plan,
        themes=list(_themes(plan)),
        refused=telling.told(plan, page_language()),
        numbers={each.version.id: number for number, each in enumerate(plan.sheet.questions, 1)},
        outcomes=Outcome,
        kept_days=service.KEPT.days,
        form=form,
    )


def _themes(plan: service.Plan) -> Iterator[tuple[str, list[service.Planned]]]:
    """The rows that do something, by theme in the order of the questionnaire."""
    for theme in plan.sheet.themes:
        rows = [plan.by_key[each.version.id] for each in theme.questions if each.version.id in plan.by_key]
        if rows:
            yield theme.name, rows


def _result(found: WorkbookImport) -> str:
    sheet = responses.whole(actor(), found.dossier_id)
    titles = {str(each.version.id): each.version for each in sheet.questions}
    return render_template("offline/result.html", found=found, sheet=sheet, titles=titles)
