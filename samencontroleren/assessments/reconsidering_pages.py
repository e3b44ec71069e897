# SPDX-License-Identifier: EUPL-1.2
"""The reconsideration after the hearing: the supplier's reply, and what the reviewers make of it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import policy, schemas, service
from samencontroleren.assessments.kinds import DraftPart
from samencontroleren.assessments.models import ProposalDraft
from samencontroleren.assessments.pages import blueprint
from samencontroleren.assessments.settling_pages import (
    READERS,
    context_of,
    draft_words,
    given_words,
    told_elsewhere,
    told_saved,
    told_wrong,
    typed_at,
)
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import load
from samencontroleren.core.web import actor, needs, wants_json
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

PAGE = "assessments/reconsideration.html"


@blueprint.get("/dossiers/<uuid:key>/heroverweging")
@needs(*READERS, rounds_policy.COORDINATE)
def reconsideration(key: uuid.UUID) -> ResponseReturnValue:
    """The supplier's reply and what the reviewers make of it."""
    return render_template(PAGE, **_context(key))


def _context(key: uuid.UUID, **more: Any) -> dict[str, Any]:
    hearing = service.find_hearing(actor(), key)
    points = service.list_points(actor(), key)
    weighed = service.weighed(actor(), key)
    return {
        **context_of(key),
        "hearing": hearing,
        "points": points,
        "readable": service.readable_proofs(actor(), points.values()),
        "left": service.without_outcome(hearing, points.values(), weighed),
        "weighed": weighed,
        "drafts": service.proposal_drafts(actor(), key, DraftPart.CHANGE),
        "keeping": service.proposal_drafts(actor(), key, DraftPart.KEEP),
        "at": None,
        "stale": False,
        "overtaken": False,
        **more,
    }


def _again(
    key: uuid.UUID, requirement: uuid.UUID, part: DraftPart, error: Invalid, status: int, **more: Any
) -> ResponseReturnValue:
    """The page with what was typed in one of its forms."""
    context = _context(key, forms=typed_at(requirement, error), at=part, **more)
    return render_template(PAGE, **context), status


def _elsewhere(key: uuid.UUID, requirement: uuid.UUID, part: DraftPart, error: Changed) -> ResponseReturnValue:
    """Another window of the same person saved something else: both are shown, nothing is lost."""
    if wants_json():
        return told_elsewhere()
    return _again(key, requirement, part, Invalid({}), 409, stale=True, theirs=error.theirs)


def _overtaken(key: uuid.UUID, requirement: uuid.UUID, part: DraftPart) -> ResponseReturnValue:
    """The other reviewer proposed or agreed meanwhile: that is read first, and nothing is lost."""
    return _again(key, requirement, part, Invalid({}), 409, overtaken=True)


@blueprint.post("/dossiers/<uuid:key>/heroverweging/<uuid:requirement>/voorstel")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def reconsider(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Propose another verdict after the supplier's reply."""
    part = DraftPart.CHANGE
    try:
        given = given_words(schemas.ReconsiderInput())
        draft = service.check_draft(actor(), rounds_policy.REVIEW, key, requirement, given.pop("revision"), part)
    except Invalid as error:
        return _again(key, requirement, part, error, 422)
    except Changed as error:
        return _elsewhere(key, requirement, part, error)
    try:
        service.reconsider(actor(), key, requirement, seen=_seen(), **given)
    except Invalid as error:
        return _again(key, requirement, part, error, 422)
    except Changed:
        return _overtaken(key, requirement, part)
    return _proposed(key, requirement, draft)


@blueprint.post("/dossiers/<uuid:key>/heroverweging/<uuid:requirement>/handhaven")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def keep_verdict(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Propose to keep a verdict after the supplier's reply, with the reason."""
    part = DraftPart.KEEP
    try:
        given = load(schemas.KeepInput(), request.form)
        draft = service.check_draft(actor(), rounds_policy.REVIEW, key, requirement, given["revision"], part)
    except Invalid as error:
        return _again(key, requirement, part, error, 422)
    except Changed as error:
        return _elsewhere(key, requirement, part, error)
    try:
        service.keep_verdict(actor(), key, requirement, given["keep_reason"], _seen())
    except Invalid as error:
        return _again(key, requirement, part, error, 422)
    except Changed:
        return _overtaken(key, requirement, part)
    return _proposed(key, requirement, draft)


def _seen() -> str | None:
    """What stood on the page as the verdict at that moment."""
    return request.form.get("seen") or None


def _proposed(key: uuid.UUID, requirement: uuid.UUID, draft: ProposalDraft | None) -> ResponseReturnValue:
    service.drop_draft(draft)
    flash(_("Uw voorstel is opgeslagen. De andere beoordelaar kan ermee instemmen."), "success")
    return redirect(url_for("assessments.reconsideration", key=key, _anchor=f"eis-{requirement}"))


@blueprint.post("/dossiers/<uuid:key>/heroverweging/<uuid:requirement>/voorstel/concept")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def save_change_draft(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Keep what a reviewer types as another verdict (by autosave, or a button); nobody else reads it."""
    return _keep(key, requirement, DraftPart.CHANGE)


@blueprint.post("/dossiers/<uuid:key>/heroverweging/<uuid:requirement>/handhaven/concept")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def save_keep_draft(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """The same, of why the verdict stays."""
    return _keep(key, requirement, DraftPart.KEEP)


def _keep(key: uuid.UUID, requirement: uuid.UUID, part: DraftPart) -> ResponseReturnValue:
    try:
        given = load(schemas.WeighingDraft(), request.form)
        typed, revision = draft_words(given), given["revision"]
        row = service.save_proposal_draft(actor(), rounds_policy.REVIEW, key, requirement, typed, revision, part)
    except Invalid as error:
        return told_wrong(error) if wants_json() else _again(key, requirement, part, error, 422)
    except Changed as error:
        return _elsewhere(key, requirement, part, error)
    if wants_json():
        return told_saved(row)
    flash(_("Uw tekst is bewaard. Alleen u ziet hem, tot u hem voorstelt."), "success")
    return redirect(url_for("assessments.reconsideration", key=key, _anchor=f"eis-{requirement}"))


@blueprint.post("/dossiers/<uuid:key>/heroverweging/klaar")
@needs(rounds_policy.REVIEW)
def finish_reconsidering(key: uuid.UUID) -> ResponseReturnValue:
    """Say that one has weighed the reply."""
    if service.finish_reconsidering(actor(), key):
        state = service.load_dossier(actor(), policy.INSIDE, key).state
        if state is DossierState.HEARING:
            flash(_("De heroverweging is klaar. De leverancier wordt gehoord over wat lager werd."), "success")
        else:
            flash(_("De heroverweging is klaar. Het dossier ligt nu bij de fiatteur."), "success")
        return redirect(url_for("rounds.dossier", key=key))
    flash(_("U bent klaar. De andere beoordelaar moet dit ook nog melden."), "success")
    return redirect(url_for("assessments.reconsideration", key=key))
