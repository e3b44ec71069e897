# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets over HTTP: from a name to an annex, wrong input, files, the comparison, how many questions it takes."""

import io
import re
import uuid
from collections.abc import Callable

import docx
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import Connection

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import Database, session
from samencontroleren.procurement import service
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject
from samencontroleren.usage import service as usages
from samencontroleren.vendors.models import Product
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import Page, PageClient
from tests.support.wordings import publish, wording
from tests.support.world import World

Clients = Callable[..., PageClient]
MOST = 15
"""Twelve besides three for session, actor and inbox (quality.md, section 5)."""


@pytest.fixture
def questionnaire(app: Flask, database: Database, world: World) -> uuid.UUID:
    """One scope question, what hangs on it, and a title that a spreadsheet could take for a formula."""
    supplier, product = AddressedTo.SUPPLIER, Subject.PRODUCT
    with database.unit():
        scope = wording("S-1", supplier, product, answer_kind=AnswerKind.YES_NO, options=[], norms=[])
        texts = {"nl": {"title": "=2+3", "text": "Tekst\x0bmet een teken", "why": "Omdat"}}
        formula = wording("C-1", supplier, product, {"is": ["S-1", "yes"]}, texts=texts)
        return publish("Winkel", [scope, formula, *world.requirement_versions.values()])


def revision(page: Page) -> str:
    """The revision in the form of a page."""
    found = re.search(r'name="revision" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def made(client: PageClient, questionnaire: uuid.UUID) -> str:
    """A new set: where it stands."""
    sent = {"name": "Zaaksysteem", "reference": "TN-1", "questionnaire_id": str(questionnaire)}
    return client.post("/inkoopsets", sent).location.removesuffix("/keuzes")


def test_from_a_name_to_an_annex(client_of: Clients, world: World, questionnaire: uuid.UUID) -> None:
    buyer, ciso = client_of(world["buyer1"]), client_of(world["ciso1"])
    assert "U hebt nog geen inkoopset" in buyer.get("/inkoopsets").words
    assert "Winkel 1" in buyer.get("/inkoopsets/nieuw").words
    sent = {"name": " ", "questionnaire_id": str(questionnaire)}
    assert "Vul dit in" in buyer.post("/inkoopsets", sent, status=422).words
    buyer.post("/inkoopsets", {"name": "Zo", "questionnaire_id": str(uuid.uuid4())}, status=404)
    place = made(buyer, questionnaire)
    form = buyer.get(f"{place}/keuzes")
    assert "Titel S-1" in form.words and "Weet ik nog niet" in form.words and "Vertrouwelijkheid" in form.words
    levels = {f"level-{each}": "high" for each in ("availability", "integrity", "confidentiality")}
    facts = {"name": "Zaaksysteem 2027", "reference": "TN-2", "revision": revision(form), "answer-0": "yes", **levels}
    refused = buyer.post(f"{place}/keuzes", facts | {"name": "", "answer-0": "misschien"}, status=422)
    assert "TN-2" in refused.text and "Kies een van de mogelijkheden." in refused.words
    buyer.post(f"{place}/keuzes", facts)
    stale = buyer.post(f"{place}/keuzes", facts | {"name": "Iets anders"}, status=409)
    assert "Iets anders" in stale.text and "niet opgeslagen" in stale.words
    page = buyer.get(place)
    assert "Zaaksysteem 2027" in page.words and "Vertrouwelijkheid hoog" in page.words and "C-1" in page.words
    assert "Stel deze versie vast" not in ciso.get(place).words
    ciso.get(f"{place}/keuzes", 403)
    _adjust(buyer, place)
    buyer.post(f"{place}/vaststellen", {"revision": "1"}, status=409)
    buyer.post(f"{place}/vaststellen", {"revision": revision(buyer.get(f"{place}/themas/toegang"))})
    buyer.get(f"{place}/keuzes", 409)
    buyer.post(f"{place}/nieuwe-versie")
    assert "Dit is een eerdere versie" in ciso.get(f"{place}?versie=1").words
    ciso.get(f"{place}?versie=7", 404)
    assert "Zaaksysteem 2027" in ciso.get("/inkoopsets").words


def _adjust(buyer: PageClient, place: str) -> None:
    theme = f"{place}/themas/toegang"
    form = buyer.get(theme)
    names = re.findall(r'name="(weight-[^"]+)"[^>]*value="must"', form.text)
    facts = dict.fromkeys(names, "wish") | {"revision": revision(form)}
    bare = buyer.post(theme, facts | {names[0]: "out"}, status=422)
    assert "Schrijf op waarom u deze eis weglaat." in bare.words
    buyer.post(theme, facts | {names[0]: "out", names[0].replace("weight", "reason"): "Niet van belang"})
    buyer.post(theme, facts, status=409)
    assert "Niet van belang" in buyer.get(place).words
    buyer.get(f"{place}/themas/onzin", 404)
    others = buyer.get(f"{place}/toevoegen")
    assert "Titel S-1" in others.words
    buyer.post(f"{place}/toevoegen", {"revision": revision(others)}, status=422)
    (scope,) = re.findall(r'name="chosen" value="([^"]+)"', others.text)
    buyer.post(f"{place}/toevoegen", {"revision": revision(others), "chosen": scope})
    assert "Zelf toegevoegd" in buyer.get(place).words


def test_the_annex_in_word_and_excel(client_of: Clients, world: World, questionnaire: uuid.UUID) -> None:
    buyer = client_of(world["buyer1"])
    place = made(buyer, questionnaire)
    word = docx.Document(io.BytesIO(buyer.browser.get(f"{place}/bijlage.docx").data))
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert "CONCEPT: deze versie is nog niet vastgesteld." in lines
    heads = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 2"]
    assert "C-1 =2+3" in heads and "P-1 Eis P-1" in heads
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"Omdat", "Gemeente Verzonnendam", "TN-1", "BIO2 5.18.02", "Titel S-1 (S-1): ja"} <= cells
    assert word.core_properties.author == "Gemeente Verzonnendam" and word.core_properties.language == "nl-NL"
    body = buyer.browser.get(f"{place}/bijlage.xlsx?taal=en").data
    book = openpyxl.load_workbook(io.BytesIO(body))
    about, sheet = book.worksheets
    assert (about.title, sheet.title) == ("Read me", "Requirements")
    rows = list(sheet.iter_rows(values_only=True))
    head = rows[0]
    assert head[:5] == ("Number", "Theme", "Subject", "Text", "Must or wish") and head[9] == "Do you meet it?"
    first = next(row for row in rows if row[0] == "C-1")
    offered = next(iter(sheet.data_validations.dataValidation))
    assert offered.formula1 == '"Meets,Partly meets,Does not meet,Not applicable"' and str(offered.sqref) == "J2:J8"
    assert first[2] == "'=2+3" and first[9] is None and uuid.UUID(first[12]) != uuid.UUID(first[13])
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.column_dimensions["M"].hidden and sheet.column_dimensions["N"].hidden
    for path in ("bijlage.docx", "bijlage.xlsx", "vergelijking.xlsx"):
        assert client_of(world["buyer2"]).browser.get(f"{place}/{path}").status_code == 404


