# SPDX-License-Identifier: EUPL-1.2
"""Makes the hard twins of real requirement sheets. All content is invented.

Run by the tests into a temporary folder; `python make_sheets.py FOLDER` writes the readable ones for a look.
"""

import datetime
import io
import struct
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | bool | None
HEADER: list[Cell] = ["Nr", "Thema", "Titel", "Eis", "Toelichting", "Eis/Wens", "Bewijs"]


def requirement(number: Cell, theme: Cell = "Toegang") -> list[Cell]:
    """One invented requirement as a row under `HEADER`."""
    text = f"De leverancier regelt onderwerp {number} en toont dat aan."
    return [number, theme, f"Onderwerp {number}", text, "Zodat gegevens veilig zijn.", "Eis", "Verklaring"]


def write_xlsx(path: Path, rows: list[list[Cell]], name: str = "Eisen") -> Path:
    """A workbook with one sheet of `rows`."""
    book, sheet = new_book(name)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def new_book(name: str = "Eisen") -> tuple[Workbook, Worksheet]:
    """A new workbook and its only sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    return book, sheet


def title_rows(path: Path) -> Path:
    """Two title rows and a blank line above the header, which stands in row 4."""
    above: list[list[Cell]] = [["Programma van eisen Voorbeeldstad"], ["Versie", 3], []]
    return write_xlsx(path, [*above, HEADER, requirement(1), requirement(2)])


def two_header_rows(path: Path) -> Path:
    """Group names, merged over the columns they cover, above the names of the columns."""
    book, sheet = new_book()
    sheet.append(["Programma van eisen"])
    sheet.append(["Kenmerk", None, "Eis", None, None, "Beoordeling", None])
    sheet.append(["Nr", "Thema", "Titel", "Tekst", "Toelichting", "Prioriteit", "Bewijs"])
    sheet.append(requirement("T-1"))
    for cells in ("A2:B2", "C2:E2", "F2:G2"):
        sheet.merge_cells(cells)
    book.save(path)
    return path


def upright_header(path: Path) -> Path:
    """Two header rows in which some names are merged downwards over both."""
    book, sheet = new_book()
    sheet.append(["Nr", "Thema", "Inhoud", None, "Bewijs"])
    sheet.append([None, None, "Titel", "Tekst", None])
    sheet.append(["T-1", "Toegang", "Inloggen", "Inloggen gaat met een tweede factor.", "Verklaring"])
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(cells)
    book.save(path)
    return path


def merged_cells(path: Path) -> Path:
    """A theme merged over three rows, and a requirement that takes two rows."""
    book, sheet = new_book()
    rows = [
        HEADER,
        requirement("M-1"),
        requirement("M-2", None),
        requirement("M-3", None),
        requirement("M-4", None),
    ]
    for row in rows:
        sheet.append(row)
    sheet.append([None, None, None, None, "En dit hoort er ook bij.", None, "Rapport"])
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("D5:D6")
    book.save(path)
    return path


def formulas(path: Path) -> Path:
    """Formulas as openpyxl writes them, without values: a chain of ids, another id, a text."""
    rows = [HEADER, requirement(1), requirement("=A2+1"), requirement("=A3+1")]
    rows.append(requirement('=CONCATENATE("V-",ROW())'))
    rows.append(["V-6", "Toegang", "Titel", '=D2&" En meer."', None, "Eis", None])
    rows.append(["V-7", "Toegang", "=C2", "Deze eis heeft wel tekst.", None, "Eis", None])
    return write_xlsx(path, rows)


def shared_formulas(path: Path) -> Path:
    """A chain of ids written as a shared formula, without values, as some programs do."""
    write_xlsx(path, [HEADER, requirement(7), *([requirement("=A2+1")] * 3)])
    shared = ('<f t="shared" ref="A3:A5" si="0">A2+1</f>', '<f t="shared" si="0"/>', '<f t="shared" si="0"/>')
    return rewrite(path, "xl/worksheets/sheet1.xml", [("<f>A2+1</f>", text) for text in shared])


def errors(path: Path) -> Path:
    """Error values in the id and in an optional column."""
    return write_xlsx(path, [HEADER, requirement("#REF!"), [*requirement("E-2")[:4], "#N/A", "Eis", None]])


def awkward_rows(path: Path) -> Path:
    """Duplicate ids, blank lines, headings, a repeated header, missing and too long values, each once."""
    rows: list[list[Cell]] = [
        HEADER,
        [None, "Beveiliging"],
        requirement("A-1"),
        [],
        requirement("a-1"),
        requirement(None),
        ["A-2", "Toegang", "Titel zonder tekst"],
        ["A-3", "Toegang", "Lang", "x" * 10_001],
        HEADER,
        [],
        requirement("A" * 101),
        ["A-4"],
        requirement("A-5"),
    ]
    return write_xlsx(path, rows)


def value_kinds(path: Path) -> Path:
    """Whole floats, dates and booleans in cells."""
    book, sheet = new_book()
    sheet.append(["Nr", "Eis", "Toelichting"])
    sheet.append([1.0, datetime.date(2027, 3, 1), True])
    moment = datetime.datetime(2027, 3, 1, 9, 30)  # noqa: DTZ001 - a cell has no zone
    sheet.append([2.5, moment, False])
    sheet.append([datetime.date(2027, 2, 3), "  Met spaties\u00a0eromheen ", 0.1 + 0.2])
    book.save(path)
    return path


def only_title(path: Path) -> Path:
    """A sheet with nothing but a title, next to a sheet that is empty."""
    book, sheet = new_book("Voorblad")
    sheet["B3"] = "Programma van eisen"
    book.create_sheet("Leeg")
    book.save(path)
    return path


def many_rows(path: Path, count: int) -> Path:
    """`count` requirements of about 500 characters each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Eisen")
    sheet.append(HEADER)
    for number in range(1, count + 1):
        row = requirement(number)
        row[3] = f"{row[3]} " + f"Dit geldt ook voor deel {number}. " * 15
        sheet.append(row)
    book.save(path)
    return path


