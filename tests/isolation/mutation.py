# SPDX-License-Identifier: EUPL-1.2
"""Permissions that fall (hold for everybody and everything) or fail (hold for nobody), and what the oracle then says.

A permission can only matter where it was consulted, so only those requests of the hunt are asked again.

Falls: where others stand behind it, all that the request consults on its way falls, once with and once without the
permission itself: when the oracle then says more with it, this permission alone still held something back.

Fails: somebody it is for is refused, or no longer meets a word that is theirs.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import false, true
from werkzeug.test import TestResponse

from samencontroleren.core import access, web
from samencontroleren.core.sides import SYSTEM
from samencontroleren.organisations.actor import Actor
from tests.isolation.acts import LET_IN
from tests.isolation.extent import FULL
from tests.isolation.hunt import Asked, Hunt, consulting, declared
from tests.isolation.oracle import REFUSED, Oracle

Condition = Callable[[Any], Any]
DEPTH = 3
"""So often what a request consults once others have fallen is let fall too."""


@contextmanager
def mutated(make: Condition, *names: str, are_walls_up: bool = False) -> Iterator[None]:
    """The conditions of these permissions replaced; the walls of PostgreSQL are down meanwhile, since they would keep
    back what the permissions no longer do."""
    kept, side = {name: access.registry[name].condition for name in names}, Actor.side
    can_hold = web._can_hold
    try:
        _set(dict.fromkeys(names, make))
        # what can hold at all is kept per condition, also of those that stand on this one
        web._can_hold = lru_cache(maxsize=4096)(can_hold.__wrapped__)
        if not are_walls_up:
            Actor.side = property(lambda _actor: SYSTEM)  # type: ignore[misc]  # broken on purpose
        yield
    finally:
        _set(kept)
        web._can_hold = can_hold  # what it knew is true again
        Actor.side = side  # type: ignore[misc]  # broken on purpose


def _set(conditions: dict[str, Condition]) -> None:
    for name, condition in conditions.items():
        object.__setattr__(access.registry[name], "condition", condition)


def fallen(*names: str, are_walls_up: bool = False) -> Any:
    """These permissions hold for everybody and everything."""
    return mutated(lambda _actor: true(), *names, are_walls_up=are_walls_up)


def failed(*names: str) -> Any:
    """These permissions hold for nobody and nothing."""
    return mutated(lambda _actor: false(), *names)


class Said(NamedTuple):
    """What the oracle says of a request, and which permissions it consulted."""

    faults: frozenset[str]
    consulted: frozenset[str]


@dataclass
class Mutator:
    """Asks again what was asked in a hunt, with other permissions."""

    oracle: Oracle
    hunt: Hunt
    tries: int = 400 if FULL else 60
    said: dict[tuple[int, frozenset[str]], Said] = field(default_factory=dict)

    def survives_falling(self, name: str) -> bool:
        """Whether the oracle says nothing at all when a permission always holds."""
        return not any(self._speaks(each, name) for each in self._candidates(name, is_theirs=False))

    def survives_failing(self, name: str) -> bool:
        """Whether nobody it is for misses anything when a permission never holds."""
        return not any(self._misses(each, name) for each in self._candidates(name, is_theirs=True))

    def _misses(self, asked: Asked, name: str) -> bool:
        with self.oracle.forgotten(), failed(name):
            answer = self._send(asked)
            self.oracle.leaks(asked.actor, asked.place, answer)
        return answer.status_code in REFUSED or bool(self._theirs(asked) - self.oracle.words)

    def _theirs(self, asked: Asked) -> frozenset[str]:
        """The words in an answer that this person must meet."""
        canaries = self.oracle.scene.canaries
        return frozenset(word for word in asked.words if asked.actor in canaries[word].must)

    def _rarity(self, asked: Asked, is_theirs: bool) -> int:
        """What few may read comes before what many do, when it is missed; otherwise only whether there is any."""
        readers = [len(self.oracle.scene.canaries[word].must) if is_theirs else 0 for word in self._theirs(asked)]
        return min(readers, default=len(self.oracle.scene.world.people))

    def _speaks(self, asked: Asked, name: str) -> bool:
        """On this permission alone, or on it behind all others that the request meets on its way."""
        others, met = frozenset[str](), asked.consulted
        for _step in range(DEPTH):
            now = self._said(asked, others | {name})
            if now.faults and (not others or now.faults - self._said(asked, others).faults):
                return True
            met = met | now.consulted
            if met <= others | {name}:
                break
            others = others | met - {name}
        return False

    def _said(self, asked: Asked, names: frozenset[str]) -> Said:
        """What the oracle says of one request with these permissions fallen."""
        key = (id(asked), names)
        if key not in self.said:
            self.said[key] = self._ask_again(asked, names)
        return self.said[key]

    def _ask_again(self, asked: Asked, names: frozenset[str]) -> Said:
        """A page that breaks speaks too when one permission fell, not when all did."""
        oracle, actor, place = self.oracle, asked.actor, asked.place
        with oracle.forgotten(), fallen(*names), consulting() as seen:
            answer = self._send(asked)
            consulted = frozenset(seen)
            if answer.status_code >= 500:
                return Said(frozenset([f"{place}: breaks"] if len(names) == 1 else []), consulted)
            said = [*oracle.leaks(actor, place, answer), *oracle.wrongly_opened(actor, place, answer)]
        if actor not in place.audience and asked.status in REFUSED and answer.status_code not in REFUSED:
            said.append(f"{place}: {actor} was refused and now gets {answer.status_code}")
        return Said(frozenset(said), consulted)

    def _send(self, asked: Asked) -> TestResponse:
        return self.oracle.ask(asked.actor, asked.place, asked.act.sent(self.oracle.scene) if asked.act else None)

    def _candidates(self, name: str, *, is_theirs: bool) -> list[Asked]:
        """Requests that consulted a permission: each route once before any twice, those that stand on it first."""
        found = [each for each in self.hunt.asked if name in each.consulted and (_is_let_in(each) or not is_theirs)]
        found.sort(key=lambda each: (*_few(each, is_theirs), self._rarity(each, is_theirs), len(each.consulted)))
        turn: Counter[str] = Counter()
        ranked: list[tuple[int, bool, int, Asked]] = []
        for number, each in enumerate(found):
            elsewhere = name not in declared(self.oracle, each.place)
            ranked.append((turn[each.place.endpoint], elsewhere, number, each))
            turn[each.place.endpoint] += 1
        return [one[-1] for one in sorted(ranked, key=lambda one: one[:3])][: self.tries]


def _is_let_in(asked: Asked) -> bool:
    return asked.actor in asked.place.audience and asked.status in LET_IN


def _few(asked: Asked, is_theirs: bool) -> tuple[bool, bool]:
    """Whom it concerns comes first, then who sent something that can succeed."""
    is_inside = asked.actor in asked.place.audience
    return is_inside is not is_theirs, asked.place.method != "GET" and asked.act is None
