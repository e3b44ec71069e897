# SPDX-License-Identifier: EUPL-1.2
"""What is read from a document: real PDFs in three languages, and that a person decides about each reading."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from samencontroleren.core.db import Database
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import reader
from samencontroleren.evidence.accepting import proposals
from samencontroleren.evidence.kinds import DocumentKind, Told
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.suggestions import Suggestion, noted, suggest, suggestions_in
from samencontroleren.evidence.types import PDF
from tests.evidence.test_evidence import assign_reviewer, only_document, send
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]

DUTCH = """Certificaat
Norm: NEN-EN-ISO/IEC 27001:2022
Afgegeven aan: Bedacht Burgerzaken B.V.
Afgegeven door: Voorbeeld Certificatie B.V. op 2 maart 2025
Geldig van 2 maart 2025 tot en met 1 maart 2028"""
ENGLISH = """Independent service auditor's report
ISAE 3402 Type II
Report on controls for the period 1 January 2025 to December 31st, 2025
Issued by Invented Assurance LLP"""
GERMAN = """Zertifikat nach ISO/IEC 27001
Ausgestellt durch: Erfundene Prüfstelle GmbH
Gültig bis 31.03.2027"""
SOC = "SOC 2® Type 2 report. Examination period from January 1, 2025 through September 30, 2025."
TEST = "Samenvatting penetratietest\nUitgevoerd door Testbureau Fantasie"


def pdf(*pages: str) -> bytes:
    """A real pdf with these pages."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        text = canvas.beginText(60, 780)
        text.textLines(page)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def said(pages: Sequence[str], told: Told) -> list[str]:
    """What is read for one field."""
    return [each.value for each in suggest(pages) if each.told is told]


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        (DUTCH, Told.VALID_UNTIL, ["2028-03-01"]),
        (DUTCH, Told.STANDARD, ["ISO/IEC 27001:2022"]),
        (DUTCH, Told.ISSUER, ["Voorbeeld Certificatie B.V."]),
        (DUTCH, Told.KIND, ["iso_27001"]),
        (DUTCH, Told.PERIOD, []),
        (ENGLISH, Told.PERIOD, ["2025-01-01/2025-12-31"]),
        (ENGLISH, Told.STANDARD, ["ISAE 3402 type II"]),
        (ENGLISH, Told.ISSUER, ["Invented Assurance LLP"]),
        (ENGLISH, Told.VALID_UNTIL, []),
        (GERMAN, Told.VALID_UNTIL, ["2027-03-31"]),
        (GERMAN, Told.ISSUER, ["Erfundene Prüfstelle GmbH"]),
        (SOC, Told.STANDARD, ["SOC 2 type II"]),
        (SOC, Told.PERIOD, ["2025-01-01/2025-09-30"]),
        (SOC, Told.KIND, ["soc_2"]),
        (TEST, Told.KIND, ["pentest"]),
        (TEST, Told.ISSUER, ["Testbureau Fantasie"]),
        ("NEN 7510-1:2017+A1:2020 en ISO/IEC 27701:2019", Told.STANDARD, ["ISO/IEC 27701:2019", "NEN 7510:2017"]),
        ("ISO 27001 en later ISO/IEC 27001:2022", Told.STANDARD, ["ISO/IEC 27001:2022"]),
        ("DigiD ICT-beveiligingsassessment (TPM)", Told.KIND, ["digid_tpm"]),
        ("TPM-verklaring over de dienst", Told.KIND, ["tpm"]),
        ("De verklaring is geldig tot en met\n2027-06-30", Told.VALID_UNTIL, ["2027-06-30"]),
        ("Vervaldatum: 01-07-2027", Told.VALID_UNTIL, ["2027-07-01"]),
        ("Expiry date: 13/05/2027", Told.VALID_UNTIL, ["2027-05-13"]),
        ("Valid until May 3rd, 2027", Told.VALID_UNTIL, ["2027-05-03"]),
        ("geldig tot 31 februari 2027", Told.VALID_UNTIL, []),
        ("geldig tot wederopzegging. Datum: 1 maart 2027", Told.VALID_UNTIL, []),
        ("Onderzochte periode: 1 april tot en met 30 september 2025", Told.PERIOD, ["2025-04-01/2025-09-30"]),
        ("im Zeitraum vom 1. März 2025 bis 28. Februar 2026", Told.PERIOD, ["2025-03-01/2026-02-28"]),
        ("period 31 December 2025 to 1 January 2025", Told.PERIOD, []),
        ("period 01/02/2025 to 03/04/2025", Told.PERIOD, []),
        ("De auditor heeft dit bekeken. De auditor\nvindt het goed", Told.ISSUER, []),
    ],
)
def test_what_a_text_says(text: str, told: Told, expected: list[str]) -> None:
    assert said([text], told) == expected


