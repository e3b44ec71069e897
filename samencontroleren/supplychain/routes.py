# SPDX-License-Identifier: EUPL-1.2
"""Pages of flags: the list, one flag with its history, and the panel on the page of a product."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.assessments.labels import SEVERITY
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, can_ever, invalid, needs, pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import panels
from samencontroleren.supplychain import explanation, policy, schemas, service
from samencontroleren.supplychain.kinds import (
    ALLOWED_MOVES,
    CAUSE_LABELS,
    FLAG_LABELS,
    RULE_LABELS,
    EventCause,
    FlagState,
)
from samencontroleren.vendors.models import Product

blueprint = Blueprint("supplychain", __name__)
NAVIGATION = (NavigationItem("supplychain.index", "Signalen", weight=70),)

LABELS = {"states": FLAG_LABELS, "rules": RULE_LABELS, "severities": SEVERITY, "causes": CAUSE_LABELS}
FILTERS: dict[str, Mapping[Any, tuple[str, str]]] = {
    "states": FLAG_LABELS,
    "rules": RULE_LABELS,
    "severities": SEVERITY,
}
MOVE_LABELS: dict[FlagState, tuple[str, str]] = {
    FlagState.OPEN: ("Heropenen: er moet weer iets gebeuren", "Reopen: something has to be done again"),
    FlagState.TRIAGED: (
        "Bekeken: er is iets afgesproken of in gang gezet",
        "Triaged: something was agreed or set in motion",
    ),
    FlagState.CLOSED: ("Sluiten: er hoeft niets meer te gebeuren", "Close: nothing more has to be done"),
}
TONES = {FlagState.OPEN: "warning", FlagState.TRIAGED: "info", FlagState.CLOSED: "neutral"}


@blueprint.get("/signalen")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """The flags the reader may see, with filters."""
    form = Form(request.args.to_dict())
    try:
        wanted = load(schemas.FlagFilter(), request.args)
    except Invalid as error:
        wanted, form = load(schemas.FlagFilter(), {}), Form(request.args.to_dict(), error.fields)
    found = service.list_flags(actor(), **wanted)
    return render_template(
        "supplychain/index.html",
        page=found,
        form=form,
        choices=_choices(),
        title_of=explanation.title,
        tones=TONES,
        is_filtered=any(request.args.get(name) for name in ("toestand", "regel", "ernst", "zoek")),
        is_gemeente=not can_ever(actor(), (policy.TRIAGE,)),
        **LABELS,
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    """The options of the filters; the first means all."""
    return {
        name: [("", _("Alle")), *((key.value, pick(label).capitalize()) for key, label in labels.items())]
        for name, labels in FILTERS.items()
    }


@blueprint.get("/signalen/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One flag in words, with its history and what can be done with it."""
    return render_template("supplychain/show.html", form=Form(), **_flag_page(key))


@blueprint.post("/signalen/<uuid:key>")
@needs(policy.TRIAGE)
def move(key: uuid.UUID) -> ResponseReturnValue:
    """Triage, close or reopen a flag, with a reason."""
    try:
        service.move_flag(actor(), key, **load(schemas.MoveInput(), request.form))
    except Invalid as error:
        return invalid("supplychain/show.html", error, **_flag_page(key))
    flash(_("Het signaal is bijgewerkt."), "success")
    return redirect(url_for("supplychain.show", key=key))


def _flag_page(key: uuid.UUID) -> dict[str, Any]:
    flag = service.get_flag(actor(), key)
    moves = ALLOWED_MOVES[flag.state] if service.may_triage(actor(), flag) else ()
    return {
        "flag": flag,
        "explanation": explanation.explain(actor(), flag),
        "steps": service.list_history(actor(), key),
        "moves": moves,
        "move_options": [(state.value, pick(MOVE_LABELS[state])) for state in moves],
        "tones": TONES,
        "by_person": EventCause.PERSON,
        **LABELS,
    }


def _panel(who: Actor, product: Product) -> panels.Panel | None:
    """Flags on a product and its supplier, for whoever may see them."""
    flags = service.list_flags_of(who, product.vendor_id, product.id)
    if not flags:
        return None
    rows = [(flag, explanation.explain(who, flag)) for flag in flags]
    return panels.Panel(_("Risicosignalen"), "supplychain/panel.html", {"flag_rows": rows, "severities": SEVERITY})


panels.offer(_panel)
