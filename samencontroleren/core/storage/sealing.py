# SPDX-License-Identifier: EUPL-1.2
"""The sealed format: AES-256-GCM in chunks of one MiB, under a data key that seals this one file only.

    object  = "SCF" version(1 byte) chunk*              version 1; at least one chunk, each 1 MiB but the last
    chunk n = ciphertext || tag(16)
    nonce   = n as 12 bytes, big endian                 safe, since no data key ever seals a second file
    bound   = "SCF" version || n (8 bytes) || last (1 byte: 0 or 1) || storage key

What is bound is no part of the object but must be the same when it is opened: a chunk that was cut off, moved or
taken from another file does not open (BIO2 8.24.01; NIST SP 800-38D). Nothing is given out before its chunk was
found whole. Pure: knows no store and no database.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"SCF"
VERSION = 1
HEAD = MARK + bytes([VERSION])
CHUNK = 1024 * 1024
TAG = 16
SEALED = CHUNK + TAG


class Damaged(Exception):
    """A sealed object is not what was stored under this key, or the data key is not its own."""


class Source(Protocol):
    """Sealed bytes that can be read anywhere."""

    size: int

    def read_at(self, offset: int, length: int) -> bytes:
        """So many bytes from there; fewer at the end."""

    def close(self) -> None:
        """Let go of what is open."""


def new_data_key() -> bytes:
    """A random key for one file."""
    return AESGCM.generate_key(bit_length=256)


def seal(pieces: Iterable[bytes], data_key: bytes, storage_key: str) -> Iterator[bytes]:
    """The sealed object of a plain text, piece by piece; `pieces` may have any length."""
    cipher, held, number = AESGCM(data_key), bytearray(), 0
    yield HEAD
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:  # the last chunk is only known when nothing follows
            yield cipher.encrypt(_nonce(number), bytes(held[:CHUNK]), _bound(storage_key, number, last=False))
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number), bytes(held), _bound(storage_key, number, last=True))


class Opened(io.RawIOBase):
    """The plain text of a sealed object: readable and seekable. Raises Damaged at the first chunk that is not whole."""

    def __init__(self, source: Source, data_key: bytes, storage_key: str) -> None:
        super().__init__()
        self._source, self._key, self._cipher = source, storage_key, AESGCM(data_key)
        body = source.size - len(HEAD)
        self._last = max(-(-body // SEALED), 1) - 1
        self.length = body - (self._last + 1) * TAG
        self._place, self._number, self._chunk = 0, -1, b""
        if self.length < 0 or source.read_at(0, len(HEAD)) != HEAD:
            raise Damaged(storage_key)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always: chunks stand at known places."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place in the plain text."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.length}[whence]
        self._place = max(base + offset, 0)
        return self._place

    def tell(self) -> int:
        """The place in the plain text."""
        return self._place

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # all that we hand over
        """Fill the buffer from the present chunk; 0 at the end."""
        number, skip = divmod(self._place, CHUNK)
        if self._place >= self.length:
            self._check_end()
            return 0
        found = self._chunk_at(number)[skip : skip + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)

    def _check_end(self) -> None:
        """An empty file still has a chunk that must be whole."""
        if self._number < 0:
            self._chunk_at(self._last)

    def _chunk_at(self, number: int) -> bytes:
        if number != self._number:
            sealed = self._source.read_at(len(HEAD) + number * SEALED, SEALED)
            bound = _bound(self._key, number, last=number == self._last)
            try:
                self._chunk = self._cipher.decrypt(_nonce(number), sealed, bound)
            except InvalidTag as error:
                raise Damaged(self._key) from error
            self._number = number
        return self._chunk

    def close(self) -> None:
        """Close the source with it."""
        if not self.closed:
            self._chunk = b""
            self._source.close()
        super().close()


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(storage_key: str, number: int, *, last: bool) -> bytes:
    return HEAD + number.to_bytes(8, "big") + bytes([last]) + storage_key.encode()
