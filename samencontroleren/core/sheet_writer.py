# SPDX-License-Identifier: EUPL-1.2
"""Writing workbooks (xlsx) that are safe to open and pleasant to read, from plain values.

No cell can begin a formula; text keeps each sign that XML can hold. A row of names for machines can stand hidden
above the header, so that what is changed in the sheet can be read back by name. A sheet can be closed but for the cells
meant to be filled in (without a password: against slips, not against people). The counterpart of `sheet_workbook`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from samencontroleren.core.sheet_cells import cell_safe


@dataclass(frozen=True)
class Marked:
    """Text in runs, of which some are bold and struck out, or bold and underlined."""

    runs: Sequence[tuple[str, bool]]
    is_struck: bool


@dataclass(frozen=True)
class Open:
    """A cell to fill in, with what stands there now: in a closed sheet only these can be changed.

    Text stays text whatever is typed; a day or number (or nothing, with `is_free`) is read by the program's own rules.
    """

    value: "str | int | float | date" = ""
    is_free: bool = False


@dataclass(frozen=True)
class Offer:
    """What a person picks from in one cell: the first `count` cells of a column of another sheet.

    Rows and columns count from 0, in the rows of the table and in those of the other one, header not counted.
    """

    row: int
    column: int
    sheet: str
    source: int
    count: int


@dataclass(frozen=True)
class Greyed:
    """A row that fades while a formula of our own making is true (never text of others: see `quoted`)."""

    row: int
    formula: str


Value = str | int | float | date | Marked | Open
LONGEST = 32_767
"""Characters in one cell, as Excel allows."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEADER = (Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="12325C"))
_TOP = Alignment(vertical="top", wrap_text=True)
_LINE = Side(style="thin", color="8FA3BF")
_OPEN = (PatternFill("solid", fgColor="FFF9DB"), Border(_LINE, _LINE, _LINE, _LINE), Protection(locked=False))
_FADED = (Font(color="767676", strike=True), PatternFill("solid", bgColor="E3E3E3"))
LINE, HIGHEST, ROOM = 15.0, 400.0, 1
"""Points of a line and of the highest row, and spare lines in a cell to type in."""
_TEXT, _DAY = "@", "DD-MM-YYYY"


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
    is_out_of_sight: bool = False
    """Hidden so that the program does not offer to show it."""
    is_closed: bool = False
    """Only `Open` cells can be changed."""
    is_fitted: bool = False
    """Rows are given the height of their text, as in a closed sheet; for long texts to read in any program."""
    frozen_columns: int = 0
    offers: Sequence[Offer] = ()
    greyed: Sequence[Greyed] = ()
    is_named: bool = False
    """Has the hidden row of names although no column has one: so that rows stand at the same place in all sheets."""


def write_workbook(tables: Sequence[SheetTable], title: str, author: str) -> bytes:
    """The workbook as xlsx. When columns have names, these stand in a hidden first row."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _kept(title), author
    for table in tables:
        _write(book.create_sheet(sheet_title(table.title)), table)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def place_of(row: int, column: int) -> str:
    """The address of a cell of a table with a row of names and nothing above its header; both count from 0."""
    return f"${get_column_letter(column + 1)}${row + 3}"


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + _kept(text).replace('"', '""') + '"'


def sheet_quoted(title: str) -> str:
    """The name of a sheet inside a formula (`sheet_title` leaves no quote in it)."""
    return f"'{title}'"


def sheet_title(text: str) -> str:
    """A text as the name of a sheet: without the signs that are not allowed there, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\']", " ", _kept(text)).strip()[:31] or "Blad"


