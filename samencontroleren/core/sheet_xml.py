# SPDX-License-Identifier: EUPL-1.2
"""The xml inside xlsx and ods, read as a stream: how large a sheet is, and which formulas have no value.

python-calamine keeps a sheet as one dense block, so a single far cell, a repeated cell or a long shared text
can fill the memory from a tiny file. This looks first, in constant memory, and stops at the limits. It also
sees what calamine hides: error values and formulas without a stored value, which it both gives as empty cells.
"""

import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

from samencontroleren.core.sheet_cells import column_index
from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.core.sheet_source import Source

Attributes = dict[str, str]
_BLOCK = 65_536


@dataclass(frozen=True)
class WatchedCell:
    """A cell with an error value or a formula. Row and column count from 0.

    `formula` is as stored, without =; a shared formula has its text only in its first cell, and a `group`.
    `has_value` tells whether the program that wrote the file stored the outcome.
    """

    row: int
    column: int
    kind: Literal["formula", "error"]
    has_value: bool = False
    value: str = ""
    formula: str = ""
    group: str = ""


@dataclass
class Extent:
    """How far a sheet is filled (counted from A1), how many characters it holds, and its watched cells."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    watched: list[WatchedCell] = field(default_factory=list)


def xlsx_extents(source: Source, limits: Limits) -> dict[str, Extent]:
    """The extent of every worksheet by name, in workbook order.

    Raises SheetRefused at the first limit passed.
    """
    with zipfile.ZipFile(source) as archive:
        lengths = _shared_lengths(archive)
        parts = _sheet_parts(archive)
        return {
            name: _XlsxSheet(name, limits, lengths, frozenset()).scan(archive, part)
            for name, part in parts.items()
            if "chartsheets/" not in part.lower() and "dialogsheets/" not in part.lower()
        }


def xlsx_watched(source: Source, sheet: str, columns: frozenset[int], limits: Limits) -> list[WatchedCell]:
    """The cells in `columns` (from 0) of `sheet` that hold a formula or an error value, in order."""
    with zipfile.ZipFile(source) as archive:
        part = _sheet_parts(archive)[sheet]
        return _XlsxSheet(sheet, limits, [], columns).scan(archive, part).watched


def ods_extents(source: Source, limits: Limits) -> dict[str, Extent]:
    """The extent of every table by name, in order. Raises SheetRefused at the first limit passed."""
    with zipfile.ZipFile(source) as archive:
        scan = _OdsContent(limits)
        _parse(archive, "content.xml", scan.start, scan.end, scan.text)
        return scan.extents


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = None if end is None else lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                parser.Parse(block)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError, zipfile.BadZipFile) as error:
        raise SheetRefused("damaged") from error


def _refuse_doctype(*_: object) -> None:
    # Office files never declare one; it is the door to entity expansion.
    raise SheetRefused("damaged")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names to the names of their parts in the archive, in workbook order."""
    targets: dict[str, str] = {}
    parts: dict[str, str] = {}
    known = {name.lower(): name for name in archive.namelist()}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            key = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            parts[attributes["name"]] = known[targets[key].lower()]

    try:
        _parse(archive, "xl/_rels/workbook.xml.rels", relation)
        _parse(archive, "xl/workbook.xml", sheet)
    except StopIteration as error:
        raise SheetRefused("damaged") from error
    return parts


