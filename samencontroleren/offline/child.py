# SPDX-License-Identifier: EUPL-1.2
"""Reads one workbook that came back: `python -I -m samencontroleren.offline.child PATH FILENAME`.

Writes JSON: {"read": …} as `reading.Read.to_json`, {"refused": code, "params": {…}} as `SheetRefused`, or
{"foreign": true} for a spreadsheet that is not ours. The process is bounded before it loads anything, and shut in
before it reads a byte of the file, as the one that opens evidence; it knows no web and no database.
"""

import json
import sys
from pathlib import Path
from typing import IO, Any

from samencontroleren.core import confining


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    confining.bound()
    from samencontroleren.offline import reading  # noqa: F401, PLC0415 - only after the limits hold

    path, filename = arguments
    with Path(path).open("rb") as stream:
        confining.shut()
        sys.stdout.buffer.write(json.dumps(_answer(stream, filename)).encode())


def _answer(stream: IO[bytes], filename: str) -> dict[str, Any]:
    from samencontroleren.core.sheet_reasons import SheetRefused  # noqa: PLC0415 - loaded with what follows
    from samencontroleren.offline.reading import NotOurs, read_workbook  # noqa: PLC0415 - loaded by `main`

    try:
        return {"read": read_workbook(stream, filename).to_json()}
    except SheetRefused as error:
        return {"refused": error.code, "params": error.params}
    except NotOurs:
        return {"foreign": True}
    except MemoryError:
        return {"refused": "too_heavy", "params": {}}
    except Exception:  # whatever a hostile file provokes, it is not readable
        return {"refused": "damaged", "params": {}}


if __name__ == "__main__":
    main(sys.argv[1:])
