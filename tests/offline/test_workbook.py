# SPDX-License-Identifier: EUPL-1.2
"""The workbook of a dossier: what is in it, what can be changed in it, and to whom it is given."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from samencontroleren.core.errors import NotFound
from samencontroleren.offline import layout, service
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import Answer
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.offline.books import Book
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support.counting import questions
from tests.support.world import World


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    """A dossier with each kind of question, of the supplier whose name is hard on programs; only invited yet."""
    asked = make_questionnaire(list(AnswerKind))
    return make_dossier(world, make_round(world, questionnaire=asked), vendor=1, state=DossierState.INVITED)


def book_of(world: World, dossier: Dossier, language: str = "nl") -> Book:
    return Book(service.export_workbook(world["submitter2"].actor, dossier.id, language)[0])


def keys(world: World, dossier: Dossier) -> dict[AnswerKind, uuid.UUID]:
    whole = responses.whole(world["submitter2"].actor, dossier.id)
    return {each.version.answer_kind: each.version.id for each in whole.questions}


def test_an_invited_dossier_is_given_without_moving(world: World, dossier: Dossier) -> None:
    body, name = service.export_workbook(world["submitter2"].actor, dossier.id, "nl")
    assert name.startswith("werkboek-") and name.endswith(".xlsx") and name.isascii()
    assert dossier.state is DossierState.INVITED
    first = Book(body).book.worksheets[0]
    assert "<b>O'Brien & Zn.</b>" in {cell.value for row in first.iter_rows() for cell in row}


def test_only_the_supplier_gets_it(world: World, dossier: Dossier) -> None:
    for other in ("submitter1", "coordinator", "reviewer1", "buyer1"):
        with pytest.raises(NotFound):
            service.export_workbook(world[other].actor, dossier.id, "nl")


def test_only_answers_can_be_changed_and_choices_are_offered(world: World, dossier: Dossier) -> None:
    book, found = book_of(world, dossier), keys(world, dossier)
    closed = {AnswerKind.FILE: layout.ANSWER, AnswerKind.ROWS: layout.ANSWER, AnswerKind.TEXT: layout.EXPLANATION}
    for kind, key in found.items():
        for name in (layout.ANSWER, layout.EXPLANATION, layout.PROOF):
            assert book.cell(key, name).protection.locked is (closed.get(kind) == name), (kind, name)
        assert book.cell(key, layout.KEY).protection.locked
    sheet, row = book.place(found[AnswerKind.YES_NO])
    offered = {str(each.sqref): each.formula1 for each in book.book[sheet].data_validations.dataValidation}
    lists, cells = offered[book.cell(found[AnswerKind.YES_NO], layout.ANSWER).coordinate].split("!")
    assert [cell[0].value for cell in book.book[lists.strip("'")][cells.replace("$", "")]] == ["Ja", "Nee"]
    states = {each.title: each.sheet_state for each in book.book.worksheets}
    assert (states[layout.ORIGIN], states["Keuzelijsten"], states[sheet]) == ("veryHidden", "hidden", "visible")
    assert all(each.protection.sheet for each in book.book.worksheets)
    assert book.book[sheet].freeze_panes == "C3" and row >= 3


def test_it_says_which_answers_are_confidential(world: World, dossier: Dossier, unit: Session) -> None:
    found = keys(world, dossier)
    responses.save_draft(world["submitter2"].actor, dossier.id, found[AnswerKind.TEXT], {"text": "Geheim"}, 0)
    unit.scalars(select(Answer)).one().is_confidential = True
    unit.flush()
    book = book_of(world, dossier)
    for kind, told in ((AnswerKind.TEXT, "Ja"), (AnswerKind.YES_NO, "Nee")):
        sheet, row = book.place(found[kind])
        column = book.columns(sheet)[layout.PROOF] + 1
        cell = book.book[sheet].cell(row, column)
        assert (book.book[sheet].cell(2, column).value, cell.value) == ("Vertrouwelijk?", told)
        assert not cell.protection.locked and book.cell(found[kind], layout.MARK_WAS).value == told


def test_no_text_of_people_becomes_a_formula(world: World, dossier: Dossier) -> None:
    key = keys(world, dossier)[AnswerKind.TEXT]
    text = '=HYPERLINK("http://x";"y")\n- en <b>O\'Brien</b>'
    responses.save_draft(world["submitter2"].actor, dossier.id, key, {"text": text}, 0)
    book = book_of(world, dossier)
    cell = book.cell(key, layout.ANSWER)
    assert cell.data_type == "s" and not str(cell.value).startswith("=")
    assert layout.read_cell(cell.value) == text


def test_it_takes_as_many_queries_for_many_questions(
    app: Flask, unit: Session, world: World, connection: Connection
) -> None:
    counts = []
    for number in (3, 60):
        asked = make_questionnaire([AnswerKind.COMPLIANCE] * number, f"Lijst {number}")
        made = make_dossier(world, make_round(world, f"Ronde {number}", asked))
        unit.expire_all()
        with questions(connection) as seen:
            service.export_workbook(world["submitter1"].actor, made.id, "en")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
