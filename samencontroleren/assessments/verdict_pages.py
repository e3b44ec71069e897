# SPDX-License-Identifier: EUPL-1.2
"""One requirement on the reading desk: answer, evidence and one's own verdict, saved as it is typed."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import desk_words, pages, schemas, service, starters
from samencontroleren.assessments.kinds import Axis
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick, wants_json
from samencontroleren.evidence import reading
from samencontroleren.evidence.reader import PageUnreadable, Reading
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.wordmarks import marked
from samencontroleren.responses.kinds import PROVENANCE_LABELS
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy

TOLD = 3
"""So many passages are quoted; more would hide the form."""

LACKING: dict[service.Lack, str] = {
    service.Lack.VERDICT: "Kies een oordeel.",
    service.Lack.ASSURANCE: "Kies hoe zeker dit oordeel is.",
    service.Lack.PROOF: service.UNPROVEN,
    service.Lack.REASON: "Schrijf op waarom u dit oordeel geeft.",
    service.Lack.STARTER: "Vul de beginzin aan met wat u bij dit product zag.",
}
"""The same as a message at the field; a repetition is told in a warning of its own."""


@blueprint.get("/dossiers/<uuid:key>/beoordelen/<uuid:requirement>")
@needs(rounds_policy.REVIEW)
def verdict(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """One requirement: what was answered, the evidence beside it, and one's own verdict."""
    context = _sheet(key, requirement)
    item: service.DeskItem = context["item"]
    wrong = _lacking(item) if "aanvullen" in request.args else {}
    return render_template("assessments/verdict.html", form=pages.wording_form(item.verdict, wrong), **context)


def _lacking(item: service.DeskItem) -> dict[str, list[str]]:
    """What the stored verdict lacks, as messages at the fields."""
    given = item.verdict.axes if item.verdict else {}
    open_axes = [axis for axis in item.version.aspects if axis not in given] or ["code"]
    places = {
        service.Lack.VERDICT: open_axes,
        service.Lack.ASSURANCE: ["assurance"],
        service.Lack.PROOF: ["assurance"],
        service.Lack.REASON: ["public_reason"],
        service.Lack.STARTER: ["public_reason"],
    }
    return {name: [LACKING[lack]] for lack in item.lacks for name in places.get(lack, ())}


def _sheet(key: uuid.UUID, requirement: uuid.UUID) -> dict[str, Any]:
    found = service.desk(actor(), key)
    item = found.item(requirement)
    shown = pages.proofs(item.answer, request.args, item.last.facts.papers_then if item.last.answer else None)
    wanted = request.args.get("bewijs", "")
    opened = next((each for each in shown if str(each.document.id) == wanted), shown[0] if shown else None)
    return {
        "desk": found,
        "dossier": found.dossier,
        "subject": pages.subject_name(found.dossier),
        "item": item,
        "words": pages.texts(item.version),
        "starters": starters.offered(pages.texts(item.version)),
        "norms": questionnaires.norms_of(item.version.norms),
        "proofs": shown,
        "open_proof": opened,
        "reading": _reading(opened),
        "wish_form": Form({"wish": item.wish.text if item.wish else ""}),
        "earlier": service.with_promises(actor(), item.last.said),
        "verdict_choices": pages.explained_choices(item.version),
        "assurance_choices": pages.assurance_choices(),
        "severity_choices": pages.severity_choices(item.version),
        "repeats": _repeated(found, item),
        "place": [each.version.id for each in found.items].index(requirement) + 1,
        "previous": found.before(requirement),
        "following": found.after(requirement),
        "next_todo": found.next_todo(requirement),
        "line": panels.at_questions(actor(), key, [requirement]).get(requirement),
        **_answered(item),
    }


def _reading(opened: pages.Proof | None) -> Reading | None:
    """The text or tables of a document that has no pages to show as images."""
    if opened is None or not opened.is_open or opened.document.page_count:
        return None
    try:
        return reading.reading_of(actor(), opened.document.id)
    except PageUnreadable as error:
        return Reading(text=_(str(error)))


def _answered(item: service.DeskItem) -> dict[str, Any]:
    """The answer in words, beside that of last time where it is another, and how it came about."""
    answer = pages.answer_text(item.answer)
    earlier = item.last.answer
    was = pages.answer_text(earlier) if earlier else ""
    version = item.answer.version
    return {
        "answer": answer,
        "before": pages.answer_text(item.before) if item.before else "",
        "beside": marked(was, answer) if earlier and was != answer else None,
        "has_other_proof": earlier is not None and item.last.facts.has_other_papers,
        "provenance": pick(PROVENANCE_LABELS[version.provenance]) if version else "",
    }


