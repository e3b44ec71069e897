# SPDX-License-Identifier: EUPL-1.2
"""The PDF of a result, made of plain values. Pure: no Flask, no database, no clock."""

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date

from .document_chapters import chapters
from .document_cover import draw_cover
from .document_words import word
from .result_document import CitedResult, FindingLine, HistoryLine, MeasureLine, ResultDocument, ThemeLine, VerdictLine

__all__ = [
    "CitedResult",
    "FindingLine",
    "HistoryLine",
    "MeasureLine",
    "ResultDocument",
    "ThemeLine",
    "VerdictLine",
    "result_pdf",
]


def result_pdf(document: ResultDocument) -> bytes:
    """The PDF of a result; the same document gives the same bytes."""
    return pdf.build(_about(document), lambda: chapters(document), cover=lambda canvas: draw_cover(canvas, document))


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
