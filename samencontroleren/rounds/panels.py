# SPDX-License-Identifier: EUPL-1.2
"""What later features add to pages of a dossier: actions on its own page, and lines at its questions.

Both are offered when the routes of the later feature are imported; the earlier pages know nothing of it.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import ColumnElement, false, or_

from samencontroleren.core.access import Permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class DossierAction:
    """A way on from a dossier: a page that takes `key` (the dossier), for whom and in which states.

    `label` and `explanation` are Dutch gettext msgids. The first primary action shows as the big button. `when`: a
    further condition on the dossier, as a column; without it the states decide. `comes_first`: of which dossiers it
    takes the big button from whatever else has it; asked only where the action is offered.
    """

    endpoint: str
    label: str
    explanation: str
    permission: Permission[Dossier]
    states: frozenset[DossierState]
    is_primary: bool = False
    when: Callable[[], ColumnElement[bool]] | None = None
    comes_first: Callable[[Dossier], bool] | None = None


_offered: list[DossierAction] = []


def offer(action: DossierAction) -> None:
    """Put an action on the page of a dossier; the same one twice counts once."""
    if action not in _offered:
        _offered.append(action)


def offered() -> list[DossierAction]:
    """All actions, primary ones first, further in the order of the features."""
    return sorted(_offered, key=lambda action: not action.is_primary)


def permissions() -> list[Permission[Dossier]]:
    """The permissions the actions stand on, each once."""
    return list(dict.fromkeys(action.permission for action in _offered))


def ways_on(permission: Permission[Dossier]) -> dict[DossierState, str]:
    """By state the page where who holds a permission on a dossier goes on, where one of the actions leads to it."""
    mine = [each for each in _offered if each.is_primary and each.permission is permission and each.when is None]
    return {state: each.endpoint for each in mine for state in each.states}


def conditional() -> list[DossierAction]:
    """The actions with a condition of their own."""
    return [each for each in _offered if each.when is not None]


def fitting(state: DossierState, held: Iterable[str], fulfilled: Iterable[DossierAction]) -> list[DossierAction]:
    """The actions for a dossier in this state whose permission is among those `held` (by name), and whose own
    condition, if any, is fulfilled. Of those to one page the first counts; only the first primary one stays primary."""
    names, met = frozenset(held), list(fulfilled)
    found: dict[str, DossierAction] = {}
    for each in offered():
        if state in each.states and each.permission.name in names and (each.when is None or each in met):
            found.setdefault(each.endpoint, each)
    return [replace(each, is_primary=each.is_primary and not number) for number, each in enumerate(found.values())]


def first_in(dossier: Dossier, actions: list[DossierAction]) -> list[DossierAction]:
    """The same actions; the one that comes first for this dossier has the big button, if there is one."""
    first = next((each for each in actions if each.comes_first and each.comes_first(dossier)), None)
    if first is None:
        return actions
    others = [replace(each, is_primary=False) for each in actions if each is not first]
    return [replace(first, is_primary=True), *others]


@dataclass(frozen=True)
class Notice:
    """What stands at the top of the page of a dossier: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


NoticeOffer = Callable[[Actor, Dossier, frozenset[str]], Notice | None]

_notice_offers: list[NoticeOffer] = []


def offer_notice(make: NoticeOffer) -> NoticeOffer:
    """Register a notice: given an actor, a dossier and the names of the permissions held on it."""
    if make not in _notice_offers:
        _notice_offers.append(make)
    return make


DoneOffer = Callable[[Actor], ColumnElement[bool]]

_done_offers: list[DoneOffer] = []


def offer_done(make: DoneOffer) -> DoneOffer:
    """Register of which dossiers a person has done his or her part, and waits for who has the same turn: a column."""
    if make not in _done_offers:
        _done_offers.append(make)
    return make


def is_done(actor: Actor) -> ColumnElement[bool]:
    """Of which dossiers this actor has done the part that is asked, while others have not."""
    return or_(false(), *(make(actor) for make in _done_offers))


def notices_of(actor: Actor, dossier: Dossier, held: frozenset[str]) -> list[Markup]:
    """The notices of all features on a dossier, as markup."""
    made = (make(actor, dossier, held) for make in _notice_offers)
    return [
        Markup(render_template(each.template, **each.context))  # noqa: S704 -- escaped by its template
        for each in made
        if each is not None
    ]


@dataclass(frozen=True)
class QuestionLine:
    """What stands below one question of a dossier: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Findings = Mapping[uuid.UUID, uuid.UUID]
"""Requirement version to the finding on it, where the page is about findings."""
QuestionOffer = Callable[[Actor, uuid.UUID, Iterable[uuid.UUID], Findings], Mapping[uuid.UUID, QuestionLine]]

_question_offers: list[QuestionOffer] = []


def offer_at_questions(make: QuestionOffer) -> QuestionOffer:
    """Register lines at questions: given an actor, a dossier and its requirement versions; asked once per page."""
    if make not in _question_offers:
        _question_offers.append(make)
    return make


def at_questions(
    actor: Actor, dossier_id: uuid.UUID, versions: Iterable[uuid.UUID], findings: Findings | None = None
) -> dict[uuid.UUID, Markup]:
    """The lines of all features per question of a dossier, as markup."""
    asked, found = list(versions), dict[uuid.UUID, Markup]()
    for make in _question_offers:
        for key, line in make(actor, dossier_id, asked, findings or {}).items():
            made = Markup(render_template(line.template, **line.context))  # noqa: S704 -- escaped by its template
            found[key] = found.get(key, Markup("")) + made
    return found
