# SPDX-License-Identifier: EUPL-1.2
"""Each form of a page is sent by somebody it is for, and the same form by people it is not for."""

from collections.abc import Iterator
from zlib import crc32

from tests.isolation.acts import LET_IN, NOT_LET_IN, UNTRACED, Act, writing_pages
from tests.isolation.extent import ALL, FULL
from tests.isolation.hunt import Asked, Hunt, ask_one
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, places

TRIES, MORE = 10, 4
"""So often a form is tried before one that only the state of its object refuses will do; and once one has succeeded."""
OBJECTS = ALL if FULL else 1
"""On so many objects a form is sent and forged."""
FORGERS = ALL if FULL else 3
"""So many people who come through the door of the route with an object of their own forge it."""
TURNED_AWAY = ALL if FULL else 1
"""So many whom the door refuses whatever the object try it too, first who sees the object."""


def forge(oracle: Oracle, hunt: Hunt) -> None:
    """Send and forge the forms of all pages; what is written is undone."""
    silent = set()
    for endpoint, tries in possible(oracle, hunt).items():
        sent = send(oracle, hunt, tries)
        if not sent:
            silent.add(endpoint)
        for each in sent or [ask_one(oracle, hunt, act.actor, act.place, act) for act in tries[:1]]:
            for other in forgers(oracle, each.place):
                ask_one(oracle, hunt, other, each.place, each.act)
    hunt.faults += [
        f"{each}: nobody is let in with a filled form (GIVEN in acts.py)" for each in silent - set(NOT_LET_IN)
    ]
    hunt.faults += [f"{each}: somebody is let in, take it from NOT_LET_IN" for each in set(NOT_LET_IN) - silent]


def possible(oracle: Oracle, hunt: Hunt) -> dict[str, list[Act]]:
    """By route of a page the acts to try, the offered ones first."""
    found: dict[str, list[Place]] = {}
    for group in places(oracle.app, oracle.scene, frozenset(("POST",))):
        for place in group:
            found.setdefault(place.endpoint, []).append(place)
    return {each: hunt.acts.of(each, found.get(each, [])) for each in writing_pages(oracle.app)}


def send(oracle: Oracle, hunt: Hunt, acts: list[Act]) -> list[Asked]:
    """Forms on different objects that write something; failing those, one that only its object's state refuses."""
    done: dict[str, Asked] = {}
    waiting: list[Asked] = []
    for act in _each_once(acts, done, waiting):
        made = ask_one(oracle, hunt, act.actor, act.place, act)
        if made.is_traced or (made.status < 400 and act.place.endpoint in UNTRACED):
            done[str(act.place)] = made
        elif made.status in LET_IN:
            waiting.append(made)
    return [*done.values()] or waiting[:1]


def _each_once(acts: list[Act], done: dict[str, Asked], waiting: list[Asked]) -> Iterator[Act]:
    """What is worth trying after all that was done: no person twice on an object, no object whose state refused two."""
    tried: set[tuple[str, str]] = set()
    for act in acts:
        if len(done) == OBJECTS or len(tried) >= (MORE if done else TRIES if waiting else ALL):
            return
        here = str(act.place)
        if (
            here not in done
            and (act.actor, here) not in tried
            and [str(each.place) for each in waiting].count(here) < 2
        ):
            tried.add((act.actor, here))
            yield act


def forgers(oracle: Oracle, place: Place) -> list[str]:
    """People it is not for, other ones for each address."""
    people = sorted(oracle.scene.sessions)
    turn = crc32(str(place).encode()) % len(people)
    others = [each for each in (*people[turn:], *people[:turn]) if each not in place.audience]
    shut = [each for each in others if oracle.is_shut(each, place.endpoint)]
    shut.sort(key=lambda each: each not in place.seen)
    return [*[each for each in others if each not in shut][:FORGERS], *shut[:TURNED_AWAY]]
