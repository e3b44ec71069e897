# SPDX-License-Identifier: EUPL-1.2
"""The forms in which requirements leave the platform: name, media type, and how the file is made. Pure."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from samencontroleren.core.attachments import DOCX, XLSX
from samencontroleren.core.sheet_cells import cell_safe
from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, write_workbook
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.document_words import word
from samencontroleren.questionnaires.exchange_document import readable
from samencontroleren.questionnaires.exchange_docx import write_docx
from samencontroleren.questionnaires.exchange_pdf import write_pdf
from samencontroleren.questionnaires.exchange_shape import FORMAT, VERSION, Collection, file_of, shape_of
from samencontroleren.questionnaires.exchange_table import COLUMNS, Cells, cells_of
from samencontroleren.questionnaires.exchange_yaml import write_yaml
from samencontroleren.questionnaires.wording import Wording

WIDE, NARROW = 60, 18
_WIDE = ("text_", "why_", "explanation_", "good_", "poor_", "alternative_", "proof_", "title_")


@dataclass(frozen=True)
class Export:
    """What is exported, for whom: in which language, on which day, and the labels of columns in that language."""

    collection: Collection
    language: str
    made_on: date
    labels: Mapping[str, str]
    known: Mapping[str, Wording] = field(default_factory=dict)
    """The questions that conditions look at, by code."""

    @property
    def name(self) -> str:
        """What the file is called, without its extension: letters of ASCII and hyphens."""
        about = self.collection.questionnaire
        words = f"vragenlijst {about['name']} versie {about['number']}" if about else "catalogus"
        plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
        return "-".join(re.findall(r"[a-z0-9]+", plain))[:100]


@dataclass(frozen=True)
class Form:
    """One form of file."""

    media: str
    label: tuple[str, str]
    make: Callable[[Export], bytes]


def _json(export: Export) -> bytes:
    return (json.dumps(file_of(export.collection), ensure_ascii=False, indent=1) + "\n").encode()


def _yaml(export: Export) -> bytes:
    return write_yaml(file_of(export.collection))


def _csv(export: Export) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell_safe(str(cell)) for cell in cells.values()] for cells in _rows(export))
    return ("\ufeff" + text.getvalue()).encode()


def _xlsx(export: Export) -> bytes:
    columns = [
        SheetColumn(export.labels[name], WIDE if name.startswith(_WIDE) else NARROW, name == "id", name)
        for name in COLUMNS
    ]
    rows = (list(cells.values()) for cells in _rows(export))
    title = readable(export.collection, export.language, export.made_on).title
    sheet = SheetTable(word("requirements", export.language), columns, rows)
    return write_workbook([sheet, _about(export, title)], title, word("brand", export.language))


def _about(export: Export, title: str) -> SheetTable:
    """A second sheet that says what the first one is."""
    about = export.collection.questionnaire or {}
    facts = {"format": FORMAT, "version": VERSION, **about}
    rows = [(name, "" if value is None else value) for name, value in facts.items()]
    return SheetTable("samencontroleren", [SheetColumn(title, 24), SheetColumn("", 70)], rows, is_hidden=True)


def _rows(export: Export) -> Iterator[Cells]:
    for entry in export.collection.entries:
        condition = entry.wording.applies_when
        words = ("", "")
        if condition is not None:
            words = condition_words(condition, export.known, 0), condition_words(condition, export.known, 1)
        yield cells_of(shape_of(entry), words)


def _docx(export: Export) -> bytes:
    return write_docx(readable(export.collection, export.language, export.made_on, export.known))


def _pdf(export: Export) -> bytes:
    return write_pdf(readable(export.collection, export.language, export.made_on, export.known))


FORMS: Mapping[str, Form] = {
    "xlsx": Form(XLSX, ("Excel", "Excel"), _xlsx),
    "docx": Form(DOCX, ("Word", "Word"), _docx),
    "pdf": Form("application/pdf", ("PDF", "PDF"), _pdf),
    "csv": Form("text/csv", ("CSV", "CSV"), _csv),
    "yaml": Form("application/yaml", ("YAML", "YAML"), _yaml),
    "json": Form("application/json", ("JSON", "JSON"), _json),
}
"""By extension. The media type of YAML is that of RFC 9512."""
