# SPDX-License-Identifier: EUPL-1.2
"""Workbooks as people change them: cells found by the names in the hidden first row."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook, load_workbook

from samencontroleren.offline import layout


class Book:
    """A workbook of ours, open to be changed."""

    def __init__(self, body: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(body))

    def columns(self, sheet: str) -> dict[str, int]:
        """By name for machines the number of the column, from 1."""
        return {str(cell.value): cell.column for cell in self.book[sheet][1] if cell.value}

    def place(self, key: object) -> tuple[str, int]:
        """The sheet and row of a wording."""
        for sheet in self.book.sheetnames:
            column = self.columns(sheet).get(layout.KEY)
            for row in range(3, self.book[sheet].max_row + 1) if column else ():
                if self.book[sheet].cell(row, column).value == str(key):
                    return sheet, row
        raise AssertionError(f"no row for {key}")

    def fill(self, key: object, **cells: Any) -> tuple[str, int]:
        """Type in the row of a wording: answer, explanation, proof; gives its place."""
        names = {"answer": layout.ANSWER, "explanation": layout.EXPLANATION, "proof": layout.PROOF}
        sheet, row = self.place(key)
        for name, value in cells.items():
            self.book[sheet].cell(row, self.columns(sheet)[names.get(name, name)]).value = value
        return sheet, row

    def cell(self, key: object, name: str) -> Any:
        """A cell of the row of a wording, by the name of its column for machines."""
        sheet, row = self.place(key)
        return self.book[sheet].cell(row, self.columns(sheet)[name])

    def body(self) -> io.BytesIO:
        """The file as it is sent."""
        saved = io.BytesIO()
        self.book.save(saved)
        saved.seek(0)
        return saved


def bare(dossier_id: object) -> io.BytesIO:
    """A workbook of a dossier in which nothing is filled in: only what says of which dossier it is."""
    book = Workbook()
    origin = book.create_sheet(layout.ORIGIN)
    for fact in (("vorm", layout.FORMAT), ("versie", str(layout.VERSION)), ("dossier", str(dossier_id))):
        origin.append(fact)
    saved = io.BytesIO()
    book.save(saved)
    saved.seek(0)
    return saved


def package(files: Mapping[str, bytes]) -> io.BytesIO:
    """A zip."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    body.seek(0)
    return body
