# SPDX-License-Identifier: EUPL-1.2
"""The draft of a hearing as PDF: marked on every page, all of the page in it, and no text can break it."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from samencontroleren.assessments.hearing_document import (
    DraftFinding,
    DraftLine,
    HearingDocument,
    Outcome,
    Reply,
    hearing_pdf,
)
from samencontroleren.assessments.hearing_words import WORDS
from samencontroleren.assessments.kinds import Assurance, ResultCode, Severity, Verdict
from samencontroleren.assessments.result_document import Language, ThemeLine

NASTY = '<b>O\'Brien & Zn.</b> <img src="/etc/hostname"/> ' * 12


def line(number: int, verdict: Verdict = Verdict.PARTLY) -> DraftLine:
    is_bad = verdict is not Verdict.MEETS
    return DraftLine(
        f"E-{number}", f"{NASTY}TITEL-{number}", True, verdict, Assurance.CHECKED, f"OPENBAAR-{number} {NASTY}",
        f"GEHEIM-{number}", (DraftFinding(Severity.HIGH, date(2027, 1, number), (f"E-{number}",)),) if is_bad else (),
        Reply("Bezwaar", f"REACTIE-{number}", (f"BEWIJS-{number}",), is_sent=False),
        Outcome(Verdict.NOT_MET, f"WAAROM-{number}"),
    )  # fmt: skip


def document(language: Language = "nl", count: int = 25) -> HearingDocument:
    lines = (*(line(number) for number in range(1, count + 1)), line(26, Verdict.MEETS))
    themes = (ThemeLine("Toegang", 50), ThemeLine("Ontwikkeling", None))
    return HearingDocument(
        NASTY, NASTY, date(2026, 11, 29), date(2026, 12, 9), ResultCode.DOES_NOT_MEET, Assurance.CHECKED,
        ("WAAROM-HIER",), themes, lines, True, False, "HELE-REACTIE", language,
    )  # fmt: skip


@pytest.mark.parametrize(("language", "side"), [("nl", 0), ("en", 1)])
def test_all_of_it_marked_on_every_page(language: Language, side: int) -> None:
    reader = PdfReader(BytesIO(hearing_pdf(document(language))))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 3
    assert all(WORDS["mark"][side] in page for page in pages)
    assert all(("29 november 2026", "29 November 2026")[side] in page for page in pages)
    whole = " ".join(pages)
    for number in (1, 25, 26):
        for word in ("OPENBAAR", "GEHEIM", "REACTIE", "BEWIJS", "WAAROM"):
            assert f"{word}-{number}" in whole
    assert "HELE-REACTIE" in whole and "WAAROM-HIER" in whole
    assert reader.root_object["/Lang"] == language
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert [each[:2] for each in titles] == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_without_shortcomings_it_says_so() -> None:
    pages = PdfReader(BytesIO(hearing_pdf(document(count=0)))).pages
    whole = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Er zijn geen bevindingen." in whole
