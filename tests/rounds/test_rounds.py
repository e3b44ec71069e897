# SPDX-License-Identifier: EUPL-1.2
"""Making rounds, their dossiers and invitations, through the services."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import MailState, OutboxMail
from samencontroleren.questionnaires.kinds import QuestionnaireState, Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.rounds import service
from samencontroleren.rounds.invitations import contacted
from samencontroleren.rounds.kinds import Contacted, DossierState, RoundState, Turn
from samencontroleren.rounds.models import Dossier, VendorInvitation
from tests.rounds.sample import bring_to, make_round
from tests.support.world import World

pytestmark = pytest.mark.database
DAYS = (date(2027, 1, 4), date(2027, 3, 1), date(2027, 5, 3))
LINK = re.compile(r"https?://\S+/uitnodiging/(\S+)")


def test_a_round_makes_product_and_supplier_dossiers(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    dossiers = unit.scalars(select(Dossier).where(Dossier.round_id == sample.round_id)).all()
    assert sorted(each.subject.value for each in dossiers) == ["product", "product", "vendor", "vendor"]
    assert {each.state for each in dossiers} == {DossierState.INVITED}
    again = service.add_products(world["coordinator"].actor, sample.round_id, world.products[0])
    assert [each.product_id for each in again] == [world.products[0][1]]  # only what was not there yet


def test_without_supplier_requirements_no_supplier_dossier(unit: Session, in_request: Flask, world: World) -> None:
    coordinator = world["coordinator"].actor
    version = QuestionnaireVersion(name="Leeg", number=1, state=QuestionnaireState.PUBLISHED)
    unit.add(version)
    unit.flush()
    made = service.add_round(coordinator, "Alleen producten", version.id, *DAYS)
    dossiers = service.add_products(coordinator, made.id, world.products[0])
    assert {each.subject for each in dossiers} == {Subject.PRODUCT}


@pytest.mark.parametrize("name", ["coordinator", "coordinator2", "all-roles"])
def test_co_ordinators_make_rounds(unit: Session, in_request: Flask, world: World, name: str) -> None:
    made = service.add_round(world[name].actor, "Mag", world.questionnaire, *DAYS)
    assert made.coordinator_id == world[name].user_id


@pytest.mark.parametrize("name", ["releaser", "vng-admin", "ciso1", "submitter1", "reviewer1"])
def test_others_make_none(unit: Session, in_request: Flask, world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        service.add_round(world[name].actor, "Mag niet", world.questionnaire, *DAYS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers_due_on": DAYS[0]}, "answers_due_on"),
        ({"review_due_on": DAYS[1]}, "review_due_on"),
        ({"review_due_on": DAYS[1] + timedelta(days=1000)}, "review_due_on"),
        ({"hearing_days": 0}, "hearing_days"),
        ({"name": " "}, "name"),
        ({"name": "Proefronde"}, "name"),
        ({"questionnaire_id": uuid.uuid4()}, "questionnaire_id"),
    ],
)
def test_a_round_that_makes_no_sense(
    unit: Session, in_request: Flask, world: World, changes: dict[str, Any], field: str
) -> None:
    make_round(world, "Proefronde")
    right = {"name": "Andere", "questionnaire_id": world.questionnaire}
    right |= dict(zip(("opens_on", "answers_due_on", "review_due_on"), DAYS, strict=True))
    with pytest.raises(Invalid) as caught:
        service.add_round(world["coordinator"].actor, **{**right, **changes})
    assert list(caught.value.fields) == [field]


def test_a_draft_questionnaire_is_refused(unit: Session, in_request: Flask, world: World) -> None:
    draft = QuestionnaireVersion(name="Concept", number=1, state=QuestionnaireState.DRAFT)
    unit.add(draft)
    unit.flush()
    with pytest.raises(Invalid):
        service.add_round(world["coordinator"].actor, "Concept", draft.id, *DAYS)


def test_a_conflict_bars_the_co_ordinator(unit: Session, in_request: Flask, world: World) -> None:
    coordinator = world["coordinator"].actor
    made = service.add_round(coordinator, "Met belang", world.questionnaire, *DAYS)
    service.declare_conflict(coordinator, world.vendors[0], "Mijn broer werkt daar.")
    with pytest.raises(Conflict):
        service.add_products(coordinator, made.id, world.products[0])
    assert service.add_products(coordinator, made.id, world.products[1])


def test_an_empty_round_does_not_open(unit: Session, in_request: Flask, world: World) -> None:
    made = service.add_round(world["coordinator"].actor, "Leeg", world.questionnaire, *DAYS)
    with pytest.raises(Conflict):
        service.open_round(world["coordinator"].actor, made.id)


class TestReading:
    """Who opens which dossier, alone and in lists."""

    def test_one_and_many_agree(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        bring_to(world, sample.own, DossierState.IN_REVIEW)
        every = {sample.own, sample.foreign, sample.vendor_dossier}
        sees = {
            "coordinator2": every,
            "releaser": every,
            "contributor1": {sample.own, sample.vendor_dossier},
            "submitter2": {sample.foreign},
            "reviewer1": {sample.own},
            "reviewer2": {sample.own},
            "reviewer3": set(),
            "buyer1": set(),
            "contributor3": set(),
            "vng-admin": set(),
        }
        for name, expected in sees.items():
            actor = world[name].actor
            listed = {each.id for each in service.list_dossiers(actor, round_id=sample.round_id).rows}
            assert listed & every == expected, name
            for key in every:
                assert (_opens(actor, key)) == (key in expected), name

    def test_filters(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        bring_to(world, sample.own, DossierState.SUBMITTED)
        coordinator, submitter = world["coordinator"].actor, world["submitter1"].actor
        assert _keys(coordinator, state=DossierState.SUBMITTED) == [sample.own]
        assert _keys(coordinator, is_mine=True) == [sample.own]
        assert _keys(submitter, is_mine=True) == [sample.vendor_dossier]
        assert _keys(coordinator, search="2A") == [sample.foreign]
        assert _keys(coordinator, search="%") == []
        assert sample.own not in _keys(world["coordinator"].actor, is_late=True)
        with clock.pretend(clock.today() + timedelta(days=100)):
            assert sample.own in _keys(coordinator, is_late=True)
        assert _keys(coordinator, turn=Turn.COORDINATOR) == [sample.own]
        assert sample.own not in _keys(coordinator, turn=Turn.VENDOR)
        for sort in ("subject", "-subject", "vendor", "round", "state", "since", "-due", "nonsense"):
            assert len(_keys(coordinator, sort=sort)) == 4

    def test_only_vng_finds_what_a_person_reviews(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        bring_to(world, sample.own, DossierState.IN_REVIEW)
        one, three = world["reviewer1"], world["reviewer3"]
        coordinator = world["coordinator"].actor
        assert _keys(coordinator, reviewer_id=one.user_id) == [sample.own]
        assert _keys(coordinator, reviewer_id=three.user_id) == []
        assert one.user_id in {key for key, _name in service.list_reviewer_names(coordinator)}
        for name in ("submitter1", "reviewer1", "reviewer2"):
            assert _keys(world[name].actor, reviewer_id=one.user_id) == []
            assert service.list_reviewer_names(world[name].actor) == []

    def test_a_supplier_reads_no_names_of_vng(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        dossier = bring_to(world, sample.own, DossierState.IN_REVIEW)
        actor = world["contributor1"].actor
        names = [each.name for each in service.history_of(actor, dossier)]
        assert names == [None, "Proef Submitter1", "Proef Submitter1"]
        assert service.list_reviewers(actor, sample.own) == []
        assert len(service.list_reviewers(world["coordinator"].actor, sample.own)) == 2
        assert [each.name for each in service.history_of(world["reviewer1"].actor, dossier)] == [None] * 3
        assert service.history_of(world["coordinator"].actor, dossier)[0].name == "Proef Coordinator"

    def test_reasons_between_vng_and_reviewers_stay_there(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        dossier = bring_to(world, sample.own, DossierState.HEARING)
        service.move_dossier(world["submitter1"].actor, dossier, DossierState.AWAITING_RELEASE)
        secret = "Gemeente Verzonnendam was te streng."
        service.move_dossier(world["releaser"].actor, dossier, DossierState.RECONSIDERING, secret)
        assert service.history_of(world["submitter1"].actor, dossier)[0].reason == ""
        assert service.history_of(world["reviewer1"].actor, dossier)[0].reason == secret

    def test_counts_follow_the_dossiers_one_may_open(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        totals = {
            name: {each.round.id: each.total for each in service.list_rounds(world[name].actor)}.get(sample.round_id)
            for name in ("coordinator", "submitter1", "buyer1", "submitter3")
        }
        assert totals == {"coordinator": 4, "submitter1": 2, "buyer1": 0, "submitter3": None}


def _opens(actor: Any, key: uuid.UUID) -> bool:
    try:
        return service.get_dossier(actor, key).id == key
    except NotFound:
        return False


def _keys(actor: Any, **filters: Any) -> list[uuid.UUID]:
    return [each.id for each in service.list_dossiers(actor, **filters).rows]


class TestInvitations:
    """Mail with a link that works once, in the outbox of the same transaction."""

    def invite(self, world: World, round_id: uuid.UUID, **changes: Any) -> VendorInvitation:
        facts = {"name": "Nieuw Persoon", "email": "Nieuw@leverancier1.example", **changes}
        return service.invite_contact(world["coordinator"].actor, round_id, world.vendors[0], **facts)

    def test_mail_waits_for_the_opening(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world, opened=False)
        row = self.invite(world, sample.round_id)
        assert _mails(unit) == []
        service.open_round(world["coordinator"].actor, sample.round_id)
        [mail] = _mails(unit)
        assert mail.to_address == "nieuw@leverancier1.example"
        unit.refresh(row, ["invitation"])
        assert contacted(row) is Contacted.SENT
        for secret in ("Bedacht", "Product 1", "Verzonnendam"):
            assert secret not in mail.subject + mail.text

    def test_the_link_works_once(
        self, unit: Session, in_request: Flask, world: World, client_of: Callable[..., Any]
    ) -> None:
        sample = make_round(world)
        self.invite(world, sample.round_id)
        found = LINK.search(_mails(unit)[0].text)
        assert found is not None
        unit.commit()
        client_of().get(f"/uitnodiging/{found[1]}")

    def test_a_member_gets_another_mail(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        row = self.invite(world, sample.round_id, email=world["submitter1"].email)
        [mail] = _mails(unit)
        assert not LINK.search(mail.text)
        assert "/dossiers" in mail.text
        assert row.invitation_id is None

    def test_the_same_address_twice(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        self.invite(world, sample.round_id)
        with pytest.raises(Invalid):
            self.invite(world, sample.round_id, email="NIEUW@leverancier1.example")

    def test_again_makes_the_first_link_useless(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        row = self.invite(world, sample.round_id)
        unit.refresh(row, ["invitation"])
        first = row.invitation
        service.resend_invitation(world["coordinator"].actor, row.id)
        assert first is not None
        unit.refresh(first)
        assert first.revoked_at is not None
        assert row.invitation_id != first.id
        assert len(_mails(unit)) == 2

    def test_wrong_person(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        row = self.invite(world, sample.round_id)
        other = service.replace_contact(
            world["coordinator"].actor, row.id, "Ander Persoon", "ander@leverancier1.example"
        )
        unit.refresh(row, ["invitation"])
        assert contacted(row) is Contacted.WITHDRAWN
        assert row.invitation is not None
        assert row.invitation.revoked_at is not None
        assert other.vendor_id == world.vendors[0]

    def test_silence_is_derived(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        row = self.invite(world, sample.round_id)
        unit.refresh(row, ["invitation"])
        with clock.pretend(clock.today() + timedelta(days=9)):
            assert contacted(row) is Contacted.SILENT
        with clock.pretend(clock.today() + timedelta(days=60)):
            assert contacted(row) is Contacted.EXPIRED

    def test_mail_that_does_not_arrive_is_shown(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        row = self.invite(world, sample.round_id)
        unit.execute(update(OutboxMail).values(state=MailState.GIVEN_UP))
        shown = service.list_invitations(world["coordinator"].actor, sample.round_id)[row.vendor_id]
        assert [each.state for each in shown] == [Contacted.UNDELIVERED]

    def test_a_supplier_that_does_not_take_part(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        with pytest.raises(NotFound):
            service.invite_contact(
                world["coordinator"].actor, sample.round_id, world.vendors[2], "Iemand", "i@leverancier3.example"
            )

    def test_others_invite_nobody(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        for name in ("releaser", "submitter1", "buyer1"):
            with pytest.raises(Forbidden):
                service.invite_contact(world[name].actor, sample.round_id, world.vendors[0], "X", "x@proef.example")

    def test_no_mail_when_the_round_is_over(self, unit: Session, in_request: Flask, world: World) -> None:
        sample = make_round(world)
        service.cancel_round(world["coordinator"].actor, sample.round_id, "Toch niet.")
        assert service.get_round(world["coordinator"].actor, sample.round_id).state is RoundState.CANCELLED
        with pytest.raises(Conflict):
            self.invite(world, sample.round_id)


def _mails(opened: Session) -> list[OutboxMail]:
    ours = OutboxMail.key.startswith("rounds/") | OutboxMail.key.startswith("invitation ")
    query = select(OutboxMail).where(ours)
    return list(opened.scalars(query.order_by(OutboxMail.created_at)))
