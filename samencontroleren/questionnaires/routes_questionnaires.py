# SPDX-License-Identifier: EUPL-1.2
"""Pages of questionnaire versions: the list, drafting, looking over, publishing, and reading what is frozen."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.rest import Page
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.questionnaires import policy, schemas, service
from samencontroleren.questionnaires.blueprint import asked_page, blueprint, by_theme, page_again
from samencontroleren.questionnaires.kinds import CheckKind, QuestionnaireState

MENU = ("questionnaires.index", "Vragenlijsten")
ON_PAGE = 200
ANCHORS = {
    CheckKind.CIRCLE: "voorwaarde",
    CheckKind.NEVER_ASKED: "voorwaarde",
    CheckKind.NO_ENGLISH: "veld-title_en",
    CheckKind.HALF_ENGLISH: "veld-text_en",
    CheckKind.HARD_TO_READ: "veld-text_nl",
    CheckKind.NO_YARDSTICK: "veld-yardstick_nl",
    CheckKind.NO_PROOF: "veld-proof_nl",
    CheckKind.NO_NORM: "veld-norms",
    CheckKind.SAME_TEXT: "veld-text_nl",
}
"""Where on the form of a requirement a finding is mended."""


@blueprint.get("/vragenlijsten")
@needs(policy.QUESTIONNAIRE_VIEW)
def index() -> ResponseReturnValue:
    """All versions."""
    versions = service.list_questionnaires(actor())
    return render_template(
        "questionnaires/index.html",
        versions=versions,
        counts=service.counts_of([version.id for version in versions]),
        may_edit=can_ever(actor(), [policy.QUESTIONNAIRE_EDIT]),
    )


@blueprint.get("/vragenlijsten/nieuw")
@needs(policy.QUESTIONNAIRE_EDIT)
def new() -> ResponseReturnValue:
    """The form for a new draft."""
    return render_template("questionnaires/new.html", form=Form({"name": request.args.get("naam", "")[:200]}))


@blueprint.post("/vragenlijsten/nieuw")
@needs(policy.QUESTIONNAIRE_EDIT)
def add() -> ResponseReturnValue:
    """Begin a draft."""
    try:
        made = service.add_questionnaire(actor(), **load(schemas.NewQuestionnaireInput(), request.form))
    except Invalid as error:
        return page_again("questionnaires/new.html", error, {"name": "Naam"})
    flash(_("Het concept is gemaakt. Kies nu de eisen."), "success")
    return redirect(url_for("questionnaires.requirements", key=made.id))


@blueprint.get("/vragenlijsten/<uuid:key>")
@needs(policy.QUESTIONNAIRE_VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One version with its requirements."""
    version = service.get_questionnaire(actor(), key)
    counts, number = service.counts_of([key])[key], asked_page()
    items = service.items_of(key, page=(number, ON_PAGE))
    return render_template(
        "questionnaires/show.html",
        questionnaire=version,
        is_draft=version.state is QuestionnaireState.DRAFT,
        counts=counts,
        page=Page(items, counts.items, number, ON_PAGE),
        publisher=service.publisher_name(version),
        groups=by_theme([item.requirement_version for item in items]),
        may_edit=can_ever(actor(), [policy.QUESTIONNAIRE_EDIT]),
        may_view_catalogue=can_ever(actor(), [policy.VIEW]),
    )


@blueprint.get("/vragenlijsten/<uuid:key>/publiceren")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def publish_page(key: uuid.UUID) -> ResponseReturnValue:
    """What to look at before publishing, what publishing means, and the button."""
    version = service.get_questionnaire(actor(), key)
    if version.state is QuestionnaireState.PUBLISHED:
        return redirect(url_for("questionnaires.show", key=key))
    draft = service.get_draft(actor(), key)
    check = service.check_draft(actor(), key)
    everything = request.args.get("alle", "")
    return render_template(
        "questionnaires/publish.html", questionnaire=draft, check=check, everything=everything, anchors=ANCHORS
    )


@blueprint.post("/vragenlijsten/<uuid:key>/publiceren")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW)
def publish(key: uuid.UUID) -> ResponseReturnValue:
    """Freeze a draft."""
    data = load(schemas.RevisionInput(), request.form)
    if service.get_questionnaire(actor(), key).state is QuestionnaireState.PUBLISHED:  # clicked twice
        return redirect(url_for("questionnaires.show", key=key))
    version = service.publish_questionnaire(actor(), key, data["revision"])
    flash(_("Versie %(number)s is gepubliceerd en ligt nu vast.", number=version.number), "success")
    return redirect(url_for("questionnaires.show", key=key))


@blueprint.post("/vragenlijsten/<uuid:key>/vernieuwen")
@needs(policy.QUESTIONNAIRE_EDIT, policy.QUESTIONNAIRE_VIEW, policy.VIEW)
def renew(key: uuid.UUID) -> ResponseReturnValue:
    """Take the newest wording of all chosen requirements."""
    data = load(schemas.RevisionInput(), request.form)
    service.renew_wordings(actor(), key, data["revision"])
    flash(_("De vragenlijst heeft nu overal de nieuwste tekst."), "success")
    return redirect(url_for("questionnaires.publish_page", key=key))
