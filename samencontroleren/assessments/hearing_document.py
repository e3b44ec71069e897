# SPDX-License-Identifier: EUPL-1.2
"""The draft verdict of a hearing as PDF: what the page of the hearing says, marked as a draft on every page. Pure.

It names nobody: what a person decided or wrote stands in it, never who.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from samencontroleren.core import pdf
from samencontroleren.core.capitals import capital
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.pdf_contents import Contents

from . import labels
from .document_chapters import bullet, quiet_table, result_block, theme_table
from .document_figures import VERDICT_COLOURS, Chapter, severity_paragraph
from .document_words import label, on_axes, word
from .hearing_words import told
from .kinds import Assurance, ResultCode, Severity, Verdict
from .result_document import Language, ThemeLine


@dataclass(frozen=True)
class Reply:
    """What the supplier says of a verdict: its stance in words, text, titles of its proof."""

    stance: str
    text: str
    proofs: tuple[str, ...] = ()
    is_sent: bool = True


@dataclass(frozen=True)
class Outcome:
    """What the reviewers made of a reply; `before` is None when the verdict stayed."""

    before: Verdict | None
    why: str


@dataclass(frozen=True)
class DraftFinding:
    """A finding as it will be released; `codes`: the requirements it is about, its own first."""

    severity: Severity
    due_on: date
    codes: tuple[str, ...]
    title: str = ""
    """What the reviewers call it; empty: as its requirement."""
    since: date | None = None
    """The day on which an earlier round found it; None: it is new."""


@dataclass(frozen=True)
class DraftLine:
    """One requirement with its draft verdict, the findings it makes, and what was said of it."""

    number: str
    title: str
    is_key: bool
    verdict: Verdict
    assurance: Assurance
    public_reason: str
    confidential_reason: str
    findings: tuple[DraftFinding, ...] = ()
    reply: Reply | None = None
    outcome: Outcome | None = None
    axes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class HearingDocument:
    """All that the draft says. `has_objection` is None while there is no reply."""

    name: str
    round_name: str
    made_on: date
    due_on: date
    result: ResultCode
    assurance: Assurance
    explanation: tuple[str, ...]
    themes: tuple[ThemeLine, ...]
    lines: tuple[DraftLine, ...]
    has_objection: bool | None = None
    was_silent: bool = False
    reply: str = ""
    language: Language = "nl"


def hearing_pdf(document: HearingDocument) -> bytes:
    """The PDF; the same document gives the same bytes."""
    return pdf.build(_about(document), lambda: _story(document))


def _about(document: HearingDocument) -> pdf.About:
    language = document.language
    made = long_date(document.made_on, language)
    title = told("title", language, name=pdf.one_line(document.name))
    return pdf.About(
        title=title,
        author=word("brand", language),
        subject=told("about", language),
        language=language,
        header=title,
        footer=told("footer", language, name=pdf.one_line(document.name, 60), round=document.round_name, date=made),
        page_label=word("page", language, page="{page}", total="{total}"),
        mark=told("mark", language),
    )


def _story(document: HearingDocument) -> list[Flowable]:
    language = document.language
    named = [
        (key, f"{number}. {title}", body) for number, (key, title, body) in enumerate(_chapters(document), start=1)
    ]
    story: list[Flowable] = [
        pdf.paragraph(
            told("title", language, name=pdf.one_line(document.name)), pdf.style(18, bold=True, colour=pdf.BLUE)
        ),
        pdf.paragraph(told("lead", language), pdf.style(spaceBefore=4)),
        pdf.paragraph(_stands(document), pdf.style(bold=True, spaceBefore=3, spaceAfter=8)),
        Contents([(title, key) for key, title, _body in named]),
    ]
    for key, title, body in named:
        story += [CondPageBreak(45 * mm), pdf.Heading(title, key), *body, Spacer(1, 6)]
    return story


def _stands(document: HearingDocument) -> str:
    language = document.language
    if document.has_objection is not None:
        return told("objected" if document.has_objection else "agreed", language)
    if document.was_silent:
        return told("silent", language)
    return told("until", language, date=long_date(document.due_on, language))


def _chapters(document: HearingDocument) -> list[Chapter]:
    language = document.language
    bad = [line for line in document.lines if line.verdict is not Verdict.MEETS]
    good = [line for line in document.lines if line.verdict is Verdict.MEETS]
    block = result_block(document.result, document.assurance, language)
    found: list[Chapter] = [
        ("result", told("result", language), [block, Spacer(1, 6), *map(bullet, document.explanation)]),
        (
            "themes",
            word("chapter_themes", language),
            [theme_table(document.themes, language)] if document.themes else [],
        ),
        ("findings", word("chapter_findings", language), _findings(document)),
        ("attention", told("attention", language), _lines(bad, language)),
        ("good", told("good", language), _lines(good, language)),
    ]
    if document.reply:
        said: list[Flowable] = [pdf.paragraph(piece) for piece in pdf.pieces(document.reply)]
        found.insert(1, ("reply", told("reply", language), said))
    return [each for each in found if each[2]]


def _findings(document: HearingDocument) -> list[Flowable]:
    language = document.language
    rows = [
        [[*_finding_cells(line, each, language)]]
        for line in document.lines
        for each in line.findings
        if each.codes[0] == line.number
    ]
    if not rows:
        return [pdf.paragraph(word("no_findings", language))]
    head = [word("requirement", language), word("severity", language), told("due", language)]
    table = quiet_table(head, rows, [pdf.CONTENT_WIDTH - 64 * mm, 24 * mm, 40 * mm])
    return [pdf.paragraph(told("provisional", language), pdf.style(spaceAfter=6)), table]


def _finding_cells(line: DraftLine, finding: DraftFinding, language: str) -> list[Flowable]:
    name = f"{pdf.one_line(', '.join(finding.codes), 60)} {pdf.one_line(finding.title or line.title, 200)}"
    since = f" ({told('since', language, date=long_date(finding.since, language))})" if finding.since else ""
    return [
        pdf.paragraph(name + since, pdf.style(9)),
        severity_paragraph(finding.severity, language, pdf.style(9)),
        pdf.paragraph(long_date(finding.due_on, language), pdf.style(9)),
    ]


def _lines(lines: Sequence[DraftLine], language: str) -> list[Flowable]:
    if not lines:
        return [pdf.paragraph(told("none", language))]
    return [block for line in lines for block in _line(line, language)]


def _line(line: DraftLine, language: str) -> list[Flowable]:
    """Head and first lines stay together; long texts run on."""
    key = f" ({told('key', language)})" if line.is_key else ""
    title = f"{pdf.one_line(line.number, 60)} {pdf.one_line(line.title, 200)}{key}"
    verdict = capital(label(labels.VERDICT, line.verdict, language))
    assurance = label(labels.ASSURANCE, line.assurance, language)
    look = pdf.style(9.5, bold=True, colour=VERDICT_COLOURS[line.verdict])
    head = [
        pdf.paragraph(title, pdf.style(10, bold=True, colour=pdf.BLUE, spaceBefore=9)),
        pdf.paragraph(f"{verdict} · {assurance}", look),
    ]
    if line.axes:
        head.append(pdf.paragraph(on_axes(line.axes, language), pdf.style(8.5, colour=pdf.INK_SOFT)))
    texts = [*_texts(line.public_reason), *_confidential(line, language), *_named_findings(line, language)]
    more = [*_reply(line.reply, language), *_outcome(line.outcome, language)]
    return [KeepTogether([*head, *texts[:1]]), *texts[1:], *more]


def _texts(value: str, **look: Any) -> list[Flowable]:
    return [pdf.paragraph(piece, pdf.style(spaceBefore=2, **look)) for piece in pdf.pieces(value) if piece]


def _confidential(line: DraftLine, language: str) -> list[Flowable]:
    if not line.confidential_reason:
        return []
    return _texts(f"{told('confidential', language)} {line.confidential_reason}", leftIndent=8)


def _named_findings(line: DraftLine, language: str) -> list[Flowable]:
    return [_named_finding(line, each, language) for each in line.findings]


def _named_finding(line: DraftLine, finding: DraftFinding, language: str) -> Flowable:
    severity = label(labels.SEVERITY, finding.severity, language)
    due = told("finding", language, date=long_date(finding.due_on, language))
    name = f"{pdf.one_line(finding.title, 200)} · " if finding.title else ""
    others = [each for each in finding.codes if each != line.number]
    also = f" · {told('together', language, codes=', '.join(others))}" if others else ""
    since = f" · {told('since', language, date=long_date(finding.since, language))}" if finding.since else ""
    text = f"{name}{due}{since} · {word('severity', language).lower()}: {severity}{also}"
    return pdf.paragraph(text, pdf.style(9, bold=True, spaceBefore=2))


def _reply(reply: Reply | None, language: str) -> list[Flowable]:
    if reply is None:
        return []
    state = "" if reply.is_sent else f" ({told('unsent', language)})"
    name = f"{told('reply', language)}: {reply.stance}{state}"
    proofs = [bullet(told("proof", language, title=pdf.one_line(each, 200))) for each in reply.proofs]
    return [pdf.paragraph(name, pdf.style(9, bold=True, spaceBefore=4)), *_texts(reply.text, leftIndent=8), *proofs]


def _outcome(outcome: Outcome | None, language: str) -> list[Flowable]:
    if outcome is None:
        return []
    what = told("kept", language)
    if outcome.before is not None:
        what = told("changed", language, verdict=label(labels.VERDICT, outcome.before, language))
    name = pdf.paragraph(f"{told('weighed', language)}: {what}", pdf.style(9, bold=True, spaceBefore=4))
    return [name, *_texts(outcome.why, leftIndent=8)]
