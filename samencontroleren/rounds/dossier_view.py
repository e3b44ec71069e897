# SPDX-License-Identifier: EUPL-1.2
"""A dossier as its page shows it: whose turn, what this actor can do now, how it came here."""

import uuid
from dataclasses import dataclass, replace
from functools import cached_property

from samencontroleren.core import clock
from samencontroleren.core.access import Permission, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import panels, policy
from samencontroleren.rounds.assignments import REPLACEABLE, ReviewerRow, list_reviewers
from samencontroleren.rounds.comparing import earlier_exists
from samencontroleren.rounds.kinds import ENDED, TERM_OF, TURN_OF, DossierState, Turn
from samencontroleren.rounds.models import Dossier, TermRequest
from samencontroleren.rounds.more_time import ended_by_itself
from samencontroleren.rounds.moves import WITH_VENDOR, runs
from samencontroleren.rounds.progress import Step, steps
from samencontroleren.rounds.reading import WHOLE, HistoryRow, history_of
from samencontroleren.rounds.turns import TurnLine, turn_line

OWN = (
    policy.ANSWER,
    policy.SUBMIT,
    policy.COORDINATE,
    policy.REVIEW,
    policy.RELEASE,
    policy.APPROVE_NOT_DELIVERED,
)
TURN_RIGHT: dict[Turn, Permission[Dossier]] = {
    Turn.VENDOR: policy.ANSWER,
    Turn.COORDINATOR: policy.COORDINATE,
    Turn.REVIEWERS: policy.REVIEW,
    Turn.RELEASER: policy.RELEASE,
}


@dataclass(frozen=True)
class DossierView:
    """A dossier with its round, supplier and product, and the names of the permissions this actor holds on it."""

    reader: Actor
    dossier: Dossier
    held: frozenset[str]
    history: list[HistoryRow]
    reviewers: list[ReviewerRow]
    """With names: for VNG only, else empty."""
    has_earlier: bool
    """There is an earlier questionnaire to compare this one with."""
    fulfilled: tuple[panels.DossierAction, ...] = ()
    """The actions whose own condition this dossier fulfils."""
    is_done: bool = False
    """The reader has done the part that is asked now, and waits for somebody who has the same turn."""

    def may(self, permission: Permission[Dossier]) -> bool:
        """Whether the actor holds a permission on this dossier."""
        return permission.name in self.held

    @property
    def state(self) -> DossierState:
        return self.dossier.state

    @property
    def turn(self) -> Turn:
        return TURN_OF[self.state]

    @property
    def is_own_turn(self) -> bool:
        return self.turn in TURN_RIGHT and self.may(TURN_RIGHT[self.turn]) and not self.is_done

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_overdue(self) -> bool:
        due = self.dossier.due_on
        return due is not None and due < clock.today() and not self.has_ended

    @cached_property
    def actions(self) -> list[panels.DossierAction]:
        """What can be done now, what comes first in front."""
        found = panels.first_in(self.dossier, panels.fitting(self.state, self.held, self.fulfilled))
        return [replace(each, is_primary=False) for each in found] if self.is_done else found

    @cached_property
    def turn_line(self) -> TurnLine | None:
        """Whose turn, since, until, next; None when it has ended."""
        return turn_line(self.reader, self.dossier, is_own=self.is_own_turn, is_done=self.is_done)

    @property
    def waiting_request(self) -> TermRequest | None:
        """The request for more time on which nobody decided yet, as far as the reader may know."""
        return self.turn_line.waiting if self.turn_line else None

    @property
    def can_ask_more_time(self) -> bool:
        return self._has_term and self.may(policy.ANSWER) and not ended_by_itself(self.dossier)

    @property
    def can_give_more_time(self) -> bool:
        return self._has_term and self.may(policy.COORDINATE)

    @property
    def _has_term(self) -> bool:
        return self.state in TERM_OF and self.dossier.due_on is not None and runs(self.dossier)

    @property
    def steps(self) -> list[Step]:
        reached = {each.to_state: each.moved_at for each in reversed(self.history)}
        reached[DossierState.INVITED] = self.dossier.created_at
        ended = self.has_ended and self.state is not DossierState.PUBLISHED
        last = self.history[0].from_state if ended and self.history else self.state
        return steps(self.state, last, reached)

    @property
    def is_proposed(self) -> bool:
        """Somebody of VNG proposed to record it as not delivered."""
        return self.dossier.not_delivered_proposed_by_id is not None and self.state in WITH_VENDOR

    @property
    def can_refuse(self) -> bool:
        return self.may(policy.SUBMIT) and self.state in WITH_VENDOR

    @property
    def can_cancel(self) -> bool:
        return self.may(policy.COORDINATE) and not self.has_ended

    @property
    def can_propose(self) -> bool:
        waits = self.state in WITH_VENDOR and self.is_overdue and not self.is_proposed
        return waits and self.may(policy.COORDINATE)

    @property
    def can_approve(self) -> bool:
        return self.is_proposed and self.may(policy.APPROVE_NOT_DELIVERED)

    @property
    def can_drop(self) -> bool:
        return self.is_proposed and self.may(policy.COORDINATE)

    @property
    def may_review(self) -> bool:
        return self.may(policy.REVIEW)

    @property
    def can_hand_back(self) -> bool:
        return self.may_review and not self.has_ended

    @property
    def can_replace(self) -> bool:
        return self.may(policy.COORDINATE) and self.state in REPLACEABLE


def get_dossier_view(actor: Actor, key: uuid.UUID) -> DossierView:
    """The dossier with what its page needs, permissions as columns of the one query. Raises NotFound."""
    also = list(dict.fromkeys((*OWN, *panels.permissions())))
    query = visible(actor, policy.VIEW, also=also).where(Dossier.id == key).options(*WHOLE)
    conditional = panels.conditional()
    conditions = [each.when().label(f"when_{number}") for number, each in enumerate(conditional) if each.when]
    done = panels.is_done(actor).label("is_done")
    query = query.add_columns(done, earlier_exists(actor).label("has_earlier"), *conditions)
    row = session().execute(query).one_or_none()
    if row is None:
        raise NotFound()
    held = frozenset(each.name for each, holds in zip(also, row[1:], strict=False) if holds)
    fulfilled = tuple(each for each, holds in zip(conditional, row[3 + len(also) :], strict=True) if holds)
    history, reviewers = history_of(actor, row[0]), list_reviewers(actor, key)
    return DossierView(actor, row[0], held, history, reviewers, row.has_earlier, fulfilled, row.is_done)
