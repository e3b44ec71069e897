# SPDX-License-Identifier: EUPL-1.2
"""From the rows of a sheet to requirements: every row ends as usable, unusable with a reason, or blank."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samencontroleren.core.sheet_cells import CellValue, cell_text, clean, column_letter
from samencontroleren.core.sheet_workbook import Range, Workbook, merged_ranges, read_values
from samencontroleren.questionnaires.sheet_formulas import HiddenCells, hidden_cells
from samencontroleren.questionnaires.sheet_mapping import HeaderGuess
from samencontroleren.questionnaires.sheet_mapping import Mapping as ColumnMapping
from samencontroleren.questionnaires.sheet_reasons import NOTES, UNUSABLE
from samencontroleren.questionnaires.sheet_synonyms import FIELD_LIMITS

Progress = Callable[[int, int], None]
"""Called with the number of rows read and the number of rows there are."""

_PROGRESS_STEP = 250
_EXCERPT = 160
_HEADING = 80


@dataclass(frozen=True)
class Note:
    """Something a person should know of a usable row: a key of `NOTES`, its msgid and the values in it."""

    code: str
    message: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class ImportedRow:
    """A usable row; `row_number` is what the spreadsheet shows, `values` holds the filled fields."""

    row_number: int
    values: Mapping[str, str]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class UnusableRow:
    """A row that cannot become a requirement: a key of `UNUSABLE`, its msgid, the values in it, and its
    start.
    """

    sheet: str
    row_number: int
    reason_code: str
    message: str
    params: Mapping[str, Any]
    excerpt: str


@dataclass(frozen=True)
class ImportResult:
    """What became of the `rows_read` rows under the header: usable, unusable and blank add up to it."""

    usable: list[ImportedRow]
    unusable: list[UnusableRow]
    blank_rows: int
    rows_read: int


def import_rows(
    workbook: Workbook,
    sheet: str,
    header: HeaderGuess,
    mapping: ColumnMapping,
    on_progress: Progress | None = None,
) -> ImportResult:
    """Read all rows under `header` into the fields of `mapping`.

    Raises ValueError when a required field has no column, KeyError for an unknown sheet, or SheetRefused when
    the file cannot be read after all.
    """
    if mapping.missing:
        raise ValueError(f"no column for {', '.join(mapping.missing)}")
    importer = _Importer(workbook, sheet, header, mapping)
    total = max(workbook.sheet(sheet).rows - header.first_data_row, 0)
    for index, values in enumerate(read_values(workbook, sheet)):
        importer.take(index, values)
        done = index + 1 - header.first_data_row
        if on_progress is not None and done > 0 and (done % _PROGRESS_STEP == 0 or done == total):
            on_progress(done, total)
    return importer.result()


@dataclass
class _Row:
    """One row while it is read: `index` from 0, all its texts, and what was noticed."""

    index: int
    texts: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.index + 1

    def note(self, code: str, **params: Any) -> None:
        self.notes.append(Note(code, NOTES[code], params))


class _Unusable(Exception):
    """Ends the reading of one row, with the reason."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class _MergedCells:
    """Vertical merges per column, as rows (first, last) in order."""

    def __init__(self, ranges: list[Range]) -> None:
        self.spans: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _) in ranges:
            if bottom > top:
                self.spans.setdefault(left, []).append((top, bottom))
        for spans in self.spans.values():
            spans.sort()

    def anchor(self, row: int, column: int) -> int | None:
        """The row whose value covers the cell, or None when the cell is not covered by one above it."""
        spans = self.spans.get(column, [])
        position = bisect_right(spans, (row, -1)) - 1
        if position < 0 or spans[position][1] < row:
            return None
        return spans[position][0]


