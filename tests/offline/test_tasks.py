# SPDX-License-Identifier: EUPL-1.2
"""With whom questions are, out in a workbook and back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from samencontroleren.accounts import invitations
from samencontroleren.accounts.models import Invitation
from samencontroleren.core import clock
from samencontroleren.core.errors import Forbidden, Invalid
from samencontroleren.notifications.models import Notice
from samencontroleren.offline import layout, service, telling
from samencontroleren.offline import tasks as offline_tasks
from samencontroleren.offline.kinds import Outcome
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import assigning, tasks
from samencontroleren.responses import service as responses
from tests.offline.desk import Desk
from tests.support.world import World

K = AnswerKind


def assign(desk: Desk, kind: AnswerKind, person: str, world: World, day: date) -> None:
    member = world[person].membership_id
    assigning.assign_questions(desk.actor, desk.dossier.id, [desk.keys[kind]], member, day)


def with_whom(desk: Desk) -> dict[AnswerKind, tuple[str, date]]:
    kinds = {key: kind for kind, key in desk.keys.items()}
    found = responses.tasks_of(desk.actor, desk.dossier.id)
    return {kinds[key]: (each.email, each.task.due_on) for key, each in found.items()}


@pytest.mark.database
def test_questions_change_hands_through_the_workbook_as_they_do_on_the_page(
    desk: Desk, world: World, unit: Session
) -> None:
    soon, later = clock.today() + timedelta(days=3), clock.today() + timedelta(days=9)
    for kind in (K.TEXT, K.DATE, K.YES_NO):
        assign(desk, kind, "contributor1", world, soon)
    book, keys = desk.book(), desk.keys
    mine = book.cell(keys[K.TEXT], "toegewezen-aan").value
    own = {each.user.email: each for each in assigning.assignees(desk.actor, desk.dossier.id)}
    other = world["submitter1"].email
    book.fill(keys[K.NUMBER], **{"toegewezen-aan": f" {other.upper()} ", "voor": later})
    book.fill(keys[K.TEXT], voor=later.strftime("%d-%m-%Y"))
    book.fill(keys[K.DATE], **{"toegewezen-aan": None, "voor": None})
    book.fill(keys[K.YES_NO], **{"toegewezen-aan": other})
    assign(desk, K.YES_NO, "contributor1", world, later)
    found = desk.send(book)
    plan = desk.plan(found)
    outcomes = {each.question.version.answer_kind: each.outcome for each in plan.tasks}
    new, changed, conflict = Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT
    assert outcomes == {K.NUMBER: new, K.TEXT: changed, K.DATE: changed, K.YES_NO: conflict} and not plan.unusable
    assert {each.question.version.answer_kind for each in plan.tasks if plan.is_given(each)} == {K.TEXT, K.NUMBER}
    stamps = {each.key: each.stamp for each in plan.tasks}
    assign(desk, K.TEXT, "contributor1", world, later + timedelta(days=1))
    done = service.apply_import(desk.actor, found.id, {}, stamps)
    assert with_whom(desk) == {
        K.NUMBER: (other, later),
        K.TEXT: (mine, later + timedelta(days=1)),
        K.YES_NO: (other, soon),
    }
    assert done.outcome["kept"] == [str(keys[K.TEXT])] and len(done.outcome["given"]) == 3
    told = select(func.count()).select_from(Notice).where(Notice.kind == tasks.NOTICE)
    assert mine in own and unit.scalar(told.where(Notice.membership_id == own[mine].id))


def test_whoever_keeps_a_question_until_another_day_keeps_its_message(desk: Desk, world: World) -> None:
    soon, later = clock.today() + timedelta(days=3), clock.today() + timedelta(days=9)
    mine, keys = world["contributor1"].membership_id, desk.keys
    for kind in (K.TEXT, K.DATE):
        assigning.assign_questions(desk.actor, desk.dossier.id, [keys[kind]], mine, soon, "Jij kent dit.")
    book = desk.book()
    book.fill(keys[K.TEXT], voor=later)
    book.fill(keys[K.DATE], **{"toegewezen-aan": world["submitter1"].email})
    offline_tasks.give(desk.actor, desk.dossier.id, list(desk.plan(desk.send(book)).tasks))
    found = {each: responses.tasks_of(desk.actor, desk.dossier.id)[keys[each]].task for each in (K.TEXT, K.DATE)}
    assert (found[K.TEXT].due_on, found[K.TEXT].message) == (later, "Jij kent dit.")
    assert found[K.DATE].message == "", "it was not meant for somebody else"


@pytest.mark.database
def test_who_was_invited_gets_questions_that_wait_as_on_the_page(
    app: Flask, desk: Desk, world: World, unit: Session
) -> None:
    soon, later, keys = clock.today() + timedelta(days=3), clock.today() + timedelta(days=9), desk.keys
    admin = world["vendor-admin1"].actor
    for email, role in (("nu@elders.example", Role.CONTRIBUTOR), ("beheer@elders.example", Role.ADMINISTRATOR)):
        invitations.invite(admin, world.vendors[0], email, "Nu", [role])
    invitations.invite(world["vendor-admin2"].actor, world.vendors[1], "hun@elders.example", "Hun", [Role.CONTRIBUTOR])
    to: dict[str, Any] = {"email": "kim@elders.example", "name": "Kim", "due_on": soon, "message": "Jij kent dit."}
    assigning.assign_to_guest(desk.actor, desk.dossier.id, [keys[K.DATE]], **to)
    mails = unit.scalar(select(func.count()).select_from(Invitation))
    book = desk.book()
    listed = [cell.value for column in book.book["Keuzelijsten"].columns for cell in column]
    assert to["email"] in listed and "nu@elders.example" not in listed, "who was invited is for the administrator"
    book.fill(keys[K.TEXT], **{"toegewezen-aan": "Nu@elders.example", "voor": soon})
    book.fill(keys[K.DATE], voor=later)
    for kind, email in ((K.NUMBER, "hun@elders.example"), (K.YES_NO, "beheer@elders.example")):
        book.fill(keys[kind], **{"toegewezen-aan": email, "voor": soon})
    found = desk.send(book)
    plan = desk.plan(found)
    assert {each.key for each in plan.tasks if each.waits and plan.is_given(each)} == {keys[K.TEXT], keys[K.DATE]}
    assert [each.problems[0].message for each in plan.unusable] == [offline_tasks.UNKNOWN] * 2
    refused = plan.unusable[0].question
    assert refused is not None
    version = refused.version
    english = {**version.texts["nl"], "title": "A question"}
    set_committed_value(version, "texts", {**version.texts, "en": english})  # a published wording never changes
    with app.test_request_context():
        titles = [telling.told(plan, language)[0].title for language in ("nl", "en")]
    assert titles[1] == "A question" != titles[0], "in the language of the page"
    service.apply_import(desk.actor, found.id, {}, {each.key: each.stamp for each in plan.tasks})
    assert with_whom(desk) == {K.TEXT: ("nu@elders.example", soon), K.DATE: (to["email"], later)}
    standing = responses.tasks_of(desk.actor, desk.dossier.id)
    assert standing[keys[K.DATE]].task.message == "Jij kent dit." and standing[keys[K.TEXT]].name == "Nu"
    assert unit.scalar(select(func.count()).select_from(Invitation)) == mails, "nobody is invited anew"
    machine = replace(desk.actor, scopes=frozenset((Scope.WRITE_ANSWERS,)))
    assert assigning.invited_people(machine, desk.dossier) == {}
    with pytest.raises(Forbidden):
        assigning.assign_to_invited(machine, desk.dossier.id, [keys[K.TEXT]], "nu@elders.example", soon)
    with pytest.raises(Invalid):
        assigning.assign_to_invited(desk.actor, desk.dossier.id, [keys[K.TEXT]], "hun@elders.example", soon)


def test_a_person_or_day_that_can_not_be_is_refused_with_its_place(desk: Desk, world: World) -> None:
    book, keys = desk.book(), desk.keys
    theirs, mine = world["submitter2"].email, world["contributor1"].email
    soon = clock.today() + timedelta(days=3)
    places = [
        book.fill(keys[K.TEXT], **{"toegewezen-aan": theirs, "voor": soon}),
        book.fill(keys[K.NUMBER], **{"toegewezen-aan": mine}),
        book.fill(keys[K.DATE], **{"toegewezen-aan": mine, "voor": clock.today() - timedelta(days=1)}),
        book.fill(keys[K.YES_NO], voor=soon),
        book.fill(keys[K.CHOICE], **{"toegewezen-aan": mine, "voor": "volgende week"}),
    ]
    plan = desk.plan(desk.send(book))
    found = {(each.where.sheet, each.where.row): each.problems[0].message for each in plan.unusable}
    wrong = offline_tasks
    assert [found[each] for each in places] == [wrong.UNKNOWN, wrong.NO_DATE, wrong.PAST, wrong.NO_ONE, wrong.NO_DATE]
    assert not plan.tasks and theirs in {each.where.typed.split(" | ")[0] for each in plan.unusable}


def test_who_gives_no_questions_gets_no_columns_for_it(desk: Desk, world: World) -> None:
    looking = Desk(world, desk.dossier, "vendor-admin1").book()
    sheet = looking.place(desk.keys[K.TEXT])[0]
    assert not set(layout.TASK_COLUMNS) & set(looking.columns(sheet))
    assert set(layout.TASK_COLUMNS) <= set(desk.book().columns(sheet))
