# SPDX-License-Identifier: EUPL-1.2
"""Has a process of its own read a file of requirements (see `sheet_child`); nothing of the file is opened here."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from samencontroleren.core.sheet_reader import Book, ask, open_book, read_rows, read_values
from samencontroleren.questionnaires import sheets

__all__ = ["Book", "import_rows", "open_book", "read_rows", "read_text", "read_values"]

CHILD = "samencontroleren.questionnaires.sheet_child"


def import_rows(book: Book, sheet: str, header: sheets.HeaderGuess, mapping: sheets.Mapping) -> sheets.ImportResult:
    """All rows under the header in the fields of the mapping (`sheets.import_rows`). Raises SheetRefused."""
    asked = {"sheet": sheet, "header": asdict(header), "mapping": mapping.to_json()}
    found = ask(CHILD, book.path, book.filename, "requirements", **asked)
    usable = [
        sheets.ImportedRow(each["row_number"], each["values"], tuple(sheets.Note(**note) for note in each["notes"]))
        for each in found["usable"]
    ]
    unusable = [sheets.UnusableRow(**each) for each in found["unusable"]]
    return sheets.ImportResult(usable, unusable, found["blank_rows"], found["rows_read"])


def read_text(path: Path, filename: str, form: str) -> Any:
    """What a file in YAML or JSON (`form`) says. Raises ValueError with what is wrong in it, SheetRefused."""
    found = ask(CHILD, path, filename, "text", form=form)
    if "why" in found:
        raise ValueError(found["why"])
    return found["value"]
