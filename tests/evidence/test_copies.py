# SPDX-License-Identifier: EUPL-1.2
"""Copies for reading: nothing in them acts, what was there is told, and the original stays as it was."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from samencontroleren.core.db import Database
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import reader, service, stamps
from samencontroleren.evidence.kinds import FileReason, FileState, Sensitivity
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.schemas import DocumentOut
from samencontroleren.evidence.types import JPEG, PDF, PNG
from tests.evidence import acting
from tests.evidence.files import image, pdf
from tests.evidence.test_evidence import assign_reviewer, only_document, send
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]


def cleaned(tmp_path: Path, media_type: str, content: bytes) -> reader.Cleaned:
    """The copy that the process makes."""
    path = tmp_path / "bestand"
    path.write_bytes(content)
    found = reader.cleaned(media_type, path)
    assert found is not None
    return found


def unpacked(content: bytes) -> bytes:
    """A pdf with all its streams in plain."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            out,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    return out.getvalue()


def test_nothing_that_acts_is_left_in_the_copy(tmp_path: Path) -> None:
    original, copy = acting.acting_pdf(), cleaned(tmp_path, PDF, acting.acting_pdf())
    before, after = unpacked(original), unpacked(copy.content)
    for word in acting.SECRETS:
        assert word in before, word
        assert word not in after, word
    for key in (b"/OpenAction", b"/AA", b"/AcroForm", b"/Annots", b"/EmbeddedFile", b"/Names", b"/XFA"):
        assert key not in after, key
    assert copy.findings["met"].keys() == {
        *("javascript", "open_action", "launch", "submit", "embedded_files", "form", "xfa", "links")
    }


def test_the_copy_shows_what_the_original_shows(tmp_path: Path) -> None:
    copy = cleaned(tmp_path, PDF, acting.acting_pdf())
    path = tmp_path / "kopie.pdf"
    path.write_bytes(copy.content)
    assert reader.check(PDF, path) == (2, None)
    assert "Pagina 1" in reader.page_text(path, 1)
    assert "Ingevuld" in reader.page_text(path, 1)
    assert "Pagina 2" in reader.page_text(path, 2)


def test_a_plain_pdf_has_nothing_to_report(tmp_path: Path) -> None:
    found = dict(cleaned(tmp_path, PDF, pdf(3)).findings)
    assert len(found.pop("sizes")) == 1, "all pages are the same"
    assert found == {"met": {}, "signatures": [], "suggestions": []}


def two_sizes() -> bytes:
    """A pdf of a page that stands, one that lies because it is turned, and a long ticket."""
    out, document = io.BytesIO(), pikepdf.new()
    for size, turned in (((595, 842), 0), ((595, 842), 90), ((40, 1000), 0)):
        document.add_blank_page(page_size=size)
        document.pages[-1].rotate(turned, relative=False)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("media_type", "content", "pages"),
    [(PDF, two_sizes(), 3), (PNG, image(width=2000, height=900), 1), (JPEG, image("JPEG"), 1)],
)
def test_a_page_is_measured_as_it_is_shown(tmp_path: Path, media_type: str, content: bytes, pages: int) -> None:
    copy, path = cleaned(tmp_path, media_type, content), tmp_path / "kopie"
    path.write_bytes(copy.content)
    document = Document(page_count=pages, findings=copy.findings)
    for number in range(1, pages + 1):
        measured = document.page_size(number)
        assert measured is not None
        with Image.open(io.BytesIO(reader.page_png(media_type, path, number, ""))) as shown:
            assert all(abs(one - other) <= 1 for one, other in zip(shown.size, measured, strict=True)), number
    assert Document(page_count=pages, findings={}).page_size(1) is None, "of before this was kept"


@pytest.mark.parametrize(("media_type", "content"), [(JPEG, acting.image_with_place()), (PNG, acting.png_with_text())])
def test_an_image_keeps_its_look_only(tmp_path: Path, media_type: str, content: bytes) -> None:
    assert b"Dorpsstraat" in content
    copy = cleaned(tmp_path, media_type, content).content
    assert b"Dorpsstraat" not in copy
    with Image.open(io.BytesIO(copy)) as shown, Image.open(io.BytesIO(content)) as there:
        assert (shown.size, shown.mode, shown.format) == (there.size, there.mode, there.format)


def test_a_signature_is_noted_before_the_copy_is_made(tmp_path: Path) -> None:
    found = cleaned(tmp_path, PDF, acting.signed_pdf()).findings["signatures"]
    assert [(each["is_intact"], each["is_whole"], each["was_valid"]) for each in found] == [(True, True, True)]
    assert "Bedachte Auditors B.V." in found[0]["signer"]
    changed = cleaned(tmp_path, PDF, acting.changed_after_signing()).findings["signatures"]
    assert [each["is_intact"] for each in changed] == [False]


