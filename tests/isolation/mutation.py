# SPDX-License-Identifier: EUPL-1.2
"""Permissions that fall (hold for everybody and everything), and what the oracle then says.

A permission can only matter where it was consulted, so only those requests of the hunt are asked again. Where
others stand behind it, all that the request consulted falls, once with and once without the permission itself: when
the oracle then says more with it, this permission alone still held something back.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import true

from samencontroleren.core import access, web
from tests.isolation.hunt import Asked, Hunt, declared
from tests.isolation.oracle import REFUSED, Oracle

Condition = Callable[[Any], Any]


@contextmanager
def mutated(make: Condition, *names: str) -> Iterator[None]:
    """The conditions of these permissions replaced."""
    kept = {name: access.registry[name].condition for name in names}
    try:
        _set(dict.fromkeys(names, make))
        yield
    finally:
        _set(kept)


def _set(conditions: dict[str, Condition]) -> None:
    for name, condition in conditions.items():
        object.__setattr__(access.registry[name], "condition", condition)
    web._can_hold.cache_clear()  # what can hold at all is kept per condition, also of those that stand on this one


def fallen(*names: str) -> Any:
    """These permissions hold for everybody and everything."""
    return mutated(lambda _actor: true(), *names)


@dataclass
class Mutator:
    """Asks again what was asked in a hunt, with other permissions."""

    oracle: Oracle
    hunt: Hunt
    tries: int = 40
    said: dict[tuple[str, str, frozenset[str]], frozenset[str]] = field(default_factory=dict)

    def survives_falling(self, name: str) -> bool:
        """Whether the oracle says nothing at all when a permission always holds."""
        return not any(self._speaks(each, name) for each in self._candidates(name))

    def _speaks(self, asked: Asked, name: str) -> bool:
        """On this permission alone, or on it behind all others of the request."""
        if self._faults(asked, frozenset((name,))):
            return True
        others = asked.consulted - {name}
        return bool(others) and bool(self._faults(asked, others | {name}) - self._faults(asked, others))

    def _faults(self, asked: Asked, names: frozenset[str]) -> frozenset[str]:
        """What the oracle says of one request with these permissions fallen; a broken page says nothing."""
        key = (asked.actor, str(asked.place), names)
        if key not in self.said:
            self.said[key] = self._ask_again(asked, names)
        return self.said[key]

    def _ask_again(self, asked: Asked, names: frozenset[str]) -> frozenset[str]:
        oracle, actor, place = self.oracle, asked.actor, asked.place
        with oracle.forgotten(), fallen(*names):
            answer = oracle.ask(actor, place, asked.act.sent(oracle.scene) if asked.act else None)
            if answer.status_code >= 500:
                return frozenset()
            said = [*oracle.leaks(actor, place, answer), *oracle.wrongly_opened(actor, place, answer)]
        if actor not in place.audience and asked.status in REFUSED and answer.status_code not in REFUSED:
            said.append(f"{place}: {actor} was refused and now gets {answer.status_code}")
        return frozenset(said)

    def _candidates(self, name: str) -> list[Asked]:
        """Requests that consulted a permission: routes that stand on it first, each once before any twice."""
        found = sorted((each for each in self.hunt.asked if name in each.consulted), key=_few)
        turn: Counter[str] = Counter()
        ranked: list[tuple[bool, int, int, Asked]] = []
        for number, each in enumerate(found):
            elsewhere = name not in declared(self.oracle, each.place)
            ranked.append((elsewhere, turn[each.place.endpoint], number, each))
            turn[each.place.endpoint] += 1
        return [one[-1] for one in sorted(ranked, key=lambda one: one[:3])][: self.tries]


def _few(asked: Asked) -> tuple[bool, int]:
    """Who may not be there comes first, and where little else was consulted."""
    return asked.actor in asked.place.audience, len(asked.consulted)
