# SPDX-License-Identifier: EUPL-1.2
"""What a value does: each reader of the settings follows it from its day on, and what began before stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import Validity
from samencontroleren.evidence.models import Document
from samencontroleren.parameters import service
from samencontroleren.parameters.kinds import Code
from samencontroleren.parameters.models import ParameterValue
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.invitations import contacted
from samencontroleren.rounds.kinds import Contacted, DossierState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.rounds.reminders import due_reminders
from samencontroleren.rounds.working_days import add_working_days
from samencontroleren.supplychain import facts, rules
from samencontroleren.supplychain.rules import Use
from samencontroleren.usage import service as usage
from tests.assessments.flow import Flow
from tests.rounds.sample import bring_to, make_round
from tests.support.world import World

MONDAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def in_request(app: Flask) -> Any:
    with app.test_request_context():
        yield


def put(world: World, code: Code, day: date | None = None, **fields: str) -> ParameterValue:
    actor, reason = world["vng-admin"].actor, "Afgesproken in het overleg."
    revision = service.get_parameter(actor, code).revision
    day = day or clock.today()
    return service.set_value(actor, code, fields=fields, counts_from=day, reason=reason, revision=revision)


def test_a_finding_keeps_the_term_of_the_day_it_was_made(unit: Session, world: World) -> None:
    today = clock.today()
    put(world, Code.FINDING_MEDIUM, today + timedelta(days=3), value="14")
    flow = Flow(world)
    flow.to_hearing(flow.product_dossier, {"P-2": Verdict.PARTLY})
    before = unit.scalars(select(Finding)).one()
    assert before.due_on == today + timedelta(days=90)
    with clock.pretend(today + timedelta(days=3)):
        flow.to_hearing(flow.vendor_dossier, {"V-2": Verdict.PARTLY})
        after = unit.scalars(select(Finding).where(Finding.id != before.id)).one()
        assert after.due_on == today + timedelta(days=3 + 14)
    assert before.due_on == today + timedelta(days=90)


@pytest.mark.database
def test_terms_in_working_days_and_free_days(unit: Session, world: World) -> None:
    with clock.pretend(MONDAY):
        sample = make_round(world, due=date(2028, 1, 3))
        running = bring_to(world, sample.own, DossierState.SUPPLEMENT_ASKED).due_on
        assert running == date(2027, 1, 18)
        put(world, Code.SUPPLEMENT_DAYS, value="3")
        put(world, Code.FREE_DAYS, value="6-1-2027 Verzonnen brugdag")
        put(world, Code.LEAST_TURN_DAYS, value="2")
        submitted = bring_to(world, sample.vendor_dossier, DossierState.SUBMITTED)
        assert submitted.due_on == date(2027, 1, 7)  # Tuesday, then Thursday
        later = bring_to(world, sample.foreign, DossierState.SUPPLEMENT_ASKED)
        assert later.due_on == date(2027, 1, 8)
        assert unit.get_one(Dossier, sample.own).due_on == running
    with clock.pretend(date(2027, 1, 6)):
        assert due_reminders() == []


def test_a_round_freezes_its_hearing(unit: Session, world: World) -> None:
    with clock.pretend(MONDAY):
        old = make_round(world, "Oude ronde", due=date(2028, 1, 3))
        put(world, Code.HEARING_DAYS, value="20")
        new = make_round(world, "Nieuwe ronde", due=date(2028, 1, 3))
        assert [unit.get_one(Round, each.round_id).hearing_days for each in (old, new)] == [10, 20]
        ends = [bring_to(world, each.own, DossierState.HEARING).due_on for each in (old, new)]
        assert ends == [add_working_days(MONDAY, 10), add_working_days(MONDAY, 20)]


def test_a_ladder_follows_the_day_on_which_the_term_began(unit: Session, world: World) -> None:
    with clock.pretend(MONDAY):
        sample = make_round(world, due=date(2028, 1, 3))
        began = bring_to(world, sample.own, DossierState.HEARING)
        put(world, Code.HEARING_LADDER, MONDAY + timedelta(days=1), before="2", after="")
    with clock.pretend(MONDAY + timedelta(days=1)):
        later = bring_to(world, sample.foreign, DossierState.HEARING)
    assert began.due_on is not None and later.due_on is not None
    days = [MONDAY + timedelta(days=number) for number in range(2, 30)]
    found = [day for day in days if _reminded(day)]
    ladder = [add_working_days(began.due_on, step) for step in (-5, -1, 1)]
    assert found == sorted({*ladder, add_working_days(later.due_on, -2)})


def _reminded(day: date) -> int:
    with clock.pretend(day):
        return sum(key.day == day for key in due_reminders())


def test_the_ladder_of_a_round(unit: Session, world: World) -> None:
    due = date(2027, 3, 1)
    with clock.pretend(date(2026, 12, 28)):  # the round opens on 31 December
        make_round(world, due=due)
        put(world, Code.ROUND_LADDER, date(2026, 12, 31), before="3", after="")
        put(world, Code.ROUND_LADDER, date(2027, 1, 1), before="4", after="")
    days = [MONDAY + timedelta(days=number) for number in range(70)]
    assert [day for day in days if _reminded(day)] == [add_working_days(due, -3)]


def test_claims_wait_for_vng_from_another_number(unit: Session, world: World) -> None:
    put(world, Code.MOST_CLAIMS, value="2")
    put(world, Code.CLAIM_WINDOW, value="3")
    buyer, products = world["buyer1"].actor, [key for each in world.products for key in each]
    for key in products[:2]:
        usage.claim_usage(buyer, key, "Proces")
    with pytest.raises(Conflict) as refused:
        usage.claim_usage(buyer, products[2], "Proces")
    assert refused.value.params == {"number": 2}
    with clock.pretend(clock.today() + timedelta(days=5)):
        usage.claim_usage(buyer, products[2], "Proces")


def test_an_invitation_is_silent_after_the_days_of_its_sending(unit: Session, world: World) -> None:
    with clock.pretend(MONDAY):
        sample = make_round(world, due=date(2028, 1, 3))
        put(world, Code.INVITATION_SILENT, MONDAY + timedelta(days=1), value="2")
        args: Any = (world["coordinator"].actor, sample.round_id)
        facts: Any = {"name": "Stil Persoon", "language": "nl"}
        first = rounds.invite_contact(args[0], args[1], world.vendors[0], email="stil1@leverancier.example", **facts)
    with clock.pretend(MONDAY + timedelta(days=1)):
        second = rounds.invite_contact(args[0], args[1], world.vendors[1], email="stil2@leverancier.example", **facts)
    for row in (first, second):
        unit.refresh(row, ["invitation"])
    with clock.pretend(MONDAY + timedelta(days=5)):
        assert [contacted(each) for each in (first, second)] == [Contacted.SENT, Contacted.SILENT]


def test_evidence_and_flags(unit: Session, world: World) -> None:
    today = clock.today()
    document = Document(valid_until=today + timedelta(days=60), withdrawn_at=None)
    assert evidence.validity_of(document, today) is Validity.ENDING
    put(world, Code.PROOF_WARNING, value="50")
    put(world, Code.PROOF_SOON, value="40")
    put(world, Code.SMALLEST_CELL, value="4")
    put(world, Code.CONCENTRATION_MEDIUM, value="30")
    put(world, Code.CONCENTRATION_HIGH, value="60")
    put(world, Code.CONCENTRATION_CRITICAL, value="9")
    assert evidence.validity_of(document, today) is Validity.VALID
    limits = facts.thresholds(today)
    assert [rules.proof_severity(days, False, limits) for days in (51, 50, 40)] == [None, "low", "medium"]
    found = [rules.use_severity(Use(world.vendors[0], each, 8), 10, limits) for each in (3, 4, 5, 6)]
    assert found == [None, "medium", "medium", "high"]
    assert rules.use_severity(Use(world.vendors[0], 4, 9), 10, limits) == "high"


def test_reviewers_read_for_another_number_of_days(unit: Session, world: World) -> None:
    put(world, Code.READING_ENDS, value="3")
    flow = Flow(world)
    flow.publish(flow.vendor_dossier)
    ends = unit.scalars(select(Assignment.ended_at).where(Assignment.dossier_id == flow.vendor_dossier.id)).all()
    assert {clock.local(each).date() for each in ends if each} == {clock.today() + timedelta(days=3)}


@pytest.mark.database
def test_history_stays_and_a_plan_is_withdrawn(unit: Session, world: World) -> None:
    actor, day = world["vng-admin"].actor, clock.today() + timedelta(days=9)
    put(world, Code.SUPPLEMENT_DAYS, day, value="12")
    assert service.number_on(Code.SUPPLEMENT_DAYS, day) == 12 and service.number_on(Code.SUPPLEMENT_DAYS) == 10
    facts: Any = {"counts_from": day, "reason": "Toch niet.", "revision": 1}
    service.withdraw_value(actor, Code.SUPPLEMENT_DAYS, **facts)
    assert service.number_on(Code.SUPPLEMENT_DAYS, day) == 10
    with pytest.raises(Changed):
        service.withdraw_value(actor, Code.SUPPLEMENT_DAYS, **facts)
    with pytest.raises(Conflict):
        service.withdraw_value(actor, Code.SUPPLEMENT_DAYS, **{**facts, "revision": 2})
    rows = service.history(world["coordinator"].actor, Code.SUPPLEMENT_DAYS)
    assert [(each.number, each.is_withdrawal) for each in rows] == [(2, True), (1, False)]
    acts = unit.scalars(select(TrailRow).where(TrailRow.object_kind == "parameter").order_by(TrailRow.happened_at))
    assert [each.action for each in acts] == ["parameter.set", "parameter.withdrawn"]


@pytest.mark.database
@pytest.mark.parametrize("way", ["update", "delete"])
def test_the_database_refuses_change(unit: Session, world: World, way: str) -> None:
    row = put(world, Code.SUPPLEMENT_DAYS, value="12")
    with pytest.raises(DBAPIError, match="frozen: parameter_values"), unit.begin_nested():
        if way == "update":
            unit.execute(update(ParameterValue).values(reason="Iets anders"))
        else:
            unit.delete(row)
            unit.flush()


def test_who_may(unit: Session, world: World) -> None:
    facts: Any = {"fields": {"value": "9"}, "counts_from": clock.today(), "reason": "Reden", "revision": 0}
    for person in world.people.values():
        if person.key != "vng-admin":
            with pytest.raises(Forbidden):
                service.set_value(person.actor, Code.SUPPLEMENT_DAYS, **facts)
        if person.organisation_id != world.vng:
            assert service.history(person.actor, Code.SUPPLEMENT_DAYS) == []
            with pytest.raises(Forbidden):
                service.list_parameters(person.actor)
    admin = world["vng-admin"].actor
    with pytest.raises(NotFound):
        service.set_value(admin, "bestaat-niet", **facts)
    with pytest.raises(Changed):
        service.set_value(admin, Code.SUPPLEMENT_DAYS, **{**facts, "revision": 3})
    for wrong in ({"counts_from": clock.today() - timedelta(days=1)}, {"fields": {"value": "10"}}):
        with pytest.raises(Invalid):
            service.set_value(admin, Code.SUPPLEMENT_DAYS, **{**facts, **wrong})


def test_all_values_cost_one_query_per_unit_of_work(unit: Session, world: World) -> None:
    put(world, Code.SUPPLEMENT_DAYS, value="12")
    unit.flush()
    seen: list[str] = []
    connection = unit.connection()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    for parameter in Code:
        service.value_on(parameter)
        service.value_on(parameter, clock.today() + timedelta(days=400))
    event.remove(connection, "before_cursor_execute", note)
    assert len(seen) == 1
