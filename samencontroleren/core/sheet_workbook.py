# SPDX-License-Identifier: EUPL-1.2
"""Open a spreadsheet and read its cells as text, whatever its kind, within the limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path, PurePath

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from samencontroleren.core.sheet_archive import Kind, identify
from samencontroleren.core.sheet_cells import CellValue, cell_text, clean
from samencontroleren.core.sheet_csv import CsvForm, csv_form, csv_rows
from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.core.sheet_source import SheetInfo, Source, opened
from samencontroleren.core.sheet_xml import Extent, ods_extents, xlsx_extents

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Workbook:
    """A spreadsheet that was found readable. Holds no open file: every read opens it again."""

    source: Source
    filename: str
    kind: Kind
    sheets: tuple[SheetInfo, ...]
    limits: Limits
    csv: CsvForm | None = None

    def sheet(self, name: str) -> SheetInfo:
        """The sheet called `name`. Raises KeyError when there is none."""
        for info in self.sheets:
            if info.name == name:
                return info
        raise KeyError(name)


def open_workbook(source: Source, filename: str, limits: Limits | None = None) -> Workbook:
    """Look at a file, uploaded as `filename`, and list its sheets.

    Raises SheetRefused, with a code and a message for people, for anything that is not an xlsx, ods or csv by
    content and by name, is encrypted, has macros, is damaged, is empty or passes one of the `limits`.
    """
    limits = limits or Limits()
    kind = identify(source, filename, limits)
    form = csv_form(source) if kind == "csv" else None
    if form is not None:
        sheets: tuple[SheetInfo, ...] = (_csv_info(source, filename, form, limits),)
    else:
        sheets = _office_infos(source, xlsx_extents(source, limits) if kind == "xlsx" else ods_extents(source, limits))
    if not any(info.rows for info in sheets):
        raise SheetRefused("empty")
    return Workbook(source, filename, kind, sheets, limits, form)


def read_values(workbook: Workbook, sheet: str) -> Iterator[list[CellValue]]:
    """All rows of `sheet` from the first, one at a time, as the values stored in the file.

    Raises KeyError for an unknown sheet, SheetRefused when the file cannot be read after all.
    """
    info = workbook.sheet(sheet)
    if workbook.csv is not None:
        for record in islice(csv_rows(workbook.source, workbook.csv, sheet, workbook.limits), info.rows):
            yield [*record]
        return
    with _office_sheet(workbook.source, sheet) as office:
        # The iterator gives blank rows above the first filled cell, but no blank columns to the left of it.
        left: list[CellValue] = [""] * (office.start[1] if office.start else 0)
        rows = (left + row for row in islice(office.iter_rows(), info.rows))
        # It also stops before rows that hold only formulas without a value; those have to be seen.
        yield from islice(chain(rows, repeat([])), info.rows)


def read_rows(workbook: Workbook, sheet: str, start: int, stop: int) -> list[list[str]]:
    """Rows `start` up to but not including `stop` (from 0) as trimmed, cleaned text, as wide as the sheet.

    Raises KeyError for an unknown sheet, SheetRefused when the file cannot be read after all.
    """
    width = workbook.sheet(sheet).columns
    return [text_row(values, width) for values in islice(read_values(workbook, sheet), start, stop)]


def text_row(values: list[CellValue], width: int) -> list[str]:
    """`values` as trimmed, cleaned text, cut or filled up to `width` cells."""
    texts = [clean(cell_text(value))[0] for value in values[:width]]
    return texts + [""] * (width - len(texts))


def merged_ranges(workbook: Workbook, sheet: str) -> list[Range]:
    """The merged cells as ((row, column), (row, column)), first and last, from 0. Only an xlsx tells them."""
    if workbook.kind != "xlsx":
        return []
    with _office_sheet(workbook.source, sheet) as office:
        return office.merged_cell_ranges or []


def _csv_info(source: Source, filename: str, form: CsvForm, limits: Limits) -> SheetInfo:
    name = PurePath(filename.replace("\\", "/")).stem
    rows = columns = 0
    for number, record in enumerate(csv_rows(source, form, name, limits), start=1):
        filled = [index for index, text in enumerate(record, start=1) if text.strip()]
        if filled:
            rows, columns = number, max(columns, filled[-1])
    return SheetInfo(name, rows, columns)


def _office_infos(source: Source, extents: dict[str, Extent]) -> tuple[SheetInfo, ...]:
    with _calamine(source) as office:
        return tuple(
            SheetInfo(
                meta.name,
                extents[meta.name].rows,
                extents[meta.name].columns,
                meta.visible == SheetVisibleEnum.Visible,
            )
            for meta in office.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        )


@contextmanager
def _office_sheet(source: Source, sheet: str) -> Iterator[CalamineSheet]:
    with _calamine(source) as office:
        yield office.get_sheet_by_name(sheet)


@contextmanager
def _calamine(source: Source) -> Iterator[CalamineWorkbook]:
    try:
        with _load(source) as office:
            yield office
    except (SheetRefused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except PasswordError as error:
        raise SheetRefused("encrypted") from error
    # A panic in the Rust code is not an Exception but a BaseException of its own.
    except BaseException as error:
        raise SheetRefused("damaged") from error


def _load(source: Source) -> CalamineWorkbook:
    if isinstance(source, Path):
        return CalamineWorkbook.from_path(source)
    with opened(source) as stream:
        return CalamineWorkbook.from_filelike(stream)
