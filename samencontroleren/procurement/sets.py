# SPDX-License-Identifier: EUPL-1.2
"""Making an inkoopset and working on its newest version: what is bought, laying down, a next version."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid
from samencontroleren.organisations import partnerships
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.procurement import policy
from samencontroleren.procurement.kinds import SetState, Weight
from samencontroleren.procurement.models import RequirementSet, SetLine, SetVersion
from samencontroleren.procurement.selecting import Choices, fits, weight_of
from samencontroleren.questionnaires import policy as questionnaires_policy
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion

FINAL = "Deze versie is vastgesteld en verandert niet meer. Maak een nieuwe versie."
DRAFT = "Er is al een concept. Werk dat verder uit."
EMPTY = "Er staan geen eisen in deze set. Kies ze eerst."
NO_MANDATE = "Kies een gemeente waarvoor uw organisatie nu een mandaat heeft."


def list_buyers(actor: Actor) -> list[Organisation]:
    """For whom the actor may make a set, the own organisation first; empty when there is no choice."""
    return partnerships.acting_for(actor)


def add_set(
    actor: Actor,
    name: str,
    questionnaire_id: uuid.UUID,
    reference: str = "",
    municipality_id: uuid.UUID | None = None,
) -> RequirementSet:
    """Begin a set with a first draft that holds all requirements of a published questionnaire.

    A partnership names the gemeente it acts for. Raises Invalid for another gemeente, NotFound for a questionnaire
    that is not published.
    """
    require(actor, policy.BUY_WITH, questionnaire_id, view=questionnaires_policy.QUESTIONNAIRE_VIEW)
    owner = municipality_id or actor.organisation_id
    if owner is None or owner not in actor.municipality_ids:
        raise Invalid({"municipality_id": [NO_MANDATE]})
    made = RequirementSet(id=uuid.uuid4(), municipality_id=owner, name=name, reference=reference)
    session().add(made)
    session().flush()
    version = _begin(actor, made, 1, questionnaire_id, {})
    _write_lines(version, {})
    _record(actor, "requirement-set.added", version)
    return made


def _begin(
    actor: Actor, made: RequirementSet, number: int, questionnaire_id: uuid.UUID, choices: dict[str, Any]
) -> SetVersion:
    if actor.user_id is None:
        raise Forbidden()
    version = SetVersion(id=uuid.uuid4(), set_id=made.id, municipality_id=made.municipality_id, number=number)
    version.questionnaire_id, version.choices, version.made_by_id = questionnaire_id, choices, actor.user_id
    version.state, version.revision = SetState.DRAFT, 1
    session().add(version)
    session().flush()
    return version


def newest_version(set_id: uuid.UUID) -> SetVersion:
    """The newest version of a set; for callers who may see the set."""
    query = select(SetVersion).where(SetVersion.set_id == set_id).order_by(SetVersion.number.desc()).limit(1)
    return session().scalars(query).one()


def draft_of(actor: Actor, key: uuid.UUID, revision: int | None = None) -> SetVersion:
    """The draft of a set, held until the end of the unit; its set is locked.

    Raises NotFound, Forbidden, Conflict when the newest version is laid down, Changed when it is no longer what the
    person read (`revision`).
    """
    fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    found = newest_version(key)
    session().refresh(found)
    if found.state is not SetState.DRAFT:
        raise Conflict(FINAL)
    if revision is not None and found.revision != revision:
        raise Changed()
    return found


def set_choices(
    actor: Actor, key: uuid.UUID, revision: int, choices: Choices, name: str, reference: str = ""
) -> SetVersion:
    """Say what is bought; the draft gets the requirements that go with it.

    What a person added, left out or weighed stays as it is, as far as it still belongs. Raises as `draft_of`.
    """
    draft = draft_of(actor, key, revision)
    found = session().get_one(RequirementSet, key)
    found.name, found.reference = name, reference
    draft.choices = choices.stored()
    _write_lines(draft, {line.requirement_version_id: line for line in lines_of(draft.id)})
    note_change(actor, draft)
    return draft


def note_change(actor: Actor, draft: SetVersion) -> None:
    """A person changed the draft: the next one who saves has to have read this."""
    draft.revision += 1
    session().flush()
    _record(actor, "requirement-set.changed", draft)


def _record(actor: Actor, act: str, version: SetVersion) -> None:
    owner, number = version.municipality_id, version.number
    trail.record(actor, act, "requirement-set", version.set_id, reader=owner, number=number)


def lines_of(version_id: uuid.UUID) -> list[SetLine]:
    """The lines of a version in order; for callers who may see the set."""
    return list(session().scalars(select(SetLine).where(SetLine.version_id == version_id).order_by(SetLine.position)))


def _write_lines(draft: SetVersion, present: Mapping[uuid.UUID, SetLine]) -> None:
    """Bring the lines of a draft in line with its choices, in the order of the questionnaire."""
    choices = Choices.read(draft.choices)
    versions = [item.requirement_version for item in questionnaires.items_of(draft.questionnaire_id)]
    offered = questionnaires.for_tender(versions, choices.answers)
    chosen = {each.id for each, _is_sure in offered if fits(each, choices)}
    for position, version in enumerate(versions, start=1):
        line = present.get(version.id)
        if version.id not in chosen and not (line and line.is_added):
            if line is not None:
                session().delete(line)
        elif line is None:
            session().add(new_line(draft, version, position, weight_of(version, choices)))
        elif not line.is_adjusted:
            line.weight, line.position = weight_of(version, choices), position
    session().flush()


def new_line(draft: SetVersion, version: RequirementVersion, position: int, weight: Weight) -> SetLine:
    """A requirement in a draft, not stored yet."""
    line = SetLine(version_id=draft.id, municipality_id=draft.municipality_id, requirement_version_id=version.id)
    line.position, line.weight, line.reason = position, weight, ""
    line.is_added = line.is_adjusted = False
    return line


def finalise(actor: Actor, key: uuid.UUID, revision: int) -> SetVersion:
    """Lay the draft down: from now on it never changes. Raises as `draft_of`, Conflict when nothing stands in it."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    newest = newest_version(found.id)
    if newest.state is SetState.FINAL and newest.finalised_by_id == actor.user_id and newest.revision == revision + 1:
        return newest  # a second click finds its work done
    draft = draft_of(actor, key, revision)
    if all(line.weight is Weight.OUT for line in lines_of(draft.id)):
        raise Conflict(EMPTY)
    draft.state, draft.finalised_at, draft.finalised_by_id = SetState.FINAL, clock.now(), actor.user_id
    draft.revision += 1
    session().flush()
    _record(actor, "requirement-set.finalised", draft)
    return draft


