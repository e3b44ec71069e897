# SPDX-License-Identifier: EUPL-1.2
"""Pages on which a supplier fills in a dossier: overview, section, one answer, its evidence, submitting."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.core.fields import load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, needs, pick, wants_json
from samencontroleren.core.web import language as page_language
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import suggestion_words
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, SHARING_LABELS, TOLD_LABELS, DocumentKind
from samencontroleren.evidence.reasons import REASONS
from samencontroleren.evidence.schemas import QuickDocumentInput
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import (
    changed_notice,
    completeness,
    consequence_pages,
    copy_pages,
    delta_pages,
    forms,
    guest_pages,
    map_pages,
    policy,
    proof_pages,
    readings,
    row_notes,
    schemas,
    section_page,
    service,
    version_pages,
)
from samencontroleren.responses.blueprint import READS, WRITES, back_to, blueprint
from samencontroleren.responses.kinds import ANSWER_STATUS_LABELS
from samencontroleren.responses.supplements import NOT_NAMED
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import STATE_LABELS, VENDOR_WORKS, DossierState

blueprint.register_blueprint(delta_pages.blueprint)
blueprint.register_blueprint(copy_pages.blueprint)
panels.offer_notice(changed_notice.changed_after_submission)
blueprint.register_blueprint(proof_pages.blueprint)

panels.offer(
    panels.DossierAction(
        "responses.overview",
        "Vragen invullen",
        "Beantwoord de vragen en voeg uw bewijs toe.",
        rounds_policy.ANSWER,
        VENDOR_WORKS,
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        "responses.map",
        "Wie heeft welke vraag",
        "Verdeel de vragen onder collega’s, en zie wie wat heeft, te laat is of teruggaf.",
        policy.WORK,
        VENDOR_WORKS,
    )
)
panels.offer(
    panels.DossierAction(
        "responses.overview",
        "Antwoorden bekijken",
        "Lees de vragen en de antwoorden van uw organisatie.",
        policy.WORK,
        frozenset(DossierState) - VENDOR_WORKS,
    )
)
panels.offer(
    panels.DossierAction(
        "responses.review",
        "Nalezen en indienen",
        "Lees alles na en dien het dossier in namens uw organisatie.",
        rounds_policy.SUBMIT,
        frozenset((DossierState.IN_PROGRESS, DossierState.SUPPLEMENT_ASKED)),
        comes_first=service.is_filled,
    )
)

NAVIGATION = (NavigationItem(guest_pages.MENU[0], guest_pages.MENU[1]),)

__all__ = ["NAVIGATION", "blueprint", "map_pages"]


@blueprint.app_context_processor
def texts() -> dict[str, Any]:
    """The texts of a question, also where another page lists assigned questions."""
    return {"requirement_texts": lambda version: questionnaires.requirement_texts(version, page_language())}


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What the pages of this feature say: labels, tones and the texts of a question."""
    return {
        "status_labels": ANSWER_STATUS_LABELS,
        "status_tones": forms.STATUS_TONES,
        "gap_labels": forms.GAP_LABELS,
        "blocking": completeness.BLOCKING,
        "sharing_labels": SHARING_LABELS,
        "state_labels": STATE_LABELS,
        "texts_of": lambda version: questionnaires.requirement_texts(version, page_language()),
        "theme_label": lambda theme: pick(questionnaires.theme_label(theme)),
        "form_of": forms.form_of,
        "choices_of": forms.choices_of,
        "asked_of": forms.asked_of,
        "unit_of": forms.unit_of,
        "text_of": forms.text_of,
        "row_numbers": forms.row_numbers,
        "row_notes": row_notes.notes_in,
        "saved_label": forms.saved_label,
        "told_label": lambda told: pick(TOLD_LABELS[told]),
        "told_options": suggestion_words.options_of,
        "told_value": suggestion_words.value_in_words,
        "fitting_labels": _fitting_labels,
        "library_choices": lambda library: [(str(each.id), each.title) for each in library],
        "questions_with": lambda sheet, gap: [each for each in sheet.questions if gap in each.gaps],
    }


@blueprint.get("/dossiers/<uuid:key>/invullen")
@needs(*READS)
def overview(key: uuid.UUID) -> ResponseReturnValue:
    """The size of the work, the themes, and what is missing."""
    sheet = service.overview(actor(), key)
    has_earlier = rounds.has_earlier(actor(), key)
    line = rounds.turn_line(actor(), sheet.dossier, is_own=sheet.is_open and sheet.can_answer)
    return render_template(
        "responses/overview.html",
        sheet=sheet,
        has_earlier=has_earlier,
        siblings=service.siblings(actor(), sheet.dossier),
        can_copy=sheet.is_open and sheet.can_answer and bool(service.list_sources(actor(), sheet.dossier)),
        was_submitted_before=bool(service.answered_before([key])),
        today=clock.today(),
        line=line,
    )


