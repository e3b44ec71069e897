# SPDX-License-Identifier: EUPL-1.2
"""Pages of rounds: list, progress, terms, products."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, invalid, needs
from samencontroleren.rounds import policy, schemas, service
from samencontroleren.rounds.kinds import ROUND_LABELS, STATE_CODES, STATE_LABELS, TURN_LABELS, TURN_OF, RoundState
from samencontroleren.rounds.models import Round
from samencontroleren.rounds.participation import PART_LABELS, PART_TONES
from samencontroleren.rounds.progress import segments
from samencontroleren.usage import policy as usage_policy
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.kinds import CATEGORY_LABELS

blueprint = Blueprint("rounds", __name__)

TONES = {
    RoundState.PLANNED: "neutral",
    RoundState.RUNNING: "info",
    RoundState.CLOSED: "good",
    RoundState.CANCELLED: "dark",
}
TERMS = ("name", "opens_on", "answers_due_on", "review_due_on", "hearing_days")
WORDS: dict[str, Any] = {
    "round_labels": ROUND_LABELS,
    "state_labels": STATE_LABELS,
    "turn_labels": TURN_LABELS,
    "turn_of": TURN_OF,
    "round_tones": TONES,
    "part_labels": PART_LABELS,
    "part_tones": PART_TONES,
    "category_labels": CATEGORY_LABELS,
    "no_form": Form(),
}


@blueprint.context_processor
def words() -> dict[str, Any]:
    """The labels that all pages of this feature show."""
    return {**WORDS, "may_plan": can_ever(actor(), [policy.ROUND_EDIT]), "today": clock.today()}


@blueprint.get("/rondes")
@needs(policy.ROUND_VIEW, policy.VIEW, policy.PARTICIPATION)
def index() -> ResponseReturnValue:
    """The rounds with their progress."""
    rows = service.list_rounds(actor())
    parts = _participations([row.round.id for row in rows])
    return render_template("rounds/index.html", rows=rows, bar=segments, parts=parts)


def _participations(keys: list[uuid.UUID]) -> dict[uuid.UUID, service.Participation]:
    """What a gemeente knows of rounds; others read more, or nothing of others."""
    return service.participations(actor(), keys) if can_ever(actor(), (policy.PARTICIPATION,)) else {}


@blueprint.get("/rondes/nieuw")
@needs(policy.ROUND_EDIT)
def new() -> ResponseReturnValue:
    """Form for a new round."""
    form = Form({"hearing_days": service.default_hearing_days(), "questionnaire_id": request.args.get("vragenlijst")})
    return render_template("rounds/edit.html", form=form, round=None, **_choices())


@blueprint.post("/rondes/nieuw")
@needs(policy.ROUND_EDIT)
def add() -> ResponseReturnValue:
    """Prepare a round."""
    try:
        made = service.add_round(actor(), **load(schemas.RoundInput(), request.form))
    except Invalid as error:
        return invalid("rounds/edit.html", error, round=None, **_choices())
    flash(_("De ronde staat klaar. Kies nu de producten."), "success")
    return redirect(url_for("rounds.products", key=made.id))


def _choices() -> dict[str, Any]:
    return {"questionnaires": service.published_questionnaires(actor())}


@blueprint.get("/rondes/<uuid:key>")
@needs(policy.ROUND_VIEW, policy.VIEW, policy.ROUND_EDIT, policy.PARTICIPATION)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """Progress of a round and its dossiers."""
    return _show(key, Form())


def _show(key: uuid.UUID, form: Form) -> str:
    found = service.get_round(actor(), key)
    counts = service.state_counts(actor(), [key]).get(key, {})
    query = {"sort": "subject", **load(schemas.DossierQuery(), request.args)} if request.args else {}
    query = {**query, "round_id": key, "sort": query.get("sort", "due")}
    return render_template(
        "rounds/show.html",
        form=form,
        round=found,
        bar=segments(counts),
        total=sum(counts.values()),
        page=service.list_dossiers(actor(), **query),
        filters=Form(request.args),
        state_codes=STATE_CODES,
        tabs=round_tabs(found, "rounds.show"),
        part=_participations([key]).get(key),
        ours=service.our_products(actor(), key),
        reads_register=usage_policy.reads_layers(actor()),
    )


def round_tabs(found: Round, here: str) -> list[dict[str, Any]]:
    """The pages of a round, as tabs for whoever plans it."""
    places = (
        ("rounds.show", _("Voortgang")),
        ("rounds.products", _("Producten")),
        ("rounds.invitations", _("Uitnodigingen")),
        ("rounds.reviewers", _("Beoordelaars")),
    )
    return [{"label": label, "url": url_for(name, key=found.id), "is_active": name == here} for name, label in places]


@blueprint.get("/rondes/<uuid:key>/wijzigen")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW)
def edit(key: uuid.UUID) -> ResponseReturnValue:
    """Form for name and terms."""
    found = service.get_round(actor(), key, policy.ROUND_EDIT)
    form = Form({name: getattr(found, name) for name in TERMS})
    return render_template("rounds/edit.html", form=form, round=found)


@blueprint.post("/rondes/<uuid:key>/wijzigen")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """Change name and terms."""
    try:
        service.change_round(actor(), key, **load(schemas.RoundChange(), request.form))
    except Invalid as error:
        return invalid("rounds/edit.html", error, round=service.get_round(actor(), key))
    except Changed as error:
        form = Form.typed(request.form, Invalid({}))
        return render_template("rounds/edit.html", form=form, round=error.theirs, theirs=error.theirs), 409
    flash(_("De ronde is opgeslagen."), "success")
    return redirect(url_for("rounds.show", key=key))


@blueprint.get("/rondes/<uuid:key>/producten")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW, vendors_policy.PRODUCT_VIEW)
def products(key: uuid.UUID) -> ResponseReturnValue:
    """Pick products."""
    return _products(key, Form())


@blueprint.post("/rondes/<uuid:key>/producten")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW, vendors_policy.PRODUCT_VIEW)
def add_products(key: uuid.UUID) -> ResponseReturnValue:
    """Add the picked products."""
    try:
        made = service.add_products(actor(), key, **load(schemas.ProductsInput(), request.form))
    except Invalid as error:
        return _products(key, Form.typed(request.form, error)), 422
    flash(ngettext("%(num)s dossier is toegevoegd.", "%(num)s dossiers zijn toegevoegd.", len(made)), "success")
    return redirect(_products_url(key))


def _products_url(key: uuid.UUID, page: int | None = None) -> str:
    """The page to pick products, with the search of this request."""
    wanted: dict[str, Any] = {name: request.args.get(name) for name in ("zoek", "categorie", "pagina")}
    if page is not None:
        wanted["pagina"] = page
    return url_for("rounds.products", key=key, **wanted)


def _products(key: uuid.UUID, form: Form) -> str:
    found = service.get_round(actor(), key, policy.ROUND_EDIT)
    return render_template(
        "rounds/products.html",
        form=form,
        round=found,
        present=service.product_ids_of(actor(), key),
        page=vendors.list_products(actor(), **load(schemas.ProductQuery(), request.args)),
        filters=Form(request.args),
        categories=CATEGORY_LABELS,
        page_url=lambda number: _products_url(key, number),
        action=_products_url(key),
        tabs=round_tabs(found, "rounds.products"),
    )


@blueprint.post("/rondes/<uuid:key>/openen")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW)
def open_round(key: uuid.UUID) -> ResponseReturnValue:
    """Start a round."""
    service.open_round(actor(), key)
    flash(_("De ronde loopt. De uitnodigingen zijn verstuurd."), "success")
    return redirect(url_for("rounds.show", key=key))


@blueprint.post("/rondes/<uuid:key>/afronden")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW)
def close_round(key: uuid.UUID) -> ResponseReturnValue:
    """End a round in which all is done."""
    service.close_round(actor(), key)
    flash(_("De ronde is afgerond."), "success")
    return redirect(url_for("rounds.show", key=key))


@blueprint.post("/rondes/<uuid:key>/annuleren")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW, policy.VIEW)
def cancel_round(key: uuid.UUID) -> ResponseReturnValue:
    """Call a round off."""
    try:
        service.cancel_round(actor(), key, **load(schemas.ReasonInput(), request.form))
    except Invalid as error:
        return _show(key, Form.typed(request.form, error)), 422
    flash(_("De ronde en de open dossiers zijn geannuleerd."), "success")
    return redirect(url_for("rounds.show", key=key))
