# SPDX-License-Identifier: EUPL-1.2
"""Exporting: what the actor may see of the catalogue or a questionnaire version, ready to be written as a file."""

import uuid
from collections.abc import Mapping, Sequence

from samencontroleren.core import clock
from samencontroleren.core.access import fetch
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.catalogue import (
    current_by_code,
    current_versions,
    ordered_keys,
    wording_of,
)
from samencontroleren.questionnaires.conditions import looks_at
from samencontroleren.questionnaires.drafting import items_of
from samencontroleren.questionnaires.exchange_formats import Export
from samencontroleren.questionnaires.exchange_shape import Collection, Entry
from samencontroleren.questionnaires.filters import Filter
from samencontroleren.questionnaires.models import QuestionnaireVersion, RequirementVersion
from samencontroleren.questionnaires.wording import Wording


def export_catalogue(actor: Actor, language: str, labels: Mapping[str, str]) -> Export:
    """The whole catalogue, retired requirements too, by theme and then by code."""
    versions = current_versions(actor, ordered_keys(actor, Filter(retired=True)))
    return _export(Collection([_entry(each) for each in versions]), language, labels)


def export_questionnaire(actor: Actor, key: uuid.UUID, language: str, labels: Mapping[str, str]) -> Export:
    """What one questionnaire version asks, in order. Raises NotFound."""
    version = fetch(actor, policy.QUESTIONNAIRE_VIEW, key)
    entries = [_entry(item.requirement_version, with_state=False) for item in items_of(key)]
    return _export(Collection(entries, _about(version)), language, labels)


def _export(collection: Collection, language: str, labels: Mapping[str, str]) -> Export:
    return Export(collection, language, clock.today(), labels, _known(collection.entries))


def _entry(version: RequirementVersion, with_state: bool = True) -> Entry:
    """A version; in a questionnaire without what only the catalogue says: its source, and whether it was retired."""
    requirement = version.requirement
    is_retired = with_state and requirement.retired_at is not None
    return Entry(requirement.code, wording_of(version), requirement.source if with_state else "", is_retired)


def _about(version: QuestionnaireVersion) -> dict[str, str | int | None]:
    published = clock.local(version.published_at).date().isoformat() if version.published_at else None
    return {
        "name": version.name,
        "number": version.number,
        "state": str(version.state),
        "published_on": published,
        "digest": version.digest,
    }


def _known(entries: Sequence[Entry]) -> dict[str, Wording]:
    """The questions that conditions look at: those of the collection, and what else the catalogue has."""
    known = {entry.code: entry.wording for entry in entries}
    missing = {code for entry in entries for code in looks_at(entry.wording.applies_when)} - known.keys()
    if missing:
        found = current_by_code(missing).values()
        known |= {version.requirement.code: wording_of(version) for version in found}
    return known
