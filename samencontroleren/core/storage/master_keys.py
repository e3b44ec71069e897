# SPDX-License-Identifier: EUPL-1.2
"""Master keys: they wrap the data key of each file, and never lie in database, store or backup.

Written as `id:base64` (32 bytes each), separated by commas or lines; the first is the present one, the others only
unwrap what was wrapped before (BIO2 8.24.02). One master key may wrap 2^32 data keys (random nonces, NIST SP
800-38D, 8.3): far above what this platform will ever hold.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
BYTES = 32
DEMONSTRATION = "demonstration"
"""The id of a key that the demonstration made for itself; production refuses it."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,40}")


class BadKeys(ValueError):
    """The text of the master keys is not what it should be; says what, never the keys."""


class UnknownMasterKey(Exception):
    """A data key was wrapped under a master key that this process does not have, or that does not fit."""


@dataclass(frozen=True, repr=False)
class MasterKey:
    """One master key; its id may be told, the rest never."""

    id: str
    secret: bytes

    def wrap(self, data_key: bytes, storage_key: str) -> bytes:
        """The data key as it may lie in the database: nonce, ciphertext, tag; bound to its file and master key."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, data_key, self._bound(storage_key))

    def unwrap(self, wrapped: bytes, storage_key: str) -> bytes:
        """The data key again. Raises UnknownMasterKey when it was wrapped by another, or for another file."""
        try:
            return AESGCM(self.secret).decrypt(wrapped[:NONCE], wrapped[NONCE:], self._bound(storage_key))
        except (InvalidTag, ValueError) as error:
            raise UnknownMasterKey(self.id) from error

    def sign(self, text: str) -> str:
        """A seal over a line that lies outside the database (HMAC-SHA-256 under a key made for that alone)."""
        own = hmac.digest(self.secret, b"samencontroleren list of destructions 1", hashlib.sha256)
        return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()

    def _bound(self, storage_key: str) -> bytes:
        return b"SCF data key 1\n" + self.id.encode() + b"\n" + storage_key.encode()


class MasterKeys:
    """The master keys of this process, the present one first."""

    def __init__(self, keys: Iterable[MasterKey]) -> None:
        self._keys = {key.id: key for key in keys}
        self.current = next(iter(self._keys.values()))

    def get(self, name: str) -> MasterKey:
        """The key with this id. Raises UnknownMasterKey."""
        try:
            return self._keys[name]
        except KeyError:
            raise UnknownMasterKey(name) from None


def parse(text: str) -> list[MasterKey]:
    """The keys in a text, in order. Raises BadKeys."""
    found = [_parse_one(part.strip()) for part in re.split(r"[,\n]", text) if part.strip()]
    if len({key.id for key in found}) < len(found):
        raise BadKeys("two master keys have the same id")
    return found


def _parse_one(text: str) -> MasterKey:
    name, colon, encoded = text.partition(":")
    if not colon or not _NAME.fullmatch(name):
        raise BadKeys("a master key is written as id:base64, the id in letters, digits, '.', '_' and '-'")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BadKeys(f"master key {name} is not base64") from error
    if len(secret) != BYTES:
        raise BadKeys(f"master key {name} must hold {BYTES} bytes, not {len(secret)}")
    return MasterKey(name, secret)


def new_line(name: str) -> str:
    """A fresh master key as it is written in the settings."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"


def own_keys(place: Path) -> list[MasterKey]:
    """The key that the demonstration keeps in a file of its own; made at first use, also when two begin at once."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(new_line(DEMONSTRATION))
        try:
            os.link(part, place)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return parse(place.read_text())
