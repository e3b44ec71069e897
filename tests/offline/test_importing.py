# SPDX-License-Identifier: EUPL-1.2
"""A workbook that comes back: the dry run says what each row would do, and only what was chosen is taken over."""

import io
import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from samencontroleren.core import apart, clock
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.evidence.models import Document
from samencontroleren.offline import importing, layout, service, telling
from samencontroleren.offline.kinds import Outcome, Reason, WorkbookState
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import service as responses
from samencontroleren.responses.kinds import AnswerStatus, Provenance
from samencontroleren.responses.models import AnswerVersion
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.offline.books import bare
from tests.offline.desk import Desk
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support import story
from tests.support.counting import questions
from tests.support.world import World

K = AnswerKind
MEETS = {"choice": "meets", "explanation": "Zo is het."}


@pytest.mark.database
def test_each_kind_goes_out_and_comes_back(desk: Desk) -> None:
    book, keys = desk.book(), desk.keys
    book.fill(keys[K.COMPLIANCE], answer="voldoet DEELS", explanation="- nog bezig\n=bijna")
    book.fill(keys[K.YES_NO], answer="yes")
    book.fill(keys[K.CHOICE], answer="Tweede")
    book.fill(keys[K.CHOICES], answer="Eerste; tweede")
    book.fill(keys[K.TEXT], answer="Een verhaal.")
    book.fill(keys[K.NUMBER], answer=4.5, explanation="Gemeten.")
    book.fill(keys[K.DATE], answer=date(2027, 2, 1))
    book.fill(keys[K.FILE], explanation="Hoofdstuk 3.")
    lines = book.book["Regels"]
    for at, text in enumerate(("Bedacht Hosting", "NL", "Servers")):
        lines.cell(3, book.columns("Regels")[layout.LINE_NAMES[at]]).value = text
    found = desk.send(book)
    assert set(desk.outcomes(found).values()) == {Outcome.NEW} and not desk.plan(found).unusable
    assert desk.sheet.dossier.state is DossierState.INVITED
    done = desk.take(found)
    assert (done.state, len(done.outcome["taken"]), done.outcome["left"]) == (WorkbookState.DONE, 9, [])
    assert desk.value(K.COMPLIANCE) == {"choice": "partly", "explanation": "- nog bezig\n=bijna"}
    assert desk.value(K.CHOICES)["choices"] == ["a", "b"] and desk.value(K.NUMBER)["number"] == "4.5"
    assert desk.value(K.DATE)["date"] == "2027-02-01" and desk.value(K.YES_NO)["choice"] == "yes"
    assert desk.value(K.ROWS)["rows"] == [{"name": "Bedacht Hosting", "country": "NL", "service": "Servers"}]
    assert desk.sheet.dossier.state is DossierState.IN_PROGRESS
    assert {each.status for each in desk.sheet.questions} == {AnswerStatus.UNCONFIRMED, AnswerStatus.INCOMPLETE}
    again = desk.send(desk.book("en"))
    assert set(desk.outcomes(again).values()) == {Outcome.UNCHANGED}


def test_what_comes_from_a_workbook_says_so_and_loses_no_draft(desk: Desk, unit: Session) -> None:
    desk.type(K.TEXT, {"text": "Van een collega."})
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer="Uit het werkboek.")
    desk.take(desk.send(book))
    answer = desk.sheet.question(desk.keys[K.TEXT]).answer
    assert answer is not None
    query = select(AnswerVersion).where(AnswerVersion.answer_id == answer.id).order_by(AnswerVersion.number)
    versions = [(each.value["text"], each.provenance) for each in unit.scalars(query)]
    assert versions == [("Van een collega.", Provenance.TYPED), ("Uit het werkboek.", Provenance.SHEET)]
    assert answer.confirmed_round_id is None and answer.draft is None


def test_what_changed_online_is_a_conflict_and_never_preselected(desk: Desk, world: World) -> None:
    desk.type(K.TEXT, {"text": "Eerst."})
    desk.type(K.COMPLIANCE, MEETS)
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer="Van mij.")
    Desk(world, desk.dossier, "contributor1").type(K.TEXT, {"text": "Van een collega."})
    Desk(world, desk.dossier, "contributor1").type(K.COMPLIANCE, {"choice": "partly", "explanation": "Toch niet."})
    found = desk.send(book)
    plan = desk.plan(found)
    (conflict,) = plan.having(Outcome.CONFLICT)
    assert conflict.key == desk.keys[K.TEXT] and not plan.is_preselected(conflict)
    assert plan.planned[0].is_newer_online and plan.planned[0].outcome is Outcome.UNCHANGED
    sides = telling.sides_of(conflict, "nl")
    assert sides and "".join(each.text for each in sides.was) == "Van een collega."
    assert [each.text for each in sides.becomes if each.differs] == ["mij"]
    desk.take(found, K.TEXT)
    assert desk.value(K.TEXT) == {"text": "Van mij."} and desk.value(K.COMPLIANCE)["choice"] == "partly"


