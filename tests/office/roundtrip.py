# SPDX-License-Identifier: EUPL-1.2
"""`make test-office`: LibreOffice opens the workbook, somebody types in it, it is saved, and we read it back.

Not part of `make test`: LibreOffice is large. Run it when the form of the workbook or its reading changes.
"""

import shutil
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.offline import layout, service
from samencontroleren.offline.kinds import Outcome
from samencontroleren.offline.planning import Plan
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Dossier
from tests.office.office import Typed, worked_on
from tests.offline.books import Book
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support.world import World

K = AnswerKind
PERSON = "submitter2"
TOLD = 'Regel een\nen <b>O\'Brien & Zn.</b> "zegt" = ja'


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    """A dossier with each kind of question, of the supplier whose name is hard on programs."""
    assert shutil.which("soffice"), "LibreOffice is not here: apt-get install --no-install-recommends libreoffice-calc"
    made = make_dossier(world, make_round(world, questionnaire=make_questionnaire(list(AnswerKind))), vendor=1)
    key = keys(world, made)[K.TEXT]
    responses.save_draft(world[PERSON].actor, made.id, key, {"text": TOLD}, 0)
    return made


def keys(world: World, dossier: Dossier) -> dict[AnswerKind, uuid.UUID]:
    whole = responses.whole(world[PERSON].actor, dossier.id)
    return {each.version.answer_kind: each.version.id for each in whole.questions}


def plan_of(world: World, dossier: Dossier, path: Path) -> Plan:
    with path.open("rb") as stream:
        made = service.start_import(world[PERSON].actor, dossier.id, (stream, path.name), None)
    return service.plan_of(world[PERSON].actor, made)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_what_libreoffice_only_saves_changes_nothing(
    world: World, dossier: Dossier, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / "werkboek.xlsx"
    source.write_bytes(service.export_workbook(world[PERSON].actor, dossier.id, "nl")[0])
    plan = plan_of(world, dossier, worked_on(source, tmp_path / f"opgeslagen{suffix}"))
    assert not plan.unusable
    assert {each.outcome for each in plan.planned} == {Outcome.UNCHANGED} and len(plan.planned) == len(K)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_what_is_typed_in_libreoffice_comes_back(world: World, dossier: Dossier, tmp_path: Path, suffix: str) -> None:
    source, found = tmp_path / "werkboek.xlsx", keys(world, dossier)
    source.write_bytes(service.export_workbook(world[PERSON].actor, dossier.id, "nl")[0])
    book = Book(source.read_bytes())

    def cell(kind: AnswerKind, name: str, text: str) -> Typed:
        return Typed(book.place(found[kind])[0], book.cell(found[kind], name).coordinate, text)

    line = book.book["Regels"].cell(3, book.columns("Regels")[layout.LINE_NAMES[0]]).coordinate
    typed = [
        cell(K.COMPLIANCE, layout.ANSWER, "Voldoet deels"),
        cell(K.COMPLIANCE, layout.EXPLANATION, "- nog bezig"),
        cell(K.CHOICES, layout.ANSWER, "Eerste; Tweede"),
        cell(K.NUMBER, layout.ANSWER, "1.5"),
        cell(K.DATE, layout.ANSWER, "2027-02-01"),
        cell(K.YES_NO, layout.PROOF, "iso.pdf | p. 1"),
        Typed("Regels", line, "Bedacht Hosting"),
    ]
    plan = plan_of(world, dossier, worked_on(source, tmp_path / f"ingevuld{suffix}", typed))
    assert not plan.unusable
    values = {each.question.version.answer_kind: each.value for each in plan.planned if each.value is not None}
    assert values[K.COMPLIANCE] == {"choice": "partly", "explanation": "- nog bezig"}
    assert values[K.CHOICES] is not None and values[K.CHOICES]["choices"] == ["a", "b"]
    assert values[K.NUMBER] is not None and values[K.NUMBER]["number"] == "1.5"
    assert values[K.DATE] is not None and values[K.DATE]["date"] == "2027-02-01"
    assert values[K.ROWS] is not None and values[K.ROWS]["rows"][0]["name"] == "Bedacht Hosting"
    assert [name for _row, name in plan.missing_files] == ["iso.pdf"] and K.TEXT not in values


def test_what_is_locked_can_not_be_typed_over(world: World, dossier: Dossier, tmp_path: Path) -> None:
    source, found = tmp_path / "werkboek.xlsx", keys(world, dossier)
    source.write_bytes(service.export_workbook(world[PERSON].actor, dossier.id, "nl")[0])
    book = Book(source.read_bytes())
    sheet, row = book.place(found[K.TEXT])
    try:
        saved = worked_on(source, tmp_path / "poging.xlsx", [Typed(sheet, f"B{row}", "Een andere vraag")])
    except FileNotFoundError:  # the macro was stopped at the locked cell
        return
    assert Book(saved.read_bytes()).book[sheet][f"B{row}"].value == book.book[sheet][f"B{row}"].value
