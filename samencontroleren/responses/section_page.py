# SPDX-License-Identifier: EUPL-1.2
"""The page of one theme, and what its forms send: again with what was typed when something can not be saved."""

import uuid
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, undo_writes, wants_json
from samencontroleren.responses import giving_back, readings, row_notes, schemas, service, version_pages
from samencontroleren.responses.kinds import GIVE_BACK_LABELS
from samencontroleren.rounds import panels


def show(key: uuid.UUID, theme: str, **more: Any) -> str:
    """The questions of one theme."""
    found = service.section(actor(), key, theme)
    numbers = {each.version.id: number for number, each in enumerate(found.sheet.questions, 1)}
    assigned = service.tasks_of(actor(), key)
    lines = panels.at_questions(actor(), key, [each.version.id for each in found.theme.questions])
    elsewhere = service.find_elsewhere(actor(), {each.version.id for each in found.theme.questions}, found.sheet)
    return render_template(
        "responses/section.html",
        section=found,
        sheet=found.sheet,
        numbers=numbers,
        lines=lines,
        assigned=assigned,
        given_back=giving_back.given_back(actor(), key),
        back_labels=GIVE_BACK_LABELS,
        elsewhere=elsewhere,
        readings=readings.of_page(found.theme.questions),
        unticked=Form(),
        **more,
    )


def refused(key: uuid.UUID, asked: uuid.UUID, error: Invalid, kind: str = "answer") -> ResponseReturnValue:
    """The section again with what was typed and the messages at their fields; a line of text for autosave."""
    if wants_json():
        first = next((texts[0] for texts in error.fields.values() if texts), "")
        return jsonify(message=_(first)), 422
    undo_writes()
    question = service.overview(actor(), key).question(asked)
    form = row_notes.form_as_typed(request.form, error)
    above = row_notes.form_as_typed(request.form, Invalid({})) if "revision" in request.form else None
    found = {"asked": asked, "kind": kind, "form": form, "answer": form if kind == "answer" else above}
    return show(key, question.version.theme, refused=found), 422


def keep_typed(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue | None:
    """Without script the buttons of evidence send the answer above them along: keep it as the draft.

    Gives the page that says why, when that can not be done; the evidence then waits too.
    """
    if "revision" not in request.form:
        return None
    facts = load(schemas.AnswerForm(), request.form)
    try:
        service.save_draft(actor(), key, asked, typed(), facts["revision"], **beside(facts))
    except Invalid as error:
        return refused(key, asked, error)
    except Changed:
        return version_pages.conflict(*version_pages.supplier_clash(key, asked))
    return None


def typed() -> dict[str, list[str]]:
    """The fields of an answer, as the form sent them."""
    return request.form.to_dict(flat=False)


def beside(facts: dict[str, Any]) -> dict[str, Any]:
    """The confidential mark where it was changed on this page; else it stays as it is by now."""
    is_changed = facts["is_confidential"] is not facts["was_confidential"]
    return {"is_confidential": facts["is_confidential"] if is_changed else None}
