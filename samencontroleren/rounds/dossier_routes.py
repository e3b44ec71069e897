# SPDX-License-Identifier: EUPL-1.2
"""Pages of dossiers: list, one dossier, assignment of reviewers, ends without a result."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.rounds import panels, policy, schemas, service
from samencontroleren.rounds.assignments import NUMBER, REPLACEABLE
from samencontroleren.rounds.given_reasons import told
from samencontroleren.rounds.kinds import PARTY_LABELS, STATE_CODES, TURN_CODES, DossierState, Turn
from samencontroleren.rounds.round_routes import blueprint

panels.offer(
    panels.DossierAction(
        endpoint="rounds.assignment",
        label="Beoordelaars toewijzen",
        explanation="Kies twee beoordelaars van verschillende organisaties.",
        permission=policy.COORDINATE,
        states=frozenset((DossierState.SUBMITTED,)),
        is_primary=True,
    )
)
panels.offer(
    panels.DossierAction(
        endpoint="rounds.assignment",
        label="Beoordelaar wisselen",
        explanation="Vul een open plek of vervang een beoordelaar. Het werk dat gedaan is blijft bewaard.",
        permission=policy.COORDINATE,
        states=frozenset(REPLACEABLE),
    )
)

PAGE = (
    policy.VIEW,
    policy.ANSWER,
    policy.SUBMIT,
    policy.COORDINATE,
    policy.REVIEW,
    policy.RELEASE,
    policy.APPROVE_NOT_DELIVERED,
    policy.MOVE_VIEW,
)
"""What the page of a dossier stands on."""


@blueprint.get("/dossiers")
@needs(policy.VIEW, policy.ANSWER, policy.REVIEW, policy.COORDINATE, policy.RELEASE)
def dossiers() -> ResponseReturnValue:
    """The dossiers one may open."""
    wanted = load(schemas.DossierQuery(), request.args)
    return render_template(
        "rounds/dossiers.html",
        page=service.list_dossiers(actor(), **wanted),
        rounds=service.list_round_names(actor()),
        reviewers=service.list_reviewer_names(actor()),
        filters=Form(request.args),
        turn_codes=TURN_CODES,
        has_requests=can_ever(actor(), [policy.TERM_REQUEST_VIEW]),
        may_declare=can_ever(actor(), [policy.DECLARE_CONFLICT]),
        may_state=can_ever(actor(), [policy.STATE_ROOM]),
        state_codes=STATE_CODES,
        sort=wanted["sort"],
        is_supplier=service.has_one_supplier(actor()),
        own_pages=panels.ways_on(policy.REVIEW) if wanted["is_mine"] else {},
    )


@blueprint.get("/dossiers/<uuid:key>")
@needs(*PAGE)
def dossier(key: uuid.UUID) -> ResponseReturnValue:
    """One dossier: whose turn, what you can do, what happened."""
    return _dossier(key, Form())


def _dossier(key: uuid.UUID, form: Form) -> str:
    view = service.get_dossier_view(actor(), key)
    return render_template(
        "rounds/dossier.html",
        view=view,
        dossier=view.dossier,
        form=form,
        party_labels=PARTY_LABELS,
        nobody=Turn.NOBODY,
        told=told,
        is_vng=can_ever(actor(), (policy.ASSIGNMENT_VIEW,)),
        notices=panels.notices_of(actor(), view.dossier, view.held),
    )


@blueprint.get("/dossiers/<uuid:key>/toewijzen")
@needs(policy.COORDINATE, policy.VIEW, accounts_policy.REVIEWERS)
def assignment(key: uuid.UUID) -> ResponseReturnValue:
    """Choose reviewers."""
    return _assignment(key, Form())


@blueprint.post("/dossiers/<uuid:key>/toewijzen")
@needs(policy.COORDINATE, policy.VIEW, accounts_policy.REVIEWERS)
def assign(key: uuid.UUID) -> ResponseReturnValue:
    """Assign the chosen reviewers."""
    try:
        wanted = load(schemas.ReviewersInput(), request.form)
        goes_on = wanted.pop("goes_on")
        service.choose_reviewers(actor(), key, **wanted)
    except Invalid as error:
        return _assignment(key, Form.typed(request.form, error)), 422
    following = _waiting(key)[0] if goes_on else []
    name = service.get_dossier(actor(), key).subject_name
    flash(_("De beoordelaars van %(name)s zijn toegewezen. Zij krijgen bericht.", name=name), "success")
    if following:
        return redirect(url_for("rounds.assignment", key=following[0].id))
    return redirect(url_for("rounds.dossier", key=key))


def _waiting(but: uuid.UUID) -> tuple[list[Any], int]:
    """The first other dossier that waits for the actor's assignment, and how many there are."""
    page = service.list_dossiers(actor(), is_mine=True, state=DossierState.SUBMITTED, size=2)
    others = [each for each in page.rows if each.id != but]
    return others[:1], page.total - (len(page.rows) - len(others))


