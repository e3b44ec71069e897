# SPDX-License-Identifier: EUPL-1.2
"""Differences between reviewers: proposals, agreement, decision."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import pages, policy, schemas, service
from samencontroleren.assessments.kinds import Axis, gravest
from samencontroleren.assessments.models import ProposalDraft
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.access import Permission, holds
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs, wants_json
from samencontroleren.questionnaires.wordmarks import Piece, marked
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import TURN_OF, DossierState, Turn
from samencontroleren.rounds.models import Dossier

SENT_BACK_TO = (DossierState.DISCUSSING, DossierState.RECONSIDERING)
READERS = (rounds_policy.REVIEW, policy.INSIDE)


def given_words(shape: Schema) -> dict[str, Any]:
    """What was sent in, with whether words of a confidential text are to be kept."""
    given = load(shape, request.form)
    del given["seen"]
    keeps_words = given.pop("go") == "keep"
    axes = {axis: given.pop(axis) for axis in Axis}
    chosen = {axis: verdict for axis, verdict in axes.items() if verdict is not None}
    return {**given, "axes": chosen, "keeps_words": keeps_words}


def context_of(key: uuid.UUID, forms: dict[uuid.UUID, Form] | None = None) -> dict[str, Any]:
    """Every requirement with verdicts, proposals and conclusion; what was typed at one of them is kept."""
    dossier = service.load_dossier(actor(), policy.INSIDE, key)
    rows = service.compared(actor(), key)
    readiness = service.readiness(actor(), key)
    can_review = holds(actor(), rounds_policy.REVIEW, dossier)
    # blind to each other until both were ready: before that not even who the other is (product.md, section 6)
    are_known = any(row.verdicts for row in rows)
    people = [each.user_id for each in readiness if are_known]
    people += [each.user_id for row in rows for each in row.verdicts]
    people += [each.proposed_by_id for row in rows for each in row.proposals]
    return {
        "dossier": dossier,
        "subject": pages.subject_name(dossier),
        "rows": rows,
        "names": accounts.get_user_names(list(set(people))),
        "me": actor().user_id,
        "texts": pages.texts,
        "forms": forms or {},
        "taken": [],
        "form_of": pages.wording_form,
        "typed_form": Form,
        "readiness": readiness,
        "lines": panels.at_questions(actor(), key, [row.version.id for row in rows if row.verdicts or row.conclusion]),
        "can_review": can_review,
        "can_decide": holds(actor(), rounds_policy.COORDINATE, dossier),
        "verdict_choices": pages.verdict_choices(),
        "assurance_choices": pages.assurance_choices(),
        "severity_choices": pages.severity_choices,
        "axes_of": pages.axes_of,
        "repeats": g.get("repeats", []),
        "returned": rounds.returned_because(actor(), dossier) if dossier.state in SENT_BACK_TO else "",
        "line": _turn_line(dossier, can_review, readiness),
    }


def _discussion(key: uuid.UUID, forms: dict[uuid.UUID, Form] | None = None) -> dict[str, Any]:
    """That, with what only who discusses the differences is shown."""
    context = context_of(key, forms)
    return {
        **context,
        "drafts": service.proposal_drafts(actor(), key),
        "arranging": service.open_arrangements(actor(), key),
        "is_sent_back": service.hearings_held(key),
        "opens_by_itself": service.opens_by_itself(key),
        "marks": {
            row.version.id: _marks(row)
            for row in context["rows"]
            if row.verdicts and row.is_equal and row.open_proposal
        },
    }


def _turn_line(dossier: Dossier, can_review: bool, readiness: Sequence[service.Readiness]) -> rounds.TurnLine | None:
    """Whose turn it is; whoever said to be ready in a reconsideration has done that part."""
    is_own = can_review and TURN_OF[dossier.state] is Turn.REVIEWERS
    is_done = dossier.state is DossierState.RECONSIDERING and any(
        each.ready_at for each in readiness if each.user_id == actor().user_id
    )
    return rounds.turn_line(actor(), dossier, is_own=is_own, is_done=is_own and is_done)


def _marks(row: service.Difference) -> list[tuple[str, Sequence[Piece], Sequence[Piece]]]:
    """Both parts of the reason that a proposal changes, as they were and as they become: (label, was, becomes)."""
    was, becomes = row.before_proposal, row.open_proposal
    parts = {
        "public_reason": _("Reden voor lezers van het oordeel"),
        "confidential_reason": _("Reden voor lezers van het antwoord"),
    }
    pairs = [(label, getattr(was, name, ""), getattr(becomes, name, "")) for name, label in parts.items()]
    return [(label, *marked(old, new)) for label, old, new in pairs if old != new]


@blueprint.get("/dossiers/<uuid:key>/verschillen")
@needs(*READERS, rounds_policy.COORDINATE)
def differences(key: uuid.UUID) -> ResponseReturnValue:
    """The requirements on which the reviewers differ, side by side; `van` fills a proposal in with a verdict."""
    context = _discussion(key)
    taken = [each for row in context["rows"] for each in row.verdicts if str(each.id) == request.args.get("van")]
    context["forms"] = {each.requirement_version_id: pages.wording_form(each) for each in taken}
    context["taken"] = list(context["forms"])
    return render_template("assessments/differences.html", **context)


def typed_at(requirement: uuid.UUID, error: Invalid) -> dict[uuid.UUID, Form]:
    """What was typed at a requirement with what is wrong in it, and what it repeats of a confidential text."""
    g.repeats = error.passages if isinstance(error, service.Repeats) else []
    return {requirement: Form.typed(request.form, error)}


def again(key: uuid.UUID, requirement: uuid.UUID, error: Invalid, status: int, **more: Any) -> ResponseReturnValue:
    """The page with what was typed at a requirement, and what is wrong with it."""
    context = _discussion(key, typed_at(requirement, error))
    return render_template("assessments/differences.html", **context, **more), status


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/voorstel")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def propose(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Propose in writing how to settle a difference."""
    try:
        given = given_words(schemas.SettlingInput())
        draft = service.check_draft(actor(), rounds_policy.REVIEW, key, requirement, given.pop("revision"))
    except Invalid as error:
        return again(key, requirement, error, 422)
    except Changed as error:
        return shown_elsewhere(key, requirement, error)
    try:
        service.propose(actor(), key, requirement, seen=request.form.get("seen", ""), **given)
    except Changed:
        return again(key, requirement, Invalid({}), 409, overtaken=requirement)
    except Invalid as error:
        return again(key, requirement, error, 422)
    service.drop_draft(draft)
    flash(_("Uw voorstel is opgeslagen. De andere beoordelaar kan ermee instemmen."), "success")
    return redirect(url_for("assessments.differences", key=key, _anchor=f"eis-{requirement}"))


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/voorstel/concept")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def save_proposal_draft(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Keep what a reviewer types at a difference (by autosave, or a button); nobody else reads it."""
    return _keep(rounds_policy.REVIEW, key, requirement)


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/besluit/concept")
@needs(rounds_policy.COORDINATE, policy.DRAFT_OWN)
def save_decision_draft(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """The same, of the co-ordinator's decision."""
    return _keep(rounds_policy.COORDINATE, key, requirement)


def draft_words(given: dict[str, Any]) -> dict[str, str]:
    """What is kept of a form while it is typed."""
    return {name: str(value) for name, value in given.items() if value and name not in ("revision", "go", "seen")}


def told_saved(row: ProposalDraft) -> ResponseReturnValue:
    """For the script that saves while one types: when it was kept."""
    at = clock.now()
    label = _("Opgeslagen om %(time)s", time=clock.local(at).strftime("%H:%M"))
    return jsonify(savedAt=at.isoformat(), label=label, revision=row.revision)


def told_wrong(error: Invalid) -> ResponseReturnValue:
    """For that script: what is wrong with what was typed."""
    return jsonify(message=_(next(iter(error.fields.values()))[0])), 422


def told_elsewhere() -> ResponseReturnValue:
    """For that script: another window of the same person saved something else."""
    message = _("U hebt deze tekst in een ander venster gewijzigd. Uw tekst hier is nog niet opgeslagen.")
    return jsonify(message=message, compareLabel=_("Leg beide naast elkaar")), 409


def _keep(wanted: Permission[Dossier], key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    try:
        given = load(schemas.DraftInput(), request.form)
        row = service.save_proposal_draft(actor(), wanted, key, requirement, draft_words(given), given["revision"])
    except Invalid as error:
        if wants_json():
            return told_wrong(error)
        return again(key, requirement, error, 422)
    except Changed as error:
        return shown_elsewhere(key, requirement, error)
    if wants_json():
        return told_saved(row)
    flash(_("Uw tekst is bewaard. Alleen u ziet hem, tot u hem voorstelt of ermee beslist."), "success")
    return redirect(url_for("assessments.differences", key=key, _anchor=f"eis-{requirement}"))


def shown_elsewhere(key: uuid.UUID, requirement: uuid.UUID, error: Changed) -> ResponseReturnValue:
    """Another window of the same person saved something else: both are shown, nothing is lost."""
    if wants_json():
        return told_elsewhere()
    return again(key, requirement, Invalid({}), 409, stale=requirement, theirs=error.theirs)


@blueprint.post("/dossiers/<uuid:key>/voorstellen/<uuid:proposal>/eens")
@needs(rounds_policy.REVIEW, policy.PROPOSAL_VIEW)
def agree(key: uuid.UUID, proposal: uuid.UUID) -> ResponseReturnValue:
    """Agree to the other reviewer's proposal; what settles the last difference is read first."""
    try:
        made = service.agree(actor(), key, proposal, has_read=request.form.get("gelezen") == "1")
    except service.LastDifference:
        return redirect(url_for("assessments.read_first", key=key, proposal=proposal))
    return _onward(
        key,
        made.requirement_version_id,
        _("U bent het eens geworden. Dit is nu het oordeel van het dossier."),
        _("U bent het eens geworden. Het conceptoordeel is nu bij de leverancier."),
    )


@blueprint.get("/dossiers/<uuid:key>/voorstellen/<uuid:proposal>/eens")
@needs(rounds_policy.REVIEW, policy.PROPOSAL_VIEW)
def read_first(key: uuid.UUID, proposal: uuid.UUID) -> ResponseReturnValue:
    """The draft verdict as the supplier gets it when one agrees to this proposal."""
    found = service.draft_with(actor(), key, proposal)
    subject = pages.subject_name(found.dossier)
    return render_template("assessments/agree.html", draft=found, subject=subject, texts=pages.texts, gravest=gravest)


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/besluit")
@needs(rounds_policy.COORDINATE, policy.DRAFT_OWN)
def decide(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator decides a difference, with a reason."""
    try:
        given = given_words(schemas.DecisionInput())
        service.check_draft(actor(), rounds_policy.COORDINATE, key, requirement, given.pop("revision"))
        service.decide(actor(), key, requirement, **given)
    except Invalid as error:
        return again(key, requirement, error, 422)
    except Changed as error:
        return shown_elsewhere(key, requirement, error)
    return _onward(
        key,
        requirement,
        _("Uw besluit is opgeslagen."),
        _("Uw besluit is opgeslagen. Het conceptoordeel is nu bij de leverancier."),
    )


def _onward(key: uuid.UUID, requirement: uuid.UUID, saved: str, heard: str) -> ResponseReturnValue:
    """Back to where one was; to the dossier when that part is over (`heard`: what is said when the hearing opened)."""
    state = service.load_dossier(actor(), policy.INSIDE, key).state
    flash(heard if state is DossierState.HEARING else saved, "success")
    places = {
        DossierState.DISCUSSING: "assessments.differences",
        DossierState.RECONSIDERING: "assessments.reconsideration",
    }
    if state in places:
        return redirect(url_for(places[state], key=key, _anchor=f"eis-{requirement}"))
    return redirect(url_for("rounds.dossier", key=key))


@blueprint.post("/dossiers/<uuid:key>/verschillen/afronden")
@needs(rounds_policy.REVIEW)
def finish_discussion(key: uuid.UUID) -> ResponseReturnValue:
    """Close a discussion the releasing officer asked for."""
    service.finish_discussion(actor(), key)
    flash(_("Het wederhoor is geopend. De leverancier krijgt bericht."), "success")
    return redirect(url_for("rounds.dossier", key=key))
