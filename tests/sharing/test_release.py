# SPDX-License-Identifier: EUPL-1.2
"""Release in layers, on both databases: who may, what is written, who reads what."""

import io
import uuid
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import ResultCode, Verdict
from samencontroleren.assessments.models import Conclusion
from samencontroleren.assessments.terms import add_months
from samencontroleren.core import clock, ledger
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.notifications.models import Notice
from samencontroleren.responses import service as responses
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Assignment
from samencontroleren.sharing import policy, service
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.layers import Layers
from samencontroleren.sharing.models import Release, ReleasedAnswer, ReleasedFinding, ReleasedVerdict
from samencontroleren.sharing.reading import SORTS
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.world import World

pytestmark = pytest.mark.database

WITH_FINDING = {"P-2": Verdict.PARTLY}


def use(world: World, number: int, product: uuid.UUID, is_confirmed: bool = True) -> None:
    """Gemeente `number` uses a product; its CISO confirms what the buyer claimed."""
    claimed = usages.claim_usage(world[f"buyer{number}"].actor, product, "Burgerzaken")
    if is_confirmed:
        usages.confirm_usage(world[f"ciso{number}"].actor, claimed.id)


@pytest.mark.stage("product")
def test_release_writes_each_layer(flow: Flow, unit: Session) -> None:
    released = flow.product_release
    assert flow.product_dossier.state is DossierState.PUBLISHED
    assert (released.number, released.result) == (1, ResultCode.MEETS_WITH_CONCERNS)
    assert released.valid_until == add_months(clock.today(), 12)
    assert released.cites_id == unit.scalar(select(Release.id).where(Release.product_id.is_(None)))
    verdicts = list(unit.scalars(select(ReleasedVerdict).where(ReleasedVerdict.release_id == released.id)))
    findings = list(unit.scalars(select(ReleasedFinding).where(ReleasedFinding.release_id == released.id)))
    answers = list(unit.scalars(select(ReleasedAnswer).where(ReleasedAnswer.release_id == released.id)))
    assert {each.requirement_code for each in verdicts} == {"P-1", "P-2", "P-3", "P-4"}
    assert [each.requirement_code for each in findings] == ["P-2"]
    assert {each.requirement_code for each in answers} == {"P-1", "P-2", "P-3"}
    first = next(each for each in answers if each.requirement_code == "P-2")
    assert first.answer_texts == {"nl": "Ja\nANTWOORD-P2", "en": "Yes\nANTWOORD-P2"}
    everything = Layers(*(sorted(rows, key=lambda row: row.position) for rows in (verdicts, findings, answers)))
    assert service.digest_of(released, everything) == released.digest


def test_a_product_waits_for_its_supplier(flow: Flow) -> None:
    flow.to_release_desk(flow.product_dossier)
    releaser = flow.world["releaser"].actor
    with pytest.raises(Conflict) as refused:
        service.release(releaser, flow.product_dossier.id)
    assert "leverancier" in refused.value.message
    flow.publish(flow.vendor_dossier)
    assert service.release(releaser, flow.product_dossier.id).cites_id is not None


@pytest.mark.stage("supplier")
def test_a_double_click_releases_once(flow: Flow, unit: Session) -> None:
    released = flow.vendor_release
    assert service.release(flow.world["releaser"].actor, flow.vendor_dossier.id) is released
    assert len(unit.scalars(select(Release)).all()) == 1


def test_who_may_not_release(flow: Flow, world: World) -> None:
    dossier = flow.vendor_dossier
    flow.to_release_desk(dossier)
    everything = world["all-roles"]
    rounds.take_part(everything.user_id, dossier.id, Part.COORDINATES)
    for name, error in (
        ("all-roles", Forbidden),
        ("coordinator", Forbidden),
        ("reviewer1", Forbidden),
        ("submitter1", Forbidden),
        ("ciso3", NotFound),
    ):
        with pytest.raises(error):
            service.release(world[name].actor, dossier.id)
    rounds.declare_conflict(world["releaser"].actor, world.vendors[0], "Familie werkt daar")
    with pytest.raises(Forbidden):
        service.release(world["releaser"].actor, dossier.id)


