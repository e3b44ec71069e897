# SPDX-License-Identifier: EUPL-1.2
"""Was/wordt as a workbook: a sheet with the counts, and one with a row for each text or property that differs."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from samencontroleren.core.sheet_writer import Marked, SheetColumn, SheetTable, Value, write_workbook
from samencontroleren.core.typography import day
from samencontroleren.core.web import pick
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.comparing import Compared
from samencontroleren.questionnaires.comparison_pdf import version_name
from samencontroleren.questionnaires.comparison_view import Pieces, Shown, known_of, shown


def comparison_sheet(compared: Compared, language: str, today: date) -> bytes:
    """All that differs as xlsx; words that differ are struck out and underlined. Cells can not begin a formula."""
    title = _("Was/wordt: %(name)s", name=version_name(compared, newest=True))
    return write_workbook([_counts(compared, today), _changes(compared, language)], title, "Samen Controleren")


def _counts(compared: Compared, today: date) -> SheetTable:
    above = [
        (_("Was"), version_name(compared, newest=False)),
        (_("Wordt"), version_name(compared, newest=True)),
        (_("Gemaakt op"), day(today)),
        (),
    ]
    columns = [SheetColumn(_("Wat er is gebeurd"), 28), SheetColumn(_("Eisen"), 48)]
    rows = [(pick(labels.CHANGE[mark]), number) for mark, number in compared.comparison.counts.items()]
    return SheetTable(_("Overzicht"), columns, rows, above=above)


def _changes(compared: Compared, language: str) -> SheetTable:
    columns = [
        SheetColumn(_("Code"), 18),
        SheetColumn(_("Titel"), 34),
        SheetColumn(_("Thema"), 22),
        SheetColumn(_("Wat er is gebeurd"), 24),
        SheetColumn(_("Onderdeel"), 30),
        SheetColumn(_("Was"), 60),
        SheetColumn(_("Wordt"), 60),
    ]
    known = known_of(compared.comparison)
    rows = (row for each in compared.comparison.differing for row in _rows(shown(each, known, language)))
    return SheetTable(_("Was en wordt"), columns, rows)


def _rows(each: Shown) -> Iterator[tuple[Value, ...]]:
    happened = ", ".join(pick(labels.CHANGE[mark]) for mark in each.marks)
    for beside in (*each.texts, *each.properties):
        sides = (_marked(beside.was, is_struck=True), _marked(beside.becomes, is_struck=False))
        yield (", ".join(each.codes), each.title, each.theme, happened, beside.label, *sides)


def _marked(pieces: Pieces, is_struck: bool) -> Marked:
    return Marked([(piece.text, piece.differs) for piece in pieces], is_struck)
