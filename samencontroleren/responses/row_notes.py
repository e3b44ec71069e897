# SPDX-License-Identifier: EUPL-1.2
"""A list of rows as it is typed: what a row still lacks, said at the row while it is a draft; and blank rows left out.

Half a row is kept and does not count (`answer_checks`): who typed it is told at once, not when the answer is confirmed.
"""

from collections.abc import Mapping

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form
from samencontroleren.core.messages import N_
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.answer_checks import checks_of
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.reading import is_blank

PARTS: Mapping[str, str] = {"name": N_("naam"), "country": N_("land"), "service": N_("dienst")}
"""The columns of a row in a sentence."""


def form_as_typed(typed: MultiDict[str, str], error: Invalid) -> Form:
    """The form of an answer as it was sent; without blank rows, as messages count the rows."""
    return Form.typed(_without_blank_rows(typed), error)


def _without_blank_rows(typed: MultiDict[str, str]) -> MultiDict[str, str]:
    numbered = answer_kinds.numbered_rows(typed.to_dict(flat=False))
    there = {f"row-{number}-{name}" for number, row in numbered.items() for name in row}
    kept = MultiDict((name, text) for name, text in typed.items(multi=True) if name not in there)
    for at, row in enumerate(_filled(numbered).values()):
        kept.update({f"row-{at}-{name}": text for name, text in row.items()})
    return kept


def notes_in(version: RequirementVersion, form: Form) -> dict[int, str]:
    """By number of the row in a form what it still lacks, in words; nothing where a message says so already."""
    cells = {number: _cells(form, number) for number in range(answer_kinds.ROW_LIMIT)}
    return {
        number: note
        for number, note in notes_of(version, {each: row for each, row in cells.items() if row}).items()
        if not any(form.errors(f"row-{number}-{name}") for name in PARTS)
    }


def notes_of(version: RequirementVersion, numbered: Mapping[int, Mapping[str, str]]) -> dict[int, str]:
    """The same of rows by number; blank rows lack nothing."""
    if version.answer_kind is not AnswerKind.ROWS:
        return {}
    filled = _filled(numbered)
    numbers, lacking = list(filled), dict[int, list[str]]()
    for at, name in checks_of(version, clock.today()).blank_cells(list(filled.values())):
        lacking.setdefault(numbers[at], []).append(_(PARTS[name]))
    return {
        number: _("Vul in deze regel nog in: %(parts)s.", parts=", ".join(names)) for number, names in lacking.items()
    }


def _cells(form: Form, number: int) -> dict[str, str]:
    found = {name: form.value(f"row-{number}-{name}") for name in answer_kinds.ROW_FIELDS}
    return {name: text for name, text in found.items() if text is not None}


def _filled(numbered: Mapping[int, Mapping[str, str]]) -> dict[int, Mapping[str, str]]:
    return {number: row for number, row in numbered.items() if not all(is_blank(text) for text in row.values())}
