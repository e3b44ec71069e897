# SPDX-License-Identifier: EUPL-1.2
"""The words of what both reviewers judged alike: proposed, and decided on by the co-ordinator where they disagree."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema

from samencontroleren.assessments import policy, schemas, service
from samencontroleren.assessments.pages import blueprint
from samencontroleren.assessments.settling_pages import again, shown_elsewhere
from samencontroleren.core.access import Permission
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import load
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/tekst")
@needs(rounds_policy.REVIEW, policy.DRAFT_OWN)
def propose_text(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """Propose other words for a verdict that both gave."""
    done = _("Uw tekst is voorgesteld. De andere beoordelaar ziet wat er anders is en kan ermee instemmen.")
    return _save(service.propose_text, rounds_policy.REVIEW, schemas.TextInput(), key, requirement, done)


@blueprint.post("/dossiers/<uuid:key>/verschillen/<uuid:requirement>/tekst/besluit")
@needs(rounds_policy.COORDINATE, policy.DRAFT_OWN)
def decide_text(key: uuid.UUID, requirement: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator decides on the words."""
    done = _("Uw besluit is opgeslagen.")
    return _save(service.decide_text, rounds_policy.COORDINATE, schemas.TextDecision(), key, requirement, done)


def _save(
    act: Callable[..., Any],
    wanted: Permission[Dossier],
    shape: Schema,
    key: uuid.UUID,
    requirement: uuid.UUID,
    done: str,
) -> ResponseReturnValue:
    try:
        given = load(shape, request.form)
        draft = service.check_draft(actor(), wanted, key, requirement, given.pop("revision"))
    except Invalid as error:
        return again(key, requirement, error, 422)
    except Changed as error:
        return shown_elsewhere(key, requirement, error)
    try:
        act(actor(), key, requirement, keeps_words=given.pop("go") == "keep", **given)
    except Changed:
        return again(key, requirement, Invalid({}), 409, overtaken=requirement)
    except Invalid as error:
        return again(key, requirement, error, 422)
    service.drop_draft(draft)
    flash(done, "success")
    return redirect(url_for("assessments.differences", key=key, _anchor=f"eis-{requirement}"))
