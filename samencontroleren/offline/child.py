# SPDX-License-Identifier: EUPL-1.2
"""Reads one workbook that came back: `python -I -m samencontroleren.offline.child PATH FILENAME QUESTION`.

As `core.sheet_child`, with one answer: {"read": …} as `reading.Read.to_json`, or {} for a spreadsheet that is not ours.
"""

import sys
from typing import IO, Any

from samencontroleren.core import sheet_child
from samencontroleren.core.sheet_child import Asked

MODULE = "samencontroleren.offline.reading"


def _workbook(stream: IO[bytes], filename: str, _asked: Asked) -> dict[str, Any]:
    from samencontroleren.offline.reading import NotOurs, read_workbook  # noqa: PLC0415 - loaded by `main`

    try:
        return {"read": read_workbook(stream, filename).to_json()}
    except NotOurs:
        return {}


if __name__ == "__main__":
    sheet_child.main(sys.argv[1:], {"workbook": _workbook}, MODULE)
