# SPDX-License-Identifier: EUPL-1.2
"""The hunt: everybody asks every route, for objects of their own and of others, and what each answer stood on.

It is done once per worker and kind of database. What it remembers of each request (the permissions that were
consulted, the canaries that were met) tells the mutations where a permission can matter at all.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import pytest

from samencontroleren.core import access, web
from tests.isolation.acts import Act, Acts
from tests.isolation.canaries import OUTSIDE
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, chosen, places

ACTORS = (
    "visitor",
    "nobody",
    "former",
    "auditor",
    "handed",
    "double",
    "submitter1",
    "vendor-admin2",
    "contributor3",
    "guest3",
    "buyer1",
    "ciso2",
    "owner3",
    "admin1",
    "reviewer1",
    "reviewer2",
    "reviewer3",
    "coordinator",
    "releaser",
    "vng-admin",
)
WRITERS = tuple(each for each in ACTORS if each not in ("nobody", "auditor", "reviewer2", "owner3"))
READING, WRITING = frozenset(("GET",)), frozenset(("POST", "PUT", "PATCH", "DELETE"))
ALL = 99
FULL = os.environ.get("ISOLATION") == "full"
"""Everybody at everything, on both databases (`make isolation-full`); else what fits into CI."""
OUTSIDE_EACH = ALL if FULL else 1
"""So many objects of others are asked per route and person."""
WRITTEN_EACH = ALL if FULL else 3
"""So many objects of a person's own are changed through the API."""
FEW = frozenset(
    (
        "assessments_api.get_hearing",
        "assessments_api.list_conclusions",
        "assessments_api.list_own_verdicts",
        "organisations.show",
        "organisations_api.get_organisation",
        "questionnaires.preview",
        "responses_api.get_answer",
        "responses_api.list_submitted",
        "responses_api.list_versions",
        "rounds_api.get_dossier",
        "rounds_api.get_round",
        "rounds_api.list_moves",
        "sharing.result",
        "threads.new",
        "threads.of_dossier",
        "threads_api.get_thread",
        "threads_api.list_messages",
        "usage.new",
        "vendors.edit_product",
        "vendors.edit_version",
        "vendors.life_of_product",
        "vendors_api.get_product",
        "vendors_api.get_vendor",
        "vendors_api.list_contacts",
    )
)
"""Routes without a canary that stands nowhere else: two of a person's own objects are enough."""
SLOW = {
    "evidence.page": ("submitter1", "reviewer1", "releaser"),
    "sharing.bundle": ("buyer1", "admin1", "submitter1"),
    "results_api.get_report": ("buyer1", "submitter1"),
    "results_api.get_summary": ("buyer1", "submitter1"),
    "assessments.draft": ("submitter2", "coordinator"),
    "sharing.layer_file": ("buyer1", "admin1", "submitter1"),
    "sharing.layer_signature": ("buyer1", "admin1"),
    "sharing.workbook": ("buyer1", "admin1", "submitter1", "coordinator"),
    "sharing.one_page": ("buyer1", "ciso2", "submitter1"),
    "sharing.document": ("buyer1", "ciso2", "admin1", "reviewer3", "submitter1", "coordinator"),
}
"""A picture of a page takes a process, a PDF its time: of those who may read them only these ask."""


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

    access.Permission.__call__ = noted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        access.Permission.__call__ = usual  # type: ignore[method-assign]


def turns(
    oracle: Oracle, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int
) -> Iterator[tuple[str, Place]]:
    """Every person at every route: of the objects that are theirs `inside`, of those of others `outside`.

    Who is nobody here, or is refused at the door whatever the object, asks about one object only; the door knows
    no database, so half of those ask on the one database and half on the other. A list shows nobody without a
    membership anything, so that those ask half of the lists on each database too.
    """
    seed = oracle.kind
    for found in places(oracle.app, oracle.scene, methods):
        for actor in actors if found else ():
            place = found[0]
            if actor == "nobody" and place.thing is not None:  # as "former", who is asked everywhere
                continue
            is_shut = oracle.is_shut(actor, place.endpoint)
            is_halved = is_shut or (actor in OUTSIDE and place.thing is None and actor not in place.audience)
            if is_halved and not FULL and crc32(f"{place} {actor}".encode()) % 2 == (seed == "sqlite"):
                continue
            own = min(inside, 2) if place.endpoint in FEW and not FULL else inside
            picked = chosen(found, actor, own, 1 if is_shut or actor in OUTSIDE else outside, seed)
            waits = actor not in SLOW.get(place.endpoint, ACTORS)
            yield from ((actor, each) for each in picked if not (waits and actor in each.audience))


def hunt(oracle: Oracle) -> Hunt:
    """Everybody reads everywhere and sends what is valid to the API; whoever is entitled to a word has met it.

    Forms are sent empty on one database, by whom the door lets in, for what is not theirs; filled in they are the work
    of `forging`.
    """
    done = Hunt(Acts(oracle.app, oracle.scene), oracle.traced())
    ask_all(oracle, done, ACTORS, READING, ALL, OUTSIDE_EACH)
    done.faults += oracle.unmet(ACTORS)
    ask_all(oracle, done, WRITERS, WRITING, WRITTEN_EACH, OUTSIDE_EACH)
    return done


def ask_all(
    oracle: Oracle, hunt: Hunt, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int
) -> None:
    """Everybody asks everything; nothing that is written stays."""
    for actor, place in turns(oracle, actors, methods, inside, outside):
        is_form = place.method == "POST" and not place.is_api
        if FULL or not is_form or (oracle.kind == "sqlite" and _forges(oracle, actor, place)):
            ask_one(oracle, hunt, actor, place)


def _forges(oracle: Oracle, actor: str, place: Place) -> bool:
    """Whether only the object is not for this person."""
    return actor not in place.audience and not oracle.is_shut(actor, place.endpoint)


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
    with oracle.app.app_context():
        try:
            return {each.name for each in web.route_needs(place.endpoint).permissions}
        except LookupError:
            return set()
