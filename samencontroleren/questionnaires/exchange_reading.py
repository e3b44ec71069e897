# SPDX-License-Identifier: EUPL-1.2
"""Reading files in our own form (docs/bestandsformaat.md): YAML, JSON, and the sheets that we export.

Whatever the file is, it ends as one list of read requirements, each with its place in the file and what is wrong in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from marshmallow import ValidationError

from samencontroleren.core.fields import clean
from samencontroleren.core.messages import N_
from samencontroleren.core.sheet_cells import cell_meant
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.questionnaires.exchange_schema import FileEnvelope, load_shape
from samencontroleren.questionnaires.exchange_shape import Shape
from samencontroleren.questionnaires.exchange_table import COLUMNS, MARKS, READ_ONLY, shape_from_cells
from samencontroleren.questionnaires.sheet_reader import Book, read_rows, read_text, read_values

TEXT_FORMS = (".yaml", ".yml", ".json")
LARGEST = 5_000_000
"""Bytes of a YAML or JSON file; two thousand requirements of ours take 4 MB."""
OTHER_CODE = "De code is anders dan het vaste nummer van deze rij. Zet de oude code terug."

FILE_REFUSALS: Mapping[str, str] = {
    "empty": N_("Dit bestand is leeg. Kies een ander bestand."),
    "text_too_large": N_("Dit bestand is te groot. Een YAML- of JSON-bestand mag hoogstens 5 MB zijn."),
    "unreadable": N_("Dit bestand is niet te lezen als %(form)s. Wat er mis is (in het Engels): %(why)s."),
    "other_form": N_(
        "Dit bestand heeft niet de vorm die wij kennen. Het moet beginnen met format, version en requirements."
    ),
}


class FileRefused(SheetRefused):
    """A file in our own form cannot be used; `code` is a key of `FILE_REFUSALS`."""

    def __init__(self, code: str, **params: Any) -> None:
        super(SheetRefused, self).__init__(FILE_REFUSALS[code], **params)
        self.code = code


@dataclass(frozen=True)
class ReadRow:
    """One requirement: where it stood (a sheet and its row, or a pointer and its number), and what is wrong in it."""

    sheet: str
    row: int
    shape: Shape
    faults: list[tuple[str, str]] = field(default_factory=list)
    """(path or column, message)"""

    @property
    def code(self) -> str:
        """Its id as far as it has one."""
        found = self.shape.get("id", "")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class FileContent:
    """All requirements of a file, and the name of the questionnaire it was exported from (blank: none)."""

    rows: list[ReadRow]
    questionnaire: str = ""
    blank_rows: int = 0


def is_text_form(filename: str) -> bool:
    """Whether a file is YAML or JSON by its name."""
    return PurePosixPath(filename.lower()).suffix in TEXT_FORMS


def read_text_form(path: Path, filename: str) -> FileContent:
    """The requirements of a YAML or JSON file. Raises SheetRefused when it is none, or not in our form."""
    if path.stat().st_size > LARGEST:
        raise FileRefused("text_too_large")
    if not path.read_bytes().strip():
        raise FileRefused("empty")
    form = "JSON" if filename.lower().endswith(".json") else "YAML"
    try:
        value = read_text(path, filename, form)
    except ValueError as error:
        raise FileRefused("unreadable", form=form, why=str(error)[:200]) from error
    return content_of(value)


def content_of(value: Any) -> FileContent:
    """The requirements in the value of such a file. Raises FileRefused when it is not in our form."""
    try:
        envelope = FileEnvelope().load(value)
    except ValidationError as error:
        raise FileRefused("other_form") from error
    rows = [_read_row(number, given) for number, given in enumerate(envelope["requirements"])]
    name = (envelope["questionnaire"] or {}).get("name", "")
    return FileContent(rows, clean(name)[:200] if isinstance(name, str) else "")


def own_sheet(workbook: Book) -> str:
    """The sheet that was exported by us, told by the names for machines in its first row; blank when there is none."""
    return next((info.name for info in workbook.sheets if set(workbook.tops.get(info.name, ())) >= MARKS), "")


def read_own_sheet(workbook: Book, sheet: str) -> FileContent:
    """The requirements of a sheet that was exported by us. Raises SheetRefused."""
    rows, blank = [], 0
    values = iter(read_values(workbook, sheet))
    names = [_text(value) for value in next(values, [])]
    for number, cells in enumerate(values, start=2):
        texts = {name: _text(value) for name, value in zip(names, cells, strict=False) if name in COLUMNS}
        if not any(texts.values()):
            blank += 1
        elif number > 2 or not _is_labels(texts, workbook):
            rows.append(_read_cells(sheet, number, texts))
    return FileContent(rows, _named(workbook), blank)


def _read_row(number: int, given: Any) -> ReadRow:
    shape, faults = load_shape(given)
    return ReadRow(f"/requirements/{number}", number + 1, shape, faults)


def _read_cells(sheet: str, number: int, texts: dict[str, str]) -> ReadRow:
    said = {name: text for name, text in texts.items() if name not in READ_ONLY}
    shape, faults = load_shape(shape_from_cells(said))
    if said.get("id") and said.get("code", said["id"]) != said["id"]:
        faults = [("code", OTHER_CODE), *faults]
    return ReadRow(sheet, number, shape, faults)


def _is_labels(texts: Mapping[str, str], workbook: Book) -> bool:
    """The row under the names for machines: what people read above the columns. A csv has none."""
    return workbook.kind != "csv" and not any(sign.isdigit() for sign in texts.get("weight", ""))


def _named(workbook: Book) -> str:
    """The name in the hidden sheet that says what the other one is."""
    for row in _about(workbook):
        if row[0] == "name":
            return clean(row[1])[:200]
    return ""


def _about(workbook: Book) -> Iterator[list[str]]:
    if any(info.name == "samencontroleren" and info.columns > 1 for info in workbook.sheets):
        yield from read_rows(workbook, "samencontroleren", 1, 8)


def _text(value: Any) -> str:
    """A cell as it was written: numbers without a fraction, no apostrophe of ours."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_meant(clean(str(value)))
