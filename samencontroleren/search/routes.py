# SPDX-License-Identifier: EUPL-1.2
"""The page of a search. Everybody who has logged in may search; what is found, each kind decides."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from samencontroleren.core.fields import load
from samencontroleren.core.searching import SearchKind
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.search import schemas, service
from samencontroleren.search.places import find_places
from samencontroleren.search.words import marked

blueprint = Blueprint("search", __name__)

SHOWN = 200
"""So many letters of a detail or of the question are shown."""


@blueprint.get("/zoeken")
@needs()
def index() -> ResponseReturnValue:
    """The search: what is asked, and what of each kind was found."""
    wanted = load(schemas.SearchQuery(), request.args)
    results = service.search(actor(), wanted["asked"], language(), wanted["kind"], wanted["page"])
    places = [] if wanted["kind"] else find_places(actor(), results.asked)
    return render_template(
        "search/index.html",
        asked=wanted["asked"][:SHOWN],
        only=wanted["kind"],
        results=results,
        places=places,
        tabs=_tabs(wanted, results),
        kinds=[pick(kind.labels) for kind in service.searchable(actor())],
        shown=[group for group in results.groups if wanted["kind"] in ("", group.kind.code)],
        mark=lambda text: mark(text, results),
        address=schemas.page_of_found,
        page_url=lambda kind, number=None: _url(wanted["asked"], kind.code, number),
        question_url=_url,
    )


def mark(text: str, results: service.Results) -> Markup:
    """A text with the words that were asked for marked; everything escaped."""
    whole = text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
    pieces = (
        Markup("<mark>%s</mark>") % piece if is_hit else escape(piece) for piece, is_hit in marked(whole, results.asked)
    )
    return Markup("").join(pieces)


def _tabs(wanted: dict[str, Any], results: service.Results) -> list[dict[str, Any]]:
    """All kinds together, then each kind in which something was found."""
    every = {"label": _("Alles"), "url": _url(wanted["asked"]), "is_active": not wanted["kind"], "badge": results.total}
    return [every, *(_tab(group.kind, group.page.total, wanted) for group in results.groups)]


def _tab(kind: SearchKind, total: int, wanted: dict[str, Any]) -> dict[str, Any]:
    url = _url(wanted["asked"], kind.code)
    return {"label": pick(kind.labels), "url": url, "is_active": wanted["kind"] == kind.code, "badge": total}


def _url(asked: str, only: str = "", number: int | None = None) -> str:
    return url_for("search.index", q=asked[:SHOWN], soort=only or None, pagina=number)
