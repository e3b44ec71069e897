# SPDX-License-Identifier: EUPL-1.2
"""Two questionnaire versions side by side: from the database to page, PDF, workbook and API."""

import io
import uuid
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from pypdf import PdfReader
from sqlalchemy import insert

from samencontroleren.accounts.service import make_token
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.questionnaires import service
from samencontroleren.questionnaires.kinds import ChangeMark, QuestionnaireState, Subject
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from tests.support.counting import questions


def pdf_text(body):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


SECOND = ("V-1", "V-2", "P-1", "P-3", "P-4", "P-9")


def reworded(actor, code, **changes):
    key = service.ordered_keys(actor, service.Filter(search=code))[0]
    newest = service.versions_of(actor, key)[0]
    text = changes.pop("text", None)
    wording = replace(service.wording_of(newest), **changes)
    if text:
        wording = replace(wording, texts={**wording.texts, "nl": {**wording.texts["nl"], "text": text}})
    service.reword(actor, key, newest.requirement.revision, wording)
    return wording


def second_version(actor):
    """A next number of the questionnaire of the world: P-1 and P-3 changed, P-2 gone, P-9 new."""
    draft = service.add_questionnaire(actor, "Proefvragenlijst")
    wording = reworded(actor, "P-1", text="Wat is nu geregeld voor P-1?", weight=3)
    reworded(actor, "P-3", theme="keten")
    added = replace(wording, texts={"nl": {"title": "=Nieuwe eis", "text": "=SOM(1)"}}, is_key=False)
    service.add_requirement(actor, "P-9", added)
    keys = [key for code in SECOND for key in service.ordered_keys(actor, service.Filter(search=code))]
    return service.set_items(actor, draft.id, keys, draft.revision)


@pytest.fixture
def drafted(unit, world):
    """The second version, still a draft."""
    return second_version(world["coordinator"].actor)


def marks_of(compared):
    return {"+".join(each.codes): set(each.marks) for each in compared.comparison.differing}


@pytest.mark.database
def test_versions_are_compared_from_old_to_new_whichever_is_asked(world, drafted):
    actor = world["coordinator"].actor
    found = service.comparable(actor, drafted.id)
    assert found.usual is not None and found.usual.id == world.questionnaire
    expected = {
        "P-1": {ChangeMark.REWORDED, ChangeMark.ADJUSTED},
        "P-3": {ChangeMark.MOVED},
        "P-2": {ChangeMark.DROPPED},
        "P-9": {ChangeMark.NEW},
    }
    assert marks_of(service.compare_versions(found.usual, found.version)) == expected
    assert marks_of(service.compare_versions(found.version, found.usual)) == expected
    assert service.comparable(actor, world.questionnaire).usual is None


@pytest.mark.database
def test_only_versions_one_may_see_can_be_compared(world, drafted):
    reader = world["ciso1"].actor
    with pytest.raises(NotFound):
        service.comparable(reader, drafted.id)
    found = service.comparable(reader, world.questionnaire)
    assert drafted.id not in [each.id for each in found.others]
    with pytest.raises(NotFound):
        found.other(drafted.id)


@pytest.fixture
def site(client_of, world, app):
    """The browser of the co-ordinator, with a second version in draft; gives its address."""
    with app.app_context(), app.extensions["database"].unit():
        key = second_version(world["coordinator"].actor).id
    return client_of(world["coordinator"]), f"/vragenlijsten/{key}/was-wordt"


def test_the_page_marks_words_counts_and_filters(site, world):
    browser, address = site
    page = browser.get(address)
    assert next(each.text for each in page.all("ins") if each.get("class") == "sc-added") == "Onderstreept"
    marked = ["".join(each.itertext()) for each in page.all("ins")]
    assert any("erbij:" in text and "nu" in text for text in marked) and "Gewicht in de score" in page.words
    assert "3 eisen zijn gelijk gebleven" in page.words and "P-2" in page.words and "P-9" in page.words
    assert "P-9" not in browser.get(f"{address}?soort=vervallen").words.split("Wis")[-1].split("doorgehaald")[-1]
    assert browser.get(f"{address}?met={uuid.uuid4()}", 404).status == 404
    assert browser.get(f"{address}?met=x&soort=x&pagina=999").status == 200
    first = browser.get(f"/vragenlijsten/{world.questionnaire}/was-wordt?soort=opgevolgd")
    assert "Er is geen eerdere versie" in first.words


