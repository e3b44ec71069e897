# SPDX-License-Identifier: EUPL-1.2
"""A zip of evidence that is opened to take its files one by one; each then goes the way of every file."""

import io
from pathlib import Path
from typing import IO

from samencontroleren.evidence import inspection, reader, types
from samencontroleren.evidence.reasons import refuse


def names_in(path: Path, filename: str) -> list[str]:
    """The files in a zip that was just uploaded, with their folders, each looked at as if it came by itself.

    Raises Invalid with the reason at field "file".
    """
    if inspection.wanted_type(inspection.clean_filename(filename)) != types.ZIP:
        raise refuse("no_zip")
    inspection.inspect(path, filename)
    return reader.entries_of(path)


def taken_out(path: Path, name: str) -> IO[bytes]:
    """One of these files. Raises Invalid at field "file"."""
    found = reader.entry(path, name)
    if found is None:
        raise refuse("damaged")
    return io.BytesIO(found)
