# SPDX-License-Identifier: EUPL-1.2
"""Takeovers, double registrations, products that move or merge: who reads what afterwards, once, with history."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import reach, sessions
from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.responses.models import Answer
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import ConflictOfInterest, Dossier
from samencontroleren.rounds.policy import open_dossiers
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import Currency
from samencontroleren.usage import service as usage
from samencontroleren.usage.models import Usage
from samencontroleren.vendors import changes, life, service
from samencontroleren.vendors.kinds import ChangeKind
from samencontroleren.vendors.models import Contact, Product, SupplierChange
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import Person, World

Browser = Callable[..., PageClient]


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    return Flow(world)


def plan(world: World, kind: ChangeKind, **facts: Any) -> SupplierChange:
    given = {"into_vendor_id": world.vendors[1], "happens_on": clock.today(), "reason": "Bericht", **facts}
    return changes.plan_change(world["vng-admin"].actor, world.vendors[0], kind=kind, **given)


def now(person: Person) -> Actor:
    """The actor of a person as a request would make it now."""
    living = reach.living_memberships(person.user_id)
    return sessions.actor_for(living[0], is_present=True) if living else Actor(person.user_id)


def in_use(world: World, number: int, product: Any, contract: str = "") -> Usage:
    made = usage.claim_usage(world[f"buyer{number}"].actor, product, "Burgerzaken", contract)
    return usage.confirm_usage(world[f"ciso{number}"].actor, made.id)


@pytest.mark.database
def test_after_a_takeover_the_new_supplier_reads_and_the_old_does_not(flow: Flow, unit: Session) -> None:
    world = flow.world
    product, vendor, into = world.products[0][0], world.vendors[0], world.vendors[1]
    released = flow.publish_both({}, confidential=())
    in_use(world, 1, product)
    running = Flow(world)
    change = plan(world, ChangeKind.TAKEOVER)
    counts = dict(changes.dry_run(change))
    assert counts["Producten"] == 2 and counts["Dossiers waaraan nu gewerkt wordt"] == 1
    old, new = world["submitter1"], world["submitter2"]
    assert sharing.get_view(now(old), released.id) and product in _products(now(old))
    for _time in range(2):
        changes.carry_out(change.id)
    unit.expire_all()

    mine = now(new)
    assert {product, world.products[0][1]} <= _products(mine)
    assert sharing.get_view(mine, released.id).can_view_verdicts and sharing.list_answers(mine, released.id)
    assert released.vendor_id == vendor, "the released row keeps the supplier of its time"
    assert sharing.product_page(mine, product).cited is None, "nothing about the old supplier itself"
    left = now(old)
    assert left.organisation_id is None
    for actor in (left, old.actor):
        assert product not in _products(actor)
        with pytest.raises(NotFound):
            sharing.get_view(actor, released.id)
    assert old.actor.vendor_ids == [vendor] and not set(unit.scalars(open_dossiers(old.actor))) & {
        running.product_dossier.id,
        flow.product_dossier.id,
    }
    reader = world["buyer1"].actor
    assert sharing.list_verdicts(reader, released.id) and sharing.product_page(reader, product).cited is not None
    _is_taken_over(unit, world, running)
    assert [(row.from_vendor_id, row.to_vendor_id) for row in changes.history_of(product)] == [(vendor, into)]
    assert {(each.product_id, each.cause) for each in life.events_since(clock.today())} >= {(product, "takeover")}


def _products(actor: Actor) -> set[Any]:
    return {row.id for row in service.list_products(actor, size=100).rows}


def _is_taken_over(unit: Session, world: World, running: Flow) -> None:
    vendor, into = world.vendors[:2]
    here = unit.get_one(Dossier, running.product_dossier.id)
    assert here.vendor_id == into and here.state is DossierState.INVITED
    assert unit.get_one(Dossier, running.vendor_dossier.id).state is DossierState.CANCELLED
    asked = (Dossier.round_id == running.round.id) & (Dossier.vendor_id == into) & Dossier.product_id.is_(None)
    assert unit.scalars(select(Dossier).where(asked)).one().state is DossierState.INVITED
    assert {row.vendor_id for row in unit.scalars(select(Answer).where(Answer.product_id.is_not(None)))} == {into}
    assert unit.get_one(Organisation, vendor).ended_on == clock.today()
    declared = set(unit.scalars(select(ConflictOfInterest.user_id).where(ConflictOfInterest.vendor_id == into)))
    assert world["submitter1"].user_id in declared, "who belonged to the old supplier still may not assess it"


@pytest.mark.database
def test_the_next_result_replaces_the_one_of_the_old_supplier(flow: Flow, unit: Session) -> None:
    world = flow.world
    first = flow.publish_both({}, confidential=())
    changes.carry_out(plan(world, ChangeKind.PRODUCT_MOVE, product_id=world.products[0][0]).id)
    unit.expire_all()
    days = [clock.today() + timedelta(days=each) for each in (0, 30, 60)]
    again = rounds.add_round(world["coordinator"].actor, "Volgende", world.questionnaire, *days)
    rounds.add_products(world["coordinator"].actor, again.id, [world.products[0][0]])
    dossier = unit.scalars(select(Dossier).where(Dossier.round_id == again.id, Dossier.product_id.is_not(None))).one()
    assert dossier.vendor_id == world.vendors[1]
    from samencontroleren.sharing.releasing import _next_number

    assert _next_number(dossier) == first.number + 1
    assert sharing.get_view(world["buyer1"].actor, first.id).currency is Currency.CURRENT


@pytest.mark.database
def test_one_product_moves_and_takes_only_its_own_documents(flow: Flow, unit: Session) -> None:
    world = flow.world
    flow.publish_both({}, confidential=())
    shared = set(unit.scalars(select(Document.id)))
    changes.carry_out(plan(world, ChangeKind.PRODUCT_MOVE, product_id=world.products[0][0]).id)
    unit.expire_all()
    old = now(world["submitter1"])
    assert _products(old) == {world.products[0][1]} and unit.get_one(Organisation, world.vendors[0]).ended_on is None
    answers = unit.scalars(select(Answer).where(Answer.product_id == world.products[0][0])).all()
    assert {row.vendor_id for row in answers} == {world.vendors[1]}
    own = unit.scalars(select(Answer).where(Answer.product_id.is_(None))).all()
    assert {row.vendor_id for row in own} == {world.vendors[0]}, "answers about the supplier itself stay"
    assert len(shared) == len(set(unit.scalars(select(Document.id)))), "no document is lost"


@pytest.mark.database
def test_two_rows_of_one_supplier_become_one(flow: Flow, unit: Session) -> None:
    world = flow.world
    released = flow.publish_both({}, confidential=())
    about_itself = released.cites_id
    changes.carry_out(plan(world, ChangeKind.DUPLICATE).id)
    unit.expire_all()
    member, before = now(world["submitter1"]), now(world["submitter2"])
    assert member.organisation_id == world.vendors[1]
    for actor in (member, before):
        assert about_itself and sharing.get_view(actor, about_itself).can_view_verdicts
    emails = set(unit.scalars(select(Contact.email).where(Contact.vendor_id == world.vendors[1])))
    assert emails == {"contact1@leverancier1.example", "contact2@leverancier2.example"}
    (old,) = service.former_registrations(member, world.vendors[1])
    assert (old[1].name, old[1].kvk_number) == ("Bedacht Burgerzaken B.V.", "99000001")
    coordinator = world["coordinator"].actor
    assert world.vendors[0] not in {row.id for row in service.list_vendors(coordinator).rows}
    assert [row.id for row in service.list_vendors(coordinator, "99 00 00 01").rows] == [world.vendors[0]]


@pytest.mark.database
def test_a_product_goes_on_in_another_with_its_use(flow: Flow, unit: Session) -> None:
    world = flow.world
    one, two = world.products[0]
    released = flow.publish_both({}, confidential=())
    in_use(world, 1, one, "C-1")
    in_use(world, 1, two, "C-2")
    kept = in_use(world, 2, one, "C-3")
    changes.carry_out(plan(world, ChangeKind.PRODUCT_MERGE, product_id=one, into_product_id=two).id)
    unit.expire_all()
    reader = world["buyer1"].actor
    line = usage.find_usage(reader, two)
    assert line is not None and set(line.contract_number.split("; ")) == {"C-1", "C-2"}
    assert unit.get_one(Usage, kept.id).product_id == two
    assert one not in _products(reader) and service.get_product(reader, one).ended_on == clock.today()
    assert sharing.list_verdicts(reader, released.id), "what was released of the old product stays open to its users"
    with pytest.raises(Conflict):
        usage.claim_usage(world["buyer3"].actor, one, "Burgerzaken")


def test_plans_that_make_no_sense(unit: Session, app: Flask, world: World) -> None:
    own, other = world.products[0], world.products[1]
    move, merge = ChangeKind.PRODUCT_MOVE, ChangeKind.PRODUCT_MERGE
    for kind, facts in (
        (ChangeKind.TAKEOVER, {"into_vendor_id": world.vendors[0]}),
        (ChangeKind.TAKEOVER, {"into_vendor_id": None}),
        (move, {"product_id": other[0]}),
        (merge, {"product_id": own[0], "into_product_id": other[0]}),
        (merge, {"product_id": own[0], "into_product_id": own[0]}),
    ):
        with pytest.raises(Invalid):
            plan(world, kind, **facts)
    first = plan(world, ChangeKind.TAKEOVER)
    for kind, facts in ((ChangeKind.DUPLICATE, {}), (move, {"product_id": own[0]})):
        with pytest.raises(Conflict):
            plan(world, kind, **facts)
    changes.cancel_change(world["vng-admin"].actor, first.id)
    changes.carry_out(first.id)
    assert unit.get_one(Product, own[0]).vendor_id == world.vendors[0]
    with pytest.raises(Forbidden):
        changes.plan_change(
            world["coordinator"].actor,
            world.vendors[0],
            kind=ChangeKind.TAKEOVER,
            into_vendor_id=world.vendors[1],
            happens_on=clock.today(),
            reason="x",
        )


def test_pages_of_a_takeover(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    place = f"/leveranciers/{world.vendors[0]}/overgang"
    page.get(place)
    typed = {"kind": "takeover", "happens_on": clock.today().isoformat(), "reason": "Bericht van 3 mei"}
    assert "Kies een andere leverancier" in page.post(place, typed, status=422).words
    made = page.post(place, {**typed, "into_vendor_id": str(world.vendors[2])}).location
    assert "Bericht van 3 mei" in page.get(made).words and "Producten" in page.get(made).words
    for name in ("coordinator", "vendor-admin3", "buyer1"):
        client_of(world[name]).get(made, status=404)
    page.post(f"{made}/uitvoeren")
    page.post(f"{made}/uitvoeren", status=409)
    product = client_of(world["buyer1"]).get(f"/producten/{world.products[0][0]}").words
    assert "Luchtkasteel Software" in product and "voorheen van Bedacht Burgerzaken" in product
    assert "3 mei" not in product
    assert "Sinds" in page.get(f"/leveranciers/{world.vendors[0]}").words
    assert "Bedacht" in client_of(world["vendor-admin3"]).get(f"/leveranciers/{world.vendors[2]}").words
    client_of(world["vendor-admin3"]).get(f"/leveranciers/{world.vendors[0]}", status=404)
    assert "Luchtkasteel" in page.get("/leveranciers/overgangen").words
