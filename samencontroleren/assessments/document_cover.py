# SPDX-License-Identifier: EUPL-1.2
"""The cover of the PDF of a result, drawn on the canvas: wordmark, title, verdict, facts. Pure."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.pdf_cover import BAND_BOTTOM, draw_band, draw_facts

from . import labels
from .document_words import label, word
from .kinds import ResultCode
from .result_document import ResultDocument

# Colour of text and marks, and of the block behind them; the words always say the same.
RESULT_COLOURS: dict[ResultCode, tuple[Color, Color]] = {
    ResultCode.MEETS: (HexColor(0x17603B), HexColor(0xE6F4EC)),
    ResultCode.MEETS_WITH_CONCERNS: (HexColor(0x8A4606), HexColor(0xFDF3E4)),
    ResultCode.DOES_NOT_MEET: (HexColor(0x9B1C1C), HexColor(0xFBEAEA)),
}


def draw_cover(canvas: Canvas, document: ResultDocument) -> None:
    """Draw the whole cover."""
    _draw_band(canvas, document)
    _draw_verdict(canvas, document)
    draw_facts(canvas, _facts(document), BAND_BOTTOM - 62 * mm)
    _draw_note(canvas, document)


def _draw_band(canvas: Canvas, document: ResultDocument) -> None:
    language = document.language
    below = word("vendor_as_a_whole", language)
    if document.product is not None:
        below = word("of_supplier", language, supplier=document.supplier)
    draw_band(canvas, word("brand", language), word("kind", language), document.name, below)


def _draw_verdict(canvas: Canvas, document: ResultDocument) -> None:
    ink, ground = RESULT_COLOURS[document.result]
    top, height = BAND_BOTTOM - 14 * mm, 34 * mm
    canvas.setFillColor(ground)
    canvas.roundRect(pdf.MARGIN, top - height, pdf.CONTENT_WIDTH, height, 6, stroke=0, fill=1)
    canvas.setFillColor(ink)
    canvas.roundRect(pdf.MARGIN, top - height, 2.2 * mm, height, 1, stroke=0, fill=1)
    draw_mark(canvas, document.result, (pdf.MARGIN + 19 * mm, top - height / 2), 9 * mm)
    left, width = pdf.MARGIN + 34 * mm, pdf.CONTENT_WIDTH - 40 * mm
    canvas.setFont(pdf.BODY, 9.5)
    canvas.setFillColor(ink)
    canvas.drawString(left, top - 9 * mm, word("verdict", document.language))
    name = label(labels.RESULT, document.result, document.language)
    big = [pdf.style(size, bold=True, colour=ink, leading=size * 1.2) for size in (24, 20, 17)]
    name = name[:1].upper() + name[1:]
    used = pdf.draw_fitted(canvas, name, big, (left, top - 11 * mm, width, 10 * mm))
    meaning = word(f"meaning_{document.result}", document.language)
    small = [pdf.style(size) for size in (10, 9)]
    pdf.draw_fitted(canvas, meaning, small, (left, top - 12 * mm - used, width, 12 * mm))


def draw_mark(canvas: Canvas, result: ResultCode, place: tuple[float, float], radius: float) -> None:
    """A tick, an exclamation mark or a cross in a disc around a place, so that the colour is not alone."""
    canvas.saveState()
    canvas.setFillColor(RESULT_COLOURS[result][0])
    canvas.translate(*place)
    canvas.scale(radius / (9 * mm), radius / (9 * mm))
    canvas.circle(0, 0, 9 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(pdf.WHITE)
    canvas.setFillColor(pdf.WHITE)
    canvas.setLineWidth(4)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    if result is ResultCode.MEETS:
        canvas.lines([(-11, 0, -3, -8), (-3, -8, 11, 8)])
    elif result is ResultCode.DOES_NOT_MEET:
        canvas.lines([(-8, -8, 8, 8), (-8, 8, 8, -8)])
    else:
        canvas.line(0, -2, 0, 12)
        canvas.circle(0, -11, 2.6, stroke=0, fill=1)
    canvas.restoreState()


def _facts(document: ResultDocument) -> list[tuple[str, str]]:
    language = document.language
    version = word("version_of", language, version=document.questionnaire_version)
    assurance = label(labels.ASSURANCE, document.assurance, language)
    return [
        (word("released_on", language), long_date(document.released_on, language)),
        (word("valid_until", language), long_date(document.valid_until, language)),
        (word("release", language), _version(document)),
        (word("assurance", language), assurance[:1].upper() + assurance[1:]),
        (word("round", language), document.round_name),
        (word("questionnaire", language), f"{document.questionnaire}, {version}"),
    ]


def _version(document: ResultDocument) -> str:
    number, between = document.release_number, document.reassessed
    if between is None:
        return str(number)
    return word("release_between", document.language, number=number, former=between.former)


def _draw_note(canvas: Canvas, document: ResultDocument) -> None:
    language = document.language
    if document.notice:
        ink, ground = RESULT_COLOURS[ResultCode.DOES_NOT_MEET]
        canvas.setFillColor(ground)
        canvas.roundRect(pdf.MARGIN, 43 * mm, pdf.CONTENT_WIDTH, 13 * mm, 4, stroke=0, fill=1)
        looks = [pdf.style(size, bold=True, colour=ink) for size in (10, 8.5, 7)]
        box = (pdf.MARGIN + 4 * mm, 54 * mm, pdf.CONTENT_WIDTH - 8 * mm, 10 * mm)
        pdf.draw_fitted(canvas, document.notice, looks, box)
    soft = [pdf.style(8.5, colour=pdf.INK_SOFT)]
    pdf.draw_fitted(canvas, word("cover_note", language), soft, (pdf.MARGIN, 39 * mm, pdf.CONTENT_WIDTH, 11 * mm))
    checksum = f"{word('hash', language)}: {document.questionnaire_hash}"
    tiny = [pdf.style(6.8, colour=pdf.INK_SOFT)]
    pdf.draw_fitted(canvas, checksum, tiny, (pdf.MARGIN, 26 * mm, pdf.CONTENT_WIDTH, 8 * mm))
