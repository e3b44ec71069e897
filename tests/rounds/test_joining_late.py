# SPDX-License-Identifier: EUPL-1.2
"""What joins a round that runs gets its own terms; and VNG gives more time without being asked."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import RequestState, Term
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.working_days import working_days_between
from tests.rounds.sample import make_round
from tests.support.world import World

OPENED, DUE, JOINED = date(2027, 1, 4), date(2027, 3, 1), date(2027, 2, 15)


@pytest.mark.database
def test_a_product_that_joins_later_gets_as_many_working_days(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(OPENED):
        sample = make_round(world, due=DUE)
    actor, held = world["coordinator"].actor, unit.get_one(Dossier, sample.own).round_id
    before = sum(service.state_counts(actor, [held])[held].values())
    with clock.pretend(JOINED):
        known = service.product_ids_of(actor, held)
        product = next(each for several in world.products for each in several if each not in known)
        made = next(each for each in service.add_products(actor, held, [product]) if each.product_id == product)
        found = service.get_round(actor, held)
        days = working_days_between(found.opens_on, found.answers_due_on)
        assert made.due_on == made.answers_due_on
        assert made.due_on is not None and working_days_between(JOINED, made.due_on) == days
        assert made.review_due_on is not None and made.review_due_on > found.review_due_on
        assert service.term_of(made, made.state) == made.answers_due_on
        told = unit.scalars(select(Notice.object_id).where(Notice.kind == "dossier_joined"))
        assert made.id in set(told)
    counts = service.state_counts(actor, [held])[held]
    assert sum(counts.values()) > before
    assert unit.get_one(Dossier, sample.own).answers_due_on is None  # the others keep the terms of the round
    assert made.due_on > DUE


@pytest.mark.database
def test_more_time_that_nobody_asked_for_stands_with_its_reason(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(OPENED):
        sample = make_round(world, due=DUE)
    actor, later = world["coordinator"].actor, date(2027, 3, 10)
    with clock.pretend(JOINED):
        with pytest.raises(Invalid) as missing:
            service.give_more_time(actor, sample.own, later, " ")
        assert set(missing.value.fields) == {"decision"}
        with pytest.raises(Forbidden):
            service.give_more_time(world["submitter1"].actor, sample.own, later, "Wij willen dat")
        made = service.give_more_time(actor, sample.own, later, "Het platform was een week niet bereikbaar.")
        assert (made.state, made.term, made.granted_until) == (RequestState.GRANTED, Term.ROUND, later)
        assert made.is_unasked and unit.get_one(Dossier, sample.own).due_on == later
        read = service.list_term_requests(world["submitter1"].actor, sample.own)
        assert [each.decision for each in read] == ["Het platform was een week niet bereikbaar."]
        service.ask_more_time(world["contributor1"].actor, sample.own, date(2027, 3, 12), "Ziek")
        with pytest.raises(Conflict):  # first the request that waits
            service.give_more_time(actor, sample.own, date(2027, 3, 20), "Nog meer")
