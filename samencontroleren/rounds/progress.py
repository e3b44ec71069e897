# SPDX-License-Identifier: EUPL-1.2
"""Pictures of progress from plain values: the bar of a round and the steps of a dossier. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samencontroleren.rounds.kinds import STATE_LABELS, DossierState

S = DossierState

FILLS: dict[DossierState, str] = {
    S.INVITED: "#c3cedb",
    S.IN_PROGRESS: "#9db9dc",
    S.SUPPLEMENT_ASKED: "#f0c690",
    S.SUBMITTED: "#6f9bd1",
    S.IN_REVIEW: "#4279bd",
    S.DISCUSSING: "#e8912d",
    S.HEARING: "#2b5f9e",
    S.RECONSIDERING: "#9a4f07",
    S.AWAITING_RELEASE: "#12325c",
    S.PUBLISHED: "#2e7d4f",
    S.NOT_DELIVERED: "#b3261e",
    S.REFUSED: "#7d2f4d",
    S.CANCELLED: "#7a838c",
}
"""From light to dark along the way; the order of the bar too. Each colour has its words in the table beside it."""

GAP = 0.6


@dataclass(frozen=True)
class Segment:
    """One state in the bar of a round; `x` and `width` in hundredths of the bar."""

    state: DossierState
    number: int
    x: float
    width: float

    @property
    def fill(self) -> str:
        return FILLS[self.state]

    @property
    def label(self) -> tuple[str, str]:
        return STATE_LABELS[self.state]


def segments(counts: Mapping[DossierState, int]) -> list[Segment]:
    """The bar of a round in the order of the process; states without dossiers are left out."""
    total = sum(counts.values())
    found, x = [], 0.0
    for state in FILLS:
        number = counts.get(state, 0)
        if number:
            share = 100 * number / total
            found.append(Segment(state, number, round(x, 2), round(max(share - GAP, 0.4), 2)))
            x += share
    return found


STEPS = (S.INVITED, S.IN_PROGRESS, S.SUBMITTED, S.IN_REVIEW, S.HEARING, S.AWAITING_RELEASE, S.PUBLISHED)
INSIDE = {S.DISCUSSING: S.IN_REVIEW, S.SUPPLEMENT_ASKED: S.IN_REVIEW, S.RECONSIDERING: S.HEARING}
"""States that belong to a step without being one of their own."""


@dataclass(frozen=True)
class Step:
    """A step of a dossier: done, current or todo; since when it was done or is current."""

    state: str
    label: tuple[str, str]
    since: datetime | None


def steps(state: DossierState, last: DossierState, reached: Mapping[DossierState, datetime]) -> list[Step]:
    """The steps of a dossier in this state.

    `last` is the state before it ended without a result (else the state itself), `reached` when it came into
    each state.
    """
    here = STEPS.index(INSIDE.get(last, last)) if INSIDE.get(last, last) in STEPS else 0
    is_ended = state is not last
    found = []
    for number, each in enumerate(STEPS):
        done = number < here or state is S.PUBLISHED or (is_ended and number == here)
        current = number == here and not done
        label = STATE_LABELS[state] if current else STATE_LABELS[each]
        mark = "done" if done else "current" if current else "todo"
        since = reached.get(state, reached.get(each)) if current else reached.get(each) if done else None
        found.append(Step(mark, label, since))
    return found
