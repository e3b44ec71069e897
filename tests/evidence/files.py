# SPDX-License-Identifier: EUPL-1.2
"""Files for the tests of evidence: good ones, and one of each kind that is refused."""

import io
import zipfile
from collections.abc import Callable
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
def workbook(rows: int = 3, columns: int = 2) -> bytes:
    """A sheet with a header and some rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Maatregel", "Stand", *("x" for _each in range(columns - 2))])
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


CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = '<Relationship Id="r1" Type="http://x/{kind}" Target="http://example.test/x" TargetMode="External"/>'


def docx(text: str = "Ons beleid", **more: bytes) -> bytes:
    """A written document with one paragraph, and further parts (a double underscore stands for a slash)."""
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return zipped(**{"[Content_Types].xml": CONTENT_TYPES, "word__document.xml": body.encode(), **more})


def linked_docx(kind: str) -> bytes:
    """A written document with a relation of some kind to another address."""
    relations = f'<Relationships xmlns="http://y">{RELATION.format(kind=kind)}</Relationships>'
    return docx(**{"word___rels__document.xml.rels": relations.encode()})


def odt(text: str = "Ons beleid", manifest: bytes = b"<manifest/>") -> bytes:
    """A written document of the other family."""
    mark, names = b"application/vnd.oasis.opendocument.text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = f'<office xmlns:text="{names}"><text:p>{text}</text:p></office>'
    return zipped(**{"mimetype": mark, "content.xml": body.encode(), "META-INF__manifest.xml": manifest})


def linked_zip() -> bytes:
    """A zip with a symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("wachtwoorden.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""


@cache
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
    "beleid.docx": docx("Ons beleid in Word"),
    "met-link.docx": linked_docx("hyperlink"),
    "beleid.odt": odt("Ons beleid in Writer"),
    "advies.xml": b"<csaf><titel>Advies &lt;b&gt;</titel></csaf>",
    "map.zip": zipped(**{"map__rapport.pdf": pdf(), "beleid.docx": docx(), "lijst.csv": b"a;b\n1;2\n"}),
}