def test_what_became_a_conflict_since_the_dry_run_stays_and_is_named(desk: Desk, world: World) -> None:
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer="Van mij.")
    book.fill(desk.keys[K.YES_NO], answer="Nee")
    found = desk.send(book)
    seen = {each.key: each.question.revision for each in desk.plan(found).by_key.values()}
    Desk(world, desk.dossier, "contributor1").type(K.TEXT, {"text": "Net ertussen."})
    done = service.apply_import(desk.actor, found.id, seen)
    assert done.outcome["left"] == [str(desk.keys[K.TEXT])]
    assert done.outcome["taken"] == [str(desk.keys[K.YES_NO])]
    assert desk.value(K.TEXT) == {"text": "Net ertussen."}


def test_twice_is_once_and_files_are_gone(desk: Desk) -> None:
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer="Van mij.")
    found = desk.send(book)
    chosen = {desk.keys[K.TEXT]: 0}
    first = service.apply_import(desk.actor, found.id, chosen).revision
    question = desk.sheet.question(desk.keys[K.TEXT])
    assert service.apply_import(desk.actor, found.id, chosen).revision == first
    assert question.answer is not None and question.answer.current_number == 1
    assert found.read_key is None
    with pytest.raises(Conflict):
        service.plan_of(desk.actor, found)


def test_every_refusal_says_where_and_why(desk: Desk) -> None:
    book, keys = desk.book(), desk.keys
    book.fill(keys[K.COMPLIANCE], answer="misschien")
    book.fill(keys[K.NUMBER], answer="veel")
    book.fill(keys[K.DATE], answer="31-2-2027")
    book.fill(keys[K.TEXT], answer="x" * 10_001)
    book.fill(keys[K.YES_NO], answer="=1+1")
    sheet, row = book.fill(keys[K.FILE], answer="iso.pdf")
    twice = book.fill(keys[K.CHOICE], answer="Eerste", **{layout.KEY: str(keys[K.COMPLIANCE])})
    book.fill(keys[K.CHOICES], answer="Eerste", **{layout.KEY: str(uuid.uuid4())})
    end = book.book[sheet].max_row + 2
    book.book[sheet].cell(end, book.columns(sheet)[layout.ANSWER]).value = "Los getypt"
    book.book.create_sheet("Eigen blad").append(["iets"])
    with force_locale("nl"):
        told = telling.told(desk.plan(desk.send(book)), "nl")
    by_row = {(each.sheet, each.row): each for each in told}
    assert "Kies een van de mogelijkheden" in by_row[book.place(keys[K.COMPLIANCE])].reason
    assert by_row[book.place(keys[K.NUMBER])].typed == "veel"
    assert "bestaande datum" in by_row[book.place(keys[K.DATE])].reason
    assert "10001 tekens" in by_row[book.place(keys[K.TEXT])].reason
    assert "formule zonder uitkomst" in by_row[book.place(keys[K.YES_NO])].reason
    assert "kolom Bewijs" in by_row[sheet, row].reason
    assert "staat ook op rij" in by_row[twice].reason
    assert "welke vraag" in by_row[sheet, end].reason
    assert "hoort niet bij" in by_row["Eigen blad", 0].reason
    assert len(told) == 10


def test_a_list_with_a_line_that_can_not_be_read_is_not_taken_in_part(desk: Desk) -> None:
    book = desk.book()
    columns = book.columns("Regels")
    book.book["Regels"].cell(3, columns["naam"]).value = "Bedacht Hosting"
    book.book["Regels"].cell(4, columns["naam"]).value = "=A1"
    plan = desk.plan(desk.send(book))
    assert [(each.where.sheet, each.where.row) for each in plan.unusable] == [("Regels", 4)]
    assert desk.keys[K.ROWS] not in plan.by_key


