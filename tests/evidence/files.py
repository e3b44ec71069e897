# SPDX-License-Identifier: EUPL-1.2
"""Files for the tests of evidence: good ones, and one of each kind that is refused."""

import io
import zipfile
from functools import cache

from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen import canvas


@cache
def pdf(pages: int = 1, password: str | None = None) -> bytes:
    """A pdf with so many pages."""
    out = io.BytesIO()
    made = canvas.Canvas(out, encrypt=password)
    for number in range(1, pages + 1):
        made.drawString(72, 700, f"Pagina {number}")
        made.showPage()
    made.save()
    return out.getvalue()


@cache
def image(kind: str = "PNG", width: int = 40, height: int = 30) -> bytes:
    """An image of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (18, 50, 92)).save(out, format=kind)
    return out.getvalue()


@cache
def workbook(rows: int = 3) -> bytes:
    """A sheet with a header and some rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Maatregel", "Stand"])
    for number in range(rows):
        sheet.append([f"Maatregel {number}", "<b>klaar</b>"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    """A zip with these files (a double underscore stands for a slash)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to far more than it weighs."""
    types = b'<?xml version="1.0"?><Types/>'
    entries = {
        "[Content_Types].xml": types,
        "xl/workbook.xml": b"<workbook/>",
        "xl/worksheets/sheet1.xml": b"0" * 150_000_000,
    }
    return zipped(**entries)


ACCEPTED: dict[str, bytes] = {
    "rapport.pdf": pdf(2),
    "scherm.png": image(),
    "foto.jpg": image("JPEG"),
    "beleid.txt": "Beleid op één A4.\n".encode(),
    "oud.txt": "Beleid op één A4.\n".encode("cp1252"),
    "lijst.csv": b"naam;land\nBedacht;NL\n",
    "sbom.json": b'{"bomFormat": "CycloneDX", "components": []}',
    "lijst.xlsx": workbook(),
}

REFUSED: dict[str, tuple[bytes, str]] = {
    "leeg.pdf": (b"", "Dit bestand is leeg."),
    "brief.docx": (zipped(word__document=b"<x/>"), "Een Word-bestand kunnen we niet tonen."),
    "pagina.html": (b"<html><script>alert(1)</script></html>", "Een webpagina of tekening met code"),
    "plaat.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Een webpagina of tekening met code"),
    "start.exe": (b"MZ\x90\x00", "Dit is een programma of archief."),
    "film.mp4": (b"\x00\x00\x00\x18ftypmp42", "Dit soort bestand kunnen we niet tonen."),
    "zonder-naam": (pdf(), "Dit soort bestand kunnen we niet tonen."),
    "html.pdf": (b"<html><body>hallo</body></html>", "De inhoud van dit bestand past niet bij de naam."),
    "pdf.png": (pdf(), "De inhoud van dit bestand past niet bij de naam."),
    "html.txt": (b"<!DOCTYPE html><html><script>1</script></html>", "De inhoud van dit bestand past niet"),
    "binair.txt": (b"abc\x00\x01\x02" * 50, "De inhoud van dit bestand past niet"),
    "svg.json": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "De inhoud van dit bestand past niet"),
    "kapot.json": (b'{"a": ', "Dit bestand is geen geldige JSON."),
    "diep.json": (b"[" * 100_000, "Dit bestand is geen geldige JSON."),
    "zip.xlsx": (zipped(a=b"b"), "De inhoud van dit bestand past niet"),
    "bom.xlsx": (bomb(), "Dit bestand wordt uitgepakt veel te groot."),
    "twee.pdf": (pdf() + zipped(a=b"b"), "In dit bestand zit nog een ander bestand."),
    "twee.png": (image() + zipped(a=b"b"), "In dit bestand zit nog een ander bestand."),
    "slot.pdf": (pdf(password="geheim"), "Dit bestand is beveiligd met een wachtwoord."),
    "half.pdf": (b"%PDF-1.4\n%niets", "Dit bestand kunnen we niet openen."),
    "half.png": (image()[:60], "Dit bestand kunnen we niet openen."),
    "lang.pdf": (pdf(301), "Deze pdf heeft meer dan 300 pagina’s."),
    "groot.png": (image(width=9000, height=5600), "Deze afbeelding is groter dan 50 megapixel."),
}
