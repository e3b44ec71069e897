# SPDX-License-Identifier: EUPL-1.2
"""The chapters of the PDF of a result, as ReportLab flowables. Pure."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Spacer,
    Table,
)

from samencontroleren.core import pdf
from samencontroleren.core.capitals import capital
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.pdf_contents import Contents

from . import labels
from .document_cover import RESULT_COLOURS
from .document_figures import SEVERITY_COLOURS, VERDICT_COLOURS, Bar, Chapter
from .document_reassessed import reassessed
from .document_words import label, on_axes, word
from .kinds import Assurance, ResultCode
from .result_document import (
    THEME_COUNTS,
    EvidenceLine,
    FindingLine,
    MeasureLine,
    ResultDocument,
    StepLine,
    ThemeLine,
    VerdictLine,
)

_PADDING = 4.5
_SIGNS_IN_A_ROW = 700
_ROOM_FOR_A_START = 50 * mm
"""A chapter starts on the next page when less than this is left."""


def chapters(document: ResultDocument) -> list[Flowable]:
    """All that follows the cover, in reading order; new flowables at each call."""
    parts = [
        _result(document),
        reassessed(document),
        _themes(document),
        _keys(document),
        _verdicts(document),
        _findings(document),
        _evidence(document),
        _measures(document),
        _cited(document),
        _method(document),
        _layer(document),
        _history(document),
    ]
    named = [
        (key, f"{number}. {word(title, document.language)}", body)
        for number, (key, title, body) in enumerate(filter(None, parts), start=1)
    ]
    look = pdf.style(15, bold=True, colour=pdf.BLUE, spaceAfter=6)
    contents = Contents([(title, key) for key, title, _body in named])
    story: list[Flowable] = [NextPageTemplate("inner"), PageBreak()]
    story += [pdf.paragraph(word("contents", document.language), look), contents, Spacer(1, 8)]
    for key, title, body in named:
        chapter = [pdf.Heading(title, key), *body]
        # A figure is looked at as a whole; ReportLab splits it all the same when it is longer than a page.
        whole = [KeepTogether(chapter)] if key == "themes" else chapter
        story += [CondPageBreak(_ROOM_FOR_A_START), *whole, Spacer(1, 8)]
    return story


def _result(document: ResultDocument) -> Chapter:
    until = f"{word('valid_until', document.language).lower()} {long_date(document.valid_until, document.language)}"
    block = result_block(document.result, document.assurance, document.language, until)
    side = 0 if document.language == "nl" else 1
    reasons = [bullet((line.nl, line.en)[side]) for line in document.explanation]
    why = pdf.Heading(word("why", document.language), "why", level=1)
    return "result", "chapter_result", [block, why, *reasons] if reasons else [block]


def result_block(result: ResultCode, assurance: Assurance, language: str, *facts: str) -> Flowable:
    """The result in words on its ground, with its assurance and further facts."""
    ink, ground = RESULT_COLOURS[result]
    name = label(labels.RESULT, result, language)
    sure = f"{word('assurance', language)}: {label(labels.ASSURANCE, assurance, language)}"
    told = pdf.paragraph(" · ".join((sure, *facts)))
    return pdf.table(
        [[[pdf.paragraph(capital(name), pdf.style(15, bold=True, colour=ink)), told]]],
        [pdf.CONTENT_WIDTH],
        [
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("LINEBEFORE", (0, 0), (0, -1), 4, ink),
            ("LEFTPADDING", (0, 0), (-1, -1), 14),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ],
    )


def _themes(document: ResultDocument) -> Chapter | None:
    if not document.themes:
        return None
    note = pdf.paragraph(word("themes_note", document.language), pdf.style(spaceAfter=6))
    return "themes", "chapter_themes", [note, theme_table(document.themes, document.language)]


def theme_table(themes: Sequence[ThemeLine], language: str) -> Table:
    """The figure of the scores: per theme its score as a bar, and the number of requirements per verdict.

    Where no theme has these numbers (this reader sees no verdicts) the bars take their room.
    """
    counted = any(getattr(theme, name) for theme in themes for name in THEME_COUNTS)
    widths = [52 * mm, 18 * mm, 52 * mm, pdf.CONTENT_WIDTH - 122 * mm]
    if not counted:
        widths = [*widths[:2], pdf.CONTENT_WIDTH - 70 * mm]
    head = [word("theme", language), word("score", language), "", word("verdicts", language)][: len(widths)]
    rows = [_theme_row(theme, language, widths[2] - 10)[: len(widths)] for theme in themes]
    return quiet_table(head, [[row] for row in rows], widths, middle=True)


def _theme_row(theme: ThemeLine, language: str, width: float) -> list[Any]:
    counts = [
        ("count_met", theme.met),
        ("count_partly", theme.partly),
        ("count_not_met", theme.not_met),
        ("count_cannot", theme.cannot),
        ("count_not_applicable", theme.not_applicable),
    ]
    told = ", ".join(word(key, language, n=number) for key, number in counts if number)
    score = "–" if theme.score is None else str(theme.score)
    return [
        pdf.paragraph(pdf.one_line(theme.title)),
        pdf.paragraph(score, pdf.style(11, bold=True, colour=pdf.BLUE)),
        Bar(theme.score, width),
        pdf.paragraph(told, pdf.style(8.5, colour=pdf.INK_SOFT)),
    ]


def _keys(document: ResultDocument) -> Chapter | None:
    language = document.language
    if document.verdicts is None and not document.key_requirements:
        return None  # this reader sees no verdicts, so nothing can be said of key requirements
    if not document.key_requirements:
        return "keys", "chapter_keys", [pdf.paragraph(word("no_keys", language))]
    note = pdf.paragraph(word("keys_note", language), pdf.style(spaceAfter=6))
    return "keys", "chapter_keys", [note, _verdict_table(document.key_requirements, language)]


def _verdicts(document: ResultDocument) -> Chapter | None:
    if document.verdicts is None:
        return None
    if not document.verdicts:
        return "verdicts", "chapter_verdicts", [pdf.paragraph(word("no_verdicts", document.language))]
    note = [pdf.paragraph(word("axes_not_kept", document.language), pdf.style(spaceAfter=6))]
    is_kept = all(line.axes is not None for line in document.verdicts)
    table = _verdict_table(document.verdicts, document.language)
    return "verdicts", "chapter_verdicts", [*(() if is_kept else note), table]


def _verdict_table(lines: Sequence[VerdictLine], language: str) -> Table:
    explained = any(line.reason for line in lines)
    widths = [25 * mm, pdf.CONTENT_WIDTH - 84 * mm, 30 * mm, 29 * mm]
    head = [word(key, language) for key in ("number", "requirement", "judged", "sure")]
    groups = [_verdict_rows(line, language, explained) for line in lines]
    return quiet_table(head, groups, widths)


def _verdict_rows(line: VerdictLine, language: str, explained: bool) -> list[list[Any]]:
    """The row of a verdict; a long reason runs on in rows of its own."""
    verdict = capital(label(labels.VERDICT, line.verdict, language))
    assurance = capital(label(labels.ASSURANCE, line.assurance, language))
    first, *others = pdf.pieces(line.reason, signs=_SIGNS_IN_A_ROW)
    about = [pdf.paragraph(pdf.one_line(line.title), pdf.style(9, bold=explained))]
    if line.axes:
        about.append(pdf.paragraph(on_axes(line.axes, language), pdf.style(8.5, colour=pdf.INK_SOFT, spaceBefore=1)))
    if first:
        about.append(pdf.paragraph(first, pdf.style(9, spaceBefore=2)))
    judged = [pdf.paragraph(verdict, pdf.style(9, bold=True, colour=VERDICT_COLOURS[line.verdict]))]
    if line.is_carried:
        judged.append(pdf.paragraph(word("carried", language), pdf.style(8.5, colour=pdf.INK_SOFT)))
    row = [
        pdf.paragraph(pdf.one_line(line.number), pdf.style(8.5, colour=pdf.INK_SOFT)),
        about,
        judged,
        pdf.paragraph(assurance, pdf.style(8.5)),
    ]
    return [row, *(["", pdf.paragraph(piece, pdf.style(9)), "", ""] for piece in others)]


def _findings(document: ResultDocument) -> Chapter | None:
    if document.findings is None:
        return None
    language = document.language
    if not document.findings:
        return "findings", "chapter_findings", [pdf.paragraph(word("no_findings", language))]
    note = pdf.paragraph(word("findings_note", language), pdf.style(spaceAfter=6))
    body: list[Flowable] = [note]
    for line in document.findings:
        body += _finding(line, language)
    return "findings", "chapter_findings", body


def _finding(line: FindingLine, language: str) -> list[Flowable]:
    """The head of a finding never parts from the first lines of its text; a long text runs on."""
    facts = word(
        "finding_line",
        language,
        requirement=pdf.one_line(line.requirement),
        severity=label(labels.SEVERITY, line.severity, language),
        date=long_date(line.due_on, language),
    )
    colour = SEVERITY_COLOURS[line.severity]
    title = word("finding", language, number=line.number)
    if line.title:
        title = f"{title}: {pdf.one_line(line.title, 160)}"
    if line.stage:
        facts = f"{facts} · {word('stands', language, stage=line.stage).lower()}"
    head = pdf.table(
        [
            [pdf.paragraph(title, pdf.style(10, bold=True, colour=pdf.BLUE))],
            [pdf.paragraph(facts, pdf.style(8.5, colour=pdf.INK_SOFT))],
        ],
        [pdf.CONTENT_WIDTH],
        [*_tight(), ("LINEBEFORE", (0, 0), (0, -1), 3, colour), ("LEFTPADDING", (0, 0), (-1, -1), 10)],
        spaceBefore=9,
    )
    first, *others = [pdf.paragraph(each, pdf.style(spaceBefore=3, leftIndent=10)) for each in pdf.pieces(line.text)]
    return [KeepTogether([head, first]), *others, *_plan(line, language)]


def _plan(line: FindingLine, language: str) -> list[Flowable]:
    """The improvement plan below its finding, a bullet for each step."""
    if not line.steps:
        return []
    name = pdf.paragraph(word("plan", language), pdf.style(9, bold=True, spaceBefore=4, leftIndent=10, keepWithNext=1))
    return [name, *(each for step in line.steps for each in _step(step, language))]


def _step(step: StepLine, language: str) -> list[Flowable]:
    until = [word("step_until", language, date=long_date(step.due_on, language))] if step.due_on else []
    facts = " · ".join([*until, step.progress.lower()])
    look = pdf.style(9, leftIndent=22, bulletIndent=12, spaceBefore=1)
    first, *others = pdf.pieces(f"{pdf.plain(step.what)} ({facts})")
    return [pdf.paragraph(first, look, bullet="•"), *(pdf.paragraph(each, look) for each in others)]


def _evidence(document: ResultDocument) -> Chapter | None:
    if document.evidence is None:
        return None
    language = document.language
    if not document.evidence:
        return "evidence", "chapter_evidence", [pdf.paragraph(word("no_evidence", language))]
    widths = [pdf.CONTENT_WIDTH - 106 * mm, 36 * mm, 34 * mm, 36 * mm]
    head = [word(key, language) for key in ("document", "holds", "validity", "readers")]
    rows = [_proof(line, language) for line in document.evidence]
    note = pdf.paragraph(word("evidence_note", language), pdf.style(spaceAfter=6))
    return "evidence", "chapter_evidence", [note, quiet_table(head, [[row] for row in rows], widths)]


def _proof(line: EvidenceLine, language: str) -> list[Any]:
    until = long_date(line.valid_until, language) if line.valid_until else word("open_ended", language)
    about = [pdf.paragraph(pdf.one_line(line.title or line.kind, 200), pdf.style(9, bold=True))]
    if line.title:
        about.append(pdf.paragraph(line.kind, pdf.style(9)))
    state = pdf.paragraph(line.validity, pdf.style(9, bold=not line.is_proof))
    return [about, pdf.paragraph(until, pdf.style(9)), state, pdf.paragraph(line.readers, pdf.style(9))]


def _measures(document: ResultDocument) -> Chapter | None:
    if document.measures is None:
        return None
    language = document.language
    if not document.measures:
        return "measures", "chapter_measures", [pdf.paragraph(word("no_measures", language))]
    body: list[Flowable] = [pdf.paragraph(word("measures_note", language), pdf.style(spaceAfter=6))]
    themes: dict[str, list[MeasureLine]] = {}
    for line in document.measures:
        themes.setdefault(line.theme, []).append(line)
    for theme, lines in themes.items():
        head = pdf.paragraph(pdf.one_line(theme), pdf.style(10, bold=True, colour=pdf.BLUE, spaceBefore=8))
        body += _measure(lines[0], head)
        for line in lines[1:]:
            body += _measure(line)
    return "measures", "chapter_measures", body


def _measure(line: MeasureLine, *above: Flowable) -> list[Flowable]:
    """Its title, and what stands above it, never part from the first lines of its text."""
    title = pdf.paragraph(pdf.one_line(line.title), pdf.style(9, bold=True, spaceBefore=4))
    parts = [each for each in line.text.splitlines() if each.strip()] or [""]
    pieces = [piece for each in parts for piece in pdf.pieces(each, signs=_SIGNS_IN_A_ROW)]
    first, *others = [pdf.paragraph(each, pdf.style(9, spaceBefore=2)) for each in pieces]
    told = pdf.one_line(" · ".join(filter(None, (line.requirement, line.norms))), 300)
    facts = pdf.paragraph(told, pdf.style(8.5, colour=pdf.INK_SOFT))
    if not others:
        return [KeepTogether([*above, title, first, facts])]
    return [KeepTogether([*above, title, first]), *others[:-1], KeepTogether([others[-1], facts])]


def _cited(document: ResultDocument) -> Chapter | None:
    cited, language = document.cited, document.language
    if cited is None:
        return None
    facts = [
        (word("supplier", language), document.supplier),
        (word("verdict", language), capital(label(labels.RESULT, cited.result, language))),
        (word("released_on", language), long_date(cited.released_on, language)),
        (word("valid_until", language), long_date(cited.valid_until, language)),
        (word("release", language), str(cited.release_number)),
    ]
    rows = [
        [pdf.paragraph(name, pdf.style(colour=pdf.INK_SOFT)), pdf.paragraph(pdf.one_line(value))]
        for name, value in facts
    ]
    note = pdf.paragraph(word("cited_note", language), pdf.style(spaceAfter=6))
    return (
        "cited",
        "chapter_cited",
        [note, quiet_table(None, [[row] for row in rows], [50 * mm, pdf.CONTENT_WIDTH - 50 * mm])],
    )


def _method(document: ResultDocument) -> Chapter:
    look = pdf.style(spaceAfter=6)
    words = [
        word("method", document.language, version=document.rule_version),
        word("sure_note", document.language),
    ]
    texts = [*words, *(pdf.pieces(document.method) if document.method else [])]
    return "method", "chapter_method", [pdf.paragraph(each, look) for each in texts]


def _layer(document: ResultDocument) -> Chapter:
    return "layer", "chapter_layer", [pdf.paragraph(piece) for piece in pdf.pieces(document.layer)]


def _history(document: ResultDocument) -> Chapter | None:
    if not document.history:
        return None
    language = document.language
    head = [word("date", language), word("event", language)]
    rows = [
        [pdf.paragraph(long_date(line.day, language)), pdf.paragraph(pdf.one_line(line.text, 1_000))]
        for line in document.history
    ]
    return (
        "history",
        "chapter_history",
        [quiet_table(head, [[row] for row in rows], [42 * mm, pdf.CONTENT_WIDTH - 42 * mm])],
    )


def quiet_table(
    head: Sequence[str] | None, groups: Sequence[list[list[Any]]], widths: Sequence[float], middle: bool = False
) -> Table:
    """A quiet table; the head is repeated on each page, and a line closes each group of rows."""
    rows = [[pdf.paragraph(each, pdf.style(8.5, bold=True, colour=pdf.WHITE)) for each in head]] if head else []
    top = len(rows)
    look: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING + 1),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ]
    if head:
        look.append(("BACKGROUND", (0, 0), (-1, 0), pdf.BLUE))
    for group in groups:
        if len(group) > 1:
            look.append(("BOTTOMPADDING", (0, len(rows)), (-1, len(rows) + len(group) - 2), 0))
            look.append(("TOPPADDING", (0, len(rows) + 1), (-1, len(rows) + len(group) - 1), 0))
        rows += group
        look.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.6, pdf.LINE))
    # Splitting inside a row would repeat the head halfway down a page; all rows here are short enough.
    return pdf.table(rows, widths, look, repeatRows=top, splitInRow=0)


def _tight() -> list[Any]:
    return [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]


def bullet(line: str) -> Flowable:
    """A line of a list."""
    look = pdf.style(leftIndent=12, bulletIndent=2, spaceAfter=4)
    return pdf.paragraph(line, look, bullet="•")