# made when they are sent: every worker reads this module, and few send a bomb
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "leeg.pdf": (lambda: b"", "Dit bestand is leeg."),
    "brief.docx": (lambda: zipped(word__document=b"<x/>"), "De inhoud van dit bestand past niet bij de naam."),
    "oud.doc": (lambda: b"\xd0\xcf\x11\xe0", "Dit is een oud soort bestand van Office."),
    "slot.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
        "Dit bestand is beveiligd met een wachtwoord.",
    ),
    "macro.docx": (lambda: docx(**{"word__vbaProject.bin": b"x"}), "Dit bestand bevat macro’s."),
    "macro.docm": (docx, "Dit bestand bevat macro’s."),
    "ingebed.docx": (lambda: docx(**{"word__embeddings__a.bin": b"x"}), "In dit bestand zit nog een ander bestand."),
    "sjabloon.docx": (lambda: linked_docx("attachedTemplate"), "Dit document haalt onderdelen op van een ander adres."),
    "xxe.docx": (lambda: docx(**{"word__styles.xml": OUTSIDE}), "Deze XML verwijst naar iets buiten zichzelf"),
    "bom.docx": (lambda: docx(**{"word__groot.xml": b" " * 150_000_000}), "Dit bestand wordt uitgepakt veel te groot."),
    "odt.docx": (odt, "De inhoud van dit bestand past niet bij de naam."),
    "slot.odt": (
        lambda: odt(manifest=b'<m xmlns:x="y"><x:encryption-data/></m>'),
        "Dit bestand is beveiligd met een wachtwoord.",
    ),
    "lach.xml": (lambda: LAUGHS, "Deze XML verwijst naar iets buiten zichzelf"),
    "xxe.xml": (lambda: OUTSIDE, "Deze XML verwijst naar iets buiten zichzelf"),
    "half.xml": (lambda: b"<a><b></a>", "Dit bestand is geen geldige XML."),
    "plaat.xml": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Een webpagina of tekening met code"),
    "leeg.zip": (zipped, "In deze zip zit geen bestand."),
    "geen.zip": (lambda: b"hallo", "De inhoud van dit bestand past niet bij de naam."),
    "nest.zip": (lambda: zipped(**{"a.zip": zipped(**{"a.txt": b"a"})}), "In deze zip zit nog een zip."),
    "vlucht.zip": (lambda: zipped(**{"..__..__a.txt": b"a"}), "een naam die niet veilig is"),
    "wortel.zip": (lambda: zipped(**{"__etc__a.txt": b"a"}), "een naam die niet veilig is"),
    "link.zip": (linked_zip, "een naam die niet veilig is"),
    "start.zip": (lambda: zipped(**{"start.exe": b"MZ"}), "In deze zip zit een bestand dat we niet aannemen."),
    "vermomd.zip": (
        lambda: zipped(**{"a.pdf": b"<html><script>1</script>"}),
        "In deze zip zit een bestand dat we niet aannemen.",
    ),
    "lang.zip": (lambda: zipped(**{"map__lang.pdf": pdf(301)}), "In deze zip zit een pdf met meer dan 300 pagina’s."),
    "groot.zip": (
        lambda: zipped(**{"groot.png": image(width=9000, height=5600)}),
        "In deze zip zit een afbeelding van meer",
    ),
    "slot.zip": (
        lambda: zipped(**{"slot.pdf": pdf(password="geheim")}),
        "In deze zip zit een bestand dat we niet aannemen.",
    ),
    "breed.xlsx": (
        lambda: workbook(columns=300),
        "Een werkblad in dit bestand heeft te veel rijen, kolommen of tekst.",
    ),
    "veel.zip": (
        lambda: zipped(**{f"{n}.txt": b"a" for n in range(101)}),
        "In deze zip zitten meer dan 100 bestanden.",
    ),
    "bom.zip": (lambda: zipped(**{"a.txt": b"0" * 150_000_000}), "Dit bestand wordt uitgepakt veel te groot."),
    "bom2.zip": (
        lambda: zipped(**{"a.docx": docx(**{"word__a.xml": b" " * 90_000_000})}),
        "Dit bestand wordt uitgepakt veel te groot.",
    ),
    "pagina.html": (lambda: b"<html><script>alert(1)</script></html>", "Een webpagina of tekening met code"),
    "plaat.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Een webpagina of tekening met code"),
    "start.exe": (lambda: b"MZ\x90\x00", "Dit is een programma of een soort archief"),
    "film.mp4": (lambda: b"\x00\x00\x00\x18ftypmp42", "Dit soort bestand nemen we niet aan."),
    "zonder-naam": (pdf, "Dit soort bestand nemen we niet aan."),
    "html.pdf": (lambda: b"<html><body>hallo</body></html>", "De inhoud van dit bestand past niet bij de naam."),
    "pdf.png": (pdf, "De inhoud van dit bestand past niet bij de naam."),
    "html.txt": (lambda: b"<!DOCTYPE html><html><script>1</script></html>", "De inhoud van dit bestand past niet"),
    "binair.txt": (lambda: b"abc\x00\x01\x02" * 50, "De inhoud van dit bestand past niet"),
    "svg.json": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "De inhoud van dit bestand past niet"),
    "kapot.json": (lambda: b'{"a": ', "Dit bestand is geen geldige JSON."),
    "diep.json": (lambda: b"[" * 100_000, "Dit bestand is geen geldige JSON."),
    "zip.xlsx": (lambda: zipped(a=b"b"), "De inhoud van dit bestand past niet"),
    "bom.xlsx": (bomb, "Dit bestand wordt uitgepakt veel te groot."),
    "twee.pdf": (lambda: pdf() + zipped(a=b"b"), "In dit bestand zit nog een ander bestand."),
    "twee.png": (lambda: image() + zipped(a=b"b"), "In dit bestand zit nog een ander bestand."),
    "slot.pdf": (lambda: pdf(password="geheim"), "Dit bestand is beveiligd met een wachtwoord."),
    "half.pdf": (lambda: b"%PDF-1.4\n%niets", "Dit bestand kunnen we niet openen."),
    "half.png": (lambda: image()[:60], "Dit bestand kunnen we niet openen."),
    "lang.pdf": (lambda: pdf(301), "Deze pdf heeft meer dan 300 pagina’s."),
    "groot.png": (lambda: image(width=9000, height=5600), "Deze afbeelding is groter dan 50 megapixel."),
}
