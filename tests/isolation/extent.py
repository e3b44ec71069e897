# SPDX-License-Identifier: EUPL-1.2
"""How much of all that could be asked one run asks (ADR 28).

On PostgreSQL, which is what runs in production, everybody asks everything on which a condition in SQL decides. Where
the door decides by roles alone, or by there being no membership, some ask and others do so another day. On SQLite the
same conditions are put in another dialect: there a part is asked in which each route, object and person is met in each
relation.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import pytest

from tests.isolation.canaries import OUTSIDE
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, chosen, places
from tests.support.turns import DAY, one_and_one_in_turn, one_in_turn

Turn = tuple[str, Place]
"""Who asks what."""

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
VISITOR = "visitor"
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


BOTH_IN_FULL = [pytest.mark.database] if FULL else []
"""Marks of tests that run on PostgreSQL alone, and in `make isolation-full` on both."""


def is_whole(kind: str) -> bool:
    """Whether all of it is asked on this kind of database, or a part that covers it."""
    return FULL or kind != "sqlite"


def by_turns(oracle: Oracle, people: Sequence[str], about: str) -> Sequence[str]:
    """All of these people; on SQLite one of them, another each day."""
    return people if is_whole(oracle.kind) else one_in_turn(people, about)


def turns(oracle: Oracle, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int) -> Iterable[Turn]:
    """Every person at every route: of the objects that are theirs `inside`, of those of others `outside`."""
    found = (
        (actor, place)
        for actor, place in everything(oracle, actors, methods, inside, outside)
        if FULL or actor == VISITOR or place.is_api or place.method != "POST"  # `forging` sends forms, filled in
    )
    return found if is_whole(oracle.kind) else covering(oracle, found)


def everything(
    oracle: Oracle, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int
) -> Iterator[Turn]:
    """Who is nobody here, or is refused at the door whatever the object, asks about one object only."""
    for found in places(oracle.app, oracle.scene, methods):
        away = set() if FULL or not found else waiting(oracle, actors, found[0])
        for actor in actors if found else ():
            place = found[0]
            if actor == "nobody" and place.thing is not None:  # as "former", who is asked everywhere
                continue
            is_alike = actor in OUTSIDE or oracle.is_shut(actor, place.endpoint)
            own = min(inside, 2) if place.endpoint in FEW and not FULL else inside
            picked = chosen(found, actor, own, 0 if actor in away else 1 if is_alike else outside, oracle.kind)
            is_slow = actor not in SLOW.get(place.endpoint, ACTORS)
            yield from ((actor, each) for each in picked if not (is_slow and actor in each.audience))


def waiting(oracle: Oracle, actors: Sequence[str], place: Place) -> set[str]:
    """Who does not ask a route today for what is not theirs: others are refused before them, for the same reason.

    Whoever the door of the route turns away is turned away by one condition, on roles alone: two of them ask. So do a
    visitor and one of those without a membership that counts. A door that opens too far makes nobody wait any more.
    """
    shut = [each for each in actors if oracle.is_shut(each, place.endpoint)]
    outside = [each for each in actors if each in OUTSIDE - {VISITOR} and (place.thing is None or each != "nobody")]
    asking = {*one_and_one_in_turn(shut, place.endpoint), *one_in_turn(outside, place.endpoint)}
    return {*shut, *outside} - asking


def covering(oracle: Oracle, found: Iterable[Turn]) -> Iterator[Turn]:
    """A part of these in which all is met that `facets` names, another part each day."""
    met: set[tuple[str, ...]] = set()
    for actor, place in sorted(found, key=lambda turn: crc32(f"{DAY} {turn[0]} {turn[1]}".encode())):
        new = set(facets(actor, place, relation(oracle, actor, place))) - met
        if new:
            met |= new
            yield actor, place


def facets(actor: str, place: Place, stands: str) -> Iterator[tuple[str, ...]]:
    """Each person in each part of the platform, each route and each object, in each relation."""
    if stands == "shut":  # the door knows no database
        return
    yield actor, place.endpoint.split(".")[0].removesuffix("_api"), stands
    if stands != "outside":
        yield place.method, place.endpoint, stands
        if place.thing:
            yield place.thing.label, stands


def relation(oracle: Oracle, actor: str, place: Place) -> str:
    """How somebody stands to an address."""
    if actor in place.audience:
        return "own"
    if oracle.is_shut(actor, place.endpoint):
        return "shut"
    if actor in OUTSIDE:
        return "outside"
    return "seen" if actor in place.seen else "other"
