# SPDX-License-Identifier: EUPL-1.2
"""Working together: assigned questions, what a guest may do with them, and the map of a dossier."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations, people
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.access import registry
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.evidence.kinds import Sensitivity
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.responses import assigning, guests, service, tasks
from samencontroleren.responses.kinds import AnswerStatus, Show
from samencontroleren.responses.models import QuestionTask
from samencontroleren.responses.question_map import map_of
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.dividing import SOON, give
from tests.responses.rounds import MEETS
from tests.support import story
from tests.support.counting import questions
from tests.support.world import Person, World

SECRET = "groene ketel zwemt traag"


def notices_of(unit: Session, person: Person) -> list[Notice]:
    query = select(Notice).where(Notice.membership_id == person.membership_id, Notice.kind == tasks.NOTICE)
    return list(unit.scalars(query.where(Notice.finished_at.is_(None))))


@pytest.mark.database
def test_a_colleague_gets_questions_and_they_are_done_by_answering(
    dossier: Dossier, world: World, unit: Session
) -> None:
    colleague, who = world["submitter1"], world["contributor1"].actor
    give(world, dossier, colleague, "P-1", "P-2")
    assert [each.due_on for each in service.own_tasks(colleague.actor)] == [clock.today() + SOON] * 2
    assert service.own_tasks(who) == []
    assert len(notices_of(unit, colleague)) == 1
    service.confirm_answer(who, dossier.id, world.requirement_versions["P-1"], MEETS, 0)
    assert [each.requirement_version_id for each in service.own_tasks(colleague.actor)] == [
        world.requirement_versions["P-2"]
    ]
    assert len(notices_of(unit, colleague)) == 1
    service.confirm_answer(who, dossier.id, world.requirement_versions["P-2"], {"choice": "yes"}, 0)
    assert notices_of(unit, colleague) == []


@pytest.mark.database
def test_questions_go_on_and_come_back(dossier: Dossier, world: World, unit: Session) -> None:
    give(world, dossier, world["submitter1"], "P-1")
    give(world, dossier, world["contributor1"], "P-1")
    assert notices_of(unit, world["submitter1"]) == []
    rows = unit.scalars(select(QuestionTask).order_by(QuestionTask.ended_at.is_(None))).all()
    assert [each.ended_at is None for each in rows] == [False, True]
    asked = [world.requirement_versions["P-1"]]
    assert assigning.take_back(world["submitter1"].actor, dossier.id, asked) == 1
    assert service.tasks_of(world["submitter1"].actor, dossier.id) == {}
    with pytest.raises(Invalid):
        assigning.take_back(world["submitter1"].actor, dossier.id, asked)


@pytest.mark.database
def test_who_gave_a_question_hears_of_the_answer_and_confirms_that_of_a_guest(
    dossier: Dossier, world: World, guest: Person, unit: Session
) -> None:
    """Nobody confirmed it yet: it does not count, and stands under what came back (product.md, rule 2.4)."""
    giver, asked = world["contributor1"], world.requirement_versions
    (task,) = give(world, dossier, guest, "P-1")
    give(world, dossier, giver, "P-2")

    def told() -> int:
        mine = (Notice.membership_id == giver.membership_id) & (Notice.kind == tasks.ANSWERED)
        return len(unit.scalars(select(Notice).where(mine)).all())

    def back() -> tuple[int, dict[UUID, int]]:
        sheet = service.overview(giver.actor, dossier.id)
        found = map_of(sheet, service.tasks_of(giver.actor, dossier.id), (), {})
        back = service.came_back(giver.actor, [dossier.id])
        return found.counts[Show.RETURNED], {key: each.answered for key, each in back.items()}

    assert (told(), back()) == (0, (0, {}))
    with questions(unit.connection()) as seen:
        service.came_back(giver.actor, [dossier.id])
    assert seen and not any("IS NOT DISTINCT FROM" in each for each in seen)  # no index serves that
    guests.hand_in_entrusted(guest.actor, task.id, MEETS, 0)
    sheet = service.overview(giver.actor, dossier.id)
    assert sheet.question(asked["P-1"]).status is AnswerStatus.UNCONFIRMED
    assert (told(), back()) == (1, (1, {dossier.id: 1}))
    service.confirm_answer(giver.actor, dossier.id, asked["P-1"], MEETS, sheet.question(asked["P-1"]).revision)
    service.confirm_answer(giver.actor, dossier.id, asked["P-2"], {"choice": "yes"}, 0)
    assert (told(), back()) == (1, (0, {}))
    give(world, dossier, giver, "P-1")  # taken over while it is done: nothing waits for anybody
    assert service.own_tasks(giver.actor) == []


@pytest.mark.database
def test_what_can_not_be_assigned_is_said_at_its_field(dossier: Dossier, world: World) -> None:
    who, day = world["contributor1"].actor, clock.today() + SOON
    asked, to = [world.requirement_versions["P-1"]], world["submitter1"].membership_id
    for wanted, member, due, field in (
        ([], to, day, "asked"),
        ([world.requirement_versions["V-1"]], to, day, "asked"),
        (asked, world["contributor2"].membership_id, day, "membership_id"),
        (asked, world["vendor-admin1"].membership_id, day, "membership_id"),
        (asked, to, clock.today() - timedelta(days=1), "due_on"),
    ):
        with pytest.raises(Invalid) as refused:
            assigning.assign_questions(who, dossier.id, wanted, member, due)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Forbidden):
        assigning.assign_questions(world["vendor-admin1"].actor, dossier.id, asked, to, day)
    with pytest.raises(NotFound):
        assigning.assign_questions(world["contributor2"].actor, dossier.id, asked, to, day)
    dossier.state = DossierState.SUBMITTED
    with pytest.raises(Conflict):
        assigning.assign_questions(who, dossier.id, asked, to, day)


@pytest.mark.database
def test_somebody_without_account_is_let_in_to_these_questions_alone(
    app: Flask, dossier: Dossier, world: World, unit: Session
) -> None:
    who, asked = world["contributor1"].actor, [world.requirement_versions["P-1"]]
    facts: dict[str, Any] = {"email": " Kenner@Elders.example ", "name": "Kim Kenner", "due_on": clock.today() + SOON}
    invited = assigning.assign_to_guest(who, dossier.id, asked, **facts)
    assert invited is not None
    assert invited.invitation.roles == ["guest"]
    told = select(Notice.membership_id).where(Notice.kind == "guest_invited")
    assert list(unit.scalars(told)) == [world["vendor-admin1"].membership_id]
    assert service.tasks_of(who, dossier.id)[asked[0]].is_waiting
    with app.test_request_context():
        invitations.accept_as_new(invited.token, "Kim Kenner", SECRET, "proef")
    joined = unit.scalars(select(Membership).order_by(Membership.created_at.desc()).limit(1)).one()
    kim = actor_of(joined, Role.GUEST)
    assert [each.requirement_version_id for each in service.entrusted_tasks(kim)] == asked
    assert assigning.assign_to_guest(who, dossier.id, [world.requirement_versions["P-2"]], **facts) is None
    assert len(service.entrusted_tasks(kim)) == 2
    with app.test_request_context(), pytest.raises(Conflict):
        invitations.accept_as_new(invited.token, "Kim Kenner", SECRET, "proef")


def actor_of(member: Membership, *roles: Role) -> Actor:
    """The Actor of a membership of a supplier."""
    kind = OrganisationKind.VENDOR
    return Actor(member.user_id, member.id, member.organisation_id, kind, frozenset(roles), is_present=True)


@pytest.mark.database
def test_an_invitation_of_the_administrator_is_left_alone(
    app: Flask, dossier: Dossier, world: World, unit: Session
) -> None:
    who, asked = world["contributor1"].actor, [world.requirement_versions["P-1"]]
    administrator = world["vendor-admin1"].actor
    made, token = invitations.invite(administrator, world.vendors[0], "n@proef.example", "Nu", [Role.CONTRIBUTOR])
    facts: dict[str, Any] = {"email": "n@proef.example", "name": "Nu", "due_on": clock.today() + SOON}
    assert assigning.assign_to_guest(who, dossier.id, asked, **facts) is None
    assert made.revoked_at is None
    with app.test_request_context():
        invitations.accept_as_new(token, "Nu", SECRET, "proef")
    assert not service.tasks_of(who, dossier.id)[asked[0]].is_waiting


@pytest.mark.database
def test_a_guest_answers_what_is_assigned_and_no_more(
    dossier: Dossier, world: World, guest: Person, unit: Session
) -> None:
    mine, asked = guest.actor, world.requirement_versions
    (task,) = give(world, dossier, guest, "P-1")
    assert guests.save_entrusted(mine, task.id, {"choice": "partly"}, 0).draft_by_id == guest.user_id
    with pytest.raises(Invalid):
        guests.hand_in_entrusted(mine, task.id, {"choice": "partly"}, 1)
    answer = guests.hand_in_entrusted(mine, task.id, MEETS, 1)
    assert (answer.confirmed_by_id, task.done_at is not None) == (None, True)
    for attempt in (
        lambda: service.overview(mine, dossier.id),
        lambda: service.section(mine, dossier.id, "toegang"),
        lambda: service.save_draft(mine, dossier.id, asked["P-1"], MEETS, 2),
        lambda: service.confirm_answer(mine, dossier.id, asked["P-2"], {"choice": "yes"}, 0),
        lambda: service.history(mine, answer.id),
        lambda: service.get_answer(mine, answer.id),
        lambda: service.submit(mine, dossier.id),
        lambda: service.begin(mine, dossier.id),
        lambda: assigning.assign_questions(mine, dossier.id, [asked["P-2"]], guest.membership_id, clock.today()),
        lambda: assigning.take_back(mine, dossier.id, [asked["P-1"]]),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.database
def test_a_guest_opens_the_evidence_of_an_assigned_question_and_no_other(
    dossier: Dossier, world: World, guest: Person, unit: Session
) -> None:
    who, asked = world["contributor1"].actor, world.requirement_versions
    mine, other, loose = (story.add_proof(world, 0, title) for title in ("Van P-1", "Van P-2", "Nergens bij"))
    for code, paper in (("P-1", mine), ("P-2", other)):
        service.link_document(who, dossier.id, asked[code], paper.id, "")
    with pytest.raises(NotFound):
        guests.get_proof(guest.actor, mine.id)
    (task,) = give(world, dossier, guest, "P-1")
    assert guests.get_proof(guest.actor, mine.id) is mine
    for hidden in (other, loose):
        with pytest.raises(NotFound):
            guests.get_proof(guest.actor, hidden.id)
    mine.sensitivity = Sensitivity.RED
    unit.flush()
    assert not guests.get_entrusted(guest.actor, task.id).readable
    mine.sensitivity = Sensitivity.AMBER
    unit.flush()
    assert guests.get_entrusted(guest.actor, task.id).readable == {mine.id}
    mine.withdrawn_at = clock.now()
    unit.flush()
    with pytest.raises(NotFound):
        guests.get_proof(guest.actor, mine.id)
    mine.withdrawn_at = None
    assigning.take_back(who, dossier.id, [task.requirement_version_id])
    with pytest.raises(NotFound):
        guests.get_proof(guest.actor, mine.id)


@pytest.mark.database
@pytest.mark.parametrize("end", ["taken back", "given on", "submitted", "supplier changed", "left"])
def test_the_right_of_a_guest_ends_at_once(
    dossier: Dossier, world: World, guest: Person, unit: Session, end: str
) -> None:
    (task,) = give(world, dossier, guest, "P-1")
    assert guests.get_entrusted(guest.actor, task.id).task is task
    who = world["contributor1"].actor
    if end == "taken back":
        assigning.take_back(who, dossier.id, [task.requirement_version_id])
    elif end == "given on":
        give(world, dossier, world["submitter1"], "P-1")
    elif end == "submitted":
        dossier.state = DossierState.SUBMITTED
    elif end == "supplier changed":
        dossier.vendor_id, dossier.product_id = world.vendors[1], world.products[1][0]
    else:
        people.end_membership(world["vendor-admin1"].actor, guest.membership_id)
    unit.flush()
    with pytest.raises(NotFound):
        guests.get_entrusted(guest.actor, task.id)
    with pytest.raises(NotFound):
        guests.save_entrusted(guest.actor, task.id, MEETS, 0)
    assert service.entrusted_tasks(guest.actor) == []


def test_a_guest_without_questions_has_no_right_on_anything_of_the_supplier(world: World, guest: Person) -> None:
    """By every permission there is, on every row there is: nothing but what is the person's own."""
    from samencontroleren.core.db import session

    own = {"membership:leave", "notice:view", "notice-choice:view", "notice-preference:view", "session:view"}
    opened = {
        name
        for name, each in registry.items()
        if session().scalars(select(each.model).where(each(guest.actor)).limit(1)).first() is not None
    }
    assert opened <= own
    colleague = world["contributor1"].actor
    assert session().scalars(select(Dossier).where(registry["dossier:view"](colleague))).all() == []


@pytest.mark.database
def test_only_who_answers_hands_questions_out_and_no_machine_lets_anybody_in(dossier: Dossier, world: World) -> None:
    give(world, dossier, world["submitter1"], "P-1")
    administrator, asked = world["vendor-admin1"].actor, [world.requirement_versions["P-1"]]
    with pytest.raises(Forbidden):
        assigning.assignees(administrator, dossier.id)
    with pytest.raises(Forbidden):
        assigning.take_back(administrator, dossier.id, asked)
    machine = replace(world["contributor1"].actor, scopes=frozenset())
    guest = {"email": "gast@proef.example", "name": "Gast", "due_on": clock.today() + SOON}
    with pytest.raises(Forbidden):
        assigning.assign_to_guest(machine, dossier.id, asked, **guest)
