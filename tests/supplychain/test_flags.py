# SPDX-License-Identifier: EUPL-1.2
"""Flags: raised once, reopened only when it got worse, moved by people with a reason, read by layer."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import FindingState
from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, Forbidden, NotFound
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain import explanation, raising, service
from samencontroleren.supplychain.kinds import EventCause, FlagRule, FlagState
from samencontroleren.supplychain.models import Flag, FlagEvent
from samencontroleren.supplychain.schemas import MoveInput
from samencontroleren.usage.models import Usage
from tests.findings.life import Life
from tests.supplychain.conftest import DAY, Facts
from tests.support.world import World

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def run_rules(days_later: int = 0) -> int:
    """The daily job on that day; how many flags it changed."""
    with clock.pretend(DAY + timedelta(days=days_later)):
        changes = raising.due_changes()
        for change in changes:
            raising.apply(change)
        return len(changes)


def only_flag(unit: Session) -> Flag:
    return unit.scalars(select(Flag)).one()


def causes(unit: Session) -> list[EventCause]:
    return list(unit.scalars(select(FlagEvent.cause).order_by(FlagEvent.number)))


def test_second_run_changes_nothing(unit: Session, facts: Facts) -> None:
    facts.lean(20)
    assert run_rules() == 1
    assert run_rules() == 0
    flag = only_flag(unit)
    assert (flag.rule, flag.severity, flag.state) == (FlagRule.PROOF_ENDING, Severity.MEDIUM, FlagState.OPEN)
    assert causes(unit) == [EventCause.RAISED]


def test_applying_the_same_change_twice_raises_one_flag(unit: Session, facts: Facts) -> None:
    facts.lean(20)
    with clock.pretend(DAY):
        change = raising.due_changes()[0]
        raising.apply(change)
        raising.apply(change)
    assert causes(unit) == [EventCause.RAISED]


def test_severity_grows_and_a_triaged_flag_opens_again(unit: Session, world: World, facts: Facts) -> None:
    facts.lean(20)
    run_rules()
    flag = only_flag(unit)
    service.triage_flag(world["coordinator"].actor, flag.id, "De leverancier is gebeld.", flag.revision)
    run_rules(days_later=10)
    assert flag.state is FlagState.TRIAGED
    run_rules(days_later=25)
    assert (flag.state, flag.severity) == (FlagState.OPEN, Severity.CRITICAL)
    assert causes(unit) == [EventCause.RAISED, EventCause.PERSON, EventCause.WORSE]


def test_closed_flag_reopens_only_when_worse(unit: Session, world: World, facts: Facts) -> None:
    facts.lean(80)
    run_rules()
    flag = only_flag(unit)
    service.close_flag(world["coordinator"].actor, flag.id, "Nieuw bewijs is onderweg.", flag.revision)
    assert run_rules(days_later=10) == 0
    assert flag.state is FlagState.CLOSED
    assert run_rules(days_later=60) == 1
    assert (flag.state, flag.severity) == (FlagState.OPEN, Severity.MEDIUM)


def test_flag_closes_when_newer_submission_leans_on_other_proof(unit: Session, facts: Facts) -> None:
    leaning = facts.lean(20)
    run_rules()
    facts.submit(leaning.dossier, facts._document(0, DAY + timedelta(days=900)), number=2)
    assert run_rules() == 1
    assert only_flag(unit).state is FlagState.CLOSED
    assert run_rules() == 0
    facts.submit(leaning.dossier, leaning.document, number=3)
    run_rules()
    assert only_flag(unit).state is FlagState.OPEN
    assert causes(unit) == [EventCause.RAISED, EventCause.GONE, EventCause.BACK]


def test_a_finding_past_its_term_is_a_flag_until_it_is_solved(app: Flask, unit: Session, world: World) -> None:
    with clock.pretend(DAY):
        life = Life(world, unit).released()
    finding = life.finding()
    first = (finding.due_on - DAY).days + 1
    assert run_rules(first - 1) == 0, "the last day itself is in time"
    assert run_rules(first) == 1
    flag = only_flag(unit)
    assert (flag.rule, flag.severity, flag.is_shared) == (FlagRule.FINDING_LATE, finding.severity, True)
    with app.test_request_context():
        words = [explanation.explain(world[name].actor, flag) for name in ("coordinator", "buyer1")]
    assert all(each.title.startswith("Bevinding niet op tijd opgelost") for each in words)
    assert "een bevinding oplossen" in words[0].found and words[0].advice != words[1].advice
    finding.state = FindingState.CLOSED
    unit.flush()
    assert run_rules(first + 1) == 1
    assert (flag.state, causes(unit)) == (FlagState.CLOSED, [EventCause.RAISED, EventCause.GONE])


def test_withdrawn_document_makes_no_flag(facts: Facts) -> None:
    facts.lean(20).document.withdrawn_at = clock.now()
    assert run_rules() == 0


def test_gemeente_sees_only_shared_flags_on_products_it_uses(unit: Session, world: World, facts: Facts) -> None:
    facts.use(vendor=0, municipality=0)
    facts.lean(20)
    facts.lean(20, released=False)
    run_rules()
    seen = {name: service.list_flags(world[name].actor).total for name in ("coordinator", "buyer1", "buyer2")}
    assert seen == {"coordinator": 2, "buyer1": 1, "buyer2": 0}
    for nobody in ("submitter1", "vendor-admin1", "reviewer1", "admin1", "releaser"):
        assert service.list_flags(world[nobody].actor).total == 0


def test_single_flag_and_list_agree(unit: Session, world: World, facts: Facts) -> None:
    facts.use(vendor=0, municipality=0)
    facts.lean(20, released=False)
    run_rules()
    flag = only_flag(unit)
    assert service.get_flag(world["coordinator"].actor, flag.id).id == flag.id
    for other in ("buyer1", "submitter1"):
        with pytest.raises(NotFound):
            service.get_flag(world[other].actor, flag.id)
        with pytest.raises(NotFound):
            service.list_history(world[other].actor, flag.id)


def test_only_a_coordinator_moves_a_flag(unit: Session, world: World, facts: Facts) -> None:
    facts.use(vendor=0, municipality=0)
    facts.lean(20)
    run_rules()
    flag = only_flag(unit)
    with pytest.raises(Forbidden):
        service.close_flag(world["ciso1"].actor, flag.id, "Ik wil dit niet zien.", flag.revision)
    with pytest.raises(NotFound):
        service.close_flag(world["submitter1"].actor, flag.id, "Weg ermee.", flag.revision)
    assert flag.state is FlagState.OPEN


def test_moves_follow_the_table_and_the_revision(unit: Session, world: World, facts: Facts) -> None:
    facts.lean(20)
    run_rules()
    flag, coordinator = only_flag(unit), world["coordinator"].actor
    with pytest.raises(Conflict):
        service.reopen_flag(coordinator, flag.id, "Staat al open.", flag.revision)
    before = flag.revision
    service.close_flag(coordinator, flag.id, "Klaar.", before)
    with pytest.raises(Changed):
        service.reopen_flag(coordinator, flag.id, "Toch niet.", before)


def test_reason_is_obligatory() -> None:
    assert MoveInput().validate({"toestand": "closed", "reden": "  ", "revision": 1}) == {"reden": ["Vul dit in."]}


def test_reasons_and_names_stay_with_vng(unit: Session, world: World, facts: Facts) -> None:
    facts.use(vendor=0, municipality=0)
    facts.lean(20)
    run_rules()
    flag = only_flag(unit)
    service.triage_flag(world["coordinator"].actor, flag.id, "Kanariegeel overleg.", flag.revision)
    inside = service.list_history(world["coordinator"].actor, flag.id)
    outside = service.list_history(world["buyer1"].actor, flag.id)
    assert inside[0].reason == "Kanariegeel overleg." and inside[0].who
    assert [(step.reason, step.who) for step in outside] == [("", ""), ("", "")]


def _many_users(unit: Session, world: World, facts: Facts, users: int, total: int) -> None:
    """`users` gemeenten of `total` use the first supplier; the first one is that of buyer1."""
    facts.use(vendor=0, municipality=0)
    claimed_by = world["buyer1"].user_id
    for number in range(total - len(world.municipalities)):
        extra = Organisation(kind=OrganisationKind.MUNICIPALITY, name=f"Gemeente Extra {number}")
        unit.add(extra)
        unit.flush()
        if number < users - 1:
            unit.add(
                Usage(
                    municipality_id=extra.id,
                    product_id=world.products[0][0],
                    state="confirmed",
                    process="Belastingen",
                    claimed_by_id=claimed_by,
                )
            )
    unit.flush()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [((6, 20), "5 gemeenten"), ((5, 20), "Veel andere gemeenten"), ((12, 16), "Veel andere gemeenten")],
)
def test_gemeente_reads_no_small_counts(
    app: Flask, world: World, facts: Facts, counts: tuple[int, int], shown: str
) -> None:
    unit, (users, total) = facts.session, counts
    _many_users(unit, world, facts, users, total)
    run_rules()
    flag = only_flag(unit)
    assert flag.rule is FlagRule.CONCENTRATION
    with app.test_request_context():
        words = explanation.explain(world["buyer1"].actor, flag)
        assert shown in words.found
        assert f"{users} van de {total}" in explanation.explain(world["coordinator"].actor, flag).found
        everything = " ".join((words.title, words.found, words.meaning, words.advice))
        assert str(users) not in everything
