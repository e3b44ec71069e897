# SPDX-License-Identifier: EUPL-1.2
"""Whether a file is what its name says, and stays within our limits; files inside a zip as well (OWASP ASVS 5, V5.2).

What is asked of it beforehand: its name has an extension of `types.ALLOWED`. The media type below is what that
extension promises.
"""

import io
import json
import sys
import zipfile
from typing import IO

import magic

from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.core.sheet_source import size_of
from samencontroleren.core.sheet_workbook import open_workbook
from samencontroleren.evidence import types
from samencontroleren.evidence.child import archives, pages
from samencontroleren.evidence.child.reasons import Refused, of_sheet

STARTS = {types.PDF: b"%PDF-", types.PNG: b"\x89PNG\r\n\x1a\n", types.JPEG: b"\xff\xd8\xff"}
ACTIVE = (b"<script", b"<html", b"<svg", b"<!doctype html")
ACTIVE_TYPES = frozenset(
    ("text/html", "text/xml", "text/rtf", "text/javascript", "text/x-shellscript", "text/x-msdos-batch")
)
HEAD = 4096
LOOKED_AT = 1024 * 1024
"""Bytes in which the kind of a file shows."""
SIZED_BEFORE = Limits(file_bytes=sys.maxsize)
"""A file is of a size that is taken before it comes here."""
SHEET_NAMES = {types.XLSX: "bewijs.xlsx", types.ODS: "bewijs.ods"}
OF_ENTRY = {
    "unpacks_too_large": "unpacks_too_large",
    "too_many_pages": "zip_pages",
    "too_many_pixels": "zip_pixels",
}
"""What is told of a file inside a zip by its own name; the rest is told as one."""

KINDS = magic.Magic(mime=True)


def check(media_type: str, stream: IO[bytes]) -> int:
    """How many page images a file gives (0: it is shown as text or table). Raises Refused."""
    _check_content(media_type, stream)
    if media_type == types.ZIP:
        archives.check_zip(stream, _check_entry)
    if media_type not in types.PAGED:
        return 0
    stream.seek(0)
    return pages.count(media_type, stream)


def _check_entry(name: str, content: bytes) -> None:
    """A file inside a zip: as if it came by itself, but that its images are measured and not drawn."""
    try:
        wanted = types.ALLOWED.get(types.suffix_of(name), "")
        if not wanted:
            raise Refused("unknown_type")
        _check_content(wanted, io.BytesIO(content))
        if wanted in types.PAGED:
            pages.count(wanted, io.BytesIO(content), is_drawn=False)
    except Refused as error:
        raise Refused(OF_ENTRY.get(str(error), "zip_entry")) from error


def _check_content(wanted: str, stream: IO[bytes]) -> None:
    if size_of(stream) == 0:
        raise Refused("empty")
    stream.seek(0)
    head = stream.read(LOOKED_AT)
    stream.seek(0)
    if wanted in STARTS:
        _check_paged(stream, wanted, head)
    elif wanted in types.SHEETS:
        _check_workbook(stream, wanted)
    elif wanted in types.WRITTEN:
        archives.check_written(stream, wanted)
    elif wanted == types.XML:
        archives.check_xml(stream)
    elif wanted != types.ZIP:
        _check_text(stream, wanted, head)


def _check_paged(stream: IO[bytes], wanted: str, head: bytes) -> None:
    if not head.startswith(STARTS[wanted]) or KINDS.from_buffer(head) != wanted:
        raise Refused("mismatch")
    if zipfile.is_zipfile(stream) or _is_active(head) or (wanted != types.PDF and b"%PDF-" in head[:HEAD]):
        raise Refused("hidden")


def _is_active(head: bytes) -> bool:
    low = head[:1024].lower()
    return any(mark in low for mark in ACTIVE)


def _check_workbook(stream: IO[bytes], wanted: str) -> None:
    try:
        open_workbook(stream, SHEET_NAMES[wanted], SIZED_BEFORE)
    except SheetRefused as error:
        raise of_sheet(error) from error


def _check_text(stream: IO[bytes], wanted: str, head: bytes) -> None:
    found = KINDS.from_buffer(head)
    is_text = found.startswith("text/") or found in ("application/json", "application/x-ndjson", "application/csv")
    has_mark = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or found in ACTIVE_TYPES or _is_active(head) or (b"\0" in head[:HEAD] and not has_mark):
        raise Refused("mismatch")
    if wanted == types.JSON:
        _check_json(stream)


def _check_json(stream: IO[bytes]) -> None:
    try:
        json.loads(stream.read())
    except (ValueError, RecursionError) as error:
        raise Refused("bad_json") from error
