# SPDX-License-Identifier: EUPL-1.2
"""Each permission, when it holds for everybody, makes the oracle speak; what does not is written down here.

On SQLite alone: what is tried is the condition in Python, and PostgreSQL is to have a second wall behind it.
"""

import pytest

from samencontroleren.core import access
from tests.isolation.hunt import Hunt, report
from tests.isolation.mutation import Mutator
from tests.isolation.oracle import Oracle
from tests.isolation.test_mutations import MUTATIONS

pytestmark = pytest.mark.sqlite

BY_HAND = {each.permission for each in MUTATIONS}

FOLLOWS = {
    "api-client:edit": "api-client:view",
    "invitation:revoke": "invitation:view",
    "membership:reset-factor": "membership:view",
    "supplier-change:edit": "supplier-change:view",
    "vendor:own": "",
}
"""Permissions that hold for whoever sees the object (by hand of the one named): alone their fall opens nothing."""

ELSEWHERE = {
    "notice-choice:view": "tests/isolation/test_twins.py",
    "notice-preference:view": "tests/isolation/test_twins.py",
}
"""Permissions on what holds no words: the twin worlds hear them."""

SURVIVORS = {
    "conclusion:view-earlier": "",
    "dossier:open-thread": "",
    "dossier:open-thread-reviewers": "",
    "proposal:view": "",
    "released-finding:view": "",
    "review:view": "",
    "usage:confirm": "",
}
"""Permissions whose fall nobody notices yet, and why. Shorten it, never lengthen it to get a test green."""

UNMISSED = {
    "assignment:view": "",
    "dossier:open-thread-reviewers": "",
    "proposal:view": "",
    "released-answer:view": "",
    "released-finding:view": "",
    "review:view": "",
}
"""Permissions that nobody misses yet when they hold for nobody, and why."""


def test_each_permission_matters_or_is_written_down(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    tried = access.registry.keys() - BY_HAND - FOLLOWS.keys() - ELSEWHERE.keys()
    survived = {name for name in tried if mutator.survives_falling(name)}
    told = [f"{name} may hold for everybody and nobody notices" for name in survived - SURVIVORS.keys()]
    report(told + [f"{name} is noticed now: take it from the list" for name in SURVIVORS.keys() - survived])


def test_each_permission_is_missed(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    unmissed = {name for name in access.registry.keys() - ELSEWHERE.keys() if mutator.survives_failing(name)}
    told = [f"{name} may hold for nobody and nobody notices" for name in unmissed - UNMISSED.keys()]
    report(told + [f"{name} is missed now: take it from the list" for name in UNMISSED.keys() - unmissed])