def _repeated(found: service.Desk, item: service.DeskItem) -> Sequence[str]:
    """What the saved public part repeats of a confidential text, as long as its author has not said to keep it."""
    row = item.verdict
    if row is None or not row.is_repeating:
        return []
    return service.repeated(row.public_reason, [*found.secrets, row.confidential_reason])[:TOLD]


@blueprint.post("/dossiers/<uuid:key>/beoordelen/<uuid:requirement>")
@needs(rounds_policy.REVIEW)
def save_verdict(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Save one's own verdict as far as it is written (by autosave, or a button), and stay or go on."""
    try:
        given = load(schemas.VerdictInput(), request.form)
        go = given.pop("go")
        axes = {axis: given.pop(axis) for axis in Axis}
        axes = {axis: chosen for axis, chosen in axes.items() if chosen is not None}
        saved = service.save_verdict(actor(), key, requirement, axes=axes, keeps_words=go == "keep", **given)
    except Invalid as error:
        return _refused(key, requirement, error)
    except Changed as error:
        return _stale(key, requirement, error)
    return _told(saved) if wants_json() else _onward(key, requirement, saved, go)


def _told(saved: service.Saved) -> ResponseReturnValue:
    """For the script that saves while one types: when, what is lacking, and which words are repeated."""
    at, row = clock.now(), saved.verdict
    return jsonify(
        savedAt=at.isoformat(),
        label=_("Opgeslagen om %(time)s", time=clock.local(at).strftime("%H:%M")),
        revision=row.revision,
        lacks=[pick(desk_words.LACKS[each]) for each in saved.lacks],
        repeats=saved.repeated[:TOLD] if row.is_repeating else [],
    )


def _onward(key: uuid.UUID, requirement: uuid.UUID, saved: service.Saved, go: str) -> ResponseReturnValue:
    here = url_for("assessments.verdict", key=key, requirement=requirement)
    lacks = [pick(desk_words.LACKS[each]) for each in saved.lacks]
    if lacks:
        flash(_("Bewaard als concept, telt nog niet mee. %(lacks)s.", lacks=", ".join(lacks)), "warning")
    else:
        flash(_("Uw oordeel is opgeslagen."), "success")
    if go == "next" and any(each in LACKING for each in saved.lacks):
        return redirect(url_for("assessments.verdict", key=key, requirement=requirement, aanvullen=1))
    if saved.verdict.is_repeating or go == "stay":
        return redirect(here)
    following = service.following(actor(), saved.dossier, requirement)
    if following is None:
        return redirect(url_for("assessments.desk", key=key))
    return redirect(url_for("assessments.verdict", key=key, requirement=following))


def _refused(key: uuid.UUID, requirement: uuid.UUID, error: Invalid) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=_(next(iter(error.fields.values()))[0])), 422
    return invalid("assessments/verdict.html", error, **_sheet(key, requirement))


def _stale(key: uuid.UUID, requirement: uuid.UUID, error: Changed) -> ResponseReturnValue:
    """Another window of the same reviewer saved something else: both are shown, nothing is lost."""
    if wants_json():
        message = _("U hebt dit oordeel in een ander venster gewijzigd. Uw tekst hier is nog niet opgeslagen.")
        return jsonify(message=message, compareLabel=_("Leg beide naast elkaar")), 409
    form = Form.typed(request.form, Invalid({}))
    theirs: ReviewVerdict | None = error.theirs
    saved = {"theirs": theirs, "clash": _clash(form, theirs)}
    return render_template("assessments/verdict.html", form=form, **saved, **_sheet(key, requirement)), 409


def _clash(form: Form, theirs: ReviewVerdict | None) -> list[tuple[str, Any, Any]]:
    """Both parts of the reason as they were saved and as they were typed, with what differs."""
    parts = {
        "public_reason": _("Reden voor lezers van het oordeel"),
        "confidential_reason": _("Reden voor lezers van het antwoord"),
    }
    rows = [(label, getattr(theirs, name, ""), str(form.value(name) or "")) for name, label in parts.items()]
    return [(label, *marked(saved, typed)) for label, saved, typed in rows if saved != typed]