def test_a_day_that_can_be_two_is_given_as_two() -> None:
    found = [each for each in suggest(["Valid until 04/05/2027"]) if each.told is Told.VALID_UNTIL]
    assert [(each.value, each.is_doubtful) for each in found] == [("2027-05-04", True), ("2027-04-05", True)]


def test_each_reading_says_its_words_and_page() -> None:
    found = suggest(["Voorblad", "Inhoud", GERMAN])
    assert {each.page for each in found} == {3}
    (until,) = [each for each in found if each.told is Told.VALID_UNTIL]
    assert until == Suggestion(Told.VALID_UNTIL, "2027-03-31", "Gültig bis 31.03.2027", 3)


@pytest.mark.parametrize(
    "text", ["geldig tot " * 20_000, "period " * 30_000, "SOC 2 " * 30_000, "1 " * 100_000, "x" * 20_000]
)
def test_a_text_made_to_be_slow_is_read(text: str) -> None:
    assert len(suggest([text[:20_000]] * 5)) <= 4


def test_a_real_pdf_is_read_by_the_process_that_opens_it(tmp_path: Path) -> None:
    for text, told, expected in (
        (DUTCH, Told.VALID_UNTIL, "2028-03-01"),
        (GERMAN, Told.ISSUER, "Erfundene Prüfstelle GmbH"),
    ):
        path = tmp_path / "bestand.pdf"
        path.write_bytes(pdf("Voorblad", text))
        copy = reader.cleaned(PDF, path)
        assert copy is not None
        found = {each.told: each for each in suggestions_in(copy.findings)}
        assert (found[told].value, found[told].page) == (expected, 2)
    path.write_bytes(pdf(*["Leeg"] * 5, DUTCH))
    late = reader.cleaned(PDF, path)
    assert late is not None and late.findings["suggestions"] == []  # only the first pages are looked at


def test_a_person_takes_over_or_leaves_each_suggestion(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, "c.pdf", pdf(DUTCH), kind="other", issuer="Ons eigen woord").location)
    made = only_document(database)
    assert made.valid_until is None and made.issuer == "Ons eigen woord"  # nothing is filled in by itself
    assert "Gelezen in het bestand" in page.words
    assert "1 maart 2028" in page.words and "pagina 1" in page.words
    place = f"/bewijs/{made.id}/voorstellen"
    revision = str(made.revision)
    choice = {"valid_until": "2028-03-01", "issuer": "laat", "kind": "iso_27001", "revision": revision}
    assert "Dit voorstel is er niet meer." in client.post(place, {**choice, "valid_until": "2031-01-01"}, 422).words
    client.post(place, choice)
    made = only_document(database)
    assert (made.valid_until, made.issuer, made.kind) == (date(2028, 3, 1), "Ons eigen woord", DocumentKind.ISO_27001)
    assert {each.told for each in suggestions_in(made.findings)} == {Told.STANDARD}
    client.post(place, {"standard": "ISO/IEC 27001:2022", "revision": revision}, 409)
    with database.unit(write=False) as opened:
        rows = opened.execute(
            select(TrailRow.action, TrailRow.facts).where(TrailRow.action.like("document.sugg%"))
        ).all()
    taken = {facts["field"]: facts for action, facts in rows if action == "document.suggestion-taken"}
    assert taken["valid_until"] == {"field": "valid_until", "page": "1", "value": "2028-03-01"}
    assert [facts["field"] for action, facts in rows if action == "document.suggestion-left"] == ["issuer"]
    client_of(world["contributor2"]).post(place, {"standard": "ISO/IEC 27001:2022", "revision": "2"}, 404)


def test_what_stands_there_already_is_not_suggested() -> None:
    read = Document(findings={"suggestions": noted(suggest([DUTCH]))}, kind=DocumentKind.ISO_27001)
    read.issuer, read.standard = "Voorbeeld Certificatie B.V. (kantoor Noord)", "NEN-EN-ISO/IEC 27001:2022"
    assert [each.told for each in proposals(read)] == [Told.VALID_UNTIL]
    read.valid_until = date(2028, 3, 1)
    assert proposals(read) == []


def test_only_its_supplier_sees_what_was_read(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    send(client, "c.pdf", pdf(DUTCH))
    with database.unit(write=False) as opened:
        key = opened.scalars(select(Document.id)).one()
    assign_reviewer(database, world, key)
    assert "Gelezen in het bestand" not in client_of(world["reviewer1"]).get(f"/bewijs/{key}").words
