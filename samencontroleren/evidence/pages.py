# SPDX-License-Identifier: EUPL-1.2
"""What the pages of evidence share: the blueprint they stand on, and how a page of a document leaves."""

from flask import Blueprint, Response, make_response

from samencontroleren.evidence.models import Document

blueprint = Blueprint("evidence", __name__)


def number_within(asked: str, document: Document) -> int:
    """Which page is shown: the one asked for, within the document."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(1, min(number, max(document.page_count, 1)))


def image(picture: bytes) -> Response:
    """A page of a document as PNG."""
    response = make_response(picture)
    response.headers["Content-Type"] = "image/png"
    return unkept(response)


def unkept(response: Response) -> Response:
    """An answer that nobody keeps, and that is nothing but what it says it is."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
