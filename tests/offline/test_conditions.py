# SPDX-License-Identifier: EUPL-1.2
"""Questions that exist only with certain answers: shown, greyed, and judged with what the workbook itself says."""

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.offline import service
from samencontroleren.offline.greying import Answered, Known, fades_when
from samencontroleren.offline.kinds import Reason
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.applicability import questions as asked_by_code
from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Dossier
from tests.offline.books import Book
from tests.responses.rounds import make_dossier, make_round
from tests.support.world import World

SCOPE, HANGS, PLAIN = "SC-AFB-06", "SC-AI-02", "SC-GEG-01"
"""Whether the product uses AI, a question that hangs on it, and one that does not."""


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    coordinator = world["coordinator"].actor
    ours = {code: wording for code, wording in read_content() if code in (SCOPE, HANGS, PLAIN)}
    chosen = [questionnaires.add_requirement(coordinator, code, wording).id for code, wording in ours.items()]
    draft = questionnaires.add_questionnaire(coordinator, "Met voorwaarden")
    draft = questionnaires.set_items(coordinator, draft.id, chosen, draft.revision)
    questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)
    return make_dossier(world, make_round(world, questionnaire=draft.id))


def keys(world: World, dossier: Dossier) -> dict[str, uuid.UUID]:
    whole = responses.whole(world["submitter1"].actor, dossier.id)
    return {each.version.requirement.code: each.version.id for each in whole.questions}


@pytest.mark.parametrize(
    ("typed", "reason"), [("Ja", None), ("Nee", Reason.NOT_FOR_YOU), (None, Reason.WAITS)], ids=["yes", "no", "blank"]
)
def test_a_question_exists_by_the_answers_of_the_same_workbook(
    world: World, dossier: Dossier, typed: str | None, reason: Reason | None
) -> None:
    actor, found = world["submitter1"].actor, keys(world, dossier)
    book = Book(service.export_workbook(actor, dossier.id, "nl")[0])
    sheet, row = book.place(found[HANGS])
    rules = {str(cells.sqref): each[0] for cells, each in book.book[sheet].conditional_formatting._cf_rules.items()}
    (formula,) = next(each for cells, each in rules.items() if cells.startswith(f"A{row}:")).formula
    scope_sheet, scope_row = book.place(found[SCOPE])
    assert formula == f"NOT(OR('{scope_sheet}'!$J${scope_row}=\"Ja\"))"
    assert "Alleen als" in str(book.book[sheet].cell(row, 8).value)
    assert str(book.book[sheet].cell(row, 4).value).startswith("Voldoet als")
    book.fill(found[SCOPE], answer=typed)
    book.fill(found[HANGS], answer="Voldoet")
    made = service.start_import(actor, dossier.id, (book.body(), "a.xlsx"), None)
    plan = service.plan_of(actor, made)
    assert [each.where.reason for each in plan.unusable] == ([] if reason is None else [reason])
    assert (found[HANGS] in plan.by_key) is (reason is None)


def test_a_question_is_not_taken_without_the_answer_it_hangs_on(world: World, dossier: Dossier) -> None:
    actor, found = world["submitter1"].actor, keys(world, dossier)
    book = Book(service.export_workbook(actor, dossier.id, "nl")[0])
    book.fill(found[SCOPE], answer="Ja")
    book.fill(found[HANGS], answer="Voldoet")
    book.fill(found[PLAIN], answer="Voldoet")
    made = service.start_import(actor, dossier.id, (book.body(), "a.xlsx"), None)
    done = service.apply_import(actor, made.id, {found[HANGS]: 0, found[PLAIN]: 0})
    assert (done.outcome["taken"], done.outcome["left"]) == ([str(found[PLAIN])], [str(found[HANGS])])


@pytest.mark.parametrize("takes_scope", [True, False], ids=["with", "without"])
def test_a_question_that_an_answer_of_the_workbook_opens_is_given_along_with_it(
    world: World, dossier: Dossier, takes_scope: bool
) -> None:
    actor, found = world["submitter1"].actor, keys(world, dossier)
    book = Book(service.export_workbook(actor, dossier.id, "nl")[0])
    book.fill(found[SCOPE], answer="Ja")
    book.fill(found[HANGS], **{"toegewezen-aan": world["contributor1"].email, "voor": clock.today()})
    made = service.start_import(actor, dossier.id, (book.body(), "a.xlsx"), None)
    plan = service.plan_of(actor, made)
    assert ([each.key for each in plan.tasks], plan.unusable) == ([found[HANGS]], [])
    answers = {found[SCOPE]: 0} if takes_scope else {}
    done = service.apply_import(actor, made.id, answers, {each.key: each.stamp for each in plan.tasks})
    assert done.outcome["given" if takes_scope else "kept"] == [str(found[HANGS])]
    assert [*responses.tasks_of(actor, dossier.id)] == ([found[HANGS]] if takes_scope else [])


def test_greying_follows_chains_and_leaves_what_it_can_not_say() -> None:
    wordings = dict(read_content())
    asked = asked_by_code(wordings)
    places = {code: Answered(f"'B'!$J${at}", wordings[code]) for at, code in enumerate(wordings, 3)}
    formulas = {code: fades_when(code, Known(places, asked, "en")) for code in wordings}
    assert formulas[HANGS] == f'NOT(OR({places[SCOPE].cell}="Yes"))'
    assert formulas[PLAIN] is None and fades_when(HANGS, Known({}, asked, "nl")) is None
    said = [code for code, each in formulas.items() if each]
    assert said and set(said) <= {code for code, each in asked.items() if each.condition is not None}
