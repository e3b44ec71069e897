# SPDX-License-Identifier: EUPL-1.2
"""Who could review a dossier, in which order, and which two to propose: for one dossier and for a round at once."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import policy, proposing
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier
from samencontroleren.rounds.obstacles import OBSTACLES, Obstacles, obstacles_of
from samencontroleren.rounds.pool import Standing, loads, standings
from samencontroleren.rounds.proposing import Choice, Reviewer, Task
from samencontroleren.rounds.reading import WHOLE, assignments_of, get_dossier, get_round

Segments = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, frozenset[str]]]
_sources: list[Segments] = []


def on_segments_asked(give: Segments) -> Segments:
    """Register the later feature that knows in which segments of procurement the answers put a dossier."""
    if give not in _sources:
        _sources.append(give)
    return give


def _segments_of(dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
    return {key: found for give in _sources for key, found in give(dossier_ids).items()}


@dataclass(frozen=True)
class Candidate:
    """Somebody who could review a dossier: knowledge and load in figures, and why not, if so."""

    membership_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    organisation_name: str
    choice: Choice
    blocked: str | None
    """Why not, as a key of `obstacles.OBSTACLES`."""
    is_assigned: bool = False

    @property
    def obstacle(self) -> str | None:
        """Why not, as a Dutch gettext msgid."""
        return OBSTACLES[self.blocked] if self.blocked else None


@dataclass(frozen=True)
class Assigning:
    """The page of assignment: everybody in the pool, the best in front, and whom to propose for the empty places."""

    candidates: Sequence[Candidate]
    proposed: Sequence[Candidate]


@dataclass(frozen=True)
class ProposedPair:
    """A dossier that waits for reviewers with the two proposed; nobody when there are no two."""

    dossier: Dossier
    pair: Sequence[Candidate]


class _Pool:
    """The pool of one round for some of its dossiers; the number of queries does not grow with them."""

    def __init__(self, actor: Actor, dossiers: Sequence[Dossier]) -> None:
        round_ = dossiers[0].round
        self.people = accounts.reviewer_memberships(actor)
        self.standing = standings([each.id for each in self.people], round_.id)
        self.obstacles = obstacles_of(actor, dossiers, self.people, self.standing)
        self.in_hand = loads([each.user_id for each in self.people], round_.id)
        self.gone = _gone([each.id for each in dossiers])
        self.segments = _segments_of([each.id for each in dossiers])
        self.asked = questionnaires.themes_asked([round_.questionnaire_id])

    def task(self, dossier: Dossier) -> Task:
        themes = self.asked.get((dossier.round.questionnaire_id, dossier.subject), frozenset())
        category = dossier.product.category.value if dossier.product else None
        return Task(dossier.id, themes, category, self.segments.get(dossier.id, frozenset()))

    def reviewer(self, member: Membership) -> Reviewer:
        standing: Standing = self.standing[member.id]
        return Reviewer(
            key=member.id,
            user_id=member.user_id,
            organisation_id=member.organisation_id,
            themes=standing.themes,
            categories=standing.categories,
            segments=standing.segments,
            in_hand=self.in_hand.get(member.user_id, 0),
            capacity=standing.capacity,
            is_reserve=member.organisation.kind is OrganisationKind.VNG,
        )

    def free(self, dossier: Dossier) -> list[Reviewer]:
        """Whoever has no obstacle and did not hand this dossier back before: the latter only by hand."""
        out = {*self.obstacles[dossier.id], *self.gone[dossier.id]}
        return [self.reviewer(each) for each in self.people if each.id not in out]

    def candidates(self, dossier: Dossier, present: Sequence[uuid.UUID] = ()) -> list[Candidate]:
        task, blocked = self.task(dossier), self.obstacles[dossier.id]
        ranked = sorted(
            self.people,
            key=lambda each: (each.id in blocked, *proposing.rank(task, self.reviewer(each))),
        )
        return [self._candidate(each, task, blocked, each.id in present) for each in ranked]

    def _candidate(self, member: Membership, task: Task, blocked: Obstacles, is_assigned: bool) -> Candidate:
        return Candidate(
            membership_id=member.id,
            user_id=member.user_id,
            name=member.user.name,
            organisation_name=member.organisation.name,
            choice=proposing.choice_of(task, self.reviewer(member)),
            blocked=blocked.get(member.id),
            is_assigned=is_assigned,
        )

    def named(self, choice: Choice) -> Candidate:
        """A choice with the name of the person."""
        member = next(each for each in self.people if each.id == choice.reviewer.key)
        return Candidate(member.id, member.user_id, member.user.name, member.organisation.name, choice, None)


def _gone(dossier_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Per dossier the memberships whose assignment ended: handed back or replaced."""
    query = select(Assignment.dossier_id, Assignment.membership_id).where(Assignment.dossier_id.in_(dossier_ids))
    found: dict[uuid.UUID, list[uuid.UUID]] = {key: [] for key in dossier_ids}
    for dossier_id, membership_id in session().execute(query.where(Assignment.ended_at.is_not(None))):
        found[dossier_id].append(membership_id)
    return found


def candidates(actor: Actor, dossier_id: uuid.UUID) -> Assigning:
    """Everybody with the role of reviewer, and whom to propose. Raises NotFound, Forbidden."""
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE)
    pool = _Pool(actor, [dossier])
    present = [each.membership_id for each in assignments_of(dossier.id)]
    proposed = _proposed(pool, dossier, present)
    return Assigning(pool.candidates(dossier, present), [pool.named(each) for each in proposed])


def _proposed(pool: _Pool, dossier: Dossier, present: Sequence[uuid.UUID]) -> Sequence[Choice]:
    """Two at the start; one beside whoever is left when somebody handed back."""
    task, free = pool.task(dossier), pool.free(dossier)
    there = [pool.reviewer(each) for each in pool.people if each.id in present]
    if dossier.state is DossierState.SUBMITTED:
        found = proposing.propose(task, free)
        return found.pair if found else ()
    if len(there) != 1:
        return ()
    second = proposing.beside(task, there[0], free)
    return (second,) if second else ()


def proposed_pairs(actor: Actor, round_id: uuid.UUID) -> list[ProposedPair]:
    """The submitted dossiers of a round that the actor may assign, the first due in front, each with a pair.

    The pairs together spread the load. Raises NotFound, Forbidden.
    """
    get_round(actor, round_id, policy.ROUND_EDIT)
    query = visible(actor, policy.COORDINATE).options(*WHOLE)
    waiting = query.where(Dossier.round_id == round_id, Dossier.state == DossierState.SUBMITTED)
    dossiers = list(session().scalars(waiting.order_by(Dossier.due_on, Dossier.id)))
    if not dossiers:
        return []
    pool = _Pool(actor, dossiers)
    offered: Mapping[uuid.UUID, Sequence[Reviewer]] = {each.id: pool.free(each) for each in dossiers}
    found = proposing.propose_all([pool.task(each) for each in dossiers], offered)
    pairs = {each.dossier_id: [pool.named(choice) for choice in each.pair] for each in found}
    return [ProposedPair(each, pairs.get(each.id, ())) for each in dossiers]
