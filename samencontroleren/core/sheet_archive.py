# SPDX-License-Identifier: EUPL-1.2
"""What a file is by its content, and whether it may be unpacked at all, before any reader opens it."""

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Literal

from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.core.sheet_source import Source, opened, read_whole, size_of

Kind = Literal["xlsx", "ods", "csv"]

_EXTENSIONS: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "csv": (".csv", ".txt", ".tsv"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
# Below this size even the densest archive is harmless.
_RATIO_FLOOR = 5_000_000
_BLOCK = 65_536
_LOCAL_HEADER = 30


def identify(source: Source, filename: str, limits: Limits) -> Kind:
    """The kind of a file by its content; it has to agree with the extension of `filename`.

    Raises SheetRefused for everything that is not an xlsx, ods or csv that is safe to unpack.
    """
    size = size_of(source)
    if size == 0:
        raise SheetRefused("empty")
    if size > limits.file_bytes:
        raise SheetRefused("file_too_large", megabytes=limits.file_bytes // 1_000_000)
    kind = _kind_by_content(source, limits)
    _check_extension(kind, filename)
    return kind


def _check_extension(kind: Kind, filename: str) -> None:
    suffix = PurePosixPath(filename.lower()).suffix
    if suffix in _EXTENSIONS[kind]:
        return
    if kind == "csv" and suffix not in (".xlsx", ".ods"):
        raise SheetRefused("not_a_spreadsheet")
    raise SheetRefused("wrong_extension", kind=kind)


def _kind_by_content(source: Source, limits: Limits) -> Kind:
    with opened(source) as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        raise SheetRefused(_ole_reason(source))
    if head.startswith(b"PK"):
        return _zip_kind(source, limits)
    if _is_text(head):
        return "csv"
    raise SheetRefused("not_a_spreadsheet")


def _ole_reason(source: Source) -> str:
    # Office wraps an encrypted xlsx in the old container, in a stream of this name.
    encrypted = "EncryptedPackage".encode("utf-16-le") in read_whole(source)
    return "encrypted" if encrypted else "old_format"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head:
        return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg", b"%pdf", b"{\\rtf")):
        return False
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    return controls <= max(8, len(head) // 50)


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What reading a zip that is not whole may raise."""


def check_unpacking(source: Source, limits: Limits) -> None:
    """Whether a zip may be unpacked: its number of entries, sizes and ratio. Raises SheetRefused."""
    try:
        with zipfile.ZipFile(source) as archive:
            _check_metadata(archive.infolist(), size_of(source), limits)
            with opened(source) as file:
                _check_true_sizes(archive, file)
    except BROKEN as error:
        raise SheetRefused("damaged") from error


def _zip_kind(source: Source, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(source) as archive:
            _check_metadata(archive.infolist(), size_of(source), limits)
            kind = _office_kind(archive)
            with opened(source) as file:
                _check_true_sizes(archive, file)
            return kind
    except BROKEN as error:
        raise SheetRefused("damaged") from error


def _check_metadata(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_many = len(entries) > limits.zip_entries
    too_dense = unpacked > _RATIO_FLOOR and unpacked > limits.zip_ratio * packed
    if too_many or too_dense or unpacked > limits.unpacked_bytes:
        raise SheetRefused("zip_bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SheetRefused("encrypted")
    names = [entry.filename.lower() for entry in entries]
    methods = {entry.compress_type for entry in entries}
    # Two entries of one name, or a rare method, would let two readers see two different files.
    if len(set(names)) != len(names) or methods - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SheetRefused("damaged")


def _office_kind(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
            raise SheetRefused("macros")
        return "xlsx"
    if "[Content_Types].xml" in names and "xl/workbook.bin" in names:
        raise SheetRefused("old_format")
    if _declares_ods(archive, names):
        return _checked_ods(archive, names)
    raise SheetRefused("not_a_spreadsheet")


def _declares_ods(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if not {"mimetype", "content.xml"} <= names or archive.getinfo("mimetype").file_size > 200:
        return False
    return archive.read("mimetype").strip() in _ODS_MIMETYPES


def _checked_ods(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SheetRefused("encrypted")
    scripts = [name for name in names if name.startswith(("Basic/", "Scripts/")) and not name.endswith("/")]
    # LibreOffice writes these two indexes even where there is no macro.
    if any(not name.endswith(("script-lc.xml", "script-lb.xml")) for name in scripts):
        raise SheetRefused("macros")
    return "ods"


def _check_true_sizes(archive: zipfile.ZipFile, file: IO[bytes]) -> None:
    """Unpack every entry once without keeping it: the sizes in the metadata may be a lie."""
    for entry in archive.infolist():
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise SheetRefused("damaged")
        skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        file.seek(skip, 1)
        if entry.compress_type == zipfile.ZIP_STORED and entry.compress_size != entry.file_size:
            raise SheetRefused("damaged")
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            _check_deflated(file, entry)


def _check_deflated(file: IO[bytes], entry: zipfile.ZipInfo) -> None:
    unpacked = 0
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    left, pending = entry.compress_size, b""
    while not unpacker.eof:
        if not pending and left:
            pending = file.read(min(_BLOCK, left))
            left = left - len(pending) if pending else 0
        block = unpacker.decompress(pending, _BLOCK)
        pending = unpacker.unconsumed_tail
        unpacked += len(block)
        if unpacked > entry.file_size:
            raise SheetRefused("zip_bomb")
        if not (block or pending or left):
            break
    if not unpacker.eof or unpacked != entry.file_size:
        raise SheetRefused("damaged")
