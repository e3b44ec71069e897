# SPDX-License-Identifier: EUPL-1.2
"""Requirements as a PDF in the shape of the other documents of the house. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer

from samencontroleren.core import pdf
from samencontroleren.core.pdf_cover import BAND_BOTTOM, draw_band
from samencontroleren.questionnaires.document_words import word
from samencontroleren.questionnaires.exchange_document import Chapter, ReadableDocument, Section

_ROOM = 45 * mm
"""A requirement starts on the next page when less than this is left."""
_FACT_WIDTHS = (46 * mm, pdf.CONTENT_WIDTH - 46 * mm)
_ROW_LOOK = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, pdf.LINE),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
)


def write_pdf(document: ReadableDocument) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    language = document.language
    about = pdf.About(
        title=f"{document.kind}: {document.title}",
        author=word("brand", language),
        subject=word("subject", language),
        language=language,
        header=document.title,
        footer=document.below[0],
        page_label=word("page", language, page="{page}", total="{total}"),
    )
    return pdf.build(about, lambda: list(_story(document)), cover=lambda canvas: _draw_cover(canvas, document))


def _draw_cover(canvas: Canvas, document: ReadableDocument) -> None:
    draw_band(canvas, word("brand", document.language), document.kind, document.title, "")
    for number, line in enumerate(document.below):
        box = (pdf.MARGIN, BAND_BOTTOM - (14 + 9 * number) * mm, pdf.CONTENT_WIDTH, 9 * mm)
        pdf.draw_fitted(canvas, line, [pdf.style(size) for size in (11, 9, 7.5)], box)


def _story(document: ReadableDocument) -> Iterator[Flowable]:
    yield NextPageTemplate("inner")
    yield PageBreak()
    yield pdf.Heading(word("contents", document.language), "contents")
    yield _contents(document)
    for number, chapter in enumerate(document.chapters):
        yield PageBreak()
        yield from _chapter(chapter, f"theme-{number}")


def _contents(document: ReadableDocument) -> Flowable:
    heads = (word("theme", document.language), word("requirements", document.language))
    bold = pdf.style(bold=True)
    rows: list[list[Any]] = [[pdf.paragraph(head, bold) for head in heads]]
    rows.extend([[pdf.paragraph(each.title), pdf.paragraph(len(each.sections))] for each in document.chapters])
    return pdf.table(rows, (pdf.CONTENT_WIDTH - 30 * mm, 30 * mm), _ROW_LOOK, repeatRows=1)


def _chapter(chapter: Chapter, key: str) -> Iterator[Flowable]:
    yield pdf.Heading(chapter.title, key)
    for number, section in enumerate(chapter.sections):
        yield CondPageBreak(_ROOM)
        yield from _section(section, f"{key}-{number}")


def _section(section: Section, key: str) -> Iterator[Flowable]:
    yield pdf.Heading(section.heading, key, 1)
    yield from _pieces(section.text)
    for option in section.options:
        yield pdf.paragraph(option, pdf.style(leftIndent=12, bulletIndent=2), bullet="•")
    for label, text in section.helps:
        yield pdf.paragraph(label, pdf.style(8.5, bold=True, colour=pdf.INK_SOFT, spaceBefore=4, keepWithNext=1))
        yield from _pieces(text)
    yield Spacer(0, 5)
    yield _facts(section)


def _pieces(text: str) -> Sequence[Flowable]:
    return [pdf.paragraph(piece) for piece in pdf.pieces(text)]


def _facts(section: Section) -> Flowable:
    soft, plain = pdf.style(8.5, colour=pdf.INK_SOFT), pdf.style(8.5)
    rows = [[pdf.paragraph(name, soft), pdf.paragraph(value, plain)] for name, value in section.facts]
    return pdf.table(rows, _FACT_WIDTHS, _ROW_LOOK)
