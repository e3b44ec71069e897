# SPDX-License-Identifier: EUPL-1.2
"""Files as answers: always an attachment, never shown by a browser as a page of ours."""

from collections.abc import Iterable

from flask import Response

PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"
CMS = "application/pkcs7-signature"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(body: bytes | str | Iterable[bytes], content_type: str, filename: str) -> Response:
    """A file to keep, under a name of our own making (plain signs only)."""
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