def _shared_lengths(archive: zipfile.ZipFile) -> list[int]:
    """The number of characters of each shared text."""
    lengths: list[int] = []
    part = next((name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    if part is None:
        return lengths

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    _parse(archive, part, start, text=text)
    return lengths


def _grow(extent: Extent, sheet: str, limits: Limits, *, row: int, column: int, text: int) -> None:
    """Count a filled cell at `row`, `column` (from 1) of `text` characters. Raises SheetRefused."""
    extent.rows = max(extent.rows, row)
    extent.columns = max(extent.columns, column)
    extent.text += text
    if extent.rows > limits.rows:
        raise SheetRefused("too_many_rows", sheet=sheet, limit=limits.rows)
    if extent.columns > limits.columns:
        raise SheetRefused("too_many_columns", sheet=sheet, limit=limits.columns)
    if extent.rows * extent.columns > limits.cells:
        raise SheetRefused("too_many_cells", sheet=sheet)
    if extent.text > limits.text:
        raise SheetRefused("too_much_text", sheet=sheet)


class _XlsxSheet:
    """Walks the cells of one worksheet part."""

    def __init__(self, name: str, limits: Limits, lengths: list[int], watched: frozenset[int]) -> None:
        self.name, self.limits, self.lengths, self.watched = name, limits, lengths, watched
        self.extent = Extent()
        self.row = self.column = -1
        self.cell: Attributes = {}
        self.parts: dict[str, str] = {}
        self.open = ""
        self.group = ""

    def scan(self, archive: zipfile.ZipFile, part: str) -> Extent:
        _parse(archive, part, self.start, self.end, self.text)
        return self.extent

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self._enter_cell(attributes)
        elif name in ("v", "f", "is"):
            self.open = name
            self.parts.setdefault(name, "")
            if name == "f":
                self.group = attributes.get("si", "")

    def _enter_cell(self, attributes: Attributes) -> None:
        self.cell, self.parts, self.group = attributes, {}, ""
        place = attributes.get("r", "")
        if place:
            letters = place.rstrip("0123456789")
            self.column, self.row = column_index(letters), int(place[len(letters) :]) - 1
        else:
            self.column += 1

    def text(self, data: str) -> None:
        if self.open:
            self.parts[self.open] += data

    def end(self, name: str) -> None:
        if name == self.open:
            self.open = ""
        elif name == "c" and self.parts:
            self._leave_cell()

    def _leave_cell(self) -> None:
        value = self.parts.get("v", "").strip()
        if not value and "is" not in self.parts and "f" not in self.parts:
            return
        size = len(value) + len(self.parts.get("is", ""))
        if self.cell.get("t") == "s" and self.lengths:
            size = self.lengths[int(value)]
        _grow(self.extent, self.name, self.limits, row=self.row + 1, column=self.column + 1, text=size)
        if self.column in self.watched:
            self._watch(value)

    def _watch(self, value: str) -> None:
        kind = self.cell.get("t")
        if kind == "e":
            self.extent.watched.append(WatchedCell(self.row, self.column, "error", value=value))
        elif "f" in self.parts:
            # An empty outcome of type str is a stored value: the formula says "nothing here".
            has_value = bool(value) or kind == "str"
            formula = self.parts["f"]
            self.extent.watched.append(
                WatchedCell(self.row, self.column, "formula", has_value, value, formula, self.group)
            )


class _OdsContent:
    """Walks all tables of a content.xml; repeated rows and cells count as often as they are repeated."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.extents: dict[str, Extent] = {}
        self.sheet = ""
        self.row = self.column = 0
        self.row_repeat = self.cell_repeat = 1
        self.inside = False
        self.filled = False
        self.length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table" and "table:name" in attributes:
            self.sheet, self.row = attributes["table:name"], 0
            self.extents.setdefault(self.sheet, Extent())
        elif name == "table-row":
            self.row_repeat, self.column = int(attributes.get("table:number-rows-repeated", "1")), 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell_repeat = int(attributes.get("table:number-columns-repeated", "1"))
            self.filled = any(key in attributes for key in ("office:value-type", "table:formula"))
            self.inside, self.length = True, 0
        elif name == "p" and self.inside:
            self.filled = True

    def text(self, data: str) -> None:
        if self.inside:
            self.length += len(data)

    def end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._leave_cell()
        elif name == "table-row":
            self.row += self.row_repeat

    def _leave_cell(self) -> None:
        self.inside = False
        self.column += self.cell_repeat
        if self.filled and self.sheet:
            text = self.length * self.row_repeat * self.cell_repeat
            last = self.row + self.row_repeat
            _grow(self.extents[self.sheet], self.sheet, self.limits, row=last, column=self.column, text=text)