def test_what_an_author_asks_is_told_with_its_sheet_and_row(app: Flask, unit: Session, world: World) -> None:
    checks = {K.DATE: ["not_future"], K.ROWS: ["country", "service"]}
    asked = make_questionnaire([K.DATE, K.ROWS, K.TEXT], checks=checks)
    desk = Desk(world, make_dossier(world, make_round(world, questionnaire=asked)))
    book, keys = desk.book(), desk.keys
    place = book.fill(keys[K.DATE], answer=clock.today() + timedelta(days=1))
    book.fill(keys[K.TEXT], answer="Gaat door.")
    lines, columns = book.book["Regels"], book.columns("Regels")
    for row, texts in ((3, ("Heel BV", "NL", "Servers")), (4, ("Half BV", "NL", ""))):
        for name, text in zip(layout.LINE_NAMES, texts, strict=True):
            lines.cell(row, columns[name]).value = text
    found = desk.send(book)
    with app.test_request_context(), force_locale("nl"):
        told = telling.told(desk.plan(found), "nl")
    assert [(each.sheet, each.row) for each in told] == [place] and "toekomst" in told[0].reason
    (lacking,) = desk.plan(found).by_key[keys[K.ROWS]].lacking
    assert (lacking.sheet, lacking.row, lacking.message) == ("Regels", 4, "Vul de dienst in.")
    desk.take(found)
    assert len(desk.value(K.ROWS)["rows"]) == 2 and desk.value(K.TEXT)["text"] == "Gaat door."
    assert desk.sheet.question(keys[K.ROWS]).status is AnswerStatus.INCOMPLETE, "half a line does not count"


def test_a_blank_where_a_text_stands_is_shown_but_not_preselected(desk: Desk) -> None:
    desk.type(K.TEXT, {"text": "Er stond iets."})
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer=None)
    plan = desk.plan(desk.send(book))
    (row,) = plan.having(Outcome.CHANGED)
    assert row.empties and not plan.is_preselected(row)


def test_evidence_beside_it_goes_the_way_of_every_file(desk: Desk, world: World, unit: Session) -> None:
    own = story.add_proof(world, 0, filename="Bestaand.pdf")
    book, keys = desk.book(), desk.keys
    book.fill(keys[K.COMPLIANCE], answer="Voldoet", proof="bestaand.PDF | pagina 4\nnieuw.pdf | p. 1\nweg.pdf")
    book.fill(keys[K.YES_NO], answer="Ja", proof="nieuw.pdf")
    book.fill(keys[K.TEXT], answer="Zonder.", proof="stuk.pdf")
    files = {"map/nieuw.pdf": story.pdf("Nieuw bewijs"), "over.txt": b"Niemand noemt dit."}
    found = desk.send(book, files=files)
    plan = desk.plan(found)
    assert [name for _row, name in plan.missing_files] == ["weg.pdf", "stuk.pdf"] and plan.unused_files == ["over.txt"]
    before = unit.scalar(select(func.count()).select_from(Document))
    done = desk.take(found)
    assert done.outcome["files"] == [] and done.zip_key is None
    links = {(each.document.filename, each.place) for each in desk.sheet.question(keys[K.COMPLIANCE]).links}
    assert links == {("Bestaand.pdf", "pagina 4"), ("nieuw.pdf", "p. 1")}
    assert [each.document.filename for each in desk.sheet.question(keys[K.YES_NO]).links] == ["nieuw.pdf"]
    assert unit.scalar(select(func.count()).select_from(Document)) == (before or 0) + 1
    assert own.filename == "Bestaand.pdf"
    again = desk.book()
    assert again.cell(keys[K.COMPLIANCE], layout.PROOF).value.splitlines()[0] == "Bestaand.pdf | pagina 4"


def test_a_workbook_of_another_round_is_offered_of_another_subject_or_supplier_refused(
    desk: Desk, world: World
) -> None:
    next_round = make_round(world, "Volgende ronde", desk.sheet.dossier.round.questionnaire_id)
    later, elsewhere = make_dossier(world, next_round), make_dossier(world, next_round, product=1)
    book = desk.book()
    book.fill(desk.keys[K.TEXT], answer="Van de vorige keer.")
    plan = Desk(world, later).plan(Desk(world, later).send(book))
    assert plan.is_other_round and not any(plan.is_preselected(each) for each in plan.planned)
    with pytest.raises(Invalid) as other:
        Desk(world, elsewhere).send(book)
    assert "gaat over iets anders" in other.value.fields["file"][0]
    theirs = make_dossier(world, next_round, vendor=2)
    with pytest.raises(Invalid) as refused:
        Desk(world, theirs, "submitter3").send(book)
    assert refused.value.fields == {"file": [importing.OTHER_SUPPLIER]}


