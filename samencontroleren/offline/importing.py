# SPDX-License-Identifier: EUPL-1.2
"""A workbook that comes back: read once, kept sealed for its person, and held anew against the dossier at each look."""

import io
import json
import uuid
from collections.abc import Collection
from datetime import timedelta
from pathlib import PurePath
from typing import IO

from sqlalchemy import select

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound, Refusal, TooLarge
from samencontroleren.core.messages import N_
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.reasons import most_bytes, refuse
from samencontroleren.offline import policy
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.offline.planning import Plan, make_plan
from samencontroleren.offline.proofs import Proofs
from samencontroleren.offline.reader import read_apart
from samencontroleren.offline.reading import LIMITS, NotOurs, Read, from_json
from samencontroleren.offline.tasks import team_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.reading import clean_line
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Dossier

KEPT = timedelta(days=7)
"""For how long a dry run waits for its person."""
MOST_READ = 60_000_000
"""Bytes of what was read, as it is kept."""

NO_FILE = N_("Kies het werkboek dat u hebt ingevuld.")
OTHER_SUPPLIER = N_("Dit werkboek hoort niet bij een dossier van uw organisatie.")
OTHER_SUBJECT = N_("Dit werkboek gaat over iets anders: %(subject)s. Open dat dossier en stuur het werkboek daar.")
GONE = N_("Dit werkboek is er niet meer. Stuur het opnieuw.")

Sent = tuple[IO[bytes], str]
"""A file and its name."""


def start_import(actor: Actor, dossier_id: uuid.UUID, workbook: Sent | None, package: Sent | None) -> WorkbookImport:
    """Read a workbook, and what is in the zip beside it; nothing of the dossier changes.

    Raises Invalid at `file` or `package` and then keeps nothing, Conflict when the dossier is not open.
    """
    dossier = responses.require_open(actor, dossier_id)
    if actor.user_id is None:
        raise NotFound()
    read, filename = _read(workbook)
    _check_dossier(actor, dossier, read)
    made = WorkbookImport(dossier_id=dossier.id, user_id=actor.user_id, filename=filename, outcome={}, revision=1)
    made.zip_key, made.entries = _kept_package(package)
    made.read_key = evidence.files().put(io.BytesIO(json.dumps(read.to_json()).encode()), MOST_READ).key
    session().add(made)
    session().flush()
    facts = {"dossier": dossier.id, "rows": len(read.rows)}
    trail.record(actor, "workbook.read", "workbook-import", made.id, "ok", dossier.vendor_id, **facts)
    return made


def get_import(actor: Actor, key: uuid.UUID, lock: bool = False) -> WorkbookImport:
    """A dry run of one's own. Raises NotFound."""
    return fetch(actor, policy.APPLY, key, lock=lock)


def plan_of(actor: Actor, found: WorkbookImport, chosen: Collection[uuid.UUID] | None = None) -> Plan:
    """What taking over would do now (see `planning.make_plan`). Raises Conflict when what was read is gone."""
    if found.read_key is None:
        raise Conflict(GONE)
    with evidence.files().open(found.read_key) as held:
        read = from_json(json.loads(held.read()))
    sheet = responses.whole(actor, found.dossier_id)
    library = [each for each in evidence.list_documents(actor) if evidence.can_lean_on(each)]
    proofs, team = Proofs(library, found.entries), team_of(actor, sheet)
    return make_plan(read, sheet, _requirements(read), proofs, chosen, team)


def due_imports() -> list[uuid.UUID]:
    """Dry runs that waited long enough, done or not (system)."""
    late = WorkbookImport.changed_at <= clock.now() - KEPT
    return list(session().scalars(select(WorkbookImport.id).where(late).order_by(WorkbookImport.changed_at)))


def expire(key: uuid.UUID) -> None:
    """Throw away one of these, unless its person went on with it meanwhile. May run twice (system)."""
    found = session().get(WorkbookImport, key, with_for_update=True, populate_existing=True)
    if found is not None and found.changed_at <= clock.now() - KEPT:
        forget_files(found)
        session().delete(found)
        session().flush()


def forget_files(found: WorkbookImport) -> None:
    """What was read and the zip are needed no longer."""
    for key in filter(None, (found.read_key, found.zip_key)):
        evidence.files().discard(key)
    found.read_key = found.zip_key = None


def _read(workbook: Sent | None) -> tuple[Read, str]:
    filename = clean_line(PurePath(workbook[1].replace("\\", "/")).name)[-200:] if workbook else ""
    if workbook is None or not filename:
        raise Invalid({"file": [NO_FILE]})
    store = evidence.files()
    try:
        stored = store.put(workbook[0], LIMITS.file_bytes)
        with store.local(stored.key) as path:
            read = read_apart(path, filename)
    except (SheetRefused, NotOurs, TooLarge) as error:
        raise _at_file(error) from error
    store.discard(stored.key)
    return read, filename


def _at_file(error: Refusal) -> Invalid:
    return Invalid({"file": [error.message % error.params if error.params else error.message]})


def _check_dossier(actor: Actor, dossier: Dossier, read: Read) -> None:
    """A workbook is of this dossier, or of the same subject in another round. Raises Invalid at `file`."""
    if read.dossier_id == dossier.id:
        return
    try:
        other = fetch(actor, responses_policy.WORK, read.dossier_id or uuid.uuid4())
    except NotFound as error:
        raise Invalid({"file": [OTHER_SUPPLIER]}) from error
    if (other.vendor_id, other.product_id) != (dossier.vendor_id, dossier.product_id):
        subject = responses.overview(actor, other.id).dossier.subject_name
        raise Invalid({"file": [OTHER_SUBJECT % {"subject": subject}]})


def _kept_package(package: Sent | None) -> tuple[str | None, list[str]]:
    if package is None or not package[1]:
        return None, []
    store = evidence.files()
    try:
        stored = store.put(package[0], most_bytes())
        with store.local(stored.key) as path:
            return stored.key, evidence.names_in(path, package[1])
    except TooLarge as error:
        raise Invalid({"package": refuse("too_large").fields["file"]}) from error
    except Invalid as error:
        raise Invalid({"package": error.fields["file"]}) from error


def _requirements(read: Read) -> dict[uuid.UUID, uuid.UUID]:
    """The requirements of the wordings that a workbook names, of whatever round."""
    query = select(RequirementVersion.id, RequirementVersion.requirement_id)
    named = query.where(RequirementVersion.id.in_({each.key for each in read.rows}))
    return {row[0]: row[1] for row in session().execute(named)}
