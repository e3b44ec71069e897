# SPDX-License-Identifier: EUPL-1.2
"""The page of was/wordt and its files, for the features that say between which versions.

The route of a page is `endpoint`; its files stand beside it as `endpoint_pdf` and `endpoint_sheet`. All three take the
key of what the page is about and in their query `met` (the other version), the page also `soort` and `pagina`.
"""

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Response, render_template, request

from samencontroleren.core import clock
from samencontroleren.core.attachments import PDF, XLSX, attachment
from samencontroleren.core.fields import Form
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.rest import Page
from samencontroleren.core.web import language
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.comparing import Comparable, Compared, compare_versions, compare_with
from samencontroleren.questionnaires.comparison_pdf import comparison_pdf
from samencontroleren.questionnaires.comparison_sheet import comparison_sheet
from samencontroleren.questionnaires.comparison_view import FILTERS, chosen, known_of, shown
from samencontroleren.questionnaires.kinds import ChangeMark

PAGE_SIZE = 25
TILES = (
    (ChangeMark.REWORDED, "geherformuleerd", "pencil"),
    (ChangeMark.ADJUSTED, "aangepast", "settings"),
    (ChangeMark.NEW, "nieuw", "plus"),
    (ChangeMark.DROPPED, "vervallen", "ban"),
    (ChangeMark.MOVED, "verplaatst", "arrows-sort"),
)
TONES: dict[ChangeMark, tuple[str, str]] = {
    ChangeMark.UNCHANGED: ("neutral", "check"),
    ChangeMark.REWORDED: ("info", "pencil"),
    ChangeMark.ADJUSTED: ("warning", "settings"),
    ChangeMark.NEW: ("good", "plus"),
    ChangeMark.DROPPED: ("dark", "ban"),
    ChangeMark.MOVED: ("neutral", "arrows-sort"),
    ChangeMark.REPLACED: ("info", "refresh"),
    ChangeMark.SPLIT: ("info", "switch-horizontal"),
    ChangeMark.MERGED: ("info", "switch-horizontal"),
}
"""How each mark looks: tone and icon."""

Crumbs = Sequence[tuple[str, str | None]]


def comparison_page(found: Comparable, key: uuid.UUID, endpoint: str, breadcrumb: Crumbs) -> str:
    """The page: counts, filters and one part of the changes; without another version it says so."""
    other = found.other(as_uuid(request.args.get("met", "")))
    about = compare_versions(other, found.version) if other else None
    asked = {"met": str(other.id) if other else "", "soort": _wanted()}
    return render_template(
        "questionnaires/comparison.html",
        found=found,
        other=other,
        about=about,
        key=key,
        endpoint=endpoint,
        breadcrumb=breadcrumb,
        change_labels=labels.CHANGE,
        tones=TONES,
        tiles_of=TILES,
        form=Form(asked),
        **(_part(about) if about else {}),
    )


def comparison_file(found: Comparable, endpoint: str) -> Response:
    """The PDF or the workbook of a comparison, by the end of the endpoint's name. Raises NotFound."""
    about = compare_with(found, as_uuid(request.args.get("met", "")))
    is_pdf = endpoint.endswith("_pdf")
    made = (comparison_pdf if is_pdf else comparison_sheet)(about, language(), clock.today())
    name = f"was-wordt-{about.was.number}-{about.becomes.number}.{'pdf' if is_pdf else 'xlsx'}"
    return attachment(made, PDF if is_pdf else XLSX, name)


def _part(about: Compared) -> dict[str, Any]:
    wanted = _wanted()
    fitting = chosen(about.comparison, wanted)
    number = min(max(request.args.get("pagina", 1, type=int), 1), max(1, -(-len(fitting) // PAGE_SIZE)))
    known = known_of(about.comparison)
    cut = fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = [shown(each, known, language()) for each in cut]
    return {
        "page": Page(rows, len(fitting), number, PAGE_SIZE),
        "groups": [(theme, list(group)) for theme, group in groupby(rows, key=lambda each: each.theme)],
        "wanted": wanted,
        "numbers": {name: len(chosen(about.comparison, name)) for name in FILTERS},
    }


def _wanted() -> str:
    wanted = request.args.get("soort", "")
    return wanted if wanted in FILTERS else ""
