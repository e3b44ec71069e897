# SPDX-License-Identifier: EUPL-1.2
"""A successor starts from the verdicts of the predecessor, under the own name, and blind to the other reviewer."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.core.db import Database, on_side
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Assignment, ConflictOfInterest
from samencontroleren.rounds.obstacles import OBSTACLES, Handover, same_work
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

ONE = story.subject(0, 0)


def handed_over(world: World, successor: str = "reviewer3") -> story.Told:
    """Reviewer 1 judged two requirements and handed back; reviewer 2 judged one; reviewer 3 took the empty place."""
    told = story.start_round(world, [ONE])
    story.bring_to(told, ONE, story.DossierState.IN_REVIEW)
    for reviewer, code in (("reviewer1", "P-1"), ("reviewer1", "P-2"), ("reviewer2", "P-1")):
        story.opine(told, ONE, reviewer, code)
    rounds.hand_back(world["reviewer1"].actor, told[ONE], "Ik ben ziek.")
    rounds.add_reviewer(world["coordinator"].actor, told[ONE], world[successor].membership_id)
    return told


@pytest.mark.database
def test_the_work_stays_and_becomes_ones_own(unit: Session, world: World, app: Flask) -> None:
    with app.test_request_context():
        told = handed_over(world)
        actor, key = world["reviewer3"].actor, told[ONE]
        found = service.suggestions(actor, key)
        assert [each.answer.requirement_version.requirement.code for each in found] == ["P-1", "P-2"]
        assert {each.verdict.user_id for each in found} == {world["reviewer1"].user_id}  # blind to reviewer 2
        assert service.suggestions(world["reviewer2"].actor, key) == []
        with pytest.raises(NotFound):  # the right of the predecessor ended
            service.suggestions(world["reviewer1"].actor, key)
        one, two = (each.verdict.requirement_version_id for each in found)
        other = world.requirement_versions["P-3"]
        for wrong in ([], [other], [one, other]):
            with pytest.raises(Invalid):
                service.take_over(actor, key, wrong)
        assert service.own_verdicts(actor, key) == []
        assert service.take_over(actor, key, [one]) == 1
        [own] = service.own_verdicts(actor, key)
        assert (own.user_id, own.code) == (actor.user_id, found[0].verdict.code)
        assert [each.verdict.requirement_version_id for each in service.suggestions(actor, key)] == [two]
        former = rounds.list_former_reviewers(world["coordinator"].actor, key)
        assert [each.reason for each in former] == ["Ik ben ziek."]
        assert rounds.list_former_reviewers(actor, key) == []


def test_not_from_somebody_with_an_interest_nor_when_ready(unit: Session, world: World, app: Flask) -> None:
    with app.test_request_context():
        told = handed_over(world)
        actor, key = world["reviewer3"].actor, told[ONE]
        row = ConflictOfInterest(user_id=world["reviewer1"].user_id, vendor_id=world.vendors[0], reason="Aandelen.")
        unit.add(row)
        unit.flush()
        assert service.suggestions(actor, key) == []
        unit.delete(row)
        unit.flush()
        wanted = [each.verdict.requirement_version_id for each in service.suggestions(actor, key)]
        for code in ("P-1", "P-2", "P-3", "P-4"):
            story.opine(told, ONE, "reviewer3", code)
        service.mark_ready(actor, key)
        with pytest.raises(Conflict):
            service.take_over(actor, key, wanted)
        with pytest.raises(Invalid):
            rounds.hand_back(world["reviewer2"].actor, key, " ")


@pytest.mark.database
def test_a_contract_of_the_predecessor_counts_past_the_wall(unit: Session, world: World, app: Flask) -> None:
    """The gemeente of reviewer 1 leads a contract, which that of reviewer 3 can not see in the register of use."""
    with app.test_request_context():
        told = handed_over(world)
        actor, key = world["reviewer3"].actor, told[ONE]
        story.use(world, 0, 1, 1, is_confirmed=False, leads_contract=True)
        with on_side(actor.side):
            assert service.suggestions(actor, key) == []


@pytest.mark.database
def test_nobody_reviews_beside_the_own_verdicts(unit: Session, world: World, app: Flask) -> None:
    with app.test_request_context():
        told = handed_over(world)
        key, coordinator = told[ONE], world["coordinator"].actor
        member = {name: world[name].membership_id for name in ("reviewer1", "reviewer2", "reviewer3")}
        rounds.hand_back(world["reviewer2"].actor, key, "Vakantie.")
        with pytest.raises(Invalid) as refused:  # reviewer 3 goes on with these verdicts
            rounds.add_reviewer(coordinator, key, member["reviewer1"])
        assert refused.value.fields == {"membership_ids": [OBSTACLES["passed_on"]]}
        found = {each.membership_id: each.obstacle for each in rounds.candidates(coordinator, key).candidates}
        assert (found[member["reviewer1"]], found[member["reviewer2"]]) == (OBSTACLES["passed_on"], None)
        rounds.hand_back(world["reviewer3"].actor, key, "Ook vakantie.")
        rounds.add_reviewer(coordinator, key, member["reviewer1"])
        with pytest.raises(Invalid):  # nor the other way round
            rounds.add_reviewer(coordinator, key, member["reviewer3"])
        rounds.add_reviewer(coordinator, key, member["reviewer2"])
        rounds.get_dossier(coordinator, key).state = story.DossierState.SUBMITTED
        with pytest.raises(Invalid) as refused:
            rounds.assign_reviewers(coordinator, key, [member["reviewer1"], member["reviewer3"]])
        assert refused.value.fields == {"membership_ids": [OBSTACLES["passed_on"]]}


def test_work_goes_on_through_others() -> None:
    one, two, three, other = (uuid.uuid4() for _each in range(4))
    rows = [
        Handover(one, None, False),
        Handover(two, one, False),
        Handover(three, two, True),
        Handover(other, None, True),
    ]
    assert same_work(rows, [three]) == {one, two, three}
    assert same_work(rows, [other]) == {other}


def test_replacing_passes_the_work_on_once(unit: Session, world: World, app: Flask) -> None:
    with app.test_request_context():
        told = handed_over(world)
        key, coordinator = told[ONE], world["coordinator"].actor
        second = next(each for each in rounds.assignments_of(key) if each.user_id == world["reviewer2"].user_id)
        rounds.replace_reviewer(coordinator, key, second.id, world["all-roles"].membership_id)
        rows = unit.scalars(select(Assignment).where(Assignment.dossier_id == key)).all()
        taken = {each.user_id: each.takes_over_from_id for each in rows}
        assert taken[world["all-roles"].user_id] == world["reviewer2"].user_id
        assert taken[world["reviewer3"].user_id] == world["reviewer1"].user_id


def test_the_page(client_of: Callable[..., PageClient], app: Flask, database: Database, world: World) -> None:
    with app.test_request_context(), database.unit():
        told = handed_over(world)
        key = told[ONE]
    browser, path = client_of(world["reviewer3"]), f"/dossiers/{told[ONE]}"
    assert "Oordelen van uw voorganger" in browser.get(path).words
    page = browser.get(f"{path}/voorganger")
    assert "Ik heb het antwoord gelezen" in page.words
    assert "Kies een of meer oordelen." in browser.post(f"{path}/voorganger", {}, 422).words
    wanted = [str(world.requirement_versions[code]) for code in ("P-1", "P-2")]
    browser.post(f"{path}/voorganger", {"verdicts": wanted})
    assert "Niets om over te nemen" in browser.get(f"{path}/voorganger").words
    with database.unit(write=False) as opened:
        mine = ReviewVerdict.user_id == world["reviewer3"].user_id
        assert len(opened.scalars(select(ReviewVerdict).where(ReviewVerdict.dossier_id == key, mine)).all()) == 2
    client_of(world["reviewer2"]).post(f"{path}/teruggeven", {"reason": " "}, 422)
    long = "w" * 501  # one more than is kept
    assert long in client_of(world["reviewer2"]).post(f"{path}/teruggeven", {"reason": long}, 422).words
    assert "Ik ben ziek." in client_of(world["coordinator"]).get(f"{path}/toewijzen").words
