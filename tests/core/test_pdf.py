# SPDX-License-Identifier: EUPL-1.2
"""Tests of the PDF plumbing: harmless text, own fonts, numbering, bookmarks, properties."""

import base64
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.units import mm
from reportlab.platypus import NextPageTemplate, PageBreak, Paragraph

from samencontroleren.core import pdf

ABOUT = pdf.About(
    title="Proefstuk <b>één</b>",
    author="Proef",
    subject="Onderwerp",
    language="nl",
    header="Kop",
    footer="Voet",
    page_label="pagina {page} van {total}",
)


def read(*values: object) -> PdfReader:
    return PdfReader(BytesIO(pdf.build(ABOUT, lambda: [pdf.paragraph(value) for value in values])))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Each font that a page names, with whether its program is in the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor")
            found[font["/BaseFont"]] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


@pytest.mark.parametrize("value", ["<b>O'Brien & Zn.</b>", '<font color="red">x</font>', "a < b && c > d", "&lt;"])
def test_mark_up_of_people_is_shown_as_typed(value):
    assert value in words(read(value))


def test_a_local_picture_is_not_fetched(tmp_path):
    picture = tmp_path / "geheim.png"
    picture.write_bytes(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
    )
    payload = f'<img src="{picture}" width="9" height="9"/>'
    # The payload does work as mark-up, so the test below can fail.
    unsafe = pdf.build(ABOUT, lambda: [Paragraph(payload, pdf.style())])
    assert PdfReader(BytesIO(unsafe)).pages[0].images
    reader = read(payload)
    assert not reader.pages[0].images
    assert "<img src=" in words(reader)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x00b\x07c\x1bd", "abcd"),
        ("fac\u202etuur\u2066", "factuur"),
        ("e\u0301e\u0301n", "één"),
        ("half \ud800 woord", "half woord"),
        (" a\r\nb\tc ", "a\nb c"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        (None, "None"),
    ],
)
def test_unseen_signs_are_gone(value, shown):
    assert pdf.plain(value) == shown


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_any_text_makes_a_document(value):
    assert len(read(value, "slot").pages) == 1


def test_a_long_word_stays_on_the_page():
    block = pdf.paragraph("w" * 3_000)
    block.wrap(pdf.CONTENT_WIDTH, 2_000)
    widest = max(pdf.pdfmetrics.stringWidth("".join(line[1]), pdf.BODY, 9.5) for line in block.blPara.lines)
    assert len(block.blPara.lines) > 10
    assert widest <= pdf.CONTENT_WIDTH


def test_a_table_row_taller_than_a_page_is_split():
    def story():
        return [pdf.table([[pdf.paragraph("woord " * 3_000), pdf.paragraph("kort")]], [80 * mm, 60 * mm])]

    reader = PdfReader(BytesIO(pdf.build(ABOUT, story)))
    assert len(reader.pages) > 2
    assert words(reader).count("woord") == 3_000


@given(st.text(st.sampled_from("ab. \n"), max_size=400), st.integers(5, 50), st.integers(1, 4))
def test_pieces_lose_nothing_but_space_and_are_small(value, signs, lines):
    found = pdf.pieces(value, signs, lines)
    assert "".join("".join(found).split()) == "".join(value.split())
    assert all(len(piece) <= signs and piece.count("\n") < lines for piece in found)


def test_a_name_stays_on_one_short_line():
    assert pdf.one_line("a\nb") == "a b"
    assert pdf.one_line("a" * 500, 10) == "a" * 9 + "…"


def test_every_font_is_our_own_and_embedded():
    def story():
        look = pdf.style(bold=True)
        return [pdf.paragraph("x", bullet="•"), pdf.table([[pdf.paragraph("y", look)]], [50 * mm])]

    found = fonts(PdfReader(BytesIO(pdf.build(ABOUT, story))))
    assert set(found.values()) == {True}
    assert all("NotoSans" in name for name in found)


def test_pages_are_numbered_and_headings_are_bookmarks_to_their_page():
    def story():
        first = [NextPageTemplate("inner"), PageBreak(), pdf.Heading("Eén <i>&</i>", "one")]
        return [
            *first,
            PageBreak(),
            pdf.Heading("Twee", "two"),
            pdf.Heading("Twee punt een", "two-one", level=1),
        ]

    def cover(canvas):
        canvas.drawString(100, 500, "Omslag")

    reader = PdfReader(BytesIO(pdf.build(ABOUT, story, cover)))
    assert [f"pagina {n} van 3" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * 3
    assert reader.page_labels == ["1", "2", "3"]
    title, one, two, (below,) = reader.outline
    assert [entry.title for entry in (title, one, two, below)] == [
        ABOUT.title,
        "Eén <i>&</i>",
        "Twee",
        "Twee punt een",
    ]
    assert [reader.get_destination_page_number(entry) for entry in (title, one, two, below)] == [0, 1, 2, 2]


def test_properties_and_sameness():
    first, second = (pdf.build(ABOUT, lambda: [pdf.paragraph("x")]) for _ in range(2))
    assert first == second
    reader = PdfReader(BytesIO(first))
    assert (reader.metadata.title, reader.metadata.author) == (ABOUT.title, "Proef")
    assert reader.root_object["/Lang"] == "nl"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_text_that_fits_in_no_style_is_cut_with_an_ellipsis():
    def cover(canvas):
        used = pdf.draw_fitted(canvas, "lang " * 500, [pdf.style(20), pdf.style(12)], (50, 700, 300, 60))
        assert 0 < used <= 60

    reader = PdfReader(BytesIO(pdf.build(ABOUT, lambda: [pdf.paragraph("x")], cover)))
    assert "…" in reader.pages[0].extract_text()


def test_missing_fonts_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.pdfmetrics, "getRegisteredFontNames", list)
    with pytest.raises(pdf.FontsMissing, match=r"NotoSans-Regular\.ttf"):
        pdf.register_fonts(tmp_path)


@pytest.mark.parametrize(("pages", "drawn"), [(1, 1), (2, 2)])
def test_one_page_is_drawn_once(pages, drawn):
    drawings = []

    def story():
        drawings.append(pages)
        return [pdf.paragraph("x"), *[PageBreak(), pdf.paragraph("y")] * (pages - 1)]

    reader = PdfReader(BytesIO(pdf.build(ABOUT, story)))
    assert len(drawings) == drawn
    assert f"pagina 1 van {pages}" in words(reader)
