# SPDX-License-Identifier: EUPL-1.2
"""Has a process of its own read a sheet that somebody sent (see `sheet_child`); nothing of the file is opened here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samencontroleren.core.apart import run_apart
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.core.sheet_source import SheetInfo

CHILD = "samencontroleren.core.sheet_child"
GAVE_UP = b'{"refused": "too_heavy", "params": {}}'
"""What a process says that died within its limits or took too long."""


@dataclass(frozen=True)
class Book:
    """A spreadsheet that was found readable, with the first row of each sheet that has one. Holds no open file."""

    path: Path
    filename: str
    kind: str
    sheets: tuple[SheetInfo, ...]
    tops: Mapping[str, list[str]]


def open_book(path: Path, filename: str) -> Book:
    """The sheets of a file. Raises SheetRefused, with its reason, for what is no readable spreadsheet."""
    found = ask(CHILD, path, filename, "book")
    infos = tuple(SheetInfo(**each) for each in found["sheets"])
    return Book(path, filename, found["kind"], infos, found["tops"])


def read_rows(book: Book, sheet: str, start: int, stop: int) -> list[list[str]]:
    """Rows `start` up to but not including `stop` (from 0) as text, as wide as the sheet. Raises SheetRefused."""
    found: list[list[str]] = ask(CHILD, book.path, book.filename, "rows", sheet=sheet, start=start, stop=stop)
    return found


def read_values(book: Book, sheet: str) -> list[list[Any]]:
    """All rows as the values that stand in the file; a day or moment as text. Raises SheetRefused."""
    found: list[list[Any]] = ask(CHILD, book.path, book.filename, "values", sheet=sheet)
    return found


def ask(child: str, path: Path, filename: str, what: str, **more: Any) -> Any:
    """What such a process found in a file. Raises SheetRefused, FileNotFoundError."""
    with path.open("rb"):  # gone is another matter than unreadable
        pass
    question = json.dumps({"what": what, **more})
    answer = json.loads(run_apart(child, str(path), filename, question) or GAVE_UP)
    if "refused" in answer:
        raise SheetRefused(answer["refused"], **answer["params"])
    return answer["found"]
