# SPDX-License-Identifier: EUPL-1.2
"""Looks into packed files before they are taken: written documents (docx, odt) and a zip of allowed files.

Sizes, ratio and number of entries come first (`core.sheet_archive`), so that nothing unpacks to more than it says.
Every XML part is read with a parser that knows no DTD, no entity and no outside (CWE-611, CWE-776).
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import IO, Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, sax

from samencontroleren.core.sheet_archive import check_unpacking
from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.evidence import types
from samencontroleren.evidence.child.reasons import Refused, of_sheet

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


def check_sizes(stream: IO[bytes]) -> None:
    """Whether a zip may be unpacked at all. Raises Refused."""
    try:
        check_unpacking(stream, LIMITS)
    except SheetRefused as error:
        raise of_sheet(error) from error


def check_written(stream: IO[bytes], wanted: str) -> None:
    """Whether a file is the docx or odt that its name says, without macros, hidden files or links to elsewhere."""
    if stream.read(len(OLE)) == OLE:  # what Office makes of a document with a password
        raise Refused("encrypted")
    if not zipfile.is_zipfile(stream):
        raise Refused("mismatch")
    check_sizes(stream)
    with zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        if not names.issuperset(MARKS[wanted]):
            raise Refused("mismatch")
        if wanted == types.ODT and archive.read("mimetype")[:100].strip() != types.ODT.encode():
            raise Refused("mismatch")
        _check_parts(archive, names)


def _check_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    for name in sorted(names):
        low = f"/{name.lower()}"
        if any(mark in low for mark in ACTIVE_PARTS) and not low.endswith((*HARMLESS_ENDS, "/")):
            raise Refused("macros")
        if any(mark in low for mark in EMBEDDED):
            raise Refused("hidden")
        if low.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _check_part(part, low)


def _check_part(part: IO[bytes], name: str) -> None:
    def see(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "encryption-data":
            raise Refused("encrypted")
        is_outside = name.endswith(".rels") and attributes.get("TargetMode") == "External"
        if is_outside and not attributes.get("Type", "").endswith(HYPERLINK):
            raise Refused("linked")

    _read(part, see)


def check_xml(stream: IO[bytes]) -> None:
    """Whether it is well-formed XML without DTD or entities, and no drawing or page with code. Raises Refused."""

    def see(tag: str, _attributes: Mapping[str, str]) -> None:
        if tag.lower() in CODE:
            raise Refused("active")

    _read(stream, see)


class _Elements(ContentHandler):
    """Shows each opening tag, without its prefix, to a function."""

    def __init__(self, see: Callable[[str, Mapping[str, str]], None]) -> None:
        super().__init__()
        self._see = see

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name is that of the parser
        self._see(name.rpartition(":")[2], attrs)


def _read(stream: IO[bytes], see: Callable[[str, Mapping[str, str]], None]) -> None:
    """Show each element in turn, keeping none. Raises Refused for what is no XML, or points outside itself."""
    try:
        sax.parse(stream, _Elements(see), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("entities") from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused("bad_xml") from error


def check_zip(stream: IO[bytes], check_entry: Callable[[str, bytes], None]) -> None:
    """Whether a zip holds allowed files only; each is unpacked apart and looked at as if it came by itself."""
    if not zipfile.is_zipfile(stream):
        raise Refused("mismatch")
    with zipfile.ZipFile(stream) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(entries)
        check_sizes(stream)
        for entry in entries:
            check_entry(entry.filename, archive.read(entry))


def entry(stream: IO[bytes], name: str) -> bytes:
    """One file out of a zip that was looked at when it came. Raises Refused."""
    try:
        check_sizes(stream)
        with zipfile.ZipFile(stream) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Refused("damaged") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise Refused("zip_empty")
    if len(entries) > MOST_ENTRIES:
        raise Refused("zip_too_many")
    for entry in entries:
        if _is_unsafe(entry):
            raise Refused("zip_name")
        if types.suffix_of(entry.filename) == ".zip":
            raise Refused("zip_nested")


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the folder, or a link: nobody should unpack that."""
    name, is_link = entry.orig_filename, entry.external_attr >> 16 & 0o170000 == 0o120000
    path = PurePosixPath(name.replace("\\", "/"))
    return is_link or path.is_absolute() or ".." in path.parts or ":" in name or not name.isprintable()
