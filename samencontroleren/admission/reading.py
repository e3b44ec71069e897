# SPDX-License-Identifier: EUPL-1.2
"""A sheet of first administrators as rows: which column is which follows from its header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from samencontroleren.core.errors import Invalid
from samencontroleren.core.sheet_reader import open_book, read_rows

MOST = 3000
HEADERS = {
    "organisation": ("organisatie", "gemeente", "leverancier", "code", "cbs-code", "kvk", "kvk-nummer", "organisation"),
    "name": ("naam", "contactpersoon", "beheerder", "name"),
    "email": ("mailadres", "e-mail", "email", "e-mailadres", "mail"),
    "street": ("adres", "postadres", "straat", "straat en huisnummer", "address"),
    "place": ("postcode en plaats", "plaats", "postcode", "place"),
    "language": ("taal", "taal van de brief", "language"),
}
"""The names of a column, in small letters."""
LANGUAGES = {"": "nl", "nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
"""How a language is written in the sheet; who names none gets the letter in Dutch."""


@dataclass(frozen=True)
class Line:
    """One row of the sheet as text, with its number from 1."""

    number: int
    organisation: str
    name: str
    email: str
    address: str
    language: str
    """Code of the language of the letter; empty when it is none that we write."""


def read_lines(path: Path, filename: str) -> list[Line]:
    """The filled rows below the header of the first sheet.

    Raises Invalid at `file` for a column that is missing, no rows or too many; SheetRefused for no spreadsheet.
    """
    book = open_book(path, filename)
    info = next(each for each in book.sheets if each.rows)
    rows = read_rows(book, info.name, 0, MOST + 2)
    columns = _columns(rows[0])
    lines = list(_lines(rows[1:], columns))
    if not lines:
        raise Invalid({"file": ["Onder de kop staan geen rijen."]})
    if len(rows) > MOST + 1:
        raise Invalid({"file": ["Er staan te veel rijen in dit bestand. Verdeel de lijst."]})
    return lines


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    names = [each.strip().lower() for each in header]
    found = {field: [at for at, name in enumerate(names) if name in known] for field, known in HEADERS.items()}
    if not (found["organisation"] and found["name"] and found["email"] and found["street"]):
        raise Invalid({"file": ["De eerste rij moet de kolommen organisatie, naam, mailadres en adres hebben."]})
    return found


def _lines(rows: Sequence[Sequence[str]], columns: dict[str, list[int]]) -> Iterator[Line]:
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            address = [row[at].strip() for field in ("street", "place") for at in columns[field] if row[at].strip()]
            organisation, name, email = (row[columns[field][0]] for field in ("organisation", "name", "email"))
            named = next((row[at] for at in columns["language"]), "").strip().lower()
            who = (organisation.strip(), name.strip(), email.strip().lower(), "\n".join(address))
            yield Line(number, *who, language=LANGUAGES.get(named, ""))
