# SPDX-License-Identifier: EUPL-1.2
"""Looks into packed files before they are taken: written documents (docx, odt) and a zip of allowed files.

Sizes, ratio and number of entries come first (`core.sheet_archive`), so that nothing unpacks to more than it says.
Every XML part is read with a parser that knows no DTD, no entity and no outside (CWE-611, CWE-776).
"""

import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, sax

from samencontroleren.core.sheet_archive import check_unpacking
from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.evidence import types
from samencontroleren.evidence.reasons import OF_SHEET, refuse

MOST_ENTRIES = 100
LIMITS = Limits()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKS = {types.DOCX: ("[Content_Types].xml", "word/document.xml"), types.ODT: ("mimetype", "content.xml")}
ACTIVE_PARTS = ("vbaproject.bin", "/activex/", "/macrosheets/", "basic/", "scripts/")
EMBEDDED = ("/embeddings/", "oleobject", "/object ", "objectreplacements/")
HYPERLINK = "/hyperlink"
CODE = frozenset(("script", "foreignobject", "svg", "html", "stylesheet"))
"""Elements of drawings, pages and transformations."""
HARMLESS_ENDS = ("script-lc.xml", "script-lb.xml")


def check_sizes(path: Path) -> None:
    """Whether a zip may be unpacked at all. Raises Invalid."""
    try:
        check_unpacking(path, LIMITS)
    except SheetRefused as error:
        raise refuse(OF_SHEET.get(error.code, "damaged")) from error


def check_written(path: Path, wanted: str) -> None:
    """Whether a file is the docx or odt that its name says, without macros, hidden files or links to elsewhere."""
    with path.open("rb") as file:
        if file.read(len(OLE)) == OLE:  # what Office makes of a document with a password
            raise refuse("encrypted")
    if not zipfile.is_zipfile(path):
        raise refuse("mismatch")
    check_sizes(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not names.issuperset(MARKS[wanted]):
            raise refuse("mismatch")
        if wanted == types.ODT and archive.read("mimetype")[:100].strip() != types.ODT.encode():
            raise refuse("mismatch")
        _check_parts(archive, names)


def _check_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    for name in sorted(names):
        low = f"/{name.lower()}"
        if any(mark in low for mark in ACTIVE_PARTS) and not low.endswith((*HARMLESS_ENDS, "/")):
            raise refuse("macros")
        if any(mark in low for mark in EMBEDDED):
            raise refuse("hidden")
        if low.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _check_part(part, low)


def _check_part(part: IO[bytes], name: str) -> None:
    def see(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "encryption-data":
            raise refuse("encrypted")
        is_outside = name.endswith(".rels") and attributes.get("TargetMode") == "External"
        if is_outside and not attributes.get("Type", "").endswith(HYPERLINK):
            raise refuse("linked")

    _read(part, see)


def check_xml(stream: IO[bytes]) -> None:
    """Whether it is well-formed XML without DTD or entities, and no drawing or page with code. Raises Invalid."""

    def see(tag: str, _attributes: Mapping[str, str]) -> None:
        if tag.lower() in CODE:
            raise refuse("active")

    _read(stream, see)


class _Elements(ContentHandler):
    """Shows each opening tag, without its prefix, to a function."""

    def __init__(self, see: Callable[[str, Mapping[str, str]], None]) -> None:
        super().__init__()
        self._see = see

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name is that of the parser
        self._see(name.rpartition(":")[2], attrs)


def _read(stream: IO[bytes], see: Callable[[str, Mapping[str, str]], None]) -> None:
    """Show each element in turn, keeping none. Raises Invalid for what is no XML, or points outside itself."""
    try:
        sax.parse(stream, _Elements(see), forbid_dtd=True)
    except DefusedXmlException as error:
        raise refuse("entities") from error
    except (SAXException, ValueError, LookupError) as error:
        raise refuse("bad_xml") from error


def check_zip(path: Path, check_entry: Callable[[Path, str], None]) -> None:
    """Whether a zip holds allowed files only; each is unpacked apart and looked at as if it came by itself."""
    if not zipfile.is_zipfile(path):
        raise refuse("mismatch")
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(entries)
        check_sizes(path)
        for entry in entries:
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name) as out:
                out.write(archive.read(entry))
                out.flush()
                check_entry(Path(out.name), entry.filename)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise refuse("zip_empty")
    if len(entries) > MOST_ENTRIES:
        raise refuse("zip_too_many")
    for entry in entries:
        if _is_unsafe(entry):
            raise refuse("zip_name")
        if types.suffix_of(entry.filename) == ".zip":
            raise refuse("zip_nested")


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the folder, or a link: nobody should unpack that."""
    name, is_link = entry.orig_filename, entry.external_attr >> 16 & 0o170000 == 0o120000
    path = PurePosixPath(name.replace("\\", "/"))
    return is_link or path.is_absolute() or ".." in path.parts or ":" in name or not name.isprintable()
