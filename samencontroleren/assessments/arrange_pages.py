# SPDX-License-Identifier: EUPL-1.2
"""The page on which the reviewers say which findings there will be, before the supplier is heard on them."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import pages, policy, schemas, service, wording
from samencontroleren.assessments.kinds import FINDING_LABELS
from samencontroleren.assessments.models import Arrangement
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.access import holds
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs, pick
from samencontroleren.rounds import policy as rounds_policy

PAGE = "assessments/arrange.html"
RIGHTS = (
    policy.ARRANGE,
    policy.ARRANGEMENT_VIEW,
    policy.EARLIER_FINDING,
    rounds_policy.REVIEW,
)


def _context(key: uuid.UUID, wrong: str = "") -> dict[str, Any]:
    """The findings as they will be, what is proposed about them, and the forms; `wrong`: the form that was refused."""
    layout = service.layout_of(actor(), key)
    rows = [*layout.agreed, *layout.proposals]
    options = [(str(each), _named(candidate)) for each, candidate in layout.new.items()]
    people = [each for row in rows for each in (row.proposed_by_id, row.agreed_by_id) if each]
    return {
        "layout": layout,
        "dossier": layout.dossier,
        "subject": pages.subject_name(layout.dossier),
        "candidates": layout.candidates,
        "planned": [each for each in layout.planned if each.into is None and each.goes_on is None],
        "earlier_name": lambda finding_id: _earlier_name(layout, finding_id),
        "absorbing": [(str(each.id), _earlier_name(layout, each.id)) for each in layout.absorbing],
        "separable": [(str(each.id), _earlier_name(layout, each.id)) for each in layout.separable],
        "proposals": layout.proposals,
        "names": accounts.get_user_names(list(set(people))),
        "me": actor().user_id,
        "can_review": holds(actor(), rounds_policy.REVIEW, layout.dossier),
        "options": options,
        "severities": [(each.value, pick(label).capitalize()) for each, label in wording.SEVERITIES.items()],
        "FINDING_STATES": FINDING_LABELS,
        "texts": pages.texts,
        "wrong": wrong,
        "blank": Form({}),
    }


def _named(candidate: Any) -> str:
    version = candidate.version
    severity = pick(wording.SEVERITIES[candidate.severity]).lower()
    return f"{version.requirement.code} {pages.texts(version)['title']} ({severity})"


def _earlier_name(layout: service.Layout, finding_id: uuid.UUID | None) -> str:
    """A finding of an earlier round in one line."""
    found = layout.found_before(finding_id)
    if found is None:
        gone: str = _("een eerdere bevinding die niet meer open staat")
        return gone
    version = layout.candidates[layout.earlier[found.id]].version
    name: str = found.title or pages.texts(version)["title"]
    return f"{version.requirement.code} {name}"


@blueprint.get("/dossiers/<uuid:key>/verschillen/bevindingen")
@needs(*RIGHTS)
def arrange(key: uuid.UUID) -> ResponseReturnValue:
    """The findings as they will be."""
    return render_template(PAGE, form=Form({}), **_context(key))


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/samenvoegen")
@needs(*RIGHTS)
def arrange_together(key: uuid.UUID) -> ResponseReturnValue:
    """Several verdicts are one finding."""
    try:
        given = load(schemas.TogetherInput(), request.form)
        named = [service.Named(given["title1"], given["severity1"])]
        made = service.arrange(actor(), key, given["requirements"], named, given["reason"], _seen(given))
    except Invalid as error:
        return invalid(PAGE, error, **_context(key, "together"))
    except Changed as error:
        return _changed(key, "together", error)
    return _done(key, made)


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/splitsen")
@needs(*RIGHTS)
def arrange_apart(key: uuid.UUID) -> ResponseReturnValue:
    """One verdict gives several findings."""
    try:
        given = load(schemas.ApartInput(), request.form)
        pairs = [(given[f"title{number}"], given[f"severity{number}"]) for number in (1, 2, 3)]
        named = [service.Named(*each) for number, each in enumerate(pairs) if number < 2 or any(each)]
        made = service.arrange(actor(), key, [given["requirement"]], named, given["reason"], _seen(given))
    except Invalid as error:
        return invalid(PAGE, error, **_context(key, "apart"))
    except Changed as error:
        return _changed(key, "apart", error)
    return _done(key, made)


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/eerder")
@needs(*RIGHTS)
def arrange_into_earlier(key: uuid.UUID) -> ResponseReturnValue:
    """Verdicts are about what an earlier round found: that finding goes on with them."""
    try:
        given = load(schemas.IntoEarlierInput(), request.form)
        earlier = given["earlier"]
        made = service.arrange(actor(), key, given["requirements"], [], given["reason"], _seen(given), earlier)
    except Invalid as error:
        return invalid(PAGE, error, **_context(key, "into"))
    except Changed as error:
        return _changed(key, "into", error)
    return _done(key, made)


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/los-van-eerder")
@needs(*RIGHTS)
def arrange_beside_earlier(key: uuid.UUID) -> ResponseReturnValue:
    """A verdict is about something else than what was found before on its requirement."""
    try:
        given = load(schemas.BesideEarlierInput(), request.form)
        earlier, named = given["earlier"], [service.Named(given["title1"], given["severity1"])]
        made = service.arrange(actor(), key, [], named, given["reason"], _seen(given), earlier)
    except Invalid as error:
        return invalid(PAGE, error, **_context(key, "beside"))
    except Changed as error:
        return _changed(key, "beside", error)
    return _done(key, made)


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/apart")
@needs(*RIGHTS)
def arrange_as_usual(key: uuid.UUID) -> ResponseReturnValue:
    """Each verdict gives its own finding again."""
    try:
        given = load(schemas.UsualInput(), request.form)
        made = service.arrange(actor(), key, given["requirements"], [], given["reason"], _seen(given))
    except Invalid as error:
        return invalid(PAGE, error, **_context(key, _undoing()))
    except Changed as error:
        return _changed(key, _undoing(), error)
    return _done(key, made)


@blueprint.post("/dossiers/<uuid:key>/verschillen/bevindingen/<uuid:arrangement>/eens")
@needs(*RIGHTS)
def agree_arrangement(key: uuid.UUID, arrangement: uuid.UUID) -> ResponseReturnValue:
    """Agree to what the other reviewer proposes about the findings."""
    service.agree_arrangement(actor(), key, arrangement)
    flash(_("U bent het eens. Zo leest de leverancier de bevindingen."), "success")
    return redirect(url_for("assessments.arrange", key=key))


def _undoing() -> str:
    """The form with which one agreement is undone: by the first requirement of it."""
    return f"usual-{next(iter(request.form.getlist('requirements')), '')}"


def _seen(given: Mapping[str, Any]) -> list[str] | None:
    return None if given["seen"] is None else given["seen"].split(",")


def _changed(key: uuid.UUID, form: str, error: Changed) -> ResponseReturnValue:
    """What was typed stays, beside what somebody else did meanwhile."""
    typed = Form.typed(request.form, Invalid({}))
    return render_template(PAGE, form=typed, changed=_(str(error)), **_context(key, form)), 409


def _done(key: uuid.UUID, made: Arrangement) -> ResponseReturnValue:
    if made.is_decided:
        flash(_("Uw besluit is opgeslagen. Zo leest de leverancier de bevindingen."), "success")
    else:
        flash(_("Uw voorstel is opgeslagen. Het telt zodra de andere beoordelaar instemt."), "success")
    return redirect(url_for("assessments.arrange", key=key))
