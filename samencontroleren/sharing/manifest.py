# SPDX-License-Identifier: EUPL-1.2
"""The manifest of a released result: a salted hash of each item, so that a reader can verify just his own layers. Pure.

A hash says nothing without its salt, and a reader gets the salts of his layers only. The hashes stand sorted and
filled up with ones that mean nothing, so that their number does not tell how many verdicts, findings or confidential
answers there are. Salt 128 bits, SHA-256, HMAC (FIPS 180-4, FIPS 198-1).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samencontroleren.sharing.bundle_items import COUNT, VERSION, BundleLayer, Item

KIND = "samencontroleren-manifest"
FILLED_UP_TO = 64
"""The number of hashes is a multiple of this."""
SECRET = 32
"""Bytes of the secret from which the salts of one result follow."""
SALT = 16


@dataclass(frozen=True)
class Salted:
    """An item with its salt, as it stands in a bundle."""

    item: Item
    salt: str

    @property
    def digest(self) -> str:
        """The hash that stands in the manifest."""
        whole = [self.salt, self.item.layer.value, self.item.place, self.item.content]
        return hashlib.sha256(canonical(whole)).hexdigest()


@dataclass(frozen=True)
class Fault:
    """What does not fit in a layer, and where."""

    place: str
    message: str


def canonical(value: Any) -> bytes:
    """JSON that is written in one way only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def new_secret() -> bytes:
    """A secret for one result."""
    return secrets.token_bytes(SECRET)


def salted(items: Iterable[Item], secret: bytes) -> list[Salted]:
    """The items with their salts, which follow from the secret and the place."""
    return [Salted(item, _salt(secret, item)) for item in items]


def make_manifest(release_id: str, released_at: datetime, items: Sequence[Item], secret: bytes) -> bytes:
    """The manifest as it is signed: canonical JSON."""
    hashes = [each.digest for each in salted(items, secret)]
    hashes += [secrets.token_hex(32) for _each in range(-len(hashes) % FILLED_UP_TO)]
    return canonical(
        {
            "soort": KIND,
            "versie": VERSION,
            "resultaatId": release_id,
            "vrijgegevenOp": released_at.isoformat(),
            "hashes": sorted(hashes),
        }
    )


def version_of(manifest: bytes) -> int:
    """In which version the items that a manifest of ours counts are written."""
    found: int = json.loads(manifest)["versie"]
    return found


def faults_of(hashes: Iterable[str], layer: BundleLayer, found: Sequence[Salted]) -> list[Fault]:
    """What of a layer does not fit the manifest: changed, twice, or left out. Empty when all of it fits."""
    known, faults, seen = frozenset(hashes), list[Fault](), set[str]()
    for each in found:
        place = f"{layer.value}/{each.item.place}"
        if each.item.place in seen:
            faults.append(Fault(place, "staat er twee keer"))
        seen.add(each.item.place)
        if each.digest not in known:
            faults.append(Fault(place, "past niet bij het manifest"))
    return faults or _left_out(layer, found)


def _left_out(layer: BundleLayer, found: Sequence[Salted]) -> list[Fault]:
    counts = [each.item.content for each in found if each.item.place == COUNT]
    if not counts:
        return [Fault(f"{layer.value}/{COUNT}", "ontbreekt")]
    if counts[0] != len(found) - 1:
        words = f"er horen {counts[0]} onderdelen te zijn, er zijn er {len(found) - 1}"
        return [Fault(layer.value, words)]
    return []


def _salt(secret: bytes, item: Item) -> str:
    return hmac.digest(secret, canonical([item.layer.value, item.place]), hashlib.sha256)[:SALT].hex()
