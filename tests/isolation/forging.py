# SPDX-License-Identifier: EUPL-1.2
"""Each form of a page is sent by somebody it is for, and the same form by people it is not for."""

from zlib import crc32

from tests.isolation.acts import LET_IN, NOT_LET_IN, Act, writing_pages
from tests.isolation.hunt import ALL, FULL, Asked, Hunt, ask_one
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, places

TRIES = 10
"""So often a form is tried before one that only the state of its object refuses will do."""
OBJECTS = ALL if FULL else 2
"""On so many objects a form is sent and forged."""
FORGERS = ALL if FULL else 2
"""So many people who come through the door of the route with an object of their own forge it; and two who do not,
first who sees the object."""


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


def send(oracle: Oracle, hunt: Hunt, tries: list[Act]) -> list[Asked]:
    """Forms on different objects that succeed; failing those, one that only the state of its object refuses."""
    done: dict[str, Asked] = {}
    waiting: list[Asked] = []
    for number, act in enumerate(tries):
        if len(done) == OBJECTS or (number >= TRIES and (done or waiting)):
            break
        if str(act.place) not in done:
            made = ask_one(oracle, hunt, act.actor, act.place, act)
            if made.status < 400:
                done[str(act.place)] = made
            elif made.status in LET_IN:
                waiting.append(made)
    return [*done.values()] or waiting[:1]


def forgers(oracle: Oracle, place: Place) -> list[str]:
    """People it is not for, other ones for each address."""
    people = sorted(oracle.scene.sessions)
    turn = crc32(str(place).encode()) % len(people)
    others = [each for each in (*people[turn:], *people[:turn]) if each not in place.audience]
    shut = [each for each in others if oracle.is_shut(each, place.endpoint)]
    shut.sort(key=lambda each: each not in place.seen)
    return [*[each for each in others if each not in shut][:FORGERS], *shut[:2]]
