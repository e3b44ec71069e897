# SPDX-License-Identifier: EUPL-1.2
"""Files: streamed to a store under a random key, with a limit and a SHA-256 taken on the way.

`FileStore` is the interface an S3 store fits as well; `FolderStore` keeps files in a folder.
"""

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from samencontroleren.core.errors import Refusal, TooLarge

CHUNK = 1024 * 1024


class StoreUnavailable(Refusal):
    """The store can not take the file now (disk full, no connection)."""

    status = 503
    code = "opslag-niet-beschikbaar"
    title = "Opslaan lukt nu niet"


@dataclass(frozen=True)
class StoredFile:
    """Where a file went, how many bytes it has and their SHA-256 (hex)."""

    key: str
    size: int
    sha256: str


class FileStore(Protocol):
    """Bytes under random keys; a key is never used twice."""

    def put(self, stream: IO[bytes], limit: int) -> StoredFile:
        """Store a stream of at most `limit` bytes. Raises TooLarge or StoreUnavailable; then nothing is kept."""

    def open(self, key: str) -> IO[bytes]:
        """The bytes of a key. Raises FileNotFoundError."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A private plain copy for the time of the block, for programs that want a path. Raises FileNotFoundError."""

    def remove(self, key: str) -> None:
        """Forget a key; nothing happens when it is not there."""

    def is_writable(self) -> bool:
        """Whether storing works now (for the readiness address)."""


class FolderStore:
    """A folder on disk, files spread over subfolders; a file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: IO[bytes], limit: int) -> StoredFile:
        key = secrets.token_hex(20)
        target = self._path(key)
        part = target.with_suffix(".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            stored = self._write(stream, part, key, limit)
            part.rename(target)
        except OSError as error:
            raise StoreUnavailable("De opslag is vol of niet bereikbaar. Probeer het later opnieuw.") from error
        finally:
            part.unlink(missing_ok=True)
        return stored

    def _write(self, stream: IO[bytes], part: Path, key: str, limit: int) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        with part.open("xb") as out:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise TooLarge("Het bestand is groter dan %(mb)s MB.", mb=limit // CHUNK)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        return StoredFile(key, size, digest.hexdigest())

    def open(self, key: str) -> IO[bytes]:
        return self._path(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with self.open(key) as source, tempfile.NamedTemporaryFile(prefix="sc-") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
            copy.flush()
            yield Path(copy.name)

    def _path(self, key: str) -> Path:
        if not key.isalnum():
            raise FileNotFoundError(key)
        return self.folder / key[:2] / key

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def is_writable(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        return os.access(self.folder, os.W_OK) and shutil.disk_usage(self.folder).free > 50 * CHUNK
