# SPDX-License-Identifier: EUPL-1.2
"""A supplement: a reviewer's wish at a question, the request that is made of both, and what the supplier is asked."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import pages, policy, schemas, service
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.access import holds
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, wants_json
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses.models import SupplementQuestion, SupplementRequest
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

READERS = (rounds_policy.VIEW, responses_policy.SUPPLEMENT_VIEW, responses_policy.SUBMITTED_VIEW)
PREPARES = (policy.PREPARE_SUPPLEMENT, *READERS)
TEXT = "text-"


@blueprint.post("/dossiers/<uuid:key>/beoordelen/<uuid:requirement>/wens")
@needs(rounds_policy.REVIEW)
def save_wish(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Note what is missing at a question (by autosave, or the button)."""
    here = url_for("assessments.verdict", key=key, requirement=requirement, _anchor="wens")
    try:
        given = load(schemas.WishInput(), request.form)
        saved = service.save_wish(actor(), key, requirement, given["wish"], given["revision"])
    except Invalid as error:
        return _refused(error, here)
    except Changed:
        return _stale(here)
    if wants_json():
        at = clock.now()
        label = _("Opgeslagen om %(time)s", time=clock.local(at).strftime("%H:%M"))
        return jsonify(savedAt=at.isoformat(), label=label, revision=saved.revision if saved else 0)
    flash(_("Wat u mist is genoteerd.") if saved else _("U mist hier niets meer."), "success")
    return redirect(here)


def _refused(error: Invalid, here: str) -> ResponseReturnValue:
    message = next(iter(error.fields.values()))[0]
    if wants_json():
        return jsonify(message=message), 422
    flash(message, "error")
    return redirect(here)


def _stale(here: str) -> ResponseReturnValue:
    message = _("Dit is intussen in een ander venster opgeslagen.")
    if wants_json():
        return jsonify(message=message, url=here, linkLabel=_("Toon de nieuwste versie")), 409
    flash(message, "error")
    return redirect(here)


def _context(key: uuid.UUID) -> dict[str, Any]:
    dossier = service.load_dossier(actor(), rounds_policy.VIEW, key)
    found = service.find_request(actor(), key)
    versions = {each.requirement_version_id: each.requirement_version for each in service.submitted(actor(), key)}
    can_coordinate = holds(actor(), rounds_policy.COORDINATE, dossier)
    is_preparing = dossier.state in (DossierState.IN_REVIEW, DossierState.DISCUSSING)
    is_draft = found is not None and found.is_draft
    may_edit = holds(actor(), policy.PREPARE_SUPPLEMENT, dossier)
    return {
        "dossier": dossier,
        "subject": pages.subject_name(dossier),
        "asked": found,
        "questions": _in_order(found, versions),
        "versions": versions,
        "texts": pages.texts,
        "choices": _choices(versions, found),
        "is_supplier": service.is_heard(actor()),
        "can_edit": is_draft and is_preparing and may_edit,
        "can_gather": can_coordinate and is_preparing,
        "lacking": len(service.waiting_wishes(key)) if can_coordinate and is_preparing else 0,
        "again": is_draft and service.needs_reason(key),
        "can_send": can_coordinate or not service.needs_reason(key),
        "is_late": dossier.due_on is not None and dossier.due_on < clock.today(),
        "can_go_on": can_coordinate and found is not None and found.is_waiting,
    }


def _in_order(
    found: SupplementRequest | None, versions: dict[uuid.UUID, RequirementVersion]
) -> list[SupplementQuestion]:
    """The questions of a request in the order of the questionnaire."""
    order = list(versions)
    there = [each for each in found.questions if each.requirement_version_id in versions] if found else []
    return sorted(there, key=lambda each: order.index(each.requirement_version_id))


def _choices(versions: dict[uuid.UUID, RequirementVersion], found: Any) -> list[tuple[str, str]]:
    """The questions that can still be added, by code and title."""
    there = {each.requirement_version_id for each in found.questions} if found else set()
    return [
        (str(key), f"{each.requirement.code} {pages.texts(each)['title']}")
        for key, each in versions.items()
        if key not in there
    ]


def _form(context: dict[str, Any]) -> Form:
    found = context["asked"]
    return Form({f"{TEXT}{each.requirement_version_id}": each.text for each in found.questions} if found else {})


