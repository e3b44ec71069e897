# SPDX-License-Identifier: EUPL-1.2
"""Reads one sheet of requirements: `python -I -m samencontroleren.questionnaires.sheet_child PATH FILENAME QUESTION`.

QUESTION is JSON, {"what": …} with what `ANSWERS` asks. Writes JSON: {"found": …}, or {"refused": code, "params": {…}}
as `SheetRefused`. The process is bounded before it loads anything, and shut in before it reads a byte of the file, as
the one that opens evidence; it knows no web and no database.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from samencontroleren.core import confining

Asked = Mapping[str, Any]


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    confining.bound()
    from samencontroleren.questionnaires import sheets  # noqa: F401, PLC0415 - only after the limits hold

    path, filename, question = arguments
    with Path(path).open("rb") as stream:
        confining.shut()
        sys.stdout.buffer.write(json.dumps(_answer(stream, filename, json.loads(question))).encode())


def _answer(stream: IO[bytes], filename: str, asked: Asked) -> dict[str, Any]:
    from samencontroleren.questionnaires.sheets import SheetRefused, open_workbook  # noqa: PLC0415 - loaded by `main`

    try:
        return {"found": ANSWERS[asked["what"]](open_workbook(stream, filename), asked)}
    except SheetRefused as error:
        return {"refused": error.code, "params": error.params}
    except Exception:  # whatever a hostile file provokes, it is not readable
        return {"refused": "damaged", "params": {}}


def _book(workbook: Any, _asked: Asked) -> dict[str, Any]:
    """The sheets, with the first row of each."""
    from samencontroleren.questionnaires.sheets import read_rows  # noqa: PLC0415 - loaded by `main`

    tops = {info.name: read_rows(workbook, info.name, 0, 1)[0] for info in workbook.sheets if info.rows}
    return {"kind": workbook.kind, "sheets": [asdict(info) for info in workbook.sheets], "tops": tops}


def _rows(workbook: Any, asked: Asked) -> list[list[str]]:
    from samencontroleren.questionnaires.sheets import read_rows  # noqa: PLC0415 - loaded by `main`

    return read_rows(workbook, asked["sheet"], asked["start"], asked["stop"])


def _values(workbook: Any, asked: Asked) -> list[list[Any]]:
    """All cells as the file holds them; a day or moment as text."""
    from samencontroleren.questionnaires.sheets import read_values  # noqa: PLC0415 - loaded by `main`

    plain = (str, bool, int, float)
    rows = read_values(workbook, asked["sheet"])
    return [[each if isinstance(each, plain) else str(each) for each in row] for row in rows]


def _requirements(workbook: Any, asked: Asked) -> dict[str, Any]:
    from samencontroleren.questionnaires.sheets import HeaderGuess, Mapping, import_rows  # noqa: PLC0415 - the same

    header, mapping = HeaderGuess(**asked["header"]), Mapping.from_json(asked["mapping"])
    return asdict(import_rows(workbook, asked["sheet"], header, mapping))


ANSWERS: dict[str, Callable[[Any, Asked], Any]] = {
    "book": _book,
    "rows": _rows,
    "values": _values,
    "requirements": _requirements,
}


if __name__ == "__main__":
    main(sys.argv[1:])
