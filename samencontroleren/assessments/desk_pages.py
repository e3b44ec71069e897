# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: overview of the requirements, and one requirement with answer and evidence side by side."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments import pages, schemas, service
from samencontroleren.assessments.kinds import Axis
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy


@blueprint.get("/dossiers/<uuid:key>/beoordelen")
@needs(rounds_policy.REVIEW)
def desk(key: uuid.UUID) -> ResponseReturnValue:
    """All requirements with the reader's own verdicts, and who is ready."""
    found = service.desk(actor(), key)
    readiness = service.readiness(actor(), key)
    context = {"desk": found, "dossier": found.dossier, "subject": pages.subject_name(found.dossier)}
    themes: dict[str, list[service.DeskItem]] = {}
    for item in found.items:
        themes.setdefault(item.version.theme, []).append(item)
    others = [each for each in readiness if each.user_id != actor().user_id]
    context["asked"] = service.find_request(actor(), key)
    context["was_assessed_before"] = service.was_assessed_before(found.dossier)
    return render_template("assessments/desk.html", themes=themes, others=others, texts=pages.texts, **context)


@blueprint.get("/dossiers/<uuid:key>/beoordelen/<uuid:requirement>")
@needs(rounds_policy.REVIEW)
def verdict(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """One requirement: what was answered, the evidence beside it, and one's own verdict."""
    context = _sheet(key, requirement)
    return render_template("assessments/verdict.html", form=pages.wording_form(context["item"].verdict), **context)


def _sheet(key: uuid.UUID, requirement: uuid.UUID) -> dict[str, Any]:
    found = service.desk(actor(), key)
    item = found.item(requirement)
    shown = pages.proofs(item.answer, request.args)
    wanted = request.args.get("bewijs", "")
    return {
        "desk": found,
        "dossier": found.dossier,
        "subject": pages.subject_name(found.dossier),
        "item": item,
        "words": pages.texts(item.version),
        "answer": pages.answer_text(item.answer),
        "before": pages.answer_text(item.before) if item.before else "",
        "proofs": shown,
        "open_proof": next((each for each in shown if str(each.document.id) == wanted), shown[0] if shown else None),
        "wish_form": Form({"wish": item.wish.text if item.wish else ""}),
        "earlier": service.earlier_conclusion(actor(), found.dossier, item.version),
        "verdict_choices": pages.verdict_choices(),
        "assurance_choices": pages.assurance_choices(),
        "place": [each.version.id for each in found.items].index(requirement) + 1,
        "previous": found.before(requirement),
        "following": found.after(requirement),
        "line": panels.at_questions(actor(), key, [requirement]).get(requirement),
    }


@blueprint.post("/dossiers/<uuid:key>/beoordelen/<uuid:requirement>")
@needs(rounds_policy.REVIEW)
def save_verdict(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Save one's own verdict and stay, or go on to the next requirement."""
    try:
        given = load(schemas.VerdictInput(), request.form)
        go = given.pop("go")
        axes = {axis: given.pop(axis) for axis in Axis}
        axes = {axis: chosen for axis, chosen in axes.items() if chosen is not None}
        service.save_verdict(actor(), key, requirement, axes=axes, **given)
    except Invalid as error:
        return invalid("assessments/verdict.html", error, **_sheet(key, requirement))
    except Changed as error:
        form = Form.typed(request.form, Invalid({}))
        return render_template(
            "assessments/verdict.html", form=form, theirs=error.theirs, **_sheet(key, requirement)
        ), 409
    flash(_("Uw oordeel is opgeslagen."), "success")
    following = service.desk(actor(), key).after(requirement)
    if go == "next" and following:
        return redirect(url_for("assessments.verdict", key=key, requirement=following))
    if go == "next":
        return redirect(url_for("assessments.desk", key=key))
    return redirect(url_for("assessments.verdict", key=key, requirement=requirement))


@blueprint.post("/dossiers/<uuid:key>/beoordelen/klaar")
@needs(rounds_policy.REVIEW)
def mark_ready(key: uuid.UUID) -> ResponseReturnValue:
    """Say that one is ready."""
    if service.mark_ready(actor(), key):
        flash(_("U bent allebei klaar. U ziet nu elkaars oordelen."), "success")
        return redirect(url_for("rounds.dossier", key=key))
    if _is_prepared(key):
        flash(_("U bent allebei klaar. Wat u beiden mist, staat nu in één aanvulling."), "success")
        return redirect(url_for("assessments.supplement", key=key))
    flash(_("U hebt gemeld dat u klaar bent. Zodra de ander ook klaar is, ziet u elkaars oordelen."), "success")
    return redirect(url_for("assessments.desk", key=key))


def _is_prepared(key: uuid.UUID) -> bool:
    found = service.find_request(actor(), key)
    return found is not None and found.is_draft


@blueprint.post("/dossiers/<uuid:key>/beoordelen/terugnemen")
@needs(rounds_policy.REVIEW)
def take_back_ready(key: uuid.UUID) -> ResponseReturnValue:
    """Take back that one is ready."""
    service.take_back_ready(actor(), key)
    flash(_("U kunt uw oordelen weer wijzigen."), "success")
    return redirect(url_for("assessments.desk", key=key))
