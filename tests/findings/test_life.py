# SPDX-License-Identifier: EUPL-1.2
"""The life of a finding by the services, on both databases: plan, follow-up check, extension, dispute, next round."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FINDING_MOVES, TO_SOLVE, FindingCause, FindingState, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.findings import service
from samencontroleren.findings.kinds import PlanState, Progress, RequestKind
from samencontroleren.findings.models import StepNote
from samencontroleren.findings.plans import newest_plan
from samencontroleren.findings.requests import waiting
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import service as rounds
from samencontroleren.usage import service as usages
from tests.findings.life import Life
from tests.support.world import World

pytestmark = pytest.mark.database

S = FindingState


@pytest.fixture
def life(app: Flask, unit: Session, world: World) -> Life:
    return Life(world, unit).released()


def test_every_state_has_its_moves() -> None:
    assert set(FINDING_MOVES) == set(FindingState)
    assert all(S.CLOSED in FINDING_MOVES[each] for each in TO_SOLVE)
    assert S.DRAFT not in {state for each in TO_SOLVE for state in FINDING_MOVES[each]}


def test_a_draft_is_shared_by_the_release(app: Flask, unit: Session, world: World) -> None:
    life = Life(world, unit)
    draft, submitter = life.finding(), world["submitter1"].actor
    assert draft.state is S.DRAFT
    assert service.list_findings(submitter).total == 0
    with pytest.raises(Conflict):
        service.save_plan(submitter, draft.id, [service.Step("Te vroeg")], 0)
    life.released()
    assert draft.state is S.OPEN
    assert service.list_findings(submitter).rows == [draft]


def test_a_draft_that_lapses_can_come_back(app: Flask, unit: Session, world: World) -> None:
    life = Life(world, unit)
    draft, term = life.finding(), life.finding().due_on
    life.conclude(life.dossier, Verdict.MEETS)
    assert draft.state is S.LAPSED and assessments.findings_by_requirement(life.dossier.id) == {}
    life.conclude(life.dossier, Verdict.NOT_MET)
    assert (draft.state, draft.due_on) == (S.DRAFT, term)


def test_from_plan_to_closed(life: Life, unit: Session) -> None:
    submitter, coordinator = life.world["submitter1"].actor, life.world["coordinator"].actor
    life.plan()
    assert life.finding().state is S.PLAN_SUBMITTED
    assert unit.scalars(select(Notice.kind).where(Notice.object_id == life.key)).all() == ["finding_waits"] * 3
    with pytest.raises(Invalid):
        life.decide(coordinator, False)
    life.decide(coordinator, False, "Noem een datum")
    assert life.finding().state is S.PLAN_RETURNED
    life.plan()
    plan = life.decide(coordinator, True)
    assert (plan.number, plan.state, life.finding().state) == (2, PlanState.ACCEPTED, S.SOLVING)
    service.report_progress(submitter, life.key, plan.steps[0].id, Progress.DONE, "Staat live")
    life.ask()
    assert life.finding().state is S.CHECK_ASKED
    service.decide(coordinator, life.key, RequestKind.CHECK, False, "Alleen een schermafdruk")
    assert life.finding().state is S.OPEN
    life.ask()
    service.decide(coordinator, life.key, RequestKind.CHECK, True, "Gezien in het verslag")
    assert life.finding().state is S.CLOSED
    assert life.causes() == [
        FindingCause.FOUND,
        FindingCause.RELEASED,
        FindingCause.PLAN_SUBMITTED,
        FindingCause.PLAN_RETURNED,
        FindingCause.PLAN_SUBMITTED,
        FindingCause.PLAN_ACCEPTED,
        FindingCause.CHECK_ASKED,
        FindingCause.CHECK_FAILED,
        FindingCause.CHECK_ASKED,
        FindingCause.CHECK_PASSED,
    ]
    open_ones = select(Notice.kind).where(Notice.object_id == life.key, Notice.finished_at.is_(None))
    assert set(unit.scalars(open_ones)) == {"finding_decided"}


def test_a_plan_is_taken_back_until_somebody_decided(life: Life, unit: Session) -> None:
    submitter, coordinator = life.world["submitter1"].actor, life.world["coordinator"].actor
    late = service.Step("Te laat", due_on=clock.today() - timedelta(days=1))
    saved = service.save_plan(submitter, life.key, [late], 0)
    with pytest.raises(Invalid):
        service.submit_plan(submitter, life.key, saved.revision)
    done = replace(late, progress=Progress.DONE)
    saved = service.save_plan(submitter, life.key, [done], saved.revision)
    service.submit_plan(submitter, life.key, saved.revision)
    with pytest.raises(Forbidden):
        service.withdraw_plan(life.world["contributor1"].actor, life.key)
    draft = service.withdraw_plan(submitter, life.key)
    assert (draft.state, draft.submitted_at, life.finding().state) == (PlanState.DRAFT, None, S.OPEN)
    waits = select(Notice.id).where(Notice.kind == "finding_waits", Notice.finished_at.is_(None))
    assert not unit.scalars(waits).all()
    service.submit_plan(submitter, life.key, draft.revision)
    assert len(unit.scalars(waits).all()) == 3, "who decides is told again"
    life.decide(coordinator, False, "Noem een datum")
    with pytest.raises(Conflict):
        service.withdraw_plan(submitter, life.key)
    again = service.save_plan(submitter, life.key, [done], 0)
    service.submit_plan(submitter, life.key, again.revision)
    service.withdraw_plan(submitter, life.key)
    assert life.finding().state is S.PLAN_RETURNED


def test_nobody_decides_on_a_plan_that_was_not_read(life: Life) -> None:
    submitter, coordinator = life.world["submitter1"].actor, life.world["coordinator"].actor
    life.plan()
    read = newest_plan(life.key)
    assert read is not None
    seal, day = read.seal, clock.today() + timedelta(days=9)
    draft = service.withdraw_plan(submitter, life.key)
    saved = service.save_plan(submitter, life.key, [service.Step("Toch niets", due_on=day)], draft.revision)
    service.submit_plan(submitter, life.key, saved.revision)
    for is_accepted in (True, False):
        with pytest.raises(Changed) as changed:
            service.decide_plan(coordinator, life.key, seal, is_accepted)
        assert [each.what for each in changed.value.theirs.steps] == ["Toch niets"]
    assert life.decide(coordinator, True).state is PlanState.ACCEPTED


def test_who_may_decide(life: Life) -> None:
    life.plan()
    for name, error in (("submitter1", Forbidden), ("submitter2", NotFound), ("ciso3", NotFound)):
        with pytest.raises(error):
            life.decide(life.world[name].actor, True)
    rounds.declare_conflict(life.world["coordinator"].actor, life.world.vendors[0], "Familie werkt daar")
    with pytest.raises(Forbidden):
        life.decide(life.world["coordinator"].actor, True)
    with pytest.raises(Forbidden):
        life.decide(life.world["releaser"].actor, True)
    life.assign("reviewer1")
    assert life.decide(life.world["reviewer1"].actor, True).state is PlanState.ACCEPTED


def test_only_the_submitter_speaks_for_the_supplier(life: Life) -> None:
    saved = service.save_plan(life.world["contributor1"].actor, life.key, [service.Step("Een stap")], 0)
    with pytest.raises(Forbidden):
        service.submit_plan(life.world["contributor1"].actor, life.key, saved.revision)
    with pytest.raises(Invalid) as missing:
        service.submit_plan(life.world["submitter1"].actor, life.key, saved.revision)
    assert list(missing.value.fields) == ["due_on_1"]


def test_a_colleague_was_first(life: Life) -> None:
    first = service.save_plan(life.world["contributor1"].actor, life.key, [service.Step("Van Anna")], 0)
    with pytest.raises(Changed) as changed:
        service.save_plan(life.world["submitter1"].actor, life.key, [service.Step("Van Bram")], 0)
    assert [each.what for each in changed.value.theirs.steps] == ["Van Anna"]
    assert service.save_plan(life.world["submitter1"].actor, life.key, [], first.revision).steps == []


def test_closing_asks_proof_that_is_valid(life: Life) -> None:
    coordinator, submitter = life.world["coordinator"].actor, life.world["submitter1"].actor
    with pytest.raises(Invalid) as bare:
        service.ask(submitter, life.key, RequestKind.CHECK, "Het is klaar")
    assert list(bare.value.fields) == ["documents"]
    with pytest.raises(NotFound):
        service.ask(submitter, life.key, RequestKind.CHECK, "Het is klaar", documents=[uuid.uuid4()])
    life.ask(documents=[life.document(clock.today() - timedelta(days=1))])
    with pytest.raises(Invalid) as ended:
        service.decide(coordinator, life.key, RequestKind.CHECK, True, "Ziet er goed uit")
    assert list(ended.value.fields) == ["reason"] and life.finding().state is S.CHECK_ASKED


def test_more_time(life: Life) -> None:
    first, coordinator = life.finding().due_on, life.world["coordinator"].actor
    with pytest.raises(Invalid):
        life.ask(RequestKind.EXTENSION, wanted_on=first)
    life.ask(RequestKind.EXTENSION, wanted_on=first + timedelta(days=30))
    with pytest.raises(Conflict):
        life.ask(RequestKind.EXTENSION, wanted_on=first + timedelta(days=31))
    life.assign("reviewer1")
    with pytest.raises(Forbidden):
        service.decide(life.world["reviewer1"].actor, life.key, RequestKind.EXTENSION, True, "Goed")
    service.decide(coordinator, life.key, RequestKind.EXTENSION, True, "Leverancier wacht op een update")
    assert life.finding().due_on == first + timedelta(days=30)
    service.extend(coordinator, life.key, "Vakantie", first + timedelta(days=40))
    assert life.finding().due_on == first + timedelta(days=40)
    assert life.causes()[-3:] == [FindingCause.EXTENSION_ASKED, FindingCause.EXTENDED, FindingCause.EXTENDED]


@pytest.mark.parametrize(("is_right", "state"), [(True, S.LAPSED), (False, S.OPEN)])
def test_a_dispute_and_its_outcome(life: Life, is_right: bool, state: FindingState) -> None:
    life.ask(RequestKind.DISPUTE)
    assert waiting(life.key, RequestKind.DISPUTE) is not None and life.finding().state is S.OPEN
    service.decide(life.world["coordinator"].actor, life.key, RequestKind.DISPUTE, is_right, "Zo is het")
    assert life.finding().state is state


def test_late_follows_from_the_term(life: Life) -> None:
    with clock.pretend(life.finding().due_on):
        assert service.list_findings(life.world["coordinator"].actor, is_late_only=True).total == 0
    with clock.pretend(life.finding().due_on + timedelta(days=1)):
        assert service.list_findings(life.world["coordinator"].actor, is_late_only=True).total == 1
        assert service.is_late(life.finding())


def test_what_a_gemeente_reads(life: Life) -> None:
    ciso = life.world["ciso1"].actor
    with pytest.raises(NotFound):
        service.get_finding(ciso, life.key)
    used = usages.claim_usage(life.world["buyer1"].actor, life.world.products[0][0], "Burgerzaken")
    usages.confirm_usage(ciso, used.id)
    life.plan()
    assert service.get_finding(ciso, life.key).plan is None
    life.decide(life.world["coordinator"].actor, True)
    life.ask(RequestKind.DISPUTE)
    accepted = service.get_finding(life.world["coordinator"].actor, life.key).plan
    assert accepted is not None
    session().add(StepNote(step_id=accepted.steps[0].id, text="Binnenskamers"))
    session().flush()
    found = service.get_finding(ciso, life.key)
    assert found.plan is not None and [each.what for each in found.plan.steps] == ["Log alles"]
    assert (found.owners, found.notes, found.requests, found.rights.is_inside) == ({}, {}, [], False)
    assert found.events
    assert FindingCause.FOUND not in {each.cause for each in found.events}
    assert found.reason == "OPENBAAR"
    with pytest.raises(NotFound):
        service.get_finding(life.world["ciso2"].actor, life.key)


def test_the_same_finding_goes_on_in_the_next_round(life: Life) -> None:
    life.solving()
    before = life.finding()
    first_day, term = before.found_on, before.due_on
    later = life.next_dossier()
    life.conclude(later, Verdict.NOT_MET)
    assert before.dossier_id == life.dossier.id, "not before the release"
    assert list(assessments.findings_by_requirement(later.id).values()) == [[before]]
    life.publish(later)
    after = life.finding()
    assert (after.id, after.found_on, after.due_on) == (before.id, first_day, term)
    assert (after.dossier_id, after.next_dossier_id, after.state) == (later.id, None, S.SOLVING)
    assert life.causes()[-1] is FindingCause.CARRIED


@pytest.mark.parametrize(
    ("verdict", "state", "cause"),
    [
        (Verdict.MEETS, S.CLOSED, FindingCause.MET),
        (Verdict.NOT_APPLICABLE, S.OPEN, FindingCause.RELEASED),
    ],
)
def test_only_a_verdict_that_meets_closes_it(
    life: Life, verdict: Verdict, state: FindingState, cause: FindingCause
) -> None:
    later = life.next_dossier()
    life.conclude(later, verdict)
    assert life.finding().state is S.OPEN, "not before the release"
    life.publish(later)
    assert (life.finding().state, life.causes()[-1]) == (state, cause)


def test_what_was_found_again_and_then_not(life: Life) -> None:
    later = life.next_dossier()
    life.conclude(later, Verdict.PARTLY)
    life.conclude(later, Verdict.MEETS)
    assert life.finding().next_dossier_id is None and assessments.findings_by_requirement(later.id) == {}


def test_reminders_around_the_term(life: Life, unit: Session) -> None:
    due_on = life.finding().due_on
    expected = {-15: 0, -14: 1, -11: 1, -10: 0, -3: 1, 7: 1, 11: 0}
    for step, number in expected.items():
        with clock.pretend(due_on + timedelta(days=step)):
            assert len(service.due_reminders(clock.today())) == number, step
    with clock.pretend(due_on - timedelta(days=3)):
        key = service.due_reminders(clock.today())[0]
        assert (service.remind(key), service.remind(key)) == (1, 0)
        assert service.due_reminders(clock.today()) == []
    open_ones = select(Notice.kind).where(Notice.object_id == life.key, Notice.finished_at.is_(None))
    life.plan()
    assert list(unit.scalars(open_ones.where(Notice.kind == "finding_due"))) == []


def test_it_opens_again_when_its_proof_ends(life: Life) -> None:
    life.solving()
    life.ask()
    service.decide(life.world["coordinator"].actor, life.key, RequestKind.CHECK, True, "Gezien")
    last_day = clock.today() + timedelta(days=90)
    assert service.unproven(last_day) == []
    with clock.pretend(last_day + timedelta(days=1)):
        assert service.unproven(clock.today()) == [life.key]
        assert (service.reopen(life.key), service.reopen(life.key)) == (True, False)
    assert (life.finding().state, life.causes()[-1]) == (S.OPEN, FindingCause.PROOF_ENDED)
    assert life.finding().due_on > last_day
