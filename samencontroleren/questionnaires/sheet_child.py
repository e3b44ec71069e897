# SPDX-License-Identifier: EUPL-1.2
"""Reads a file of requirements: `python -I -m samencontroleren.questionnaires.sheet_child PATH FILENAME QUESTION`.

As `core.sheet_child`, with two answers more: the rows of a sheet under a mapping, and what a YAML or JSON file says.
"""

import sys
from dataclasses import asdict
from typing import IO, Any

from samencontroleren.core import sheet_child
from samencontroleren.core.sheet_child import Asked

MODULES = ("samencontroleren.questionnaires.sheets", "samencontroleren.questionnaires.exchange_yaml")


def _requirements(stream: IO[bytes], filename: str, asked: Asked) -> dict[str, Any]:
    from samencontroleren.questionnaires.sheets import (  # noqa: PLC0415 - loaded by `main`
        HeaderGuess,
        Mapping,
        import_rows,
        open_workbook,
    )

    header, mapping = HeaderGuess(**asked["header"]), Mapping.from_json(asked["mapping"])
    return asdict(import_rows(open_workbook(stream, filename), asked["sheet"], header, mapping))


def _text(stream: IO[bytes], _filename: str, asked: Asked) -> dict[str, Any]:
    """{"value": what the file says} or {"why": what is wrong in it}."""
    from samencontroleren.core import strict_json  # noqa: PLC0415 - loaded by `main`
    from samencontroleren.questionnaires.exchange_yaml import MOST, read_yaml  # noqa: PLC0415 - loaded by `main`

    raw = stream.read()
    try:
        return {"value": strict_json.read(raw, MOST) if asked["form"] == "JSON" else read_yaml(raw)}
    except ValueError as error:
        return {"why": str(error)[:200]}


if __name__ == "__main__":
    sheet_child.main(sys.argv[1:], {"requirements": _requirements, "text": _text}, *MODULES)
