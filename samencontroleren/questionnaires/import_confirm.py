# SPDX-License-Identifier: EUPL-1.2
"""The last step of an import: what it would do, and doing it once."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import insert

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_any
from samencontroleren.core.db import Base, session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.core.files import FileStore
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy, sheet_reader, sheets
from samencontroleren.questionnaires.catalogue import (
    current_by_code,
    new_requirement,
    new_version,
    next_version,
    wording_of,
)
from samencontroleren.questionnaires.import_document import plan_document
from samencontroleren.questionnaires.import_draft import DraftChoice, fill_draft
from samencontroleren.questionnaires.import_plan import Known, Plan, Planned, make_plan
from samencontroleren.questionnaires.importing import (
    get_import,
    header_of,
    is_document,
    names_of,
    open_import,
    opened_workbook,
    profile_of,
    read_document,
    saved,
)
from samencontroleren.questionnaires.kinds import ImportState, Subject
from samencontroleren.questionnaires.models import CatalogueImport, ImportProfile, Requirement, RequirementVersion

CHUNK = 500


def plan_import(actor: Actor, store: FileStore, key: uuid.UUID, subject: Subject = Subject.PRODUCT) -> Plan:
    """What the import would do. Raises Conflict when columns were not chosen yet."""
    return _plan(store, get_import(actor, key), subject)


def confirm_import(
    actor: Actor,
    store: FileStore,
    key: uuid.UUID,
    revision: int,
    *,
    subject: Subject = Subject.PRODUCT,
    source: str = "",
    profile: str = "",
    seen: str = "",
    draft: DraftChoice | None = None,
) -> CatalogueImport:
    """Put the usable rows into the catalogue and keep the rest with its reasons. Twice is once.

    `seen`: the digest of the plan that was looked over; `draft`: the draft that gets what the file holds. Raises
    Changed when the catalogue or the draft changed meanwhile, Invalid at `draft_name`, and Conflict when columns were
    not chosen yet.
    """
    require_any(actor, policy.EDIT)
    record = fetch(actor, policy.IMPORT_VIEW, key, lock=True)
    if record.state is ImportState.DONE:
        return record
    record = open_import(actor, key, revision)
    plan = _plan(store, record, subject)
    if seen and seen != plan.digest:
        raise Changed()
    _write(plan, source or record.filename)
    if draft is not None:
        record.mapping = {**record.mapping, "draft": str(fill_draft(actor, plan, draft))}
    record.added, record.reworded, record.unchanged = len(plan.added), len(plan.reworded), plan.unchanged
    record.blank_rows, record.problems, record.state = plan.blank_rows, plan.problems, ImportState.DONE
    if profile:
        _save_profile(actor, store, record, profile)
    trail.record(
        actor,
        "catalogue.imported",
        "catalogue-import",
        key,
        added=record.added,
        reworded=record.reworded,
        unchanged=record.unchanged,
        retired=len(plan.retired),
        unusable=len(plan.problems),
    )
    return saved(record)


def _write(plan: Plan, source: str) -> None:
    fresh = [(_requirement(each, source), each.wording) for each in plan.added]
    _insert(requirement for requirement, _ in fresh)
    _insert(new_version(requirement, wording) for requirement, wording in fresh)
    newest = current_by_code(each.code for each in (*plan.reworded, *plan.retired))
    session().add_all(next_version(newest[each.code.casefold()].requirement, each.wording) for each in plan.reworded)
    for each in plan.retired:
        requirement = newest[each.code.casefold()].requirement
        requirement.retired_at, requirement.revision = clock.now(), requirement.revision + 1
    session().flush()


def _requirement(planned: Planned, source: str) -> Requirement:
    made = new_requirement(planned.code, planned.source or source)
    made.retired_at = clock.now() if planned.is_retired else None
    return made


def _insert(made: Iterable[Base]) -> None:
    """Insert new rows in chunks, without keeping them in the session."""
    rows = list(made)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        values = [{name: value for name, value in vars(row).items() if name[0] != "_"} for row in part]
        session().execute(insert(type(part[0])), values)


def _plan(store: FileStore, record: CatalogueImport, subject: Subject) -> Plan:
    if not record.mapping:
        raise Conflict("Kies eerst welke kolom wat bevat.")
    known = _known(current_by_code())
    if is_document(record):
        return plan_document(read_document(store, record), known)
    mapping, prefix = sheets.Mapping.from_json(record.mapping), record.mapping.get("prefix", "")
    with opened_workbook(store, record) as workbook:
        result = sheet_reader.import_rows(workbook, record.sheet, header_of(record), mapping)
    return make_plan(result, known, record.sheet, mapping.columns, prefix=prefix, subject=subject)


def _known(versions: Mapping[str, RequirementVersion]) -> dict[str, Known]:
    return {
        code: Known(wording_of(version), version.requirement.retired_at is not None, version.requirement.code)
        for code, version in versions.items()
    }


def _save_profile(actor: Actor, store: FileStore, record: CatalogueImport, name: str) -> None:
    names = names_of(store, record)
    profile = profile_of(actor, names)
    if profile is None:
        profile = ImportProfile(fingerprint=sheets.fingerprint(names))
        session().add(profile)
    profile.name, profile.mapping, profile.header_rows = name, dict(record.mapping), record.header_rows
    session().flush()
    trail.record(actor, "import-profile.saved", "import-profile", profile.id)
