# SPDX-License-Identifier: EUPL-1.2
"""Cells of an xlsx that look empty but are not: error values, and formulas whose outcome was never stored.

Only one kind of formula is worked out here: an id that is one above plus a fixed number (=B2+1), in a chain
that starts at a typed whole number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from samencontroleren.core.sheet_cells import column_index
from samencontroleren.core.sheet_workbook import Workbook
from samencontroleren.core.sheet_xml import WatchedCell, xlsx_watched

_STEP = re.compile(r"=?\s*\$?([A-Z]{1,3})(\d{1,7})\s*\+\s*(\d{1,6})\s*", re.IGNORECASE)

Place = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(frozen=True)
class _Step:
    offset: int
    add: int


@dataclass(frozen=True)
class HiddenCells:
    """Per place: the error value, or that a formula has no value; and per row how to work out the id."""

    errors: Mapping[Place, str] = field(default_factory=dict)
    formulas: frozenset[Place] = frozenset()
    steps: Mapping[int, _Step] = field(default_factory=dict)

    def next_id(self, row: int, numbers: Mapping[int, int]) -> int | None:
        """The id of `row` (from 0) from the whole numbers in rows above it, or None if not sure."""
        step = self.steps.get(row)
        if step is None or row + step.offset not in numbers:
            return None
        return numbers[row + step.offset] + step.add


def hidden_cells(workbook: Workbook, sheet: str, columns: frozenset[int], id_column: int) -> HiddenCells:
    """What hides behind empty cells in `columns` of `sheet`.

    Empty for ods and csv, which store their outcomes.
    """
    if workbook.kind != "xlsx":
        return HiddenCells()
    watched = xlsx_watched(workbook.source, sheet, columns, workbook.limits)
    return HiddenCells(
        {(cell.row, cell.column): cell.value for cell in watched if cell.kind == "error"},
        frozenset((cell.row, cell.column) for cell in watched if cell.kind == "formula" and not cell.has_value),
        _steps([cell for cell in watched if cell.column == id_column and cell.kind == "formula"]),
    )


def _steps(cells: list[WatchedCell]) -> dict[int, _Step]:
    groups: dict[str, _Step] = {}
    steps: dict[int, _Step] = {}
    for cell in cells:
        step = _step(cell) if cell.formula else groups.get(cell.group)
        if step is None:
            continue
        if cell.group:
            groups[cell.group] = step
        if not cell.has_value:
            steps[cell.row] = step
    return steps


def _step(cell: WatchedCell) -> _Step | None:
    """A step up in the same column, or None for any other formula."""
    match = _STEP.fullmatch(cell.formula)
    if match is None or column_index(match[1]) != cell.column:
        return None
    offset = int(match[2]) - 1 - cell.row
    # Only upwards: then the number it leans on is known by the time its row is read.
    return _Step(offset, int(match[3])) if offset < 0 else None