def test_it_is_read_in_a_process_that_can_be_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0)
    with pytest.raises(Invalid) as refused:
        service.start_import(desk.actor, desk.dossier.id, (bare(desk.dossier.id), "werkboek.xlsx"), None)
    assert "te zwaar" in refused.value.fields["file"][0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leeg.xlsx", b"", "leeg"),
        ("oud.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Sla het bestand op als xlsx"),
        ("namaak.xlsx", b"Vraag;Antwoord\n1;ja\n", "type csv"),
        ("eigen.csv", b"Vraag;Antwoord\n1;ja\n", "geen werkboek van Samen Controleren"),
        ("groot.xlsx", b"PK" + b"\0" * 20_000_001, "groter dan"),
        ("", b"x", "Kies het werkboek"),
    ],
)
def test_what_is_no_workbook_of_ours_is_told_so(desk: Desk, name: str, content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.start_import(desk.actor, desk.dossier.id, (io.BytesIO(content), name), None)
    assert words in refused.value.fields["file"][0]


def test_a_dry_run_is_of_one_person_and_for_a_week(desk: Desk, world: World, unit: Session) -> None:
    found = desk.send(desk.book())
    for other in ("contributor1", "vendor-admin1", "submitter2", "coordinator"):
        with pytest.raises(NotFound):
            service.get_import(world[other].actor, found.id)
    assert found.id not in service.due_imports()
    found.changed_at = clock.now() - timedelta(days=8)
    unit.flush()
    assert service.due_imports() == [found.id]
    service.expire(found.id)
    service.expire(found.id)
    assert unit.get(WorkbookImport, found.id) is None


def test_it_takes_as_many_queries_for_many_rows(
    app: Flask, unit: Session, world: World, connection: Connection
) -> None:
    counts = []
    for number in (2, 40):
        asked = make_questionnaire([K.COMPLIANCE] * number, f"Lijst {number}")
        desk = Desk(world, make_dossier(world, make_round(world, f"Ronde {number}", asked)))
        book = desk.book()
        for each in desk.sheet.questions:
            book.fill(each.version.id, answer="Voldoet", explanation="Zo.")
        unit.expire_all()
        with questions(connection) as seen:
            found = desk.send(book)
            desk.take(found)
        assert len(found.outcome["taken"]) == number
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_settled_stays_while_a_supplement_is_asked_elsewhere(app: Flask, unit: Session, world: World) -> None:
    place = story.subject(0, 0)
    told = story.start_round(world, [place])
    story.answer(told, place)
    story.submit(told, place)
    dossier = unit.get_one(Dossier, told[place])
    dossier.state = DossierState.SUPPLEMENT_ASKED
    unit.flush()
    desk, asked = Desk(world, dossier), world.requirement_versions["P-1"]
    book = desk.book()
    assert book.cell(asked, layout.EXPLANATION).protection.locked and book.cell(asked, layout.PROOF).protection.locked
    book.fill(asked, explanation="Toch anders.")
    plan = desk.plan(desk.send(book))
    assert [each.where.reason for each in plan.unusable] == [Reason.FROZEN] and not plan.by_key


@pytest.mark.database
def test_the_confidential_mark_comes_back_and_only_what_was_changed_counts(
    unit: Session, world: World, dossier: Dossier
) -> None:
    desk = Desk(world, dossier)
    desk.type(K.COMPLIANCE, MEETS)
    desk.type(K.NUMBER, {"number": "4", "explanation": ""})
    book, keys = desk.book(), desk.keys
    book.fill(keys[K.COMPLIANCE], vertrouwelijk="ja")
    book.fill(keys[K.TEXT], answer="Nieuw en geheim", vertrouwelijk="Ja")
    book.fill(keys[K.DATE], vertrouwelijk="Misschien")
    number = desk.sheet.question(keys[K.NUMBER])
    given = {"number": "4", "explanation": ""}
    responses.save_draft(desk.actor, dossier.id, number.version.id, given, number.revision, is_confidential=True)
    found = desk.send(book)
    plan = desk.plan(found)
    rows = {each.question.version.answer_kind: (each.outcome, each.value is None, each.mark) for each in plan.planned}
    assert rows[K.COMPLIANCE] == (Outcome.CHANGED, True, True)
    assert rows[K.TEXT] == (Outcome.NEW, False, True)
    assert rows[K.NUMBER] == (Outcome.UNCHANGED, True, None), "marked online since: the workbook did not touch it"
    assert [each.problems[0].message for each in plan.unusable] == [layout.NO_MARK]
    desk.take(found)
    kept = {each.version.answer_kind: each.is_confidential for each in desk.sheet.questions}
    assert {kind for kind, secret in kept.items() if secret} == {K.COMPLIANCE, K.TEXT, K.NUMBER}
    assert desk.sheet.question(keys[K.COMPLIANCE]).value["explanation"] == MEETS["explanation"]
    opened = desk.book()
    opened.fill(keys[K.COMPLIANCE], vertrouwelijk="Nee")
    plan = desk.plan(desk.send(opened))
    assert [(each.mark, plan.is_preselected(each)) for each in plan.by_key.values()] == [(False, False)]
