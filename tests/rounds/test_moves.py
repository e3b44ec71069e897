# SPDX-License-Identifier: EUPL-1.2
"""The whole table of moves, terms, and that nobody plays two parts."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.core.trail import TrailRow
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import ALLOWED_MOVES, NEEDS_REASON, TURN_OF, DossierState, Part, RoundState
from samencontroleren.rounds.models import Dossier, DossierMove
from samencontroleren.rounds.working_days import add_working_days
from tests.rounds.sample import bring_to, make_round
from tests.support.world import World

PAIRS = [(a, b) for a in DossierState for b in DossierState]
pytestmark = pytest.mark.database


def test_the_table_speaks_of_every_state() -> None:
    assert set(ALLOWED_MOVES) == set(DossierState) == set(TURN_OF)


def test_each_move_of_the_table_works_and_no_other(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    dossier = unit.get_one(Dossier, sample.own)
    for before, after in PAIRS:
        dossier.state = before
        unit.flush()
        reason = "Omdat het zo is." if after in NEEDS_REASON else ""
        if after in ALLOWED_MOVES[before]:
            move = service.move_dossier(world["coordinator"].actor, dossier, after, reason)
            assert (dossier.state, move.from_state, move.to_state) == (after, before, after)
        else:
            with pytest.raises(Conflict):
                service.move_dossier(world["coordinator"].actor, dossier, after, reason)
            assert dossier.state is before


def test_a_move_leaves_a_row_a_term_and_a_trail(unit: Session, in_request: Flask, world: World) -> None:
    with clock.pretend(date(2026, 11, 20)):
        sample = make_round(world, due=date(2026, 12, 18))
        dossier = bring_to(world, sample.own, DossierState.SUBMITTED)
        revision = dossier.revision
        assert dossier.due_on == add_working_days(date(2026, 11, 20), 5)
        bring_to(world, sample.foreign, DossierState.HEARING)
        heard = unit.get_one(Dossier, sample.foreign)
        assert heard.due_on == date(2026, 12, 4)  # ten working days
    moves = unit.scalars(select(DossierMove).where(DossierMove.dossier_id == sample.own)).all()
    assert {each.to_state for each in moves} == {DossierState.IN_PROGRESS, DossierState.SUBMITTED}
    assert {each.moved_by_id for each in moves} == {world["submitter1"].user_id}
    rows = unit.scalars(select(TrailRow).where(TrailRow.object_id == sample.own)).all()
    assert {each.reader_organisation_id for each in rows if each.action == "dossier.moved"} == {world.vendors[0]}
    assert revision == 3


def test_an_end_needs_a_reason(unit: Session, in_request: Flask, world: World) -> None:
    dossier = unit.get_one(Dossier, make_round(world).own)
    with pytest.raises(Invalid) as caught:
        service.move_dossier(world["coordinator"].actor, dossier, DossierState.CANCELLED, "  ")
    assert "reason" in caught.value.fields
    assert dossier.state is DossierState.INVITED


def test_nothing_begins_before_the_round_opens(unit: Session, in_request: Flask, world: World) -> None:
    dossier = unit.get_one(Dossier, make_round(world, opened=False).own)
    with pytest.raises(Conflict):
        service.move_dossier(world["submitter1"].actor, dossier, DossierState.IN_PROGRESS)


def test_nobody_plays_two_parts(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    person = world["all-roles"].user_id
    service.take_part(person, sample.own, Part.REVIEWS)
    service.take_part(person, sample.own, Part.REVIEWS)  # the same part again is no news
    for other in (Part.COORDINATES, Part.RELEASES):
        with pytest.raises(Conflict):
            service.take_part(person, sample.own, other)
    service.take_part(person, sample.foreign, Part.RELEASES)  # another dossier is another matter


class TestOutcomes:
    """Refused, cancelled, not delivered."""

    def test_only_the_vrijgever_refuses(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        for name in ("contributor1", "vendor-admin1", "coordinator"):
            with pytest.raises(Forbidden):
                service.refuse_dossier(world[name].actor, sample.own, "Wij doen niet mee.")
        refused = service.refuse_dossier(world["submitter1"].actor, sample.own, "Wij doen niet mee.")
        assert (refused.state, refused.reason) == (DossierState.REFUSED, "Wij doen niet mee.")
        shown = service.list_outcomes(world["buyer3"].actor)
        assert [each.id for each in shown] == [sample.own]

    def test_not_delivered_takes_two_people_of_vng(self, unit: Session, in_request: Flask, world: World) -> None:
        with clock.pretend(date(2026, 11, 20)):
            sample = make_round(world, due=date(2026, 11, 18))
            coordinator, other = world["coordinator"].actor, world["coordinator2"].actor
            with pytest.raises(Conflict):
                service.approve_not_delivered(other, sample.own)
            service.propose_not_delivered(coordinator, sample.own, "Geen reactie.")
            with pytest.raises(Forbidden):
                service.approve_not_delivered(coordinator, sample.own)
            assert service.list_outcomes(world["buyer1"].actor) == []
            ended = service.approve_not_delivered(other, sample.own)
        assert (ended.state, ended.reason) == (DossierState.NOT_DELIVERED, "Geen reactie.")
        assert [each.id for each in service.list_outcomes(world["buyer1"].actor)] == [sample.own]

    def test_not_delivered_waits_for_the_term(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        with pytest.raises(Conflict):
            service.propose_not_delivered(world["coordinator"].actor, sample.own, "Te snel.")

    def test_a_dropped_proposal_can_not_be_approved(self, unit: Session, in_request: Flask, world: World) -> None:
        with clock.pretend(date(2026, 11, 20)):
            sample = make_round(world, due=date(2026, 11, 18))
            service.propose_not_delivered(world["coordinator"].actor, sample.own, "Geen reactie.")
            service.drop_not_delivered(world["coordinator"].actor, sample.own)
            with pytest.raises(Conflict):
                service.approve_not_delivered(world["coordinator2"].actor, sample.own)

    def test_a_cancelled_round_cancels_its_dossiers(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        service.refuse_dossier(world["submitter1"].actor, sample.own, "Wij doen niet mee.")
        gone = service.cancel_round(world["coordinator"].actor, sample.round_id, "Vragenlijst klopt niet.")
        assert gone.state is RoundState.CANCELLED
        assert unit.get_one(Dossier, sample.foreign).state is DossierState.CANCELLED
        assert unit.get_one(Dossier, sample.own).state is DossierState.REFUSED

    def test_a_round_closes_only_when_all_is_done(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        with pytest.raises(Conflict):
            service.close_round(world["coordinator"].actor, sample.round_id)
