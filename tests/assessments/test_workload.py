# SPDX-License-Identifier: EUPL-1.2
"""How long a dossier usually takes, and what the work list of a reviewer shows."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.assessments import workload
from samencontroleren.core import clock
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import DossierMove
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

ONE = story.subject(0, 0)


def test_nothing_below_five_of_comparable_size() -> None:
    one, *others = (uuid4() for _each in range(5))
    four = [(10, 3.0, others[0]), (12, 4.2, others[1]), (9, 8.0, others[2]), (14, 5.0, others[3])]
    assert workload.usual_days(10, four, 4) is None
    assert workload.usual_days(10, [*four, (30, 1.0, one)], 4) is None  # three times as large
    assert workload.usual_days(10, [*four, (6, 2.0, one)], 5) == 5  # the median of 2, 3, 4.2, 5 and 8, whole days
    assert workload.usual_days(10, [(10, 0.1, each) for each in (one, *others)], 5) == 1


def test_nothing_of_too_few_suppliers() -> None:
    many = [(10, 3.0, each) for each in [uuid4() for _each in range(4)] * 3]
    assert workload.usual_days(10, many, 5) is None
    assert workload.usual_days(10, many, 4) == 3


@pytest.mark.database
def test_what_a_dossier_asks(unit: Session, world: World, app: Flask) -> None:
    with app.test_request_context():
        told = story.start_round(world, [ONE])
        key = told[ONE]
        story.bring_to(told, ONE, DossierState.IN_REVIEW)
        actor = world["reviewer1"].actor
        work = workload.workload(actor, [key])[key]
        assert (work.asked, work.usual) == (4, None)
        assert work.since == rounds.held_since(actor)[key]
        assert rounds.held_since(world["reviewer3"].actor) == {}
        assert workload.workload(actor, []) == {}
        assert workload.last_finished() == []
        ended = clock.now() + timedelta(days=6)
        states = {"from_state": DossierState.IN_REVIEW, "to_state": DossierState.HEARING}
        unit.add(DossierMove(dossier_id=key, moved_at=ended, **states))
        unit.flush()
        [(size, days, vendor_id)] = workload.last_finished()
        assert size == 4 and 5.9 < days < 6.1 and vendor_id == world.vendors[0]


def test_the_start_page(client_of: Callable[..., PageClient], app: Flask, database: object, world: World) -> None:
    with app.test_request_context(), database.unit():  # type: ignore[attr-defined]  # a Flask of the fixture
        told = story.start_round(world, [ONE])
        story.bring_to(told, ONE, DossierState.IN_REVIEW)
        story.opine(told, ONE, "reviewer1", "P-1")
    words = client_of(world["reviewer1"]).get("/").words
    assert "1 van 4" in words and "nog niet bekend" in words
    assert "Nog niet begonnen, 4 eisen" in client_of(world["reviewer2"]).get("/").words