@blueprint.post("/dossiers/<uuid:key>/invullen")
@needs(*WRITES)
def begin(key: uuid.UUID) -> ResponseReturnValue:
    """Begin: on to the first question."""
    service.begin(actor(), key)
    return redirect(url_for("responses.next_open", key=key))


@blueprint.get("/dossiers/<uuid:key>/antwoorden")
@needs(*READS)
def all_answers(key: uuid.UUID) -> ResponseReturnValue:
    """All questions and answers on one page, to read or to print."""
    sheet = service.overview(actor(), key)
    numbers = {each.version.id: number for number, each in enumerate(sheet.questions, 1)}
    return render_template("responses/all.html", sheet=sheet, numbers=numbers)


@blueprint.get("/dossiers/<uuid:key>/ingediend")
@needs(*READS, policy.SUBMITTED_VIEW)
def submitted(key: uuid.UUID) -> ResponseReturnValue:
    """The newest submission as it was frozen, whatever was typed since."""
    sheet = service.overview(actor(), key)
    answers = service.submitted_answers(actor(), key)
    if not answers:
        raise NotFound()
    return render_template("responses/submitted.html", sheet=sheet, answers=answers)


@blueprint.post("/dossiers/<uuid:key>/vrijgever")
@needs(rounds_policy.ANSWER, policy.WORK)
def ask_submitters(key: uuid.UUID) -> ResponseReturnValue:
    """Ask the vrijgevers to read and submit."""
    names = service.ask_submitters(actor(), key)
    flash(
        _("Gevraagd om na te lezen en in te dienen: %(names)s. Zij zien het bij Berichten.", names=", ".join(names)),
        "success",
    )
    return redirect(url_for("responses.overview", key=key))


@blueprint.get("/dossiers/<uuid:key>/gevolgen")
@needs(*READS)
def consequences(key: uuid.UUID) -> ResponseReturnValue:
    """What each answer leads to as it is said now, and what the supplier can do."""
    return consequence_pages.page(service.overview(actor(), key))


