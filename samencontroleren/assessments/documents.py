# SPDX-License-Identifier: EUPL-1.2
"""The PDF of a result, made of plain values. Pure: no Flask, no database, no clock."""

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.pdf_page import build_page

from .document_chapters import chapters
from .document_cover import draw_cover
from .document_one_page import draw_one_page
from .document_words import word
from .result_document import (
    CitedResult,
    EvidenceLine,
    FindingLine,
    HistoryLine,
    MeasureLine,
    Reassessed,
    ResultDocument,
    StepLine,
    ThemeLine,
    VerdictLine,
)

__all__ = [
    "CitedResult",
    "EvidenceLine",
    "FindingLine",
    "HistoryLine",
    "MeasureLine",
    "Reassessed",
    "ResultDocument",
    "StepLine",
    "ThemeLine",
    "VerdictLine",
    "one_page_pdf",
    "result_pdf",
]


def result_pdf(document: ResultDocument) -> bytes:
    """The whole report of a result; the same document gives the same bytes."""
    return pdf.build(_about(document), lambda: chapters(document), cover=lambda canvas: draw_cover(canvas, document))


def one_page_pdf(document: ResultDocument) -> bytes:
    """A result on one A4 (see `document_one_page`); the same document gives the same bytes."""
    return build_page(_about(document), lambda canvas: draw_one_page(canvas, document))


def _about(document: ResultDocument) -> pdf.About:
    language = document.language
    released = long_date(document.released_on, language)
    return pdf.About(
        title=f"{word('kind', language)}: {document.name}",
        author=word("brand", language),
        subject=word("subject", language),
        language=language,
        header=word("header", language, name=document.name),
        footer=word("footer", language, date=released, version=document.release_number),
        page_label=word("page", language, page="{page}", total="{total}"),
    )
