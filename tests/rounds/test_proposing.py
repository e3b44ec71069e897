# SPDX-License-Identifier: EUPL-1.2
"""Whom to propose: always two of two organisations, the best in knowledge and room, never by chance."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.rounds.proposing import Reviewer, Task, beside, choice_of, is_away, propose, propose_all

THEMES = ("toegang", "continuiteit", "incidenten", "keten")


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def someone(number: int, organisation: int, *themes: str, in_hand: int = 0, capacity: int = 3) -> Reviewer:
    return Reviewer(key(number), key(number), key(organisation), frozenset(themes), frozenset(), in_hand, capacity)


TASK = Task(key(900), frozenset(THEMES), "documents", frozenset(("Clouddiensten", "Algemeen")))
MANY = st.lists(
    st.builds(
        Reviewer,
        key=st.integers(1, 40).map(key),
        user_id=st.integers(1, 12).map(key),
        organisation_id=st.integers(100, 104).map(key),
        themes=st.frozensets(st.sampled_from(THEMES)),
        categories=st.frozensets(st.sampled_from(("documents", "taxes"))),
        in_hand=st.integers(0, 4),
        capacity=st.integers(1, 4),
        segments=st.frozensets(st.sampled_from(("Clouddiensten", "Algemeen"))),
    ),
    max_size=9,
    unique_by=lambda each: each.key,
)


@settings(max_examples=60, deadline=None)
@given(MANY)
def test_any_proposal_is_two_people_of_two_organisations_with_the_most_room(people: list[Reviewer]) -> None:
    pairs = [
        (one, two)
        for one, two in combinations(people, 2)
        if one.user_id != two.user_id and one.organisation_id != two.organisation_id
    ]
    found = propose(TASK, people)
    assert (found is None) == (not pairs)
    if found is None:
        return
    one, two = found.pair
    assert {one.reviewer, two.reviewer} in [set(each) for each in pairs]
    least = min(first.is_full + second.is_full for first, second in pairs)
    assert one.is_over + two.is_over == least  # over capacity only when nobody else is left
    assert propose(TASK, list(reversed(people))) == found


@settings(max_examples=25, deadline=None)
@given(MANY, st.integers(1, 5), st.data())
def test_many_at_once_keep_to_who_is_offered_and_to_the_room(
    people: list[Reviewer], number: int, data: st.DataObject
) -> None:
    tasks = [Task(key(900 + each), frozenset(THEMES)) for each in range(number)]
    some = st.lists(st.sampled_from(people), unique_by=lambda each: each.key) if people else st.just([])
    offered = {each.dossier_id: data.draw(some) for each in tasks}
    found = propose_all(tasks, offered)
    given_now: dict[uuid.UUID, int] = {}
    for each in found:
        assert {choice.reviewer.key for choice in each.pair} <= {one.key for one in offered[each.dossier_id]}
        for choice in each.pair:
            given_now[choice.reviewer.user_id] = given_now.get(choice.reviewer.user_id, 0) + 1
    for each in found:
        for choice in each.pair:
            before = next(one for one in people if one.key == choice.reviewer.key)
            assert before.in_hand <= choice.reviewer.in_hand < before.in_hand + given_now[before.user_id]
            assert choice.is_over == (choice.reviewer.in_hand >= before.capacity)
    assert propose_all(tasks, offered) == found


def test_knowledge_and_room_are_weighed() -> None:
    knows, idle, busy = someone(1, 1, *THEMES), someone(2, 2), someone(3, 3, *THEMES, in_hand=1)
    found = propose(TASK, [idle, busy, knows])
    assert found is not None
    assert [each.reviewer for each in found.pair] == [knows, busy]  # a third of the room weighs less than all themes
    assert (found.pair[0].known, found.pair[0].asked) == (4, 4)
    full = someone(3, 3, *THEMES, in_hand=3)
    assert [each.reviewer for each in propose(TASK, [idle, full, knows]).pair] == [knows, idle]  # type: ignore[union-attr]  # a pair is there


def test_the_second_knows_what_the_first_does_not() -> None:
    first, same, other = someone(1, 1, "toegang", "keten"), someone(2, 2, "toegang"), someone(3, 3, "incidenten")
    found = beside(TASK, first, [same, other])
    assert found is not None and found.reviewer == other
    assert beside(TASK, first, [someone(4, 1, *THEMES)]) is None


def test_people_of_vng_come_last() -> None:
    of_vng = replace(someone(1, 1, *THEMES), is_reserve=True)
    one, two = someone(2, 2), someone(3, 3)
    assert [each.reviewer for each in propose(TASK, [of_vng, one, two]).pair] == [one, two]  # type: ignore[union-attr]  # a pair is there
    assert propose(TASK, [of_vng, one]).pair[1].reviewer == of_vng  # type: ignore[union-attr]  # a pair is there


def test_the_category_counts() -> None:
    one, two = someone(1, 1), Reviewer(key(9), key(9), key(2), frozenset(), frozenset(("documents",)), 0, 3)
    other = someone(3, 3)
    assert propose(TASK, [one, other, two]).pair[0].reviewer == two  # type: ignore[union-attr]  # a pair is there
    assert choice_of(TASK, two).knows_category and not choice_of(Task(key(1), frozenset()), two).knows_category


def test_several_dossiers_spread_over_people() -> None:
    people = [someone(number, number, *THEMES, capacity=2) for number in range(1, 5)]
    tasks = [Task(key(900 + each), frozenset(THEMES)) for each in range(4)]
    found = propose_all(tasks, {each.dossier_id: people for each in tasks})
    assert [each.dossier_id for each in found] == [each.dossier_id for each in tasks]
    assert sorted(choice.reviewer.key for each in found for choice in each.pair) == sorted(
        each.key for each in people for _twice in range(2)
    )


TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("first", "last", "is_out"),
    [
        (0, 3, True),  # away today
        (-5, -1, False),  # back again
        (10, 14, False),  # five of sixty days
        (10, 45, True),  # more than half of them
        (58, 90, False),  # nearly all of it after the term
    ],
)
def test_who_is_away_too_long(first: int, last: int, is_out: bool) -> None:
    away = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    assert is_away(away, TODAY, TODAY + timedelta(days=59)) is is_out
    assert not is_away(None, TODAY, TODAY)


def test_the_segments_of_the_answers_count_when_all_else_is_equal() -> None:
    knows = replace(someone(9, 2), segments=frozenset(("Clouddiensten",)))
    people = [someone(1, 1, *THEMES), someone(2, 2), knows]
    found = propose(TASK, people)
    assert found is not None and knows in [each.reviewer for each in found.pair]
    choice = choice_of(TASK, knows)
    assert (choice.known_segments, choice.asked_segments) == (1, 2)
    same = propose(replace(TASK, segments=frozenset()), people)
    assert same is not None and knows not in [each.reviewer for each in same.pair]