def test_sending_back_needs_a_place_and_a_reason(flow: Flow) -> None:
    dossier, releaser = flow.vendor_dossier, flow.world["releaser"].actor
    flow.to_release_desk(dossier)
    with pytest.raises(Invalid) as place:
        service.send_back(releaser, dossier.id, "published", "Waarom niet")
    with pytest.raises(Invalid) as both:
        service.send_back(releaser, dossier.id, "published", " ")
    assert (set(place.value.fields), set(both.value.fields)) == ({"to_state"}, {"to_state", "reason"})
    service.send_back(releaser, dossier.id, DossierState.RECONSIDERING, "De reden bij V-1 is onduidelijk")
    readers = {name: flow.world[name].actor for name in ("reviewer1", "coordinator", "submitter1")}
    told = {name: rounds.returned_because(reader, dossier) for name, reader in readers.items()}
    assert told == {**dict.fromkeys(readers, "De reden bij V-1 is onduidelijk"), "submitter1": ""}
    for name in ("reviewer1", "reviewer2"):
        assessments.finish_reconsidering(flow.world[name].actor, dossier.id)
    assert dossier.state is DossierState.AWAITING_RELEASE
    assert rounds.returned_because(readers["reviewer1"], dossier) == ""
    assert service.release(releaser, dossier.id).number == 1


def test_back_to_the_coordinator_is_blind_again(flow: Flow, unit: Session) -> None:
    dossier, releaser = flow.vendor_dossier, flow.world["releaser"].actor
    flow.to_release_desk(dossier)
    service.send_back(releaser, dossier.id, DossierState.SUBMITTED, "Laat anderen kijken")
    flow.assign(dossier)
    assert [each.ready_at for each in assessments.readiness(releaser, dossier.id)] == [None, None]
    assert assessments.differences(releaser, dossier.id) == []
    flow.give(flow.world["reviewer1"], dossier, "V-1", Verdict.PARTLY, revision=1)
    for name in ("reviewer1", "reviewer2"):
        assessments.mark_ready(flow.world[name].actor, dossier.id)
    assert dossier.state is DossierState.DISCUSSING
    (difference,) = assessments.differences(releaser, dossier.id)
    assert not difference.is_settled


def test_back_to_discussion_ends_in_a_new_hearing(flow: Flow) -> None:
    dossier, releaser = flow.vendor_dossier, flow.world["releaser"].actor
    flow.to_release_desk(dossier)
    service.send_back(releaser, dossier.id, DossierState.DISCUSSING, "Bespreek V-1")
    assessments.finish_discussion(flow.world["reviewer1"].actor, dossier.id)
    assert dossier.state is DossierState.HEARING
    hearing = assessments.find_hearing(releaser, dossier.id)
    assert hearing is not None
    assert hearing.number == 2


@pytest.mark.stage("supplier")
def test_released_rows_stay_as_they_were(flow: Flow, unit: Session) -> None:
    released = flow.vendor_release
    coordinator, supplier = flow.world["coordinator"].actor, flow.world["submitter1"].actor
    later = rounds.add_round(
        coordinator,
        "Latere ronde",
        flow.world.questionnaire,
        clock.today(),
        clock.today() + timedelta(days=30),
        clock.today() + timedelta(days=60),
    )
    made = rounds.add_products(coordinator, later.id, [flow.world.products[0][0]])
    rounds.open_round(coordinator, later.id)
    dossier = next(each for each in made if not each.product_id)
    responses.begin(supplier, dossier.id)
    sheet = responses.overview(supplier, dossier.id)
    answer = next(each for each in sheet.questions if each.version.id == flow.version("V-2")).answer
    assert answer is not None
    responses.save_draft(supplier, dossier.id, flow.version("V-2"), {"text": "HEEL ANDERS"}, answer.revision)
    kept = service.list_answers(coordinator, released.id)
    assert "ANTWOORD-V2" in [each.answer_texts["nl"] for each in kept]
    with pytest.raises(DatabaseError), unit.begin_nested():
        unit.execute(text("UPDATE released_answers SET confidential_reason = 'anders'"))
    with pytest.raises(DatabaseError), unit.begin_nested():
        unit.execute(text("DELETE FROM releases"))


READERS = {  # name: (sees the result, sees verdicts and answers)
    "buyer1": (True, True),
    "ciso1": (True, True),
    "owner1": (True, True),
    "admin1": (True, False),
    "reviewer1": (True, False),
    "buyer2": (True, False),  # claimed only
    "ciso3": (True, False),  # no use at all
    "submitter1": (True, True),
    "contributor1": (True, True),
    "submitter2": (False, False),
    "coordinator": (True, True),
    "releaser": (True, True),
    "vng-admin": (True, False),
}


