# SPDX-License-Identifier: EUPL-1.2
"""Which of the actions for a dossier has the big button."""

import samencontroleren.assessments.routes  # noqa: F401  the actions are offered there
from samencontroleren.assessments import policy
from samencontroleren.rounds import panels
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState


def offered_to(state: DossierState, *held: str) -> list[tuple[str, bool]]:
    return [(each.endpoint, each.is_primary) for each in panels.fitting(state, held, ())]


def test_a_reviewer_has_the_turn_as_the_big_button_and_each_page_once() -> None:
    reviewer = (rounds_policy.REVIEW.name, policy.INSIDE.name)
    for state, turn in (
        (DossierState.RECONSIDERING, "assessments.reconsideration"),
        (DossierState.DISCUSSING, "assessments.differences"),
    ):
        found = offered_to(state, *reviewer)
        assert found[0] == (turn, True)
        assert [page for page, _primary in found].count(turn) == 1
        assert (turn, False) in offered_to(state, policy.INSIDE.name)
