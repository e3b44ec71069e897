# SPDX-License-Identifier: EUPL-1.2
"""The contract annex as a Word document that people edit further: styles, headings, numbered pages."""

from io import BytesIO
from typing import Any

from samencontroleren.core.sheet_cells import clean
from samencontroleren.procurement.annex import Annex, Row
from samencontroleren.procurement.document_words import word

BLUE = (0x15, 0x42, 0x73)
GREY = (0x55, 0x5F, 0x6B)


def annex_word(annex: Annex) -> bytes:
    """The annex as docx."""
    from docx import Document  # noqa: PLC0415 -- takes a second to load, and few pages need it

    document = Document()
    _prepare(document, annex)
    _cover(document, annex)
    for theme, rows in annex.themes:
        document.add_heading(_line(theme), level=1)
        for row in rows:
            _requirement(document, row, annex.language)
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def _line(text: str) -> str:
    """Text that XML can hold."""
    return clean(text)[0]


def _prepare(document: Any, annex: Annex) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    about = document.core_properties
    about.title, about.author, about.comments = _line(annex.title), _line(annex.buyer), ""
    about.language = "nl-NL" if annex.language == "nl" else "en-GB"
    for name, size in (("Normal", 10.5), ("Title", 26), ("Heading 1", 16), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(_qualified(each), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor(*BLUE)
    _set_language(document, about.language)
    _footer(document, annex)


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return str(qn(name))


def _set_language(document: Any, language: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    properties = document.styles["Normal"].element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(_qualified("w:val"), language)
    properties.append(element)


def _footer(document: Any, annex: Annex) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    version = dict(annex.facts)[word("version", annex.language)]
    label = word("version", annex.language).lower()
    paragraph.add_run(f"{_line(annex.name)} · {label} {version} · {word('page', annex.language)}")
    _page_number(paragraph.add_run())


def _page_number(run: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(_qualified("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _cover(document: Any, annex: Annex) -> None:
    document.add_paragraph(word("annex", annex.language))
    document.add_heading(_line(annex.title), level=0)
    if annex.is_draft:
        document.add_paragraph().add_run(word("draft", annex.language)).bold = True
    _facts(document, annex.facts)
    document.add_heading(word("how", annex.language), level=1)
    for each in annex.how:
        document.add_paragraph(each, style="List Bullet")
    document.add_page_break()


def _facts(document: Any, facts: Any) -> None:
    from docx.shared import Cm, RGBColor  # noqa: PLC0415

    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for label, value in facts:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(4), Cm(12)
        cells[0].paragraphs[0].add_run(label).font.color.rgb = RGBColor(*GREY)
        cells[1].paragraphs[0].add_run(_line(value))


def _requirement(document: Any, row: Row, language: str) -> None:
    """Heading and text stay together, so that no requirement parts from its number."""
    document.add_heading(_line(f"{row.number}  {row.title}"), level=2)
    text = document.add_paragraph(_line(row.text))
    text.paragraph_format.keep_with_next = True
    named = (
        ("weight", row.weight),
        ("applies", row.applies),
        ("why", row.why),
        ("proof", row.proof),
        ("norms", row.norms),
    )
    _facts(document, [(word(label, language), value) for label, value in named if value])
    document.add_paragraph()
