# SPDX-License-Identifier: EUPL-1.2
"""Use cases of the export of own data: ask, build (job), download, throw away (job)."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select

from samencontroleren.core import clock, ledger, own_data, trail
from samencontroleren.core.access import fetch, holds, require, require_present, visible
from samencontroleren.core.db import on_side, session
from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.own_data import own_documents
from samencontroleren.evidence.store import files
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.takeout import packing, policy
from samencontroleren.takeout.kinds import ExportState
from samencontroleren.takeout.models import OwnExport
from samencontroleren.vendors.models import Vendor

MEGABYTE = 1024 * 1024
LARGEST = 512 * MEGABYTE
"""Of the workbook and JSON together, sealed."""
MOST_DOCUMENTS, MOST_BYTES = 500, 2048 * MEGABYTE
"""As many documents, and as many bytes of them, as one download holds; the newest go first."""
NOT_READY = "Deze export is nog niet klaar, of hij is al weggegooid. Vraag zo nodig een nieuwe."


@dataclass(frozen=True)
class Standing:
    """What the page says beside the exports: how many documents go along and how many do not fit."""

    exports: Sequence[OwnExport]
    documents: int
    left_out: int
    days: int


def standing(actor: Actor) -> Standing:
    """The exports this person asked for, the newest first, and what a download holds. Raises Forbidden."""
    require(actor, policy.TAKE_OUT, _own(actor))
    query = visible(actor, policy.VIEW).order_by(OwnExport.asked_at.desc(), OwnExport.id)
    clean = _clean(actor)
    fitting = _fitting(clean)
    days = parameters.number_on(Code.EXPORT_DAYS)
    return Standing(list(session().scalars(query)), len(fitting), len(clean) - len(fitting), days)


def ask(actor: Actor) -> OwnExport:
    """Ask for an export; while one is being prepared the same one is given.

    Raises Forbidden, ConfirmationRequired without a fresh second factor.
    """
    vendor = require(actor, policy.TAKE_OUT, _own(actor))
    require_present(actor)
    asked = visible(actor, policy.VIEW).where(OwnExport.state == ExportState.ASKED)
    waiting: OwnExport | None = session().scalars(asked).first()
    if waiting is not None:
        return waiting
    made = OwnExport(vendor_id=vendor.id, membership_id=actor.membership_id, user_id=actor.user_id)
    session().add(made)
    session().flush()
    trail.record(actor, "own-data.asked", "own-export", made.id, reader=vendor.id)
    return made


def due_exports() -> list[uuid.UUID]:
    """The exports that are still to be built, the oldest first."""
    query = select(OwnExport.id).where(OwnExport.state == ExportState.ASKED)
    return list(session().scalars(query.order_by(OwnExport.asked_at)))


def build(export_id: uuid.UUID) -> bool:
    """Build an export with the rights its person has now; False when it was built or the rights are gone."""
    export = session().get(OwnExport, export_id, with_for_update=True)
    if export is None or export.state is not ExportState.ASKED:
        return False
    members = recipients.living_members([export.membership_id])
    actor = recipients.actor_of(members[0]) if members else None
    vendor = session().get_one(Vendor, export.vendor_id)
    if actor is None or not holds(actor, policy.TAKE_OUT, vendor):
        export.state = ExportState.DROPPED
        export.expires_on = clock.today()
        return False
    with on_side(actor.side):
        body = packing.pack(own_data.collect(actor), vendor.name)
    stored = files().put(io.BytesIO(body), LARGEST)
    export.state, export.storage_key, export.size = ExportState.READY, stored.key, stored.size
    export.ready_at, export.expires_on = clock.now(), clock.today() + parameters.days_on(Code.EXPORT_DAYS)
    session().flush()
    trail.record(actor, "own-data.built", "own-export", export.id, reader=vendor.id, size=stored.size)
    notifications.notify(f"own_export_ready:{export.id}", members[0].id, "own_export_ready", date=export.expires_on)
    return True


def download(actor: Actor, export_id: uuid.UUID) -> Iterator[bytes]:
    """The zip, piece by piece: everything is opened with the rights of now before the first byte leaves.

    Raises NotFound for somebody else's, Conflict when it is not ready or was thrown away, ConfirmationRequired.
    """
    export = fetch(actor, policy.VIEW, export_id)
    require_present(actor)
    if export.state is not ExportState.READY or export.storage_key is None or _has_expired(export):
        raise Conflict(NOT_READY)
    fitting = _fitting(_clean(actor))
    packed = files().open(export.storage_key)
    documents = [(_name(number, each), files().open(each.storage_key)) for number, each in enumerate(fitting, 1)]
    key, reader, number = export.id, export.vendor_id, len(documents)
    ledger.note(lambda: trail.record(actor, "own-data.downloaded", "own-export", key, reader=reader, documents=number))
    return packing.stream(_entries(packed, documents))


def _entries(packed: IO[bytes], documents: list[tuple[str, IO[bytes]]]) -> Iterator[tuple[str, IO[bytes]]]:
    with packed, zipfile.ZipFile(packed) as inner:
        for name in inner.namelist():
            yield name, inner.open(name)
    yield from documents


def due_removals() -> list[uuid.UUID]:
    """The exports whose last day has passed."""
    query = select(OwnExport.id).where(OwnExport.expires_on < clock.today())
    return list(session().scalars(query.order_by(OwnExport.expires_on)))


def remove(export_id: uuid.UUID) -> bool:
    """Throw an export away, with its file; False when it is gone or still good."""
    export = session().get(OwnExport, export_id, with_for_update=True)
    if export is None or not _has_expired(export):
        return False
    if export.storage_key is not None:
        files().discard(export.storage_key)
    session().delete(export)
    session().flush()
    return True


def _has_expired(export: OwnExport) -> bool:
    return export.expires_on is not None and export.expires_on < clock.today()


def _own(actor: Actor) -> uuid.UUID:
    if actor.organisation_id is None:
        raise NotFound()
    return actor.organisation_id


def _clean(actor: Actor) -> list[Document]:
    """The own documents whose file was found clean and is still there, the newest first."""
    return [each for each in reversed(own_documents(actor)) if each.state is FileState.CLEAN]


def _fitting(documents: Sequence[Document]) -> list[Document]:
    total, found = 0, []
    for each in documents[:MOST_DOCUMENTS]:
        total += each.size
        if total > MOST_BYTES:
            break
        found.append(each)
    return found


def _name(number: int, document: Document) -> str:
    """A name in the zip: numbered, so that two files of one name both fit, and of signs any system takes."""
    return f"bewijs/{number:03d} {re.sub(r'[^0-9A-Za-z._ -]', '_', document.filename)[-100:]}"
