# SPDX-License-Identifier: EUPL-1.2
"""The kinds of file that are taken as evidence, by extension. Pure."""

from pathlib import PurePosixPath

PDF, PNG, JPEG, ZIP = "application/pdf", "image/png", "image/jpeg", "application/zip"
TEXT, CSV, JSON, XML = "text/plain", "text/csv", "application/json", "application/xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

ALLOWED: dict[str, str] = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".odt": ODT,
    ".ods": ODS,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".txt": TEXT,
    ".csv": CSV,
    ".json": JSON,
    ".xml": XML,
    ".zip": ZIP,
}
ACCEPT = ",".join(ALLOWED)
"""For the file field of a form."""

PAGED = frozenset((PDF, PNG, JPEG))
"""Shown as page images."""
SHEETS = frozenset((XLSX, ODS))
WRITTEN = frozenset((DOCX, ODT))


def suffix_of(filename: str) -> str:
    """The extension of a name, small, with its dot."""
    return PurePosixPath(filename.lower()).suffix
