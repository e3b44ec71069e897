# SPDX-License-Identifier: EUPL-1.2
"""The library of evidence: what is taken, what is refused and why, who reads it, and how long it holds."""

import io
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Invalid
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import checking, inspection, service
from samencontroleren.evidence.inspection import clean_filename
from samencontroleren.evidence.kinds import DocumentKind, Validity
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.validity import validity_on
from samencontroleren.rounds.models import Assignment
from tests.evidence.files import ACCEPTED, REFUSED, pdf, workbook
from tests.responses.rounds import make_dossier, make_round
from tests.support.pages import Page, PageClient
from tests.support.stores import kept
from tests.support.world import World

ClientOf = Callable[..., PageClient]
FACTS = {"title": "Ons <b>rapport</b>", "kind": "isae", "issuer": "Bedachte Auditors", "sharing": "users"}


def send(client: PageClient, name: str, content: bytes, status: int = 302, **facts: Any) -> Page:
    """Upload a file on the page."""
    return client.post("/bewijs/nieuw", {**FACTS, **facts, "file": (io.BytesIO(content), name)}, status)


def send_large(client: PageClient, size: int, status: int) -> Page:
    """Upload a pdf of so many bytes as one ready body (the test client would leave its temporary file open)."""
    edge, fields = "proefgrens", {"csrf_token": client.csrf_token, **FACTS}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="groot.pdf"\r\n\r\n%PDF-1.4'
    body = "".join([*parts, head]).encode() + b"0" * size + f"\r\n--{edge}--\r\n".encode()
    return client._open(
        "/bewijs/nieuw", status, method="POST", data=body, content_type=f"multipart/form-data; boundary={edge}"
    )


def only_document(database: Database) -> Document:
    """The one document there is."""
    with database.unit(write=False) as opened:
        return opened.scalars(select(Document)).one()


def assign_reviewer(database: Database, world: World, document: uuid.UUID) -> None:
    """Submit a document in a dossier (twice: that does no harm) and give it the first reviewer."""
    reviewer = world["reviewer1"]
    with database.unit() as opened:
        dossier = make_dossier(world, make_round(world))
        service.grant_to_dossier([document], dossier.id)
        service.grant_to_dossier([document], dossier.id)
        opened.add(
            Assignment(
                dossier_id=dossier.id,
                user_id=reviewer.user_id,
                membership_id=reviewer.membership_id,
                organisation_id=reviewer.organisation_id,
            )
        )


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_good_file_is_taken_and_shown(app: Flask, world: World, client_of: ClientOf, name: str) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, name, ACCEPTED[name]).location)
    assert "Ons <b>rapport</b>" in page.words
    assert "Zonder einddatum" in page.words
    shown = {
        "sbom.json": "CycloneDX",
        "lijst.csv": "Bedacht",
        "lijst.xlsx": "<b>klaar</b>",
        "beleid.docx": "Ons beleid in Word",
        "beleid.odt": "Ons beleid in Writer",
        "advies.xml": "Advies &lt;b&gt;",
        "map.zip": "map/rapport.pdf",
    }
    assert shown.get(name, "") in page.words
    if name.endswith("txt"):
        assert "Beleid op één A4." in page.words
    assert len(kept(app)) == (2 if name.endswith(("pdf", "png", "jpg")) else 1)  # an image or pdf has a copy
    assert "Ons <b>rapport</b>" in client.get("/bewijs").words


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    make, reason = REFUSED[name]
    path = tmp_path / "bestand"
    path.write_bytes(make())
    with pytest.raises(Invalid) as told:
        inspection.inspect(path, name)
    assert reason in told.value.fields["file"][0]


