# SPDX-License-Identifier: EUPL-1.2
"""Questionnaire versions: drafting a selection of requirements, reading it, and what stands in the way of it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from samencontroleren.accounts.models import User
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.catalogue import current_versions, ordered_keys
from samencontroleren.questionnaires.checking import Check, check_items
from samencontroleren.questionnaires.filters import Filter
from samencontroleren.questionnaires.kinds import AddressedTo, QuestionnaireState, Subject
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    RequirementVersion,
)
from samencontroleren.questionnaires.placing import Placed, ordered
from samencontroleren.questionnaires.reading import clean_line, is_blank

FROZEN = "Deze versie is gepubliceerd en verandert nooit meer. Maak een nieuwe versie."


@dataclass(frozen=True)
class Counts:
    """How many requirements a questionnaire version has, and how many of them are key."""

    items: int = 0
    key: int = 0
    vendor: int = 0


def list_questionnaires(actor: Actor) -> list[QuestionnaireVersion]:
    """All versions this actor may see, by name and then newest first."""
    query = visible(actor, policy.QUESTIONNAIRE_VIEW)
    return list(session().scalars(query.order_by(QuestionnaireVersion.name, QuestionnaireVersion.number.desc())))


def list_drafts(actor: Actor, most: int) -> list[tuple[QuestionnaireVersion, int]]:
    """The drafts this actor may work on, the one that was touched last first, each with its number of requirements."""
    version = QuestionnaireVersion
    query = (
        visible(actor, policy.QUESTIONNAIRE_EDIT, columns=(version, func.count(QuestionnaireItem.id)))
        .outerjoin(QuestionnaireItem, QuestionnaireItem.questionnaire_id == version.id)
        .where(version.state == QuestionnaireState.DRAFT)
        .group_by(version.id)
        .order_by(version.changed_at.desc(), version.name)
    )
    return [(row[0], row[1]) for row in session().execute(query.limit(most))]


def get_questionnaire(actor: Actor, key: uuid.UUID) -> QuestionnaireVersion:
    """One version. Raises NotFound."""
    return fetch(actor, policy.QUESTIONNAIRE_VIEW, key)


def get_draft(actor: Actor, key: uuid.UUID, lock: bool = False) -> QuestionnaireVersion:
    """One version to change, held when `lock`. Raises NotFound, Forbidden, and Conflict when it is published."""
    found = fetch(actor, policy.QUESTIONNAIRE_EDIT, key, view=policy.QUESTIONNAIRE_VIEW, lock=lock)
    if found.state is not QuestionnaireState.DRAFT:
        raise Conflict(FROZEN)
    return found


def items_of(
    questionnaire_id: uuid.UUID, subject: Subject | None = None, page: tuple[int, int] | None = None
) -> list[QuestionnaireItem]:
    """The items in order with their requirement version loaded; of one subject, of one page (number, size)."""
    query = (
        select(QuestionnaireItem)
        .join(QuestionnaireItem.requirement_version)
        .options(joinedload(QuestionnaireItem.requirement_version))
        .where(QuestionnaireItem.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireItem.position)
    )
    if subject is not None:
        query = query.where(RequirementVersion.subject == subject)
    if page is not None:
        query = query.limit(page[1]).offset((page[0] - 1) * page[1])
    return list(session().scalars(query))


def asks(questionnaire_id: uuid.UUID, subject: Subject) -> bool:
    """Whether a version asks a supplier anything about this subject."""
    asked = (RequirementVersion.subject == subject) & (RequirementVersion.addressed_to != AddressedTo.CLIENT)
    query = select(QuestionnaireItem.id).join(QuestionnaireItem.requirement_version)
    query = query.where(QuestionnaireItem.questionnaire_id == questionnaire_id, asked)
    return session().scalars(query.limit(1)).first() is not None


def newest_published(actor: Actor) -> list[QuestionnaireVersion]:
    """Of each questionnaire the newest published version, that of the latest first."""
    newest: dict[str, QuestionnaireVersion] = {}
    for each in list_questionnaires(actor):
        if each.state is QuestionnaireState.PUBLISHED:
            newest.setdefault(each.name, each)
    return sorted(newest.values(), key=lambda each: (each.published_at or each.created_at, each.name), reverse=True)


AskedOf = dict[uuid.UUID, tuple[Subject, uuid.UUID]]
"""By requirement the subject it is asked of, and in which wording."""


def asked_in(actor: Actor, named: Collection[tuple[str, int]]) -> dict[tuple[str, int], AskedOf]:
    """What published versions, each by its name and number, ask of suppliers (one query)."""
    columns = (QuestionnaireVersion.name, QuestionnaireVersion.number, RequirementVersion.requirement_id)
    query = (
        visible(actor, policy.QUESTIONNAIRE_VIEW, columns=(*columns, RequirementVersion.subject, RequirementVersion.id))
        .join(QuestionnaireItem, QuestionnaireItem.questionnaire_id == QuestionnaireVersion.id)
        .join(QuestionnaireItem.requirement_version)
        .where(tuple_(QuestionnaireVersion.name, QuestionnaireVersion.number).in_(list(named)))
        .where(RequirementVersion.addressed_to != AddressedTo.CLIENT)
    )
    found: dict[tuple[str, int], AskedOf] = {each: {} for each in named}
    for name, number, requirement, subject, wording in session().execute(query):
        found[name, number][requirement] = (subject, wording)
    return found


def counts_of(questionnaire_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    """The counts of these versions, in one query."""
    query = (
        select(QuestionnaireItem.questionnaire_id, RequirementVersion.is_key, RequirementVersion.subject, func.count())
        .join(QuestionnaireItem.requirement_version)
        .where(QuestionnaireItem.questionnaire_id.in_(questionnaire_ids))
        .group_by(QuestionnaireItem.questionnaire_id, RequirementVersion.is_key, RequirementVersion.subject)
    )
    found = dict.fromkeys(questionnaire_ids, Counts())
    for key, is_key, subject, number in session().execute(query):
        so_far = found[key]
        found[key] = Counts(
            so_far.items + number, so_far.key + number * is_key, so_far.vendor + number * (subject == Subject.VENDOR)
        )
    return found


def add_questionnaire(actor: Actor, name: str) -> QuestionnaireVersion:
    """Begin a draft; its number is the next for the name. A next number starts with what the newest one chose.

    Raises Invalid when the name is blank or when there is a draft of that name already.
    """
    require_any(actor, policy.QUESTIONNAIRE_EDIT)
    name = clean_line(name)
    if is_blank(name):
        raise Invalid({"name": ["Vul een naam in."]})
    if len(name) > 200:
        raise Invalid({"name": ["Gebruik hoogstens 200 tekens."]})
    earlier = [each for each in list_questionnaires(actor) if each.name.casefold() == name.casefold()]
    if any(each.state is QuestionnaireState.DRAFT for each in earlier):
        raise Invalid({"name": ["Er is al een concept met deze naam. Werk dat concept verder uit."]})
    newest = max(earlier, key=lambda each: each.number, default=None)
    made = QuestionnaireVersion(
        id=uuid.uuid4(),
        name=newest.name if newest else name,
        number=newest.number + 1 if newest else 1,
        state=QuestionnaireState.DRAFT,
    )
    session().add(made)
    _flush()
    if newest is not None:
        earlier_items = items_of(newest.id)
        _write_items(actor, made, [item.requirement_id for item in earlier_items], earlier_items)
    trail.record(actor, "questionnaire.added", "questionnaire", made.id, number=made.number)
    return made


def set_items(
    actor: Actor,
    key: uuid.UUID,
    requirement_ids: Sequence[uuid.UUID],
    revision: int,
    as_given: bool = False,
) -> QuestionnaireVersion:
    """Choose the requirements of a draft, each in its newest wording.

    What stood there keeps its order; what is new comes in its theme by its code (see `placing`). With `as_given` they
    stand as they are given, as far as each theme stays one block.

    Raises Changed when `revision` is not the present one, Conflict when the version is published, and Invalid
    when a requirement does not exist or is retired.
    """
    draft = get_draft(actor, key, lock=True)
    if draft.revision != revision:
        raise Changed()
    _write_items(actor, draft, requirement_ids, None if as_given else items_of(key), strict=True)
    draft.revision += 1
    _flush()
    trail.record(actor, "questionnaire.items-set", "questionnaire", key, items=len(set(requirement_ids)))
    return draft


def choose(
    actor: Actor, key: uuid.UUID, shown: Sequence[uuid.UUID], checked: Sequence[uuid.UUID], revision: int
) -> QuestionnaireVersion:
    """Set the choice for the requirements that were `shown` only; all others stay chosen or not as they were."""
    on_page, present = set(shown), {item.requirement_id for item in items_of(key)}
    wanted = (present - on_page) | set(checked)
    if wanted == present:  # a second click finds its work done
        return get_draft(actor, key)
    return set_items(actor, key, list(wanted), revision)


def renew_wordings(actor: Actor, key: uuid.UUID, revision: int) -> QuestionnaireVersion:
    """Take the newest wording of all that is chosen; retired requirements drop out. Raises Changed, Conflict."""
    draft = get_draft(actor, key, lock=True)
    if draft.revision != revision:
        raise Changed()
    return refresh(actor, key)


def refresh(actor: Actor, key: uuid.UUID, also: Sequence[uuid.UUID] = ()) -> QuestionnaireVersion:
    """Take the newest wordings of what a draft chose, and of `also`, as part of another act on it or its requirements.

    Raises NotFound, Forbidden, Conflict.
    """
    draft = get_draft(actor, key, lock=True)
    living = set(ordered_keys(actor, Filter()))
    chosen = [each for each in (*(item.requirement_id for item in items_of(key)), *also) if each in living]
    return set_items(actor, key, chosen, draft.revision)


def publisher_name(version: QuestionnaireVersion) -> str:
    """Who published a version; blank while it is a draft."""
    if version.published_by_id is None:
        return ""
    return session().scalar(select(User.name).where(User.id == version.published_by_id)) or ""


def check_draft(actor: Actor, key: uuid.UUID) -> Check:
    """Look a draft over. Raises NotFound."""
    fetch(actor, policy.QUESTIONNAIRE_VIEW, key)
    return check_items(items_of(key))


def _write_items(
    actor: Actor,
    draft: QuestionnaireVersion,
    requirement_ids: Sequence[uuid.UUID],
    before: Sequence[QuestionnaireItem] | None,
    strict: bool = False,
) -> None:
    keys = list(dict.fromkeys(requirement_ids))
    versions = {each.requirement_id: each for each in current_versions(actor, keys) if not each.requirement.retired_at}
    if strict and len(versions) < len(keys):
        raise Invalid({"requirement": ["Kies alleen eisen die in de catalogus staan en niet zijn vervallen."]})
    stood = (
        [versions[key] for key in keys if key in versions]
        if before is None
        else [item.requirement_version for item in before]
    )
    order = ordered(map(_placed, versions.values()), [*map(_placed, stood)])
    session().execute(delete(QuestionnaireItem).where(QuestionnaireItem.questionnaire_id == draft.id))
    rows = [
        {
            "id": uuid.uuid4(),
            "questionnaire_id": draft.id,
            "requirement_id": each.key,
            "requirement_version_id": versions[each.key].id,
            "position": position,
        }
        for position, each in enumerate(order, start=1)
    ]
    if rows:
        session().execute(insert(QuestionnaireItem), rows)
    _flush()


def _placed(version: RequirementVersion) -> Placed:
    return Placed(version.requirement_id, version.requirement.code, version.theme)


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError as error:  # a colleague was a moment earlier
        raise Conflict("Iemand anders heeft dit intussen gewijzigd. Probeer het opnieuw.") from error
