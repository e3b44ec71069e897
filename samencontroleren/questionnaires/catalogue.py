# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: requirements under stable codes, each with its wordings as versions that never change."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from samencontroleren.core import clock, trail
from samencontroleren.core.access import count, fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.core.rest import Page
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.conditions import Condition, looks_at
from samencontroleren.questionnaires.content_files import CONTENT_SOURCE, read_content
from samencontroleren.questionnaires.filters import Filter, filtered, has_norm, joined_to_newest
from samencontroleren.questionnaires.kinds import AnswerKind, QuestionnaireState
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.questionnaires.themes import natural, theme_order
from samencontroleren.questionnaires.wording import Wording

IN_QUERY = 10_000
"""How many keys go into one query: SQLite takes 32,766 parameters, PostgreSQL 65,535."""


def list_requirements(actor: Actor, chosen: Filter, number: int = 1, size: int = 50) -> Page:
    """One page of newest wordings (`RequirementVersion`, requirement loaded), by theme and then by code."""
    keys = ordered_keys(actor, chosen)
    cut = keys[(number - 1) * size : number * size]
    return Page(current_versions(actor, cut), len(keys), number, size)


def ordered_keys(actor: Actor, chosen: Filter) -> list[uuid.UUID]:
    """The keys of all requirements that fit a filter, by theme and then by code as people count."""
    columns = (Requirement.id, Requirement.code, RequirementVersion.theme, RequirementVersion.norms)
    rows = session().execute(filtered(visible(actor, policy.VIEW, columns=columns), chosen)).all()
    if chosen.norm or chosen.number:
        rows = [row for row in rows if has_norm(row[3], chosen)]
    return [row[0] for row in sorted(rows, key=lambda row: (theme_order(row[2]), natural(row[1])))]


def current_versions(actor: Actor, keys: Sequence[uuid.UUID]) -> list[RequirementVersion]:
    """The newest wording of each of these requirements, in the order of the keys."""
    found: dict[uuid.UUID, RequirementVersion] = {}
    for start in range(0, len(keys), IN_QUERY):
        part = keys[start : start + IN_QUERY]
        query = joined_to_newest(visible(actor, policy.VIEW, columns=(RequirementVersion,))).where(
            Requirement.id.in_(part)
        )
        query = query.options(contains_eager(RequirementVersion.requirement))
        found.update({version.requirement_id: version for version in session().scalars(query)})
    return [found[key] for key in keys if key in found]


def answer_kinds_of(versions: Collection[uuid.UUID]) -> dict[uuid.UUID, AnswerKind]:
    """The kind of answer each of these wordings asks; for callers who may see what hangs under it."""
    query = select(RequirementVersion.id, RequirementVersion.answer_kind).where(RequirementVersion.id.in_(versions))
    return {row[0]: row[1] for row in session().execute(query)}


def newest_answer_kinds(requirements: Collection[uuid.UUID]) -> dict[uuid.UUID, AnswerKind]:
    """The same for the newest wording of each of these requirements, by requirement."""
    query = select(RequirementVersion.requirement_id, RequirementVersion.answer_kind)
    query = query.where(RequirementVersion.requirement_id.in_(requirements)).order_by(RequirementVersion.number)
    return {row[0]: row[1] for row in session().execute(query)}


def count_requirements(actor: Actor) -> int:
    """How many requirements there are, retired ones too."""
    return count(actor, policy.VIEW)


def published_in(actor: Actor, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[QuestionnaireVersion]]:
    """In which published questionnaire versions each requirement stands, by requirement."""
    query = (
        visible(actor, policy.VIEW, columns=(Requirement.id, QuestionnaireVersion))
        .join(QuestionnaireItem, QuestionnaireItem.requirement_id == Requirement.id)
        .join(QuestionnaireItem.version)
        .where(QuestionnaireVersion.state == QuestionnaireState.PUBLISHED, Requirement.id.in_(keys))
        .order_by(QuestionnaireVersion.name, QuestionnaireVersion.number)
    )
    found: dict[uuid.UUID, list[QuestionnaireVersion]] = {key: [] for key in keys}
    for requirement_id, version in session().execute(query):
        found[requirement_id].append(version)
    return found


def get_requirement(actor: Actor, key: uuid.UUID) -> Requirement:
    """One requirement. Raises NotFound."""
    return fetch(actor, policy.VIEW, key)


def requirement_to_edit(actor: Actor, key: uuid.UUID) -> Requirement:
    """One requirement for the form that changes it. Raises NotFound, Forbidden."""
    return fetch(actor, policy.EDIT, key, view=policy.VIEW)


def versions_of(actor: Actor, key: uuid.UUID) -> list[RequirementVersion]:
    """All wordings of a requirement, newest first. Raises NotFound."""
    fetch(actor, policy.VIEW, key)
    query = select(RequirementVersion).where(RequirementVersion.requirement_id == key)
    return list(session().scalars(query.order_by(RequirementVersion.number.desc())))


