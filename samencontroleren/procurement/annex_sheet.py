# SPDX-License-Identifier: EUPL-1.2
"""The contract annex as a workbook: a row per requirement, with room for the tenderer's answer and proof."""

from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, write_workbook
from samencontroleren.procurement.annex import Annex, Row
from samencontroleren.procurement.document_words import word

COLUMNS: tuple[tuple[str, int], ...] = (
    ("number", 14),
    ("theme", 20),
    ("title", 30),
    ("text", 52),
    ("weight", 12),
    ("applies", 26),
    ("why", 44),
    ("proof", 36),
    ("norms", 26),
    ("answer", 20),
    ("how_met", 44),
    ("evidence", 32),
)
"""What stands in a row; the last three are for the tenderer."""
HIDDEN = ("eis-id", "tekst-id")
"""Stable keys behind each row, so that an answered sheet can be read back whatever was sorted."""
ANSWERS = ("yes", "partly", "no", "na")


def annex_sheet(annex: Annex) -> bytes:
    """The annex as xlsx: how to read it, then the requirements."""
    return write_workbook([_about(annex), _lines(annex)], annex.title, annex.buyer)


def _about(annex: Annex) -> SheetTable:
    language = annex.language
    draft = [(word("draft", language), "")] if annex.is_draft else []
    how = [("", each) for each in annex.how]
    columns = (SheetColumn(annex.title, 34), SheetColumn("", 96))
    return SheetTable(word("sheet_about", language), columns, [*draft, *annex.facts, (word("how", language), ""), *how])


def _lines(annex: Annex) -> SheetTable:
    language = annex.language
    shown = [_column(name, width, language) for name, width in COLUMNS]
    hidden = [SheetColumn(name, is_hidden=True) for name in HIDDEN]
    rows = [[*(_cell(row, name) for name, _width in COLUMNS), str(row.key), str(row.wording)] for row in annex.rows]
    return SheetTable(word("sheet_lines", language), [*shown, *hidden], rows)


def _column(name: str, width: int, language: str) -> SheetColumn:
    choices = tuple(word(each, language) for each in ANSWERS) if name == "answer" else ()
    return SheetColumn(word(name, language), width, choices=choices)


def _cell(row: Row, name: str) -> str:
    return str(getattr(row, name, ""))