@blueprint.get("/dossiers/<uuid:key>/aanvulling")
@needs(*READERS, rounds_policy.COORDINATE, policy.PREPARE_SUPPLEMENT)
def supplement(key: uuid.UUID) -> ResponseReturnValue:
    """What the supplier is asked; before that, the request as it is prepared."""
    context = _context(key)
    return render_template("assessments/supplement.html", form=_form(context), **context)


@blueprint.post("/dossiers/<uuid:key>/aanvulling")
@needs(*PREPARES)
def change_supplement(key: uuid.UUID) -> ResponseReturnValue:
    """Keep the texts of the request, and stay or go on to read it once more."""
    try:
        given = load(schemas.SupplementInput(), request.form)
        texts = _typed(given["add"], given["add_text"])
        service.change_request(actor(), key, texts, given["revision"])
    except Invalid as error:
        return invalid("assessments/supplement.html", error, **_context(key))
    except Changed as error:
        form = Form.typed(request.form, Invalid({}))
        page = render_template("assessments/supplement.html", form=form, theirs=error.theirs, **_context(key))
        return page, 409
    if given["go"] == "check":
        return redirect(url_for("assessments.confirm_supplement", key=key))
    flash(_("De aanvulling is bewaard. Er is nog niets verstuurd."), "success")
    return redirect(url_for("assessments.supplement", key=key))


def _typed(added: uuid.UUID | None, text: str) -> dict[uuid.UUID, str]:
    """The texts by question. Raises Invalid when one is too long, or a question is added without saying why."""
    names = [name for name in request.form if name.startswith(TEXT)]
    wrong = {
        name: [_("Gebruik hoogstens %(max)s tekens.", max=schemas.WISH_LENGTH)]
        for name in names
        if len(request.form[name]) > schemas.WISH_LENGTH
    }
    if (added is None) != (not text.strip()):
        name = "add" if added is None else "add_text"
        wrong[name] = [_("Kies een vraag.") if added is None else _("Schrijf op wat er ontbreekt.")]
    if wrong:
        raise Invalid(wrong)
    texts = {key: request.form[name] for name in names if (key := _key(name)) is not None}
    return texts if added is None else {**texts, added: text}


def _key(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name.removeprefix(TEXT))
    except ValueError:
        return None


@blueprint.post("/dossiers/<uuid:key>/aanvulling/verzamelen")
@needs(rounds_policy.COORDINATE, *READERS)
def gather_supplement(key: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator decides that a supplement is asked, with what was noted so far."""
    service.gather(actor(), key)
    flash(_("De aanvulling staat klaar. Lees haar na voordat u verstuurt."), "success")
    return redirect(url_for("assessments.supplement", key=key))


@blueprint.get("/dossiers/<uuid:key>/aanvulling/versturen")
@needs(*PREPARES)
def confirm_supplement(key: uuid.UUID) -> ResponseReturnValue:
    """Read the request once more as the supplier will."""
    service.load_dossier(actor(), policy.PREPARE_SUPPLEMENT, key)
    return render_template("assessments/supplement_send.html", form=Form({}), **_context(key))


@blueprint.post("/dossiers/<uuid:key>/aanvulling/versturen")
@needs(*PREPARES)
def send_supplement(key: uuid.UUID) -> ResponseReturnValue:
    """Send the request to the supplier."""
    try:
        service.send_request(actor(), key, **load(schemas.AgainInput(), request.form))
    except Invalid as error:
        return invalid("assessments/supplement_send.html", error, **_context(key))
    flash(_("De aanvulling is gevraagd. De leverancier krijgt bericht."), "success")
    return redirect(url_for("assessments.supplement", key=key))


@blueprint.post("/dossiers/<uuid:key>/aanvulling/vervallen")
@needs(*PREPARES)
def drop_supplement(key: uuid.UUID) -> ResponseReturnValue:
    """Ask nothing after all."""
    service.drop_request(actor(), key)
    flash(_("Er wordt geen aanvulling gevraagd. De beoordelaars ronden hun oordelen af."), "success")
    return redirect(url_for("rounds.dossier", key=key))


@blueprint.post("/dossiers/<uuid:key>/aanvulling/verder")
@needs(rounds_policy.COORDINATE)
def go_on_without(key: uuid.UUID) -> ResponseReturnValue:
    """The term has passed: go on with what there is."""
    service.go_on_without(actor(), key)
    flash(_("De beoordelaars gaan verder zonder aanvulling."), "success")
    return redirect(url_for("rounds.dossier", key=key))