def test_pdf_and_workbook_say_the_same_and_no_cell_is_a_formula(site):
    browser, address = site
    text = pdf_text(browser.get(f"{address}.pdf").response.get_data())
    assert "P-9" in text and "Doorgehaald" in text and "Proefvragenlijst, versie 2" in text
    body = browser.get(f"{address}.xlsx").response.get_data()
    sheet = load_workbook(io.BytesIO(body), rich_text=True).worksheets[1]
    rows = {(row[0].value, row[4].value): row for row in sheet.iter_rows(min_row=2)}
    changed = rows["P-1", "Tekst van de eis (Nederlands)"][6].value
    assert isinstance(changed, CellRichText)
    assert [part.text for part in changed if isinstance(part, TextBlock)] == ["nu"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows["P-9", "Tekst van de eis (Nederlands)"][6].value == "'=SOM(1)"


MANY = 2000


def many(actor):
    """Two published versions of 2,000 requirements, all of them reworded in the second."""
    codes = [(uuid.uuid4(), f"M-{number:04}") for number in range(MANY)]
    opened = service.add_questionnaire(actor, "Groot")
    place = {"subject": Subject.PRODUCT, "addressed_to": "supplier", "answer_kind": "compliance", "theme": "toegang"}
    place |= {
        "options": [],
        "aspects": [],
        "proof": [],
        "norms": [],
        "is_key": False,
        "weight": 1,
        "severity": "medium",
    }
    place |= {"digest": "0" * 64}
    unit = session()
    unit.execute(insert(Requirement), [{"id": key, "code": code, "current_number": 2} for key, code in codes])
    second = QuestionnaireVersion(name="Groot", number=2, state=QuestionnaireState.DRAFT)
    unit.add(second)
    unit.flush()
    for number, version in enumerate((opened, second), 1):
        made = [(uuid.uuid4(), key, code) for key, code in codes]
        texts = [{"nl": {"title": code, "text": f"Tekst {number} van {code}."}} for _id, _key, code in made]
        rows = [{"id": one, "requirement_id": key, "number": number, "made_at": clock.now(), "texts": said, **place}
                for (one, key, _code), said in zip(made, texts, strict=True)]  # fmt: skip
        unit.execute(insert(RequirementVersion), rows)
        items = [{"questionnaire_id": version.id, "requirement_id": key, "requirement_version_id": one, "position": at}
                 for at, (one, key, _code) in enumerate(made, 1)]  # fmt: skip
        unit.execute(insert(QuestionnaireItem), items)
    return second.id


def test_two_thousand_requirements_are_compared_within_twelve_queries(client_of, world, app, connection):
    with app.app_context(), app.extensions["database"].unit():
        key = many(world["coordinator"].actor)
    browser, address = client_of(world["coordinator"]), f"/vragenlijsten/{key}/was-wordt"
    with questions(connection) as seen:
        page = browser.get(f"{address}?pagina=80")
    assert len(seen) <= 12 and "1.976–2.000 van 2.000" in page.words
    with questions(connection) as seen:
        assert len(browser.get(f"{address}.xlsx").response.get_data()) > 50_000
    assert len(seen) <= 12


def test_the_api_tells_what_differs_in_its_own_words(app, world, database):
    with app.app_context(), database.unit():
        key = second_version(world["coordinator"].actor).id
        token = make_token(world["coordinator"].membership_id)
    with app.test_client() as client:
        got = client.get(f"/api/v1/vragenlijsten/{key}/vergelijking", headers={"Authorization": f"Bearer {token}"})
    assert got.status_code == 200 and got.json["was"]["versie"] == 1
    counted = {row["soort"]: row["aantal"] for row in got.json["aantallen"]}
    assert (counted["nieuw"], counted["vervallen"], counted["ongewijzigd"]) == (1, 1, 3)
    told = {row["onderdeel"]: row for each in got.json["wijzigingen"] for row in each["verschillen"]}
    assert (told["gewicht"]["was"], told["gewicht"]["wordt"], told["gewicht"]["taal"]) == (1, 3, None)
    assert told["tekst"]["taal"] == "nl" and told["thema"]["wordt"] == "keten"
