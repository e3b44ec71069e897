# SPDX-License-Identifier: EUPL-1.2
"""Making Word documents (docx) with python-docx: headings, a table of contents, page numbers, safe text.

The headings carry bookmarks; the table of contents is a field of Word with its entries already in it, so that it
reads well in a program that does not work fields out, and gets its page numbers in one that does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

BLUE, INK_SOFT = RGBColor(0x12, 0x32, 0x5C), RGBColor(0x43, 0x52, 0x65)
WIDTH = Cm(16.6)
"""Of the text between the margins of an A4 page."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
_SIZES = {"Title": 26, "Heading 1": 17, "Heading 2": 12.5, "Heading 3": 11}


@dataclass(frozen=True)
class AboutWord:
    """What a document says about itself; `page_label` has the places {page} and {total}."""

    title: str
    author: str
    subject: str
    language: str
    footer: str
    contents: str
    """What stands above the table of contents."""
    page_label: str
    made_at: datetime


class WordWriter:
    """Builds one document from the top down; `finished` gives its bytes."""

    def __init__(self, about: AboutWord) -> None:
        self.about = about
        self._document = Document()
        self._headings: list[tuple[int, str, str]] = []
        self._contents: Paragraph | None = None
        self._set_up()

    def title(self, text: str, below: Sequence[str] = ()) -> None:
        """The title of the whole, with a few lines under it."""
        self._document.add_paragraph(_kept(text), style="Title")
        for line in below:
            self.paragraph(line, colour=INK_SOFT)

    def contents(self) -> None:
        """The place of the table of contents."""
        self._document.add_paragraph(_kept(self.about.contents), style="TOC Heading")
        self._contents = self._document.add_paragraph()

    def heading(self, text: str, level: int = 1, new_page: bool = False) -> None:
        """A heading; level 1 and 2 come in the table of contents."""
        made = self._document.add_heading(level=level)
        made.paragraph_format.page_break_before = new_page
        name = f"_Toc{len(self._headings):06}"
        _bookmark(made, name, len(self._headings))
        made.add_run(_kept(text))
        _close_bookmark(made, len(self._headings))
        self._headings.append((level, _kept(text), name))

    def paragraph(self, text: str, label: str = "", colour: RGBColor | None = None) -> None:
        """Text; its line ends stay. `label` stands before it in bold."""
        made = self._document.add_paragraph()
        if label:
            made.add_run(f"{_kept(label)} ").bold = True
        run = made.add_run(_kept(text))
        if colour is not None:
            run.font.color.rgb = colour

    def bullets(self, lines: Sequence[str]) -> None:
        """A list with bullets."""
        for line in lines:
            self._document.add_paragraph(_kept(line), style="List Bullet")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table with a header that returns on each page; `widths` in centimetres."""
        made = self._new_table(1, widths)
        _fill(made, 0, header, bold=True)
        _repeats(made)
        for row in rows:
            made.add_row()  # type: ignore[no-untyped-call]  # python-docx types it not
            _fill(made, -1, row)
        _set_widths(made, widths)
        self._document.add_paragraph()

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and what they are, beside each other."""
        widths = (4.4, 12.2)
        made = self._new_table(len(pairs), widths)
        for number, (name, value) in enumerate(pairs):
            _fill(made, number, (name, value))
            made.rows[number].cells[0].paragraphs[0].runs[0].font.color.rgb = INK_SOFT
        _set_widths(made, widths)
        self._document.add_paragraph()

    def finished(self) -> bytes:
        """The document as docx."""
        if self._contents is not None:
            _write_contents(self._contents, [each for each in self._headings if each[0] < 3])
        body = BytesIO()
        self._document.save(body)
        return body.getvalue()

    def _new_table(self, rows: int, widths: Sequence[float]) -> Table:
        made: Table = self._document.add_table(rows=rows, cols=len(widths), style="Table Grid")
        made.autofit = False
        return made

    def _set_up(self) -> None:
        about, properties = self.about, self._document.core_properties
        properties.title, properties.author = _kept(about.title)[:255], about.author
        properties.subject, properties.language = _kept(about.subject)[:255], _LANGUAGES[about.language]
        properties.comments, properties.created, properties.modified = "", about.made_at, about.made_at
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        self._set_styles()
        self._set_footer(section.footer.paragraphs[0])

    def _set_styles(self) -> None:
        styles = self._document.styles
        for name in ("Normal", *_SIZES):
            look = styles[name]
            look.font.name, look.font.size = "Noto Sans", Pt(_SIZES.get(name, 10))
            _set_fonts(look.element)
        for name in _SIZES:
            styles[name].font.color.rgb, styles[name].font.bold = BLUE, True
        styles["Normal"].paragraph_format.space_after = Pt(6)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _LANGUAGES[self.about.language])
        styles["Normal"].element.get_or_add_rPr().append(language)

    def _set_footer(self, line: Paragraph) -> None:
        before, after = self.about.page_label.split("{page}")
        between, rest = after.split("{total}")
        line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{_kept(self.about.footer)}\t{before}")
        _field(line, "PAGE")
        line.add_run(between)
        _field(line, "NUMPAGES")
        line.add_run(rest)
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(8), INK_SOFT


def _write_contents(place: Paragraph, headings: Sequence[tuple[int, str, str]]) -> None:
    """The field with an entry a heading, each on a line of its own; Word works out the pages when it opens it."""
    _mark(place, "begin", dirty=True)
    _instruction(place, r'TOC \o "1-2" \h \z \u')
    _mark(place, "separate")
    line = place
    for number, (level, text, name) in enumerate(headings):
        if number:
            line = _next_line(line)
        line.paragraph_format.left_indent, line.paragraph_format.space_after = Cm(0.6 * (level - 1)), Pt(2)
        _link(line, text, name)
    _mark(line, "end")


def _next_line(line: Paragraph) -> Paragraph:
    made = OxmlElement("w:p")
    line._p.addnext(made)
    return Paragraph(made, line._parent)


def _link(line: Paragraph, text: str, name: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    run = line.add_run(text)
    link.append(run._r)
    line._p.append(link)


def _field(line: Paragraph, instruction: str) -> None:
    _mark(line, "begin")
    _instruction(line, instruction)
    _mark(line, "separate")
    line.add_run("1")
    _mark(line, "end")


def _mark(line: Paragraph, kind: str, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    line.add_run()._r.append(mark)


def _instruction(line: Paragraph, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    line.add_run()._r.append(instruction)


def _bookmark(line: Paragraph, name: str, number: int) -> None:
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    line._p.append(start)


def _close_bookmark(line: Paragraph, number: int) -> None:
    end = OxmlElement("w:bookmarkEnd")
    end.set(qn("w:id"), str(number))
    line._p.append(end)


def _fill(table: Table, row: int, texts: Sequence[str], bold: bool = False) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        run = line.add_run(_kept(text))
        run.font.size, run.bold = Pt(9), bold


def _repeats(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _set_fonts(style: Any) -> None:
    """The font of the theme would win from the named one for other scripts."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), "Noto Sans")


def _kept(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
