# SPDX-License-Identifier: EUPL-1.2
"""A result on exactly one A4: the first blocks in full, the five worst findings, counts for the rest, at least 9 pt.

What does not fit yields in this order, until it does (`ROOMS`, from wide to narrow); what yields is cut with "…" or
counted, never left out in silence:

1. the text of the findings: five, three, two, one, no lines;
2. the reasons of the result after the first: four, two, none (counted);
3. the key requirements that are not met: eight, five, three named (the others counted);
4. the title of a finding: two lines, one line;
5. the themes: eighteen, twelve, eight, five (the lowest scores; the others counted).

Name, result, assurance, validity, a warning, that it is between rounds, the first reason, and severity, requirement and
term of the five worst findings never yield. Pure.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from samencontroleren.core import pdf
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.pdf_page import draw_stack, height_of

from . import labels
from .document_cover import RESULT_COLOURS, draw_mark
from .document_figures import Bar, severity_paragraph
from .document_words import label, word
from .kinds import ResultCode, Severity, Verdict
from .result_document import FindingLine, Reassessed, ResultDocument, ThemeLine, VerdictLine

MARGIN = 16 * mm
WIDTH = pdf.PAGE_WIDTH - 2 * MARGIN
TOP, BOTTOM = pdf.PAGE_HEIGHT - 24 * mm, 24 * mm
GAP = 8 * mm
HALF = (WIDTH - GAP) / 2
SMALLEST = 9.0
"""Points: nothing on the page is smaller."""
WORST = 5


@dataclass(frozen=True)
class Room:
    """How much of each part that may yield is shown."""

    text: int
    """Lines of the text of a finding."""
    reasons: int
    keys: int
    title: int
    themes: int


ROOMS = (
    Room(text=5, reasons=4, keys=8, title=2, themes=18),
    Room(text=3, reasons=4, keys=8, title=2, themes=18),
    Room(text=2, reasons=4, keys=8, title=2, themes=18),
    Room(text=1, reasons=4, keys=8, title=2, themes=18),
    Room(text=0, reasons=4, keys=8, title=2, themes=18),
    Room(text=0, reasons=2, keys=8, title=2, themes=18),
    Room(text=0, reasons=0, keys=8, title=2, themes=18),
    Room(text=0, reasons=0, keys=5, title=2, themes=18),
    Room(text=0, reasons=0, keys=3, title=2, themes=18),
    Room(text=0, reasons=0, keys=3, title=1, themes=18),
    Room(text=0, reasons=0, keys=3, title=1, themes=12),
    Room(text=0, reasons=0, keys=3, title=1, themes=8),
    Room(text=0, reasons=0, keys=3, title=1, themes=5),
)


def draw_one_page(canvas: Canvas, document: ResultDocument) -> None:
    """Draw the whole page with as much as fits."""
    _draw_edges(canvas, document)
    draw_stack(canvas, _blocks(document, widest_room(document)), (MARGIN, TOP), WIDTH)


def widest_room(document: ResultDocument) -> Room:
    """The first of `ROOMS` in which all fits; each is narrower than the one before it, and the last always fits."""

    def fits(room: Room) -> bool:
        return height_of(_blocks(document, room), WIDTH) <= TOP - BOTTOM

    return ROOMS[bisect_left(ROOMS, True, hi=len(ROOMS) - 1, key=fits)]


def _look(size: float = SMALLEST, **more: Any) -> Any:
    return pdf.style(size, leading=size * 1.27, **more)


def _blocks(document: ResultDocument, room: Room) -> list[Flowable]:
    """All between head and foot, in reading order."""
    return [
        *_name(document),
        _band(document),
        *_reasons(document, room),
        Spacer(1, 7),
        _columns(document, room),
        *_findings(document, room),
    ]


def _name(document: ResultDocument) -> list[Flowable]:
    language = document.language
    by = word("vendor_as_a_whole", language)
    if document.product is not None:
        by = word("of_supplier", language, supplier=pdf.one_line(document.supplier, 160))
    version = word("version_of", language, version=document.questionnaire_version)
    asked = f"{pdf.one_line(document.questionnaire, 120)}, {version}"
    title, below = _look(17, bold=True, colour=pdf.BLUE), _look(colour=pdf.INK_SOFT, spaceAfter=5)
    return [_cut(document.name, title, 2), _cut(f"{by} · {asked}", below, 2)]


def _cut(value: object, look: Any, lines: int, width: float = WIDTH) -> Flowable:
    return pdf.paragraph(pdf.in_lines(value, look, width, lines), look)


class _Band(Flowable):
    """The result on its ground, with its mark at the left."""

    PADDING, LEFT = 7.0, 44.0

    def __init__(self, result: ResultCode, blocks: Sequence[Flowable]) -> None:
        super().__init__()
        self.result, self.blocks = result, blocks

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As high as its text."""
        self.width = width
        self.height = height_of(self.blocks, width - self.LEFT - self.PADDING) + 2 * self.PADDING
        return self.width, self.height

    def draw(self) -> None:
        """Ground, edge, mark and text."""
        ink, ground = RESULT_COLOURS[self.result]
        self.canv.setFillColor(ground)
        self.canv.setStrokeColor(ink)
        self.canv.setLineWidth(0.8)
        self.canv.roundRect(0, 0, self.width, self.height, 4, stroke=1, fill=1)
        draw_mark(self.canv, self.result, (self.LEFT / 2, self.height / 2), 13)
        inside = self.width - self.LEFT - self.PADDING
        draw_stack(self.canv, self.blocks, (self.LEFT, self.height - self.PADDING), inside)