@pytest.mark.stage("product")
def test_who_reads_which_layer(flow: Flow, unit: Session) -> None:
    product = flow.world.products[0][0]
    use(flow.world, 1, product)
    use(flow.world, 2, product, is_confirmed=False)
    released = flow.product_release
    for name, (sees_result, sees_deep) in READERS.items():
        actor = flow.world[name].actor
        assert bool(service.list_releases(actor, product_id=product).total) is sees_result, name
        rows = service.list_results(actor).rows
        assert bool(rows) is sees_result, name
        assert bool(service.list_verdicts(actor, released.id)) is sees_deep, name
        assert bool(service.list_findings(actor, released.id)) is sees_deep, name
        assert bool(service.list_answers(actor, released.id)) is sees_deep, name
        if rows:
            assert service.get_view(actor, released.id).can_view_verdicts is sees_deep, name
            assert (rows[0].open_findings is not None) is sees_deep, name
        if not sees_deep:
            with pytest.raises(Forbidden if sees_result else NotFound):
                service.get_release(actor, released.id, policy.VERDICTS)
        if not sees_result:
            with pytest.raises(NotFound):
                service.result_document(actor, released.id)


@pytest.mark.stage("supplier")
def test_the_reviewers_right_ends_ten_days_after_release(flow: Flow, unit: Session) -> None:
    ends = unit.scalars(select(Assignment.ended_at).where(Assignment.dossier_id == flow.vendor_dossier.id)).all()
    assert len(ends) == 2
    actor = flow.world["reviewer1"].actor
    assert rounds.get_dossier(actor, flow.vendor_dossier.id, rounds_policy.VIEW)
    with clock.pretend(clock.today() + timedelta(days=12)), pytest.raises(NotFound):
        assessments.desk(actor, flow.vendor_dossier.id)


@pytest.mark.stage("supplier")
def test_key_proof_shortens_the_validity(flow: Flow) -> None:
    soon = clock.today() + timedelta(days=40)
    released = flow.publish(flow.product_dossier, proof={"P-1": soon, "P-2": clock.today() + timedelta(days=3)})
    assert released.valid_until == soon


@pytest.mark.stage("supplier")
def test_ended_key_proof_stops_the_release(flow: Flow) -> None:
    flow.to_release_desk(flow.product_dossier, proof={"P-1": clock.today() - timedelta(days=1)})
    with pytest.raises(Conflict):
        service.release(flow.world["releaser"].actor, flow.product_dossier.id)


@pytest.mark.stage("supplier")
def test_currency_is_derived_for_a_day(flow: Flow, unit: Session) -> None:
    released = flow.vendor_release

    def on(day: object) -> str:
        return unit.execute(select(service.currency(day)).where(Release.id == released.id)).scalar_one()  # type: ignore[arg-type]  # a column of any

    assert on(released.valid_until) == Currency.CURRENT
    assert on(released.valid_until + timedelta(days=1)) == Currency.EXPIRED
    with pytest.raises(Forbidden):
        service.recall(flow.world["coordinator"].actor, released.id, "mag niet")
    with pytest.raises(Invalid):
        service.recall(flow.world["releaser"].actor, released.id, "")
    service.recall(flow.world["releaser"].actor, released.id, "Bewijs bleek vals")
    assert on(released.valid_until) == Currency.RECALLED
    with pytest.raises(Conflict):
        service.recall(flow.world["releaser"].actor, released.id, "nog eens")


@pytest.mark.stage("product")
def test_filters_and_order_of_the_list(flow: Flow) -> None:
    actor = flow.world["ciso3"].actor
    assert service.list_results(actor, search="product 1A").total == 1
    assert service.list_results(actor, search="100%").total == 0
    assert service.list_results(actor, result=ResultCode.MEETS).total == 0
    assert service.list_results(actor, result=ResultCode.MEETS_WITH_CONCERNS).total == 1
    assert service.list_results(actor, currency_is=Currency.EXPIRED).total == 0
    assert service.list_results(actor, is_ours=True).total == 0
    use(flow.world, 3, flow.world.products[0][0], is_confirmed=False)
    assert service.list_results(actor, is_ours=True).total == 1
    assert service.list_results(flow.world["ciso1"].actor, is_ours=True).total == 0
    for sort in (*SORTS, "onzin"):
        for is_descending in (True, False):
            assert service.list_results(actor, sort=sort, is_descending=is_descending).rows[0].Release is not None


