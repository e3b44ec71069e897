# SPDX-License-Identifier: EUPL-1.2
"""Making PDF documents with ReportLab: fonts, safe text, frame of the page, numbering, bookmarks.

A document is built twice: once to count its pages, once to write "pagina 2 van 5". Only the embedded fonts of
`core/fonts` are used, so the file looks the same everywhere. ReportLab reads paragraph text as mark-up that
can even fetch local files; **all** text of people goes through `text`, and nothing else makes paragraphs of
it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

FONTS = Path(__file__).parent / "fonts"
BODY, BOLD = "SC-Body", "SC-Bold"
_FONT_FILES = {BODY: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 22 * mm
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

NIGHT, BLUE, BRIGHT = HexColor(0x0A1F3C), HexColor(0x12325C), HexColor(0x1B4F93)
SOFT, FAINT, LINE = HexColor(0xE4EDF8), HexColor(0xF6F8FB), HexColor(0xDCE3EA)
INK, INK_SOFT, AMBER, WHITE = HexColor(0x17212F), HexColor(0x435265), HexColor(0xE8912D), HexColor(0xFFFFFF)

# Signs our fonts lack or that only steer layout, with what a reader would expect to see.
_REPLACED = str.maketrans({"\u2011": "-", "\u202f": "\u00a0", "\u2028": "\n", "\u2029": "\n", "\t": " "})
_SIGNS_ON_A_LINE = 250
"""More than fit on any line of ours."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_SPACES = re.compile(r"[^\S\n\u00a0]+")


class FontsMissing(RuntimeError):
    """The fonts to embed have not been built yet."""


@dataclass(frozen=True)
class About:
    """What a document says about itself; `page_label` has the places {page} and {total}.

    `mark` stands large on every page, for what must not go further (a draft).
    """

    title: str
    author: str
    subject: str
    language: str
    header: str
    footer: str
    page_label: str
    mark: str = ""


class _Document(BaseDocTemplate):
    """A document that remembers on which page its headings stand."""

    def __init__(self, target: BytesIO, known: dict[str, int], **facts: Any) -> None:
        super().__init__(target, **facts)
        self.found: dict[str, int] = {}
        self.known = known


def plain(value: object) -> str:
    """Text without control signs, direction overrides and other unseen signs; lines are kept.

    For outline entries, document properties and drawing; for paragraphs use `text`.
    """
    return _cleaned(value).strip()


def _cleaned(value: object) -> str:
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED)
    seen = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in _UNSEEN)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(seen)))


def text(value: object) -> str:
    """The one way from text of people to paragraph mark-up: cleaned, escaped, line ends kept."""
    return _as_markup(plain(value))


def _as_markup(cleaned: str) -> str:
    return escape(cleaned, {'"': "&quot;", "'": "&#39;"}).replace("\n", "<br/>")


def one_line(value: object, limit: int = 300) -> str:
    """Cleaned text for a title or a name: on one line, cut with an ellipsis after `limit` signs."""
    line = plain(value).replace("\n", " ")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def pieces(value: object, signs: int = 1_200, lines: int = 20) -> list[str]:
    """Long text cut into pieces that fit a page, at the end of a line or sentence where there is one.

    ReportLab measures the whole rest of a paragraph again on every page, which takes most of a minute for text of
    many short lines; pieces keep it quick.
    """
    rest, found = plain(value), []
    while rest:
        piece = "\n".join(rest.split("\n", lines)[:lines])
        if len(piece) > signs:
            piece = _shortened(piece[:signs])
        found.append(piece.strip())
        rest = rest[len(piece) :].strip()
    return found or [""]


def _shortened(piece: str) -> str:
    half = len(piece) // 2
    for end in ("\n", ". ", " "):
        if (place := piece.rfind(end, half)) >= 0:
            return piece[: place + 1]
    return piece


def style(size: float = 9.5, bold: bool = False, colour: Color = INK, **more: Any) -> ParagraphStyle:
    """A paragraph style in our fonts; long words break instead of leaving the page."""
    register_fonts()
    settings: dict[str, Any] = {"leading": size * 1.42, "splitLongWords": 1, "bulletFontName": BODY, **more}
    return ParagraphStyle("sc", fontName=BOLD if bold else BODY, fontSize=size, textColor=colour, **settings)


def paragraph(value: object, look: ParagraphStyle | None = None, bullet: str | None = None) -> Paragraph:
    """A paragraph of plain text, ours or that of people, with a bullet when given."""
    return Paragraph(text(value), look or style(), bulletText=bullet)


def marked_paragraph(runs: Sequence[tuple[str, bool]], mark: str, look: ParagraphStyle | None = None) -> Paragraph:
    """A paragraph of plain text in runs, of which some are bold and `mark`ed: "u" underlined, "strike" struck out."""
    made = ((_as_markup(_cleaned(run)), is_marked) for run, is_marked in runs)
    return Paragraph("".join(f"<{mark}><b>{run}</b></{mark}>" if on else run for run, on in made), look or style())