def _band(document: ResultDocument) -> Flowable:
    language, ink = document.language, RESULT_COLOURS[document.result][0]
    name = label(labels.RESULT, document.result, language)
    assurance = label(labels.ASSURANCE, document.assurance, language)
    facts = " · ".join(
        (
            f"{word('assurance', language)}: {assurance}",
            f"{word('valid_until', language).lower()} {long_date(document.valid_until, language)}",
        )
    )
    width = WIDTH - _Band.LEFT - _Band.PADDING
    lines: list[Flowable] = [pdf.paragraph(name[:1].upper() + name[1:], _look(15, bold=True, colour=ink))]
    if document.notice:
        lines.append(
            _cut(document.notice, _look(10, bold=True, colour=RESULT_COLOURS[ResultCode.DOES_NOT_MEET][0]), 2, width)
        )
    lines.append(pdf.paragraph(facts, _look(spaceBefore=1)))
    lines.append(pdf.paragraph(word(f"meaning_{document.result}", language), _look()))
    if document.reassessed is not None:
        lines.append(_between(document.reassessed, language, width))
    return _Band(document.result, lines)


def _between(found: Reassessed, language: str, width: float) -> Flowable:
    """What was judged anew between rounds."""
    told = word("reassessed_short", language, former=found.former, themes=", ".join(found.themes))
    return _cut(told, _look(spaceBefore=1), 2, width)


def _reasons(document: ResultDocument, room: Room) -> list[Flowable]:
    """Why the result is what it is; the first reason always."""
    side = 0 if document.language == "nl" else 1
    told = [(line.nl, line.en)[side] for line in document.explanation]
    shown, left = told[: 1 + room.reasons], len(told) - 1 - room.reasons
    look = _look(leftIndent=9, bulletIndent=1, spaceBefore=2)
    blocks: list[Flowable] = [
        pdf.paragraph(pdf.in_lines(line, look, WIDTH - 12, 2), look, bullet="•") for line in shown
    ]
    if left > 0:
        blocks.append(pdf.paragraph(word("reasons_more", document.language, n=left), _soft(spaceBefore=2)))
    return [Spacer(1, 4), *blocks] if blocks else []


def _soft(**more: Any) -> Any:
    return _look(colour=pdf.INK_SOFT, **more)


