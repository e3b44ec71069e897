# SPDX-License-Identifier: EUPL-1.2
"""Attacks with files: two kinds in one, code in a picture, bombs, paths in names, XML that reads."""

import io
import uuid
import zipfile
from collections.abc import Mapping
from contextvars import Context

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.models import CatalogueImport
from tests.attacks.table import attack
from tests.attacks.target import MADE_UP, Target, texts_of
from tests.evidence import files
from tests.support import story
from tests.support.stores import kept

FACTS = {"title": "Certificaat", "kind": "iso_27001", "sharing": "reviewers"}


def offer(target: Target, name: str, content: bytes, **facts: str) -> TestResponse:
    """Add a file as evidence, as a supplier."""
    client = target.browser("contributor1")
    sent = {"csrf_token": client.csrf_token, **FACTS, **facts, "file": (io.BytesIO(content), name)}
    return Context().run(client.browser.post, "/bewijs/nieuw", data=sent, content_type="multipart/form-data")


def is_served(target: Target, answer: TestResponse) -> bool:
    """Whether somebody can get the file that was offered, or a page of it."""
    if answer.status_code != 302:
        return False
    client, place = target.browser("contributor1"), answer.headers["Location"]
    return any(client.browser.get(f"{place}/{part}").status_code == 200 for part in ("bestand", "pagina/1.png"))


def none_served(target: Target, offered: Mapping[str, bytes]) -> None:
    """None of these is taken: a clear message, no document, nothing left in the store."""
    for name, content in offered.items():
        answer = offer(target, name, content)
        assert answer.status_code < 500 and not is_served(target, answer), name
    with target.read() as opened:
        left = opened.scalar(select(func.count()).select_from(Document))
    assert left == 0 and kept(target.app) == []


@attack(
    "F1",
    "Webpagina’s, tekeningen met code (SVG) en programma’s, ook met de naam van een pdf of plaatje.",
    "Geweigerd met uitleg; niets bewaard.",
    ["5.2.2", "1.3.4", "5.3.1"],
    ["8.07.01"],
)
def code_as_document(target: Target) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    page, program = b"<!doctype html><script>alert(1)</script>", b"MZ\x90\x00" + b"\x00" * 200
    names = (
        "x.svg",
        "x.html",
        "x.exe",
        "x.png",
        "x.pdf",
        "x.pdf.html",
        "x.jpg",
        "x.txt",
        "x.svg\x00.pdf",
        "x.php",
        "x",
    )
    for content in (svg, page, program):
        none_served(target, dict.fromkeys(names, content))


@attack(
    "F2",
    "Eén bestand dat twee soorten tegelijk is: een pdf met een zip erachter, een plaatje met een webpagina erin.",
    "Geweigerd met uitleg; niets bewaard.",
    ["5.2.2"],
    ["8.07.01"],
)
def polyglots(target: Target) -> None:
    packed = files.zipped(kwaad=b"x")
    none_served(
        target,
        {
            "twee.pdf": files.pdf() + packed,
            "twee.png": files.image() + packed,
            "gif.pdf": b"GIF89a" + files.pdf(),
            "kop.png": files.image()[:24] + b"<script>alert(1)</script>" + files.image()[24:],
            "pagina.jpg": b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
        },
    )


@attack(
    "F3",
    "Bommen: een werkboek dat 150 MB wordt, een plaatje van 50 miljoen punten, JSON van honderdduizend diep.",
    "Geweigerd met uitleg, zonder het uit te pakken.",
    ["5.2.3", "5.2.6", "5.2.1"],
)
def bombs(target: Target) -> None:
    none_served(
        target,
        {
            "bom.xlsx": files.bomb(),
            "groot.png": files.image(width=9000, height=5600),
            "diep.json": b"[" * 100_000,
            "lang.pdf": files.pdf(301),
            "leeg.pdf": b"",
        },
    )


NAMES = (
    "../../../../etc/cron.d/kwaad.pdf",
    "..\\..\\kwaad.pdf",
    "/etc/passwd.pdf",
    "C:\\kwaad.pdf",
    "kwaad\r\nSet-Cookie: a=b.pdf",
    'kwaad"; filename="x.html.pdf',
    "fdp.\u202egpj.pdf",
    "kwaad\x00.html.pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "a" * 300 + ".pdf",
    "COM1.pdf",
    ".htaccess.pdf",
)


