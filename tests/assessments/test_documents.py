# SPDX-License-Identifier: EUPL-1.2
"""Tests of the PDF of a result: all of it is there, nothing more, and no text can break it."""

from datetime import date
from io import BytesIO
from time import process_time

import pytest
from pypdf import PdfReader

from samencontroleren.assessments import labels
from samencontroleren.assessments.document_words import WORDS
from samencontroleren.assessments.documents import (
    FindingLine,
    MeasureLine,
    ResultDocument,
    ThemeLine,
    VerdictLine,
    result_pdf,
)
from samencontroleren.assessments.kinds import Assurance, ResultCode, Severity, Verdict
from tests.assessments.sample_document import DOCUMENT, FINDINGS, TITLES, changed

NASTY = '<b>O\'Brien & Zn.</b> <img src="/etc/hostname"/> \u202eomgekeerd\x00\x1b {0} %s'


def read(document: ResultDocument) -> PdfReader:
    return PdfReader(BytesIO(result_pdf(document)))


def words(reader: PdfReader) -> str:
    """The text of all pages on one line, because lines break anywhere."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def titles(reader: PdfReader) -> list[str]:
    return [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_the_cover_says_what_it_is_about():
    cover = " ".join(read(DOCUMENT).pages[0].extract_text().split())
    for part in (
        "Samen Controleren",
        "Balieplanner Afspraak",
        "van Voorbeeldsoftware De Grutto B.V.",
        "Voldoet met aandachtspunten",
        "22 november 2026",
        "22 november 2027",
        "Voorjaarsronde burgerzaken 2026",
        "Online software en de leverancier daarvan, versie 1",
        "9f" * 32,
        "Gecontroleerd",
        "versie 2",
        "pagina 1 van 5",
    ):
        assert part in cover


def test_all_that_was_given_is_printed_under_its_bookmark():
    reader = read(DOCUMENT)
    printed = words(reader)
    for given in (
        *TITLES,
        *(line.nl for line in DOCUMENT.explanation),
        *(line.reason for line in DOCUMENT.verdicts or ()),
        *(line.text for line in FINDINGS),
        *(line.title for line in DOCUMENT.themes),
        *(line.text for line in DOCUMENT.history),
        DOCUMENT.layer,
        "Eis SC-WEE-01 · ernst hoog · op te lossen uiterlijk 22 december 2026",
        "2 november 2027",
    ):
        assert given in printed
    assert titles(reader)[1:] == [
        "1. Resultaat en onderbouwing",
        "2. Scores per thema",
        "3. Sleuteleisen",
        "4. Oordeel per eis",
        "5. Bevindingen",
        "6. Oordeel over de leverancier",
        "7. Zo is beoordeeld",
        "8. Wat u in dit document leest",
        "9. Geschiedenis",
    ]


def test_a_reader_outside_the_verdict_layer_gets_no_trace_of_it():
    reader = read(changed(verdicts=None, findings=None, themes=(ThemeLine("Toegang", 50),)))
    printed = words(reader)
    assert "Thema Score" in printed and "Oordelen" not in printed, "no column without numbers"
    assert not any(line.reason and line.reason in printed for line in DOCUMENT.verdicts or ())
    assert not any(line.text in printed for line in FINDINGS)
    assert "Oordeel per eis" not in printed
    assert "Bevindingen" not in printed
    assert "3. Sleuteleisen" in titles(reader)
    assert "4. Oordeel over de leverancier" in titles(reader)


def test_the_name_of_a_theme_never_parts_from_its_first_measure():
    lines = tuple(
        MeasureLine(f"THEMA-{n}", f"M-{n}", f"MAATREGEL-{n}", "Doe dit elk jaar.\n\n" * n, "") for n in range(30)
    )
    pages = [page.extract_text() for page in read(changed(measures=lines)).pages]
    assert sum("MAATREGEL-" in page for page in pages) > 2
    assert all((f"THEMA-{n}\n" in page) == (f"MAATREGEL-{n}\n" in page) for page in pages for n in range(30))


def test_none_and_empty_are_different():
    assert "Er zijn geen bevindingen." in words(read(changed(findings=())))
    assert "Er zijn geen bevindingen." not in words(read(changed(findings=None)))


@pytest.mark.parametrize("result", list(ResultCode))
@pytest.mark.parametrize(("language", "side"), [("nl", 0), ("en", 1)])
def test_every_result_in_both_languages(result, language, side):
    reader = read(changed(result=result, language=language))
    cover = " ".join(reader.pages[0].extract_text().split())
    name = labels.RESULT[result][side]
    assert name[:1].upper() + name[1:] in cover
    assert reader.root_object["/Lang"] == language
    assert ("page 1 of" if language == "en" else "pagina 1 van") in cover


def test_english_has_no_dutch_fixed_words():
    printed = words(read(changed(language="en")))
    for key in ("why", "themes_note", "keys_note", "findings_note", "cited_note", "sure_note", "cover_note"):
        nl, en = WORDS[key]
        assert nl not in printed
        assert en in printed
    assert "22 November 2026" in printed


def test_a_supplier_dossier_and_a_notice():
    cover = words(read(changed(product=None, cited=None, notice="Dit resultaat is ingetrokken.")))
    assert "de leverancier als geheel" in cover
    assert "Dit resultaat is ingetrokken." in cover


def test_nasty_text_in_every_place_is_harmless():
    verdict = VerdictLine(NASTY, NASTY, Verdict.PARTLY, Assurance.CHECKED, NASTY)
    finding = FindingLine(1, NASTY, Severity.CRITICAL, date(2026, 12, 1), NASTY)
    reader = read(
        changed(
            product=NASTY,
            supplier=NASTY,
            round_name=NASTY,
            questionnaire=NASTY,
            layer=NASTY,
            method=NASTY,
            notice=NASTY,
            key_requirements=(verdict,),
            verdicts=(verdict,),
            findings=(finding,),
        )
    )
    printed = words(reader)
    assert "<b>O'Brien & Zn.</b>" in printed
    assert "{0} %s" in printed
    assert not any(sign in printed for sign in "\u202e\x00\x1b")
    assert not any(page.images for page in reader.pages)


@pytest.mark.parametrize("value", ["W" * 10_000, "woord " * 1_600, "regel\n" * 2_000])
def test_the_longest_texts_fit_somewhere(value):
    verdict = VerdictLine("SC-X-01", value, Verdict.NOT_MET, Assurance.CHECKED, value)
    finding = FindingLine(1, "SC-X-01", Severity.LOW, date(2026, 12, 1), value)
    reader = read(
        changed(
            product=value,
            supplier=value,
            round_name=value,
            verdicts=(verdict,),
            findings=(finding,),
            notice=value,
        )
    )
    total = len(reader.pages)
    assert f"pagina {total} van {total}" in reader.pages[-1].extract_text()


@pytest.mark.parametrize("value", ["zebra " * 1_600, "zebra\n" * 1_600, "Een zebra. " * 900])
def test_no_word_of_a_long_text_is_lost_and_it_is_quick(value):
    verdict = VerdictLine("SC-X-01", "Titel", Verdict.NOT_MET, Assurance.CHECKED, value)
    finding = FindingLine(1, "SC-X-01", Severity.LOW, date(2026, 12, 1), value)
    started = process_time()
    reader = read(changed(verdicts=(verdict,), findings=(finding,), layer="", key_requirements=()))
    # Far above what it takes, far below what one paragraph over forty pages takes.
    assert process_time() - started < 4
    assert words(reader).count("zebra") == 2 * value.count("zebra")


def test_many_findings_and_verdicts_repeat_the_head_of_the_table():
    findings = tuple(
        FindingLine(number, f"SC-X-{number:02}", Severity.HIGH, date(2026, 12, 1), f"Werk {number}. " * 20)
        for number in range(1, 26)
    )
    verdicts = tuple(
        VerdictLine(f"SC-X-{number:03}", f"Eis nummer {number}", Verdict.MEETS, Assurance.CHECKED, "Reden.")
        for number in range(120)
    )
    reader = read(changed(verdicts=verdicts, findings=findings))
    with_rows = [page.extract_text() for page in reader.pages if "Eis nummer" in page.extract_text()]
    assert len(with_rows) >= 4
    assert all("Omschrijving" in page for page in with_rows)
    printed = words(reader)
    assert all(f"Bevinding {number} " in printed for number in range(1, 26))


def test_fonts_are_embedded_on_every_page():
    for page in read(DOCUMENT).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "NotoSans" in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"]


def test_the_same_document_gives_the_same_bytes():
    assert result_pdf(DOCUMENT) == result_pdf(changed())
