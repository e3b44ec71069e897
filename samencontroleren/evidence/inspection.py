# SPDX-License-Identifier: EUPL-1.2
"""Looks at an uploaded file before it is kept: what it is by content, and whether it stays within our limits.

What comes through here goes into quarantine (see `checking`). The three walls before that: the extension stands on
a list, the content agrees with it, and nothing hides in it (BIO2 8.07; OWASP ASVS 5, V5.2).
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import magic

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import clean
from samencontroleren.evidence import archives, reader, types
from samencontroleren.evidence.reasons import OF_SHEET, REASONS, REFUSED_NAMES, refuse
from samencontroleren.questionnaires import sheets

LONGEST_NAME = 150

STARTS = {types.PDF: b"%PDF-", types.PNG: b"\x89PNG\r\n\x1a\n", types.JPEG: b"\xff\xd8\xff"}
ACTIVE = (b"<script", b"<html", b"<svg", b"<!doctype html")
ACTIVE_TYPES = frozenset(
    ("text/html", "text/xml", "text/rtf", "text/javascript", "text/x-shellscript", "text/x-msdos-batch")
)
HEAD = 4096


@dataclass(frozen=True)
class Inspected:
    """What a file is by its content, and how many page images it gives (0: it is shown as text or table)."""

    media_type: str
    page_count: int = 0


def clean_filename(name: str) -> str:
    """A name that is safe to show and to give back: no folders, controls or quotes, of bounded length."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1].replace('"', "").replace("\n", " ").strip(". ")
    path = PurePosixPath(last or "bestand")
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10].lower()}"


def wanted_type(filename: str) -> str:
    """The media type that the extension of a name promises. Raises Invalid for one we do not take."""
    suffix = types.suffix_of(filename)
    if suffix in types.ALLOWED:
        return types.ALLOWED[suffix]
    raise refuse(REFUSED_NAMES.get(suffix, "unknown_type"))


def inspect(path: Path, filename: str) -> Inspected:
    """Hold a stored file against its name and our limits. Raises Invalid with the reason at the field."""
    wanted = _check_content(path, filename)
    if wanted == types.ZIP:
        archives.check_zip(path, _check_entry)
    return Inspected(wanted, _page_count(path, wanted) if wanted in types.PAGED else 0)


def _check_entry(path: Path, filename: str) -> None:
    try:
        _check_content(path, filename)
    except Invalid as error:
        raise refuse(
            "unpacks_too_large" if REASONS["unpacks_too_large"] in error.fields["file"] else "zip_entry"
        ) from error


def _check_content(path: Path, filename: str) -> str:
    """The media type of a file, when its content agrees with its name. Raises Invalid."""
    wanted = wanted_type(filename)
    if path.stat().st_size == 0:
        raise refuse("empty")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if wanted in STARTS:
        _check_paged(path, wanted, head)
    elif wanted in types.SHEETS:
        _check_workbook(path, filename)
    elif wanted in types.WRITTEN:
        archives.check_written(path, wanted)
    elif wanted != types.ZIP:
        _check_text(path, wanted, head)
    return wanted


def _check_paged(path: Path, wanted: str, head: bytes) -> None:
    if not head.startswith(STARTS[wanted]) or magic.from_file(str(path), mime=True) != wanted:
        raise refuse("mismatch")
    if zipfile.is_zipfile(path) or _is_active(head) or (wanted != types.PDF and b"%PDF-" in head):
        raise refuse("hidden")


def _page_count(path: Path, wanted: str) -> int:
    pages, refused = reader.check(wanted, path)
    if refused:
        raise refuse(refused if refused in REASONS else "damaged")
    return pages


def _is_active(head: bytes) -> bool:
    low = head[:1024].lower()
    return any(mark in low for mark in ACTIVE)


def _check_workbook(path: Path, filename: str) -> None:
    try:
        sheets.open_workbook(path, filename, sheets.Limits(file_bytes=path.stat().st_size))
    except sheets.SheetRefused as error:
        if error.code in OF_SHEET:
            raise refuse(OF_SHEET[error.code]) from error
        raise Invalid({"file": [str(error.message % error.params)]}) from error


def _check_text(path: Path, wanted: str, head: bytes) -> None:
    if wanted == types.XML:
        with path.open("rb") as stream:
            archives.check_xml(stream)
        return
    found = magic.from_file(str(path), mime=True)
    is_text = found.startswith("text/") or found in ("application/json", "application/x-ndjson", "application/csv")
    has_mark = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or found in ACTIVE_TYPES or _is_active(head) or (b"\0" in head and not has_mark):
        raise refuse("mismatch")
    if wanted == types.JSON:
        _check_json(path)


def _check_json(path: Path) -> None:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise refuse("bad_json") from error
