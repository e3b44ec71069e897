# SPDX-License-Identifier: EUPL-1.2
"""Canaries: a unique word in each confidential field, with the people who may see it (product.md, 2 and 7).

Who may see what is written down here and in `planting` from product.md, on purpose not worked out by the code under
test. `must` are the people who have to meet the word on some page, so that answering nothing is no success; `may`
are those plus the people for whom it does no harm.
"""

import re
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.story import Told
from tests.support.world import World

SIGN = "zq"
LETTERS = "bdghkmnprstvwz"
FOUND = re.compile(SIGN + "[bdghkmnprstvwz]{10}")
KEY = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Names = frozenset[str]


def new_word() -> str:
    """A word that stands nowhere else: lower case, no signs that HTML, PDF or addresses write differently."""
    return SIGN + "".join(secrets.choice(LETTERS) for _place in range(10))


def supplier(number: int) -> Names:
    """The people of a supplier (1, 2, 3)."""
    names = {f"contributor{number}", f"submitter{number}", f"vendor-admin{number}"}
    return frozenset(names | ({"double"} if number == 2 else set()))


def readers(number: int) -> Names:
    """Inkoper, CISO and process owner of a gemeente (1, 2, 3): who reads more than the result."""
    return frozenset((f"buyer{number}", f"ciso{number}", f"owner{number}"))


def gemeente(number: int) -> Names:
    """The people of a gemeente (1, 2, 3)."""
    handed = {"handed"} if number == 3 else set()
    return readers(number) | {f"reviewer{number}", f"admin{number}"} | handed


SUPPLIERS = supplier(1) | supplier(2) | supplier(3)
GEMEENTEN = gemeente(1) | gemeente(2) | gemeente(3)
COORDINATORS: Names = frozenset(("coordinator", "coordinator2", "all-roles"))
RELEASERS: Names = frozenset(("releaser", "all-roles"))
DESK = COORDINATORS | RELEASERS
"""VNG's people who deal with dossiers."""
VNG = DESK | {"vng-admin"}
POOL: Names = frozenset(("reviewer1", "reviewer2", "reviewer3", "handed", "all-roles"))
"""Whoever holds the role of reviewer, assigned or not."""
OUTSIDE: Names = frozenset(("visitor", "nobody", "former", "auditor"))
"""A visitor, a person without membership, one whose membership has ended, an auditor without a file."""
GUESTS: Names = frozenset(("guest3",))
"""Who helps supplier 3 with one question, and is no one of its own people."""
EVERYBODY = SUPPLIERS | GUESTS | GEMEENTEN | VNG | OUTSIDE
NONE: Names = frozenset()


@dataclass(frozen=True)
class Canary:
    """A word, the field it was put in, who may see it and who must."""

    word: str
    where: str
    may: Names
    must: Names


@dataclass(frozen=True)
class Thing:
    """An object with an address of its own: the parameters, and who may open it at most."""

    label: str
    args: Mapping[str, Any]
    audience: Names
    seen: Names
    """Who may know that it is there, although this address is not for them; to all others it does not exist."""
    revision: int = 1
    """What whoever changes it read of it."""

    @property
    def keys(self) -> list[uuid.UUID]:
        """The keys in its address."""
        return [each for each in self.args.values() if isinstance(each, uuid.UUID)]


@dataclass
class Scene:
    """The world with its canaries and everything that has an address."""

    world: World
    told: Told
    url: str
    files: Path
    canaries: dict[str, Canary] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    """The token in the cookie of each person."""
    tokens: dict[str, str] = field(default_factory=dict)
    """The personal token of each person who has a membership."""

    def word(self, where: str, must: Iterable[str], also: Iterable[str] = ()) -> str:
        """A new canary for a field."""
        made = Canary(new_word(), where, frozenset(must) | frozenset(also), frozenset(must))
        self.canaries[made.word] = made
        return made.word

    def mark(self, where: str, key: uuid.UUID, must: Iterable[str], also: Iterable[str] = ()) -> None:
        """The key of something without words of its own is its canary."""
        self.canaries[str(key)] = Canary(str(key), where, frozenset(must) | frozenset(also), frozenset(must))

    def thing(
        self,
        kind: str,
        label: str,
        audience: Iterable[str],
        key: uuid.UUID | None = None,
        *,
        seen: Iterable[str] = (),
        revision: int = 1,
        is_ready: bool = False,
        **args: Any,
    ) -> None:
        """Write down an object that has an address; `key` is the usual parameter.

        One that `is_ready` is in the state that an act of its kind asks, and is tried before the others.
        """
        whole, own = {**({} if key is None else {"key": key}), **args}, frozenset(audience)
        made = Thing(f"{kind} {label}", whole, own, own | frozenset(seen), revision)
        here = self.things.setdefault(kind, [])
        here.insert(0 if is_ready else len(here), made)
