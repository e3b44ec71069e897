# SPDX-License-Identifier: EUPL-1.2
"""A random walk (`make isolation-random`): people do what pages offer them, in any order, and others look around.

Who may see what moves along with what was done, so only walls that no act takes down are watched: a supplier from
another supplier and from gemeenten, the use of one gemeente from another, whoever is outside from everything; and no
page breaks. Hypothesis shrinks what it finds to the shortest walk.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from tests.isolation.acts import Acts
from tests.isolation.canaries import OUTSIDE, Canary, gemeente, supplier
from tests.isolation.extent import READING, SLOW, WRITERS
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, places

pytestmark = pytest.mark.database

WALKS = int(os.environ.get("ISOLATION_WALKS", "30"))
STEPS = 40
ANYWHERE = st.integers(0, 1_000_000)
OF_USE = ("process of use", "contract_number of use", "reason of rejected use")


def is_walled(actor: str, canary: Canary) -> bool:
    """Whether this person may never see the word, whatever is done."""
    if actor in canary.may:
        return False
    if actor in OUTSIDE:
        return True
    is_of_use = canary.where.startswith(OF_USE)
    for number in (1, 2, 3):
        if actor in supplier(number) and actor != "double":
            return not canary.may & supplier(number) and "asked" not in canary.where
        if actor in gemeente(number) and is_of_use:
            return True
    return False


class Walk(RuleBasedStateMachine):
    """One walk, undone at its end."""

    oracle: Oracle

    def __init__(self) -> None:
        super().__init__()
        self.point = self.oracle.connection.begin_nested()
        self.acts = Acts(self.oracle.app, self.oracle.scene)
        groups = places(self.oracle.app, self.oracle.scene, READING)
        self.places = [place for group in groups for place in group if place.endpoint not in SLOW]

    @rule(actor=st.sampled_from(WRITERS), where=ANYWHERE, which=ANYWHERE)
    def act(self, actor: str, where: int, which: int) -> None:
        """Somebody opens a page of his or her own and sends one of its forms."""
        own = [each for each in self.places if actor in each.audience and not each.is_api]
        page = own[where % len(own)]
        self.acts.gather(actor, page, self._look(actor, page))
        offered = [act for found in self.acts.offered.values() for act in found if act.actor == actor]
        if offered:
            act = offered[which % len(offered)]
            self._watch(actor, act.place, self.oracle.ask(actor, act.place, act.sent(self.oracle.scene)))

    @rule(actor=st.sampled_from((*WRITERS, "nobody", "auditor")), where=ANYWHERE)
    def look(self, actor: str, where: int) -> None:
        """Somebody asks any address."""
        self._look(actor, self.places[where % len(self.places)])

    def _look(self, actor: str, place: Place) -> TestResponse:
        answer = self.oracle.ask(actor, place)
        self._watch(actor, place, answer)
        return answer

    def _watch(self, actor: str, place: Place, answer: TestResponse) -> None:
        assert answer.status_code < 500, f"{place}: {actor} gets {answer.status_code}"
        self.oracle.leaks(actor, place, answer)
        canaries: dict[str, Canary] = self.oracle.scene.canaries
        through = [canaries[word].where for word in self.oracle.words if is_walled(actor, canaries[word])]
        assert through == [], f"{place}: {actor} reads {through}"

    def teardown(self) -> None:
        self.point.rollback()


def test_no_walk_leads_through_a_wall(oracle: Oracle) -> None:
    machine: Any = type("WalkHere", (Walk,), {"oracle": oracle})
    steps = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=steps)
