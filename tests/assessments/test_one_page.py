# SPDX-License-Identifier: EUPL-1.2
"""A result on one A4: always one page, nothing under 9 points, and what yields is cut with an ellipsis or counted."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from samencontroleren.assessments.document_one_page import BOTTOM, WORST
from samencontroleren.assessments.documents import (
    EvidenceLine,
    FindingLine,
    Reassessed,
    ResultDocument,
    ThemeLine,
    VerdictLine,
    one_page_pdf,
)
from samencontroleren.assessments.kinds import Assurance, ResultCode, Severity, Verdict
from samencontroleren.assessments.labels import SEVERITY
from samencontroleren.assessments.sentences import Cause, Sentence
from tests.assessments.sample_document import DOCUMENT, VERDICTS, changed

LONG = "<b>O'Brien & Zn.</b> " * 10
"""Two hundred characters, with signs that mean something in mark-up."""


class Printed:
    """One page as it was printed: its text, and the size of each piece of it."""

    def __init__(self, document: ResultDocument) -> None:
        self.reader = PdfReader(BytesIO(one_page_pdf(document)))
        self.sizes, self.heights = set[float](), set[float]()

        def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
            if text.strip():
                self.sizes.add(round(size * abs(tm[3] * cm[3]), 2))
                self.heights.add(tm[5] * cm[3] + cm[5])

        self.text = " ".join(self.reader.pages[0].extract_text(visitor_text=visit).split())


def findings(count: int, text: str = "", title: str = "Titel") -> tuple[FindingLine, ...]:
    """All severities in turn, each with a term of its own."""
    first, every = date(2027, 1, 1), list(Severity)
    return tuple(
        FindingLine(n, f"SC-X-{n:03}", every[n % 4], first + timedelta(days=(n * 37) % 211), text, title, "Open")
        for n in range(1, count + 1)
    )


def full(count: int, text: str, name: str, language: str = "nl", **more: Any) -> ResultDocument:
    """A document with as much as there can be."""
    keys = tuple(VerdictLine(f"SC-K-{n}", name, Verdict.NOT_MET, Assurance.CHECKED) for n in range(12))
    given: dict[str, Any] = {
        "product": name,
        "supplier": name,
        "round_name": name,
        "questionnaire": name,
        "findings": findings(count, text, name),
        "explanation": tuple(Sentence(text, text, None, Cause.NOT_MET) for _ in range(9)),
        "key_requirements": keys,
        "verdicts": VERDICTS,
        "themes": tuple(ThemeLine(name, n) for n in range(20)),
        "evidence": (EvidenceLine("Certificaat", name, None, "Geldig", "Gebruikers", True),) * 4,
        "notice": name,
        "made_on": date(2026, 11, 29),
        "reassessed": Reassessed(1, "reden", (name,) * 18, date(2026, 11, 1)),
        "language": language,
    }
    return changed(**given, **more)


def check_page(page: Printed) -> None:
    assert len(page.reader.pages) == 1
    assert min(page.sizes) >= 9  # points (product.md, section 8)
    assert min(page.heights) > 20  # the foot stands on the sheet
    assert not [y for y in page.heights if 57 < y < BOTTOM]  # and nothing runs into it
    assert "Vertrouwelijk" in page.text or "Confidential" in page.text


SHORT, LONGEST, UNBROKEN = ("Kort.", "Balieplanner"), ("woord " * 900, LONG), ("W" * 3_000, "W" * 200)


@pytest.mark.parametrize(
    ("count", "words_of"),
    [(0, LONGEST), (0, UNBROKEN), (5, SHORT), (5, LONGEST), (25, SHORT), (25, LONGEST), (200, UNBROKEN)],
)
def test_one_page_whatever_the_size(count: int, words_of: tuple[str, str]) -> None:
    text, name = words_of
    document = full(count, text, name)
    page = Printed(document)
    check_page(page)
    worst = document.worst_findings()
    places = [page.text.find(each.requirement) for each in worst[:WORST]]
    assert -1 not in places
    assert places == sorted(places)
    assert not any(each.requirement in page.text for each in worst[WORST:])
    if count > WORST:
        assert f"De vijf zwaarste van {count} bevindingen" in page.text
        left = Counter(each.severity for each in worst[WORST:])
        told = ", ".join(f"{left[each]} {SEVERITY[each][0]}" for each in reversed(Severity) if left[each])
        assert f"Daarnaast nog {count - WORST}: {told}." in page.text
    if len(name) > 100:
        assert "…" in page.text


words = st.text(st.sampled_from("abc é<>&'\"{}%\n\u202e"), max_size=300)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    count=st.integers(0, 60),
    text=words,
    name=words,
    repeat=st.integers(1, 8),
    language=st.sampled_from(("nl", "en")),
    result=st.sampled_from(ResultCode),
)
def test_any_text_keeps_to_the_page(
    count: int, text: str, name: str, repeat: int, language: str, result: ResultCode
) -> None:
    document = full(count, text * repeat, name * repeat, language, result=result)
    page = Printed(document)
    check_page(page)
    assert all(each.requirement in page.text for each in document.worst_findings()[:WORST])


def test_the_worst_are_open_then_grave_then_early() -> None:
    def line(number: int, severity: Severity, day: int, is_open: bool = True) -> FindingLine:
        return FindingLine(number, f"E-{number}", severity, date(2027, 1, day), "", is_open=is_open)

    lines = (
        line(1, Severity.CRITICAL, 1, is_open=False),
        line(2, Severity.HIGH, 9),
        line(3, Severity.HIGH, 2),
        line(4, Severity.CRITICAL, 20),
        line(5, Severity.LOW, 1),
    )
    assert [each.number for each in changed(findings=lines).worst_findings()] == [4, 3, 2, 5, 1]


def test_short_texts_stay_whole_and_solved_ones_are_counted_apart() -> None:
    lines = (
        *findings(8, "Beproef het herstel en stuur het verslag."),
        FindingLine(9, "SC-DONE", Severity.CRITICAL, date(2026, 1, 1), "", is_open=False),
    )
    page = Printed(changed(findings=lines))
    assert page.text.count("Beproef het herstel en stuur het verslag.") == WORST
    assert "Daarnaast nog 4: 1 middel, 2 laag, 1 opgelost of vervallen." in page.text
    assert "…" not in page.text


def test_a_reader_outside_the_verdicts_gets_short_facts_only() -> None:
    page = Printed(changed(findings=None, verdicts=None, key_requirements=(), explanation=(), layer="ALLEEN-KORT"))
    check_page(page)
    assert "ALLEEN-KORT" in page.text
    assert "Toegang en logging" in page.text
    for word in ("Bevindingen", "bevindingen", "Sleuteleisen", "SC-"):
        assert word not in page.text


def test_language_title_and_the_same_bytes() -> None:
    page = Printed(changed(language="en"))
    assert page.reader.root_object["/Lang"] == "en"
    assert page.reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert DOCUMENT.name in str(page.reader.metadata)
    assert "Summary on one page" in page.text
    assert one_page_pdf(DOCUMENT) == one_page_pdf(changed())
