# SPDX-License-Identifier: EUPL-1.2
"""Writing workbooks (xlsx) that are safe to open and pleasant to read, from plain values.

No cell can begin a formula; text keeps each sign that XML can hold. A row of names for machines can stand hidden
above the header, so that what is changed in the sheet can be read back by name. The counterpart of `sheet_workbook`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from samencontroleren.core.sheet_cells import cell_safe


@dataclass(frozen=True)
class Marked:
    """Text in runs, of which some are bold and struck out, or bold and underlined."""

    runs: Sequence[tuple[str, bool]]
    is_struck: bool


Value = str | int | Marked
LONGEST = 32_767
"""Characters in one cell, as Excel allows."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEADER = (Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="12325C"))
_TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class SheetColumn:
    """A column: what stands above it, its width in characters, whether it is hidden, and its name for machines."""

    label: str
    width: int = 20
    is_hidden: bool = False
    name: str = ""
    choices: Sequence[str] = ()
    """What a person picks from in its cells; without a comma in it."""


@dataclass(frozen=True)
class SheetTable:
    """One sheet of a workbook: a header, and rows under it; `above` holds lines over the header."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]
    is_hidden: bool = False
    above: Sequence[Sequence[Value]] = ()


def write_workbook(tables: Sequence[SheetTable], title: str, author: str) -> bytes:
    """The workbook as xlsx. When columns have names, these stand in a hidden first row."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _kept(title), author
    for table in tables:
        _write(book.create_sheet(sheet_title(table.title)), table)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def sheet_title(text: str) -> str:
    """A text as the name of a sheet: without the signs that are not allowed there, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\']", " ", _kept(text)).strip()[:31] or "Blad"


def _write(sheet: Any, table: SheetTable) -> None:
    is_named = any(column.name for column in table.columns)
    _set_up(sheet, table, 1 + is_named + len(table.above))
    if is_named:
        sheet.row_dimensions[1].hidden = True
        sheet.append([_cell(sheet, column.name) for column in table.columns])
    for line in table.above:
        sheet.append([_cell(sheet, value) for value in line])
    sheet.append([_header_cell(sheet, column.label) for column in table.columns])
    first, count = 1 + is_named + len(table.above) + 1, 0
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    _offer_choices(sheet, table, first, first + count - 1)


def _set_up(sheet: Any, table: SheetTable, header_row: int) -> None:
    """What has to be known before the first row is written."""
    for number, column in enumerate(table.columns, start=1):
        measures = sheet.column_dimensions[get_column_letter(number)]
        measures.width, measures.hidden = column.width, column.is_hidden
    sheet.sheet_state = "hidden" if table.is_hidden else "visible"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(len(table.columns))}{header_row}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _offer_choices(sheet: Any, table: SheetTable, first: int, last: int) -> None:
    for number, column in enumerate(table.columns, start=1):
        if column.choices and last >= first:
            offered = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            offered.add(f"{get_column_letter(number)}{first}:{get_column_letter(number)}{last}")
            sheet.data_validations.append(offered)


def _header_cell(sheet: WriteOnlyWorksheet, label: str) -> Any:
    cell = _cell(sheet, label)
    cell.font, cell.fill = _HEADER
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    cell: Any
    if isinstance(value, int):
        cell = WriteOnlyCell(sheet, value)
    elif isinstance(value, Marked):
        rich: Any = _rich(value)
        cell = WriteOnlyCell(sheet, rich)
    else:
        cell = WriteOnlyCell(sheet, _ESCAPE_LIKE.sub("_x005F_", cell_safe(_kept(value)))[:LONGEST])
        cell.data_type = "s"
    cell.alignment = _TOP
    return cell


def _rich(value: Marked) -> CellRichText | str:
    """Rich text, which no program reads as a formula; without a marked run plain text, made safe."""
    runs = [(_ESCAPE_LIKE.sub("_x005F_", _kept(text)), is_on) for text, is_on in value.runs]
    if not any(is_on for _text, is_on in runs):
        return cell_safe("".join(text for text, _is_on in runs))[:LONGEST]
    font = InlineFont(b=True, strike=True) if value.is_struck else InlineFont(b=True, u="single")
    return CellRichText(*(TextBlock(font, text) if is_on else text for text, is_on in runs if text))


def _kept(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
