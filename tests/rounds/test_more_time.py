# SPDX-License-Identifier: EUPL-1.2
"""Asking for more time: who, when, until when; what a decision moves, and who learns of it."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.access import is_never
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import policy, service
from samencontroleren.rounds.kinds import DossierState, RequestState, Term
from samencontroleren.rounds.models import Dossier, TermRequest
from samencontroleren.rounds.reminders import due_reminders
from tests.rounds.sample import Sample, bring_to, make_round
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]
DUE = date(2027, 3, 1)  # a Monday
TODAY = date(2027, 2, 15)
LATER = date(2027, 3, 10)
WHY = "Onze specialist is ziek."


@pytest.fixture
def sample(unit: Session, in_request: Flask, world: World) -> Sample:
    with clock.pretend(date(2027, 1, 4)):
        return make_round(world, due=DUE)


def ask(world: World, key: uuid.UUID, wished_on: date = LATER, person: str = "contributor1") -> TermRequest:
    return service.ask_more_time(world[person].actor, key, wished_on, WHY)


def told(unit: Session, kind: str) -> set[uuid.UUID]:
    return set(unit.scalars(select(Notice.membership_id).where(Notice.kind == kind, Notice.finished_at.is_(None))))


@pytest.mark.database
def test_granted_time_moves_the_term_and_the_reminders(unit: Session, world: World, sample: Sample) -> None:
    coordinator = world["coordinator"]
    with clock.pretend(TODAY):
        made = ask(world, sample.own)
        assert coordinator.membership_id in told(unit, "term_asked")
        service.grant_more_time(coordinator.actor, made.id, LATER, "Akkoord.")
        dossier = unit.get_one(Dossier, sample.own)
        assert (dossier.due_on, made.state, made.granted_until) == (LATER, RequestState.GRANTED, LATER)
        assert made.is_past_limit is False
        assert told(unit, "term_asked") == set()
        members = {world["submitter1"].membership_id, world["contributor1"].membership_id}
        assert told(unit, "term_granted") == members
    with clock.pretend(date(2027, 2, 26)):  # one working day before the first term
        assert len([each for each in due_reminders() if each.day == date(2027, 2, 26)]) > 0, "of the other dossiers"
        assert sample.own not in _reminded(unit)
    with clock.pretend(date(2027, 3, 9)):
        assert [each for each in due_reminders() if each.recipient_id == world["submitter1"].membership_id]


def _reminded(unit: Session) -> set[uuid.UUID | None]:
    return set(unit.scalars(select(Notice.object_id).where(Notice.kind == "reminder")))


@pytest.mark.database
def test_only_who_may_asks_decides_and_reads(unit: Session, world: World, sample: Sample) -> None:
    with clock.pretend(TODAY):
        for person, refusal in (("submitter2", NotFound), ("coordinator", Forbidden), ("ciso1", NotFound)):
            with pytest.raises(refusal):
                ask(world, sample.own, person=person)
        made = ask(world, sample.own)
        for person, refusal in (("submitter1", Forbidden), ("submitter2", NotFound), ("releaser", Forbidden)):
            with pytest.raises(refusal):
                service.grant_more_time(world[person].actor, made.id, LATER)
        assert service.list_term_requests(world["submitter1"].actor, sample.own) == [made]
        assert service.page_of_term_requests(world["submitter2"].actor).rows == []
        assert service.page_of_term_requests(world["coordinator"].actor).rows == [made]
        assert is_never(policy.TERM_REQUEST_VIEW(world["reviewer1"].actor))
        with pytest.raises(NotFound):
            service.refuse_more_time(world["reviewer1"].actor, made.id, "Nee.")


@pytest.mark.database
def test_a_hearing_ends_with_its_last_day_and_a_round_does_not(unit: Session, world: World, sample: Sample) -> None:
    dossier = unit.get_one(Dossier, sample.own)
    late, wished = DUE + timedelta(days=1), DUE + timedelta(days=9)
    with clock.pretend(late):
        assert ask(world, sample.own, wished).state is RequestState.ASKED
        waiting = service.waiting_term_requests(world["coordinator"].actor, 5)
        assert [each.dossier_id for each in waiting.rows] == [sample.own]
    with clock.pretend(TODAY):
        bring_to(world, sample.own, DossierState.HEARING)
    last = dossier.due_on
    assert last is not None
    with clock.pretend(last + timedelta(days=1)), pytest.raises(Conflict, match="wederhoor"):
        ask(world, sample.own, last + timedelta(days=7))
    with clock.pretend(last):
        ask(world, sample.own, last + timedelta(days=7))


@pytest.mark.database
def test_one_request_waits_at_a_time_and_is_decided_once(unit: Session, world: World, sample: Sample) -> None:
    actor = world["coordinator"].actor
    with clock.pretend(TODAY):
        made = ask(world, sample.own)
        with pytest.raises(service.AlreadyAsked):
            ask(world, sample.own)
        with pytest.raises(Invalid):
            service.refuse_more_time(actor, made.id, "  ")
        service.refuse_more_time(actor, made.id, "De ronde is krap.")
        assert unit.get_one(Dossier, sample.own).due_on == DUE
        assert world["submitter1"].membership_id in told(unit, "term_refused")
        for act in (service.grant_more_time, service.refuse_more_time):
            with pytest.raises(Conflict):
                act(actor, made.id, LATER if act is service.grant_more_time else "Nee.")  # type: ignore[arg-type]  # either act takes its own
        assert ask(world, sample.own).id != made.id


def test_days_are_later_near_and_working_days(unit: Session, world: World, sample: Sample) -> None:
    actor = world["coordinator"].actor
    with clock.pretend(TODAY):
        for day in (DUE, TODAY, DUE + timedelta(days=200)):
            with pytest.raises(Invalid) as refused:
                ask(world, sample.own, day)
            assert "wished_on" in refused.value.fields
        with pytest.raises(Invalid) as refused:
            service.ask_more_time(world["submitter1"].actor, sample.own, LATER, "   ")
        assert "reason" in refused.value.fields
        made = ask(world, sample.own, date(2027, 3, 6))
        assert made.wished_on == date(2027, 3, 8), "a Saturday becomes the Monday"
        service.grant_more_time(actor, made.id, date(2027, 3, 26))
        assert made.granted_until == date(2027, 3, 30), "Good Friday becomes the Tuesday after Easter"


def test_beyond_the_reviewing_only_knowingly(unit: Session, world: World, sample: Sample) -> None:
    actor = world["coordinator"].actor
    with clock.pretend(TODAY):
        made = ask(world, sample.own)
        dossier = service.get_dossier(actor, sample.own)
        beyond = service.limit_of(dossier) + timedelta(days=7)
        with pytest.raises(Invalid) as refused:
            service.grant_more_time(actor, made.id, beyond)
        assert "until" in refused.value.fields
        assert dossier.due_on == DUE
        service.grant_more_time(actor, made.id, beyond, is_past_limit=True)
        assert made.is_past_limit


@pytest.mark.database
def test_a_term_that_goes_on_keeps_its_day_and_a_request_lapses_when_done(
    unit: Session, world: World, sample: Sample
) -> None:
    with clock.pretend(TODAY):
        made = ask(world, sample.own)
        service.grant_more_time(world["coordinator"].actor, made.id, LATER)
        again = ask(world, sample.own, LATER + timedelta(days=7))
        dossier = unit.get_one(Dossier, sample.own)
        assert dossier.state is DossierState.INVITED
        service.move_dossier(world["submitter1"].actor, dossier, DossierState.IN_PROGRESS)
        unit.refresh(again)
        assert (dossier.due_on, again.state) == (LATER, RequestState.ASKED)
        service.move_dossier(world["submitter1"].actor, dossier, DossierState.SUBMITTED)
        unit.refresh(again)
        assert again.state is RequestState.LAPSED
        assert told(unit, "term_asked") == set()
        with pytest.raises(Conflict):
            ask(world, sample.own, LATER + timedelta(days=30))


def test_no_time_beside_a_proposal_of_not_delivered(unit: Session, world: World, sample: Sample) -> None:
    actor = world["coordinator"].actor
    with clock.pretend(DUE + timedelta(days=3)):
        made = ask(world, sample.own, LATER)
        service.propose_not_delivered(actor, sample.own, "Er kwam niets.")
        with pytest.raises(Conflict):
            service.grant_more_time(actor, made.id, LATER)
        service.drop_not_delivered(actor, sample.own)
        service.grant_more_time(actor, made.id, LATER)


def test_pages_ask_and_decide_and_tell_reviewers_only_the_day(
    in_request: Flask, database: Database, world: World, client_of: Clients
) -> None:
    with database.unit():
        own = make_round(world).own
        bring_to(world, own, DossierState.SUPPLEMENT_ASKED)
        due = service.get_dossier(world["coordinator"].actor, own).due_on
    assert due is not None
    supplier, path = client_of(world["contributor1"]), f"/dossiers/{own}/termijn"
    assert "Meer tijd vragen" in supplier.get(f"/dossiers/{own}").words
    wrong = supplier.post(path, {"wished_on": due.isoformat(), "reason": WHY}, 422)
    assert "Kies een dag na de huidige termijn" in wrong.words
    assert WHY in wrong.text
    wished = due + timedelta(days=7)
    supplier.post(path, {"wished_on": wished.isoformat(), "reason": WHY})
    assert "Er is om meer tijd gevraagd" in supplier.get(f"/dossiers/{own}/invullen").words
    reviewer = client_of(world["reviewer1"])
    seen = reviewer.get(f"/dossiers/{own}").words
    assert "meer tijd" not in seen.lower()
    assert WHY not in seen
    reviewer.get(path, 403)
    coordinator = client_of(world["coordinator"])
    assert "Gevraagd" in coordinator.get("/termijnverzoeken").words
    page = coordinator.get(path)
    assert WHY in page.words
    with database.unit(write=False) as opened:
        made = opened.scalars(select(TermRequest)).one()
    assert made.term is Term.SUPPLEMENT
    assert "Vul dit in" in coordinator.post(f"{path}/{made.id}/weigeren", {"refusal": ""}, 422).words
    coordinator.post(f"{path}/{made.id}/geven", {"until": wished.isoformat(), "decision": "Beterschap."})
    assert "Beterschap." in supplier.get(path).words
    assert "Er is meer tijd gegeven" in supplier.get(f"/dossiers/{own}").words
    assert "meer tijd" not in reviewer.get(f"/dossiers/{own}").words.lower()
    client_of(world["submitter2"]).get(path, 404)


def test_a_dossier_goes_on_to_a_colleague_who_can_answer(
    in_request: Flask, database: Database, world: World, client_of: Clients
) -> None:
    with database.unit():
        own = make_round(world).own
    path, client = f"/dossiers/{own}/overdragen", client_of(world["contributor1"])
    assert "Dit is niet voor mij" in client.get(f"/dossiers/{own}").words
    assert "Een beheerder van uw organisatie kan de juiste persoon uitnodigen" in client.get(path).words
    stranger = str(world["submitter2"].membership_id)
    assert "Kies een collega" in client.post(path, {"membership_id": stranger}, 422).words
    client.post(path, {"membership_id": str(world["submitter1"].membership_id)})
    with database.unit(write=False) as opened:
        assert told(opened, "dossier_passed_on") == {world["submitter1"].membership_id}
    client_of(world["submitter2"]).get(path, 404)
