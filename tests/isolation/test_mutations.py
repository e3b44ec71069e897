# SPDX-License-Identifier: EUPL-1.2
"""The oracle sees what it should: each great permission replaced by "always" makes it speak up.

Some permissions stand behind others. Those are opened first (`behind`), and the oracle must stay silent about what
the inner one still keeps; only when that falls too, it speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.isolation.mutation import fallen
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, places

pytestmark = pytest.mark.database


@dataclass(frozen=True)
class Mutation:
    """A permission that falls, a person at a route, the object asked (end of its label), and what then shows."""

    permission: str
    endpoint: str
    actor: str
    thing: str
    about: str
    behind: Sequence[str] = ()

    def __str__(self) -> str:
        return self.permission


RELEASE = ("release:view-verdicts",)
DOSSIER = ("dossier:view", "dossier:read-assessment", "submitted-answer:view")
PEOPLE = ("organisation:view", "organisation:invite")

MUTATIONS = (
    Mutation("vendor:view", "vendors.show", "submitter2", "vendor 1", "name of supplier 1"),
    Mutation("product:view", "vendors.product", "submitter2", "product 1a", "description of product 1a"),
    Mutation("dossier:view", "rounds.dossier", "submitter2", "dossier 1a", "name of product 1a"),
    Mutation("document:view", "evidence.show", "submitter1", "submitted proof 2", "submitted proof 2: title"),
    Mutation("answer:view", "responses_api.get_answer", "submitter1", "working answer 3a", "answer 3"),
    Mutation("usage:view", "usage.show", "ciso2", "usage 1", "process of use 1"),
    Mutation("flag:view", "supplychain.show", "submitter2", "flag 1", "name of product 1a"),
    Mutation("contact:view", "vendors.show", "buyer1", "vendor 2", "name of contact 2"),
    Mutation("membership:view", "accounts.people_of", "ciso2", "gemeente 1", "name of buyer1", PEOPLE),
    Mutation("verdict:view", "assessments.differences", "reviewer3", "1a", "differing verdict", DOSSIER),
    Mutation("term-request:view", "rounds_api.list_requests_of_dossier", "reviewer1", "1a", "request", DOSSIER[:1]),
    Mutation("finding:view", "findings.show", "submitter2", "finding 1a P-2", "name of product 1a"),
    Mutation("finding:read", "findings.show", "submitter2", "finding 1a P-2", "name of product 1a"),
    Mutation("plan-step-owner:view", "findings.show", "coordinator", "finding 1a P-2", "owner of a step 1"),
    Mutation("thread:view", "threads.show", "submitter1", "inside supplier 2", "inside supplier 2: message"),
    Mutation("thread-message:view", "threads.show", "submitter1", "question published", "published: asked words"),
    Mutation("merger:view", "organisations.merger", "coordinator", "planned", "ground of a merger"),
    Mutation("supplier-change:view", "vendors.change_plan", "coordinator", "planned", "reason of a takeover"),
    Mutation("mandate:view", "organisations.show", "coordinator", "gemeente 3", "agreement of a mandate"),
    Mutation("parameter:view", "parameters.show", "buyer1", "termijn-aanvulling", "reason of setting"),
    Mutation("api-client:view", "accounts.api_client", "admin2", "of gemeente 1", "name of an API client"),
    Mutation("released-verdict:view", "results_api.list_verdicts", "ciso2", "1 product", "verdict 1", RELEASE),
    Mutation("released-answer:view", "results_api.list_answers", "ciso2", "1 product", "released answer 1", RELEASE),
)


def place_of(oracle: Oracle, endpoint: str, label: str) -> Place:
    """The address of a route for one object."""
    found = [each for group in places(oracle.app, oracle.scene, frozenset(("GET",))) for each in group]
    return next(each for each in found if each.endpoint == endpoint and each.thing and each.thing.label.endswith(label))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_the_oracle_speaks_when_a_permission_falls(oracle: Oracle, mutation: Mutation) -> None:
    place = place_of(oracle, mutation.endpoint, mutation.thing)
    with fallen(*mutation.behind):
        assert not leaked(oracle, mutation, place)
        with fallen(mutation.permission):
            assert leaked(oracle, mutation, place)


def leaked(oracle: Oracle, mutation: Mutation, place: Place) -> list[str]:
    """What the oracle says of the canaries this is about."""
    found = oracle.leaks(mutation.actor, place, oracle.ask(mutation.actor, place))
    return [each for each in found if mutation.about in each]


def test_the_oracle_speaks_when_a_layer_opens(oracle: Oracle) -> None:
    """`release:view-verdicts` alone shows nothing, but opens an address that is not for this reader."""
    place = place_of(oracle, "results_api.list_verdicts", "1 product")
    assert oracle.wrongly_opened("ciso2", place, oracle.ask("ciso2", place)) == []
    with fallen(*RELEASE):
        assert oracle.wrongly_opened("ciso2", place, oracle.ask("ciso2", place)) != []
