# SPDX-License-Identifier: EUPL-1.2
"""Reads a workbook that came back, whatever program saved it: each row is read, or told why not. No database.

The file was looked at by the reader of sheets first (`core.sheet_workbook`): kind by content, sizes, macros, passwords.
Of a formula only its stored outcome is read.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from samencontroleren.core.errors import Refusal
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.messages import N_
from samencontroleren.core.sheet_cells import CellValue, column_letter
from samencontroleren.core.sheet_reasons import Limits
from samencontroleren.core.sheet_source import Source
from samencontroleren.core.sheet_workbook import Workbook, open_workbook, read_rows, read_values
from samencontroleren.offline import layout
from samencontroleren.offline.kinds import Reason
from samencontroleren.offline.layout import NOBODY, Cells, Given
from samencontroleren.questionnaires.sheet_formulas import HiddenCells, hidden_cells

LIMITS = Limits(rows=10_000, columns=100)
NOT_OURS = N_(
    "Dit is geen werkboek van Samen Controleren, of het verborgen deel ervan is weg. Download het werkboek opnieuw en "
    "vul dat in."
)


class NotOurs(Refusal):
    """A spreadsheet, but none that was made here."""

    def __init__(self) -> None:
        super().__init__(NOT_OURS)


@dataclass(frozen=True)
class ReadRow:
    """A question as it came back; `revision` is None when that was lost."""

    sheet: str
    number: int
    key: uuid.UUID
    revision: int | None
    digest: str
    cells: Cells
    proof: str = ""
    mark: str = ""
    """What stands under "confidential?", and what stood there when the workbook was made."""
    mark_was: str = ""
    places: tuple[tuple[str, int], ...] = ()
    """Where the lines of its list stand: sheet and row of each."""
    given: Given = NOBODY
    given_was: Given = NOBODY
    """With whom it is, and with whom it was when the workbook was made."""

    @property
    def is_marked(self) -> bool:
        """Whether somebody changed the confidential mark; blank is no change."""
        return bool(self.mark and self.mark_was) and self.mark.lower() != self.mark_was.lower()

    @property
    def is_touched(self) -> bool:
        """Whether its answer is another one than when the workbook was made."""
        return self.cells.digest != self.digest


@dataclass(frozen=True)
class Misread:
    """A row (from 1; 0: the whole sheet) that can not be used, what was typed there, and why not."""

    sheet: str
    row: int
    reason: Reason
    typed: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """All that a workbook says."""

    dossier_id: uuid.UUID | None
    language: str
    rows: list[ReadRow]
    misread: list[Misread]

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be kept until its person has chosen."""
        rows = [{**asdict(each), "key": str(each.key)} for each in self.rows]
        misread = [asdict(each) for each in self.misread]
        return {"dossier": str(self.dossier_id), "language": self.language, "rows": rows, "misread": misread}


def from_json(held: Mapping[str, Any]) -> Read:
    """What `Read.to_json` gave."""
    rows = [_row_from(each) for each in held["rows"]]
    misread = [Misread(**{**each, "reason": Reason(each["reason"])}) for each in held["misread"]]
    return Read(as_uuid(held["dossier"]), held["language"], rows, misread)


def _row_from(held: Mapping[str, Any]) -> ReadRow:
    places = tuple((sheet, row) for sheet, row in held.get("places", ()))
    given = {name: Given(**held[name]) for name in ("given", "given_was") if name in held}
    made = {"key": uuid.UUID(held["key"]), "cells": _cells(held["cells"]), "places": places, **given}
    return ReadRow(**{**held, **made})


def read_workbook(source: Source, filename: str) -> Read:
    """Read a workbook, in the process for it (see `child`).

    Raises SheetRefused for what is no readable spreadsheet, NotOurs for another one.
    """
    book = open_workbook(source, filename, LIMITS)
    origin = _origin(book)
    reader = _Reader(book, {layout.ORIGIN, origin.get("uitleg", ""), origin.get("keuzelijsten", "")})
    return Read(as_uuid(origin["dossier"]), origin.get("taal", "nl"), reader.rows(), reader.misread)


def _origin(book: Workbook) -> dict[str, str]:
    if layout.ORIGIN not in {info.name for info in book.sheets}:
        raise NotOurs()
    found = dict(row[:2] for row in read_rows(book, layout.ORIGIN, 0, 20) if len(row) >= 2)
    if found.get("vorm") != layout.FORMAT or found.get("versie") != str(layout.VERSION) or "dossier" not in found:
        raise NotOurs()
    return found


def _cells(held: Mapping[str, Any]) -> Cells:
    return Cells(held["answer"], held["explanation"], tuple(tuple(row) for row in held["rows"]))


@dataclass(frozen=True)
class _Line:
    """One line of a list, and where it stands."""

    texts: tuple[str, ...]
    sheet: str
    row: int


