# SPDX-License-Identifier: EUPL-1.2
"""The reply of a supplier to one draft verdict: what it thinks of it, in words and with proof."""

import uuid
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import pages, policy, schemas, service, wording
from samencontroleren.assessments.models import HearingPoint
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.access import holds
from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs, pick, wants_json
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.reasons import REASONS
from samencontroleren.evidence.schemas import QuickDocumentInput
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

READS = (rounds_policy.VIEW, policy.CONCLUSION_VIEW, policy.HEARING_VIEW, policy.POINT_VIEW, policy.FINDING_VIEW)
WRITES = (rounds_policy.ANSWER, *READS)


def _context(key: uuid.UUID, requirement: uuid.UUID) -> dict[str, Any]:
    dossier = service.load_dossier(actor(), rounds_policy.VIEW, key)
    hearing = service.find_hearing(actor(), key)
    concluded = {each.requirement_version_id: each for each in service.current_conclusions(actor(), key)}
    if hearing is None or requirement not in concluded:
        raise NotFound()
    is_over = hearing.is_over(clock.today())
    is_open = dossier.state is DossierState.HEARING and not hearing.replied_at and not is_over
    is_heard_now = hearing.about is None or str(requirement) in hearing.about
    can_write = is_open and is_heard_now and holds(actor(), rounds_policy.ANSWER, dossier)
    point = service.list_points(actor(), key).get(requirement)
    library = evidence.list_documents(actor()) if can_write else []
    return {
        "dossier": dossier,
        "subject": pages.subject_name(dossier),
        "hearing": hearing,
        "conclusion": concluded[requirement],
        "asked": concluded[requirement].requirement_version,
        "words": pages.texts(concluded[requirement].requirement_version),
        "point": point,
        "readable": service.readable_proofs(actor(), [point] if point else []),
        "weighed": service.weighed(actor(), key).get(requirement),
        "findings": service.at_verdicts(service.foreseen(key, service.list_findings(actor(), key), concluded)).get(
            requirement, []
        ),
        "codes": {each: row.requirement_version.requirement.code for each, row in concluded.items()},
        "stances": [(each.value, pick(label)) for each, label in wording.STANCES.items()],
        "library": [(str(each.id), each.title) for each in library if evidence.can_lean_on(each)],
        "can_write": can_write,
        "is_over": is_over,
        "too_late": _(service.TOO_LATE),
        "form": Form({}),
        "link_form": Form({}),
        "file_form": Form({}),
    }


def _stored(point: HearingPoint | None) -> Form:
    return Form({"stance": point.stance, "text": point.text} if point else {})


@blueprint.get("/dossiers/<uuid:key>/wederhoor/<uuid:requirement>")
@needs(*READS, rounds_policy.ANSWER)
def point(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """One draft verdict with both parts of its reason, and the reply to it."""
    context = _context(key, requirement)
    return render_template("assessments/point.html", **{**context, "form": _stored(context["point"])})


def _here(key: uuid.UUID, requirement: uuid.UUID) -> str:
    return url_for("assessments.point", key=key, requirement=requirement, _anchor="reactie")


@blueprint.post("/dossiers/<uuid:key>/wederhoor/<uuid:requirement>")
@needs(*WRITES)
def save_point(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Keep the reply to one verdict (by autosave, or the button); nothing is sent."""
    try:
        saved = service.save_point(actor(), key, requirement, **load(schemas.PointInput(), request.form))
    except Invalid as error:
        return _refused(key, requirement, error, "form")
    except service.TooLate as error:
        return _too_late(key, requirement, error)
    except Changed as error:
        return _stale(key, requirement, error)
    if wants_json():
        at = clock.now()
        label = _("Opgeslagen om %(time)s", time=clock.local(at).strftime("%H:%M"))
        return jsonify(savedAt=at.isoformat(), label=label, revision=saved.revision)
    flash(_("Uw reactie op dit oordeel is bewaard. U hebt nog niets verstuurd."), "success")
    return redirect(url_for("assessments.hearing", key=key, _anchor=f"eis-{requirement}"))


def _refused(key: uuid.UUID, requirement: uuid.UUID, error: Invalid, name: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=_(next(iter(error.fields.values()))[0])), 422
    context = _context(key, requirement)
    filled = {"form": _stored(context["point"]), name: Form.typed(request.form, error)}
    return render_template("assessments/point.html", **{**context, **filled}), 422


def _too_late(key: uuid.UUID, requirement: uuid.UUID, error: service.TooLate) -> ResponseReturnValue:
    """The term is over: nothing is kept, what was typed stays in sight to copy."""
    if wants_json():
        return jsonify(message=_(error.message)), 422
    typed = Form.typed(request.form, Invalid({}))
    return render_template("assessments/point.html", **{**_context(key, requirement), "form": typed}), error.status


def _stale(key: uuid.UUID, requirement: uuid.UUID, error: Changed) -> ResponseReturnValue:
    """A colleague saved another text: show both, so that nothing is lost."""
    if wants_json():
        message = _("Een collega heeft deze reactie intussen gewijzigd. Uw tekst is nog niet opgeslagen.")
        return jsonify(message=message, url=_here(key, requirement), linkLabel=_("Toon de nieuwste versie")), 409
    context = _context(key, requirement)
    typed = Form.typed(request.form, Invalid({}))
    return render_template("assessments/point.html", **{**context, "form": typed, "theirs": error.theirs}), 409


@blueprint.post("/dossiers/<uuid:key>/wederhoor/<uuid:requirement>/bewijs")
@needs(*WRITES)
def link_point_proof(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Put a document of the library under the reply."""
    try:
        given = load(schemas.ProofInput(), request.form)
        service.link_proof(actor(), key, requirement, given["document"], given["place"])
    except Invalid as error:
        return _refused(key, requirement, error, "link_form")
    flash(_("Het bewijs is gekoppeld."), "success")
    return redirect(_here(key, requirement))


@blueprint.post("/dossiers/<uuid:key>/wederhoor/<uuid:requirement>/bewijs/nieuw")
@needs(*WRITES, evidence_policy.ADD)
def upload_point_proof(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Add a document to the library and put it under the reply."""
    if not _context(key, requirement)["can_write"]:
        raise NotFound()
    try:
        document_id, place = _added()
    except Invalid as error:
        return _refused(key, requirement, error, "file_form")
    service.link_proof(actor(), key, requirement, document_id, place)
    flash(_("Het bewijs is toegevoegd en gekoppeld."), "success")
    return redirect(_here(key, requirement))


def _added() -> tuple[uuid.UUID, str]:
    """The key of the document and the place in it; a file that is there already is used again."""
    file, facts = request.files.get("file"), load(QuickDocumentInput(), request.form)
    if file is None or not file.filename:
        raise Invalid({"file": [REASONS["no_file"]]})
    place, who = facts.pop("place"), actor()
    facts["title"] = facts["title"] or file.filename.rsplit(".", 1)[0][:200]
    try:
        return evidence.add_document(who, who.organisation_id, file.stream, file.filename, **facts).id, place
    except evidence.AlreadyThere as error:
        return error.key, place


@blueprint.post("/dossiers/<uuid:key>/wederhoor/<uuid:requirement>/bewijs/<uuid:document>/los")
@needs(*WRITES)
def unlink_point_proof(key: uuid.UUID, requirement: uuid.UUID, document: uuid.UUID) -> ResponseReturnValue:
    """Take a document away from under the reply; it stays in the library."""
    service.unlink_proof(actor(), key, requirement, document)
    flash(_("Het bewijs is losgekoppeld. Het blijft in uw bewijs staan."), "success")
    return redirect(_here(key, requirement))
