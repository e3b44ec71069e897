# SPDX-License-Identifier: EUPL-1.2
"""A PDF of exactly one page, and stacking blocks on it from top to bottom."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from samencontroleren.core import pdf


def build_page(about: pdf.About, draw: Callable[[Canvas], None]) -> bytes:
    """A PDF of exactly one page, which `draw` fills whole; the same input gives the same bytes."""
    pdf.register_fonts()
    target = BytesIO()
    facts: Any = {"lang": about.language, "initialFontName": pdf.BODY}  # a name, not a number as the stubs say
    canvas = Canvas(target, pagesize=A4, invariant=1, **facts)
    canvas.setTitle(pdf.plain(about.title))
    canvas.setAuthor(pdf.plain(about.author))
    canvas.setSubject(pdf.plain(about.subject))
    canvas.setCreator(pdf.plain(about.author))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.bookmarkPage("page")
    canvas.addOutlineEntry(pdf.plain(about.title), "page", 0, closed=False)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def height_of(blocks: Sequence[Flowable], width: float) -> float:
    """The points that blocks take under one another, the space between them included."""
    return sum(block.wrap(width, pdf.PAGE_HEIGHT)[1] + _space(block) for block in blocks)


def draw_stack(canvas: Canvas, blocks: Sequence[Flowable], place: tuple[float, float], width: float) -> None:
    """Draw blocks under one another; `place` is the left top corner."""
    x, y = place
    for block in blocks:
        y -= block.wrapOn(canvas, width, pdf.PAGE_HEIGHT)[1] + block.getSpaceBefore()
        block.drawOn(canvas, x, y)
        y -= block.getSpaceAfter()


def _space(block: Flowable) -> float:
    return 0.0 if isinstance(block, Spacer) else float(block.getSpaceBefore() + block.getSpaceAfter())
