# SPDX-License-Identifier: EUPL-1.2
"""The steps of a dossier, from plain values."""

from datetime import UTC, datetime

from samencontroleren.rounds.kinds import STATE_LABELS, DossierState
from samencontroleren.rounds.progress import steps


def test_the_current_step_says_since_when_it_is_what_it_says() -> None:
    along = (
        DossierState.INVITED,
        DossierState.IN_PROGRESS,
        DossierState.SUBMITTED,
        DossierState.IN_REVIEW,
        DossierState.HEARING,
        DossierState.RECONSIDERING,
    )
    reached = {state: datetime(2026, 11, number, tzinfo=UTC) for number, state in enumerate(along, start=1)}
    made = steps(DossierState.RECONSIDERING, DossierState.RECONSIDERING, reached)
    (here,) = [each for each in made if each.state == "current"]
    assert here.label == STATE_LABELS[DossierState.RECONSIDERING]
    assert here.since == reached[DossierState.RECONSIDERING], "not since the hearing before it"
    assert [each.since for each in made] == [*list(reached.values())[:4], here.since, None, None]
