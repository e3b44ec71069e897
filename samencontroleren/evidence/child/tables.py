# SPDX-License-Identifier: EUPL-1.2
"""The first rows of the sheets of a workbook, and what is in a zip."""

import zipfile
from typing import IO, Any

from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.core.sheet_source import SheetInfo
from samencontroleren.core.sheet_workbook import Workbook, open_workbook, read_rows
from samencontroleren.evidence import types
from samencontroleren.evidence.child.content import SHEET_NAMES, SIZED_BEFORE
from samencontroleren.evidence.child.reasons import Refused, of_sheet

MOST_ROWS = 200
MOST_COLUMNS = 40
MOST_LETTERS = 500
MOST_SHEETS = 20


def read(media_type: str, stream: IO[bytes]) -> dict[str, Any]:
    """`tables` as (name, rows, is_cut), and whether there are more of them (`is_cut`). Raises Refused."""
    if media_type == types.ZIP:
        return {"tables": [("", _entries(stream), False)], "is_cut": False}
    try:
        book = open_workbook(stream, SHEET_NAMES[media_type], SIZED_BEFORE)
        shown = [info for info in book.sheets if info.visible and info.rows]
        return {"tables": [_sheet(book, info) for info in shown[:MOST_SHEETS]], "is_cut": len(shown) > MOST_SHEETS}
    except SheetRefused as error:
        raise of_sheet(error) from error


def _sheet(book: Workbook, info: SheetInfo) -> tuple[str, list[list[str]], bool]:
    rows = read_rows(book, info.name, 0, min(info.rows, MOST_ROWS))
    return info.name, [_cut(row) for row in rows], info.rows > MOST_ROWS


def _entries(stream: IO[bytes]) -> list[list[str]]:
    """Name and size of each file (its names were looked at when the zip was taken)."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return [_cut([each.filename, str(each.file_size)]) for each in archive.infolist() if not each.is_dir()]
    except zipfile.BadZipFile as error:
        raise Refused("damaged") from error


def _cut(row: list[str]) -> list[str]:
    return [cell[:MOST_LETTERS] for cell in row[:MOST_COLUMNS]]
