# SPDX-License-Identifier: EUPL-1.2
"""Files: streamed to a store under a random key, sealed, with a limit and a SHA-256 of the plain bytes.

`FileStore` is all that features see. Behind it every file is sealed with a data key of its own (`core.storage`); its
row in `file_keys` is written in the transaction of the act, so that a file is there when the act is, and not else.
"""

import hashlib
import io
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

import structlog

from samencontroleren.core import clock
from samencontroleren.core.db import after_unit, session
from samencontroleren.core.errors import NotFound, Refusal, TooLarge
from samencontroleren.core.storage import destruction, sealing
from samencontroleren.core.storage.keys import FileKey, KeyState
from samencontroleren.core.storage.master_keys import MasterKeys, UnknownMasterKey
from samencontroleren.core.storage.objects import Objects, StoreUnavailable
from samencontroleren.core.storage.workshop import Workshop

__all__ = ["FileDamaged", "FileDestroyed", "FileStore", "NoSuchFile", "StoreUnavailable", "StoredFile", "Vault"]

log = structlog.get_logger()

CHUNK = 1024 * 1024


class NoSuchFile(NotFound, FileNotFoundError):
    """Nothing is stored under this key, or its object is gone."""

    message = "Dit bestand is er niet meer."

    def __init__(self) -> None:
        super().__init__(self.message)


class FileDestroyed(Refusal):
    """The file was destroyed on request; what is said of it may still be there (RFC 9110, 15.5.11)."""

    status = 410
    code = "bestand-vernietigd"
    title = "Dit bestand is vernietigd"
    message = "Dit bestand is vernietigd. Niemand kan het nog openen."

    def __init__(self) -> None:
        super().__init__(self.message)


class FileDamaged(Refusal):
    """What lies in the store is not what was stored, or its master key is missing: a case for the operator."""

    status = 503
    code = "bestand-onleesbaar"
    title = "Dit bestand kunnen we nu niet openen"
    message = "Het bestand is beschadigd of de sleutel ontbreekt. Meld dit aan de beheerder."

    def __init__(self) -> None:
        super().__init__(self.message)


@dataclass(frozen=True)
class StoredFile:
    """Where a file went, how many bytes it has and their SHA-256 (hex)."""

    key: str
    size: int
    sha256: str


class FileStore(Protocol):
    """Bytes under random keys; a key is never used twice. All is done inside a unit of work."""

    def put(self, stream: IO[bytes], limit: int) -> StoredFile:
        """Store a stream of at most `limit` bytes. Raises TooLarge or StoreUnavailable; then nothing is kept.

        When the unit of work is not kept, neither is the file.
        """

    def open(self, key: str) -> IO[bytes]:
        """The bytes of a key, seekable. Raises NoSuchFile, FileDestroyed, FileDamaged, StoreUnavailable."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A private plain copy for the time of the block, for programs that want a path. Raises as `open`."""

    def remove(self, key: str) -> None:
        """Destroy a file: nobody reads it from now on, and it is gone for good when the last backup with it ended.

        A file put in this same unit of work is simply forgotten. Nothing happens when it is not there.
        """

    def discard(self, key: str) -> None:
        """Forget a file that was only on its way somewhere and that nobody was promised: at once, without a trace."""

    def is_writable(self) -> bool:
        """Whether storing works now (for the readiness address)."""


class Vault:
    """The store of files: sealed objects, and the keys in the database of the present unit of work."""

    def __init__(self, objects: Objects, keys: MasterKeys, workshop: Workshop) -> None:
        self.objects, self.keys, self.workshop = objects, keys, workshop

    def put(self, stream: IO[bytes], limit: int) -> StoredFile:
        key, data_key, counted = secrets.token_hex(20), sealing.new_data_key(), _Counted(stream, limit)
        self.objects.create(key, sealing.seal(counted, data_key, key))
        after_unit(undone=lambda: self._forget(key))
        master = self.keys.current
        session().add(FileKey(storage_key=key, master_key_id=master.id, wrapped_key=master.wrap(data_key, key)))
        session().flush()
        return StoredFile(key, counted.size, counted.digest.hexdigest())

    def open(self, key: str) -> IO[bytes]:
        row = session().get(FileKey, key)
        if row is None:
            raise NoSuchFile()
        if row.state is not KeyState.ACTIVE or row.wrapped_key is None:
            raise FileDestroyed()
        data_key = self.data_key(row)
        try:
            return cast(IO[bytes], io.BufferedReader(_Reader(self.objects.open(key), data_key, key), CHUNK))
        except FileNotFoundError as error:
            log.error("file_missing", key=key)
            raise NoSuchFile() from error
        except sealing.Damaged as error:
            log.error("file_damaged", key=key)
            raise FileDamaged() from error

    def data_key(self, row: FileKey) -> bytes:
        """The data key of a file that is not destroyed. Raises FileDamaged when its master key is not here."""
        try:
            return self.keys.get(row.master_key_id).unwrap(row.wrapped_key or b"", row.storage_key)
        except UnknownMasterKey as error:
            log.error("master_key_unknown", key=row.storage_key, master_key=row.master_key_id)
            raise FileDamaged() from error

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with self.open(key) as source, self.workshop.copy(source) as path:
            yield path

    def remove(self, key: str) -> None:
        row = session().get(FileKey, key, with_for_update=True)
        if row is None or row.state is not KeyState.ACTIVE:
            return
        row.state, row.condemned_at = KeyState.CONDEMNED, clock.now()
        session().flush()
        line = destruction.Line(key, row.condemned_at)
        after_unit(kept=lambda: destruction.enlist(self.objects, self.keys, line))

    def discard(self, key: str) -> None:
        row = session().get(FileKey, key, with_for_update=True)
        if row is not None and row.state is KeyState.ACTIVE:
            session().delete(row)
            session().flush()
            after_unit(kept=lambda: self._forget(key))

    def is_writable(self) -> bool:
        return self.objects.is_writable()

    def _forget(self, key: str) -> None:
        """Without its row an object goes too (when that fails, the sweep finds it after a day)."""
        self.objects.remove(key)


class _Reader(sealing.Opened):
    """Tells damage in words for people, also when it shows halfway."""

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # all that we hand over
        try:
            return super().readinto(buffer)
        except sealing.Damaged as error:
            log.error("file_damaged", key=str(error))
            raise FileDamaged() from error


class _Counted:
    """The pieces of a stream, counted and hashed on the way. Raises TooLarge when there are too many."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.size, self.digest = 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._stream.read(CHUNK):
            self.size += len(chunk)
            if self.size > self._limit:
                raise TooLarge("Het bestand is groter dan %(mb)s MB.", mb=self._limit // CHUNK)
            self.digest.update(chunk)
            yield chunk
