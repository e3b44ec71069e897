# SPDX-License-Identifier: EUPL-1.2
"""Was/wordt as a workbook: a sheet with the counts, and one with a row for each text or property that differs."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from samencontroleren.core.sheet_cells import cell_safe, clean
from samencontroleren.core.typography import day
from samencontroleren.core.web import pick
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.comparing import Compared
from samencontroleren.questionnaires.comparison_pdf import version_name
from samencontroleren.questionnaires.comparison_view import Beside, Pieces, Shown, known_of, shown

GONE, ADDED = InlineFont(b=True, strike=True), InlineFont(b=True, u="single")
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDTHS = (18, 34, 22, 24, 30, 60, 60)


def comparison_sheet(compared: Compared, language: str, today: date) -> bytes:
    """All that differs as xlsx; words that differ are struck out and underlined. Cells can not begin a formula."""
    book = Workbook()
    counts = book.active
    assert isinstance(counts, Worksheet)  # noqa: S101 -- a new workbook has one
    _fill_counts(counts, compared, today)
    known = known_of(compared.comparison)
    _fill_changes(
        book.create_sheet(_("Was en wordt")),
        (shown(each, known, language) for each in compared.comparison.differing),
    )
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def _fill_counts(sheet: Worksheet, compared: Compared, today: date) -> None:
    sheet.title = _("Overzicht")
    sheet.append([_("Was"), cell_safe(version_name(compared, newest=False))])
    sheet.append([_("Wordt"), cell_safe(version_name(compared, newest=True))])
    sheet.append([_("Gemaakt op"), day(today)])
    sheet.append([])
    for mark, number in compared.comparison.counts.items():
        sheet.append([pick(labels.CHANGE[mark]), number])
    for letter, width in (("A", 24), ("B", 48)):
        sheet.column_dimensions[letter].width = width


def _fill_changes(sheet: Worksheet, rows: Iterator[Shown]) -> None:
    names = (_("Code"), _("Titel"), _("Thema"), _("Wat er is gebeurd"), _("Onderdeel"), _("Was"), _("Wordt"))
    sheet.append(names)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for each in rows:
        for beside in (*each.texts, *each.properties):
            sheet.append(_cells(each, beside))
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = WRAPPED
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _cells(each: Shown, beside: Beside) -> list[Any]:
    happened = ", ".join(pick(labels.CHANGE[mark]) for mark in each.marks)
    plain = (", ".join(each.codes), each.title, each.theme, happened, beside.label)
    return [*(cell_safe(clean(text)[0]) for text in plain), _rich(beside.was, GONE), _rich(beside.becomes, ADDED)]


def _rich(pieces: Pieces, font: InlineFont) -> CellRichText | str:
    """Text of which some words are marked; a program never reads rich text as a formula, plain text it may."""
    parts = [(clean_run(piece.text), piece.differs) for piece in pieces]
    if not any(differs for _text, differs in parts):
        return cell_safe("".join(text for text, _differs in parts))
    return CellRichText(*(TextBlock(font, text) if differs else text for text, differs in parts if text))


def clean_run(text: str) -> str:
    """A run of words without unseen signs, with the space around it."""
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{clean(text.strip())[0]}{tail}" if text.strip() else text