def add_version(actor: Actor, key: uuid.UUID) -> SetVersion:
    """Begin a next version: with the choices and adjustments of the last, on the newest text of its questionnaire.

    Raises Conflict when there is a draft.
    """
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    last = newest_version(key)
    if last.state is SetState.DRAFT:
        raise Conflict(DRAFT)
    asked = questionnaires.get_questionnaire(actor, last.questionnaire_id)
    newest = next(each for each in questionnaires.newest_published(actor) if each.name == asked.name)
    made = _begin(actor, found, last.number + 1, newest.id, dict(last.choices))
    _carry_over(last, made)
    _record(actor, "requirement-set.version-added", made)
    return made


def _carry_over(last: SetVersion, made: SetVersion) -> None:
    """What a person did to the last version goes along, under the newest wording of each requirement."""
    items = questionnaires.items_of(last.questionnaire_id)
    before = {item.requirement_version_id: item.requirement_id for item in items}
    earlier = {before[line.requirement_version_id]: line for line in lines_of(last.id)}
    kept: dict[uuid.UUID, SetLine] = {}
    for position, item in enumerate(questionnaires.items_of(made.questionnaire_id), start=1):
        old = earlier.get(item.requirement_id)
        if old is not None and (old.is_added or old.is_adjusted):
            line = new_line(made, item.requirement_version, position, old.weight)
            line.reason, line.is_added, line.is_adjusted = old.reason, old.is_added, old.is_adjusted
            kept[item.requirement_version_id] = line
    session().add_all(kept.values())
    session().flush()
    _write_lines(made, kept)
