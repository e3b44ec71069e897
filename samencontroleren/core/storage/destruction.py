# SPDX-License-Identifier: EUPL-1.2
"""Destruction for good, and the list of it that lies outside the database and so survives a restore.

A removed file is *condemned* at once: nobody reads it. When the last backup with it has ended its data key is erased
and its object deleted: *destroyed* (BIO2 8.10.01). Each condemnation is an object `destroyed/<moment>-<key>`,
written right after the commit and made up for by the job; it is never changed. A database that lacks one of them was
restored from before it: it is *behind*, must replay the list and is not served until then.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.storage.keys import FileKey, KeyState
from samencontroleren.core.storage.master_keys import MasterKeys
from samencontroleren.core.storage.objects import Objects

log = structlog.get_logger()

FOLDER = "destroyed"
MOMENT = "%Y%m%dT%H%M%S%f"


class Forged(Exception):
    """A line of the list does not carry our seal: somebody else wrote or changed it."""


@dataclass(frozen=True)
class Line:
    """One destruction: which file, and since when it may not be read."""

    storage_key: str
    condemned_at: datetime

    @property
    def name(self) -> str:
        """The name of its object."""
        return f"{FOLDER}/{self.condemned_at.astimezone(UTC).strftime(MOMENT)}-{self.storage_key}"


def line_of(name: str) -> Line:
    """The destruction that an object's name tells of. Raises ValueError."""
    moment, _, key = name.removeprefix(f"{FOLDER}/").partition("-")
    return Line(key, datetime.strptime(moment, MOMENT).replace(tzinfo=UTC))


def enlist(objects: Objects, keys: MasterKeys, line: Line) -> None:
    """Put a destruction on the list; a second time does nothing. Raises StoreUnavailable."""
    master = keys.current
    text = {"file": line.name, "master_key": master.id, "seal": master.sign(line.name)}
    try:
        objects.create(line.name, [json.dumps(text, sort_keys=True).encode()])
    except FileExistsError:
        log.debug("destruction_listed_before", key=line.storage_key)


def lines(objects: Objects) -> Iterator[Line]:
    """The whole list, by the names of its objects (the seals are looked at by `replay`)."""
    return (line_of(item.name) for item in objects.items(FOLDER))


def check_seal(objects: Objects, keys: MasterKeys, line: Line) -> None:
    """Raises Forged for a line that is not ours, UnknownMasterKey when it was sealed under a key not here."""
    source = objects.open(line.name)
    try:
        found = json.loads(source.read_at(0, source.size))
        seal = keys.get(str(found["master_key"])).sign(line.name)
    except (ValueError, KeyError, TypeError) as error:
        raise Forged(line.name) from error
    finally:
        source.close()
    if found.get("seal") != seal or found.get("file") != line.name:
        raise Forged(line.name)


def unreplayed(objects: Objects) -> list[Line]:
    """Destructions on the list that this database does not know: more than none means it was restored."""
    condemned = set(session().scalars(select(FileKey.storage_key).where(FileKey.state != KeyState.ACTIVE)))
    return [line for line in lines(objects) if line.storage_key not in condemned]


def replay(objects: Objects, keys: MasterKeys, missing: Iterable[Line]) -> int:
    """Carry out again what the restored database does not know; how many. Raises Forged, UnknownMasterKey.

    A file that is not in this database at all (stored after the backup) gets a row too, so that it stays destroyed.
    """
    done = 0
    for line in missing:
        check_seal(objects, keys, line)
        row = session().get(FileKey, line.storage_key)
        if row is None:
            row = FileKey(storage_key=line.storage_key, master_key_id="", state=KeyState.DESTROYED)
            row.destroyed_at = clock.now()
            session().add(row)
        elif row.state is KeyState.ACTIVE:
            row.state = KeyState.CONDEMNED
        row.condemned_at = row.listed_at = line.condemned_at
        done += 1
    session().flush()
    return done


def due(backup_days: int) -> list[str]:
    """Files to work on: condemned but not found on the list yet, or past the end of the last backup with them."""
    ended = clock.now() - timedelta(days=backup_days)
    condemned = select(FileKey.storage_key).where(FileKey.state == KeyState.CONDEMNED)
    wanted = condemned.where(FileKey.listed_at.is_(None) | (FileKey.condemned_at <= ended))
    return list(session().scalars(wanted.order_by(FileKey.condemned_at, FileKey.storage_key)))


def work(objects: Objects, keys: MasterKeys, storage_key: str, backup_days: int) -> None:
    """List a condemned file, and destroy it for good when its time has come. May run twice."""
    row = session().get(FileKey, storage_key, with_for_update=True)
    if row is None or row.state is not KeyState.CONDEMNED or row.condemned_at is None:
        return
    enlist(objects, keys, Line(storage_key, row.condemned_at))
    row.listed_at = row.listed_at or clock.now()
    if row.condemned_at <= clock.now() - timedelta(days=backup_days):
        # the object first: a row without its object is seen by `files verify`, the other way round not
        objects.remove(storage_key)
        row.wrapped_key, row.state, row.destroyed_at = None, KeyState.DESTROYED, clock.now()


def is_behind(objects: Objects) -> bool:
    """Whether this database was restored and has not replayed the list. Raises StoreUnavailable."""
    return bool(unreplayed(objects))
