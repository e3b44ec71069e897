# SPDX-License-Identifier: EUPL-1.2
"""The cover that our documents share: wordmark, a band with the title, facts in two columns."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from samencontroleren.core import pdf

BAND_TOP = pdf.PAGE_HEIGHT - 46 * mm
BAND_BOTTOM = pdf.PAGE_HEIGHT - 122 * mm


def draw_band(canvas: Canvas, brand: str, kind: str, title: str, below: str) -> None:
    """The wordmark, and the band: what kind of document it is, its title, and a line below that."""
    pdf.draw_wordmark(canvas, pdf.MARGIN, pdf.PAGE_HEIGHT - 33 * mm, 30, brand)
    canvas.setFillColor(pdf.BLUE)
    canvas.rect(0, BAND_BOTTOM, pdf.PAGE_WIDTH, BAND_TOP - BAND_BOTTOM, stroke=0, fill=1)
    canvas.setFillColor(pdf.AMBER)
    canvas.rect(0, BAND_BOTTOM - 1.6 * mm, pdf.PAGE_WIDTH, 1.6 * mm, stroke=0, fill=1)
    canvas.setFont(pdf.BODY, 11)
    canvas.setFillColor(pdf.SOFT)
    canvas.drawString(pdf.MARGIN, BAND_TOP - 22 * mm, kind)
    titles = [pdf.style(size, bold=True, colour=pdf.WHITE, leading=size * 1.2) for size in (32, 26, 20, 15, 11)]
    top = BAND_TOP - 25 * mm
    used = pdf.draw_fitted(canvas, title, titles, (pdf.MARGIN, top, pdf.CONTENT_WIDTH, 34 * mm))
    looks = [pdf.style(size, colour=pdf.WHITE) for size in (14, 11, 9)]
    pdf.draw_fitted(canvas, below, looks, (pdf.MARGIN, top - used - 2 * mm, pdf.CONTENT_WIDTH, 14 * mm))


def draw_facts(canvas: Canvas, facts: Sequence[tuple[str, str]], top: float) -> None:
    """Names with their values, two beside each other, from a height on the page downward."""
    width = (pdf.CONTENT_WIDTH - 10 * mm) / 2
    values = [pdf.style(size, bold=True, leading=size * 1.25) for size in (11, 9.5, 8)]
    for place, (name, value) in enumerate(facts):
        row, column = divmod(place, 2)
        x, y = pdf.MARGIN + column * (width + 10 * mm), top - row * 17 * mm
        canvas.setStrokeColor(pdf.LINE)
        canvas.line(x, y + 4.5 * mm, x + width, y + 4.5 * mm)
        canvas.setFont(pdf.BODY, 8.5)
        canvas.setFillColor(pdf.INK_SOFT)
        canvas.drawString(x, y, name)
        pdf.draw_fitted(canvas, value, values, (x, y - 1.2 * mm, width, 10 * mm))