def test_the_supplier_reads_what_we_saw(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, "a.pdf", acting.acting_pdf()).location)
    for words in (
        "uit de leeskopie gehaald",
        "programmacode (JavaScript)",
        "ingesloten bestanden",
        "een invulformulier",
    ):
        assert words in page.words
    page = client.get(send(client, "b.pdf", acting.signed_pdf()).location)
    for words in ("Handtekening klopt met het bestand", "Bedachte Auditors B.V.", "niet opgezocht of het certificaat"):
        assert words in page.words
    page = client.get(send(client, "c.pdf", acting.changed_after_signing()).location)
    assert "Handtekening klopt niet" in page.words


def test_the_desk_and_the_api_tell_who_signed(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    place = story.subject(0, 0)
    with database.unit():
        told = story.start_round(world, [place])
        paper = story.add_proof(world, content=acting.signed_pdf())
        story.answer(told, place, proofs={"P-1": paper})
        story.submit(told, place)
        story.assign(told, place)
        found = service.get_document(world["contributor1"].actor, paper.id)
        out = cast("dict[str, Any]", DocumentOut().dump(found))
    address = f"/dossiers/{told[place]}/beoordelen/{world.requirement_versions['P-1']}"
    page = client_of(world["reviewer1"]).get(address)
    assert "Handtekening klopt met het bestand Ondertekenaar: Bedachte Auditors B.V." in page.words
    assert "Certificaat uitgegeven door" not in page.words  # it signed for itself
    (signed,) = out["handtekeningen"]
    told_by = ("isOngewijzigd", "isGeheelOndertekend", "wasCertificaatGeldig")
    assert (signed["ondertekenaar"], *(signed[name] for name in told_by)) == (
        "Bedachte Auditors B.V.",
        True,
        True,
        True,
    )
    assert datetime.fromisoformat(signed["ondertekendOp"]).tzinfo is not None


def test_the_original_is_for_its_supplier_only(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    send(client_of(world["contributor1"]), "a.pdf", acting.acting_pdf())
    document = only_document(database)
    assign_reviewer(database, world, document.id)
    given = {}
    for who in ("contributor1", "reviewer1"):
        response = client_of(world[who]).get(f"/bewijs/{document.id}/bestand").response
        given[who] = response.data
        response.close()
    assert given["contributor1"] == acting.acting_pdf()
    assert b"JavaScript" not in unpacked(given["reviewer1"])


def test_without_a_copy_a_pdf_is_refused(
    app: Flask, database: Database, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "cleaned", lambda *_: None)
    client = client_of(world["contributor1"])
    page = client.get(send(client, "a.pdf", pdf()).location)
    assert "geen veilige kopie" in page.words
    document = only_document(database)
    assert (document.state, document.reason) == (FileState.REFUSED, FileReason.NO_COPY)


def test_a_page_can_be_read_as_text(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    place = send(client, "a.pdf", pdf(2)).location
    page = client.get(f"{place}?pagina=2&tekst=1")
    assert "Toon deze pagina als afbeelding" in page.words
    assert page.all("pre")[0].text == "Pagina 2"
    assert "?pagina=2&amp;groot=1" in client.get(f"{place}?groot=1").text  # the next page is as large
    place = send(client, "a.png", acting.png_with_text()).location
    page = client.get(place)
    assert "als tekst" not in page.words
    assert re.search(r'class="sc-document-page"[^>]* width="\d+" height="\d+"', page.text), "nothing jumps"
    assert client.get(f"{place}?tekst=1").all("pre") == []


def test_a_stamp_names_no_reviewer_and_leads_to_the_trail(
    app: Flask, database: Database, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = reader.page_png
    monkeypatch.setattr(reader, "page_png", lambda *given: seen.append(given[-1]) or real(*given))
    send(client_of(world["contributor1"]), "a.pdf", pdf())
    document = only_document(database)
    assign_reviewer(database, world, document.id)
    for who in ("contributor1", "reviewer1", "reviewer1"):
        client_of(world[who]).get(f"/bewijs/{document.id}/pagina/1.png")
    with database.unit(write=False) as opened:
        rows = opened.scalars(select(TrailRow).where(TrailRow.action == "document.page-read"))
        readers = {row.facts["mark"]: row.user_id for row in rows}
    assert [readers[text.split()[1]] for text in seen] == [
        world[who].user_id for who in ("contributor1", "reviewer1", "reviewer1")
    ]
    reviewer = world["reviewer1"].actor
    stamped = stamps.text_for(reviewer, "7F3A09C1", True, Sensitivity.AMBER)
    assert stamped.startswith("Beoordelaar 7F3A09C1 · ")
    assert stamped.endswith("\nTLP:AMBER. Alleen binnen uw organisatie, voor wie het nodig heeft.")
    assert stamps.text_for(world["coordinator"].actor, "7F3A09C1", False, Sensitivity.RED).startswith("VNG 7F3A09C1 · ")
