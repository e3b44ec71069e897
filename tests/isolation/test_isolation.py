# SPDX-License-Identifier: EUPL-1.2
"""Nobody meets what is not theirs, over every route; and who is entitled does meet it (product.md, 2 and 7)."""

from collections.abc import Iterator, Sequence
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow, canonical_bytes
from samencontroleren.notifications import digests
from tests.isolation.canaries import FOUND, OUTSIDE
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place, chosen, missing, places, stale

pytestmark = pytest.mark.database

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
FEW = frozenset(
    (
        "organisations.show",
        "questionnaires.preview",
        "rounds_api.get_round",
        "sharing.result",
        "usage.new",
        "vendors_api.get_product",
        "vendors_api.get_vendor",
        "vendors.edit_product",
    )
)
"""Routes without a canary of their own: two of a person's own objects are enough."""
SLOW = {
    "evidence.page": ("submitter1", "reviewer1", "releaser"),
    "sharing.document": ("buyer1", "ciso2", "admin1", "reviewer3", "submitter1", "coordinator"),
}
"""A picture of a page takes a process, a PDF its time: of those who may read them only these ask."""


def report(faults: list[str]) -> None:
    """Fail with all that was found, one per line."""
    if faults:
        pytest.fail("\n".join(sorted(set(faults))), pytrace=False)


def asked(
    oracle: Oracle, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int
) -> Iterator[tuple[str, Place]]:
    """Every person at every route: of the objects that are theirs `inside`, of those of others `outside`.

    Who is nobody here, or is refused at the door whatever the object, asks about one object only; the door knows
    no database, so half of those ask on the one database and half on the other.
    """
    seed = oracle.connection.dialect.name
    for found in places(oracle.app, oracle.scene, methods):
        for actor in actors if found else ():
            place = found[0]
            if actor == "nobody" and place.thing is not None:  # as "former", who is asked everywhere
                continue
            is_shut = oracle.is_shut(actor, place.endpoint)
            if is_shut and crc32(f"{place} {actor}".encode()) % 2 == (seed == "sqlite"):
                continue
            own = min(inside, 2) if place.endpoint in FEW else inside
            picked = chosen(found, actor, own, 1 if is_shut or actor in OUTSIDE else outside, seed)
            waits = actor not in SLOW.get(place.endpoint, ACTORS)
            yield from ((actor, each) for each in picked if not (waits and actor in each.audience))


def test_each_address_with_parameters_is_asked(bare_app: Flask) -> None:
    assert missing(bare_app) == [], "give these routes objects in tests/isolation/places.py"
    assert stale(bare_app) == [], "these routes are gone"


def ask_all(oracle: Oracle, actors: Sequence[str], methods: frozenset[str], inside: int, outside: int) -> list[str]:
    """All that goes wrong when everybody asks everything; nothing that is written stays."""
    faults: list[str] = []
    for actor, place in asked(oracle, actors, methods, inside, outside):
        with oracle.forgotten():
            answer = oracle.ask(actor, place)
        faults += oracle.leaks(actor, place, answer) + oracle.wrongly_opened(actor, place, answer)
        if answer.status_code >= 500:
            faults.append(f"{place}: {actor} gets {answer.status_code}")
        if oracle.is_shut(actor, place.endpoint) and answer.status_code not in (403, 404):
            faults.append(f"{place}: {actor} has no right to this and gets {answer.status_code}")
    return faults


def test_nobody_reads_what_is_not_theirs_and_everybody_what_is(oracle: Oracle) -> None:
    faults = ask_all(oracle, ACTORS, READING, ALL, 1)
    report(faults + oracle.unmet(ACTORS))


def test_nobody_writes_what_is_not_theirs(oracle: Oracle) -> None:
    report(ask_all(oracle, WRITERS, WRITING, 1, 1))


def test_no_mail_names_anybody_but_its_reader(oracle: Oracle, unit_of: Session) -> None:
    """A mail holds no supplier, product, result or question: of all canaries only the reader's own name."""
    database: Database = oracle.app.extensions["database"]
    with oracle.app.app_context(), database.unit():
        for key in digests.due_digests(clock.today()):
            digests.send_digest(key)
    mails = unit_of.scalars(select(OutboxMail)).all()
    assert sum(mail.key.startswith("digest/") for mail in mails) > 10
    for mail in mails:
        own = set(FOUND.findall(f"{mail.to_address} {mail.to_name}"))
        assert set(FOUND.findall(f"{mail.subject} {mail.text} {mail.html}")) <= own, mail.key


def test_the_trail_holds_ids_and_codes_only(oracle: Oracle, unit_of: Session) -> None:
    rows = unit_of.scalars(select(TrailRow)).all()
    assert len(rows) > 100
    assert [row.action for row in rows if FOUND.search(canonical_bytes(row))] == []