def test_of_a_bad_file_nothing_is_kept_but_what_was_typed(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    for name in ("bom.xlsx", "vermomd.zip", "start.exe"):
        make, reason = REFUSED[name]
        page = send(client_of(world["contributor1"]), name, make(), 422)
        assert reason in page.words
        assert 'value="Bedachte Auditors"' in page.text
    assert kept(app) == []
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Document)) == 0


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(app: Flask, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    page = send_large(client, 26 * 1024 * 1024, 422)
    assert "hoogstens 25 MB" in page.words
    assert 'value="Bedachte Auditors"' in page.text
    page = send_large(client, 60 * 1024 * 1024, 413)
    assert "hoogstens 25 MB" in page.words
    assert kept(app) == []


def test_the_limit_that_is_told_is_the_one_that_is_set(
    app: Flask, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_UPLOAD", 3 * 1024 * 1024)
    client = client_of(world["contributor1"])
    assert "Hoogstens 3 MB en 300 pagina’s." in client.get("/bewijs/nieuw").words
    assert "hoogstens 3 MB zijn. Breekt" in client.get("/bewijs/meer").words
    assert "Een bestand mag hoogstens 3 MB zijn." in send_large(client, 4 * 1024 * 1024, 422).words


def test_fields_and_file_are_checked_at_once(world: World, client_of: ClientOf) -> None:
    page = client_of(world["contributor1"]).post("/bewijs/nieuw", {"title": "  ", "valid_until": "32-13-2027"}, 422)
    for reason in ("Kies een bestand.", "Vul dit in.", "Kies een soort.", "Vul een bestaande datum in."):
        assert reason in page.words
    facts = {"period_from": "2027-02-01", "period_until": "2027-01-01"}
    page = send(client_of(world["contributor1"]), "a.pdf", pdf(), 422, **facts)
    assert "De periode eindigt voordat zij begint." in page.words


def test_the_same_file_again_leads_to_the_one_that_is_there(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    send(client, "a.pdf", pdf())
    page = send(client, "b.pdf", pdf(), 422)
    assert f"/bewijs/{only_document(database).id}" in page.text
    assert len(kept(app)) == 2  # the original and its copy
    send(client_of(world["contributor2"]), "a.pdf", pdf())


def test_another_supplier_finds_nothing(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    send(client_of(world["contributor1"]), "a.pdf", pdf())
    place = f"/bewijs/{only_document(database).id}"
    for who in ("contributor2", "reviewer1", "buyer1", "coordinator"):
        client = client_of(world[who])
        for path in ("", "/wijzigen", "/pagina/1.png", "/bestand"):
            client.get(f"{place}{path}", 404)
        client.post(f"{place}/intrekken", status=404)
    assert "Ons" not in client_of(world["contributor2"]).get("/bewijs").words


def test_a_page_is_an_image_made_apart_and_the_file_only_an_attachment(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    send(client, "../kwaad stuk.pdf", pdf(2))
    place = f"/bewijs/{only_document(database).id}"
    shown = client.get(f"{place}/pagina/2.png").response
    assert Image.open(io.BytesIO(shown.data)).format == "PNG"
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    client.get(f"{place}/pagina/3.png", 404)
    client.get(f"{place}/pagina/0.png", 404)
    given = client.get(f"{place}/bestand").response
    assert given.data == pdf(2)
    given.close()
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert ".." not in given.headers["Content-Disposition"]
    with database.unit(write=False) as opened:
        ours = select(TrailRow.action).where(TrailRow.object_kind == "document")
        actions = opened.scalars(ours.order_by(TrailRow.happened_at)).all()
    assert actions == ["document.added", "document.clean", "document.page-read", "document.downloaded"]


def test_a_withdrawn_document_stops_for_reviewers(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    send(client_of(world["contributor1"]), "a.pdf", pdf())
    document = only_document(database)
    assign_reviewer(database, world, document.id)
    client = client_of(world["reviewer1"])
    page = client.get(f"/bewijs/{document.id}")
    assert "Trek dit bewijs in" not in page.words
    client.get(f"/bewijs/{document.id}/pagina/1.png")
    client.post(f"/bewijs/{document.id}/intrekken", status=403)
    with database.unit(write=False) as opened:
        readers = select(TrailRow.reader_organisation_id).where(TrailRow.action == "document.page-read")
        assert opened.scalars(readers).all() == [None]
    client_of(world["contributor1"]).post(f"/bewijs/{document.id}/intrekken")
    for path in ("", "/pagina/1.png", "/bestand"):
        client.get(f"/bewijs/{document.id}{path}", 404)
    assert "Ingetrokken" in client_of(world["contributor1"]).get("/bewijs").words


def test_facts_are_changed_on_the_version_that_was_read(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    send(client, "a.pdf", pdf())
    place = f"/bewijs/{only_document(database).id}"
    client.post(f"{place}/wijzigen", {**FACTS, "title": "Nieuwe titel", "revision": "1"})
    page = client.post(f"{place}/wijzigen", {**FACTS, "title": "Te laat", "revision": "1"}, 409)
    assert 'value="Te laat"' in page.text
    assert 'name="revision" value="2"' in page.text
    assert only_document(database).title == "Nieuwe titel"
    client.post(f"{place}/wijzigen", {**FACTS, "title": "", "revision": "2"}, 422)


def test_an_ended_document_says_so(app: Flask, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page = client.get(send(client, "a.pdf", pdf(), valid_until=yesterday).location)
    assert "Bewijs verlopen" in page.words
    assert "telt niet meer mee als bewijs" in page.words


def test_only_a_supplier_has_a_library(world: World, client_of: ClientOf) -> None:
    for who in ("coordinator", "buyer1", "reviewer1"):
        client_of(world[who]).get("/bewijs", 403)
    client_of(world["contributor1"]).get("/bewijs")


@pytest.mark.database
def test_documents_that_end_are_found(app: Flask, unit: Any, world: World) -> None:
    who, today = world["contributor1"].actor, date(2027, 3, 1)
    for number, days in enumerate((-1, 0, 30, 31, None)):
        until = None if days is None else today + timedelta(days=days)
        stream = io.BytesIO(f"Bewijs {number}".encode())
        title = f"Bewijs {number}"
        made = service.add_document(
            who, world.vendors[0], stream, "a.txt", title, DocumentKind.OTHER, valid_until=until
        )
        checking.check(made.id)
    assert [each.title for each in service.ending_documents(today, 30)] == ["Bewijs 1", "Bewijs 2"]


@pytest.mark.parametrize(
    ("until", "withdrawn", "expected"),
    [
        (None, False, Validity.OPEN_ENDED),
        (date(2027, 2, 28), False, Validity.ENDED),
        (date(2027, 3, 1), False, Validity.ENDING),
        (date(2027, 5, 30), False, Validity.ENDING),
        (date(2027, 5, 31), False, Validity.VALID),
        (date(2030, 1, 1), True, Validity.WITHDRAWN),
    ],
)
def test_validity_on_a_day(until: date | None, withdrawn: bool, expected: Validity) -> None:
    assert validity_on(date(2027, 3, 1), until, withdrawn, timedelta(days=90)) is expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\map\\rapport.PDF", "rapport.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("..", "bestand"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_file_names_are_cleaned(typed: str, kept: str) -> None:
    assert clean_filename(typed) == kept


def test_a_long_sheet_is_cut(app: Flask, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, "lang.xlsx", workbook(400)).location)
    assert "U ziet de eerste 200 rijen." in page.words
    assert "Maatregel 250" not in page.words
