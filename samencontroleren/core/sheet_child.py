# SPDX-License-Identifier: EUPL-1.2
"""Reads one sheet: `python -I -m samencontroleren.core.sheet_child PATH FILENAME QUESTION`.

QUESTION is JSON, {"what": …} with what that answer asks (`ANSWERS`; a feature adds its own). Writes JSON: {"found": …},
or {"refused": code, "params": {…}} as `SheetRefused`. The process is bounded before it loads anything, and shut in
before it reads a byte of the file, as the one that opens evidence; it knows no web and no database.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from samencontroleren.core import confining

Asked = Mapping[str, Any]
Answer = Callable[[IO[bytes], str, Asked], Any]
READER = "samencontroleren.core.sheet_workbook"


def main(arguments: list[str], answers: Mapping[str, Answer], *modules: str) -> None:
    """Entry point of the process; `modules` are loaded before the file is opened, since nothing can be after that."""
    confining.bound()
    for each in (READER, *modules):  # only after the limits hold
        import_module(each)
    path, filename, question = arguments
    with Path(path).open("rb") as stream:
        confining.shut()
        sys.stdout.buffer.write(json.dumps(_answered(stream, filename, json.loads(question), answers)).encode())


def _answered(stream: IO[bytes], filename: str, asked: Asked, answers: Mapping[str, Answer]) -> dict[str, Any]:
    from samencontroleren.core.sheet_reasons import SheetRefused  # noqa: PLC0415 - loaded by `main`

    try:
        return {"found": answers[asked["what"]](stream, filename, asked)}
    except SheetRefused as error:
        return {"refused": error.code, "params": error.params}
    except MemoryError:
        return {"refused": "too_heavy", "params": {}}
    except Exception:  # whatever a hostile file provokes, it is not readable
        return {"refused": "damaged", "params": {}}


def _book(stream: IO[bytes], filename: str, _asked: Asked) -> dict[str, Any]:
    """The sheets, with the first row of each."""
    from samencontroleren.core.sheet_workbook import open_workbook, read_rows  # noqa: PLC0415 - loaded by `main`

    workbook = open_workbook(stream, filename)
    tops = {info.name: read_rows(workbook, info.name, 0, 1)[0] for info in workbook.sheets if info.rows}
    return {"kind": workbook.kind, "sheets": [asdict(info) for info in workbook.sheets], "tops": tops}


def _rows(stream: IO[bytes], filename: str, asked: Asked) -> list[list[str]]:
    from samencontroleren.core.sheet_workbook import open_workbook, read_rows  # noqa: PLC0415 - loaded by `main`

    return read_rows(open_workbook(stream, filename), asked["sheet"], asked["start"], asked["stop"])


def _values(stream: IO[bytes], filename: str, asked: Asked) -> list[list[Any]]:
    """All cells as the file holds them; a day or moment as text."""
    from samencontroleren.core.sheet_workbook import open_workbook, read_values  # noqa: PLC0415 - loaded by `main`

    plain = (str, bool, int, float)
    rows = read_values(open_workbook(stream, filename), asked["sheet"])
    return [[each if isinstance(each, plain) else str(each) for each in row] for row in rows]


ANSWERS: Mapping[str, Answer] = {"book": _book, "rows": _rows, "values": _values}


if __name__ == "__main__":
    main(sys.argv[1:], ANSWERS)
