# SPDX-License-Identifier: EUPL-1.2
"""The order of a draft: requirements within their theme, themes among each other, and a requirement to another theme.

A move stores two updates over a range of positions, whatever the number of requirements: the first writes the new
positions below zero, since a position may stand only once at any moment, the second turns them round.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import contains_eager

from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.catalogue import reword, versions_of, wording_of
from samencontroleren.questionnaires.drafting import get_draft, refresh
from samencontroleren.questionnaires.kinds import QuestionnaireState, Subject
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.questionnaires.placing import Shift, blocks_of, shift
from samencontroleren.questionnaires.themes import theme_order


@dataclass(frozen=True)
class Place:
    """A requirement or theme at its place; places count from 1, of a requirement within its theme."""

    key: uuid.UUID | str
    name: str
    theme: str
    place: int
    of: int


def themes_in_order(questionnaire_id: uuid.UUID) -> list[tuple[str, int]]:
    """The themes of a questionnaire version in their order, each with its number of requirements."""
    return [(theme, len(block)) for theme, block in blocks_of([row.theme for row in _rows(questionnaire_id)]).items()]


def themes_asked(questionnaire_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, Subject], frozenset[str]]:
    """Per questionnaire version and subject the themes it asks about (one query; a caller checked who asks)."""
    columns = (QuestionnaireItem.questionnaire_id, RequirementVersion.subject, RequirementVersion.theme)
    query = select(*columns).join(QuestionnaireItem.requirement_version).distinct()
    found: dict[tuple[uuid.UUID, Subject], set[str]] = {}
    for key, subject, theme in session().execute(query.where(columns[0].in_(questionnaire_ids))):
        found.setdefault((key, subject), set()).add(theme)
    return {key: frozenset(themes) for key, themes in found.items()}


def published_themes() -> list[str]:
    """The themes of all published questionnaires in their order: what somebody can know something of."""
    published = QuestionnaireVersion.state == QuestionnaireState.PUBLISHED
    query = select(RequirementVersion.theme).join(
        QuestionnaireItem, QuestionnaireItem.requirement_version_id == RequirementVersion.id
    )
    rows = session().scalars(query.join(QuestionnaireItem.version).where(published).distinct())
    return sorted(rows, key=theme_order)


def published_segments() -> dict[str, tuple[str, str]]:
    """The segments of procurement in all published questionnaires by name, each in Dutch and English."""
    published = QuestionnaireVersion.state == QuestionnaireState.PUBLISHED
    english = RequirementVersion.texts["en"]["segment"].as_string()
    query = select(RequirementVersion.segment, func.max(english)).join(
        QuestionnaireItem, QuestionnaireItem.requirement_version_id == RequirementVersion.id
    )
    named = query.join(QuestionnaireItem.version).where(published, RequirementVersion.segment != "")
    rows = session().execute(named.group_by(RequirementVersion.segment).order_by(RequirementVersion.segment))
    return {name: (name, label or name) for name, label in rows}


def items_of_theme(questionnaire_id: uuid.UUID, theme: str, number: int, size: int) -> list[QuestionnaireItem]:
    """One page of the requirements of a theme in their order, with their wording loaded."""
    query = (
        select(QuestionnaireItem)
        .join(QuestionnaireItem.requirement_version)
        .options(contains_eager(QuestionnaireItem.requirement_version))
        .where(QuestionnaireItem.questionnaire_id == questionnaire_id, RequirementVersion.theme == theme)
        .order_by(QuestionnaireItem.position)
    )
    return list(session().scalars(query.limit(size).offset((number - 1) * size)))


def place_of(questionnaire_id: uuid.UUID, key: uuid.UUID | str) -> Place:
    """Where a requirement (by its key) or a theme (by its id) stands. Raises NotFound when it is not chosen."""
    rows = _rows(questionnaire_id)
    blocks = blocks_of([row.theme for row in rows])
    if isinstance(key, str):
        if key not in blocks:
            raise NotFound()
        return Place(key, key, key, list(blocks).index(key) + 1, len(blocks))
    for position, row in enumerate(rows, start=1):
        if row.requirement_id == key:
            block = blocks[row.theme]
            return Place(key, row.code, row.theme, position - block.start + 1, len(block))
    raise NotFound()


def move(actor: Actor, key: uuid.UUID, what: uuid.UUID | str, place: int, revision: int) -> Place:
    """Put a requirement (within its theme) or a theme at a place; a place beyond the end is the end.

    A second click finds its work done. Raises NotFound, Conflict when the version is published, and Changed when
    `revision` is not the present one.
    """
    return put(actor, key, what, "", place, revision)


def put(actor: Actor, key: uuid.UUID, what: uuid.UUID | str, theme: str, place: int, revision: int) -> Place:
    """As `move`; a requirement first goes to another `theme` of the draft, unless that is blank.

    A theme is part of the wording: the requirement gets a next version in the catalogue. Raises Invalid when the
    draft has no such theme.
    """
    draft = get_draft(actor, key, lock=True)
    present = place_of(key, what)
    goes = theme if isinstance(what, uuid.UUID) and theme != present.theme else ""
    if not goes and min(max(place, 1), present.of) == present.place:
        return present
    if draft.revision != revision:
        raise Changed()
    if goes:
        present = _to_theme(actor, draft, present, goes)
    wanted = min(max(place, 1), present.of)
    _store(key, _theme_shift(key, present, wanted) if isinstance(what, str) else _shift_within(key, present, wanted))
    draft.revision += 1
    session().flush()
    trail.record(actor, "questionnaire.reordered", "questionnaire", key, place=wanted)
    return replace(present, place=wanted)


def _to_theme(actor: Actor, draft: QuestionnaireVersion, present: Place, theme: str) -> Place:
    """A next wording under another theme, taken into the draft."""
    requirement_id = cast(uuid.UUID, present.key)
    if theme not in {name for name, _number in themes_in_order(draft.id)}:
        raise Invalid({"theme": ["Kies een thema uit de lijst."]})
    newest = versions_of(actor, requirement_id)[0]
    reword(actor, requirement_id, newest.requirement.revision, replace(wording_of(newest), theme=theme))
    refresh(actor, draft.id)
    return place_of(draft.id, requirement_id)


def _rows(questionnaire_id: uuid.UUID) -> Sequence[Any]:
    query = (
        select(QuestionnaireItem.requirement_id, RequirementVersion.theme, Requirement.code)
        .join(QuestionnaireItem.requirement_version)
        .join(RequirementVersion.requirement)
        .where(QuestionnaireItem.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireItem.position)
    )
    return session().execute(query).all()


def _shift_within(key: uuid.UUID, present: Place, wanted: int) -> Shift | None:
    block = blocks_of([row.theme for row in _rows(key)])[present.theme]
    return shift(block.start + present.place - 1, 1, block.start + wanted - 1)


def _theme_shift(key: uuid.UUID, present: Place, wanted: int) -> Shift | None:
    blocks = blocks_of([row.theme for row in _rows(key)])
    own = blocks[present.theme]
    others = [block for theme, block in blocks.items() if theme != present.theme]
    ahead = sum(len(block) for block in others[: wanted - 1])
    return shift(own.start, len(own), ahead + 1)


def _store(key: uuid.UUID, moved: Shift | None) -> None:
    if moved is None:  # it stands there
        return
    position = QuestionnaireItem.position
    inside = position.between(moved.block[0], moved.block[-1])
    turned = case((inside, -(position + moved.block_by)), else_=-(position + moved.passed_by))
    here = update(QuestionnaireItem).where(QuestionnaireItem.questionnaire_id == key)
    both = here.execution_options(synchronize_session=False)
    session().execute(both.where(position.between(moved.first, moved.last)).values(position=turned))
    session().execute(both.where(position < 0).values(position=-cast(Any, position)))
