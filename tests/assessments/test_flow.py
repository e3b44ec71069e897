# SPDX-License-Identifier: EUPL-1.2
"""The way of a dossier through assessment, by services, on both databases."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import jobs, service
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, FindingState, ResultCode, Verdict
from samencontroleren.assessments.models import Finding, Hearing, ReviewVerdict
from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.dashboard.service import start_page
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.working_days import add_working_days
from tests.assessments.flow import Flow

pytestmark = pytest.mark.database


@pytest.mark.stage("review")
def test_a_verdict_is_the_lowest_of_its_axes(flow: Flow, in_review: Dossier) -> None:
    flow.give(flow.world["reviewer1"], in_review, "P-3", Verdict.NOT_MET)
    item = service.desk(flow.world["reviewer1"].actor, in_review.id).item(flow.version("P-3"))
    assert item.verdict is not None
    assert item.verdict.code is Verdict.NOT_MET
    assert item.verdict.axes == {"design": "meets", "existence": "not_met"}


@pytest.mark.stage("review")
def test_only_what_is_asked_can_be_judged(flow: Flow, in_review: Dossier) -> None:
    actor = flow.world["reviewer1"].actor
    with pytest.raises(NotFound):  # a requirement of the other subject is not asked here
        service.save_verdict(actor, in_review.id, flow.version("V-1"), code=Verdict.MEETS)


@pytest.mark.stage("review")
def test_a_second_window_does_not_overwrite_the_first(flow: Flow, in_review: Dossier) -> None:
    flow.give(flow.world["reviewer1"], in_review, "P-1", Verdict.PARTLY)
    with pytest.raises(Changed):
        flow.give(flow.world["reviewer1"], in_review, "P-1", Verdict.MEETS, revision=0)
    flow.give(flow.world["reviewer1"], in_review, "P-1", Verdict.MEETS, revision=1)


@pytest.mark.stage("review")
def test_ready_needs_all_verdicts_and_can_be_taken_back(flow: Flow, in_review: Dossier) -> None:
    person = flow.world["reviewer1"]
    with pytest.raises(Conflict):
        service.mark_ready(person.actor, in_review.id)
    flow.judge(person, in_review)
    assert service.mark_ready(person.actor, in_review.id) is False
    with pytest.raises(Conflict):
        flow.give(person, in_review, "P-1", Verdict.PARTLY, revision=1)
    service.take_back_ready(person.actor, in_review.id)
    flow.give(person, in_review, "P-1", Verdict.PARTLY, revision=1)


@pytest.mark.stage("review")
def test_nobody_else_can_judge(flow: Flow, in_review: Dossier) -> None:
    for name, error in (("reviewer3", NotFound), ("submitter1", Forbidden), ("coordinator", Forbidden)):
        with pytest.raises(error):
            service.desk(flow.world[name].actor, in_review.id)


@pytest.mark.stage("review")
def test_blind_until_both_are_ready(flow: Flow, in_review: Dossier, unit: Session) -> None:
    first, second = flow.world["reviewer1"], flow.world["reviewer2"]
    flow.judge(first, in_review)
    service.mark_ready(first.actor, in_review.id)
    for name in ("reviewer2", "coordinator", "releaser", "all-roles", "submitter1"):
        actor = flow.world[name].actor
        assert _seen(actor, unit) == [], name
    flow.judge(second, in_review, {"P-1": Verdict.PARTLY})
    service.mark_ready(second.actor, in_review.id)
    assert len(_seen(second.actor, unit)) == 8
    assert len(_seen(flow.world["coordinator"].actor, unit)) == 8
    assert _seen(flow.world["submitter1"].actor, unit) == []
    assert _seen(flow.world["reviewer3"].actor, unit) == []


def _seen(actor: object, unit: Session) -> list[ReviewVerdict]:
    from samencontroleren.assessments import policy
    from samencontroleren.core.access import visible

    return list(unit.scalars(visible(actor, policy.VERDICT_VIEW)))  # type: ignore[arg-type]  # rows of any


def test_equal_verdicts_open_the_hearing(flow: Flow, unit: Session) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier, {"P-2": Verdict.PARTLY, "P-4": Verdict.CANNOT_BE_ASSESSED})
    assert dossier.state is DossierState.HEARING
    conclusions = service.current_conclusions(flow.world["submitter1"].actor, dossier.id)
    assert {each.basis for each in conclusions} == {ConclusionBasis.EQUAL}
    partly = next(each for each in conclusions if each.code is Verdict.PARTLY)
    assert partly.public_reason == "OPENBAAR-P-2-reviewer1\n\nOPENBAAR-P-2-reviewer2"
    assert partly.assurance is Assurance.CHECKED
    findings = list(unit.scalars(select(Finding).where(Finding.dossier_id == dossier.id)))
    assert len(findings) == 2
    assert {each.due_on for each in findings} == {clock.today() + timedelta(days=90)}
    result = service.latest_result(flow.world["submitter1"].actor, dossier.id)
    assert result is not None
    assert result.result is ResultCode.MEETS_WITH_CONCERNS
    hearing = unit.scalars(select(Hearing)).one()
    assert hearing.due_on == dossier.due_on == add_working_days(clock.today(), 10)
    mails = [each for each in unit.scalars(select(OutboxMail)) if each.key.startswith("hearing-opened:")]
    assert [each.to_address for each in mails] == [flow.world["submitter1"].email]
    assert "Product 1a" not in mails[0].text + mails[0].subject + mails[0].html


@pytest.mark.stage("review")
def test_differences_are_settled_in_writing(flow: Flow, in_review: Dossier) -> None:
    flow.review(in_review, {"P-1": Verdict.PARTLY}, {"P-1": Verdict.MEETS})
    assert in_review.state is DossierState.DISCUSSING
    first, second = flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    (difference,) = service.differences(first, in_review.id)
    assert [each.code for each in difference.verdicts] == [Verdict.PARTLY, Verdict.MEETS]
    for code in (Verdict.PARTLY, Verdict.MEETS):
        with pytest.raises(Invalid):
            service.propose(first, in_review.id, flow.version("P-1"), code, Assurance.CHECKED, " ")
    with pytest.raises(Invalid):  # nothing of it was audited: there is no document
        service.propose(first, in_review.id, flow.version("P-1"), Verdict.PARTLY, Assurance.AUDITED, "VOORSTEL")
    proposal = service.propose(first, in_review.id, flow.version("P-1"), Verdict.PARTLY, Assurance.CHECKED, "VOORSTEL")
    with pytest.raises(Conflict):
        service.agree(first, in_review.id, proposal.id)
    wording = (in_review.id, flow.version("P-1"), Verdict.PARTLY, Assurance.CHECKED, "BETER")
    with pytest.raises(Changed):  # the first's came while the page was open
        service.propose(second, *wording, seen="")
    assert proposed(first) == {in_review.id: False} and proposed(second) == {in_review.id: True}
    newer = service.propose(second, *wording, seen=str(proposal.id))
    assert proposed(first) == {in_review.id: True} and proposed(second) == {in_review.id: False}
    with pytest.raises(Conflict):  # overtaken by a newer proposal
        service.agree(second, in_review.id, proposal.id)
    with pytest.raises(service.LastDifference):  # the draft goes to the supplier: it is read first
        service.agree(first, in_review.id, newer.id, has_read=False)
    draft = service.draft_with(first, in_review.id, newer.id)
    told = {version.requirement.code: wording.public_reason for version, wording in draft.rows}
    assert (told["P-1"], len(told)) == ("BETER", len(flow.codes(in_review)))
    assert draft.outcome is not None and in_review.state is DossierState.DISCUSSING
    conclusion = service.agree(first, in_review.id, newer.id)
    assert (conclusion.basis, conclusion.public_reason) == (ConclusionBasis.SETTLED, "BETER")
    assert in_review.state is DossierState.HEARING
    assert proposed(first) == {}


def proposed(actor: Actor) -> Mapping[UUID, bool]:
    """The dossiers with an open proposal on the start page, and whether it is of the other reviewer."""
    block = start_page(actor).reviewer
    assert block is not None
    return block.proposed


@pytest.mark.stage("review")
def test_what_is_disputed_counts_in_the_draft_before_the_last_difference(flow: Flow, in_review: Dossier) -> None:
    flow.review(in_review, {"P-1": Verdict.NOT_APPLICABLE, "P-2": Verdict.PARTLY})
    first, second = flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    wording = (in_review.id, flow.version("P-1"), Verdict.NOT_APPLICABLE, Assurance.CHECKED, "Uitleg")
    service.decide(flow.world["coordinator"].actor, *wording, reason="De dienst heeft dit niet")
    made = service.propose(first, in_review.id, flow.version("P-2"), Verdict.MEETS, Assurance.CHECKED, "Eens")
    draft = service.draft_with(second, in_review.id, made.id)
    service.agree(second, in_review.id, made.id)
    result = service.latest_result(first, in_review.id)
    assert result is not None and draft.outcome is not None
    assert draft.outcome.result is result.result is ResultCode.DOES_NOT_MEET


@pytest.mark.stage("review")
def test_the_coordinator_decides_with_a_reason(flow: Flow, in_review: Dossier) -> None:
    flow.review(in_review, {"P-1": Verdict.NOT_APPLICABLE}, {"P-1": Verdict.MEETS})
    coordinator = flow.world["coordinator"].actor
    wording = (in_review.id, flow.version("P-1"), Verdict.NOT_APPLICABLE, Assurance.CHECKED, "Uitleg")
    with pytest.raises(Invalid) as without_reason:
        service.decide(coordinator, *wording)
    assert "reason" in without_reason.value.fields
    with pytest.raises(Forbidden):
        service.decide(flow.world["reviewer1"].actor, *wording, reason="Ik vind het zo")
    made = service.decide(coordinator, *wording, reason="De dienst heeft dit niet")
    assert (made.basis, made.both_agree_not_applicable) == (ConclusionBasis.COORDINATOR, False)
    result = service.latest_result(coordinator, in_review.id)
    assert result is not None  # disputed n.v.t. on a key requirement counts as cannot be assessed
    assert result.result is ResultCode.DOES_NOT_MEET


@pytest.mark.stage("review")
def test_the_supplier_sees_nothing_before_the_hearing(flow: Flow, in_review: Dossier) -> None:
    flow.review(in_review, {"P-1": Verdict.PARTLY}, {"P-1": Verdict.MEETS})
    supplier = flow.world["submitter1"].actor
    assert service.current_conclusions(supplier, in_review.id) == []
    assert service.latest_result(supplier, in_review.id) is None
    with pytest.raises(Forbidden):
        service.differences(supplier, in_review.id)


def test_only_the_submitter_replies_once(flow: Flow) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier)
    with pytest.raises(Forbidden):
        service.reply_to_hearing(flow.world["contributor1"].actor, dossier.id, has_objection=False)
    with pytest.raises(NotFound):
        service.reply_to_hearing(flow.world["submitter2"].actor, dossier.id, has_objection=False)
    supplier = flow.world["submitter1"].actor
    with pytest.raises(Invalid):
        service.reply_to_hearing(supplier, dossier.id, has_objection=True, reply="  ")
    service.reply_to_hearing(supplier, dossier.id, has_objection=False)
    assert dossier.state is DossierState.AWAITING_RELEASE
    with pytest.raises(Conflict):
        service.reply_to_hearing(supplier, dossier.id, has_objection=True, reply="toch niet")


def test_an_objection_is_reconsidered(flow: Flow, unit: Session) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier, {"P-1": Verdict.NOT_MET})
    supplier = flow.world["submitter1"].actor
    service.reply_to_hearing(supplier, dossier.id, has_objection=True, reply="Kijk naar bladzijde 4")
    assert dossier.state is DossierState.RECONSIDERING
    first, second = flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    assert service.finish_reconsidering(second, dossier.id) is False
    change = (dossier.id, flow.version("P-1"), Verdict.MEETS, Assurance.CHECKED, "Nu gezien")
    with pytest.raises(Invalid):
        service.reconsider(first, *change)
    proposal = service.reconsider(first, *change, basis_reason="Bladzijde 4 toont het aan")
    assert service.finish_reconsidering(first, dossier.id) is False  # the other one has something new to weigh
    service.agree(second, dossier.id, proposal.id)
    assert service.finish_reconsidering(second, dossier.id) is True
    assert dossier.state is DossierState.AWAITING_RELEASE
    changed = next(
        each
        for each in service.current_conclusions(supplier, dossier.id)
        if each.requirement_version_id == flow.version("P-1")
    )
    assert (changed.number, changed.code, changed.basis) == (2, Verdict.MEETS, ConclusionBasis.RECONSIDERED)
    assert changed.basis_reason == "Bladzijde 4 toont het aan"
    assert [each.state for each in unit.scalars(select(Finding))] == [FindingState.LAPSED]
    assert service.findings_by_requirement(dossier.id) == {}
    result = service.latest_result(supplier, dossier.id)
    assert result is not None
    assert (result.number, result.result) == (2, ResultCode.MEETS)


def test_a_reply_draft_is_not_a_reply(flow: Flow) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier)
    supplier = flow.world["submitter1"].actor
    service.save_reply_draft(supplier, dossier.id, "Nog niet af", 1)
    with pytest.raises(Changed):
        service.save_reply_draft(supplier, dossier.id, "Van een ander venster", 1)
    assert dossier.state is DossierState.HEARING


def test_silence_is_recorded_once(flow: Flow, unit: Session, database: Database) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier)
    hearing = unit.scalars(select(Hearing)).one()
    unit.commit()
    job = jobs.JOBS[0]
    assert scheduler.run(database, job, day=hearing.due_on, dry=True).keys == ()
    after = hearing.due_on + timedelta(days=1)
    assert scheduler.run(database, job, day=after, dry=True).keys == (str(dossier.id),)
    with clock.pretend(after):
        assert service.record_silence(dossier.id) is True
        assert service.record_silence(dossier.id) is False
    unit.refresh(dossier)
    assert dossier.state is DossierState.AWAITING_RELEASE
    assert unit.scalars(select(Hearing.silent_at)).one() is not None


def test_silence_waits_until_a_term_that_was_moved(flow: Flow, unit: Session) -> None:
    dossier = flow.product_dossier
    flow.to_hearing(dossier)
    first = dossier.due_on
    assert first is not None
    later = first + timedelta(days=7)
    made = rounds.ask_more_time(flow.world["contributor1"].actor, dossier.id, later, "Wij zijn dicht.")
    rounds.grant_more_time(flow.world["coordinator"].actor, made.id, later)
    with clock.pretend(later):
        assert dossier.id not in service.silent_dossiers(later)
        assert service.record_silence(dossier.id) is False
    with clock.pretend(later + timedelta(days=1)):
        assert service.record_silence(dossier.id) is True
