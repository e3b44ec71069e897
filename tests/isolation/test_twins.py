# SPDX-License-Identifier: EUPL-1.2
"""Two worlds that differ only in others' secrets give equal answers (counts, order and length included)."""

from datetime import UTC, datetime

import pytest

from samencontroleren.core import clock
from tests.isolation.extent import ALL, FULL, READING, SLOW, is_whole
from tests.isolation.hunt import report
from tests.isolation.mutation import failed, fallen
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, chosen, places
from tests.isolation.twins import TWINS, choose, differing, said, twin
from tests.support.turns import one_in_turn

pytestmark = pytest.mark.database

OWN_EACH = ALL if FULL else 1
"""So many objects of one's own per route."""


@pytest.fixture(autouse=True)
def _still(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still once the scene is there: no answer differs because it came later."""
    moment = datetime.now(UTC)
    monkeypatch.setattr(clock, "real_now", lambda: moment)


NEW_EACH_TIME = frozenset(("accounts.own_app", "results_api.get_bundle", "sharing.bundle"))
"""Shows a new secret or signature, whoever asks."""


def reading(oracle: Oracle, actor: str) -> list[Place]:
    """What somebody reads in both worlds: also an object of others, one of the three in turn (it is like none at all).

    On SQLite lists alone, where counts and order are; each of them is read by one of the three, another each day.
    """
    groups = (
        group
        for group in places(oracle.app, oracle.scene, READING)
        if group and group[0].endpoint not in SLOW.keys() | NEW_EACH_TIME
    )
    if not is_whole(oracle.kind):
        lists = (group[0] for group in groups if group[0].thing is None)
        return [each for each in lists if actor in one_in_turn(TWINS, each.endpoint)]
    return [place for group in groups for place in chosen(group, actor, OWN_EACH, _others(oracle, actor, group[0]))]


def _others(oracle: Oracle, actor: str, place: Place) -> int:
    is_asking = not oracle.is_shut(actor, place.endpoint) and actor in one_in_turn(TWINS, place.endpoint)
    return 1 if FULL or is_asking else 0


@pytest.mark.parametrize("actor", TWINS)
def test_others_secrets_make_no_difference(oracle: Oracle, actor: str) -> None:
    report(differing(oracle, actor, reading(oracle, actor)))


def test_to_others_it_is_another_world(oracle: Oracle) -> None:
    """Whoever may see what changed does see it; else equal answers would say nothing."""
    for person, path in (("coordinator", "/vragenlijsten"), ("contributor2", "/bewijs"), ("owner3", "/gebruik")):
        place = Place("list", "GET", path, None)
        here = said(oracle.ask(person, place))
        with twin(oracle, "submitter1"):
            assert said(oracle.ask(person, place)) != here, path


@pytest.mark.parametrize("permission", ["notice-choice:view", "notice-preference:view"])
def test_it_hears_a_permission_that_holds_no_words(oracle: Oracle, permission: str) -> None:
    """What others chose shows in one's own choices when it falls; one's own choice is gone when it fails."""
    place = Place("notifications.preferences", "GET", "/berichten/voorkeuren", None)
    assert differing(oracle, "submitter1", [place]) == []
    with fallen(permission):
        assert differing(oracle, "submitter1", [place]) != []
    with oracle.app.app_context(), oracle.app.extensions["database"].unit():
        choose(oracle, "buyer1")
    usual = said(oracle.ask("buyer1", place))
    with failed(permission):
        assert said(oracle.ask("buyer1", place)) != usual
