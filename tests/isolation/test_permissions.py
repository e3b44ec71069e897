# SPDX-License-Identifier: EUPL-1.2
"""Each permission, when it holds for everybody, makes the oracle speak; when it holds for nobody, somebody misses it.

On PostgreSQL, where the hunt is whole; its walls, which stand behind the permissions, are down meanwhile.
"""

from samencontroleren.core import access
from tests.isolation.hunt import Hunt, report
from tests.isolation.mutation import Mutator
from tests.isolation.oracle import Oracle
from tests.isolation.test_mutations import MUTATIONS

BY_HAND = {each.permission for each in MUTATIONS}

FOLLOWS = {
    "api-client:edit": "api-client:view",
    "invitation:revoke": "invitation:view",
    "membership:reset-factor": "membership:view",
    "plan-step:view": "improvement-plan:view",
    "question-task:take-back": "dossier:assign-questions",
    "supplier-change:edit": "supplier-change:view",
    "vendor:own": "the organisation one acts for: no other object can be asked",
}
"""Permissions that hold for every person who sees the object by the one named: their fall alone opens nothing."""

ELSEWHERE = {
    "dossier:arrange-findings": "tests/assessments/test_arranging.py",
    "document:meet": "tests/evidence/test_after_release.py",
    "dossier:assign-questions": "tests/responses/test_together.py",
    "dossier:invite-guest": "tests/responses/test_together.py",
    "finding-event:view": "tests/findings/test_life.py",
    "finding:view-earlier": "tests/assessments/test_together.py",
    "former-employer:view": "tests/rounds/test_interests.py",
    "left-out:view": "tests/rounds/test_pool.py",
    "submitted-answer:view-earlier": "tests/assessments/test_desk.py",
    "verdict:take-over": "tests/assessments/test_taking_over.py",
    "finding-link:view": "tests/findings/test_joining.py",
    "finding-link:remove": "tests/findings/test_joining.py",
    "finding-request:view": "tests/api/test_findings.py",
    "plan-step-note:view": "tests/findings/test_life.py",
    "rectification:know": "tests/sharing/test_rectifying.py",
    "reassessment:know": "tests/sharing/test_reassessing.py",
    "reassessment:view": "tests/sharing/test_reassessing.py",
    "rectification:view": "tests/sharing/test_rectifying.py",
    "dossier:open-thread": "tests/isolation/test_smuggling.py",
    "dossier:open-thread-reviewers": "tests/isolation/test_smuggling.py",
    "notice-choice:view": "tests/isolation/test_twins.py",
    "notice-preference:view": "tests/isolation/test_twins.py",
}
"""Permissions on what holds no words, or that what is sent decides on: other tests let them fall."""

UNHEARD = {
    "finding-event:view",
    "finding:view-earlier",
    "former-employer:view",
    "verdict:take-over",
    "notice-choice:view",
    "notice-preference:view",
    "question-task:take-back",
    "reassessment:know",
    "reassessment:view",
    "rectification:know",
}
"""Those of notices are let fail by the twin worlds, the others by the tests of `ELSEWHERE` and test_together."""


def test_each_permission_matters(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    tried = access.registry.keys() - BY_HAND - FOLLOWS.keys() - ELSEWHERE.keys()
    survived = {name for name in tried if mutator.survives_falling(name)}
    report([f"{name} may hold for everybody and nobody notices" for name in survived])


def test_each_permission_is_missed(oracle: Oracle, hunted: Hunt) -> None:
    mutator = Mutator(oracle, hunted)
    unmissed = {name for name in access.registry.keys() - UNHEARD if mutator.survives_failing(name)}
    report([f"{name} may hold for nobody and nobody notices" for name in unmissed])


def test_the_lists_name_permissions_that_are() -> None:
    named = FOLLOWS.keys() | ELSEWHERE.keys() | UNHEARD
    assert named - access.registry.keys() == set()
