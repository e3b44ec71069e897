# SPDX-License-Identifier: EUPL-1.2
"""Was/wordt as a PDF: cover with the counts, then each change with its words beside each other."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer

from samencontroleren.core import pdf
from samencontroleren.core.pdf_cover import BAND_BOTTOM, draw_band, draw_facts
from samencontroleren.core.typography import day
from samencontroleren.core.web import pick
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.comparing import Compared
from samencontroleren.questionnaires.comparison_view import Beside, Pieces, Shown, known_of, shown
from samencontroleren.questionnaires.kinds import ChangeMark
from samencontroleren.questionnaires.wordmarks import Piece

LABEL_WIDTH = 30 * mm
SIDE_WIDTH = (pdf.CONTENT_WIDTH - LABEL_WIDTH) / 2
ROOM = 35 * mm
"""A change starts on the next page when less than this is left."""
SIGNS_IN_A_ROW = 900


def comparison_pdf(compared: Compared, language: str, today: date) -> bytes:
    """The PDF of all that differs; the same versions on the same day give the same bytes."""
    known = known_of(compared.comparison)
    rows = [shown(each, known, language) for each in compared.comparison.differing]
    return pdf.build(_about(compared, language, today), lambda: _story(rows), lambda canvas: _cover(canvas, compared))


def version_name(compared: Compared, newest: bool) -> str:
    """The name and number of one of the two versions."""
    version = compared.becomes if newest else compared.was
    return str(_("%(name)s, versie %(number)s", name=version.name, number=version.number))


def _about(compared: Compared, language: str, today: date) -> pdf.About:
    name = version_name(compared, newest=True)
    return pdf.About(
        title=_("Was/wordt: %(name)s", name=name),
        author="Samen Controleren",
        subject=_("Wat er anders is dan in %(name)s", name=version_name(compared, newest=False)),
        language=language,
        header=_("Was/wordt: %(name)s", name=name),
        footer=_("Gemaakt op %(day)s", day=day(today)),
        page_label=_("pagina %(page)s van %(total)s", page="{page}", total="{total}"),
    )


def _cover(canvas: Canvas, compared: Compared) -> None:
    below = _("Wat er anders is dan in %(name)s", name=version_name(compared, newest=False))
    draw_band(canvas, "Samen Controleren", _("Was/wordt"), version_name(compared, newest=True), below)
    counts = compared.comparison.counts
    facts = [(pick(labels.CHANGE[mark]), str(counts[mark])) for mark in ChangeMark]
    draw_facts(canvas, facts, BAND_BOTTOM - 18 * mm)


def _story(rows: Sequence[Shown]) -> list[Flowable]:
    story: list[Flowable] = [NextPageTemplate("inner"), PageBreak()]
    story.append(pdf.paragraph(_("Doorgehaald: stond er en staat er niet meer. Onderstreept: is erbij gekomen.")))
    if not rows:
        story.append(pdf.paragraph(_("Er is niets anders.")))
    for number, (theme, group) in enumerate(groupby(rows, key=lambda each: each.theme)):
        story += [CondPageBreak(ROOM), pdf.Heading(theme, f"theme-{number}")]
        for place, each in enumerate(group):
            story += _change(each, f"change-{number}-{place}")
    return story


def _change(each: Shown, key: str) -> list[Flowable]:
    marks = " · ".join(pick(labels.CHANGE[mark]) for mark in each.marks)
    heading = pdf.Heading(f"{', '.join(each.codes)} {each.title}", key, 1)
    notes = [pdf.paragraph(note) for note in (marks, *each.notes)]
    sides = [row for beside in (*each.texts, *each.properties) for row in _rows(beside)]
    head = [pdf.paragraph(name, pdf.style(8, bold=True)) for name in ("", _("Was"), _("Wordt"))]
    ruled = [("LINEBELOW", (0, 0), (-1, -1), 0.5, pdf.LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    widths = [LABEL_WIDTH, SIDE_WIDTH, SIDE_WIDTH]
    return [CondPageBreak(ROOM), heading, *notes, pdf.table([head, *sides], widths, ruled, repeatRows=1), Spacer(1, 8)]


def _rows(beside: Beside) -> list[list[Flowable]]:
    """The rows of one text: long ones in several, since ReportLab is slow at breaking long paragraphs over pages."""
    look = pdf.style(8.5)
    was = _cut(beside.was or [Piece(_("Stond er niet."))])
    becomes = _cut(beside.becomes or [Piece(_("Staat er niet meer."))])
    made: list[list[Flowable]] = []
    for place in range(max(len(was), len(becomes))):
        left, right = (side[place] if place < len(side) else [] for side in (was, becomes))
        label = pdf.paragraph(beside.label if not place else "", pdf.style(8, colour=pdf.INK_SOFT))
        sides = (pdf.marked_paragraph(left, "strike", look), pdf.marked_paragraph(right, "u", look))
        made.append([label, *sides])
    return made


def _cut(pieces: Pieces) -> list[list[tuple[str, bool]]]:
    """Pieces in runs that each fit a row of the table."""
    rows: list[list[tuple[str, bool]]] = [[]]
    room = SIGNS_IN_A_ROW
    for piece in pieces:
        for part in pdf.pieces(piece.text, SIGNS_IN_A_ROW) if len(piece.text) > SIGNS_IN_A_ROW else [piece.text]:
            if len(part) > room and rows[-1]:
                rows.append([])
                room = SIGNS_IN_A_ROW
            rows[-1].append((part, piece.differs))
            room -= len(part)
    return rows
