# SPDX-License-Identifier: EUPL-1.2
"""Pages of a guest of a supplier: the questions somebody asked this person to answer, and nothing else."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs, undo_writes, wants_json
from samencontroleren.evidence import pages as proof_pages
from samencontroleren.evidence.reasons import REASONS
from samencontroleren.evidence.schemas import QuickDocumentInput
from samencontroleren.responses import forms, giving_back, guests, policy, row_notes, schemas, service, version_pages
from samencontroleren.responses.blueprint import blueprint
from samencontroleren.rounds import panels

MENU = ("responses.entrusted_list", "Aan u gevraagd")


@blueprint.get("/gevraagd")
@needs(policy.TASK_FILL_IN)
def entrusted_list() -> ResponseReturnValue:
    """All questions this guest was asked to answer."""
    found = service.entrusted_tasks(actor())
    messages = list(dict.fromkeys(each.message for each in found if each.message and each.done_at is None))
    return render_template("responses/guest_list.html", tasks=found, messages=messages, today=clock.today())


@blueprint.get("/gevraagd/<uuid:key>")
@needs(policy.TASK_FILL_IN)
def entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """One question, to answer."""
    return _page(key)


def _page(key: uuid.UUID, form: Form | None = None, proof: Form | None = None, back: Form | None = None) -> str:
    found = guests.get_entrusted(actor(), key)
    asked = found.question.version.id
    return render_template(
        "responses/guest_question.html",
        entrusted=found,
        own={each.document_id for each in found.question.links if found.is_own(each.document, actor())},
        line=panels.at_questions(actor(), found.task.dossier_id, [asked]).get(asked, ""),
        form=form or forms.form_of(found.question),
        proof=proof or Form(),
        has_proof_form=proof is not None,
        back=back or Form(),
        reasons=forms.give_back_choices(),
        today=clock.today(),
    )


@blueprint.post("/gevraagd/<uuid:key>/concept")
@needs(policy.TASK_FILL_IN)
def save_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Keep what was typed so far (autosave, or the button without script)."""
    try:
        answer = guests.save_entrusted(actor(), key, _typed(), _revision())
    except Invalid as error:
        return _refused(key, error)
    except Changed:
        return version_pages.conflict(*_clash(key))
    if wants_json():
        task = guests.get_entrusted(actor(), key).task
        saved = service.as_it_stands(task.dossier_id, task.requirement_version_id, answer)
        return jsonify(forms.as_saved(saved, request.form))
    flash(_("Uw antwoord is bewaard als concept."), "success")
    return redirect(url_for("responses.entrusted", key=key))


@blueprint.post("/gevraagd/<uuid:key>")
@needs(policy.TASK_FILL_IN)
def hand_in_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Hand the answer in, for the supplier to confirm; on to the next question that waits."""
    found = guests.get_entrusted(actor(), key)
    try:
        guests.hand_in_entrusted(actor(), key, _typed(), _revision())
    except Invalid as error:
        return _refused(key, error)
    except Changed:
        return version_pages.conflict(*_clash(key))
    flash(_("Uw antwoord is opgestuurd. Wie het u vroeg, leest en bevestigt het."), "success")
    if found.next_task is None:
        return redirect(url_for("responses.entrusted_list"))
    return redirect(url_for("responses.entrusted", key=found.next_task.id))


@blueprint.post("/gevraagd/<uuid:key>/teruggeven")
@needs(policy.TASK_FILL_IN)
def give_back_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Give the question back, with a reason; what was saved as a draft stays with the supplier."""
    guests.get_entrusted(actor(), key)
    try:
        giving_back.give_back_entrusted(actor(), key, **load(schemas.GiveBackForm(), request.form))
    except Invalid as error:
        return _page(key, back=Form.typed(request.form, error)), 422
    flash(_("De vraag is teruggegeven. Wie haar aan u gaf, leest waarom."), "success")
    return redirect(url_for("responses.entrusted_list"))


@blueprint.post("/gevraagd/<uuid:key>/kiezen")
@needs(policy.TASK_FILL_IN)
def settle_entrusted(key: uuid.UUID) -> ResponseReturnValue:
    """Choose between one's own text and what a colleague saved meanwhile."""
    clash, _back = version_pages.read_clash()
    try:
        guests.settle_entrusted(actor(), key, clash)
    except Invalid as error:
        form = Form.typed(request.form, error)
        return version_pages.clash_page(*_clash(key), clash.mine, merged=form), 422
    except Changed:
        return version_pages.clash_page(*_clash(key), clash.mine), 409
    version_pages.tell_choice(clash.choice)
    return redirect(url_for("responses.entrusted", key=key))