def _heading(title: str) -> Flowable:
    return pdf.paragraph(title, _look(11, bold=True, colour=pdf.BLUE, spaceBefore=5, spaceAfter=3))


def _columns(document: ResultDocument, room: Room) -> Flowable:
    """The figure of the themes at the left; what it means and the key requirements at the right."""
    left, right = _themes(document, room), [*_meaning(document), *_keys(document, room)]
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (0, 0), GAP),
        ("RIGHTPADDING", (1, 0), (1, 0), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    return pdf.table([[left, right]], [HALF + GAP, HALF], look, splitInRow=0)


def _themes(document: ResultDocument, room: Room) -> list[Flowable]:
    language = document.language
    lowest = sorted(document.themes, key=lambda line: (line.score is None, line.score))[: room.themes]
    shown = [line for line in document.themes if line in lowest]
    left = len(document.themes) - len(shown)
    if not shown:
        return [pdf.paragraph("", _look())]
    rows = [_theme(line, language) for line in shown]
    look = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    figure = pdf.table(rows, [HALF - 62 * mm + 22 * mm, 27 * mm, 13 * mm], look, splitInRow=0)
    more = [pdf.paragraph(word("themes_more", language, n=left), _soft(spaceBefore=2))] if left else []
    return [_heading(word("chapter_themes", language)), figure, *more]


def _theme(line: ThemeLine, language: str) -> list[Any]:
    width = HALF - 40 * mm - 5
    score = word("no_score", language) if line.score is None else str(line.score)
    title = pdf.fitted_line(line.title, SMALLEST, width)
    return [pdf.paragraph(title, _look()), Bar(line.score, 27 * mm - 5, 8), pdf.paragraph(score, _look(bold=True))]


def _meaning(document: ResultDocument) -> list[Flowable]:
    """Counts of what the reader has to look at; for a reader outside the verdicts what this layer holds."""
    language = document.language
    lines: list[str] = []
    if document.verdicts is None:
        lines.append(pdf.in_lines(document.layer, _look(), HALF, 5))
    elif document.key_requirements:
        unmet = len(_unmet(document))
        lines.append(word("means_keys", language, met=len(document.key_requirements) - unmet, unmet=unmet))
    if document.measures:
        lines.append(word("means_measures", language, n=len(document.measures)))
    if document.evidence:
        proof = sum(line.is_proof for line in document.evidence)
        lines.append(word("means_proof", language, proof=proof, other=len(document.evidence) - proof))
    if document.cited is not None:
        result = label(labels.RESULT, document.cited.result, language)
        until = long_date(document.cited.valid_until, language)
        lines.append(word("means_cited", language, result=result, date=until))
    lines.append(word("means_decision", language))
    look = _look(leftIndent=9, bulletIndent=1, spaceAfter=2)
    return [_heading(word("means", language)), *(pdf.paragraph(line, look, bullet="•") for line in lines)]


def _unmet(document: ResultDocument) -> list[VerdictLine]:
    good = (Verdict.MEETS, Verdict.NOT_APPLICABLE)
    return [line for line in document.key_requirements if line.verdict not in good]


def _keys(document: ResultDocument, room: Room) -> list[Flowable]:
    language, unmet = document.language, _unmet(document)
    if document.verdicts is None or not unmet:
        return []
    shown, left = unmet[: room.keys], len(unmet) - room.keys
    rows: list[Flowable] = [_heading(word("keys_unmet", language))]
    for line in shown:
        verdict = label(labels.VERDICT, line.verdict, language)
        told = f"{pdf.one_line(line.title, 150)} ({pdf.one_line(line.number, 40)}): "
        look = _look(spaceAfter=1.5)
        # The verdict stands last and must not be what is cut off.
        cut = pdf.in_lines(told, look, HALF - pdf.width_of(verdict, SMALLEST) - 8, 2)
        rows.append(pdf.paragraph(f"{cut} {verdict}", look))
    if left > 0:
        rows.append(pdf.paragraph(word("keys_more", language, n=left), _soft()))
    return rows


def _findings(document: ResultDocument, room: Room) -> list[Flowable]:
    if document.findings is None:
        return []
    language, ordered = document.language, document.worst_findings()
    if not ordered:
        return [_heading(word("findings_all", language, n=0)), pdf.paragraph(word("no_findings", language), _look())]
    title = "findings_five" if len(ordered) > WORST else "findings_all"
    blocks = [_heading(word(title, language, n=len(ordered))), _table(ordered[:WORST], language, room)]
    if rest := ordered[WORST:]:
        words = word("findings_rest", language, n=len(rest), counts=_counted(rest, language))
        blocks.append(pdf.paragraph(words, _look(spaceBefore=5, bold=True)))
    return blocks


def _counted(lines: Sequence[FindingLine], language: str) -> str:
    """How many by severity, the gravest first, and how many need no solving any more."""
    open_ones = Counter(line.severity for line in lines if line.is_open)
    told = [
        f"{open_ones[each]} {label(labels.SEVERITY, each, language)}" for each in reversed(Severity) if open_ones[each]
    ]
    solved = sum(not line.is_open for line in lines)
    return ", ".join([*told, *([f"{solved} {word('solved', language)}"] if solved else [])])


def _table(lines: Sequence[FindingLine], language: str, room: Room) -> Flowable:
    widths = [20 * mm, WIDTH - 62 * mm, 42 * mm]
    head = [pdf.paragraph(word(key, language), _look(bold=True)) for key in ("severity", "what", "until")]
    rows = [head, *(_row(line, language, widths[1] - 8, room) for line in lines)]
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("BACKGROUND", (0, 0), (-1, 0), pdf.SOFT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, pdf.LINE),
    ]
    return pdf.table(rows, widths, look, splitInRow=0)


