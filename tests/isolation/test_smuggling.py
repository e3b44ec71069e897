# SPDX-License-Identifier: EUPL-1.2
"""Keys of other people's objects in what is sent: in a form, a query or the body of an API call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.isolation.canaries import Scene
from tests.isolation.mutation import fallen
from tests.isolation.oracle import REFUSED, Oracle
from tests.isolation.places import Place
from tests.support.story import subject

pytestmark = pytest.mark.database


@dataclass(frozen=True)
class Attempt:
    """Somebody sends keys that are not theirs."""

    name: str
    actor: str
    path: Callable[[Scene], str]
    sent: Callable[[Scene], dict[str, Any]] = field(default=lambda _scene: {})
    held_by: str = ""
    """The permission that alone refuses it."""

    def __str__(self) -> str:
        return self.name


def key_of(scene: Scene, label: str) -> str:
    """The key of an object by the whole of its label."""
    found = [each for group in scene.things.values() for each in group if each.label == label]
    return str(found[0].args["key"])


def asked(scene: Scene, code: str) -> str:
    """The key of a requirement's wording."""
    return str(scene.world.requirement_versions[code])


def thread(scene: Scene, audience: str) -> dict[str, Any]:
    """A conversation about product 2a."""
    place = {"dossierId": str(scene.told[subject(1, 0)]), "vraagId": asked(scene, "P-1")}
    return {"doelgroep": audience, "titel": "Vraag", "tekst": "Tekst", **place}


ATTEMPTS = (
    Attempt(
        "a supplier's conversation among its reviewers",
        "contributor2",
        lambda _scene: "/api/v1/gesprekken",
        lambda scene: thread(scene, "beoordelaars"),
        "dossier:open-thread-reviewers",
    ),
    Attempt(
        "a releasing officer's conversation with a supplier",
        "releaser",
        lambda _scene: "/api/v1/gesprekken",
        lambda scene: thread(scene, "leverancier-vng-beoordelaars"),
        "dossier:open-thread",
    ),
    Attempt(
        "another supplier's document under one's own answer",
        "contributor3",
        lambda scene: f"/dossiers/{scene.told[subject(2, 0)]}/antwoorden/{asked(scene, 'P-1')}/bewijs",
        lambda scene: {"document_id": key_of(scene, "document submitted proof 2")},
    ),
    Attempt(
        "an answer in another supplier's dossier",
        "contributor3",
        lambda _scene: "/api/v1/antwoorden",
        lambda scene: {
            "dossierId": str(scene.told[subject(0, 0)]),
            "eisId": asked(scene, "P-1"),
            "waarde": {"choice": "meets", "explanation": "Van een ander."},
        },
    ),
    Attempt(
        "a requirement of the supplier's dossier in that of the product",
        "contributor3",
        lambda _scene: "/api/v1/antwoorden",
        lambda scene: {
            "dossierId": str(scene.told[subject(2, 0)]),
            "eisId": asked(scene, "V-2"),
            "waarde": {"text": "Hoort hier niet."},
        },
    ),
    Attempt(
        "a switch to somebody else's membership",
        "buyer1",
        lambda _scene: "/wissel",
        lambda scene: {"membership_id": str(scene.world["coordinator"].membership_id)},
    ),
    Attempt(
        "a switch to an ended membership",
        "former",
        lambda _scene: "/wissel",
        lambda scene: {"membership_id": str(scene.world["former"].membership_id)},
    ),
    Attempt(
        "another's session ended",
        "buyer1",
        lambda scene: f"/profiel/sessies/{key_of(scene, 'session of submitter1')}/uitloggen",
    ),
)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_keys_of_others_are_refused_wherever_they_are_sent(oracle: Oracle, scene: Scene, attempt: Attempt) -> None:
    place = Place("smuggled", "POST", attempt.path(scene), None)
    with oracle.forgotten():
        answer = oracle.ask(attempt.actor, place, attempt.sent(scene))
    assert answer.status_code in (400, 403, 404, 422), answer.get_data(as_text=True)[:500]
    assert oracle.leaks(attempt.actor, place, answer) == []


@pytest.mark.parametrize("attempt", [each for each in ATTEMPTS if each.held_by], ids=str)
def test_one_permission_alone_refuses_it(oracle: Oracle, scene: Scene, attempt: Attempt) -> None:
    """When it falls no right says no any more; the state of the dossier still may."""
    place = Place("smuggled", "POST", attempt.path(scene), None)
    with oracle.forgotten(), fallen(attempt.held_by):
        assert oracle.ask(attempt.actor, place, attempt.sent(scene)).status_code not in REFUSED