def add_requirement(actor: Actor, code: str, wording: Wording, source: str = "") -> Requirement:
    """Put a new requirement in the catalogue. Raises Invalid when the code is taken."""
    require_any(actor, policy.EDIT)
    if codes_taken([code]):
        raise Invalid({"code": ["Deze code bestaat al in de catalogus."]})
    requirement = new_requirement(code, source)
    session().add_all([requirement, new_version(requirement, wording)])
    _flush()
    trail.record(actor, "requirement.added", "requirement", requirement.id)
    return requirement


def reword(actor: Actor, key: uuid.UUID, revision: int, wording: Wording) -> bool:
    """Give a requirement a next wording; False when it says the same as the newest.

    Raises Changed when `revision` is not the present one, Conflict when the requirement is retired.
    """
    requirement = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    newest = versions_of(actor, key)[0]
    if newest.digest == wording.digest:  # before the revision: a second click finds its work done
        return False
    if requirement.revision != revision:
        raise Changed(theirs=newest)
    if requirement.retired_at is not None:
        raise Conflict("Deze eis is vervallen en kan niet meer wijzigen.")
    session().add(next_version(requirement, wording))
    _flush()
    trail.record(actor, "requirement.reworded", "requirement", key, number=requirement.current_number)
    return True


def retire_requirement(actor: Actor, key: uuid.UUID, revision: int) -> Requirement:
    """Take a requirement out of use: published versions keep it, new ones can not choose it. Raises Changed."""
    requirement = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    if requirement.retired_at is not None:
        return requirement
    if requirement.revision != revision:
        raise Changed()
    requirement.retired_at, requirement.revision = clock.now(), requirement.revision + 1
    _flush()
    trail.record(actor, "requirement.retired", "requirement", key)
    return requirement


def load_content(actor: Actor) -> int:
    """Put our own requirements into the catalogue; returns how many were new or reworded.

    May run twice: what says the same is left alone, what was reworded becomes a next version, what was retired
    stays so.
    """
    require_any(actor, policy.EDIT)
    known = current_by_code(code for code, _ in read_content())
    changed = 0
    for code, wording in read_content():
        newest = known.get(code.casefold())
        if newest is None:
            requirement = new_requirement(code, CONTENT_SOURCE)
            session().add_all([requirement, new_version(requirement, wording)])
        elif newest.digest != wording.digest and newest.requirement.retired_at is None:
            session().add(next_version(newest.requirement, wording))
        else:
            continue
        changed += 1
    _flush()
    if changed:
        trail.record(actor, "catalogue.content-loaded", "catalogue", None, changed=changed)
    return changed


def new_requirement(code: str, source: str) -> Requirement:
    """A requirement that is not stored yet, with a key of its own."""
    return Requirement(id=uuid.uuid4(), code=code, source=source[:200], current_number=1)


def new_version(requirement: Requirement, wording: Wording) -> RequirementVersion:
    """The wording of a requirement as a version that is not stored yet."""
    parts = {part.name: getattr(wording, part.name) for part in fields(wording)}
    return RequirementVersion(
        id=uuid.uuid4(),
        requirement_id=requirement.id,
        number=requirement.current_number,
        made_at=clock.now(),
        digest=wording.digest,
        **parts,
    )


def next_version(requirement: Requirement, wording: Wording) -> RequirementVersion:
    """A further version, of which the requirement already has the number."""
    requirement.current_number += 1
    requirement.revision += 1
    return new_version(requirement, wording)


def wording_of(version: RequirementVersion) -> Wording:
    """What a stored version says, as plain values."""
    return Wording(**{part.name: getattr(version, part.name) for part in fields(Wording)})


def current_by_code(codes: Iterable[str] | None = None) -> dict[str, RequirementVersion]:
    """The newest wording (requirement loaded) by code in lower case, of the codes that exist; None: all. Own use."""
    wanted = None if codes is None else {code.casefold() for code in codes}
    every = session().execute(select(Requirement.id, Requirement.code))
    keys = [key for key, code in every if wanted is None or code.casefold() in wanted]
    found: dict[str, RequirementVersion] = {}
    for start in range(0, len(keys), IN_QUERY):
        query = joined_to_newest(select(RequirementVersion)).where(Requirement.id.in_(keys[start : start + IN_QUERY]))
        for version in session().scalars(query.options(contains_eager(RequirementVersion.requirement))):
            found[version.requirement.code.casefold()] = version
    return found


def asked_when(version: RequirementVersion, language: str) -> str:
    """Under which condition a requirement is asked, in words; blank: always. For callers who may see the version."""
    return "" if version.applies_when is None else words_of(version.applies_when, language)


def words_of(condition: Condition, language: str) -> str:
    """A condition in words, with the titles of what it looks at. For callers who may see the catalogue."""
    known = {each.requirement.code: each for each in current_by_code(looks_at(condition)).values()}
    return condition_words(condition, known, 1 if language == "en" else 0)


def codes_taken(codes: Sequence[str]) -> bool:
    """Whether one of these codes is in the catalogue, whatever its capitals."""
    lowered = [code.casefold() for code in codes]
    return bool(session().scalar(select(func.count()).where(func.lower(Requirement.code).in_(lowered))))


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError as error:  # a colleague was a moment earlier
        raise Conflict("Iemand anders heeft dit intussen gewijzigd. Probeer het opnieuw.") from error