def table(rows: Sequence[list[Any]], widths: Sequence[float], look: Sequence[Any] = (), **more: Any) -> Table:
    """A table of flowables in our fonts; a row that does not fit is split, unless `splitInRow` is 0."""
    # A table names its default font, Helvetica, even when no cell uses it.
    fonts = [("FONT", (0, 0), (-1, -1), BODY)]
    return Table(rows, colWidths=list(widths), style=[*fonts, *look], **{"splitInRow": 1, **more})


class Heading(Paragraph):
    """A heading that enters the outline; `level` 0 is a chapter."""

    def __init__(self, title: str, key: str, level: int = 0) -> None:
        self.outline = (plain(title), key, level)
        size = 15.0 if level == 0 else 11.0
        look = style(size, bold=True, colour=BLUE, spaceBefore=14, spaceAfter=6, keepWithNext=1)
        super().__init__(text(title), look)

    def draw(self) -> None:
        """Draw the heading and point the outline at its top."""
        title, key, level = self.outline
        made: Any = self.canv  # ReportLab gives no other way to the document
        made._doctemplate.found[key] = self.canv.getPageNumber()
        self.canv.bookmarkHorizontal(key, 0, self.height + 14)
        self.canv.addOutlineEntry(title, key, level, closed=False)
        super().draw()


def register_fonts(folder: Path = FONTS) -> None:
    """Make our fonts known and the default of each page. Raises FontsMissing when they are not there."""
    if BODY in pdfmetrics.getRegisteredFontNames():
        return
    for file in _FONT_FILES.values():
        if not (folder / file).is_file():
            raise FontsMissing(f"The font {file} is not in {folder}; run frontend/fonts.py first.")
    for name, file in reversed(_FONT_FILES.items()):
        pdfmetrics.registerFont(TTFont(name, folder / file))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=BODY, boldItalic=BOLD)
    # Otherwise every page names Helvetica, which is not embedded.
    rl_config.canvas_basefontname = BODY


def build(
    about: About, story: Callable[[], Sequence[Flowable]], cover: Callable[[Canvas], None] | None = None
) -> bytes:
    """The finished PDF; the same input gives the same bytes.

    `story` is called twice when there are more pages than one, or headings, and must give new flowables each time.
    `cover` draws a first page of its own.
    """
    register_fonts()
    total, found, made = _run(about, story, cover, 1, {}, _Counted)
    return made or _run(about, story, cover, total, found)[2]


class _Counted(Canvas):
    """The first time pages are counted and headings found, as if there were one page and no heading.

    Only where that is so the document is written out: then a second time would give the same.
    """

    def save(self) -> None:
        """Write nothing of a document that is drawn again."""
        made: Any = self  # ReportLab gives no other way to the document; an empty page has none
        document = getattr(made, "_doctemplate", None)
        if self.getPageNumber() == 2 and not (document and document.found):  # the next page would be the second
            super().save()


def in_lines(value: object, look: ParagraphStyle, width: float, lines: int) -> str:
    """Text on at most so many lines of this width, cut with an ellipsis at the end of a word."""
    shown = one_line(value, lines * _SIGNS_ON_A_LINE)
    block: Any = paragraph(shown, look)
    block.wrap(width, PAGE_HEIGHT)
    broken = [_line_text(line) for line in block.blPara.lines] if shown else []
    if len(broken) <= lines:
        return shown
    room = width - look.leftIndent - look.rightIndent
    return " ".join([*broken[: lines - 1], _with_ellipsis(broken[lines - 1], look, room)])


def _line_text(line: Any) -> str:
    """A line as ReportLab broke it: (space, words), or pieces of text where signs were escaped."""
    if isinstance(line, tuple):
        return " ".join(line[1])
    return "".join(piece.text for piece in line.words).strip()


def _with_ellipsis(line: str, look: ParagraphStyle, width: float) -> str:
    """The words of a line that leave room for an ellipsis, or its signs when it is one word."""
    while line and pdfmetrics.stringWidth(line + "…", look.fontName, look.fontSize) > width:
        whole, space, _last = line.rpartition(" ")
        line = whole if space else line[:-1]
    return line.rstrip(" ,;:…") + "…"


