# SPDX-License-Identifier: EUPL-1.2
"""The pool: own statements, who is left out, and what that means for the choice of reviewers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from samencontroleren.accounts import people
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.questionnaires.kinds import AddressedTo, Subject
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy, service
from samencontroleren.rounds.candidates import Candidate
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import LeftOut, ReviewerProfile, ReviewerRoom
from samencontroleren.rounds.obstacles import OBSTACLES
from samencontroleren.vendors.kinds import Category
from tests.rounds.sample import Sample, bring_to, make_round
from tests.support import story
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.wordings import publish, wording
from tests.support.world import World

Clients = Callable[..., PageClient]


def say(world: World, name: str, *themes: str, capacity: int = 2, **more: Any) -> None:
    facts = {"categories": [Category.CIVIL_AFFAIRS], **more}
    service.save_profile(world[name].actor, themes=list(themes), capacity=capacity, **facts)


def of(world: World, sample: Sample, name: str) -> Candidate:
    found = service.candidates(world["coordinator"].actor, sample.own).candidates
    return next(each for each in found if each.user_id == world[name].user_id)


@pytest.fixture
def submitted(unit: Session, in_request: Flask, world: World) -> Sample:
    made = make_round(world)
    bring_to(world, made.own, DossierState.SUBMITTED)
    return made


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"themes": ["bestaat niet"], "capacity": 1}, "themes"),
    ({"themes": [], "capacity": 21}, "capacity"),
    ({"themes": [], "capacity": -1}, "capacity"),
    ({"themes": [], "capacity": 1, "away_from": clock.today()}, "away_until"),
    ({"themes": [], "capacity": 1, "away_until": clock.today()}, "away_from"),
)


def count(unit: Session, *tables: Any) -> int:
    return sum(unit.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.database
def test_the_own_statement(unit: Session, in_request: Flask, world: World) -> None:
    for facts, field in WRONG:
        with pytest.raises(Invalid) as refused:
            service.save_profile(world["reviewer1"].actor, categories=[], **facts)
        assert set(refused.value.fields) == {field}
    assert count(unit, ReviewerProfile) == 0
    say(world, "reviewer1", "toegang", "continuiteit", capacity=4)
    say(world, "reviewer1", "toegang", capacity=1)
    [found] = unit.scalars(select(ReviewerProfile)).all()
    assert (found.themes, found.categories, found.capacity) == (["toegang"], ["civil_affairs"], 1)
    coordinator = world["coordinator"].actor
    assert [each.name for each in service.list_pool(coordinator, theme="toegang").rows] == ["Proef Reviewer1"]
    page = service.list_pool(coordinator, organisation_id=world.municipalities[1], has_room=True)
    assert [(each.name, each.standing.capacity) for each in page.rows] == [("Proef Reviewer2", 3)]
    for name in ("coordinator", "ciso1", "submitter1"):  # nobody speaks for another
        with pytest.raises(Forbidden):
            say(world, name)
    for name in ("reviewer1", "ciso1", "releaser"):
        with pytest.raises(Forbidden):
            service.list_pool(world[name].actor)


@pytest.mark.database
def test_a_round_of_its_own_until_one_leaves(unit: Session, world: World, submitted: Sample) -> None:
    actor, member = world["reviewer1"].actor, world["reviewer1"].membership_id
    say(world, "reviewer1", "toegang", capacity=2)
    service.save_room(actor, submitted.round_id, capacity=5)
    assert of(world, submitted, "reviewer1").choice.reviewer.capacity == 5
    with pytest.raises(Invalid):
        service.save_room(actor, submitted.round_id, capacity=None, away_from=clock.today())
    service.save_room(actor, submitted.round_id, capacity=None)
    assert of(world, submitted, "reviewer1").choice.reviewer.capacity == 2
    service.save_room(actor, submitted.round_id, capacity=1)
    service.leave_out(world["coordinator"].actor, submitted.round_id, member, "Al genoeg te doen.")
    people.end_membership(world["admin1"].actor, member)
    assert count(unit, ReviewerProfile, ReviewerRoom, LeftOut) == 0
    service.cancel_round(world["coordinator"].actor, submitted.round_id, "Gaat niet door.")
    with pytest.raises(Conflict):
        service.save_room(world["reviewer2"].actor, submitted.round_id, capacity=1)


def test_away_and_without_room_say_the_same(unit: Session, world: World, submitted: Sample) -> None:
    today = clock.today()
    say(world, "reviewer1", away_from=today, away_until=today + timedelta(days=3))
    say(world, "reviewer2", capacity=0)
    for name in ("reviewer1", "reviewer2"):
        assert of(world, submitted, name).obstacle == OBSTACLES["unavailable"]
    pair = [world[name].membership_id for name in ("reviewer1", "reviewer3")]
    with pytest.raises(Invalid):
        service.assign_reviewers(world["coordinator"].actor, submitted.own, pair)
    say(world, "reviewer3", capacity=0)
    assert not service.candidates(world["coordinator"].actor, submitted.own).proposed
    [waiting] = service.proposed_pairs(world["coordinator"].actor, submitted.round_id)
    assert not waiting.pair


def test_who_is_left_out_gets_no_dossier(unit: Session, world: World, submitted: Sample) -> None:
    coordinator, member = world["coordinator"].actor, world["reviewer1"].membership_id
    service.leave_out(coordinator, submitted.round_id, member, "Deze ronde niet.")
    assert of(world, submitted, "reviewer1").obstacle == OBSTACLES["left_out"]
    said = {name: service.own_statement(world[name].actor).rounds[0].left_out for name in ("reviewer1", "reviewer2")}
    assert said == {"reviewer1": "Deze ronde niet.", "reviewer2": None}
    with pytest.raises(Conflict):
        service.leave_out(coordinator, submitted.round_id, member, "Nog eens.")
    with pytest.raises(Invalid):
        service.leave_out(coordinator, submitted.round_id, world["ciso1"].membership_id, "Is geen beoordelaar.")
    with pytest.raises(Forbidden):
        service.leave_out(world["reviewer2"].actor, submitted.round_id, member, "Mag niet.")
    service.take_in(coordinator, submitted.round_id, member)
    assert of(world, submitted, "reviewer1").obstacle is None


def test_why_somebody_is_left_out_is_no_business_of_a_colleague(unit: Session, world: World, submitted: Sample) -> None:
    member = world["reviewer1"].membership_id
    service.leave_out(world["coordinator"].actor, submitted.round_id, member, "Deze ronde niet.")
    people = ("reviewer1", "coordinator", "reviewer2", "ciso1", "submitter1")
    rows = {name: unit.scalars(visible(world[name].actor, policy.LEFT_OUT_VIEW)).all() for name in people}
    assert [name for name, seen in rows.items() if seen] == ["reviewer1", "coordinator"]


def test_a_proposal_by_knowledge_and_one_for_an_empty_place(unit: Session, world: World, submitted: Sample) -> None:
    say(world, "reviewer3", "toegang", "continuiteit")
    say(world, "reviewer1", "toegang")
    coordinator = world["coordinator"].actor
    found = service.candidates(coordinator, submitted.own).proposed
    assert [each.name for each in found] == ["Proef Reviewer3", "Proef Reviewer1"]
    assert [(each.choice.known, each.choice.asked) for each in found] == [(2, 2), (1, 2)]
    assert found[0].choice.knows_category
    service.assign_reviewers(coordinator, submitted.own, [each.membership_id for each in found])
    assert not service.candidates(coordinator, submitted.own).proposed
    service.hand_back(world["reviewer1"].actor, submitted.own, "Ziek.")
    say(world, "reviewer2", "toegang")
    assert [each.name for each in service.candidates(coordinator, submitted.own).proposed] == ["Proef Reviewer2"]


@pytest.mark.database
def test_the_segments_that_the_answers_give(unit: Session, in_request: Flask, world: World) -> None:
    asked = wording("S-1", AddressedTo.SUPPLIER, Subject.PRODUCT, segment="Clouddiensten")
    publish("Met een onderdeel", [asked])
    one = story.subject(0, 0)
    told = story.start_round(world, [one])
    story.bring_to(told, one, DossierState.SUBMITTED)
    given = unit.scalars(select(SubmittedAnswer).where(SubmittedAnswer.dossier_id == told[one])).first()
    assert given is not None
    more = {"answer_id": given.answer_id, "answer_number": given.answer_number, "value": {}, "is_confidential": False}
    where = {"submission_id": given.submission_id, "dossier_id": given.dossier_id, "position": 99}
    unit.add(SubmittedAnswer(requirement_version_id=asked, **where, **more))
    unit.flush()
    coordinator = world["coordinator"].actor
    with pytest.raises(Invalid) as refused:
        say(world, "reviewer3", segments=["Bestaat niet"])
    assert set(refused.value.fields) == {"segments"}
    say(world, "reviewer3", segments=["Clouddiensten"])
    assert [each.name for each in service.list_pool(coordinator, segment="Clouddiensten").rows] == ["Proef Reviewer3"]
    found = {each.name: each.choice for each in service.candidates(coordinator, told[one]).candidates}
    assert [found[f"Proef Reviewer{each}"].known_segments for each in (1, 2, 3)] == [0, 0, 1]
    assert "Proef Reviewer3" in [each.name for each in service.candidates(coordinator, told[one]).proposed]


def test_a_whole_round_at_once(unit: Session, world: World, submitted: Sample) -> None:
    bring_to(world, submitted.vendor_dossier, DossierState.SUBMITTED)
    coordinator = world["coordinator"].actor
    say(world, "reviewer1", "toegang", "organisatie", capacity=1)
    say(world, "reviewer2", "toegang", "organisatie", capacity=2)
    found = service.proposed_pairs(coordinator, submitted.round_id)
    assert {each.dossier.id for each in found} == {submitted.own, submitted.vendor_dossier}
    given = [person.name for each in found for person in each.pair]
    assert given.count("Proef Reviewer1") == 1  # room for one
    pairs: Any = [(each.dossier.id, *(person.membership_id for person in each.pair)) for each in found]
    with pytest.raises(NotFound):
        service.assign_pairs(coordinator, make_round(world, "Andere ronde").round_id, pairs)
    first, (key, member, _other) = pairs
    with pytest.raises(Invalid):
        service.assign_pairs(coordinator, submitted.round_id, [first, (key, member, member)])
    assert service.assignments_of(first[0]) == []
    assert service.assign_pairs(coordinator, submitted.round_id, pairs) == 2
    noted = unit.scalars(select(TrailRow.object_id).where(TrailRow.action == "assignment.added")).all()
    assert sorted(noted, key=str) == sorted([submitted.own, submitted.vendor_dossier] * 2, key=str)
    assert service.proposed_pairs(coordinator, submitted.round_id) == []
    with pytest.raises(Invalid):
        service.assign_pairs(coordinator, submitted.round_id, pairs)


@pytest.fixture
def stored(in_request: Flask, database: Database, world: World) -> Sample:
    with database.unit():
        made = make_round(world)
        bring_to(world, made.own, DossierState.SUBMITTED)
        return made


def test_the_own_page(client_of: Clients, stored: Sample, world: World) -> None:
    browser = client_of(world["reviewer1"])
    assert "Mijn opgave" in browser.get("/dossiers").words
    browser.get("/mijn-opgave")
    page = browser.post("/mijn-opgave", {"themes": "toegang", "capacity": "veel", "away_from": "2027-01-01"}, 422)
    assert "Vul een heel getal in." in page.words
    browser.post("/mijn-opgave", {"themes": ["toegang", "keten"], "capacity": "2", "away_from": "2027-01-01"}, 422)
    browser.post("/mijn-opgave", {"themes": ["toegang"], "categories": ["civil_affairs"], "capacity": "2"})
    page = browser.post(f"/mijn-opgave/rondes/{stored.round_id}", {"capacity": "31"}, 422)
    assert "Vul een getal van 0 tot en met 20 in." in page.words
    browser.post(f"/mijn-opgave/rondes/{stored.round_id}", {"capacity": "1"})
    assert "Nu geldt uw opgave voor deze ronde." in browser.get("/mijn-opgave").words


def test_the_pages_of_the_co_ordinator(
    client_of: Clients, stored: Sample, world: World, database: Database, unit: Session
) -> None:
    with database.unit():
        say(world, "reviewer1", "toegang", "continuiteit")
    browser = client_of(world["coordinator"])
    assert "Proef Reviewer1" in browser.get("/beoordelaars?thema=toegang&ruimte=1").words
    assert "Niemand gevonden" in browser.get("/beoordelaars?thema=incidenten").words
    page = browser.get(f"/dossiers/{stored.own}/toewijzen")
    assert "kent 2 van 2 thema’s, kent burgerzaken, 0 van 2 dossiers bezet" in page.words
    place = f"/rondes/{stored.round_id}/beoordelaars"
    browser.get(place)
    browser.get(f"{place}?pagina=99999999999999999999", 400)
    with questions(unit.connection()) as seen:
        browser.get(place)
    assert len(seen) <= 20, seen
    member = world["reviewer3"].membership_id
    out = f"/rondes/{stored.round_id}/buiten-de-ronde"
    assert "Vul dit in." in browser.post(out, {"membership_id": str(member), "reason": " "}, 422).words
    browser.post(out, {"membership_id": str(member), "reason": "Heeft al genoeg."})
    assert "Heeft al genoeg." in browser.get(place).words
    assert "Kies een of meer voorstellen." in browser.post(place, {}, 422).words
    assert "Kies uit de voorstellen." in browser.post(place, {"pairs": "onzin"}, 422).words
    wrong = f"{stored.own}.{member}.{world['reviewer1'].membership_id}"
    assert "Er is niets toegewezen." in browser.post(place, {"pairs": wrong}, 422).words
    right = f"{stored.own}.{world['reviewer2'].membership_id}.{world['reviewer1'].membership_id}"
    browser.post(place, {"pairs": right})
    assert "Er wacht nu geen dossier" in browser.get(place).words
    browser.post(f"/rondes/{stored.round_id}/weer-meedoen", {"membership_id": str(member)})