class _Reader:
    """Takes the sheets in order."""

    def __init__(self, book: Workbook, left_alone: set[str]) -> None:
        self.book, self.misread = book, list[Misread]()
        self.sheets = [info.name for info in book.sheets if info.name not in left_alone and info.rows]
        self.names = {name: self._names(name) for name in self.sheets}
        self.spoiled: set[uuid.UUID] = set()
        """Questions of which a line can not be read: the rest of the list is not taken either."""
        self.lines = self._lines()

    def rows(self) -> list[ReadRow]:
        """The questions, the lines of their lists with them."""
        found, first = list[ReadRow](), dict[uuid.UUID, ReadRow]()
        for sheet in self._having(layout.QUESTION_COLUMNS):
            for number, texts in self._filled(sheet):
                row = self._row(sheet, number, texts)
                if row is None:
                    continue
                if row.key in first:
                    there = first[row.key]
                    self._refuse(sheet, number, Reason.TWICE, row.cells.answer, there=there.number, beside=there.sheet)
                else:
                    first[row.key] = row
                    found.append(row)
        for sheet in self.sheets:
            if not set(self.names[sheet]) & {layout.KEY, layout.LINE_KEY}:
                self._refuse(sheet, 0, Reason.OTHER_SHEET, "")
        return found

    def _having(self, wanted: tuple[str, ...]) -> list[str]:
        return [sheet for sheet in self.sheets if set(wanted) <= set(self.names[sheet])]

    def _names(self, sheet: str) -> dict[str, int]:
        first = next(iter(read_rows(self.book, sheet, 0, 1)), [])
        return {name: at for at, name in enumerate(first) if name}

    def _filled(self, sheet: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows below both headers with what stands in our columns; what hides behind a formula is refused."""
        ours = {*layout.QUESTION_COLUMNS, *layout.MARK_COLUMNS, *layout.TASK_COLUMNS, *layout.LINE_COLUMNS}
        names = {name: at for name, at in self.names[sheet].items() if name in ours}
        key = names.get(layout.KEY, names.get(layout.LINE_KEY, 0))
        hidden = hidden_cells(self.book, sheet, frozenset(names.values()), key)
        for at, values in enumerate(read_values(self.book, sheet)):
            if at < 2:
                continue
            texts = {name: _text(values, column) for name, column in names.items()}
            if not self._hides(sheet, at, names, hidden, texts):
                yield at + 1, texts
            elif (of := as_uuid(texts.get(layout.LINE_KEY, ""))) is not None:
                self.spoiled.add(of)

    def _hides(
        self, sheet: str, at: int, names: Mapping[str, int], hidden: HiddenCells, texts: Mapping[str, str]
    ) -> bool:
        typed = " | ".join(text for name, text in texts.items() if text and name in (layout.ANSWER, *layout.LINE_NAMES))
        for column in names.values():
            letter = column_letter(column)
            if (at, column) in hidden.errors:
                self._refuse(sheet, at + 1, Reason.ERROR, typed, column=letter, value=hidden.errors[at, column])
                return True
            if (at, column) in hidden.formulas:
                self._refuse(sheet, at + 1, Reason.FORMULA, typed, column=letter)
                return True
        return False

    def _lines(self) -> dict[uuid.UUID, list[_Line]]:
        found: dict[uuid.UUID, list[_Line]] = {}
        for sheet in self._having(layout.LINE_COLUMNS):
            for number, texts in self._filled(sheet):
                line = tuple(texts[name] for name in layout.LINE_NAMES)
                key = as_uuid(texts[layout.LINE_KEY])
                if any(line) and key is None:
                    self._refuse(sheet, number, Reason.NO_KEY, " | ".join(filter(None, line)))
                elif any(line) and key is not None:
                    found.setdefault(key, []).append(_Line(line, sheet, number))
        return found

    def _row(self, sheet: str, number: int, texts: Mapping[str, str]) -> ReadRow | None:
        typed = [texts[layout.ANSWER], texts[layout.EXPLANATION], texts[layout.PROOF]]
        key = as_uuid(texts[layout.KEY])
        if key is None:
            if any(typed):
                self._refuse(sheet, number, Reason.NO_KEY, " | ".join(filter(None, typed)))
            return None
        if key in self.spoiled:
            return None
        revision = texts[layout.REVISION]
        lines = self.lines.get(key, [])
        cells = Cells(typed[0], typed[1], tuple(each.texts for each in lines))
        known = int(revision) if revision.isdecimal() and len(revision) < 10 else None
        mark, was = (texts.get(name, "") for name in layout.MARK_COLUMNS)
        places = tuple((each.sheet, each.row) for each in lines)
        email, due, *before = (texts.get(name, "") for name in layout.TASK_COLUMNS)
        given = layout.given_of(email, due), layout.given_of(*before)
        return ReadRow(sheet, number, key, known, texts[layout.DIGEST], cells, typed[2], mark, was, places, *given)

    def _refuse(self, sheet: str, row: int, reason: Reason, typed: str, **params: Any) -> None:
        self.misread.append(Misread(sheet, row, reason, typed[:300], params))


def _text(values: list[CellValue], column: int) -> str:
    return layout.read_cell(values[column]) if column < len(values) else ""
