# SPDX-License-Identifier: EUPL-1.2
"""Looks at an uploaded file before it counts as evidence: what it is by content, and whether it can be shown."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import magic

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import clean
from samencontroleren.evidence import reader
from samencontroleren.questionnaires import sheets

LIMIT = 25 * 1024 * 1024
LONGEST_NAME = 150

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ALLOWED: dict[str, str] = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": reader.XLSX,
}
ACCEPT = ",".join(ALLOWED)
"""For the file field of a form."""

STARTS = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
ACTIVE = (b"<script", b"<html", b"<svg", b"<!doctype html")
ACTIVE_TYPES = frozenset(
    ("text/html", "text/xml", "text/rtf", "text/javascript", "text/x-shellscript", "text/x-msdos-batch")
)
HEAD = 4096

REASONS: dict[str, str] = {
    "no_file": "Kies een bestand.",
    "empty": "Dit bestand is leeg.",
    "too_large": "Dit bestand is te groot. Een bestand mag hoogstens 25 MB zijn.",
    "unknown_type": "Dit soort bestand kunnen we niet tonen. Gebruik pdf, png, jpg, txt, csv, xlsx of json.",
    "word": "Een Word-bestand kunnen we niet tonen. Sla het op als pdf en voeg die toe.",
    "active": "Een webpagina of tekening met code nemen we niet aan. Maak er een pdf van.",
    "program": "Dit is een programma of archief. Voeg het document zelf toe, liefst als pdf.",
    "mismatch": "De inhoud van dit bestand past niet bij de naam. Sla het opnieuw op en probeer het nog eens.",
    "hidden": "In dit bestand zit nog een ander bestand. Sla het opnieuw op als gewone pdf of afbeelding.",
    "encrypted": "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.",
    "damaged": "Dit bestand kunnen we niet openen. Controleer of het niet beschadigd is.",
    "too_many_pages": "Deze pdf heeft meer dan 300 pagina’s. Voeg alleen het deel toe waar het om gaat.",
    "too_many_pixels": "Deze afbeelding is groter dan 50 megapixel. Maak haar kleiner.",
    "bad_json": "Dit bestand is geen geldige JSON.",
}
REFUSED_NAMES = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pptx", ".ppt"), "word"),
    **dict.fromkeys((".html", ".htm", ".svg", ".xml", ".js", ".xhtml"), "active"),
    **dict.fromkeys((".exe", ".zip", ".7z", ".rar", ".bat", ".sh", ".msi", ".jar", ".com", ".scr"), "program"),
}


@dataclass(frozen=True)
class Inspected:
    """What a file is by its content, and how many page images it gives (0: it is shown as text or table)."""

    media_type: str
    page_count: int


def refuse(code: str) -> Invalid:
    """The error at the file field for one of REASONS."""
    return Invalid({"file": [REASONS[code]]})


def clean_filename(name: str) -> str:
    """A name that is safe to show and to give back: no folders, controls or quotes, of bounded length."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1].replace('"', "").replace("\n", " ").strip(". ")
    path = PurePosixPath(last or "bestand")
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10].lower()}"


def wanted_type(filename: str) -> str:
    """The media type that the extension of a name promises. Raises Invalid for one we do not take."""
    suffix = PurePosixPath(filename.lower()).suffix
    if suffix in ALLOWED:
        return ALLOWED[suffix]
    raise refuse(REFUSED_NAMES.get(suffix, "unknown_type"))


def inspect(path: Path, filename: str) -> Inspected:
    """Hold a stored file against its name and our limits. Raises Invalid with the reason at the field."""
    wanted = wanted_type(filename)
    if path.stat().st_size == 0:
        raise refuse("empty")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if wanted in STARTS:
        return _paged(path, wanted, head)
    if wanted == reader.XLSX:
        return _workbook(path, filename)
    _check_text(path, wanted, head)
    return Inspected(wanted, 0)


def _paged(path: Path, wanted: str, head: bytes) -> Inspected:
    if not head.startswith(STARTS[wanted]) or magic.from_file(str(path), mime=True) != wanted:
        raise refuse("mismatch")
    if zipfile.is_zipfile(path) or _is_active(head) or (wanted != PDF and b"%PDF-" in head):
        raise refuse("hidden")
    pages, refused = reader.check(wanted, path)
    if refused:
        raise refuse(refused if refused in REASONS else "damaged")
    return Inspected(wanted, pages)


def _is_active(head: bytes) -> bool:
    low = head[:1024].lower()
    return any(mark in low for mark in ACTIVE)


def _workbook(path: Path, filename: str) -> Inspected:
    try:
        sheets.open_workbook(path, filename, sheets.Limits(file_bytes=LIMIT))
    except sheets.SheetRefused as error:
        known = {"not_a_spreadsheet": "mismatch", "wrong_extension": "mismatch", "file_too_large": "too_large"}
        if error.code in known:
            raise refuse(known[error.code]) from error
        raise Invalid({"file": [str(error.message % error.params)]}) from error
    return Inspected(reader.XLSX, 0)


def _check_text(path: Path, wanted: str, head: bytes) -> None:
    found = magic.from_file(str(path), mime=True)
    is_text = found.startswith("text/") or found in ("application/json", "application/x-ndjson", "application/csv")
    has_mark = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or found in ACTIVE_TYPES or _is_active(head) or (b"\0" in head and not has_mark):
        raise refuse("mismatch")
    if wanted == "application/json":
        _check_json(path)


def _check_json(path: Path) -> None:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise refuse("bad_json") from error
