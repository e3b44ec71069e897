# SPDX-License-Identifier: EUPL-1.2
"""What the documents of a result draw: the bar of a score, and a severity that can be told apart without colour."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from samencontroleren.core import pdf

from . import labels
from .document_cover import RESULT_COLOURS
from .document_words import label
from .kinds import ResultCode, Severity, Verdict

GREEN, BROWN, RED = (RESULT_COLOURS[result][0] for result in ResultCode)
VERDICT_COLOURS: dict[Verdict, Color] = {
    Verdict.MEETS: GREEN,
    Verdict.PARTLY: BROWN,
    Verdict.NOT_MET: RED,
    Verdict.CANNOT_BE_ASSESSED: RED,
    Verdict.NOT_APPLICABLE: pdf.INK_SOFT,
}
SEVERITY_COLOURS: dict[Severity, Color] = {
    Severity.LOW: HexColor(0x4A6A8F),
    Severity.MEDIUM: BROWN,
    Severity.HIGH: RED,
    Severity.CRITICAL: RED,
}
Chapter = tuple[str, str, list[Flowable]]
"""A chapter of a document: its key, the key of its title in words, and what stands in it."""

_STRONG = (Severity.HIGH, Severity.CRITICAL)


class Bar(Flowable):
    """A horizontal bar of a score from 0 to 100; an empty dashed track when there is none."""

    def __init__(self, score: int | None, width: float, height: float = 9) -> None:
        super().__init__()
        self.score, self.width, self.height = score, width, height

    def draw(self) -> None:
        """Draw the track and the score on it; the edge stays visible in black and white."""
        canvas = self.canv
        canvas.setFillColor(pdf.SOFT)
        canvas.setStrokeColor(pdf.INK_SOFT)
        canvas.setLineWidth(0.5)
        if self.score is None:
            canvas.setDash(2, 2)
            canvas.roundRect(0, 0, self.width, self.height, 2.5, stroke=1, fill=0)
            return
        canvas.roundRect(0, 0, self.width, self.height, 2.5, stroke=1, fill=1)
        if self.score:
            canvas.setFillColor(pdf.BRIGHT)
            canvas.roundRect(0, 0, max(5, self.width * self.score / 100), self.height, 2.5, stroke=0, fill=1)


def severity_paragraph(severity: Severity, language: str, look: ParagraphStyle) -> Paragraph:
    """A severity in words; the grave ones are bold, so that colour is not alone."""
    name = label(labels.SEVERITY, severity, language)
    made = pdf.style(look.fontSize, bold=severity in _STRONG, colour=SEVERITY_COLOURS[severity], leading=look.leading)
    return pdf.paragraph(name[:1].upper() + name[1:], made)
