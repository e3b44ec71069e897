# SPDX-License-Identifier: EUPL-1.2
"""Reading inkoopsets: the list, and one set with a version of it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core.access import fetch, holds, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations import partnerships
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.procurement import policy
from samencontroleren.procurement.changes import Held, changes
from samencontroleren.procurement.kinds import Change, SetState, Weight
from samencontroleren.procurement.models import RequirementSet, SetLine, SetVersion
from samencontroleren.procurement.selecting import Choices, norms_of
from samencontroleren.procurement.sets import FINAL
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import RequirementVersion

PAGE_SIZE = 25


@dataclass(frozen=True)
class SetPage:
    """A set with one of its versions."""

    found: RequirementSet
    shown: SetVersion
    versions: Sequence[SetVersion]
    """All, newest first."""
    lines: Sequence[SetLine]
    open_conditions: Mapping[uuid.UUID, tuple[str, str]]
    """By wording when it applies (Dutch, English), where what is bought leaves that open."""
    can_edit: bool
    """Whether the reader may work on the set."""

    @property
    def is_newest(self) -> bool:
        return self.shown.id == self.versions[0].id

    @property
    def is_draft(self) -> bool:
        return self.shown.state is SetState.DRAFT

    @property
    def inside(self) -> list[SetLine]:
        """The lines that stand in the set: musts and wishes."""
        return [line for line in self.lines if line.weight is not Weight.OUT]

    @property
    def left_out(self) -> list[SetLine]:
        return [line for line in self.lines if line.weight is Weight.OUT]

    @property
    def requirements(self) -> list[RequirementVersion]:
        return [line.requirement_version for line in self.inside]

    @property
    def choices(self) -> Choices:
        """What is bought."""
        return Choices.read(self.shown.choices)

    @property
    def themes(self) -> list[tuple[str, list[SetLine]]]:
        """The lines that stand in the set by theme, in order."""
        return by_theme(self.inside)

    def count(self, weight: Weight) -> int:
        """How many requirements weigh so."""
        return sum(line.weight is weight for line in self.lines)


def by_theme(lines: Sequence[SetLine]) -> list[tuple[str, list[SetLine]]]:
    """Lines by theme, in the order of their first."""
    found: dict[str, list[SetLine]] = {}
    for line in lines:
        found.setdefault(line.requirement_version.theme, []).append(line)
    return sorted(found.items(), key=lambda row: questionnaires.theme_order(row[0]))


def list_sets(actor: Actor, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """One page of the own sets, the last changed first; rows are (set, newest version, number of requirements)."""
    newest = select(func.max(SetVersion.number)).where(SetVersion.set_id == RequirementSet.id)
    counted = select(func.count()).where(SetLine.version_id == SetVersion.id, SetLine.weight != Weight.OUT)
    columns = [RequirementSet, SetVersion, counted.correlate(SetVersion).scalar_subquery()]
    query = visible(actor, policy.VIEW, columns=columns).join(
        SetVersion,
        (SetVersion.set_id == RequirementSet.id)
        & (SetVersion.number == newest.correlate(RequirementSet).scalar_subquery()),
    )
    return page_of(query.order_by(SetVersion.changed_at.desc(), RequirementSet.id), page, size, whole=False)


def can_make(actor: Actor) -> bool:
    """Whether the actor makes sets."""
    return not is_never(policy.EDIT(actor))


def municipality_names(actor: Actor) -> dict[uuid.UUID, str]:
    """The names of those for whom a partnership buys; empty when it is only the own one."""
    return {each.id: each.name for each in partnerships.acting_for(actor)}


def get_set(actor: Actor, key: uuid.UUID, number: int | None = None) -> SetPage:
    """A set with its newest version, or version `number`. Raises NotFound."""
    found = fetch(actor, policy.VIEW, key)
    query = select(SetVersion).where(SetVersion.set_id == key).options(joinedload(SetVersion.questionnaire))
    versions = list(session().scalars(query.order_by(SetVersion.number.desc())))
    shown = next((each for each in versions if number in (None, each.number)), None)
    if shown is None:
        raise NotFound()
    lines = _lines(shown.id)
    can_edit = holds(actor, policy.EDIT, found)
    return SetPage(found, shown, versions, lines, _open_conditions(shown), can_edit)


def _lines(version_id: uuid.UUID) -> list[SetLine]:
    query = select(SetLine).where(SetLine.version_id == version_id).options(joinedload(SetLine.requirement_version))
    return list(session().scalars(query.order_by(SetLine.position)))


def _open_conditions(shown: SetVersion) -> dict[uuid.UUID, tuple[str, str]]:
    versions = [item.requirement_version for item in questionnaires.items_of(shown.questionnaire_id)]
    known = {each.requirement.code: each for each in versions}
    choices = Choices.read(shown.choices)
    return {
        each.id: (condition_words(each.applies_when, known, 0), condition_words(each.applies_when, known, 1))
        for each, is_sure in questionnaires.for_tender(versions, choices.answers)
        if not is_sure and each.applies_when is not None
    }


def changes_since(page: SetPage) -> list[tuple[RequirementVersion, Change]]:
    """What changed in this version since the one before; empty for the first."""
    earlier = next((each for each in page.versions if each.number == page.shown.number - 1), None)
    if earlier is None:
        return []
    before = _lines(earlier.id)
    known = {line.requirement_version.requirement.code: line.requirement_version for line in (*before, *page.lines)}
    return [(known[code], change) for code, change in changes(_held(before), _held(page.lines))]


def _held(lines: Sequence[SetLine]) -> dict[str, Held]:
    return {line.requirement_version.requirement.code: Held(line.requirement_version_id, line.weight) for line in lines}


def names_of(page: SetPage) -> dict[uuid.UUID, str]:
    """Who made and laid down the version that is shown: colleagues."""
    people = (page.shown.made_by_id, page.shown.finalised_by_id)
    return accounts.get_user_names(key for key in people if key)


@dataclass(frozen=True)
class ScopePage:
    """What can be chosen for the draft of a set."""

    page: SetPage
    questions: Sequence[RequirementVersion]
    segments: Sequence[tuple[str, tuple[str, str]]]
    """(value, (Dutch, English))"""
    norms: Sequence[str]


def scope_page(actor: Actor, key: uuid.UUID) -> ScopePage:
    """The choices of the draft of a set. Raises NotFound, Forbidden, Conflict when the newest version is laid down."""
    page = page_to_edit(actor, key)
    versions = [item.requirement_version for item in questionnaires.items_of(page.shown.questionnaire_id)]
    asked = [each for each in versions if each.addressed_to is not AddressedTo.CLIENT]
    labels = {each.segment: _segment_labels(each) for each in asked if each.segment}
    return ScopePage(page, questionnaires.scope_questions(versions), sorted(labels.items()), norms_of(asked))


def _segment_labels(version: RequirementVersion) -> tuple[str, str]:
    dutch, english = (questionnaires.requirement_texts(version, language)["segment"] for language in ("nl", "en"))
    return dutch or version.segment, english or version.segment


def check_may_edit(actor: Actor, key: uuid.UUID) -> None:
    """Raise NotFound or Forbidden for who may not work on a set: asked before anything that was sent is looked at."""
    fetch(actor, policy.EDIT, key, view=policy.VIEW)


def page_to_edit(actor: Actor, key: uuid.UUID) -> SetPage:
    """A set with its draft. Raises NotFound, Forbidden, Conflict when the newest version is laid down."""
    check_may_edit(actor, key)
    page = get_set(actor, key)
    if not page.is_draft:
        raise Conflict(FINAL)
    return page


def lines_of_theme(page: SetPage, theme: str) -> list[SetLine]:
    """The lines of one theme, those that are left out too. Raises NotFound when there are none."""
    lines = [line for line in page.lines if line.requirement_version.theme == theme]
    if not lines:
        raise NotFound()
    return lines


def owner_name(page: SetPage) -> str:
    """The name of the gemeente that buys; for callers who see its set."""
    return session().scalar(select(Organisation.name).where(Organisation.id == page.found.municipality_id)) or ""
