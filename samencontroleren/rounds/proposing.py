# SPDX-License-Identifier: EUPL-1.2
"""Which two reviewers to propose for a dossier, and why. Pure, and the same for the same facts.

Whoever has an obstacle is not offered to these functions. Two people of two organisations: those who know most of what
is asked and have most room left. Somebody whose hands are full comes only when no other pair is left, and is marked.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

CATEGORY_WORTH = Fraction(1, 4)
"""Knowing the category of the product counts as much as a quarter of all themes."""
SEGMENTS_WORTH = Fraction(1, 4)
"""So does knowing all segments of procurement that its answers put it in."""


@dataclass(frozen=True)
class Reviewer:
    """Somebody who can review: what he or she knows, and the dossiers of this round in hand against the room for it."""

    key: uuid.UUID
    """The membership."""
    user_id: uuid.UUID
    organisation_id: uuid.UUID
    themes: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    in_hand: int = 0
    capacity: int = 1
    segments: frozenset[str] = frozenset()
    is_reserve: bool = False
    """Of VNG: comes after the people of gemeenten who have room."""

    @property
    def is_full(self) -> bool:
        """Whether one more is more than the person has room for."""
        return self.in_hand >= self.capacity


@dataclass(frozen=True)
class Task:
    """A dossier to review: the themes it asks, the category of its product (None: about the supplier itself) and the
    segments of procurement that its answers put it in."""

    dossier_id: uuid.UUID
    themes: frozenset[str]
    category: str | None = None
    segments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Choice:
    """A reviewer for a dossier, with the reasons in figures."""

    reviewer: Reviewer
    known: int
    """How many of the themes the person knows."""
    asked: int
    knows_category: bool
    known_segments: int
    """How many of its segments the person knows."""
    asked_segments: int
    is_over: bool
    """The person gets more than there is room for: nobody else was left."""


@dataclass(frozen=True)
class Proposal:
    """Two reviewers for one dossier."""

    dossier_id: uuid.UUID
    pair: tuple[Choice, Choice]


def choice_of(task: Task, reviewer: Reviewer) -> Choice:
    """What can be said of a reviewer for a dossier."""
    return Choice(
        reviewer=reviewer,
        known=len(task.themes & reviewer.themes),
        asked=len(task.themes),
        knows_category=task.category is not None and task.category in reviewer.categories,
        known_segments=len(task.segments & reviewer.segments),
        asked_segments=len(task.segments),
        is_over=reviewer.is_full,
    )


def rank(task: Task, reviewer: Reviewer, covered: Collection[str] = ()) -> tuple[bool, bool, Fraction, str]:
    """Sorts reviewers for a dossier, the best in front: with room, of a gemeente, knowledge less load, key.

    `covered`: the themes that the other reviewer knows; what only this one knows counts twice.
    """
    known = task.themes & reviewer.themes
    fresh = known.difference(covered)
    knowledge = Fraction(len(known) + len(fresh), 2 * len(task.themes)) if task.themes else Fraction(0)
    if task.category is not None and task.category in reviewer.categories:
        knowledge += CATEGORY_WORTH
    if task.segments:
        knowledge += SEGMENTS_WORTH * Fraction(len(task.segments & reviewer.segments), len(task.segments))
    load = Fraction(reviewer.in_hand, max(reviewer.capacity, 1))
    return reviewer.is_full, reviewer.is_reserve, load - knowledge, str(reviewer.key)


def beside(task: Task, other: Reviewer, reviewers: Sequence[Reviewer]) -> Choice | None:
    """The best second reviewer beside one who is there already: of another organisation. None: there is nobody."""
    fitting = [each for each in reviewers if _differ(each, other)]
    best = min(fitting, key=lambda each: rank(task, each, other.themes), default=None)
    return choice_of(task, best) if best else None


def _differ(one: Reviewer, other: Reviewer) -> bool:
    return one.user_id != other.user_id and one.organisation_id != other.organisation_id


def propose(task: Task, reviewers: Sequence[Reviewer]) -> Proposal | None:
    """The two to propose; None when there are no two of different organisations."""
    best: tuple[int, Proposal] | None = None
    for first in sorted(reviewers, key=lambda each: rank(task, each)):
        if best is not None and (best[0] == 0 or first.is_full):
            break  # no pair that follows has more room
        second = beside(task, first, reviewers)
        if second is None:
            continue
        found = Proposal(task.dossier_id, (choice_of(task, first), second))
        over = sum(each.is_over for each in found.pair)
        if best is None or over < best[0]:
            best = (over, found)
    return best[1] if best else None


def propose_all(tasks: Sequence[Task], offered: Mapping[uuid.UUID, Sequence[Reviewer]]) -> list[Proposal]:
    """A pair per dossier, spreading the load: each pair counts as in hand for the next. In the order of `tasks`.

    `offered`: per dossier who has no obstacle there. The dossiers with the fewest people choose first. A dossier
    without two people of different organisations is left out.
    """
    given: dict[uuid.UUID, int] = {}
    found: dict[uuid.UUID, Proposal] = {}
    for task in sorted(tasks, key=lambda each: (len(offered.get(each.dossier_id, ())), str(each.dossier_id))):
        people = [
            replace(each, in_hand=each.in_hand + given.get(each.user_id, 0))
            for each in offered.get(task.dossier_id, ())
        ]
        proposal = propose(task, people)
        if proposal is None:
            continue
        found[task.dossier_id] = proposal
        for choice in proposal.pair:
            given[choice.reviewer.user_id] = given.get(choice.reviewer.user_id, 0) + 1
    return [found[each.dossier_id] for each in tasks if each.dossier_id in found]


def is_away(away: tuple[date, date] | None, today: date, due_on: date) -> bool:
    """Whether an absence (first and last day) leaves too little of a term: today, or half of its days or more."""
    if away is None:
        return False
    first, last = max(away[0], today), min(away[1], max(due_on, today))
    if first > last:
        return False
    days, term = (last - first).days + 1, (max(due_on, today) - today).days + 1
    return first == today or 2 * days >= term
