# SPDX-License-Identifier: EUPL-1.2
"""What a run leaves out it leaves out for a reason: somebody else is answered alike, and comes by on another day."""

import pytest

from tests.isolation.canaries import OUTSIDE
from tests.isolation.extent import ACTORS, ALL, READING, VISITOR, covering, everything, facets, relation, waiting
from tests.isolation.mutation import fallen
from tests.isolation.oracle import Oracle
from tests.isolation.places import places
from tests.support.turns import one_and_one_in_turn, one_in_turn


def test_all_come_by_in_as_many_days_as_there_are() -> None:
    found = ["a", "b", "c"]
    assert sorted(one_in_turn(found, "x", day)[0] for day in (7, 8, 9)) == found
    always = {each for each in found if all(each in one_and_one_in_turn(found, "x", day) for day in range(9))}
    assert len(always) == 1
    assert {each for day in (7, 8) for each in one_and_one_in_turn(found, "x", day)} == set(found)


def test_nobody_is_chosen_of_nobody() -> None:
    assert one_in_turn([], "x") == one_and_one_in_turn([], "x") == []
    assert one_and_one_in_turn(["a"], "x") == ["a"]


def test_each_route_is_asked_by_a_visitor_and_by_whom_its_door_refuses(oracle: Oracle) -> None:
    for group in (each for each in places(oracle.app, oracle.scene, READING) if each):
        away, endpoint = waiting(oracle, ACTORS, group[0]), group[0].endpoint
        shut = [each for each in ACTORS if oracle.is_shut(each, endpoint)]
        assert VISITOR not in away
        assert away <= {*shut, *OUTSIDE}, endpoint
        assert len(set(shut) - away) == min(2, len(shut)), endpoint


def test_nobody_waits_at_a_door_that_opens_too_far(oracle: Oracle) -> None:
    """So that a permission that holds for too many is asked by all of them."""
    place = next(each[0] for each in places(oracle.app, oracle.scene, READING) if each[0].endpoint == "usage.show")
    usual = waiting(oracle, ACTORS, place)
    with fallen("usage:view"):
        assert waiting(oracle, ACTORS, place) < usual
        assert waiting(oracle, ACTORS, place) <= OUTSIDE


@pytest.mark.sqlite
def test_the_part_on_sqlite_meets_each_route_object_and_person_in_each_relation(oracle: Oracle) -> None:
    whole = list(everything(oracle, ACTORS, READING, ALL, 1))
    part = list(covering(oracle, whole))
    met, there = ({f for a, p in turns for f in facets(a, p, relation(oracle, a, p))} for turns in (part, whole))
    assert met == there
    assert len(part) < len(whole) / 2
