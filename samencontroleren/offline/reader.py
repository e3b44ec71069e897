# SPDX-License-Identifier: EUPL-1.2
"""Has a process of its own read a workbook that came back (see `child`)."""

from pathlib import Path

from samencontroleren.core.sheet_reader import ask
from samencontroleren.offline.reading import NotOurs, Read, from_json

CHILD = "samencontroleren.offline.child"


def read_apart(path: Path, filename: str) -> Read:
    """What stands in a workbook. Raises SheetRefused for what is no readable spreadsheet, NotOurs for another one."""
    found = ask(CHILD, path, filename, "workbook")
    if "read" not in found:
        raise NotOurs()
    return from_json(found["read"])
