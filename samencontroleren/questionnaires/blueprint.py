# SPDX-License-Identifier: EUPL-1.2
"""The blueprint that the three route modules share, and what all their templates know."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, clean
from samencontroleren.core.web import language, pick
from samencontroleren.questionnaires import labels, service
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.readability import readability
from samencontroleren.questionnaires.sheets import column_letter
from samencontroleren.questionnaires.yardsticks import yardstick_lines

blueprint = Blueprint("questionnaires", __name__)
blueprint.add_app_template_global(yardstick_lines)


@blueprint.context_processor
def labels_for_pages() -> dict[str, Any]:
    """Labels of enums and themes, and the texts of a requirement by language."""
    return {
        "labels": labels,
        "theme_label": service.theme_label,
        "texts_of": service.requirement_texts,
        "has_english": service.has_english,
        "AnswerKind": AnswerKind,
        "pairs": _pairs,
        "theme_pairs": lambda themes: [(theme, pick(service.theme_label(theme))) for theme in themes],
        "counted_themes": lambda found: [
            (each, f"{pick(service.theme_label(each))} ({n})") for each, n in found.items()
        ],
        "counted": lambda found: [
            (each, f"{labels.NORM.get(each, each)} ({number})") for each, number in found.items()
        ],
        "requirement_pairs": _requirement_pairs,
        "scope_name": scope_name,
        "readability": readability,
        "rule_pairs": lambda: _pairs(("", *labels.RULE), {"": ("Kies", "Choose"), **labels.RULE}),
        "segment_pairs": lambda known, chosen: [(each, each) for each in dict.fromkeys((*known, *chosen))],
        "scope_choices": _scope_choices,
        "column_letters": _column_letters,
        "export_forms": service.EXPORT_FORMS,
    }


def _pairs(members: Iterable[Any], names: Mapping[Any, tuple[str, str]]) -> list[tuple[str, str]]:
    """Options of a field: the value of each member with its label in the language of the page."""
    return [(str(member), pick(names[member])) for member in members]


def _requirement_pairs(versions: Iterable[RequirementVersion]) -> list[tuple[str, str, str]]:
    """Options of the checkboxes to choose requirements with: code and title, and the start of the text."""
    return [(str(each.requirement_id), _checkbox_label(each), _start_of_text(each)) for each in versions]


def _start_of_text(version: RequirementVersion) -> str:
    return textwrap.shorten(service.requirement_texts(version, language())["text"], 140, placeholder="…")


def _checkbox_label(version: RequirementVersion) -> str:
    title = service.requirement_texts(version, language())["title"]
    label = f"{version.requirement.code} {title}"
    return _("%(label)s (sleuteleis)", label=label) if version.is_key else label


def _column_letters(rows: list[list[str]], most: int = 15) -> list[str]:
    """The letters over the columns of a preview, as a spreadsheet shows them."""
    return [column_letter(index) for index in range(min(max(map(len, rows), default=0), most))]


PARTS = {
    "zoek": "search",
    "thema": "theme",
    "bron": "source",
    "onderdeel": "segment",
    "norm": "norm",
    "nummer": "number",
}
"""The parts of a filter as they stand in an address."""


def asked_filter() -> service.Filter:
    """The filter in the address or the form; anything odd in it just finds nothing."""
    given = {part: clean(request.values.get(name, ""))[:200] for name, part in PARTS.items()}
    return service.Filter(**given, retired=request.values.get("vervallen") == "1")


def filter_values(chosen: service.Filter) -> dict[str, str]:
    """A filter as it stands in an address; blank parts are left out."""
    values = {name: getattr(chosen, part) for name, part in PARTS.items()}
    values["vervallen"] = "1" if chosen.retired else ""
    return {name: value for name, value in values.items() if value}


def asked_page() -> int:
    """The page number in the address; 1 when it is none."""
    number = request.values.get("pagina", 1, type=int)
    return min(max(number, 1), 100_000)


def refilled(error: Invalid, names: Mapping[str, str]) -> Form:
    """What was typed, with the messages; `names` holds the label of each field (a msgid) for the summary."""
    shown = {name: _(label) for name, label in names.items()}
    fields = {name.split(".")[0]: texts for name, texts in error.fields.items()}
    return Form.typed(request.form, Invalid(fields), shown)


def page_again(template: str, error: Invalid, names: Mapping[str, str], **context: Any) -> tuple[str, int]:
    """The page with what was typed and the messages at their fields; nothing is stored (422)."""
    return render_template(template, form=refilled(error, names), **context), 422


def by_theme(versions: Sequence[RequirementVersion]) -> list[tuple[str, list[RequirementVersion]]]:
    """Wordings in their order as (theme, those of that theme in a row)."""
    return [(theme, list(group)) for theme, group in groupby(versions, key=lambda each: each.theme)]


def scope_name(version: RequirementVersion) -> str:
    """The name of the field for a scope answer in a preview."""
    return f"antwoord-{version.requirement.code}"


def _scope_choices(version: RequirementVersion) -> list[tuple[str, str]]:
    """The answers to a scope question as options of its field."""
    if version.answer_kind is AnswerKind.YES_NO:
        return _pairs(labels.YES_NO, labels.YES_NO)
    if version.answer_kind is AnswerKind.COMPLIANCE:
        return _pairs(labels.COMPLIANCE, labels.COMPLIANCE)
    return [(option["value"], option[language()]) for option in version.options]
