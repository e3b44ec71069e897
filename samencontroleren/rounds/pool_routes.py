# SPDX-License-Identifier: EUPL-1.2
"""Pages of the pool of reviewers: the own statement, the pool, and the reviewers of a round with proposals."""

import uuid
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import policy, schemas, service
from samencontroleren.rounds.models import ReviewerProfile, ReviewerRoom
from samencontroleren.rounds.round_routes import blueprint, round_tabs
from samencontroleren.vendors.kinds import CATEGORY_LABELS

ROOM = ("capacity", "away_from", "away_until")
OF_ROUND = (policy.ROUND_EDIT, policy.COORDINATE, accounts_policy.REVIEWERS)
"""What the page of a round's reviewers stands on."""


@blueprint.get("/mijn-opgave")
@needs(policy.STATE_ROOM)
def statement() -> ResponseReturnValue:
    """What one knows and has room for."""
    return _statement()


@blueprint.post("/mijn-opgave")
@needs(policy.STATE_ROOM)
def save_profile() -> ResponseReturnValue:
    """Say what one knows and has room for."""
    try:
        service.save_profile(actor(), **load(schemas.ProfileInput(), request.form))
    except Invalid as error:
        return _statement(Form.typed(request.form, error)), 422
    flash(_("Uw opgave is opgeslagen. VNG houdt er rekening mee."), "success")
    return redirect(url_for("rounds.statement"))


@blueprint.post("/mijn-opgave/rondes/<uuid:key>")
@needs(policy.STATE_ROOM)
def save_room(key: uuid.UUID) -> ResponseReturnValue:
    """Say what one has room for in one round."""
    try:
        service.save_room(actor(), key, **load(schemas.RoomInput(), request.form))
    except Invalid as error:
        return _statement(wrong=(key, Form.typed(request.form, error))), 422
    flash(_("Uw opgave voor deze ronde is opgeslagen."), "success")
    return redirect(url_for("rounds.statement"))


def _statement(form: Form | None = None, wrong: tuple[uuid.UUID, Form] | None = None) -> str:
    found = service.own_statement(actor())
    forms = {each.round.id: _room_form(each.room) for each in found.rounds}
    if wrong is not None:
        forms[wrong[0]] = wrong[1]
    return render_template(
        "rounds/statement.html",
        statement=found,
        form=form or _profile_form(found.profile, found.usual),
        room_forms=forms,
        wrong=wrong[1] if wrong else None,
        themes=_themes(found.themes),
        categories=_categories(),
        segments=_segments(found.segments),
    )


def _profile_form(profile: ReviewerProfile | None, usual: int) -> Form:
    if profile is None:
        return Form({"capacity": usual})
    return Form({name: getattr(profile, name) for name in ("themes", "categories", "segments", *ROOM)})


def _room_form(room: ReviewerRoom | None) -> Form:
    return Form({name: getattr(room, name) for name in ROOM} if room else {})


def _themes(themes: Sequence[str]) -> list[tuple[str, str]]:
    return [(each, pick(questionnaires.theme_label(each))) for each in themes]


def _segments(segments: Sequence[str]) -> list[tuple[str, str]]:
    known = questionnaires.published_segments()
    return [(each, pick(known.get(each, (each, each)))) for each in segments]


def _segment_labels() -> Mapping[str, tuple[str, str]]:
    """In Dutch a segment has its own name; what it is called in English is asked only then."""
    return {} if language() == "nl" else questionnaires.published_segments()


def _categories() -> list[tuple[str, str]]:
    return [(each.value, pick(labels)) for each, labels in CATEGORY_LABELS.items()]


@blueprint.get("/beoordelaars")
@needs(accounts_policy.REVIEWERS)
def pool() -> ResponseReturnValue:
    """Everybody who reviews, with what they know and their room."""
    wanted = load(schemas.PoolQuery(), request.args)
    return render_template(
        "rounds/pool.html",
        page=service.list_pool(actor(), **wanted),
        filters=Form(request.args),
        themes=_themes(questionnaires.published_themes()),
        categories=_categories(),
        segments=_segments(list(questionnaires.published_segments())),
        rounds=[(each.id, each.name) for each in service.list_going_on(actor())],
        organisations=service.list_pool_organisations(actor()),
        has_round=wanted["round_id"] is not None,
        theme_label=questionnaires.theme_label,
        segment_labels=_segment_labels(),
    )


@blueprint.get("/rondes/<uuid:key>/beoordelaars")
@needs(*OF_ROUND)
def reviewers(key: uuid.UUID) -> ResponseReturnValue:
    """The proposals of a round, and who takes part."""
    return _reviewers(key, Form())


@blueprint.post("/rondes/<uuid:key>/beoordelaars")
@needs(*OF_ROUND)
def assign_pairs(key: uuid.UUID) -> ResponseReturnValue:
    """Accept the ticked proposals."""
    try:
        number = service.assign_pairs(actor(), key, **load(schemas.PairsInput(), request.form))
    except Invalid as error:
        return _reviewers(key, Form.typed(request.form, error)), 422
    flash(ngettext("%(num)s dossier is toegewezen.", "%(num)s dossiers zijn toegewezen.", number), "success")
    return redirect(url_for("rounds.reviewers", key=key))


@blueprint.post("/rondes/<uuid:key>/buiten-de-ronde")
@needs(*OF_ROUND)
def leave_out(key: uuid.UUID) -> ResponseReturnValue:
    """Leave a reviewer out of the round."""
    try:
        service.leave_out(actor(), key, **load(schemas.LeaveOutInput(), request.form))
    except Invalid as error:
        return _reviewers(key, Form.typed(request.form, error)), 422
    flash(_("Deze persoon krijgt geen nieuwe dossiers in deze ronde."), "success")
    return redirect(url_for("rounds.reviewers", key=key))


@blueprint.post("/rondes/<uuid:key>/weer-meedoen")
@needs(*OF_ROUND)
def take_in(key: uuid.UUID) -> ResponseReturnValue:
    """Let a reviewer take part again."""
    service.take_in(actor(), key, **load(schemas.MemberInput(), request.form))
    flash(_("Deze persoon doet weer mee in deze ronde."), "success")
    return redirect(url_for("rounds.reviewers", key=key))


def _reviewers(key: uuid.UUID, form: Form) -> str:
    found = service.get_round(actor(), key, policy.ROUND_EDIT)
    page = load(schemas.PoolQuery(), request.args)["page"]
    return render_template(
        "rounds/reviewers.html",
        form=form,
        round=found,
        proposals=service.proposed_pairs(actor(), key),
        page=service.list_pool(actor(), round_id=key, page=page),
        tabs=round_tabs(found, "rounds.reviewers"),
        theme_label=questionnaires.theme_label,
        segment_labels=_segment_labels(),
    )