@blueprint.get("/dossiers/<uuid:key>/invullen/<theme>")
@needs(*READS)
def section(key: uuid.UUID, theme: str) -> ResponseReturnValue:
    """All questions of one theme."""
    return section_page.show(key, theme)


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/concept")
@needs(rounds_policy.ANSWER, *READS)
def save(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Keep what was typed so far (autosave, or the button without script)."""
    facts = load(schemas.AnswerForm(), request.form)
    try:
        answer = service.save_draft(
            actor(), key, asked, section_page.typed(), facts["revision"], **section_page.beside(facts)
        )
    except Invalid as error:
        return section_page.refused(key, asked, error)
    except Changed:
        return version_pages.conflict(*version_pages.supplier_clash(key, asked))
    if wants_json():
        return jsonify(forms.as_saved(service.as_it_stands(key, asked, answer), request.form))
    flash(_("Uw antwoord is bewaard als concept."), "success")
    return redirect(_back(facts["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>")
@needs(rounds_policy.ANSWER, *READS)
def confirm(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Save an answer and confirm it for this round; on to the next question."""
    facts = load(schemas.AnswerForm(), request.form)
    try:
        service.confirm_answer(
            actor(), key, asked, section_page.typed(), facts["revision"], **section_page.beside(facts)
        )
    except Invalid as error:
        return section_page.refused(key, asked, error)
    except Changed:
        return version_pages.conflict(*version_pages.supplier_clash(key, asked))
    flash(_("Uw antwoord is bevestigd."), "success")
    return redirect(_back(facts["next"] or facts["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/bevestigen")
@needs(rounds_policy.ANSWER, *READS)
def confirm_standing(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Confirm the answer of an earlier round as it stands."""
    facts = load(schemas.AnswerForm(), request.form)
    try:
        service.confirm_answer(actor(), key, asked, None, facts["revision"])
    except Invalid as error:
        return section_page.refused(key, asked, error)
    except Changed:
        flash(_("Niet bevestigd: dit antwoord is intussen gewijzigd. Lees eerst wat er nu staat."), "warning")
        return redirect(_back(facts["back"], key))
    flash(_("Uw antwoord is bevestigd."), "success")
    return redirect(_back(facts["next"] or facts["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/bewijs")
@needs(rounds_policy.ANSWER, *READS)
def link(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Lean an answer on a document of the library; what was typed in the answer above is kept with it."""
    if (stopped := section_page.keep_typed(key, asked)) is not None:
        return stopped
    try:
        facts = load(schemas.LinkForm(), request.form)
        service.link_document(actor(), key, asked, facts["document"], facts["place"])
    except Invalid as error:
        return section_page.refused(key, asked, error, kind="link")
    flash(_("Het bewijs is gekoppeld."), "success")
    return redirect(_back(facts["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/bewijs/nieuw")
@needs(rounds_policy.ANSWER, *READS, evidence_policy.ADD)
def upload(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Add a document to the library right at a question, and lean the answer on it; what was typed above is kept."""
    if (stopped := section_page.keep_typed(key, asked)) is not None:
        return stopped
    try:
        document_id, place = _added(key, asked)
    except Invalid as error:
        return section_page.refused(key, asked, error, kind="upload")
    service.link_document(actor(), key, asked, document_id, place)
    flash(_("Het bewijs is toegevoegd en gekoppeld."), "success")
    return redirect(_back(load(schemas.BackForm(), request.form)["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/bewijs/<uuid:document>/los")
@needs(rounds_policy.ANSWER, *READS)
def unlink(key: uuid.UUID, asked: uuid.UUID, document: uuid.UUID) -> ResponseReturnValue:
    """Take a document away from under an answer; it stays in the library. What was typed in the answer is kept."""
    if (stopped := section_page.keep_typed(key, asked)) is not None:
        return stopped
    service.unlink_document(actor(), key, asked, document)
    flash(_("Het bewijs is losgekoppeld. Het blijft in uw bewijs staan."), "success")
    return redirect(_back(load(schemas.BackForm(), request.form)["back"], key))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/lezingen")
@needs(rounds_policy.ANSWER, *READS)
def settle_readings(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Take over or leave what was read from a document under an answer; what was typed in the answer is kept."""
    service.require_open(actor(), key)
    if (stopped := section_page.keep_typed(key, asked)) is not None:
        return stopped
    try:
        number = readings.settle(actor(), service.overview(actor(), key).question(asked), request.form)
        message = _("Uw keuze is verwerkt.") if number else _("Er is niets gewijzigd. Kies eerst welke lezing klopt.")
        flash(message, "success" if number else "warning")
    except (Conflict, Invalid):
        flash(_("Een collega heeft dit bewijs intussen gewijzigd. Kies opnieuw."), "warning")
    return redirect(_back(load(schemas.BackForm(), request.form)["back"], key))


@blueprint.get("/dossiers/<uuid:key>/indienen")
@needs(*READS, fresh=True)
def review(key: uuid.UUID) -> ResponseReturnValue:
    """Everything on one page, for the vrijgever to read before submitting."""
    sheet = service.submission_sheet(actor(), key)
    return render_template("responses/submit.html", sheet=sheet, **consequence_pages.block(sheet))


@blueprint.post("/dossiers/<uuid:key>/indienen")
@needs(rounds_policy.SUBMIT, *READS, fresh=True)
def submit(key: uuid.UUID) -> ResponseReturnValue:
    """Submit in the supplier's name; a second click ends at the same place."""
    try:
        service.submit(actor(), key)
        flash(_("Uw dossier is ingediend. De coördinator van VNG wijst nu twee beoordelaars aan."), "success")
    except service.AlreadySubmitted:
        flash(_("Dit dossier is al ingediend."), "info")
    return redirect(url_for("responses.overview", key=key))


def _back(wanted: str, key: uuid.UUID) -> str:
    """Where the page wanted to go on, within this site; else the overview."""
    return back_to(wanted, url_for("responses.overview", key=key))


def _added(key: uuid.UUID, asked: uuid.UUID) -> tuple[uuid.UUID, str]:
    """The key of the uploaded document and the place in it; a file that is there already is used again."""
    service.require_open(actor(), key)
    if service.overview(actor(), key).question(asked).frozen:
        raise Conflict(NOT_NAMED)
    file = request.files.get("file")
    facts = load(QuickDocumentInput(), request.form)
    if file is None or not file.filename:
        raise Invalid({"file": [REASONS["no_file"]]})
    place, who = facts.pop("place"), actor()
    facts["title"] = facts["title"] or file.filename.rsplit(".", 1)[0][:200]
    try:
        return evidence.add_document(who, who.organisation_id, file.stream, file.filename, **facts).id, place
    except evidence.AlreadyThere as error:
        flash(_("U had dit bestand al. We hebben het bestaande bewijs gekoppeld."), "info")
        return error.key, place


def _fitting_labels(kinds: list[str]) -> list[str]:
    known = {str(kind) for kind in DocumentKind}
    return [pick(DOCUMENT_LABELS[DocumentKind(kind)]) for kind in kinds if kind in known]
