# SPDX-License-Identifier: EUPL-1.2
"""Where sealed objects lie: in a folder, or (see `s3`) in a bucket. Both keep one contract, tested as one.

An object appears whole or not at all, is never overwritten, and its name is a path of plain words.
"""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

import structlog

from samencontroleren.core.errors import Refusal
from samencontroleren.core.storage.sealing import Source

log = structlog.get_logger()

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
PART = ".part"
ROOM = 50 * 1024 * 1024
"""Free bytes below which a folder counts as full."""


class StoreUnavailable(Refusal):
    """The store can not be used now (disk full, no connection, no permission)."""

    status = 503
    code = "opslag-niet-beschikbaar"
    title = "Opslaan lukt nu niet"

    def __init__(self, message: str = "De opslag is vol of niet bereikbaar. Probeer het later opnieuw.") -> None:
        super().__init__(message)


@dataclass(frozen=True)
class Item:
    """An object that is there."""

    name: str
    size: int
    changed_at: datetime


class Objects(Protocol):
    """Objects under names that are used once. All raise StoreUnavailable when the store does not answer."""

    def create(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep an object, whole and on disk when this returns. Raises FileExistsError; what `pieces` raises passes."""

    def open(self, name: str) -> Source:
        """Read an object. Raises FileNotFoundError."""

    def remove(self, name: str) -> None:
        """Forget an object; nothing happens when it is not there."""

    def items(self, under: str = "") -> Iterator[Item]:
        """All objects, or those whose name begins with `under` and a slash."""

    def tidy(self, before: datetime) -> int:
        """Forget what killed processes left half written before that moment; how many."""

    def is_writable(self) -> bool:
        """Whether storing works now, as far as can be seen without storing."""


class FolderSource:
    """A file that is open for reading anywhere."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        with telling():
            return os.pread(self._file.fileno(), length, offset)

    def close(self) -> None:
        self._file.close()


class FolderObjects:
    """A folder on disk; objects without a folder in their name are spread over 256 of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, pieces: Iterable[bytes]) -> None:
        target = self._path(name)
        part = target.with_name(f".{secrets.token_hex(8)}{PART}")
        with telling():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _write(part, pieces)
                os.link(part, target)  # unlike a rename it refuses to replace what is there
            finally:
                part.unlink(missing_ok=True)
            _sync_folder(target.parent)

    def open(self, name: str) -> Source:
        with telling():
            return FolderSource(self._path(name).open("rb"))

    def remove(self, name: str) -> None:
        with telling():
            self._path(name).unlink(missing_ok=True)

    def items(self, under: str = "") -> Iterator[Item]:
        with telling():
            for path in sorted((self.folder / under).rglob("*")):
                if path.is_file() and path.suffix != PART:
                    yield self._item(path)

    def _item(self, path: Path) -> Item:
        found, parts = path.stat(), path.relative_to(self.folder).parts
        is_spread = len(parts) == 2 and parts[1].startswith(parts[0])
        name = parts[1] if is_spread else "/".join(parts)
        return Item(name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def _path(self, name: str) -> Path:
        checked(name)
        return self.folder / name if "/" in name else self.folder / name[:2] / name

    def tidy(self, before: datetime) -> int:
        parts = [path for path in self.folder.rglob(f"*{PART}") if path.stat().st_mtime < before.timestamp()]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def is_writable(self) -> bool:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return os.access(self.folder, os.W_OK) and shutil.disk_usage(self.folder).free > ROOM
        except OSError:
            return False


def checked(name: str) -> str:
    """A name that can not lead out of the store. Raises FileNotFoundError for any other."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(errno.ENOENT, "no such object", name)
    return name


@contextmanager
def telling() -> Iterator[None]:
    """Turn what an operating system says into StoreUnavailable; there or not there passes as it is."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, Refusal):
        raise
    except OSError as error:
        log.error("store_unavailable", error=type(error).__name__, number=error.errno)
        raise StoreUnavailable() from error


def _write(part: Path, pieces: Iterable[bytes]) -> None:
    with part.open("xb") as out:
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
