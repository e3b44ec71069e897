# SPDX-License-Identifier: EUPL-1.2
"""Nobody meets what is not theirs, over every route; and who is entitled does meet it (product.md, 2 and 7)."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow, canonical_text
from samencontroleren.notifications import digests
from tests.isolation.canaries import FOUND
from tests.isolation.doors import undecided
from tests.isolation.hunt import Hunt, report
from tests.isolation.oracle import Oracle, tells
from tests.isolation.places import missing, stale

pytestmark = pytest.mark.database


def test_each_address_with_parameters_is_asked(bare_app: Flask) -> None:
    assert missing(bare_app) == [], "give these routes objects in tests/isolation/places.py"
    assert stale(bare_app) == [], "these routes are gone"
    assert undecided(bare_app) == [], "say in tests/isolation/doors.py whom these routes are for"


def test_nobody_reads_or_writes_what_is_not_theirs_and_everybody_reads_what_is(hunted: Hunt) -> None:
    report(hunted.faults)


def test_no_mail_names_anybody_but_its_reader(oracle: Oracle, unit_of: Session) -> None:
    """A mail holds no supplier, product, result or question: of all canaries only the reader's own name."""
    database: Database = oracle.app.extensions["database"]
    with oracle.app.app_context(), database.unit():
        for key in digests.due_digests(clock.today()):
            digests.send_digest(key)
    mails = unit_of.scalars(select(OutboxMail)).all()
    assert sum(mail.key.startswith("digest/") for mail in mails) > 10
    assert [mail.key for mail in mails if tells(mail)] == []


def test_the_trail_holds_ids_and_codes_only(oracle: Oracle, unit_of: Session) -> None:
    rows = unit_of.scalars(select(TrailRow)).all()
    assert len(rows) > 100
    assert [row.action for row in rows if FOUND.search(canonical_text(row))] == []