@blueprint.post("/gevraagd/<uuid:key>/bewijs")
@needs(policy.TASK_FILL_IN)
def add_proof(key: uuid.UUID) -> ResponseReturnValue:
    """Add a file under the answer; what was typed in it is kept with it."""
    guests.get_entrusted(actor(), key)
    if (stopped := _keep_typed(key)) is not None:
        return stopped
    try:
        file = request.files.get("file")
        facts = load(QuickDocumentInput(), request.form)
        if file is None or not file.filename:
            raise Invalid({"file": [REASONS["no_file"]]})
        place = facts.pop("place")
        facts["title"] = facts["title"] or file.filename.rsplit(".", 1)[0][:200]
        guests.add_proof(actor(), key, file.stream, file.filename, place, facts)
    except Invalid as error:
        undo_writes()
        return _page(key, form=_typed_before(), proof=Form.typed(request.form, error)), 422
    flash(_("Het bewijs is toegevoegd en gekoppeld."), "success")
    return redirect(url_for("responses.entrusted", key=key, _anchor="bewijs"))


@blueprint.get("/gevraagd/<uuid:key>/bewijs/<uuid:document>")
@needs(policy.PROOF_READ)
def read_proof(key: uuid.UUID, document: uuid.UUID) -> ResponseReturnValue:
    """A document linked with one's question, to read in the page; the file itself is not for guests."""
    found = guests.get_proof(actor(), document)
    return render_template(
        "responses/guest_proof.html",
        task=guests.get_entrusted(actor(), key).task,
        document=found,
        reading=guests.proof_content(actor(), document),
        page=proof_pages.number_within(request.args.get("pagina", "1"), found),
    )


@blueprint.get("/gevraagd/<uuid:key>/bewijs/<uuid:document>/pagina/<int:number>.png")
@needs(policy.PROOF_READ)
def proof_page(key: uuid.UUID, document: uuid.UUID, number: int) -> ResponseReturnValue:
    """One page of it as an image."""
    guests.get_entrusted(actor(), key)
    return proof_pages.image(guests.proof_image(actor(), document, number))


@blueprint.post("/gevraagd/<uuid:key>/bewijs/<uuid:document>/los")
@needs(policy.TASK_FILL_IN)
def remove_proof(key: uuid.UUID, document: uuid.UUID) -> ResponseReturnValue:
    """Take a file of one's own away from under the answer; what was typed in it is kept."""
    if (stopped := _keep_typed(key)) is not None:
        return stopped
    guests.remove_proof(actor(), key, document)
    flash(_("Het bewijs is losgekoppeld."), "success")
    return redirect(url_for("responses.entrusted", key=key, _anchor="bewijs"))


def _keep_typed(key: uuid.UUID) -> ResponseReturnValue | None:
    """Without script the buttons of evidence send the answer along: keep it as the draft, or say why not."""
    if "revision" not in request.form:
        return None
    try:
        guests.save_entrusted(actor(), key, _typed(), _revision())
    except Invalid as error:
        return _refused(key, error)
    except Changed:
        return version_pages.conflict(*_clash(key))
    return None


def _typed_before() -> Form | None:
    """The answer as it was sent along with a file that is refused."""
    return row_notes.form_as_typed(request.form, Invalid({})) if "revision" in request.form else None


def _typed() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _revision() -> int:
    return int(load(schemas.AnswerForm(), request.form)["revision"])


def _refused(key: uuid.UUID, error: Invalid) -> ResponseReturnValue:
    if wants_json():
        first = next((texts[0] for texts in error.fields.values() if texts), "")
        return jsonify(message=_(first)), 422
    undo_writes()
    return _page(key, form=row_notes.form_as_typed(request.form, error)), 422


def _clash(key: uuid.UUID) -> tuple[Any, version_pages.ClashPlace]:
    """Where a guest and one of the supplier's people met; who that was is not told."""
    question = guests.get_entrusted(actor(), key).question
    here = url_for("responses.entrusted", key=key)
    crumbs: list[tuple[str, str | None]] = [
        (_("Aan u gevraagd"), url_for("responses.entrusted_list")),
        (_("Naar de vraag"), here),
    ]
    return question, version_pages.ClashPlace(url_for("responses.settle_entrusted", key=key), here, crumbs, None)
