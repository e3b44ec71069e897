# SPDX-License-Identifier: EUPL-1.2
"""Has a process of its own read a sheet of requirements (see `sheet_child`); nothing of the file is opened here."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samencontroleren.core.apart import run_apart
from samencontroleren.questionnaires import sheets

CHILD = "samencontroleren.questionnaires.sheet_child"
DAMAGED = b'{"refused": "damaged", "params": {}}'


@dataclass(frozen=True)
class Book:
    """A spreadsheet that was found readable, with the first row of each sheet that has one. Holds no open file."""

    path: Path
    filename: str
    kind: str
    sheets: tuple[sheets.SheetInfo, ...]
    tops: Mapping[str, list[str]]


def open_book(path: Path, filename: str) -> Book:
    """The sheets of a file. Raises SheetRefused, with its reason, for what is no readable spreadsheet."""
    found = _ask(path, filename, "book")
    infos = tuple(sheets.SheetInfo(**each) for each in found["sheets"])
    return Book(path, filename, found["kind"], infos, found["tops"])


def read_rows(book: Book, sheet: str, start: int, stop: int) -> list[list[str]]:
    """Rows `start` up to but not including `stop` (from 0) as text, as wide as the sheet. Raises SheetRefused."""
    found: list[list[str]] = _ask(book.path, book.filename, "rows", sheet=sheet, start=start, stop=stop)
    return found


def read_values(book: Book, sheet: str) -> list[list[Any]]:
    """All rows as the values that stand in the file; a day or moment as text. Raises SheetRefused."""
    found: list[list[Any]] = _ask(book.path, book.filename, "values", sheet=sheet)
    return found


def import_rows(book: Book, sheet: str, header: sheets.HeaderGuess, mapping: sheets.Mapping) -> sheets.ImportResult:
    """All rows under the header in the fields of the mapping (`sheets.import_rows`). Raises SheetRefused."""
    asked = {"sheet": sheet, "header": asdict(header), "mapping": mapping.to_json()}
    found = _ask(book.path, book.filename, "requirements", **asked)
    usable = [
        sheets.ImportedRow(each["row_number"], each["values"], tuple(sheets.Note(**note) for note in each["notes"]))
        for each in found["usable"]
    ]
    unusable = [sheets.UnusableRow(**each) for each in found["unusable"]]
    return sheets.ImportResult(usable, unusable, found["blank_rows"], found["rows_read"])


def _ask(path: Path, filename: str, what: str, **more: Any) -> Any:
    with path.open("rb"):  # gone is another matter than unreadable
        pass
    question = json.dumps({"what": what, **more})
    answer = json.loads(run_apart(CHILD, str(path), filename, question) or DAMAGED)
    if "refused" in answer:
        raise sheets.SheetRefused(answer["refused"], **answer["params"])
    return answer["found"]
