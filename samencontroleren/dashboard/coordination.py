# SPDX-License-Identifier: EUPL-1.2
"""The block of a co-ordinator on the start page: what waits, what is late, and how each running round stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import TURN_OF, DossierState, RoundState, Turn
from samencontroleren.rounds.models import Dossier, Round, TermRequest
from samencontroleren.supplychain import service as supplychain

FIRST = 5
"""As many dossiers as each list of the block shows; its link leads to all of them."""


@dataclass(frozen=True)
class RunningRound:
    """A round that runs with its dossiers per state, and what that means for who is to act."""

    round: Round
    counts: Mapping[DossierState, int]

    @property
    def total(self) -> int:
        """All its dossiers."""
        return sum(self.counts.values())

    @property
    def turns(self) -> Mapping[Turn, int]:
        """How many dossiers wait for whom."""
        found: Counter[Turn] = Counter()
        for state, number in self.counts.items():
            found[TURN_OF[state]] += number
        return {turn: found[turn] for turn in Turn}


@dataclass(frozen=True)
class CoordinatorBlock:
    """The first to assign, the first late ones and requests for more time, each with how many; rounds and flags."""

    to_assign: Sequence[Dossier]
    to_assign_total: int
    late: Sequence[Dossier]
    late_total: int
    asked_time: Sequence[TermRequest]
    """The first requests for more time that wait for a decision, the oldest in front."""
    asked_time_total: int
    hearings_ended: int
    """Hearings whose last day passed without a reply of the supplier."""
    rounds: Sequence[RunningRound]
    flags: Mapping[Severity, int]
    drafts: Sequence[tuple[QuestionnaireVersion, int]]
    """Questionnaires being drafted, each with its number of requirements."""


def coordinator_block(actor: Actor) -> CoordinatorBlock:
    """What a co-ordinator has to do, the most urgent first."""
    waiting = rounds.list_dossiers(actor, is_mine=True, state=DossierState.SUBMITTED, sort="due", size=FIRST)
    late = rounds.list_dossiers(actor, is_late=True, sort="due", size=FIRST)
    asked = rounds.waiting_term_requests(actor, FIRST)
    every = rounds.list_rounds(actor)
    return CoordinatorBlock(
        to_assign=waiting.rows,
        to_assign_total=waiting.total,
        late=late.rows,
        late_total=late.total,
        asked_time=asked.rows,
        asked_time_total=asked.total,
        hearings_ended=rounds.count_late(actor, DossierState.HEARING),
        rounds=[RunningRound(row.round, row.counts) for row in every if row.round.state is RoundState.RUNNING],
        flags=supplychain.count_open(actor),
        drafts=questionnaires.list_drafts(actor, FIRST),
    )
