# SPDX-License-Identifier: EUPL-1.2
"""With every permission in Python always true, the walls of PostgreSQL still keep apart what must never meet (ADR 17):
supplier from supplier, gemeente from gemeente, supplier from use."""

from collections.abc import Collection, Iterator

from samencontroleren.core import access
from tests.isolation.canaries import SUPPLIERS, Canary, Scene, gemeente, readers, supplier
from tests.isolation.extent import FULL
from tests.isolation.hunt import report
from tests.isolation.mutation import fallen
from tests.isolation.oracle import Oracle, found_in
from tests.isolation.places import Place, places
from tests.support.turns import one_in_turn

READING = frozenset(("GET",))
SIDES = {"submitter1": supplier(1), "contributor2": supplier(2), "ciso1": gemeente(1), "ciso2": gemeente(2)}
"""Who asks, and who stands on the same side."""
PERSONAL = ("name of ", "address of ", "device of ")
"""Names of people and gemeenten stand in tables that are read before it is known who acts."""
NAMED = ("notifications.", "organisations", "rights.")
"""Where the name of a supplier comes from its organisation, which is such a table too."""


def behind(scene: Scene, actor: str) -> dict[str, str]:
    """The canaries behind the wall of this actor: of another supplier; of the use of a gemeente not its own."""
    own = SIDES[actor]
    others = SUPPLIERS - own if actor in SUPPLIERS else frozenset()
    return {
        word: each.where
        for word, each in scene.canaries.items()
        if not each.may & own and not _is_personal(each.where) and (each.must & others or _is_of_one_gemeente(each))
    }


def _is_personal(where: str) -> bool:
    return where.startswith(PERSONAL) and not where.startswith(("name of product", "name of supplier"))


def _is_of_one_gemeente(canary: Canary) -> bool:
    return any(canary.must and canary.must <= readers(number) for number in (1, 2, 3))


def asked_places(oracle: Oracle, actor: str, only: Collection[str]) -> Iterator[Place]:
    """Every list, and of every kind an object of others; of some routes all objects when these are named."""
    for found in places(oracle.app, oracle.scene, READING):
        others = [each for each in found if each.thing is None or actor not in each.audience]
        if only:
            yield from (each for each in others if each.endpoint in only)
        else:
            yield from others[:1]


def crossed(oracle: Oracle, actors: Collection[str], only: Collection[str] = ()) -> tuple[list[str], int]:
    """What crossed the walls, in words, and how many pages there were to read."""
    said, shown = list[str](), 0
    for actor in actors:
        hidden = behind(oracle.scene, actor)
        for place in asked_places(oracle, actor, only):
            with oracle.forgotten():
                answer = oracle.ask(actor, place)
            shown += answer.status_code == 200
            met = {hidden[word] for word in found_in(answer) & hidden.keys()}
            said += [f"{place}: {actor} reads {each}" for each in met if not _is_known_name(place, each)]
    return said, shown


def _is_known_name(place: Place, where: str) -> bool:
    return where.startswith("name of supplier") and place.endpoint.startswith(NAMED)


def test_nothing_crosses_the_walls_when_no_permission_holds_anything_back(oracle: Oracle) -> None:
    """A wall knows sides, not people: of the suppliers and of the gemeenten one asks, another each day."""
    suppliers = [each for each in SIDES if each in SUPPLIERS]
    gemeenten = [each for each in SIDES if each not in SUPPLIERS]
    pair = [*one_in_turn(suppliers, "suppliers"), *one_in_turn(gemeenten, "gemeenten")]
    with fallen(*access.registry, are_walls_up=True):
        said, shown = crossed(oracle, SIDES if FULL else pair)
    report(said)
    assert shown > 50, "too few pages opened to say anything"


TELLING = {
    "vendors.product": "name of product",
    "evidence_api.list_documents": "proof",
    "responses_api.get_answer": "answer",
    "usage.show": "process of use",
    "threads.show": "message",
    "results_api.list_verdicts": "verdict",
}
"""A route, and what it shows of others when the walls are down too."""


def test_all_of_it_crosses_when_the_walls_are_down(oracle: Oracle) -> None:
    with fallen(*access.registry):
        said, _shown = crossed(oracle, SIDES, TELLING)
    for endpoint, shown in TELLING.items():
        assert any(endpoint in each and shown in each for each in said), endpoint
