# SPDX-License-Identifier: EUPL-1.2
"""Importing a sheet in steps with a person between them: upload, header, columns, look over, confirm.

The file stays in the store and is read anew at each step; the import's row holds what was chosen so far.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any, Literal, cast

from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, Refusal
from samencontroleren.core.files import FileStore
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy, sheet_reader, sheets
from samencontroleren.questionnaires.exchange_reading import (
    FileContent,
    is_text_form,
    own_sheet,
    read_own_sheet,
    read_text_form,
)
from samencontroleren.questionnaires.kinds import ImportState
from samencontroleren.questionnaires.models import CatalogueImport, ImportProfile
from samencontroleren.questionnaires.reading import clean_line

DOCUMENT = "document"
"""Marks, in the mapping of an import, a file in our own form."""
PREVIEW_ROWS = 14
GUESS_ROWS = 30


@dataclass(frozen=True)
class HeaderStep:
    """The sheets of a file and the top of one of them, with the likeliest header."""

    choices: tuple[sheets.SheetInfo, ...]
    sheet: str
    rows: list[list[str]]
    header: sheets.HeaderGuess


@dataclass(frozen=True)
class ColumnStep:
    """The columns under the chosen header, a mapping to start from, and the profile it came from, if any."""

    names: list[str]
    mapping: sheets.Mapping
    profile: ImportProfile | None
    prefix: str


def start_import(actor: Actor, store: FileStore, stream: IO[bytes], filename: str) -> CatalogueImport:
    """Keep an uploaded sheet and look at it. Raises Invalid at `file`, and then keeps nothing."""
    require_any(actor, policy.EDIT)
    if actor.user_id is None:
        raise Forbidden()
    name = clean_line(PurePath(filename.replace("\\", "/")).name)[-200:]
    if not name:
        raise Invalid({"file": ["Kies een bestand met eisen."]})
    try:
        stored = store.put(stream, sheets.Limits().file_bytes)
    except Refusal as error:
        raise _at_file(error) from error
    try:
        with store.local(stored.key) as path:
            found = look_at(path, name)
    except sheets.SheetRefused as error:
        store.remove(stored.key)
        raise _at_file(error) from error
    made = CatalogueImport(
        filename=name,
        file_key=stored.key,
        state=ImportState.UPLOADED if found is None else ImportState.MAPPED,
        sheet=found or "",
        problems=[],
        mapping={} if found is None else {DOCUMENT: True},
        made_by_id=actor.user_id,
        revision=1,
    )
    session().add(made)
    session().flush()
    trail.record(actor, "catalogue.import-started", "catalogue-import", made.id, sha256=stored.sha256)
    return made


def list_imports(actor: Actor, most: int = 20) -> list[CatalogueImport]:
    """The newest imports, newest first."""
    query = visible(actor, policy.IMPORT_VIEW).order_by(CatalogueImport.created_at.desc()).limit(most)
    return list(session().scalars(query))


def page_of_imports(actor: Actor, number: int, size: int) -> Page:
    """All imports a page at a time, newest first."""
    query = visible(actor, policy.IMPORT_VIEW).order_by(CatalogueImport.created_at.desc(), CatalogueImport.id)
    return page_of(query, number, size)


def get_import(actor: Actor, key: uuid.UUID) -> CatalogueImport:
    """One import. Raises NotFound."""
    return fetch(actor, policy.IMPORT_VIEW, key)


def header_step(actor: Actor, store: FileStore, key: uuid.UUID, sheet: str = "") -> HeaderStep:
    """The top of a sheet (the one asked for, the chosen one, or the likeliest) to point out its header."""
    record = get_import(actor, key)
    with opened_workbook(store, record) as workbook:
        names = [info.name for info in workbook.sheets]
        name = next((each for each in (sheet, record.sheet) if each in names), None) or _likeliest(workbook)
        rows = sheet_reader.read_rows(workbook, name, 0, GUESS_ROWS)
    header = sheets.guess_header(rows)
    if record.sheet == name:
        header = header_of(record)
    return HeaderStep(workbook.sheets, name, rows[: max(PREVIEW_ROWS, header.first_data_row + 4)], header)


def set_header(
    actor: Actor, store: FileStore, key: uuid.UUID, revision: int, *, sheet: str, header_row: int, header_rows: int
) -> CatalogueImport:
    """Choose sheet and header; `header_row` counts from 1, as a spreadsheet shows it. Raises Invalid."""
    chosen = {"sheet": sheet, "header_row": header_row - 1, "header_rows": header_rows}
    record = open_import(actor, key, revision, same=chosen)
    with opened_workbook(store, record) as workbook:
        rows = {info.name: info.rows for info in workbook.sheets}
    if sheet not in rows:
        raise Invalid({"sheet": ["Kies een werkblad uit de lijst."]})
    if header_row + header_rows > rows[sheet]:
        raise Invalid({"header_row": ["Onder deze kop staan geen rijen met eisen."]})
    if any(getattr(record, name) != value for name, value in chosen.items()):
        record.mapping, record.state = {}, ImportState.UPLOADED
    record.sheet, record.header_row, record.header_rows = sheet, header_row - 1, header_rows
    return saved(record)


def column_step(actor: Actor, store: FileStore, key: uuid.UUID) -> ColumnStep:
    """The columns and a mapping: the one chosen before, else that of a profile, else a guess."""
    record = get_import(actor, key)
    names = names_of(store, record)
    profile = profile_of(actor, names)
    if record.mapping and not is_document(record):
        return ColumnStep(names, sheets.Mapping.from_json(record.mapping), profile, record.mapping.get("prefix", ""))
    if profile is not None:
        mapping = sheets.Mapping.from_json(profile.mapping)
        return ColumnStep(names, mapping, profile, profile.mapping.get("prefix", ""))
    return ColumnStep(names, sheets.guess_mapping(names), None, "")


def set_mapping(
    actor: Actor, store: FileStore, key: uuid.UUID, revision: int, *, mapping: sheets.Mapping, prefix: str = ""
) -> CatalogueImport:
    """Choose which column holds what. Raises Invalid at `column_<field>`."""
    chosen = {**mapping.to_json(), "prefix": prefix}
    record = open_import(actor, key, revision, same={"mapping": chosen})
    names = names_of(store, record)
    _check_mapping(mapping, len(names))
    record.mapping = chosen
    record.state = ImportState.MAPPED
    return saved(record)


def _check_mapping(mapping: sheets.Mapping, width: int) -> None:
    wrong: dict[str, list[str]] = {f"column_{name}": ["Kies een kolom."] for name in mapping.missing}
    taken: dict[int, str] = {}
    for name, index in mapping.columns.items():
        if not 0 <= index < width:
            wrong[f"column_{name}"] = ["Kies een kolom uit de lijst."]
        elif index in taken:
            wrong[f"column_{name}"] = ["Deze kolom is al gekozen bij een ander gegeven."]
        taken.setdefault(index, name)
    if wrong:
        raise Invalid(wrong)


def profile_of(actor: Actor, names: list[str]) -> ImportProfile | None:
    """The saved profile for a header with these names, if any."""
    known = ImportProfile.fingerprint == sheets.fingerprint(names)
    return cast(ImportProfile | None, session().scalars(visible(actor, policy.PROFILE_VIEW).where(known)).one_or_none())


def open_import(actor: Actor, key: uuid.UUID, revision: int, same: Mapping[str, Any] | None = None) -> CatalogueImport:
    """An import that is not done, locked. Raises NotFound, Conflict, Changed.

    Another revision is no matter when all of `same` stands there already: a second click finds its work done.
    """
    record = fetch(actor, policy.IMPORT_VIEW, key, lock=True)
    if record.state is ImportState.DONE:
        raise Conflict("Deze import is al uitgevoerd. Upload het bestand opnieuw voor een nieuwe import.")
    is_same = same is not None and all(getattr(record, name) == value for name, value in same.items())
    if record.revision != revision and not is_same:
        raise Changed()
    return record


def saved(record: CatalogueImport) -> CatalogueImport:
    """Store what was chosen, under a next revision."""
    record.revision += 1
    session().flush()
    return record


def look_at(path: Path, filename: str) -> str | None:
    """The sheet in which a file in our own form has its requirements, blank for YAML and JSON; None: another file.

    Raises SheetRefused when it can not be used.
    """
    if is_text_form(filename):
        read_text_form(path, filename)
        return ""
    return own_sheet(sheet_reader.open_book(path, filename)) or None


def read_document(store: FileStore, record: CatalogueImport) -> FileContent:
    """The requirements of an uploaded file in our own form. Raises Conflict when it can not be read any more."""
    if record.sheet:
        with opened_workbook(store, record) as workbook:
            return read_own_sheet(workbook, record.sheet)
    with _readable(), store.local(record.file_key) as path:
        return read_text_form(path, record.filename)


def is_document(record: CatalogueImport) -> bool:
    """Whether an import is of a file in our own form, that needs no choice of header and columns."""
    return bool(record.mapping.get(DOCUMENT))


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Conflict("Dit bestand is er niet meer. Upload het opnieuw.") from error
    except sheets.SheetRefused as error:
        raise Conflict(error.message, **error.params) from error


@contextmanager
def opened_workbook(store: FileStore, record: CatalogueImport) -> Iterator[sheet_reader.Book]:
    """The uploaded sheet, to read within the block. Raises Conflict when it can not be read any more."""
    with _readable(), store.local(record.file_key) as path:
        yield sheet_reader.open_book(path, record.filename)


def header_of(record: CatalogueImport) -> sheets.HeaderGuess:
    """The chosen header."""
    return sheets.HeaderGuess(record.header_row, cast(Literal[1, 2], record.header_rows), certain=True)


def names_of(store: FileStore, record: CatalogueImport) -> list[str]:
    """The names of all columns. Raises Conflict when no header was chosen yet."""
    if not record.sheet:
        raise Conflict("Kies eerst een werkblad en de kop.")
    header = header_of(record)
    with opened_workbook(store, record) as workbook:
        rows = sheet_reader.read_rows(workbook, record.sheet, 0, header.first_data_row)
    return sheets.header_names(rows, header)


def _likeliest(workbook: sheet_reader.Book) -> str:
    """The visible sheet with the most rows; requirements are seldom in the small ones."""
    return max(workbook.sheets, key=lambda info: (info.visible, info.rows)).name


def _at_file(error: Refusal) -> Invalid:
    return Invalid({"file": [error.message % error.params if error.params else error.message]})