def far_cell(path: Path, place: str) -> Path:
    """A sheet whose only cell besides A1 stands at `place`."""
    book, sheet = new_book()
    sheet["A1"] = "Nr"
    sheet[place] = "ver weg"
    book.save(path)
    return path


def csv_text(delimiter: str) -> str:
    """Two requirements as csv: accents, the separator, quotes and a line end inside quotes, a blank line."""
    rows = [
        ["Nr", "Thema", "Eis", "Toelichting"],
        ["C-1", "Privé", f'"Eerste regel{delimiter} met ""teken""\nTweede regel kost € 5."', "Geïnformeerd"],
        [],
        ["C-2", "Privé", "Zonder bijzonderheden.", ""],
    ]
    return "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"


def ods(path: Path, body: str) -> Path:
    """An OpenDocument spreadsheet with one table, called Eisen, of `body`."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="Eisen">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*texts: str, repeated: int = 1) -> str:
    """One row of an OpenDocument table; blank cells and rows are written as a program writes them."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    tail = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}{tail}</table:table-row>'


def zip_bomb(path: Path) -> Path:
    """An xlsx with a part that unpacks to 200 MB from 200 kB."""
    title_rows(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/styles2.xml", "w") as part,
    ):
        for _ in range(200):
            part.write(b" " * 1_000_000)
    return path


def lying_zip_bomb(path: Path) -> Path:
    """As `zip_bomb`, but the directory of the archive says that the part is 1,000 bytes long."""
    zip_bomb(path)
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 200_000_000)
    place = data.rindex(size)
    data[place : place + 4] = struct.pack("<I", 1_000)
    path.write_bytes(data)
    return path


def rewrite(path: Path, part: str, changes: list[tuple[str, str]]) -> Path:
    """Replace texts in one part of an archive, each once and in order."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    text = contents[part].decode()
    for old, new in changes:
        assert old in text, f"{old} is not in {part}"
        text = text.replace(old, new, 1)
    contents[part] = text.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def add_part(path: Path, part: str, content: bytes) -> Path:
    """Add one part to an archive."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return path


def make_all(folder: Path) -> None:
    """Write the readable twins into `folder`."""
    makers = (
        title_rows,
        two_header_rows,
        upright_header,
        merged_cells,
        formulas,
        errors,
        awkward_rows,
        value_kinds,
    )
    for make in makers:
        make(folder / f"{make.__name__}.xlsx")


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