def draw_wordmark(canvas: Canvas, x: float, y: float, size: float, name: str) -> None:
    """The mark (an open ring with a tick) and a name; x, y is the lower left corner, size in points."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 32, size / 32)
    canvas.setLineWidth(3.4)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeColor(BLUE)
    canvas.arc(4.3, 5.7, 25.5, 26.9, startAng=55, extent=248)
    canvas.setStrokeColor(AMBER)
    tick = canvas.beginPath()
    tick.moveTo(10.4, 16.4)
    tick.lineTo(15.4, 11.4)
    tick.lineTo(28.4, 24.4)
    canvas.drawPath(tick)
    canvas.restoreState()
    canvas.setFillColor(BLUE)
    canvas.setFont(BOLD, size * 0.56)
    canvas.drawString(x + size * 1.22, y + size * 0.31, name)


def draw_fitted(canvas: Canvas, value: object, looks: Sequence[ParagraphStyle], box: tuple[float, ...]) -> float:
    """Draw text from the top of a box (x, top, width, height) in the first style that fits.

    Gives the height used. What fits in none is cut off with an ellipsis in the last style.
    """
    x, top, width, height = box
    shown = one_line(value)
    for look in looks:
        if (used := _height(shown, look, width)) <= height:
            break
    else:
        shown = _cut(shown, look, width, height)
        used = _height(shown, look, width)
    block = paragraph(shown, look)
    block.wrapOn(canvas, width, height)
    block.drawOn(canvas, x, top - used)
    return used


def _height(shown: str, look: ParagraphStyle, width: float) -> float:
    return float(paragraph(shown, look).wrap(width, PAGE_HEIGHT)[1])


def _cut(shown: str, look: ParagraphStyle, width: float, height: float) -> str:
    fits, fails = 0, len(shown)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if _height(shown[:middle] + "…", look, width) <= height:
            fits = middle
        else:
            fails = middle
    return shown[:fits].rstrip() + "…"


def _run(
    about: About,
    story: Callable[[], Sequence[Flowable]],
    cover: Callable[[Canvas], None] | None,
    total: int,
    known: dict[str, int],
    canvas: type[Canvas] = Canvas,
) -> tuple[int, dict[str, int], bytes]:
    target = BytesIO()
    document = _Document(
        target,
        known,
        pagesize=A4,
        title=plain(about.title),
        author=plain(about.author),
        subject=plain(about.subject),
        creator=plain(about.author),
        lang=about.language,
        displayDocTitle=True,
        initialFontName=BODY,
        invariant=1,
    )
    document.addPageTemplates(_templates(about, cover, total))
    document.build(list(story()), canvasmaker=canvas)
    return document.page, document.found, target.getvalue()


def _templates(about: About, cover: Callable[[Canvas], None] | None, total: int) -> list[PageTemplate]:
    def draw_cover(canvas: Canvas, document: BaseDocTemplate) -> None:
        if cover is not None:
            canvas.bookmarkPage("cover")
            canvas.addOutlineEntry(plain(about.title), "cover", 0, closed=False)
            cover(canvas)
            _draw_page_number(canvas, about, document.page, total)
            _draw_mark(canvas, about.mark)

    def draw_frame(canvas: Canvas, document: BaseDocTemplate) -> None:
        _draw_header(canvas, about)
        _draw_page_number(canvas, about, document.page, total)
        _draw_mark(canvas, about.mark)

    frame = Frame(MARGIN, 24 * mm, CONTENT_WIDTH, PAGE_HEIGHT - 52 * mm, 0, 0, 0, 0)
    first = PageTemplate("cover", [frame], onPage=draw_cover)
    inner = PageTemplate("inner", [frame], onPage=draw_frame)
    return [first, inner] if cover is not None else [inner]


def _draw_header(canvas: Canvas, about: About) -> None:
    top = PAGE_HEIGHT - 18 * mm
    canvas.saveState()
    draw_wordmark(canvas, MARGIN, top - 2, 15, about.author)
    canvas.setFont(BODY, 8)
    canvas.setFillColor(INK_SOFT)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, top + 3, fitted_line(about.header, 8, CONTENT_WIDTH * 0.66))
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.75)
    canvas.line(MARGIN, top - 7, PAGE_WIDTH - MARGIN, top - 7)
    canvas.restoreState()


def _draw_mark(canvas: Canvas, mark: str) -> None:
    """A black frame with the mark along the top edge of the page: it stays readable on any printer."""
    if not mark:
        return
    canvas.saveState()
    bottom = PAGE_HEIGHT - 11.5 * mm
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.2)
    canvas.rect(MARGIN, bottom, CONTENT_WIDTH, 6.5 * mm, stroke=1, fill=0)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 10)
    canvas.drawCentredString(PAGE_WIDTH / 2, bottom + 2.1 * mm, fitted_line(mark, 10, CONTENT_WIDTH - 20))
    canvas.restoreState()


def _draw_page_number(canvas: Canvas, about: About, page: int, total: int) -> None:
    canvas.saveState()
    canvas.setFont(BODY, 8)
    canvas.setFillColor(INK_SOFT)
    canvas.drawString(MARGIN, 13 * mm, fitted_line(about.footer, 8, CONTENT_WIDTH * 0.75))
    label = about.page_label.format(page=page, total=total)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, 13 * mm, label)
    canvas.restoreState()


def width_of(line: str, size: float) -> float:
    """The points that a line takes."""
    return float(pdfmetrics.stringWidth(line, BODY, size))


def fitted_line(value: str, size: float, width: float) -> str:
    """A text on one line of this width, cut with an ellipsis where it does not fit."""
    line = one_line(value)
    if pdfmetrics.stringWidth(line, BODY, size) <= width:
        return line
    while line and pdfmetrics.stringWidth(line + "…", BODY, size) > width:
        line = line[:-1]
    return line.rstrip() + "…"
