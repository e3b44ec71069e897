# SPDX-License-Identifier: EUPL-1.2
"""Care for what is stored: orphans, re-wrapping under a new master key, checking that every file opens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from samencontroleren.core.db import Base, Database, session
from samencontroleren.core.errors import Refusal
from samencontroleren.core.files import Vault
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.storage.destruction import FOLDER
from samencontroleren.core.storage.keys import STORED, FileKey, KeyState
from samencontroleren.core.storage.objects import Objects

BATCH = 200
PIECE = 1024 * 1024


def orphans(objects: Objects, before: datetime) -> list[str]:
    """Objects older than a moment that have no row, and so belong to nothing that was ever acknowledged."""
    names = [item.name for item in objects.items() if item.changed_at < before and not is_listing(item.name)]
    known = set(session().scalars(select(FileKey.storage_key)))
    return [name for name in names if name not in known]


def is_listing(name: str) -> bool:
    """Whether an object is a line of the list of destructions."""
    return name.startswith(f"{FOLDER}/")


def has_row(key: str) -> bool:
    """Whether a file belongs to something."""
    return session().get(FileKey, key) is not None


@dataclass(frozen=True)
class Rewrapped:
    """What a re-wrap did, and which data keys it could not unwrap."""

    done: int
    left: int
    failed: list[str]


def rewrap(database: Database, vault: Vault) -> Rewrapped:
    """Wrap every data key under the present master key, in small transactions: a stop loses nothing, go on later."""
    done, failed, last = 0, list[str](), ""
    while True:
        with database.unit(side=NOBODY):
            rows = _old_rows(vault, last)
            for row in rows:
                done, failed = _rewrap_one(vault, row, done, failed)
        if not rows:
            break
        last = rows[-1].storage_key
    with database.unit(write=False, side=NOBODY) as opened:
        old = (FileKey.master_key_id != vault.keys.current.id) & FileKey.wrapped_key.is_not(None)
        left = opened.scalar(select(func.count()).select_from(FileKey).where(old)) or 0
    return Rewrapped(done, left, failed)


def _old_rows(vault: Vault, after: str) -> list[FileKey]:
    old = (FileKey.master_key_id != vault.keys.current.id) & FileKey.wrapped_key.is_not(None)
    query = select(FileKey).where(old, FileKey.storage_key > after).order_by(FileKey.storage_key).limit(BATCH)
    return list(session().scalars(query.with_for_update()))


def _rewrap_one(vault: Vault, row: FileKey, done: int, failed: list[str]) -> tuple[int, list[str]]:
    try:
        data_key = vault.data_key(row)
    except Refusal:
        return done, [*failed, row.storage_key]
    master = vault.keys.current
    row.wrapped_key, row.master_key_id = master.wrap(data_key, row.storage_key), master.id
    return done + 1, failed


@dataclass
class Verified:
    """What a check of the store found; each fault in words."""

    opened: int = 0
    faults: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def verify(vault: Vault, now: datetime, sample: int | None = None) -> Verified:
    """Check that each row has its object and opens (all, or so many at random), and that each file named has a row."""
    found, there = Verified(), {item.name for item in vault.objects.items()}
    query = select(FileKey.storage_key).where(FileKey.state == KeyState.ACTIVE)
    keys = list(session().scalars(query.order_by(func.random() if sample else FileKey.storage_key)))
    found.faults += [f"{key}: its object is missing" for key in keys if key not in there]
    readable = [key for key in keys if key in there]
    for key in readable[:sample]:
        _read(vault, key, found)
    found.faults += [f"{where} names {key}, which has no key" for where, key in _unknown()]
    found.orphans += orphans(vault.objects, now)
    return found


def _read(vault: Vault, key: str, found: Verified) -> None:
    try:
        with vault.open(key) as stream:
            while stream.read(PIECE):
                pass
        found.opened += 1
    except Refusal as error:
        found.faults.append(f"{key}: {type(error).__name__}")


def _unknown() -> Iterator[tuple[str, str]]:
    """Columns marked as storage keys, and what stands there without a row of its own."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.items() >= STORED.items():
                lost = select(column).where(column.is_not(None), column.not_in(select(FileKey.storage_key)))
                yield from ((f"{table.name}.{column.name}", key) for key in session().scalars(lost))
