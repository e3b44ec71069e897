# SPDX-License-Identifier: EUPL-1.2
"""Whoever has an interest in a supplier plays no part in its dossiers, whatever the interest, the part and the door."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from samencontroleren.accounts.models import Membership
from samencontroleren.accounts.service import make_token
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import Database, on_side, session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.contributions import MergeContribution
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Mandate, Organisation
from samencontroleren.rounds import conflicts, merging, policy, service
from samencontroleren.rounds.interests import FEW, interests_in
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import ConflictOfInterest, Dossier, FormerEmployer, ReviewerProfile
from samencontroleren.rounds.obstacles import OBSTACLES
from samencontroleren.usage import service as usages
from samencontroleren.usage.models import Usage
from tests.rounds.sample import bring_to, make_round
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]


def declare(world: World, name: str) -> None:
    row = ConflictOfInterest(user_id=world[name].user_id, vendor_id=world.vendors[0], reason="Aandelen.")
    session().add(row)


def belong(world: World, name: str) -> None:
    session().add(Membership(user_id=world[name].user_id, organisation_id=world.vendors[0], ended_at=clock.now()))


def have_worked(world: World, name: str) -> None:
    day = clock.today()
    row = FormerEmployer(user_id=world[name].user_id, vendor_id=world.vendors[0], left_on=day, counts_until=day)
    session().add(row)


def lead(world: World, name: str) -> None:
    """The person belongs to gemeente 1, which leads the contract of another product of the supplier."""
    gemeente = world.municipalities[0]
    if world[name].organisation_id != gemeente:
        session().add(Membership(user_id=world[name].user_id, organisation_id=gemeente))
    if session().scalar(select(Usage.id).where(Usage.municipality_id == gemeente)) is None:
        story.use(world, 0, 1, 1, is_confirmed=False, leads_contract=True)


SAID = {declare: "declared", belong: "belongs", have_worked: "unavailable", lead: "unavailable"}


@pytest.mark.parametrize("interest", SAID, ids=lambda each: each.__name__)
def test_no_part_through_any_door(
    client_of: Clients,
    app: Flask,
    in_request: Flask,
    database: Database,
    world: World,
    interest: Callable[[World, str], None],
) -> None:
    with database.unit():
        sample = make_round(world)
        bring_to(world, sample.own, DossierState.IN_REVIEW)
        token = make_token(world["reviewer1"].membership_id)
    desk, path = client_of(world["reviewer1"]), f"/dossiers/{sample.own}"
    call = {"path": f"/api/v1{path}/beoordelingen", "headers": {"Authorization": f"Bearer {token}"}}
    desk.get(f"{path}/beoordelen")
    assert app.test_client().get(**call).status_code == 200  # type: ignore[arg-type]  # facts of the call
    with database.unit():
        for name in ("reviewer1", "reviewer3", "coordinator", "releaser"):
            interest(world, name)
            session().flush()
    # reviewing: page, API, and taking over from a colleague
    desk.get(f"{path}/beoordelen", 403)
    assert app.test_client().get(**call).status_code == 403  # type: ignore[arg-type]  # facts of the call
    with database.unit():
        other = world["coordinator2"].actor
        second = next(
            each.id for each in service.assignments_of(sample.own) if each.user_id == world["reviewer2"].user_id
        )
        with pytest.raises(Invalid) as refused:
            service.replace_reviewer(other, sample.own, second, world["reviewer3"].membership_id)
        assert refused.value.fields == {"membership_ids": [OBSTACLES[SAID[interest]]]}
        found = {each.user_id: each.obstacle for each in service.candidates(other, sample.own).candidates}
        assert found[world["reviewer3"].user_id] == OBSTACLES[SAID[interest]]
    # co-ordinating
    client_of(world["coordinator"]).get(f"{path}/toewijzen", 403)
    client_of(world["coordinator"]).post(f"{path}/annuleren", {"reason": "Reden"}, 403)
    # releasing, and bringing the supplier into a round
    with database.unit():
        with pytest.raises(Forbidden):
            service.get_dossier(world["releaser"].actor, sample.own, policy.RELEASE)
        with pytest.raises(Conflict):
            service.add_products(world["coordinator"].actor, sample.round_id, [world.products[0][1]])
        service.get_dossier(world["coordinator2"].actor, sample.own, policy.COORDINATE)


@pytest.mark.database
def test_a_contract_says_nothing_about_use(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    reviewer, coordinator = world["reviewer1"].actor, world["coordinator"].actor
    used = story.use(world, 0, 0, 1)  # only using the product is no interest
    service.get_dossier(reviewer, sample.own, policy.REVIEW)
    facts = {"process": "Paspoorten", "contract_number": "C-1", "is_critical": False}
    buyer = world["buyer1"].actor
    usages.change_usage(buyer, used.id, revision=used.revision, leads_contract=True, **facts)  # type: ignore[arg-type]  # facts of the call
    with pytest.raises(Forbidden):
        service.get_dossier(reviewer, sample.own, policy.REVIEW)
    service.get_dossier(world["reviewer2"].actor, sample.own, policy.REVIEW)
    assert unit.scalars(select(Notice).where(Notice.kind == "reviewer_needed")).all() == []  # not at that moment
    [due] = conflicts.due_interests()
    for _twice in range(2):
        conflicts.end_for_interest(due)
    assert conflicts.due_interests() == []
    ended = unit.scalars(select(TrailRow).where(TrailRow.action == "assignment.ended")).all()
    assert [(each.result, each.facts) for each in ended] == [("ok", {})]  # nor does the trail
    with pytest.raises(NotFound):
        service.get_dossier(reviewer, sample.own)
    told = unit.scalars(select(Notice).where(Notice.kind == "reviewer_needed")).all()
    assert [each.membership_id for each in told] == [world["coordinator"].membership_id]
    found = {each.user_id: each for each in service.candidates(coordinator, sample.own).candidates}
    assert found[world["reviewer1"].user_id].obstacle == OBSTACLES["unavailable"]
    usages.end_usage(buyer, used.id)
    found = {each.user_id: each for each in service.candidates(coordinator, sample.own).candidates}
    assert found[world["reviewer1"].user_id].obstacle is None


@pytest.mark.database
def test_a_contract_counts_in_another_membership_too(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    actor = world["reviewer2"].actor
    lead(world, "reviewer2")  # of gemeente 1, while acting for gemeente 2
    unit.flush()
    with on_side(actor.side):
        with pytest.raises(Forbidden):
            service.get_dossier(actor, sample.own, policy.REVIEW)
        if unit.get_bind().dialect.name != "sqlite":  # and the wall stands where it stood
            assert unit.scalars(select(Usage)).all() == []


@pytest.mark.database
@pytest.mark.parametrize("is_partnership_leading", (True, False), ids=("partnership-leads", "gemeente-leads"))
def test_a_contract_counts_through_a_mandate_while_it_lasts(
    unit: Session, in_request: Flask, world: World, is_partnership_leading: bool
) -> None:
    """Whoever leads it, the partnership or the gemeente that gave the mandate: people of both have the interest."""
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    actor, today = world["reviewer1"].actor, clock.today()
    partnership = Organisation(kind=OrganisationKind.PARTNERSHIP, name="Werkverband Bedacht")
    unit.add(partnership)
    unit.flush()
    town = world.municipalities[0 if is_partnership_leading else 2]
    if not is_partnership_leading:
        unit.add(Membership(user_id=actor.user_id, organisation_id=partnership.id))
    lead_by(world, partnership.id if is_partnership_leading else town)
    mandate = Mandate(partnership_id=partnership.id, municipality_id=town, agreement="DVO 1", valid_from=today)
    mandate.covers_register, mandate.covers_results, mandate.covers_decisions = True, False, False
    unit.add(mandate)
    for first, last, ended, counts in (
        (today, None, None, True),
        (today, today, None, True),
        (today + timedelta(days=1), None, None, False),
        (today - timedelta(days=9), today - timedelta(days=1), None, False),
        (today, None, clock.now(), False),
    ):
        mandate.valid_from, mandate.valid_until, mandate.ended_at = first, last, ended
        unit.flush()
        with on_side(actor.side):
            allowed = unit.scalars(visible(actor, policy.REVIEW, columns=[Dossier.id])).all()
        assert (sample.own not in allowed) is counts, (first, last, ended)
        assert (actor.user_id in conflicts.people_in_conflict([world.vendors[0]])[world.vendors[0]]) is counts
        several = conflicts.people_in_conflict(world.vendors)  # asked for each of them
        assert [actor.user_id in several[each] for each in world.vendors] == [
            counts,
            *[False] * (len(world.vendors) - 1),
        ]
        assert bool(conflicts.due_interests()) is counts
    assert actor.user_id not in conflicts.people_in_conflict(world.vendors[1:3])[world.vendors[1]]


@pytest.mark.parametrize(("number", "times"), [(1, 1), (3, 3), (FEW + 1, 1)])
def test_contracts_are_looked_up_for_those_suppliers_that_are_asked(number: int, times: int) -> None:
    asked = [uuid.uuid4() for _each in range(number)]
    said = str(interests_in(asked).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]  # as theirs is
    assert said.count("contract_interests(") == times


def lead_by(world: World, leader: uuid.UUID) -> None:
    row = Usage(municipality_id=leader, product_id=world.products[0][1], process="Zaken", leads_contract=True)
    row.claimed_by_id = world["buyer1"].user_id
    session().add(row)


@pytest.mark.database
def test_a_former_employer_counts_for_a_time_and_is_private(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    actor, vendor, today = world["reviewer1"].actor, world.vendors[0], clock.today()
    for day in (today + timedelta(days=1), today - timedelta(days=4 * 366), date.max):
        with pytest.raises(Invalid) as refused:
            service.state_former_employer(actor, vendor, day)
        assert set(refused.value.fields) == {"left_on"}
    made = service.state_former_employer(actor, vendor, today - timedelta(days=300))
    assert made.counts_until == made.left_on.replace(year=made.left_on.year + 3)
    with pytest.raises(NotFound):  # the dossier in hand ended at once
        service.get_dossier(actor, sample.own)
    with pytest.raises(Invalid):
        service.state_former_employer(actor, vendor, today - timedelta(days=301))
    service.state_former_employer(actor, vendor, today)
    assert [each.left_on for each, _supplier in service.list_former_employers(actor)] == [today]
    for name in ("coordinator", "reviewer2"):
        assert service.list_former_employers(world[name].actor) == []
        assert service.list_conflicts(world[name].actor) == []
    with pytest.raises(Forbidden):
        service.state_former_employer(world["ciso1"].actor, vendor, today)
    made.counts_until = today - timedelta(days=1)
    unit.flush()
    found = {each.user_id: each for each in service.candidates(world["coordinator"].actor, sample.own).candidates}
    assert found[world["reviewer1"].user_id].obstacle is None


@pytest.mark.database
def test_what_is_said_goes_along_when_gemeenten_merge(unit: Session, in_request: Flask, world: World) -> None:
    one, two = world.municipalities[:2]
    there = Membership(user_id=world["reviewer1"].user_id, organisation_id=two)
    unit.add(there)
    unit.flush()
    old = world["reviewer1"].membership_id
    service.save_profile(world["reviewer1"].actor, themes=["toegang"], categories=[], capacity=2)
    part: MergeContribution = merging.MERGING
    part.move([one], two)
    assert unit.scalars(select(ReviewerProfile.membership_id)).all() == [there.id]
    unit.add(ReviewerProfile(membership_id=old, themes=[], categories=[], capacity=9))
    unit.flush()
    part.move([one], two)  # what was said in the membership that stays counts
    assert [each.capacity for each in unit.scalars(select(ReviewerProfile))] == [2]


def test_the_page_of_interests(client_of: Clients, world: World) -> None:
    browser = client_of(world["reviewer1"])
    browser.get("/belangen")
    later = (clock.today() + timedelta(days=9)).isoformat()
    facts = {"employer_id": str(world.vendors[0]), "left_on": later}
    assert "Kies vandaag of een eerdere dag." in browser.post("/belangen/werkgevers", facts, 422).words
    browser.post("/belangen/werkgevers", {"employer_id": "", "left_on": "gisteren"}, 422)
    browser.post("/belangen/werkgevers", {**facts, "left_on": clock.today().isoformat()})
    assert "Uw vroegere werkgevers" in browser.get("/belangen").words
    assert "Bedacht Burgerzaken" not in client_of(world["coordinator"]).get("/belangen").words.split("Meld een")[0]