def _row(line: FindingLine, language: str, width: float, room: Room) -> list[Any]:
    bold, plain = _look(bold=True), _look()
    about = [_cut(f"{pdf.one_line(line.requirement, 60)} {line.title}", bold, room.title, width)]
    if room.text and line.text:
        about.append(_cut(line.text, plain, room.text, width))
    until: list[Flowable] = [pdf.paragraph(long_date(line.due_on, language), plain)]
    if line.stage:
        until.append(_cut(line.stage, _soft(), 1, 42 * mm - 8))
    return [severity_paragraph(line.severity, language, plain), about, until]


def _draw_edges(canvas: Canvas, document: ResultDocument) -> None:
    """The head with the wordmark, and the foot."""
    language = document.language
    pdf.draw_wordmark(canvas, MARGIN, pdf.PAGE_HEIGHT - 17 * mm, 18, word("brand", language))
    canvas.setFont(pdf.BODY, SMALLEST)
    canvas.setFillColor(pdf.INK_SOFT)
    told = word("one_page", language)
    if document.made_on:
        told += f" · {word('as_of', language, date=long_date(document.made_on, language)).lower()}"
    canvas.drawRightString(pdf.PAGE_WIDTH - MARGIN, pdf.PAGE_HEIGHT - 15 * mm, told)
    canvas.setStrokeColor(pdf.LINE)
    canvas.line(MARGIN, pdf.PAGE_HEIGHT - 19 * mm, pdf.PAGE_WIDTH - MARGIN, pdf.PAGE_HEIGHT - 19 * mm)
    canvas.line(MARGIN, 21 * mm, pdf.PAGE_WIDTH - MARGIN, 21 * mm)
    foot = word(
        "one_page_footer",
        language,
        round=pdf.one_line(document.round_name, 60),
        date=long_date(document.released_on, language),
        version=document.release_number,
        rule=document.rule_version,
    )
    blocks = [_cut(foot, _soft(), 2), pdf.paragraph(word("confidential", language), _soft())]
    draw_stack(canvas, blocks, (MARGIN, 20 * mm), WIDTH)
