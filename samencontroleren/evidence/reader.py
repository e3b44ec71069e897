# SPDX-License-Identifier: EUPL-1.2
"""Has a separate process open a document (see `child`), and reads plain text for the page."""

import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from samencontroleren.core.apart import run_apart
from samencontroleren.core.errors import Refusal
from samencontroleren.core.fields import clean
from samencontroleren.evidence import suggestions, types

SIGNED = b"/ByteRange"
"""Stands in every signed pdf, never packed: what it says are places in the file."""
REFUSED = b'{"refused"'
NO_ZIP = "Deze zip kunnen we niet tonen. U kunt het bestand wel downloaden."
SHOWN_BYTES = 200_000
SHOWN_ROWS = 200
SHOWN_COLUMNS = 40


class PageUnreadable(Refusal):
    """A page cannot be shown; the file itself may still be downloaded."""

    status = 422
    code = "pagina-onleesbaar"
    title = "Deze pagina kunnen we niet tonen"


def check(media_type: str, path: Path) -> tuple[int, str | None]:
    """(page images, None) of a file that is what it says (0: text or table), or (0, code of why not) for a reason."""
    done = _run("check", media_type, str(path))
    try:
        answer = json.loads(done or b"{}")
    except ValueError:
        answer = {}
    return (answer["pages"], None) if "pages" in answer else (0, str(answer.get("refused", "damaged")))


@dataclass(frozen=True)
class Cleaned:
    """The copy for reading, and what was seen of the original: `met` (kind: how often), `signatures`, `suggestions`.

    `sizes`: width and height of each page as it is rendered, or one pair where they are all the same.
    """

    content: bytes
    findings: dict[str, Any]


def cleaned(media_type: str, path: Path) -> Cleaned | None:
    """The copy for reading of a pdf or image; None when the process can make none within its limits."""
    signed = ["signed"] if media_type == types.PDF and SIGNED in path.read_bytes() else []
    done = _run("clean", media_type, str(path), *signed)
    head, mark, content = (done or b"").partition(b"\n")
    if not mark:
        return None
    findings: dict[str, Any] = json.loads(head)
    read = suggestions.suggest([clean(text) for text in findings.pop("begins")])
    signatures = [_tidied(each) for each in findings["signatures"]]
    return Cleaned(content, {**findings, "signatures": signatures, "suggestions": suggestions.noted(read)})


def entries_of(path: Path) -> list[str]:
    """The names of the files in a zip, with their folders. Raises PageUnreadable."""
    found = _tables(types.ZIP, path, NO_ZIP)
    return [row[0] for table in found.tables for row in table.rows]


def entry(path: Path, name: str) -> bytes | None:
    """One file out of a zip; None when the process gives none within its limits."""
    done = _run("entry", types.ZIP, str(path), name)
    return done[1:] if done and done.startswith(b"+") else None


def _tidied(signature: dict[str, Any]) -> dict[str, Any]:
    """What a certificate says is text of others."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in signature.items()}


def page_text(path: Path, number: int) -> str:
    """The text of one page of a pdf. Raises PageUnreadable."""
    done = _run("text", types.PDF, str(path), str(number))
    if done is None or done.startswith(REFUSED):
        raise PageUnreadable("De tekst van deze pagina kunnen we niet tonen.")
    return clean(done.decode())


def page_png(media_type: str, path: Path, number: int, stamp: str) -> bytes:
    """One page as PNG, stamped. Raises PageUnreadable when the process gives none within its limits."""
    done = _run("page", media_type, str(path), str(number), stamp)
    if not done or not done.startswith(b"\x89PNG"):
        raise PageUnreadable("Deze pagina is te zwaar of beschadigd. U kunt het bestand wel downloaden.")
    return done


def _run(*arguments: str) -> bytes | None:
    return run_apart("samencontroleren.evidence.child", *arguments)


@dataclass(frozen=True)
class Table:
    """The first rows of one sheet or csv file, as text."""

    name: str
    rows: list[list[str]]
    is_cut: bool


@dataclass(frozen=True)
class Reading:
    """What the page shows of a document: page images, or text, or tables."""

    text: str | None = None
    tables: tuple[Table, ...] = ()
    is_cut: bool = False


def reading_of(media_type: str, path: Path) -> Reading:
    """The text or tables of a document; empty for one that is shown as page images."""
    if media_type in types.PAGED:
        return Reading()
    if media_type in types.SHEETS:
        return _tables(media_type, path, "Dit werkblad kunnen we niet tonen. U kunt het bestand wel downloaden.")
    if media_type in types.WRITTEN:
        return _written(media_type, path)
    if media_type == types.ZIP:
        return _listed(_tables(media_type, path, NO_ZIP))
    with path.open("rb") as file:
        head = file.read(SHOWN_BYTES + 1)
    is_cut = len(head) > SHOWN_BYTES
    text = decode(head[:SHOWN_BYTES], is_cut)
    if media_type == types.CSV:
        return Reading(tables=(_csv(text, is_cut),))
    return Reading(text=clean(text), is_cut=is_cut)


def decode(content: bytes, is_cut: bool = False) -> str:
    """Text of bytes in UTF-8, UTF-16 with a mark, or the old Windows encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig", errors="ignore" if is_cut else "strict")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv(text: str, is_cut: bool) -> Table:
    separator = max(";,\t", key=text[:5000].count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=separator), SHOWN_ROWS + 1))
    except csv.Error:
        rows = [[line] for line in text.splitlines()[: SHOWN_ROWS + 1]]
    return Table("", [_cells(row) for row in rows[:SHOWN_ROWS]], is_cut or len(rows) > SHOWN_ROWS)


def _written(media_type: str, path: Path) -> Reading:
    done = _run("text", media_type, str(path))
    if done is None or done.startswith(REFUSED):
        raise PageUnreadable("De tekst van dit document kunnen we niet tonen. U kunt het bestand wel downloaden.")
    text = clean(done.decode())
    return Reading(text=text[:SHOWN_BYTES], is_cut=len(text) > SHOWN_BYTES)


def _tables(media_type: str, path: Path, sorry: str) -> Reading:
    done = _run("table", media_type, str(path))
    if done is None or done.startswith(REFUSED):
        raise PageUnreadable(sorry)
    found = json.loads(done)
    tables = (Table(clean(name), [_cells(row) for row in rows], is_cut) for name, rows, is_cut in found["tables"])
    return Reading(tables=tuple(tables), is_cut=found["is_cut"])


def _listed(found: Reading) -> Reading:
    """What is in a zip, below a head in the language of the page."""
    head = [_("Bestand in de zip"), _("Bytes")]
    return Reading(tables=tuple(Table(each.name, [head, *each.rows], each.is_cut) for each in found.tables))


def _cells(row: list[str]) -> list[str]:
    return [clean(cell)[:500] for cell in row[:SHOWN_COLUMNS]]
