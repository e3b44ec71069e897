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

SURVIVORS = {
    "conclusion:view-earlier": "the scene has no earlier round about the same subject",
    "dossier:open-thread-reviewers": "the audience stands in what is sent, and the hunt sends empty forms",
    "finding:view": "no request was found in which it alone holds back; a finding has no text of its own",
    "import-profile:view": "has no address; it recognises the layout of a workbook",
    "invitation:revoke": "is the same condition as invitation:view",
    "notice-choice:view": "holds no text; the choice itself has no canary",
    "notice-preference:view": "holds no text; the preference itself has no canary",
    "proposal:view": "no request was found in which it alone holds back",
    "released-finding:view": "no request was found in which it alone holds back; a finding has no text of its own",
    "submission:view": "no request of the hunt consults it",
    "supplier-change:edit": "no request was found in which it alone holds back",
    "thread:take-part": "no request of the hunt consults it",
    "vendor:own": "no request was found in which it alone holds back",
}
"""Permissions whose fall nobody notices yet, and why. Shorten it, never lengthen it to get a test green."""


def test_each_permission_matters_or_is_written_down(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    survived = {name for name in access.registry.keys() - BY_HAND if mutator.survives_falling(name)}
    report([f"{name} may hold for everybody and nobody notices" for name in survived - SURVIVORS.keys()])
    report([f"{name} is noticed now: take it from the list" for name in SURVIVORS.keys() - survived])


def test_each_permission_is_missed(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    report(
        [f"{name} may hold for nobody and nobody notices" for name in access.registry if mutator.survives_failing(name)]
    )
