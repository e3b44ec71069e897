# SPDX-License-Identifier: EUPL-1.2
"""Who is told at each step: the people whose turn it is, nobody else, and until it is done."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core import clock
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.jobs import JOBS as SHARING_JOBS
from samencontroleren.supplychain import raising
from samencontroleren.supplychain.kinds import FlagRule
from samencontroleren.supplychain.rules import Proposal
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.world import World

pytestmark = pytest.mark.database

REVIEWERS = {"reviewer1", "reviewer2"}
COORDINATORS = {"coordinator", "coordinator2", "all-roles"}


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    return Flow(world)


def told(unit: Session, world: World, kind: str, only_open: bool = True) -> set[str]:
    """The names of those who have a notice of this kind."""
    names = {each.membership_id: name for name, each in world.people.items()}
    rows = unit.scalars(select(Notice).where(Notice.kind == kind).execution_options(populate_existing=True))
    return {names[each.membership_id] for each in rows if not (only_open and (each.finished_at or each.seen_at))}


def test_the_turns_of_a_dossier(flow: Flow, unit: Session, world: World) -> None:
    dossier = flow.product_dossier
    flow.submit(dossier)
    assert told(unit, world, "dossier_submitted") == COORDINATORS
    flow.assign(dossier)
    assert told(unit, world, "dossier_submitted") == set()
    assert told(unit, world, "assigned") == REVIEWERS
    flow.judge(world["reviewer1"], dossier, {"P-1": Verdict.PARTLY})
    assessments.mark_ready(world["reviewer1"].actor, dossier.id)
    assert told(unit, world, "assigned") == {"reviewer2"}
    assessments.take_back_ready(world["reviewer1"].actor, dossier.id)
    assert told(unit, world, "assigned") == REVIEWERS
    assessments.mark_ready(world["reviewer1"].actor, dossier.id)
    flow.judge(world["reviewer2"], dossier)
    assessments.mark_ready(world["reviewer2"].actor, dossier.id)
    assert told(unit, world, "differences") == REVIEWERS
    assert told(unit, world, "assigned") == set()
    made = assessments.gather(world["coordinator"].actor, dossier.id)
    lacking = {flow.version("P-1"): "Er ontbreekt een bijlage."}
    assessments.change_request(world["coordinator"].actor, dossier.id, lacking, made.revision)
    assessments.send_request(world["coordinator"].actor, dossier.id)
    assert told(unit, world, "differences") == set()
    assert told(unit, world, "supplement_asked") == {"submitter1"}
    mail = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("supplement_asked:"))).one()
    assert "bijlage" not in mail.text + mail.html
    rounds.move_dossier(world["submitter1"].actor, dossier, DossierState.IN_REVIEW)
    assert told(unit, world, "supplement_asked") == set()
    assert told(unit, world, "supplement_arrived") == REVIEWERS


def test_hearing_to_release(flow: Flow, unit: Session, world: World) -> None:
    dossier = flow.vendor_dossier
    usages.confirm_usage(
        world["ciso1"].actor, usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken").id
    )
    flow.to_hearing(dossier)
    assert told(unit, world, "hearing_opened") == {"submitter1"}
    assert told(unit, world, "hearing_began") == {"coordinator"}
    assessments.reply_to_hearing(world["submitter1"].actor, dossier.id, True, "Wij zien dit anders.")
    assert told(unit, world, "hearing_opened") == set()
    assert told(unit, world, "reply_arrived") == REVIEWERS
    assessments.finish_reconsidering(world["reviewer1"].actor, dossier.id)
    assert told(unit, world, "reply_arrived") == {"reviewer2"}
    assessments.finish_reconsidering(world["reviewer2"].actor, dossier.id)
    assert told(unit, world, "awaiting_release") == {"releaser", "all-roles"}
    sharing.send_back(world["releaser"].actor, dossier.id, DossierState.RECONSIDERING, "Nog eens kijken.")
    assert told(unit, world, "awaiting_release") == set()
    assert told(unit, world, "sent_back") == REVIEWERS
    for name in ("reviewer1", "reviewer2"):
        assessments.finish_reconsidering(world[name].actor, dossier.id)
    made = sharing.release(world["releaser"].actor, dossier.id)
    assert told(unit, world, "result_released") == {"submitter1"}
    assert told(unit, world, "result_published") == {"buyer1", "ciso1", "owner1"}
    with clock.pretend(made.valid_until + timedelta(days=1)):
        for job in SHARING_JOBS:
            for key in job.due():
                job.work(key)
    assert told(unit, world, "validity_ended") == {"buyer1", "ciso1", "owner1"} | COORDINATORS
    sharing.recall(world["releaser"].actor, made.id, "Een fout in de beoordeling.")
    assert told(unit, world, "result_recalled") == {"submitter1", "buyer1", "ciso1", "owner1"}
    assert told(unit, world, "result_published") == set()


def test_nobody_is_asked_what_they_may_not_do(flow: Flow, unit: Session, world: World) -> None:
    rounds.declare_conflict(world["coordinator2"].actor, world.vendors[0], "Familie.")
    flow.submit(flow.product_dossier)
    assert told(unit, world, "dossier_submitted") == COORDINATORS - {"coordinator2"}
    flow.assign(flow.product_dossier)
    rounds.hand_back(world["reviewer1"].actor, flow.product_dossier.id, "Ziek.")
    assert told(unit, world, "assigned") == {"reviewer2"}
    assert told(unit, world, "reviewer_needed") == {"coordinator"}
    rounds.add_reviewer(world["coordinator"].actor, flow.product_dossier.id, world["reviewer3"].membership_id)
    assert told(unit, world, "reviewer_needed") == set()
    assert told(unit, world, "assigned") == {"reviewer2", "reviewer3"}


def test_not_delivered_asks_a_second_person(flow: Flow, unit: Session, world: World) -> None:
    dossier: Dossier = flow.product_dossier
    with clock.pretend((dossier.due_on or clock.today()) + timedelta(days=1)):
        rounds.propose_not_delivered(world["coordinator"].actor, dossier.id, "Geen reactie.")
        second = COORDINATORS | {"releaser"}
        assert told(unit, world, "not_delivered_proposed") == second - {"coordinator"}
        rounds.drop_not_delivered(world["coordinator"].actor, dossier.id)
        assert told(unit, world, "not_delivered_proposed") == set()
        rounds.propose_not_delivered(world["coordinator"].actor, dossier.id, "Nog steeds niet.")
        rounds.approve_not_delivered(world["releaser"].actor, dossier.id)
    assert told(unit, world, "not_delivered_proposed") == set()


def test_use_asks_a_second_person(app: Flask, unit: Session, world: World) -> None:
    claimed = usages.claim_usage(world["ciso1"].actor, world.products[0][0], "Burgerzaken")
    assert told(unit, world, "usage_to_confirm") == {"owner1"}
    usages.confirm_usage(world["owner1"].actor, claimed.id)
    assert told(unit, world, "usage_to_confirm") == set()


def test_flags_reach_gemeenten_that_use_the_product(app: Flask, unit: Session, world: World) -> None:
    claimed = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
    usages.claim_usage(world["buyer2"].actor, world.products[0][0], "Burgerzaken")
    usages.confirm_usage(world["ciso1"].actor, claimed.id)
    facts = {"kind": "iso_27001", "valid_until": "2027-01-01", "has_ended": False}
    shared = Proposal(
        key="proef",
        rule=FlagRule.PROOF_ENDING,
        severity=Severity.HIGH,
        vendor_id=world.vendors[0],
        product_id=world.products[0][0],
        is_shared=True,
        facts=facts,
    )
    raising.apply(shared)
    raising.apply(shared)
    assert told(unit, world, "flag_raised") == {"buyer1", "ciso1", "owner1"}
    raising.apply(raising.Gone("proef"))
    assert told(unit, world, "flag_raised") == set()


def test_who_invited_hears_that_it_was_accepted(app: Flask, unit: Session, world: World) -> None:
    actor = world["admin1"].actor
    facts = ("fien@gemeente1.example", "Fien Verzonnen", [Role.BUYER])
    _made, token = invitations.invite(actor, world.municipalities[0], *facts)
    with app.test_request_context():
        invitations.accept_as_new(token, "Fien Verzonnen", "groene ketel zwemt traag", "proef")
    assert told(unit, world, "invitation_accepted") == {"admin1"}
