# SPDX-License-Identifier: EUPL-1.2
"""A round that begins while a re-assessment runs: it goes on with what is still with the supplier (ADR 27)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.sameness import Bar
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.given_reasons import GOES_ON
from samencontroleren.rounds.kinds import DossierKind, DossierState
from samencontroleren.rounds.models import Dossier, DossierMove
from samencontroleren.rounds.reassessing import carry_into_round
from samencontroleren.rounds.schemas import MoveOut
from samencontroleren.sharing import panels, service
from samencontroleren.sharing.reassessing import can_begin
from tests.assessments.flow import Flow
from tests.sharing.again import Again
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

SAID = "This re-assessment goes on in a round."


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_a_round_goes_on_with_what_is_still_with_the_supplier(flow: Again, unit: Session) -> None:
    first = flow.vendor_release
    coordinator, supplier = flow.world["coordinator"].actor, flow.world["submitter1"].actor
    own, [product] = flow.round, flow.world.products[0][:1]
    dates = (clock.today(), clock.today() + timedelta(days=30), clock.today() + timedelta(days=60))
    later = rounds.add_round(coordinator, "Volgende ronde", own.questionnaire_id, *dates)
    made = {each.subject: each for each in rounds.add_products(coordinator, later.id, [product])}
    now = made[Subject.VENDOR]
    assert can_begin(coordinator, first.id)  # a round that is only prepared is no obstacle
    assert service.result_to_reassess(coordinator, flow.vendor_dossier.id) == first.id
    dossier = flow.begin(first, "V-1")
    rounds.open_round(coordinator, later.id)
    assert (dossier.state, dossier.reason) == (DossierState.CANCELLED, GOES_ON)
    cancelled = select(DossierMove.moved_by_id).where(DossierMove.dossier_id == dossier.id)
    assert unit.scalars(cancelled.where(DossierMove.to_state == DossierState.CANCELLED)).all() == [None]
    told = unit.scalars(select(Notice.kind).where(Notice.object_id == dossier.id, Notice.finished_at.is_(None)))
    assert set(told) == {"reassessment_carried"}
    with pytest.raises(Conflict):  # nothing new beside the round
        flow.begin(first, "V-2")
    assert not can_begin(coordinator, first.id)  # nor is it offered, at the result or at a finding
    assert service.result_to_reassess(coordinator, flow.vendor_dossier.id) is None
    shown = panels.panels_at_result(coordinator, service.get_view(coordinator, first.id))
    assert "Tussentijdse herbeoordeling" not in [each.title for each in shown]
    row = rounds.find_reassessment(supplier, now)
    assert row is not None and row.dossier_id == dossier.id
    assert rounds.goes_on_in(supplier, dossier) == now.id
    flow.submit_standing(now)
    flow.assign(now)
    reviewer = flow.world["reviewer1"].actor
    assert rounds.find_reassessment(reviewer, now) is row
    bars = {each.item.version.requirement.code: each.bar for each in assessments.together(reviewer, now.id).rows}
    assert bars == {"V-1": Bar.REOPENED, "V-2": Bar.NO_PROOF}
    assert rounds.find_reassessment(flow.world["submitter2"].actor, now) is None


@pytest.mark.database
def test_a_round_looks_at_its_own_suppliers_only(flow: Again, unit: Session) -> None:
    facts = {"round_id": flow.round.id, "kind": DossierKind.INTERIM, "subject": Subject.VENDOR}
    other = Dossier(vendor_id=flow.world.vendors[1], **facts)
    unit.add(other)
    unit.flush()
    with questions(unit.connection()) as asked:
        carry_into_round([flow.vendor_dossier])
    assert other.state is DossierState.INVITED
    assert len(asked) == 1 and "dossiers.vendor_id IN" in asked[0]


def test_where_it_goes_on_is_said_in_the_language_of_the_reader(
    database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        dossier = Flow(world).vendor_dossier
        rounds.move_dossier(SYSTEM, dossier, DossierState.CANCELLED, GOES_ON)
        address = f"/dossiers/{dossier.id}"
    words = client_of(world["submitter1"], language="en").get(address).words
    assert words.count(SAID) == 2 and GOES_ON not in words


def test_a_machine_reads_why_the_platform_ended_something_as_a_code_beside_the_words(app: Flask) -> None:
    move = DossierMove(from_state=DossierState.INVITED, to_state=DossierState.CANCELLED, moved_at=clock.now())
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for reason, words, code in ((GOES_ON, SAID, "gaat-verder-in-ronde"), ("Zelf getypt.", "Zelf getypt.", None)):
            move.reason = reason
            sent = MoveOut(only=("reason", "reason_code")).dump(move)
            assert sent == {"reden": words, "redenCode": code}


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_what_was_submitted_is_released_before_the_result_of_the_round(flow: Again, unit: Session) -> None:
    first = flow.vendor_release
    coordinator, supplier = flow.world["coordinator"].actor, flow.world["submitter1"].actor
    dossier = flow.begin(first, "V-1")
    flow.confirm(dossier, "V-1")
    flow.assign(dossier)
    other = Flow(flow.world)  # a round that opens now
    assert dossier.state is DossierState.IN_REVIEW
    reviewer = flow.world["reviewer1"].actor
    assessments.save_wish(reviewer, dossier.id, flow.version("V-1"), "Welk verslag?", 0)
    assessments.gather(coordinator, dossier.id)
    with pytest.raises(Conflict, match="een ander dossier"):  # an answer is open in one place at a time
        assessments.send_request(coordinator, dossier.id)
    assessments.drop_request(coordinator, dossier.id)
    other.submit_standing(other.vendor_dossier)
    other.assign(other.vendor_dossier)
    other.review(other.vendor_dossier)
    assessments.reply_to_hearing(supplier, other.vendor_dossier.id, has_objection=False)
    with pytest.raises(Conflict, match="Geef eerst de tussentijdse"):
        service.release(flow.world["releaser"].actor, other.vendor_dossier.id)
    flow.judge_again(dossier, "V-1", Verdict.MEETS)
    assessments.reply_to_hearing(supplier, dossier.id, has_objection=False)
    assert service.release(flow.world["releaser"].actor, dossier.id).number == 2
    assert service.release(flow.world["releaser"].actor, other.vendor_dossier.id).number == 3
