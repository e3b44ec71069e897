# SPDX-License-Identifier: EUPL-1.2
"""All that can be read in a file: PDF with its attachments, and archives (xlsx, docx, ods, zip) to the last entry."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf

DEPTH = 4
"""So many archives inside one another are opened."""


def words_of(content: bytes, depth: int = DEPTH) -> str:
    """The text of a file, whatever it is; pictures hold none."""
    if depth and content.startswith(b"PK\x03\x04"):
        return "\n".join(_entries(content, depth))
    if depth and content.startswith(b"\x1f\x8b"):
        return words_of(gzip.decompress(content), depth - 1)
    if content.startswith(b"%PDF-"):
        return "\n".join(_pdf(content, depth))
    return content.decode(errors="replace")


def _entries(content: bytes, depth: int) -> Iterator[str]:
    """Names, remarks and contents of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment.decode(errors="replace")
        for entry in archive.infolist():
            yield entry.filename
            yield words_of(archive.read(entry), depth - 1)


def _pdf(content: bytes, depth: int) -> Iterator[str]:
    """Text, properties, outline and attachments."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    facts: Any = reader.metadata or {}
    yield from (page.extract_text() for page in reader.pages)
    yield from map(str, facts.values())
    yield from (str(getattr(each, "title", "")) for each in reader.outline)
    for name, files in reader.attachments.items():
        yield name
        yield from (words_of(each, depth - 1) for each in files)
