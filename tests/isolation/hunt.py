# SPDX-License-Identifier: EUPL-1.2
"""The hunt: everybody asks every route, for objects of their own and of others, and what each answer stood on.

It is done once per worker and kind of database. What it remembers of each request (the permissions that were
consulted, the canaries that were met) tells the mutations where a permission can matter at all.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from samencontroleren.core import access
from tests.isolation.acts import Act, Acts
from tests.isolation.extent import ACTORS, ALL, OUTSIDE_EACH, READING, WRITERS, WRITING, WRITTEN_EACH, is_whole, turns
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place


@dataclass(frozen=True)
class Asked:
    """One request of the hunt: who, where, the answer's status, what it consulted, and which canaries it showed."""

    actor: str
    place: Place
    status: int
    consulted: frozenset[str]
    words: frozenset[str]
    act: Act | None = None
    """The filled form that was sent, perhaps one that was offered to somebody else."""
    is_traced: bool = False
    """Whether what it wrote left a row in the trail."""


@dataclass
class Hunt:
    """All that was asked, the forms that were met, and all that went wrong."""

    acts: Acts
    rows: int
    """So many rows wait in the trail of the scene itself."""
    asked: list[Asked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def report(faults: list[str]) -> None:
    """Fail with all that was found, one per line."""
    if faults:
        pytest.fail("\n".join(sorted(set(faults))), pytrace=False)


@contextmanager
def consulting() -> Iterator[set[str]]:
    """The names of the permissions that are consulted while this is open."""
    seen: set[str] = set()
    usual = access.Permission.__call__

    def noted(self: access.Permission[Any], actor: access.Actor) -> Any:
        seen.add(self.name)
        return usual(self, actor)

    access.Permission.__call__ = noted  # type: ignore[method-assign]  # watched from outside
    try:
        yield seen
    finally:
        access.Permission.__call__ = usual  # type: ignore[method-assign]  # watched from outside


def hunt(oracle: Oracle) -> Hunt:
    """Everybody reads everywhere and sends what is valid to the API; whoever is entitled to a word has met it.

    Forms are the work of `forging`, that fills them in; a visitor, who has no session to forge with, sends them empty.
    """
    done = Hunt(Acts(oracle.app, oracle.scene), oracle.traced())
    ask_all(oracle, done, ACTORS, READING, ALL, OUTSIDE_EACH)
    done.faults += oracle.unmet(ACTORS) if is_whole(oracle.kind) else []
    ask_all(oracle, done, WRITERS, WRITING, WRITTEN_EACH, OUTSIDE_EACH)
    return done


def ask_all(
    oracle: Oracle, hunt: Hunt, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int
) -> None:
    """Everybody asks everything; nothing that is written stays."""
    for actor, place in turns(oracle, actors, methods, inside, outside):
        ask_one(oracle, hunt, actor, place)


def ask_one(oracle: Oracle, hunt: Hunt, actor: str, place: Place, act: Act | None = None) -> Asked:
    """One request, looked at and remembered; what it writes is looked at too and undone."""
    sent = act.sent(oracle.scene) if act else None
    with oracle.forgotten(), consulting() as seen:
        answer = oracle.ask(actor, place, sent)
        is_done = place.method != "GET" and answer.status_code < 400
        is_traced = is_done and oracle.traced() > hunt.rows
        hunt.faults += [f"{place}: {each}" for each in oracle.spills()] if act and is_done else []
    seen |= declared(oracle, place)
    hunt.faults += oracle.leaks(actor, place, answer) + oracle.faults(actor, place, answer, is_filled=act is not None)
    hunt.acts.gather(actor, place, answer)
    made = Asked(actor, place, answer.status_code, frozenset(seen), oracle.words, act, is_traced)
    hunt.asked.append(made)
    return made


def declared(oracle: Oracle, place: Place) -> set[str]:
    """The permissions that the route stands on."""
    try:
        return {each.name for each in oracle.needed(place.endpoint)}
    except LookupError:
        return set()