@attack(
    "F4",
    "Namen met paden, regeleinden, nullen, aanhalingstekens en tekens die de leesrichting omdraaien.",
    "Bewaard onder een eigen sleutel; de naam is onschadelijk waar hij terugkomt.",
    ["5.3.2", "5.4.1", "5.4.2"],
)
def hostile_names(target: Target) -> None:
    for number, name in enumerate(NAMES, 1):
        answer = offer(target, name, files.pdf(number))
        assert answer.status_code in (302, 422), name
    with target.read() as opened:
        documents = opened.scalars(select(Document)).all()
    names = [each.filename for each in documents]
    assert names and not [each for each in names if set('/\\"\r\n\x00\u202e') & set(each) or len(each) > 200]
    assert all(uuid.UUID(hex=each.storage_key.rsplit("/", 1)[-1].split(".")[0][:32]) for each in documents)
    client = target.browser("contributor1")
    for each in documents:
        served = client.browser.get(f"/bewijs/{each.id}/bestand")
        disposition = served.headers.get("Content-Disposition", "attachment")
        assert served.status_code < 500 and disposition.startswith("attachment") and "\n" not in disposition
        assert b"<img src=x" not in client.browser.get(f"/bewijs/{each.id}").get_data()


@attack(
    "F5",
    "Een goed bestand opvragen om het in de browser te laten uitvoeren.",
    "Altijd een bijlage zonder soort, met nosniff en no-store; alleen voor wie het mag lezen.",
    ["3.2.1", "5.4.1", "8.2.2"],
)
def served_as_attachment(target: Target) -> None:
    with target.database.unit():
        key = story.add_proof(target.world, 0).id
    for name, status in (("contributor1", 200), ("contributor2", 404), ("buyer1", 404), ("reviewer1", 404)):
        for path in (f"/bewijs/{key}/bestand", f"/bewijs/{key}/pagina/1.png"):
            assert target.browser(name).browser.get(path).status_code in (status, 404, 403), (name, path)
            assert status == 200 or target.browser(name).browser.get(path).status_code == 404
    served = target.browser("contributor1").browser.get(f"/bewijs/{key}/bestand")
    if served.status_code == 200:
        assert served.headers["Content-Disposition"].startswith("attachment")
        assert served.mimetype == "application/octet-stream" and served.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in served.headers["Cache-Control"]
    for path in (f"/bewijs/{key}/pagina/0.png", f"/bewijs/{key}/pagina/99999999.png", f"/bewijs/{MADE_UP}/bestand"):
        assert target.browser("contributor1").browser.get(path).status_code == 404


def import_sheet(target: Target, name: str, content: bytes) -> TestResponse:
    """Import a catalogue, as VNG's co-ordinator."""
    client = target.browser("coordinator")
    sent = {"csrf_token": client.csrf_token, "file": (io.BytesIO(content), name)}
    return Context().run(client.browser.post, "/catalogus/import", data=sent, content_type="multipart/form-data")


def repacked(**changed: bytes) -> bytes:
    """A workbook with other XML inside."""
    out, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(files.workbook()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in source.namelist():
            part = each.rsplit("/", 1)[-1].removesuffix(".xml")
            archive.writestr(each, changed.get(part, source.read(each)))
    return out.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>'
)
DOCTYPES = (
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/kwaad">]>',
    b'<!DOCTYPE a [<!ENTITY y "aaaaaaaaaa"><!ENTITY x "&y;&y;&y;&y;&y;&y;&y;&y;&y;&y;">]>',
)


@attack(
    "F6",
    "Een werkblad met verwijzingen naar bestanden op de server en met zichzelf vermenigvuldigende tekst (XXE).",
    "Geweigerd of letterlijk gelezen; niets van de server komt terug.",
    ["1.5.1"],
)
def reading_xml(target: Target) -> None:
    for doctype in DOCTYPES:
        content = repacked(sheet1=b'<?xml version="1.0"?>' + doctype + SHEET)
        for answer in (import_sheet(target, "lijst.xlsx", content), offer(target, "lijst.xlsx", content)):
            assert answer.status_code < 500 and "root:" not in texts_of(answer)
            if answer.status_code == 302:
                page = target.browser("coordinator").browser.get(answer.headers["Location"])
                assert page.status_code in (200, 403, 404) and "root:" not in texts_of(page)


@attack(
    "F7",
    "Een in te lezen werkblad met een bom, een pad naar buiten, duizenden kolommen, of een andere inhoud dan de naam.",
    "Geweigerd met uitleg bij het veld; er is geen import.",
    ["5.2.2", "5.2.3", "5.3.3"],
)
def hostile_sheets(target: Target) -> None:
    offered = {
        "bom.xlsx": files.bomb(),
        "pad.xlsx": files.zipped(**{".._.._etc": b"x"}),
        "html.csv": b"<html><script>alert(1)</script></html>",
        "pdf.xlsx": files.pdf(),
        "breed.csv": b";".join([b"a"] * 40_000) + b"\n",
        "binair.csv": bytes(range(256)) * 40,
        "macro.xlsm": files.workbook(),
        "leeg.xlsx": b"",
    }
    for name, content in offered.items():
        answer = import_sheet(target, name, content)
        assert answer.status_code in (413, 422), (name, answer.status_code)
    with target.read() as opened:
        assert opened.scalars(select(CatalogueImport.id)).all() == []
    assert kept(target.app) == []
