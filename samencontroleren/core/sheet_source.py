# SPDX-License-Identifier: EUPL-1.2
"""Where a spreadsheet is read from (a path, or a stream for who can open no file any more), and what its sheets are."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

Source = Path | IO[bytes]


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of a workbook; rows and columns are counted from A1 to the last filled cell."""

    name: str
    rows: int
    columns: int
    visible: bool = True


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The bytes from the first on; a stream of others stays open."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


def size_of(source: Source) -> int:
    """How many bytes there are."""
    if isinstance(source, Path):
        return source.stat().st_size
    return source.seek(0, io.SEEK_END)


def read_whole(source: Source) -> bytes:
    """All of it."""
    with opened(source) as file:
        return file.read()
