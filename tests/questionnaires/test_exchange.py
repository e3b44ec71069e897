# SPDX-License-Identifier: EUPL-1.2
"""Requirements in files: what is written reads back the same, and what others write is read with distrust."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from samencontroleren.core import strict_json
from samencontroleren.core.fields import clean
from samencontroleren.core.sheet_cells import cell_meant, cell_safe
from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.exchange_formats import FORMS, Export
from samencontroleren.questionnaires.exchange_shape import Collection, Entry, file_of, shape_of, wording_from_shape
from samencontroleren.questionnaires.exchange_table import COLUMNS, cells_of, shape_from_cells
from samencontroleren.questionnaires.exchange_yaml import read_yaml, write_yaml
from samencontroleren.questionnaires.kinds import (
    AddressedTo,
    AnswerCheck,
    AnswerKind,
    Severity,
    Subject,
)
from samencontroleren.questionnaires.labels import ASPECT, PROOF
from samencontroleren.questionnaires.themes import theme_of
from samencontroleren.questionnaires.wording import Wording, make_texts

DOCS = Path(__file__).parents[2] / "docs"
OWN = [Entry(code, wording, "Samen Controleren") for code, wording in read_content()]
SOME = [OWN[0], OWN[1], OWN[11], OWN[12]]
FROZEN = {"state": "published", "published_on": "2026-11-02", "digest": "ab" * 32}
ABOUT = {"name": "Online software", "number": 2, **FROZEN}

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cn", "Cc")), max_size=20) | st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''-",
        "-",
        "@a",
        "a | b",
        "[1]",
        "nee",
        "true",
        "5.10",
        "~",
        "_x0041_",
        "a\nb: c",
        "# x",
        "- x",
        "\xa0",
    ]
)
TEXT = PLAIN.map(clean)
WORD = TEXT.filter(bool)
SIDES = st.fixed_dictionaries(dict.fromkeys(("text", "why", "good", "proof", "segment", "kind"), TEXT))
OPTION = st.fixed_dictionaries({"value": st.sampled_from(["a", "b.1", "saas"]), "nl": WORD, "en": WORD})
CONDITION = st.none() | st.sampled_from([{"is": ["A-1", "yes"]}, {"not": {"any": [{"segment": "Cloud"}]}}])


@st.composite
def wordings(draw: Any) -> Wording:
    dutch = {**draw(SIDES), "title": draw(WORD)}
    return Wording(
        subject=draw(st.sampled_from(Subject)),
        addressed_to=draw(st.sampled_from(AddressedTo)),
        answer_kind=draw(st.sampled_from(AnswerKind)),
        theme=theme_of(draw(WORD)),
        texts=make_texts(nl=dutch, en={**draw(SIDES), "title": draw(TEXT)}),
        segment=dutch["segment"],
        options=draw(st.lists(OPTION, max_size=3)),
        checks=draw(st.lists(st.sampled_from([str(each) for each in AnswerCheck]), max_size=2)),
        aspects=draw(st.lists(st.sampled_from(list(ASPECT)), max_size=3)),
        proof=draw(st.lists(st.sampled_from(list(PROOF)), max_size=3)),
        norms=draw(st.lists(st.fixed_dictionaries({"kind": TEXT, "number": WORD}), max_size=3)),
        is_key=draw(st.booleans()),
        weight=draw(st.sampled_from((1, 2, 3))),
        severity=draw(st.sampled_from(Severity)),
        applies_when=draw(CONDITION),
    )


def made(form: str, language: str = "nl", about: Any = ABOUT, entries: Any = None) -> bytes:
    known = {entry.code: entry.wording for entry in OWN}
    collection = Collection(SOME if entries is None else entries, about)
    return FORMS[form].make(Export(collection, language, date(2026, 11, 29), COLUMNS, known))


@settings(max_examples=60, deadline=None)
@given(wordings())
def test_each_wording_reads_back_the_same_from_shape_yaml_json_and_cells(wording: Wording) -> None:
    shape = shape_of(Entry("A-1", wording))
    assert wording_from_shape(shape) == wording
    assert read_yaml(write_yaml(shape)) == shape
    assert strict_json.read(json.dumps(shape).encode()) == shape
    cells = {name: cell_meant(cell_safe(str(cell))) for name, cell in cells_of(shape).items()}
    assert wording_from_shape(shape_from_cells(cells)) == wording


@given(PLAIN)
def test_no_text_begins_a_formula_and_each_comes_back(text: str) -> None:
    assert not cell_safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell_meant(cell_safe(text)) == text


def test_what_a_shape_does_not_say_stays() -> None:
    known = OWN[0].wording
    assert wording_from_shape({"title": {"en": "Other"}}, known).texts["nl"] == known.texts["nl"]
    assert wording_from_shape({"title": {"en": "Other"}}, known).texts["en"]["title"] == "Other"
    assert wording_from_shape({"when": None, "norms": []}, known).options == known.options


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x [1]\nb: *x", "anchors"),
        ("a: !!python/object:os.system x", "tags"),
        ("a: 1\na: 2", "twice"),
        ("a: 1\n---\nb: 2", "too much"),
        ("[" * 5000, "too deep"),
        ("a: [1", "line"),
        ("1: a", "no text"),
        ('a: "\\ud800"', "line|surrogates"),
        ("x" + "\0", "line|no YAML|special"),
    ],
)
def test_yaml_of_others_is_read_with_distrust(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        read_yaml(text.encode())


def test_a_bomb_of_values_is_refused_before_it_is_built() -> None:
    with pytest.raises(ValueError, match="too much"):
        read_yaml(b"[" + b"1," * 5000 + b"1]", most=1000)


def test_bare_words_stay_words() -> None:
    assert read_yaml(b"{a: nee, b: 5.10, c: 2026-01-01, d: true, e: null, f: 7, g: on, h: .nan, i: <<}") == {
        **{"a": "nee", "b": "5.10", "c": "2026-01-01", "d": True, "e": None, "f": 7, "g": "on", "h": ".nan", "i": "<<"}
    }


def test_the_forms_hold_the_same_in_stable_order() -> None:
    content = file_of(Collection(SOME, ABOUT))
    assert strict_json.read(made("json"), 100_000) == read_yaml(made("yaml")) == content
    assert made("yaml") == made("yaml") and made("pdf") == made("pdf")
    assert list(content) == ["format", "version", "questionnaire", "themes", "requirements"]
    assert {len(shape) for shape in content["requirements"]} == {len(content["requirements"][0])}
    rows = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(COLUMNS) and [row[0] for row in rows[1:]] == [entry.code for entry in SOME]


def test_the_workbook_has_both_languages_conditions_in_words_and_a_hidden_id() -> None:
    book = load_workbook(io.BytesIO(made("xlsx", entries=OWN)))
    sheet, about = book.worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(COLUMNS) and rows[1] == list(COLUMNS.values())
    assert sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden and sheet.freeze_panes == "A3"
    assert about.sheet_state == "hidden" and len(rows) == 2 + len(OWN)
    asked = next(dict(zip(COLUMNS, row, strict=True)) for row in rows if row[0] == "SC-AI-01")
    assert asked["when_nl"] == "Functies met kunstmatige intelligentie (SC-AFB-06): ja"
    assert json.loads(asked["when"]) == {"is": ["SC-AFB-06", "yes"]} and asked["title_en"]
    norms = next(row for row in rows if row[0] == "SC-ORG-01")[list(COLUMNS).index("norms")]
    assert norms.split("\n")[0].startswith("BIO2 | 5.")


def test_the_word_document_has_contents_headings_and_page_numbers() -> None:
    document = Document(io.BytesIO(made("docx", "en")))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 2"]
    assert len(headings) == 4 and headings[0] == "SC-AFB-01 How you deliver the product"
    text = document.element.xml
    assert r'TOC \o "1-2"' in text and text.count('w:anchor="_Toc') == len(headings) + 2
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.core_properties.title == "Questionnaire: Online software, version 2"


def test_the_pdf_has_bookmarks_page_numbers_and_its_condition_in_words() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made("pdf", about=None)))
    words = "\n".join(page.extract_text() for page in reader.pages)
    assert f"pagina 2 van {len(reader.pages)}" in words and "Catalogus" in words
    chapters = [each["/Title"] for each in reader.outline if isinstance(each, dict)]
    assert chapters[2:] == ["Afbakening", "Organisatie en keten"]
    assert reader.metadata is not None and reader.metadata["/Title"] == "Catalogus van eisen: Catalogus"


def test_exports_and_the_example_of_the_manual_fit_the_published_schema() -> None:
    schema = json.loads((DOCS / "eisen.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    example = (DOCS / "bestandsformaat.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    for content in (made("json"), made("json", about=None, entries=OWN), json.dumps(read_yaml(example.encode()))):
        assert list(validator.iter_errors(json.loads(content))) == []
    wrong = [{"when": {"is": ["A"]}}, {"when": {"is": ["A", "b"], "not": {}}}, {"kind": "x"}, {"weight": "1"}, {"x": 1}]
    for part in wrong:
        rows = [{"id": "A-1", **part}]
        assert list(validator.iter_errors({**json.loads(made("json")), "requirements": rows})), part