def test_candidates_side_by_side(
    client_of: Clients, world: World, questionnaire: uuid.UUID, database: Database, connection: Connection
) -> None:
    buyer, (first, second) = client_of(world["buyer1"]), world.products[0]
    with database.unit():
        Flow(world).publish_both({"P-2": Verdict.NOT_MET})
        session().get_one(Product, second).name = "=Product"
        usages.confirm_usage(world["ciso1"].actor, usages.claim_usage(world["buyer1"].actor, first, "Zaken").id)
    place = made(buyer, questionnaire)
    assert "U vergelijkt nog geen producten" in buyer.get(f"{place}/vergelijking").words
    choose = f"{place}/kandidaten"
    assert "Product 1a" in buyer.get(f"{choose}?zoek=1a").words
    for product in (first, second, world.products[1][0]):
        buyer.post(choose, {"product_id": str(product)})
    buyer.post(choose, {"product_id": "onzin"}, status=400)
    with questions(connection) as asked:
        page = buyer.get(place)
    assert len(asked) <= MOST, asked
    assert "6 van uw 7 eisen en wensen zijn al beoordeeld, voor 1 van de 3 producten die u vergelijkt" in page.words
    assert "6 van 7" in page.words
    with questions(connection) as asked:
        page = buyer.get(f"{place}/vergelijking?volgorde=-resultaat")
    assert len(asked) <= MOST, asked
    assert "Voldoet niet" in page.words and "Niet van elk product ziet u de oordelen" in page.words
    shallow = client_of(world["buyer2"])
    other = made(shallow, questionnaire)
    shallow.post(f"{other}/kandidaten", {"product_id": str(first)})
    words = shallow.get(f"{other}/vergelijking").words
    assert "6 van 7" in words and "Scores per thema" in words and "OPENBAAR" not in words
    body = buyer.browser.get(f"{place}/vergelijking.xlsx?volgorde=-resultaat").data
    book = openpyxl.load_workbook(io.BytesIO(body))
    rows = {row[0].value: [cell.value for cell in row] for row in book.worksheets[2].iter_rows()}
    assert rows["P-2"][3] == "Voldoet niet" and "Niet beoordeeld" in rows["P-2"]
    assert "'=Product" in [cell.value for cell in book.worksheets[0]["A"]]
    told = io.BytesIO(shallow.browser.get(f"{other}/vergelijking.xlsx").data)
    said = {cell.value for sheet in openpyxl.load_workbook(told) for row in sheet.iter_rows() for cell in row}
    assert "Beoordeeld" in said and not {"Voldoet", "Voldoet deels"} & {
        each[3] for each in openpyxl.load_workbook(told).worksheets[2].iter_rows(values_only=True)
    }
    buyer.post(f"{choose}/weghalen", {"product_id": str(second)})
    for supplier in ("submitter1", "contributor1", "vendor-admin1", "coordinator"):
        client_of(world[supplier]).get(place, 404)
        client_of(world[supplier]).get("/inkoopsets", 403)
    with database.unit(write=False):
        known = service.known_of(world["buyer1"].actor, uuid.UUID(place.rsplit("/", 1)[1]))
        assert len(known) == 2
