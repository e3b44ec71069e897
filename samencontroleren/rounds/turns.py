# SPDX-License-Identifier: EUPL-1.2
"""Whose turn a dossier is, since when, until when and what comes next: one shape for every page that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samencontroleren.core import clock
from samencontroleren.core.access import is_never
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import ENDED, NEXT_LABELS, OWN_LABEL, TURN_LABELS, TURN_OF, RequestState, Turn
from samencontroleren.rounds.models import Dossier, TermRequest
from samencontroleren.rounds.more_time import list_term_requests


@dataclass(frozen=True)
class TurnLine:
    """What `rounds/parts/turn.html` shows. Words are (Dutch, English)."""

    dossier: Dossier
    who: tuple[str, str]
    since: datetime
    due_on: date | None
    next: tuple[str, str] | None
    is_own: bool
    is_overdue: bool
    requests: Sequence[TermRequest]
    """The requests for more time that this reader may know of, the newest first."""
    is_done: bool = False
    """The reader has done his or her part of it, and waits for who has the same turn."""

    @property
    def waiting(self) -> TermRequest | None:
        """The request on which nobody decided yet."""
        return next((each for each in self.requests if each.state is RequestState.ASKED), None)

    @property
    def decided(self) -> TermRequest | None:
        """How the last request about the term that runs was decided, when none waits."""
        last = self.requests[0] if self.requests else None
        runs = last is not None and last.decided_at is not None and last.decided_at >= self.dossier.state_since
        return last if runs else None


def turn_line(actor: Actor, dossier: Dossier, *, is_own: bool, is_done: bool = False) -> TurnLine | None:
    """The line of a dossier; None when nobody's turn is left. `is_own`: it is the reader's own turn.

    `is_done`: it was, and the reader has done that part, while others have not.
    """
    if dossier.state in ENDED:
        return None
    turn, due_on = TURN_OF[dossier.state], dossier.due_on
    return TurnLine(
        dossier=dossier,
        who=OWN_LABEL if actor.is_vendor and turn is Turn.VENDOR else TURN_LABELS[turn],
        since=dossier.state_since,
        due_on=due_on,
        next=NEXT_LABELS.get(dossier.state),
        is_own=is_own and not is_done,
        is_done=is_done,
        is_overdue=due_on is not None and due_on < clock.today(),
        requests=_requests(actor, dossier),
    )


def _requests(actor: Actor, dossier: Dossier) -> Sequence[TermRequest]:
    """Only who may read some asks the database."""
    return [] if is_never(policy.TERM_REQUEST_VIEW(actor)) else list_term_requests(actor, dossier.id)