def test_a_refusal_shows_to_gemeenten_without_result(flow: Flow) -> None:
    supplier = flow.world["submitter1"].actor
    rounds.move_dossier(supplier, flow.product_dossier, DossierState.REFUSED, reason="Wij doen niet mee")
    row = service.list_results(flow.world["ciso3"].actor).rows[0]
    assert (row.Release, row.outcome) == (None, DossierState.REFUSED)
    page = service.product_page(flow.world["ciso3"].actor, flow.world.products[0][0])
    assert page.outcome is not None
    assert page.outcome.reason == "Wij doen niet mee"
    assert service.list_results(flow.world["submitter2"].actor).total == 0


@pytest.mark.stage("product")
def test_the_product_page_takes_few_queries(flow: Flow, unit: Session) -> None:
    use(flow.world, 1, flow.world.products[0][0])
    unit.flush()
    unit.expunge_all()
    statements: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(unit.get_bind(), "before_cursor_execute", count)
    try:
        page = service.product_page(flow.world["ciso1"].actor, flow.world.products[0][0])
    finally:
        event.remove(unit.get_bind(), "before_cursor_execute", count)
    assert page.layer.answers
    assert page.cited is not None
    assert len(statements) <= 9


@pytest.mark.stage("product")
def test_the_pdf_holds_the_readers_layers(flow: Flow) -> None:
    use(flow.world, 1, flow.world.products[0][0])
    released = flow.product_release
    deep = pdf_text(flow, "ciso1", released.id)
    assert "OPENBAAR-P-2-reviewer1" in deep
    assert "GEHEIM" not in deep
    assert "ANTWOORD" not in deep
    shallow = pdf_text(flow, "ciso3", released.id)
    assert "Product 1a" in shallow
    assert "voldoet met aandachtspunten" in shallow.lower()
    assert "OPENBAAR" not in shallow
    assert "Eis P-2" not in shallow
    assert "Requirement P-2" in pdf_text(flow, "submitter1", released.id, "en")


def pdf_text(flow: Flow, name: str, release_id: uuid.UUID, language: str = "nl") -> str:
    """All words of the PDF as this person gets it."""
    ledger.open_page()
    body = service.result_document(flow.world[name].actor, release_id, language)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages)


@pytest.mark.stage("product")
def test_the_end_of_validity_is_told_once(flow: Flow, unit: Session) -> None:
    use(flow.world, 1, flow.world.products[0][0])
    use(flow.world, 2, flow.world.products[0][0], is_confirmed=False)
    released = flow.product_release
    assert service.unannounced(released.valid_until) == []
    after = released.valid_until + timedelta(days=1)
    assert released.id in service.unannounced(after)
    assert released.id in [each.id for each in service.ended_results(after)]
    with clock.pretend(after):
        told = service.announce_end(released.id)
        assert service.announce_end(released.id) == 0
    assert released.id not in service.unannounced(after)
    members = set(
        unit.scalars(
            select(Notice.membership_id).where(Notice.object_id == released.id, Notice.kind == "validity_ended")
        )
    )
    names = ("coordinator", "coordinator2", "all-roles", "buyer1", "ciso1", "owner1")
    assert members == {flow.world[name].membership_id for name in names}
    assert told == len(names)


def test_the_next_round_shows_what_was_concluded_before(flow: Flow, unit: Session) -> None:
    flow.publish(flow.vendor_dossier, {"V-2": Verdict.PARTLY})
    again = Flow(flow.world)
    again.submit_standing(again.vendor_dossier)
    again.assign(again.vendor_dossier)
    desk = assessments.desk(flow.world["reviewer1"].actor, again.vendor_dossier.id)
    beside = desk.item(flow.version("V-2")).last
    [said] = assessments.with_promises(flow.world["reviewer1"].actor, beside.said)
    assert said.shortcoming is not None
    found = said.conclusion
    assert (found.code, found.dossier_id) == (Verdict.PARTLY, flow.vendor_dossier.id)
    assert unit.scalar(select(Conclusion.id).where(Conclusion.dossier_id == again.vendor_dossier.id)) is None
