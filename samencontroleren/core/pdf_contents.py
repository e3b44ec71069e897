# SPDX-License-Identifier: EUPL-1.2
"""The table of contents of our documents."""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from samencontroleren.core import pdf


class Contents(Flowable):
    """The chapters with their pages, each a link. `chapters`: (title, key) as the headings have them.

    The pages are known when the document is built the second time; its height is the same both times.
    """

    SIZE, LEADING = 10.0, 17.0

    def __init__(self, chapters: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.chapters = chapters

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line for each chapter."""
        self.width, self.height = width, len(self.chapters) * self.LEADING + 4
        return self.width, self.height

    def draw(self) -> None:
        """Title, dots and page, and a link over the line."""
        made: Any = self.canv
        known: dict[str, int] = made._doctemplate.known
        for place, (title, key) in enumerate(self.chapters):
            y = self.height - (place + 1) * self.LEADING + 5
            _draw_line_of_contents(self.canv, y, self.width, title, str(known.get(key, "")), self.SIZE)
            self.canv.linkRect("", key, (0, y - 4, self.width, y + self.SIZE), relative=1)


def _draw_line_of_contents(canvas: Canvas, y: float, width: float, title: str, page: str, size: float) -> None:
    canvas.setFont(pdf.BODY, size)
    canvas.setFillColor(pdf.INK)
    shown = pdf.fitted_line(title, size, width - 40)
    canvas.drawString(0, y, shown)
    canvas.drawRightString(width, y, page)
    canvas.setFillColor(pdf.INK_SOFT)
    start, stop = pdfmetrics.stringWidth(shown, pdf.BODY, size) + 6, width - 22
    dot = pdfmetrics.stringWidth(" .", pdf.BODY, size)
    canvas.drawRightString(stop, y, " ." * max(0, int((stop - start) / dot)))
