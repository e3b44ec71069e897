# SPDX-License-Identifier: EUPL-1.2
"""The page that shows a questionnaire as a supplier sees it, for named products or with scope answers of one's own."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from samencontroleren.core.fields import Form, clean
from samencontroleren.core.rest import Page
from samencontroleren.core.web import actor, can_ever, needs, pick
from samencontroleren.questionnaires import labels, policy, service
from samencontroleren.questionnaires.blueprint import asked_page, blueprint, by_theme, scope_name
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion

LANGUAGES = ("nl", "en")
EVERYTHING, OWN = "alles", "eigen"
ON_PAGE = 50


@blueprint.get("/vragenlijsten/<uuid:key>/voorbeeld")
@needs(policy.QUESTIONNAIRE_VIEW)
def preview(key: uuid.UUID) -> ResponseReturnValue:
    """The questions of a product (`profiel`), in either language, with their number and the work they are."""
    version = service.get_questionnaire(actor(), key)
    versions = [item.requirement_version for item in service.items_of(key)]
    profile, values = _asked_values(versions)
    found = service.preview_all(versions) if profile == EVERYTHING else service.preview(versions, values)
    number = asked_page()
    cut = found.questions[(number - 1) * ON_PAGE : number * ON_PAGE]
    shown = request.args.get("taal", "nl")
    return render_template(
        "questionnaires/preview.html",
        questionnaire=version,
        preview=found,
        page=Page(cut, len(found.questions), number, ON_PAGE),
        groups=by_theme(cut),
        shown=shown if shown in LANGUAGES else "nl",
        profile=profile,
        profiles=_tabs(profile),
        about=pick(labels.PROFILE_ABOUT[profile]) if profile in labels.PROFILE_ABOUT else "",
        form=Form(_fields(values)),
        may_edit=can_ever(actor(), [policy.QUESTIONNAIRE_EDIT]),
    )


def _asked_values(versions: list[RequirementVersion]) -> tuple[str, Mapping[str, Mapping[str, Any]]]:
    """The profile in the address and the scope answers it stands for; an odd answer counts as none."""
    profile = request.args.get("profiel", service.AVERAGE.code)
    if profile == OWN:
        return OWN, {each.requirement.code: value for each in service.scope_of(versions) if (value := _typed(each))}
    if profile == EVERYTHING:
        return EVERYTHING, {}
    known = service.PROFILES.get(profile, service.AVERAGE)
    return known.code, known.answers


def _typed(version: RequirementVersion) -> dict[str, Any] | None:
    given = [clean(each) for each in request.args.getlist(scope_name(version))]
    given = [each for each in given if each]
    if not given:
        return None
    if version.answer_kind is AnswerKind.CHOICES:
        return {"choices": given}
    return {"number" if version.answer_kind is AnswerKind.NUMBER else "choice": given[0]}


def _fields(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"antwoord-{code}": next(iter(value.values())) for code, value in values.items()}


def _tabs(chosen: str) -> list[dict[str, Any]]:
    """The named products as links that keep the language."""
    kept = {"taal": request.args["taal"]} if "taal" in request.args else {}
    address = {**(request.view_args or {}), **kept}
    return [
        {
            "label": pick(labels.PROFILE[each.code]),
            "url": url_for("questionnaires.preview", **address, profiel=each.code),
            "is_active": each.code == chosen,
        }
        for each in service.PROFILES.values()
    ]