def _assignment(key: uuid.UUID, form: Form) -> str:
    found = service.get_dossier(actor(), key, policy.COORDINATE)
    reviewers = service.list_reviewers(actor(), key)
    page = service.candidates(actor(), key)
    return render_template(
        "rounds/assignment.html",
        form=form,
        dossier=found,
        candidates=page.candidates,
        proposed=page.proposed,
        reviewers=reviewers,
        former=service.list_former_reviewers(actor(), key),
        is_first=found.state is DossierState.SUBMITTED,
        can_choose=found.state is DossierState.SUBMITTED or found.state in REPLACEABLE,
        is_full=len(reviewers) >= NUMBER,
        waiting=_waiting(key)[1] if found.state is DossierState.SUBMITTED else 0,
    )


def _ended(key: uuid.UUID, act: Callable[..., Any], message: str) -> ResponseReturnValue:
    """Do something that asks for a reason; without one the page again, with the message at its field."""
    try:
        act(actor(), key, **load(schemas.ReasonInput(), request.form))
    except Invalid as error:
        return _dossier(key, Form.typed(request.form, error)), 422
    flash(message, "success")
    return redirect(url_for("rounds.dossier", key=key))


@blueprint.post("/dossiers/<uuid:key>/weigeren")
@needs(policy.SUBMIT, *PAGE)
def refuse(key: uuid.UUID) -> ResponseReturnValue:
    """The supplier refuses to take part."""
    return _ended(key, service.refuse_dossier, _("U doet met dit dossier niet mee. Gemeenten zien dat met uw reden."))


@blueprint.post("/dossiers/<uuid:key>/annuleren")
@needs(policy.COORDINATE, *PAGE)
def cancel(key: uuid.UUID) -> ResponseReturnValue:
    """The co-ordinator cancels a dossier."""
    return _ended(key, service.cancel_dossier, _("Het dossier is geannuleerd."))


@blueprint.post("/dossiers/<uuid:key>/niet-geleverd")
@needs(policy.COORDINATE, *PAGE)
def propose_not_delivered(key: uuid.UUID) -> ResponseReturnValue:
    """Propose to record that the supplier did not deliver."""
    message = _("Uw voorstel ligt klaar. Een tweede persoon van VNG keurt het goed.")
    return _ended(key, service.propose_not_delivered, message)


@blueprint.post("/dossiers/<uuid:key>/niet-geleverd/akkoord")
@needs(policy.APPROVE_NOT_DELIVERED, policy.VIEW)
def approve_not_delivered(key: uuid.UUID) -> ResponseReturnValue:
    """A second person approves."""
    service.approve_not_delivered(actor(), key)
    flash(_("Het dossier is vastgelegd als niet geleverd. Gemeenten zien dat."), "success")
    return redirect(url_for("rounds.dossier", key=key))


@blueprint.post("/dossiers/<uuid:key>/niet-geleverd/intrekken")
@needs(policy.COORDINATE, policy.VIEW)
def drop_not_delivered(key: uuid.UUID) -> ResponseReturnValue:
    """Take the proposal back."""
    service.drop_not_delivered(actor(), key)
    flash(_("Het voorstel is ingetrokken."), "success")
    return redirect(url_for("rounds.dossier", key=key))


@blueprint.post("/dossiers/<uuid:key>/teruggeven")
@needs(policy.REVIEW, *PAGE)
def hand_back(key: uuid.UUID) -> ResponseReturnValue:
    """A reviewer gives a dossier back, with a reason."""
    try:
        service.hand_back(actor(), key, **load(schemas.HandBackInput(), request.form))
    except Invalid as error:
        return _dossier(key, Form.typed(request.form, error)), 422
    flash(_("U hebt het dossier teruggegeven. De coördinator zoekt iemand anders."), "success")
    return redirect(url_for("rounds.dossiers"))