def _write(sheet: Any, table: SheetTable) -> None:
    is_named = table.is_named or any(column.name for column in table.columns)
    header_row = 1 + is_named + len(table.above)
    _set_up(sheet, table, header_row)
    if is_named:
        sheet.row_dimensions[1].hidden = True
        sheet.append([_cell(sheet, column.name) for column in table.columns])
    for line in table.above:
        sheet.append([_line_cell(sheet, line[0])] if len(line) == 1 else [_cell(sheet, value) for value in line])
    _fit(sheet, table, header_row, [column.label for column in table.columns])
    sheet.append([_header_cell(sheet, column.label) for column in table.columns])
    first, count = 1 + is_named + len(table.above) + 1, 0
    for row in table.rows:
        _fit(sheet, table, first + count, row)
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    _offer_choices(sheet, table, first, first + count - 1)
    for offer in table.offers:
        top, bottom = place_of(0, offer.source), place_of(offer.count - 1, offer.source)
        _offer(sheet, f"{sheet_quoted(offer.sheet)}!{top}:{bottom}", place_of(offer.row, offer.column).replace("$", ""))
    last = get_column_letter(len(table.columns))
    for grey in table.greyed:
        rule = Rule(type="expression", formula=[grey.formula], dxf=DifferentialStyle(font=_FADED[0], fill=_FADED[1]))
        sheet.conditional_formatting.add(f"A{grey.row + first}:{last}{grey.row + first}", rule)


def _set_up(sheet: Any, table: SheetTable, header_row: int) -> None:
    """What has to be known before the first row is written."""
    for number, column in enumerate(table.columns, start=1):
        measures = sheet.column_dimensions[get_column_letter(number)]
        measures.width, measures.hidden = column.width, column.is_hidden
    sheet.sheet_state = "veryHidden" if table.is_out_of_sight else "hidden" if table.is_hidden else "visible"
    sheet.freeze_panes = f"{get_column_letter(table.frozen_columns + 1)}{header_row + 1}"
    if table.is_closed:
        _close(sheet)
    sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(len(table.columns))}{header_row}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _fit(sheet: Any, table: SheetTable, number: int, row: Sequence[Value]) -> None:
    """The height of a row that holds all its lines: not every program works it out itself."""
    if table.is_closed or table.is_fitted:
        shown = zip(table.columns, row, strict=False)
        lines = max((_lines(value, column.width) for column, value in shown if not column.is_hidden), default=1)
        sheet.row_dimensions[number].height = min(HIGHEST, LINE * lines)


def _lines(value: Value, width: int) -> int:
    """About how many lines a value takes; a cell to type in has room for a few more."""
    if isinstance(value, Open):
        return _lines(value.value, width) + (0 if value.is_free else ROOM)
    text = value if isinstance(value, str) else ""
    return sum(1 + len(line) * 11 // (width * 10) for line in text.split("\n"))


def _close(sheet: Any) -> None:
    """What stays possible in a closed sheet: filling in, filtering, and making room to read."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _offer_choices(sheet: Any, table: SheetTable, first: int, last: int) -> None:
    for number, column in enumerate(table.columns, start=1):
        if column.choices and last >= first:
            cells = f"{get_column_letter(number)}{first}:{get_column_letter(number)}{last}"
            _offer(sheet, f'"{",".join(column.choices)}"', cells)


def _offer(sheet: Any, source: str, cells: str) -> None:
    offered = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    offered.add(cells)
    sheet.data_validations.append(offered)


def _header_cell(sheet: WriteOnlyWorksheet, label: str) -> Any:
    cell = _cell(sheet, label)
    cell.font, cell.fill = _HEADER
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    cell: Any
    if isinstance(value, Open):
        return _open_cell(sheet, value)
    if isinstance(value, Marked):
        rich: Any = _rich(value)
        cell = WriteOnlyCell(sheet, rich)
    elif isinstance(value, str):
        cell = WriteOnlyCell(sheet, _ESCAPE_LIKE.sub("_x005F_", cell_safe(_kept(value)))[:LONGEST])
        cell.data_type = "s"
    else:
        plain: Any = value
        cell = WriteOnlyCell(sheet, plain)
    cell.alignment = _TOP
    return cell


def _line_cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    """A line that stands alone runs on over the empty cells beside it, instead of breaking in a narrow column."""
    cell = _cell(sheet, value)
    cell.alignment, cell.font = Alignment(vertical="top"), Font(bold=True)
    return cell


def _open_cell(sheet: WriteOnlyWorksheet, given: Open) -> Any:
    cell = _cell(sheet, given.value)
    cell.fill, cell.border, cell.protection = _OPEN
    if isinstance(given.value, date):
        cell.number_format = _DAY
    elif not given.is_free:
        cell.number_format = _TEXT
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