class _Importer:
    """Takes the rows of one sheet in order and sorts them."""

    def __init__(self, workbook: Workbook, sheet: str, header: HeaderGuess, mapping: ColumnMapping) -> None:
        self.sheet, self.header, self.mapping = sheet, header, mapping
        columns = frozenset(mapping.columns.values())
        self.hidden: HiddenCells = hidden_cells(workbook, sheet, columns, mapping.columns["external_id"])
        self.merged = _MergedCells(merged_ranges(workbook, sheet))
        self.last_filled: dict[int, tuple[int, str]] = {}
        self.header_rows: list[list[str]] = []
        self.numbers: dict[int, int] = {}
        self.seen: dict[str, int] = {}
        self.heading = ""
        self.usable: list[ImportedRow] = []
        self.unusable: list[UnusableRow] = []
        self.blank_rows = self.rows_read = 0

    def result(self) -> ImportResult:
        return ImportResult(self.usable, self.unusable, self.blank_rows, self.rows_read)

    def take(self, index: int, values: list[CellValue]) -> None:
        """Sort one row: blank, unusable with a reason, or usable."""
        row = self._read(index, values)
        if index < self.header.first_data_row:
            if index >= self.header.first_row:
                self.header_rows.append(row.texts)
            return
        self.rows_read += 1
        if not any(row.texts) and not self._hides_something(index):
            self.blank_rows += 1
            return
        try:
            self._check(row, values)
        except _Unusable as reason:
            excerpt = " | ".join(text for text in row.texts if text)[:_EXCERPT]
            message = UNUSABLE[reason.code]
            self.unusable.append(UnusableRow(self.sheet, row.number, reason.code, message, reason.params, excerpt))
        else:
            self.usable.append(ImportedRow(row.number, row.fields, tuple(row.notes)))

    def _read(self, index: int, values: list[CellValue]) -> _Row:
        row = _Row(index, [])
        watched = set(self.mapping.columns.values())
        for column, value in enumerate(values):
            text, changed = clean(cell_text(value))
            row.texts.append(text)
            if changed and column in watched:
                row.note("cleaned", column=column_letter(column))
            if text and column in watched and index >= self.header.first_data_row:
                self.last_filled[column] = (index, text)
        return row

    def _hides_something(self, index: int) -> bool:
        places = [(index, column) for column in self.mapping.columns.values()]
        return any(place in self.hidden.formulas or place in self.hidden.errors for place in places)

    def _check(self, row: _Row, values: list[CellValue]) -> None:
        """Fill `row.fields`; raises _Unusable with the first reason found."""
        self._check_not_filler(row)
        if row.texts in self.header_rows:
            raise _Unusable("repeated_header")
        self._check_not_heading(row)
        external_id = self._external_id(row, values)
        if not self._text_at(row, "text"):
            self._refuse_hidden(row, "text")
            raise _Unusable("no_text")
        for name in self.mapping.columns:
            value = external_id if name == "external_id" else self._value(row, name)
            if value:
                row.fields[name] = value
        if self.mapping.headings_as_theme and self.heading and "theme" not in self.mapping.columns:
            row.fields["theme"] = self.heading[: FIELD_LIMITS["theme"]]
        self._check_lengths(row)
        first = self.seen.setdefault(external_id.casefold(), row.number)
        if first != row.number:
            raise _Unusable("duplicate_id", id=external_id, row=first)

    def _text_at(self, row: _Row, name: str) -> str:
        column = self.mapping.columns[name]
        return row.texts[column] if 0 <= column < len(row.texts) else ""

    def _check_not_filler(self, row: _Row) -> None:
        for name in ("external_id", "text"):
            anchor = self.merged.anchor(row.index, self.mapping.columns[name])
            if anchor is not None and not self._text_at(row, name):
                raise _Unusable("merged_filler", row=anchor + 1)

    def _check_not_heading(self, row: _Row) -> None:
        filled = [column for column, text in enumerate(row.texts) if text]
        if len(filled) != 1 or self._hides_something(row.index):
            return
        column, text = filled[0], row.texts[filled[0]]
        # One word with a digit under the ids is an id without a text; a long line under the texts is a text.
        is_id = column == self.mapping.columns["external_id"] and " " not in text and any(map(str.isdigit, text))
        is_text = column == self.mapping.columns["text"] and (len(text) > _HEADING or text.endswith("."))
        if not is_id and not is_text:
            self.heading = text
            raise _Unusable("heading")

    def _external_id(self, row: _Row, values: list[CellValue]) -> str:
        column = self.mapping.columns["external_id"]
        text = self._text_at(row, "external_id")
        if not text:
            text = self._computed_id(row)
        if text.isdecimal() and len(text) < 16:
            self.numbers[row.index] = int(text)
        if column < len(values) and hasattr(values[column], "isoformat"):
            row.note("date_as_id")
        return text

    def _computed_id(self, row: _Row) -> str:
        number = self.hidden.next_id(row.index, self.numbers)
        if number is None:
            self._refuse_hidden(row, "external_id")
            raise _Unusable("no_id")
        row.note("computed_id")
        return str(number)

    def _refuse_hidden(self, row: _Row, name: str) -> None:
        place = (row.index, self.mapping.columns[name])
        letter = column_letter(place[1])
        if place in self.hidden.errors:
            raise _Unusable("cell_error", column=letter, value=self.hidden.errors[place])
        if place in self.hidden.formulas:
            raise _Unusable("formula_without_value", column=letter)

    def _value(self, row: _Row, name: str) -> str:
        """The text of an optional field: its own, that of the merged cell it lies in, or the one above it."""
        text = self._text_at(row, name)
        if text or name == "text":
            return text
        column = self.mapping.columns[name]
        filled_at, above = self.last_filled.get(column, (-1, ""))
        if name in self.mapping.fill_down or self.merged.anchor(row.index, column) == filled_at:
            return above
        self._note_hidden(row, column)
        return ""

    def _note_hidden(self, row: _Row, column: int) -> None:
        place = (row.index, column)
        if place in self.hidden.errors:
            row.note("cell_error", column=column_letter(column), value=self.hidden.errors[place])
        elif place in self.hidden.formulas:
            row.note("formula_without_value", column=column_letter(column))

    def _check_lengths(self, row: _Row) -> None:
        for name, value in row.fields.items():
            limit = FIELD_LIMITS[name]
            if len(value) <= limit:
                continue
            if name == "external_id":
                raise _Unusable("id_too_long", length=len(value), limit=limit)
            column = column_letter(self.mapping.columns[name])
            raise _Unusable("too_long", column=column, length=len(value), limit=limit)
