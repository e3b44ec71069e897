# SPDX-License-Identifier: EUPL-1.2
"""The trail on pages, its export, and the readers of a supplier."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.auditing import policy, schemas, service
from samencontroleren.auditing.kinds import Family
from samencontroleren.auditing.labels import FAMILY_LABELS, OBJECT_LABELS, ORIGIN_LABELS
from samencontroleren.auditing.wording import facts_of
from samencontroleren.core import clock
from samencontroleren.core.attachments import attachment
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, can_ever, needs, pick
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import KIND_LABELS
from samencontroleren.sharing import panels

blueprint = Blueprint("auditing", __name__)

NAVIGATION = (NavigationItem("auditing.index", "Logboek", weight=92),)

SHOWN = 10
"""As many lines of readers as the page of a product shows."""
FILTERS = ("van", "tot", "soort", "wie", "organisatie", "object")


@blueprint.get("/logboek")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """What was done: all of it for VNG, its own for an organisation."""
    try:
        wanted, after = _wanted()
        form = Form(request.args.to_dict())
    except Invalid as error:
        wanted, after = service.Wanted(), None
        form = Form(request.args.to_dict(), error.fields)
    return _page(form, wanted, after)


def _wanted() -> tuple[service.Wanted, Any]:
    asked = load(schemas.TrailFilter(), request.args)
    after = asked.pop("after")
    return service.Wanted(**asked), after


def _page(form: Form, wanted: service.Wanted, after: Any = None) -> str:
    who = actor()
    families = [each for each in Family if policy.reads_all(who) or each is not Family.REVIEWS]
    if policy.reads_all(who):
        families.remove(Family.USAGE)
    return render_template(
        "auditing/index.html",
        page=service.list_lines(who, wanted, after),
        standing=service.get_standing(who),
        form=form,
        families=[("", _("Alle soorten")), *((each.value, pick(FAMILY_LABELS[each])) for each in families)],
        is_filtered=any(request.args.get(name) for name in FILTERS),
        is_later=after is not None,
        is_whole=policy.reads_all(who),
        has_readers=can_ever(who, [policy.READINGS]),
        words_of=service.words_of,
        object_labels=OBJECT_LABELS,
        origin_labels=ORIGIN_LABELS,
        facts_of=facts_of,
        kind_labels=KIND_LABELS,
    )


@blueprint.get("/logboek/export.csv")
@needs(policy.VIEW)
def export_csv() -> ResponseReturnValue:
    """The lines asked for, for a spreadsheet."""
    return _file(service.export_csv, "csv", "text/csv; charset=utf-8")


@blueprint.get("/logboek/export.json")
@needs(policy.VIEW)
def export_json() -> ResponseReturnValue:
    """The lines asked for, as JSON."""
    return _file(service.export_json, "json", "application/json")


def _file(export: Any, extension: str, kind: str) -> ResponseReturnValue:
    try:
        wanted, _after = _wanted()
        body = export(actor(), wanted)
    except Invalid as error:
        return _page(Form(request.args.to_dict(), error.fields), service.Wanted()), 422
    response = attachment(body, kind, f"logboek-{clock.today().isoformat()}.{extension}")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/logboek/lezers")
@needs(policy.READINGS)
def readers() -> ResponseReturnValue:
    """Which kinds of organisation read a supplier's results and documents."""
    try:
        number = load(schemas.ReadersQuery(), request.args)["page"]
    except Invalid:
        number = 1
    return render_template(
        "auditing/readers.html",
        page=service.list_readers(actor(), number),
        object_labels=OBJECT_LABELS,
        kind_labels=KIND_LABELS,
    )


@panels.offer_to_supplier
def _readers(who: Actor, keys: Sequence[uuid.UUID]) -> panels.Panel | None:
    """The latest readers of these results and documents, for whoever may know."""
    if not can_ever(who, [policy.READINGS]):
        return None
    words = {"object_labels": OBJECT_LABELS, "kind_labels": KIND_LABELS}
    found = service.list_readers(who, 1, SHOWN, keys)
    return panels.Panel("Wie las dit", "auditing/parts/latest_readers.html", {"page": found, **words})
