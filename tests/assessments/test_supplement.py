# SPDX-License-Identifier: EUPL-1.2
"""A supplement: two blind wishes become one request, only the named answers open, and what was submitted stays."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import policy, service
from samencontroleren.assessments.kinds import Assurance, Verdict
from samencontroleren.assessments.models import Conclusion, ReviewVerdict
from samencontroleren.assessments.service import Lack
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.working_days import add_working_days
from tests.assessments.flow import Flow

LACKS = "Het verslag van de laatste hersteltest ontbreekt."
OTHER = "Wie heeft de uitkomst vastgesteld?"


def judge_but(flow: Flow, name: str, dossier: Dossier, code: str, wish: str) -> None:
    """A reviewer gives every verdict but one, and notes there what is missing."""
    person = flow.world[name]
    for each in flow.codes(dossier):
        if each != code:
            flow.give(person, dossier, each, Verdict.MEETS)
    service.save_wish(person.actor, dossier.id, flow.version(code), wish, 0)


def both_lack(flow: Flow, dossier: Dossier) -> None:
    """Both reviewers lack something at P-2, the second also at P-4; both are ready."""
    judge_but(flow, "reviewer1", dossier, "P-2", LACKS)
    judge_but(flow, "reviewer2", dossier, "P-2", OTHER)
    service.save_wish(flow.world["reviewer2"].actor, dossier.id, flow.version("P-4"), "Per wanneer?", 0)
    for name in ("reviewer1", "reviewer2"):
        assert service.mark_ready(flow.world[name].actor, dossier.id) is False


def asked(flow: Flow, dossier: Dossier) -> None:
    both_lack(flow, dossier)
    service.send_request(flow.world["reviewer1"].actor, dossier.id)


def answer(flow: Flow, dossier: Dossier, code: str, value: dict[str, object]) -> None:
    actor = flow.world["submitter1"].actor
    question = responses.overview(actor, dossier.id).question(flow.version(code))
    responses.confirm_answer(actor, dossier.id, question.version.id, value, question.revision)


@pytest.mark.stage("proven")
@pytest.mark.database
def test_nobody_reads_the_wish_of_another(flow: Flow, in_review: Dossier, unit: Session) -> None:
    service.save_wish(flow.world["reviewer1"].actor, in_review.id, flow.version("P-2"), LACKS, 0)
    for name in ("reviewer2", "coordinator", "releaser", "all-roles", "submitter1"):
        actor = flow.world[name].actor
        assert unit.scalars(visible(actor, policy.WISH_OWN)).all() == [], name
        assert service.find_request(actor, in_review.id) is None, name
    service.gather(flow.world["coordinator"].actor, in_review.id)
    for name in ("reviewer1", "reviewer2", "releaser", "submitter1"):  # prepared by VNG, not both ready: VNG's alone
        assert service.find_request(flow.world[name].actor, in_review.id) is None, name
    found = service.find_request(flow.world["coordinator"].actor, in_review.id)
    assert found is not None
    assert [each.text for each in found.questions] == [LACKS]


@pytest.mark.stage("proven")
def test_a_wish_stands_for_a_verdict_and_can_be_taken_back(flow: Flow, in_review: Dossier) -> None:
    actor = flow.world["reviewer1"].actor
    judge_but(flow, "reviewer1", in_review, "P-2", LACKS)
    with pytest.raises(Changed):
        service.save_wish(actor, in_review.id, flow.version("P-2"), "Ouder venster", 0)
    assert service.save_wish(actor, in_review.id, flow.version("P-2"), "", 1) is None
    with pytest.raises(Conflict):
        service.mark_ready(actor, in_review.id)
    with pytest.raises(NotFound):
        service.save_wish(actor, in_review.id, flow.version("V-1"), LACKS, 0)


@pytest.mark.stage("proven")
@pytest.mark.database
def test_both_wishes_become_one_request_and_no_verdict_is_revealed(
    flow: Flow, in_review: Dossier, unit: Session
) -> None:
    both_lack(flow, in_review)
    assert in_review.state is DossierState.IN_REVIEW
    found = service.find_request(flow.world["reviewer2"].actor, in_review.id)
    assert found is not None
    texts = {each.requirement_version_id: each.text for each in found.questions}
    assert texts == {flow.version("P-2"): f"{LACKS}\n\n{OTHER}", flow.version("P-4"): "Per wanneer?"}
    assert not unit.scalars(select(ReviewVerdict).where(ReviewVerdict.is_revealed.is_(True))).all()
    service.send_request(flow.world["reviewer1"].actor, in_review.id)
    assert in_review.state is DossierState.SUPPLEMENT_ASKED
    assert in_review.due_on == add_working_days(clock.today(), 10)
    for name in ("reviewer2", "coordinator"):
        seen = unit.scalars(visible(flow.world[name].actor, policy.VERDICT_VIEW)).all()
        assert {each.user_id for each in seen} <= {flow.world[name].user_id}, name
    told = service.find_request(flow.world["submitter1"].actor, in_review.id)
    assert told is not None
    assert told.id == found.id


@pytest.mark.stage("proven")
def test_the_request_is_edited_without_names_before_it_is_sent(flow: Flow, in_review: Dossier) -> None:
    both_lack(flow, in_review)
    first, key = flow.world["reviewer1"], flow.version("P-2")
    made = service.find_request(first.actor, in_review.id)
    assert made is not None
    name = accounts.get_user_names([first.user_id])[first.user_id]
    with pytest.raises(Invalid) as named:
        service.change_request(first.actor, in_review.id, {key: f"Vraag het aan {name}."}, made.revision)
    assert list(named.value.fields) == [f"text-{key}"]
    with pytest.raises(NotFound):
        service.change_request(first.actor, in_review.id, {flow.version("V-1"): "x"}, made.revision)
    for outsider in ("reviewer3", "submitter1", "releaser"):
        with pytest.raises((NotFound, Forbidden)):
            service.change_request(flow.world[outsider].actor, in_review.id, {key: "x"}, made.revision)
    texts = {key: LACKS, flow.version("P-4"): "", flow.version("P-1"): "Welke versie?"}
    service.change_request(first.actor, in_review.id, texts, made.revision)
    with pytest.raises(Changed):
        service.change_request(flow.world["reviewer2"].actor, in_review.id, texts, made.revision - 1)
    found = service.find_request(flow.world["coordinator"].actor, in_review.id)
    assert found is not None
    assert {each.requirement_version_id for each in found.questions} == {key, flow.version("P-1")}


@pytest.mark.stage("proven")
@pytest.mark.database
def test_only_the_named_answers_are_open(flow: Flow, in_review: Dossier) -> None:
    asked(flow, in_review)
    actor, shut = flow.world["submitter1"].actor, flow.version("P-1")
    paper = flow.document("Nieuw bewijs", None)
    tries = (
        lambda: responses.save_draft(actor, in_review.id, shut, {"choice": "partly"}, 2),
        lambda: responses.confirm_answer(actor, in_review.id, shut, None, 2),
        lambda: responses.link_document(actor, in_review.id, shut, paper),
        lambda: responses.unlink_document(actor, in_review.id, shut, paper),
    )
    for attempt in tries:
        with pytest.raises(Conflict, match="ligt vast"):
            attempt()
    responses.link_document(actor, in_review.id, flow.version("P-2"), paper)
    assert set(responses.named_questions(in_review.id)) == {flow.version("P-2"), flow.version("P-4")}
    sheet = responses.overview(actor, in_review.id)
    assert {each.version.requirement.code for each in sheet.questions if each.frozen} == {"P-1", "P-3"}
    assert sheet.question(flow.version("P-2")).is_changed_since


@pytest.mark.stage("proven")
@pytest.mark.database
def test_what_was_not_named_is_submitted_as_it_was(flow: Flow, in_review: Dossier, unit: Session) -> None:
    """The working answer and its evidence changed meanwhile, in another round: the submission keeps the old ones."""
    asked(flow, in_review)
    actor = flow.world["submitter1"].actor
    before = frozen(unit, in_review, 1)
    later = Flow(flow.world).product_dossier
    answer(flow, later, "P-1", {"choice": "not_met", "explanation": "STAAT NU ANDERS"})
    responses.link_document(actor, later.id, flow.version("P-1"), flow.document("Later bewijs", None))
    answer(flow, in_review, "P-2", {"choice": "no", "explanation": "Aangevuld"})
    answer(flow, in_review, "P-4", {"number": "5"})
    made = responses.submit(actor, in_review.id)
    after = frozen(unit, in_review, 2)
    assert made.number == 2
    assert {code: after[code] for code in ("P-1", "P-3")} == {code: before[code] for code in ("P-1", "P-3")}
    assert after["P-1"][0]["explanation"] == "ANTWOORD-P1"
    assert after["P-2"][0]["choice"] == "no"
    assert responses.named_questions(in_review.id) == {}
    with pytest.raises(Conflict):
        responses.save_draft(actor, in_review.id, flow.version("P-2"), {"choice": "yes"}, 9)


def frozen(unit: Session, dossier: Dossier, number: int) -> dict[str, tuple[dict[str, object], object, list[object]]]:
    """What a submission holds, by the code of the requirement: the value, its version, the documents."""
    query = (
        select(SubmittedAnswer)
        .join(Submission, Submission.id == SubmittedAnswer.submission_id)
        .where(Submission.dossier_id == dossier.id, Submission.number == number)
        .options(joinedload(SubmittedAnswer.requirement_version), selectinload(SubmittedAnswer.documents))
    )
    return {
        each.requirement_version.requirement.code: (
            each.value,
            each.answer_number,
            [(link.document_id, link.place, link.sha256) for link in each.documents],
        )
        for each in unit.scalars(query)
    }


@pytest.mark.stage("proven")
def test_reviewers_go_on_with_what_changed(flow: Flow, in_review: Dossier) -> None:
    asked(flow, in_review)
    answer(flow, in_review, "P-2", {"choice": "no", "explanation": "Aangevuld"})
    responses.submit(flow.world["submitter1"].actor, in_review.id)
    assert in_review.state is DossierState.IN_REVIEW
    first, second = flow.world["reviewer1"], flow.world["reviewer2"]
    desk = service.desk(first.actor, in_review.id)
    item = desk.item(flow.version("P-2"))
    assert item.before is not None
    assert (item.before.value["choice"], item.answer.value["choice"]) == ("yes", "no")
    assert [each.version.requirement.code for each in desk.items if each.is_supplemented] == ["P-2"]
    assert desk.done == 3
    assert not desk.can_wish
    with pytest.raises(Conflict):
        service.save_wish(first.actor, in_review.id, flow.version("P-1"), "Nog iets", 0)
    for person, missing in ((first, ("P-2",)), (second, ("P-2", "P-4"))):
        with pytest.raises(Conflict):
            service.mark_ready(person.actor, in_review.id)
        for code in missing:
            revision = 1 if person is second and code == "P-4" else 0
            flow.give(person, in_review, code, Verdict.MEETS, revision)
        service.mark_ready(person.actor, in_review.id)
    assert in_review.state is DossierState.HEARING


@pytest.mark.stage("proven")
def test_a_verdict_from_before_the_supplement_is_given_anew(flow: Flow, in_review: Dossier) -> None:
    first, coordinator = flow.world["reviewer1"], flow.world["coordinator"].actor
    flow.judge(first, in_review)
    made = service.gather(coordinator, in_review.id)
    service.change_request(coordinator, in_review.id, {flow.version("P-2"): LACKS}, made.revision)
    service.send_request(coordinator, in_review.id)
    answer(flow, in_review, "P-2", {"choice": "no"})
    responses.submit(flow.world["submitter1"].actor, in_review.id)
    assert service.desk(first.actor, in_review.id).item(flow.version("P-2")).is_stale
    with pytest.raises(Conflict):
        service.mark_ready(first.actor, in_review.id)
    flow.give(first, in_review, "P-2", Verdict.MEETS, revision=1)
    assert service.mark_ready(first.actor, in_review.id) is False


@pytest.mark.stage("proven")
def test_a_second_time_is_for_the_coordinator_with_a_reason(flow: Flow, in_review: Dossier, unit: Session) -> None:
    asked(flow, in_review)
    responses.submit(flow.world["submitter1"].actor, in_review.id)
    coordinator = flow.world["coordinator"].actor
    made = service.gather(coordinator, in_review.id)
    with pytest.raises(Conflict, match="Noem eerst"):
        service.send_request(coordinator, in_review.id)
    service.change_request(coordinator, in_review.id, {flow.version("P-3"): "Nog één punt."}, made.revision)
    with pytest.raises(Invalid):
        service.send_request(coordinator, in_review.id)
    made.is_shared = True
    unit.flush()
    with pytest.raises(Forbidden):
        service.send_request(flow.world["reviewer1"].actor, in_review.id, "Wij willen het")
    service.send_request(coordinator, in_review.id, "De hersteltest was van een ander product.")
    assert responses.named_questions(in_review.id) == {flow.version("P-3"): "Nog één punt."}


@pytest.mark.stage("proven")
def test_dropped_wishes_ask_for_verdicts_after_all(flow: Flow, in_review: Dossier) -> None:
    both_lack(flow, in_review)
    person = flow.world["reviewer1"]
    with pytest.raises(Conflict, match="allebei klaar"):
        service.take_back_ready(person.actor, in_review.id)
    service.drop_request(person.actor, in_review.id)
    with pytest.raises(Conflict):
        service.mark_ready(person.actor, in_review.id)
    with pytest.raises(Conflict):
        service.save_wish(person.actor, in_review.id, flow.version("P-1"), "Toch", 0)


@pytest.mark.stage("proven")
def test_silence_lets_the_coordinator_go_on(flow: Flow, in_review: Dossier) -> None:
    asked(flow, in_review)
    coordinator = flow.world["coordinator"].actor
    with pytest.raises(Conflict, match="loopt nog"):
        service.go_on_without(coordinator, in_review.id)
    assert in_review.due_on is not None
    with clock.pretend(add_working_days(in_review.due_on, 1)):
        with pytest.raises(Forbidden):
            service.go_on_without(flow.world["reviewer1"].actor, in_review.id)
        service.go_on_without(coordinator, in_review.id)
    assert in_review.state is DossierState.IN_REVIEW
    assert responses.named_questions(in_review.id) == {}


@pytest.mark.stage("proven")
def test_asking_from_a_discussion_hides_the_verdicts_again(flow: Flow, in_review: Dossier, unit: Session) -> None:
    flow.review(in_review, {"P-1": Verdict.PARTLY})
    assert in_review.state is DossierState.DISCUSSING
    coordinator = flow.world["coordinator"].actor
    made = service.gather(coordinator, in_review.id)
    service.change_request(coordinator, in_review.id, {flow.version("P-1"): LACKS}, made.revision)
    service.send_request(coordinator, in_review.id)
    assert not unit.scalars(select(ReviewVerdict).where(ReviewVerdict.is_revealed.is_(True))).all()
    responses.submit(flow.world["submitter1"].actor, in_review.id)
    assert in_review.state is DossierState.IN_REVIEW


SECRET = "De sleutel ligt altijd in de oude kluis van het pand"


@pytest.mark.stage("proven")
@pytest.mark.database
def test_a_mark_that_comes_with_a_supplement_is_held_against_reasons_of_before(flow: Flow, in_review: Dossier) -> None:
    actor, supplier = flow.world["reviewer1"].actor, flow.world["submitter1"].actor
    judge_but(flow, "reviewer1", in_review, "P-2", LACKS)
    told, key = "Gezien: de sleutel ligt altijd in de kluis.", flow.version("P-1")
    given = {"code": Verdict.MEETS, "assurance": Assurance.CHECKED, "public_reason": told}
    assert service.save_verdict(actor, in_review.id, key, revision=1, **given).lacks == []  # type: ignore[arg-type]  # words of a verdict
    judge_but(flow, "reviewer2", in_review, "P-2", OTHER)
    for name in ("reviewer1", "reviewer2"):
        service.mark_ready(flow.world[name].actor, in_review.id)
    service.send_request(actor, in_review.id)
    question = responses.overview(supplier, in_review.id).question(flow.version("P-2"))
    value = {"choice": "yes", "explanation": SECRET}
    responses.confirm_answer(
        supplier, in_review.id, question.version.id, value, question.revision, is_confidential=True
    )
    responses.submit(supplier, in_review.id)
    desk = service.desk(actor, in_review.id)
    assert desk.item(key).lacks == [Lack.CONFIRMATION]
    assert not desk.item(key).is_done(desk.can_wish)
    assert [each.version.requirement.code for each in desk.items if Lack.CONFIRMATION in each.lacks] == ["P-1"]
    own = select(ReviewVerdict).filter_by(requirement_version_id=key, user_id=flow.world["reviewer1"].user_id)
    assert session().scalars(own.where(ReviewVerdict.is_whole())).all() == [], "nor on the start page"
    row, sent = session().scalars(own).one(), select(Submission.submitted_at).filter_by(number=2)
    assert row.changed_at < session().scalars(sent).one(), "it is still from before the supplement"
    again = service.save_verdict(actor, in_review.id, key, revision=2, **given)  # type: ignore[arg-type]  # words of a verdict
    assert again.lacks == [Lack.CONFIRMATION]
    kept = service.save_verdict(actor, in_review.id, key, revision=3, keeps_words=True, **given)  # type: ignore[arg-type]  # words of a verdict
    assert kept.lacks == []
    item = service.desk(actor, in_review.id).item(key)
    assert item.lacks == []
    answers = service.submitted(actor, in_review.id)
    left = service.retold(answers, [Conclusion(requirement_version_id=key, public_reason=told)])
    assert left == {key: ["de sleutel ligt altijd in de"]}
