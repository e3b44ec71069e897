# SPDX-License-Identifier: EUPL-1.2
"""Packing an export: the workbook and JSON of its parts, and the zip that leaves piece by piece."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from samencontroleren.core import clock
from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, write_workbook
from samencontroleren.takeout.wording import READ_ME

CHUNK = 1024 * 1024
Rows = Sequence[Mapping[str, Any]]


def pack(parts: Mapping[str, Rows], title: str) -> bytes:
    """A zip with the workbook, a JSON file per part and a short explanation."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("LEESMIJ.txt", "\n".join(READ_ME))
        out.writestr(
            "gegevens.xlsx", write_workbook([_sheet(*each) for each in parts.items()], title, "Samen Controleren")
        )
        for name, rows in parts.items():
            out.writestr(f"json/{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
    return body.getvalue()


def _sheet(name: str, rows: Rows) -> SheetTable:
    columns = list(dict.fromkeys(key for row in rows for key in row)) or ["leeg"]
    lines = [[_cell(row.get(key)) for key in columns] for row in rows]
    return SheetTable(name, [SheetColumn(key) for key in columns], lines)


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)


class _Pipe(io.RawIOBase):
    """What a zip writes into: it can not go back, and is emptied while it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, piece: Any) -> int:
        """Hold what is written."""
        self._held += piece
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        found, self._held = bytes(self._held), bytearray()
        return found


def stream(entries: Iterable[tuple[str, IO[bytes]]]) -> Iterator[bytes]:
    """A zip of these files, each read in pieces and closed; at no time is more than a piece in memory."""
    pipe, moment = _Pipe(), clock.local(clock.now()).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as out:
        for name, source in entries:
            with source, out.open(zipfile.ZipInfo(name, moment), "w", force_zip64=True) as place:
                while piece := source.read(CHUNK):
                    place.write(piece)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()
