# SPDX-License-Identifier: EUPL-1.2
"""Pages that start from a document: where it is used, many questions at once, a newer version, a certificate first."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.fields import Form, clean, load
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.core.web import language as page_language
from samencontroleren.evidence import panels as document_panels
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import superseding
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.reasons import REASONS
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import completeness, leaning, linking, policy, schemas, service
from samencontroleren.responses.linking import Candidate, Pick
from samencontroleren.rounds import panels as dossier_panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import VENDOR_WORKS

PLACE_LONG = "Gebruik hoogstens 120 tekens."
MOST = 20
"""So many dossiers are shown at once."""
STALE = "Deze keuze kennen we niet. Kies opnieuw."
CHOOSE_ONE = "Kies een document, of voeg een nieuw bestand toe."
READS = (policy.WORK, policy.VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT, evidence_policy.EDIT)

blueprint = Blueprint("proof", __name__)

dossier_panels.offer(
    dossier_panels.DossierAction(
        "responses.proof.certificate_first",
        "Certificaat eerst",
        "Hebt u een certificaat of rapport van een auditor? Zie bij welke vragen het helpt.",
        rounds_policy.ANSWER,
        VENDOR_WORKS,
    )
)


@document_panels.offer
def where_used(who: Actor, document: Document) -> document_panels.Panel:
    """On the page of a document: the answers that lean on it, and the submissions that hold it."""
    can_change = can_ever(who, [policy.EDIT]) and evidence.can_lean_on(document)
    context = {
        "document": document,
        "leanings": leaning.leaning_on(who, document.id),
        "held": leaning.held_in(who, document.id),
        "older": superseding.predecessors(who, document.id),
        "can_change": can_change,
        "texts_of": _texts_of,
    }
    return document_panels.Panel("responses/parts/_uses.html", context)


@blueprint.get("/bewijs/<uuid:key>/vragen")
@needs(*READS)
def questions_for(key: uuid.UUID) -> ResponseReturnValue:
    """The questions of an open dossier, or of all of them, that a document can be put under."""
    return _questions_page(key, Form())


@blueprint.post("/bewijs/<uuid:key>/vragen")
@needs(rounds_policy.ANSWER, *READS)
def link_questions(key: uuid.UUID) -> ResponseReturnValue:
    """Put a document under the questions that were ticked, all at once."""
    try:
        number = linking.link_many(actor(), _picks({key}))
    except Invalid as error:
        return _questions_page(key, Form.typed(request.form, error)), 422
    flash(
        ngettext("Het bewijs staat nu bij %(num)s vraag.", "Het bewijs staat nu bij %(num)s vragen.", number), "success"
    )
    return redirect(url_for("evidence.show", key=key, _anchor="gebruik"))


@blueprint.get("/bewijs/<uuid:key>/vervangen")
@needs(policy.EDIT, policy.VIEW, policy.WORK, policy.SUBMITTED_VIEW, evidence_policy.EDIT)
def replacement(key: uuid.UUID) -> ResponseReturnValue:
    """What leans on a document, and the choice of a newer one."""
    return _replacement_page(key, Form())


@blueprint.post("/bewijs/<uuid:key>/vervangen")
@needs(policy.EDIT, policy.VIEW, policy.WORK, policy.SUBMITTED_VIEW, evidence_policy.EDIT, evidence_policy.ADD)
def replace(key: uuid.UUID) -> ResponseReturnValue:
    """Have everything that leans on a document lean on a newer one: chosen, or sent along."""
    try:
        newer = _newer(key)
        linking.replace_document(actor(), key, newer)
    except Invalid as error:
        return _replacement_page(key, Form.typed(request.form, error)), 422
    flash(_("Het nieuwe bewijs heeft overal de plaats van het oude ingenomen. Kijk of de gegevens kloppen."), "success")
    return redirect(url_for("evidence.show", key=newer))


@blueprint.get("/dossiers/<uuid:key>/certificaat-eerst")
@needs(*READS)
def certificate_first(key: uuid.UUID) -> ResponseReturnValue:
    """Which questions a certificate or report of somebody else supports, and which remain."""
    return _certificate_page(key, None)


@blueprint.post("/dossiers/<uuid:key>/certificaat-eerst")
@needs(rounds_policy.ANSWER, *READS)
def link_certificates(key: uuid.UUID) -> ResponseReturnValue:
    """Put the chosen certificates under the questions that were ticked."""
    try:
        number = linking.link_many(actor(), _picks(set(_chosen_documents(request.form.getlist("bewijs"))), key))
    except Invalid as error:
        return _certificate_page(key, Form.typed(request.form, error)), 422
    flash(
        ngettext(
            "%(num)s koppeling staat klaar. Beantwoord en bevestig nu de vraag.",
            "%(num)s koppelingen staan klaar. Beantwoord en bevestig nu de vragen.",
            number,
        ),
        "success",
    )
    return redirect(url_for("responses.overview", key=key))


def _questions_page(key: uuid.UUID, form: Form) -> str:
    who = actor()
    document = evidence.get_editable(who, key)
    dossiers = leaning.open_dossiers_of(who)
    asked = load(schemas.QuestionsQuery(), request.args)
    sent = {asked["dossier"], *(as_uuid(each) for each in request.form.getlist("dossier"))}
    wanted = [each for each in dossiers if asked["everywhere"] or each.id in sent] or dossiers[:1]
    sheets = [service.overview(who, each.id) for each in wanted[:MOST]]
    found = [(each, linking.candidates(each, document)) for each in sheets]
    shown = [each for _sheet, inside in found for each in inside]
    return render_template(
        "responses/questions.html",
        document=document,
        dossiers=dossiers,
        groups=[
            (sheet.dossier, [each for each in inside if _is_shown(each, asked["theme"], asked["every"])])
            for sheet, inside in found
        ],
        themes=list(dict.fromkeys(each.question.version.theme for each in shown)),
        fitting=sum(each.fits for each in shown),
        filters=Form(request.args),
        form=form,
        name_of=_name_of,
    )


def _is_shown(candidate: Candidate, theme: str, every: bool) -> bool:
    is_asked = every or candidate.fits or candidate.link is not None
    return is_asked and theme in ("", candidate.question.version.theme)


def _replacement_page(key: uuid.UUID, form: Form) -> str:
    who = actor()
    document = evidence.get_editable(who, key)
    if document.superseded_by_id is not None:
        raise Conflict(superseding.ALREADY)
    others = [each for each in linking.usable(who) if each.id != key]
    return render_template(
        "responses/replace.html",
        document=document,
        others=sorted(others, key=lambda each: (each.kind is not document.kind, each.title)),
        leanings=leaning.leaning_on(who, key),
        held=leaning.held_in(who, key),
        texts_of=_texts_of,
        form=form,
    )


def _certificate_page(key: uuid.UUID, form: Form | None) -> str:
    who = actor()
    sheet = service.overview(who, key)
    own = linking.usable(who, linking.CERTIFICATES)
    asked = set(_chosen_documents([*request.args.getlist("bewijs"), *request.form.getlist("bewijs")]))
    counting = [each for each in own if completeness.is_coming(evidence.validity_of(each, clock.today()))]
    chosen = [each for each in counting if each.id in asked]
    fitting = {each.id: [one for one in linking.candidates(sheet, each) if one.fits or one.touches] for each in chosen}
    return render_template(
        "responses/certificate.html",
        sheet=sheet,
        supports=linking.supports(sheet, own),
        remaining=linking.remaining(sheet),
        counting=counting,
        chosen=chosen,
        candidates=fitting,
        filters=Form({"bewijs": [str(each.id) for each in chosen]}),
        form=form or _ticked(fitting),
        name_of=_name_of,
    )


def _ticked(fitting: dict[uuid.UUID, list[Candidate]]) -> Form:
    """Ticked beforehand: questions that name the document as proof and do not have it yet."""
    open_ones = (
        _name_of(key, each)
        for key, found in fitting.items()
        for each in found
        if each.fits and each.link is None and each.question.frozen is None
    )
    return Form({f"pick-{name}": "1" for name in open_ones})


def _name_of(document_id: uuid.UUID, candidate: Candidate) -> str:
    """How a document and a question of a dossier are called together in the fields of a form."""
    return f"{document_id}_{candidate.question.version.id}_{candidate.dossier_id}"


def _picks(documents: set[uuid.UUID], only: uuid.UUID | None = None) -> list[Pick]:
    """What was ticked, with the places that were typed; `only`: in this dossier. Raises Invalid at the field."""
    picks, faults = [], dict[str, list[str]]()
    for name in (each.removeprefix("pick-") for each in request.form if each.startswith("pick-")):
        document, version, dossier = (as_uuid(each) for each in (*name.split("_"), "", "")[:3])
        place = clean(request.form.get(f"place-{name}", ""))
        if document not in documents or version is None or dossier is None or only not in (None, dossier):
            faults["pick"] = [STALE]
        elif len(place) > 120:
            faults[f"place-{name}"] = [PLACE_LONG]
        else:
            picks.append(Pick(document, dossier, version, place))
    if faults:
        raise Invalid(faults)
    return picks


def _chosen_documents(texts: Sequence[str]) -> list[uuid.UUID]:
    return [key for key in (as_uuid(each) for each in texts) if key is not None]


def _newer(key: uuid.UUID) -> uuid.UUID:
    """The document that takes the place: one of the library, or the file that was sent along."""
    file = request.files.get("file")
    facts = load(schemas.ReplaceForm(), request.form)
    if file is None or not file.filename:
        if facts["document"] is None:
            raise Invalid({"document": [CHOOSE_ONE]} if "document" in request.form else {"file": [REASONS["no_file"]]})
        return uuid.UUID(str(facts["document"]))
    return linking.add_newer(actor(), key, file.stream, file.filename, facts["title"], facts["valid_until"])


def _texts_of(version: Any) -> Any:
    return questionnaires.requirement_texts(version, page_language())
