# SPDX-License-Identifier: EUPL-1.2
"""Pages of conversations below a dossier: those that are there, and starting one."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Forbidden, Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.threads import pages, policy, schemas, service
from samencontroleren.threads.kinds import AUDIENCE_LABELS
from samencontroleren.threads.pages import blueprint

OPENS = (policy.OPEN, policy.OPEN_INSIDE, policy.OPEN_REVIEWERS)


@blueprint.get("/dossiers/<uuid:key>/gesprekken")
@needs(rounds_policy.VIEW, policy.VIEW, *OPENS)
def of_dossier(key: uuid.UUID) -> ResponseReturnValue:
    """The conversations on the questions of a dossier."""
    asked = load(schemas.DossierQuery(), request.args)
    dossier = rounds.get_dossier(actor(), key)
    return render_template(
        "threads/dossier.html",
        dossier=dossier,
        question=_question(key, asked["requirement"]),
        page=service.list_threads(actor(), dossier_id=key, requirement=asked["requirement"], page=asked["page"]),
        page_url=lambda wanted: url_for("threads.of_dossier", key=key, eis=asked["requirement"], pagina=wanted),
        can_open=bool(service.openings(actor(), key).audiences),
    )


def _question(key: uuid.UUID, wanted: uuid.UUID | None) -> RequirementVersion | None:
    """The question a list is narrowed to. Raises NotFound for one that is not in the dossier."""
    if wanted is None:
        return None
    for each in service.questions_of(actor(), key):
        if each.id == wanted:
            return each
    raise NotFound()


@blueprint.get("/dossiers/<uuid:key>/gesprekken/nieuw")
@needs(*OPENS, rounds_policy.VIEW)
def new(key: uuid.UUID) -> ResponseReturnValue:
    """Form to start a conversation on a question or a finding."""
    asked = load(schemas.OpenQuery(), request.args)
    opening = _opening(key)
    only = opening.audiences[0].value if len(opening.audiences) == 1 else None
    finding = service.get_finding(actor(), asked["finding"]) if asked["finding"] else None
    chosen = finding.requirement_version_id if finding else asked["requirement"]
    values = {"requirement": chosen, "finding": asked["finding"], "audience": only, "form_key": pages.new_key()}
    return _page(opening, Form(values))


def _opening(key: uuid.UUID) -> service.Opening:
    found = service.openings(actor(), key)
    if not found.audiences:
        raise Forbidden()
    return found


def _page(opening: service.Opening, form: Form) -> str:
    questions = service.questions_of(actor(), opening.dossier.id)
    return render_template(
        "threads/new.html",
        dossier=opening.dossier,
        is_blind=opening.is_blind,
        audiences=[
            (each.value, pick(AUDIENCE_LABELS[each]), _("Leesbaar voor: ") + pages.read_by(each, opening.is_blind))
            for each in opening.audiences
        ],
        questions=[
            ("", _("Kies een vraag")),
            *((str(each.id), f"{each.requirement.code} {pages.requirement_title(each)}") for each in questions),
        ],
        people=pages.people_options(service.colleagues(actor())),
        form=form,
    )


@blueprint.post("/dossiers/<uuid:key>/gesprekken/nieuw")
@needs(*OPENS, rounds_policy.VIEW)
def start(key: uuid.UUID) -> ResponseReturnValue:
    """Start a conversation."""
    opening = _opening(key)
    try:
        facts: dict[str, Any] = load(schemas.OpenInput(), request.form)
        made = service.open_thread(
            actor(),
            key,
            facts.pop("requirement"),
            facts.pop("audience"),
            facts.pop("title"),
            facts.pop("body"),
            finding_id=facts.pop("finding"),
            language=language(),
            **facts,
        )
    except Invalid as error:
        return _page(opening, Form.typed(request.form, error)), 422
    flash(_("Het gesprek is begonnen."), "success")
    return redirect(url_for("threads.show", key=made.id))
