# SPDX-License-Identifier: EUPL-1.2
"""Has a process of its own read a workbook that came back (see `child`)."""

import json
from pathlib import Path

from samencontroleren.core.apart import run_apart
from samencontroleren.core.sheet_reader import GAVE_UP
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.offline.reading import NotOurs, Read, from_json

CHILD = "samencontroleren.offline.child"


def read_apart(path: Path, filename: str) -> Read:
    """What stands in a workbook. Raises SheetRefused for what is no readable spreadsheet, NotOurs for another one."""
    answer = json.loads(run_apart(CHILD, str(path), filename) or GAVE_UP)
    if "foreign" in answer:
        raise NotOurs()
    if "refused" in answer:
        raise SheetRefused(answer["refused"], **answer["params"])
    return from_json(answer["read"])
