# SPDX-License-Identifier: EUPL-1.2
"""The contract annex as a workbook: a row per requirement, with room for the tenderer's answer and proof."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from samencontroleren.core.sheet_cells import cell_safe, clean
from samencontroleren.procurement.annex import Annex, Row
from samencontroleren.procurement.document_words import word

COLUMNS: tuple[tuple[str, int], ...] = (
    ("number", 14),
    ("theme", 20),
    ("title", 30),
    ("text", 52),
    ("weight", 12),
    ("applies", 26),
    ("why", 44),
    ("proof", 36),
    ("norms", 26),
    ("answer", 20),
    ("how_met", 44),
    ("evidence", 32),
)
HIDDEN = ("eis-id", "tekst-id")
"""Stable keys behind each row, so that an answered sheet can be read back whatever was sorted."""
ANSWERS = ("yes", "partly", "no", "na")
HEAD = PatternFill("solid", fgColor="154273")
ROOM = PatternFill("solid", fgColor="FFF8DC")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def annex_sheet(annex: Annex) -> bytes:
    """The annex as xlsx. No cell can begin a formula."""
    book = Workbook()
    about: Any = book.active
    _about(about, annex)
    _lines(book.create_sheet(word("sheet_lines", annex.language)), annex)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def safe(text: str) -> str:
    """Text as a cell can hold it."""
    return cell_safe(clean(text)[0])


def _about(sheet: Any, annex: Annex) -> None:
    sheet.title = word("sheet_about", annex.language)
    sheet.append([safe(annex.title)])
    sheet["A1"].font = Font(bold=True, size=14, color="154273")
    if annex.is_draft:
        sheet.append([word("draft", annex.language)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    sheet.append([])
    for label, value in annex.facts:
        sheet.append([label, safe(value)])
        sheet.cell(sheet.max_row, 2).alignment = WRAPPED
    sheet.append([])
    sheet.append([word("how", annex.language)])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    for each in annex.how:
        sheet.append(["", each])
        sheet.cell(sheet.max_row, 2).alignment = WRAPPED
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90


def _lines(sheet: Any, annex: Annex) -> None:
    sheet.append([*(word(name, annex.language) for name, _width in COLUMNS), *HIDDEN])
    head(sheet)
    for row in annex.rows:
        sheet.append([*(_cell(row, name) for name, _width in COLUMNS), str(row.key), str(row.wording)])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = WRAPPED
        for cell in cells[9:12]:
            cell.fill = ROOM
    for number, (_name, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for number in range(len(COLUMNS) + 1, len(COLUMNS) + len(HIDDEN) + 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].hidden = True
    _choices(sheet, annex.language)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:L{sheet.max_row}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _cell(row: Row, name: str) -> str:
    return safe(getattr(row, name, ""))


def head(sheet: Any) -> None:
    """The first row as a head."""
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), HEAD, WRAPPED


def _choices(sheet: Any, language: str) -> None:
    listed = ",".join(word(each, language) for each in ANSWERS)
    validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add(f"J2:J{max(2, sheet.max_row)}")
