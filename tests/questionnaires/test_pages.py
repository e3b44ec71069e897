# SPDX-License-Identifier: EUPL-1.2
"""Tests of the pages: catalogue, imports from file to catalogue, and drafting and publishing."""

import io
import os
import re
import time
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import func, select

from samencontroleren.questionnaires.kinds import ImportState, QuestionnaireState
from samencontroleren.questionnaires.models import (
    CatalogueImport,
    ImportProfile,
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from tests.questionnaires.sheets import make_sheets as make
from tests.support.stores import kept

ROOT = Path(__file__).resolve().parents[2]
REAL_NAME = "vng-programma-van-eisen.xlsx"
FIELDS = {
    "title_nl": "Titel",
    "text_nl": "Tekst van de eis.",
    "theme": "Toegang en logging",
    "subject": "product",
    "addressed_to": "supplier",
    "answer_kind": "compliance",
    "weight": "1",
    "severity": "medium",
}


@pytest.fixture
def site(client_of, world):
    """The browser of VNG's coordinator."""
    return client_of(world["coordinator"])


@pytest.fixture
def rows(app):
    """`rows(query)`: the rows of a query, as they are stored now."""

    def ask(query):
        with app.extensions["database"].unit(write=False) as opened:
            return opened.execute(query).all()

    return ask


def number(rows, table):
    return rows(select(func.count()).select_from(table))[0][0]


def hidden(page, name="revision"):
    """The value of the first hidden field with this name."""
    return next(each.get("value") for each in page.all("input") if each.get("name") == name)


def value_of(page, name):
    """What stands in a field: of a select the chosen option."""
    for each in page.all("select"):
        if each.get("name") == name:
            return next((o.get("value") for o in each.iter() if o.get("selected") is not None), "")
    return next(each.get("value") for each in page.all("input") if each.get("name") == name)


def upload(site, path, name=None, status=302):
    file = (io.BytesIO(path.read_bytes()), name or path.name)
    page = site.post("/catalogus/import", {"file": file}, status, content_type="multipart/form-data")
    page.response.request.environ["wsgi.input"].close()  # the test client keeps big bodies in a file
    return page


def local(address):
    return re.sub(r"^https?://[^/]+", "", address)


def shown_form(page, names):
    """The fields with these starts as a browser would send them."""
    sent = {}
    for tag in ("input", "select"):
        for each in page.all(tag):
            field, kind = each.get("name") or "", each.get("type")
            if not field.startswith(names):
                continue
            if kind in ("radio", "checkbox"):
                if each.get("checked") is not None:
                    sent[field] = each.get("value")
            else:
                sent[field] = value_of(page, field)
    return sent


def go_to_check(site, path, name=None, columns=None):
    """Upload, take the guessed header and columns, and return (address of the import, page of the check)."""
    header = local(upload(site, path, name).location)
    page = site.get(header)
    sent = shown_form(page, ("sheet", "header_row", "revision"))
    page = site.get(local(site.post(header, sent).location))
    sent = shown_form(page, ("column_", "fill_", "headings", "prefix", "revision"))
    address = header.removesuffix("/kop")
    check = local(site.post(f"{address}/kolommen", {**sent, **(columns or {})}).location)
    return address, site.get(check)


def confirm(site, address, page, **more):
    sent = {"revision": hidden(page), "subject": "product", "source": "Proefbron", "profile": "", **more}
    return site.post(f"{address}/controle", sent)


@pytest.mark.database
def test_the_catalogue_is_filled_searched_and_filtered(site, rows):
    page = site.post("/catalogus/inhoud")
    before = number(rows, RequirementVersion)
    site.post("/catalogus/inhoud")
    assert number(rows, RequirementVersion) == before
    page = site.get("/catalogus")
    assert "SC-TOE-01" in page.words
    assert "Proefvragenlijst 1" in page.words
    found = site.get("/catalogus?zoek=tweede+factor&thema=toegang&bron=Samen+Controleren").words
    assert "SC-TOE-01" in found
    assert "SC-TOE-02" not in found
    assert "Niets gevonden" in site.get("/catalogus?zoek=%25%25&pagina=99999999999999999999").words
    site.get("/catalogus?pagina=abc&thema=%00&bron=' OR 1=1 --")


def test_an_empty_catalogue_says_what_to_do(client_of, world, app):
    site = client_of(world["coordinator"])
    with app.extensions["database"].unit() as opened:
        opened.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers
        for table in ("questionnaire_items", "requirement_versions", "requirements"):
            opened.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- names above
    assert "Laad onze eisen" in site.get("/catalogus").words
    assert "Laad onze eisen" not in client_of(world["releaser"]).get("/catalogus").words


def test_one_requirement_is_added_reworded_and_retired(site, rows):
    key = local(site.post("/catalogus/nieuw", {**FIELDS, "code": "Q-1"}).location)
    page = site.get(f"{key}/wijzigen")
    old = hidden(page)
    changed = {**FIELDS, "revision": old, "title_nl": "Andere titel", "norms": "BIO2 5.19.01", "is_key": "1"}
    site.post(f"{key}/wijzigen", changed)
    site.post(f"{key}/wijzigen", changed)  # a double click
    page = site.get(key)
    assert "Andere titel" in page.words
    assert "BIO2 5.19.01" in page.words
    assert "Sleuteleis" in page.words
    assert "oudere versie" in site.get(f"{key}?versie=1").words
    numbers = select(RequirementVersion.number).join(Requirement).where(Requirement.code == "Q-1")
    assert sorted(row[0] for row in rows(numbers)) == [1, 2]
    late = site.post(f"{key}/wijzigen", {**FIELDS, "revision": old, "title_nl": "Mijn titel"}, 409)
    assert "Andere titel" in late.words
    assert "Mijn titel" in late.text
    site.post(f"{key}/wijzigen", {**FIELDS, "revision": hidden(late), "title_nl": "Mijn titel"})
    site.post(f"{key}/vervallen", {"revision": "3"})
    assert "Vervallen" in site.get(key).words
    assert "Q-1" not in site.get("/catalogus").words
    assert "Q-1" in site.get("/catalogus?vervallen=1").words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_nl", "   "),
        ("text_nl", "\t\n"),
        ("code", "  "),
        ("code", "x" * 81),
        ("theme", " "),
        ("weight", "7"),
        ("weight", "veel"),
        ("severity", "x"),
        ("subject", ""),
        ("text_nl", "x" * 10_001),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(site, rows, field, value):
    before = number(rows, Requirement)
    page = site.post("/catalogus/nieuw", {**FIELDS, "code": "Q-2", "proof_nl": "blijft staan", field: value}, 422)
    links = [each.get("href") for each in page.all("a")]
    assert f"#veld-{field}" in links
    assert "blijft staan" in page.text
    assert number(rows, Requirement) == before


@pytest.mark.parametrize("options", ["", "a | b", "a | A | A\na | B | B", "a|A|A", "a b | c | d\nx | y | z"])
def test_options_of_a_choice_are_checked(site, options):
    page = site.post("/catalogus/nieuw", {**FIELDS, "code": "Q", "answer_kind": "choice", "options": options}, 422)
    assert "#veld-options" in [each.get("href") for each in page.all("a")]


def test_an_unknown_field_is_refused(site):
    site.post("/catalogus/nieuw", {**FIELDS, "code": "Q-3", "digest": "x"}, 422)


@pytest.mark.database
def test_a_hard_sheet_goes_through_the_pages(site, rows, tmp_path):
    address, page = go_to_check(site, make.awkward_rows(tmp_path / "eisen.xlsx"))
    for words in ("Dubbel nummer: a-1", "Deze rij heeft geen nummer", "tussenkop", "herhaling van de kop"):
        assert words in page.words
    assert number(rows, Requirement) == 6
    confirm(site, address, page, subject="vendor")
    confirm(site, address, page)  # a double click
    result = site.get(address)
    assert "Dubbel nummer: a-1 staat ook in rij 3." in result.words
    found = rows(
        select(Requirement.code, Requirement.source, RequirementVersion.subject, RequirementVersion.theme)
        .join(RequirementVersion)
        .where(Requirement.source == "Proefbron")
        .order_by(Requirement.code)
    )
    assert [tuple(row) for row in found] == [
        ("A-1", "Proefbron", "vendor", "toegang"),
        ("A-5", "Proefbron", "vendor", "toegang"),
    ]
    record = rows(select(CatalogueImport.state, CatalogueImport.added, CatalogueImport.blank_rows))[0]
    assert tuple(record) == (ImportState.DONE, 2, 2)
    late = site.post(f"{address}/kop", {"revision": "9", "sheet": "Eisen", "header_row": "1", "header_rows": "1"}, 409)
    assert "Deze import is al uitgevoerd" in late.words


def test_the_refused_rows_come_as_a_csv_without_formulas(site, tmp_path):
    path = make.write_xlsx(tmp_path / "f.xlsx", [make.HEADER, make.requirement("F-1"), [None, "=1+1", "t", "@tekst"]])
    text = "Nr;Thema;Titel;Eis\nF-1;Toegang;T;Tekst van de eis.\n;=HYPERLINK(1);t;tekst\n"
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    address, page = go_to_check(site, path)
    confirm(site, address, page)
    answer = site.get(f"{address}/niet-gebruikt.csv")
    assert answer.response.mimetype == "text/csv"
    assert answer.text.startswith("\ufeffWerkblad;Rij;Reden;")
    assert "'=HYPERLINK(1)" in answer.text


@pytest.mark.database
def test_a_second_import_merges_by_code_and_offers_the_profile(site, rows, tmp_path):
    sheet = [make.HEADER, make.requirement("P-7"), make.requirement("P-8")]
    address, page = go_to_check(site, make.write_xlsx(tmp_path / "een.xlsx", sheet))
    assert "We herkennen" not in page.words
    confirm(site, address, page, profile="  ")
    assert number(rows, ImportProfile) == 0
    address, page = go_to_check(site, make.write_xlsx(tmp_path / "een.xlsx", sheet))
    confirm(site, address, page, profile="Werkblad van Voorbeeldstad")
    assert tuple(rows(select(CatalogueImport.added, CatalogueImport.unchanged).order_by(CatalogueImport.added))[0]) == (
        0,
        2,
    )
    sheet[2][3] = "De leverancier regelt dit anders."
    sheet.append(make.requirement("P-9"))
    header = local(upload(site, make.write_xlsx(tmp_path / "twee.xlsx", sheet)).location)
    sent = shown_form(site.get(header), ("sheet", "header_row", "revision"))
    page = site.get(local(site.post(header, sent).location))
    assert "We herkennen dit werkblad: profiel Werkblad van Voorbeeldstad" in page.words
    address, page = go_to_check(site, tmp_path / "twee.xlsx")
    confirm(site, address, page)
    done = rows(
        select(CatalogueImport.added, CatalogueImport.reworded, CatalogueImport.unchanged).where(
            CatalogueImport.filename == "twee.xlsx", CatalogueImport.state == ImportState.DONE
        )
    )
    assert tuple(done[0]) == (1, 1, 1)
    assert rows(select(Requirement.current_number).where(Requirement.code == "P-8"))[0][0] == 2


def test_what_was_edited_by_hand_survives_a_next_import(site, rows, tmp_path):
    path = make.write_xlsx(tmp_path / "e.xlsx", [make.HEADER, make.requirement("K-1")])
    confirm(site, *go_to_check(site, path))
    key = local(next(e.get("href") for e in site.get("/catalogus?zoek=K-1").all("a") if e.text == "K-1"))
    page = site.get(f"{key}/wijzigen")
    sent = {**FIELDS, "title_nl": "Onderwerp K-1", "is_key": "1", "weight": "3", "revision": hidden(page)}
    site.post(f"{key}/wijzigen", {**sent, "text_nl": "Eigen tekst."})
    _address, page = go_to_check(site, path)
    confirm(site, _address, page)
    newest = rows(
        select(RequirementVersion.is_key, RequirementVersion.weight, RequirementVersion.texts)
        .join(Requirement)
        .where(Requirement.code == "K-1", RequirementVersion.number == 3)
    )[0]
    assert (newest.is_key, newest.weight) == (True, 3)
    assert newest.texts["nl"]["text"].startswith("De leverancier regelt onderwerp K-1")


def test_a_retired_requirement_is_named_and_not_brought_back(site, rows, tmp_path):
    path = make.write_xlsx(tmp_path / "e.xlsx", [make.HEADER, make.requirement("R-1"), make.requirement("R-2")])
    confirm(site, *go_to_check(site, path))
    key = local(next(e.get("href") for e in site.get("/catalogus?zoek=R-1").all("a") if e.text == "R-1"))
    site.post(f"{key}/vervallen", {"revision": "1"})
    _address, page = go_to_check(site, path)
    assert "blijft vervallen" in page.words


def test_a_prefix_keeps_numbers_of_two_sheets_apart(site, rows, tmp_path):
    path = make.write_xlsx(tmp_path / "e.xlsx", [make.HEADER, make.requirement(1)])
    confirm(site, *go_to_check(site, path))
    confirm(site, *go_to_check(site, path, columns={"prefix": "VS-"}))
    codes = [row[0] for row in rows(select(Requirement.code).where(Requirement.source == "Proefbron"))]
    assert sorted(codes) == ["1", "VS-1"]


def test_columns_must_be_there_and_differ(site, tmp_path):
    header = local(upload(site, make.title_rows(tmp_path / "e.xlsx")).location)
    page = site.get(header)
    assert value_of(page, "sheet") == "Eisen"
    columns = local(site.post(header, shown_form(page, ("sheet", "header_row", "revision"))).location)
    revision = hidden(site.get(columns))
    for sent, field in (
        ({"column_text": "3"}, "column_external_id"),
        ({"column_text": "3", "column_external_id": "3"}, "column_external_id"),
        ({"column_text": "3", "column_external_id": "99"}, "column_external_id"),
        ({"column_text": "drie", "column_external_id": "0"}, "column_text"),
        ({"column_text": " ", "column_external_id": "0"}, "column_text"),
    ):
        page = site.post(columns, {"revision": revision, **sent}, 422)
        marked = [each.get("href") for each in page.all("a") if (each.get("href") or "").startswith("#veld-column")]
        assert marked, sent
        assert field in str(marked) or "column_text" in str(marked)
    site.get(f"{header.removesuffix('/kop')}/controle", 409)


@pytest.mark.parametrize(
    "sent",
    [
        {"sheet": "Bestaat niet", "header_row": "1", "header_rows": "1"},
        {"sheet": "Eisen", "header_row": "999", "header_rows": "1"},
        {"sheet": "Eisen", "header_row": "0", "header_rows": "1"},
        {"sheet": "Eisen", "header_row": "1", "header_rows": "3"},
        {"sheet": "   ", "header_row": "1", "header_rows": "1"},
        {"sheet": "Eisen", "header_row": "een"},
    ],
)
def test_a_wrong_header_is_refused(site, tmp_path, sent):
    header = local(upload(site, make.title_rows(tmp_path / "e.xlsx")).location)
    page = site.post(header, {"revision": hidden(site.get(header)), **sent}, 422)
    assert any((each.get("href") or "").startswith("#veld-") for each in page.all("a"))


@pytest.mark.parametrize(
    "refused",
    [
        ("leeg.xlsx", b"", "Dit bestand is leeg"),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "geen spreadsheet"),
        ("oud.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "lezen wij niet"),
        ("kapot.xlsx", b"PK\x03\x04" + b"x" * 300, "beschadigd"),
        ("groot.csv", b"a;b\n" * 5_100_000, "20 MB"),
    ],
)
def test_a_refused_file_says_why_and_leaves_nothing(site, rows, app, tmp_path, refused):
    name, content, words = refused
    path = tmp_path / "upload"
    path.write_bytes(content)
    page = upload(site, path, name, 422)
    assert words in page.words
    assert "#veld-file" in [each.get("href") for each in page.all("a")]
    assert number(rows, CatalogueImport) == 0
    assert kept(app) == []


def test_no_file_at_all_is_named(site):
    page = site.post("/catalogus/import", {}, 422, content_type="multipart/form-data")
    assert "Kies een bestand" in page.words


def test_the_real_sheet(site, rows):
    folder = Path(os.environ.get("SAMEN_SHARED_INPUTS", ROOT.parent / "shared" / "data" / "inputs"))
    path = folder / REAL_NAME
    if not path.exists():
        pytest.skip(f"{REAL_NAME} is not in {folder.name}; set SAMEN_SHARED_INPUTS")
    address, page = go_to_check(site, path, columns={"prefix": "SWC-"})
    confirm(site, address, page, source="Programma van eisen")
    record = rows(select(CatalogueImport.added, CatalogueImport.problems))[0]
    assert (record.added, record.problems) == (108, [])
    page = site.get("/catalogus?bron=Programma+van+eisen&pagina=3")
    assert "108 eisen" in page.words


@pytest.mark.database
def test_five_thousand_rows_in_seconds_and_little_memory(site, rows, tmp_path):
    address, page = go_to_check(site, make.many_rows(tmp_path / "veel.xlsx", 5_000))
    tracemalloc.start()
    began = time.monotonic()
    confirm(site, address, page)
    took, peak = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number(rows, Requirement) == 5_006
    assert peak < 300_000_000
    assert took < 60  # with memory being traced; without it a few seconds
    began = time.monotonic()
    site.get("/catalogus?pagina=50")
    assert time.monotonic() - began < 3


@pytest.mark.database
def test_a_questionnaire_from_draft_to_frozen(site, rows):
    site.post("/catalogus/inhoud")
    address = local(site.post("/vragenlijsten/nieuw", {"name": " Online  software "}).location)
    key = address.removesuffix("/eisen")
    page = site.get(address)
    site.post(f"{key}/publiceren", {"revision": hidden(page)}, 409)
    site.post(address, {"revision": hidden(page), "choose_all": "toegang"})
    page = site.get(f"{address}?zoek=SC-ORG")
    chosen = [each.get("value") for each in page.all("input") if each.get("name") == "requirement"]
    codes = page.words
    assert "SC-ORG-01" in codes
    assert "SC-TOE-01" not in codes
    sent = {
        "revision": hidden(page),
        "zoek": "SC-ORG",
        "shown": " ".join(chosen),
        "requirement": chosen[:2],
        "check": "1",
    }
    check = site.get(local(site.post(address, sent).location))
    site.post(address, sent)  # a double click
    assert "voor altijd vast" in check.words
    kept = rows(
        select(Requirement.code)
        .join(QuestionnaireItem)
        .join(QuestionnaireVersion)
        .where(QuestionnaireVersion.name == "Online software")
    )
    assert {"SC-ORG-01", "SC-ORG-02", "SC-TOE-01", "SC-TOE-02"} <= {row[0] for row in kept}
    assert "SC-ORG-03" not in {row[0] for row in kept}
    assert "Waarom vragen we dit?" in site.get(f"{key}/voorbeeld").words
    assert "meets" in site.get(f"{key}/voorbeeld?taal=en").words
    site.post(f"{key}/publiceren", {"revision": hidden(check)})
    site.post(f"{key}/publiceren", {"revision": hidden(check)})  # a double click
    found = rows(select(QuestionnaireVersion).where(QuestionnaireVersion.name == "Online software"))[0][0]
    assert found.state is QuestionnaireState.PUBLISHED
    frozen = site.get(key)
    assert found.digest in frozen.words
    assert "Proef Coordinator" in frozen.words
    site.post(address, {"revision": str(found.revision), "choose_none": "toegang"}, 409)
    site.get(address, 409)
    assert site.get(f"{key}/publiceren", 302).location.endswith(key)


def test_choosing_none_of_a_theme_and_an_old_page(site, rows):
    site.post("/catalogus/inhoud")
    address = local(site.post("/vragenlijsten/nieuw", {"name": "Keuze"}).location)
    old = hidden(site.get(address))
    for theme in ("toegang", "gegevens"):
        page = site.get(address)
        held = [
            e.get("value") for e in page.all("input") if e.get("name") == "requirement" and e.get("checked") is not None
        ]
        site.post(address, {"revision": hidden(page), "requirement": held, "choose_all": theme})
    page = site.get(address)
    held = [
        e.get("value") for e in page.all("input") if e.get("name") == "requirement" and e.get("checked") is not None
    ]
    site.post(address, {"revision": hidden(page), "requirement": held, "choose_none": "toegang"})
    codes = rows(
        select(RequirementVersion.theme)
        .join(QuestionnaireItem)
        .join(QuestionnaireVersion)
        .where(QuestionnaireVersion.name == "Keuze")
    )
    assert {row[0] for row in codes} == {"gegevens"}
    late = site.post(address, {"revision": old, "requirement": held[:1], "shown": " ".join(held)}, 409)
    assert "Wel opgeslagen door uw collega, niet door u gekozen:" in late.words
    ticked = [
        e.get("value") for e in late.all("input") if e.get("name") == "requirement" and e.get("checked") is not None
    ]
    assert ticked == held[:1]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_is_asked(site, name):
    page = site.post("/vragenlijsten/nieuw", {"name": name}, 422)
    assert "#veld-name" in [each.get("href") for each in page.all("a")]


@pytest.mark.parametrize("bad", [{}, {"revision": "een"}, {"revision": "1", "requirement": "geen-sleutel"}])
def test_bad_choices_are_refused_without_an_error_of_ours(site, bad):
    address = local(site.post("/vragenlijsten/nieuw", {"name": "Slecht"}).location)
    site.post(address, bad, 400)


def test_only_the_coordinator_comes_in(client_of, world, site):
    key = local(site.post("/vragenlijsten/nieuw", {"name": "Dicht"}).location).removesuffix("/eisen")
    for name in ("buyer1", "submitter1", "releaser"):
        other = client_of(world[name])
        other.get("/catalogus/import", 403)
        other.post("/catalogus/inhoud", {}, 403)
        other.post("/vragenlijsten/nieuw", {"name": "Mag niet"}, 403)
        for path in ("eisen", "publiceren"):
            other.get(f"{key}/{path}", 403 if name == "releaser" else 404)
    client_of(world["buyer1"]).get("/catalogus", 403)
    client_of(world["releaser"]).get("/catalogus")
    client_of(world["releaser"]).get("/catalogus/nieuw", 403)
    link = next(e.get("href") for e in site.get("/catalogus").all("a") if e.text == "P-1")
    client_of(world["releaser"]).get(link)
    client_of(world["releaser"]).get(f"{link}/wijzigen", 403)
    client_of(world["releaser"]).post(f"{link}/vervallen", {"revision": "1"}, 403)
    client_of(world["buyer1"]).get(link, 404)
    client_of(world["buyer1"]).get(key, 404)
    client_of(world["submitter1"]).get(f"/vragenlijsten/{world.questionnaire}", 404)
    page = client_of(world["buyer1"]).get(f"/vragenlijsten/{world.questionnaire}")
    assert "Proefvragenlijst, versie 1" in page.words
    assert "/catalogus/" not in page.text


def test_the_pages_speak_english(client_of, world):
    site = client_of(world["coordinator"], language="en")
    site.post("/catalogus/inhoud")
    assert "Log-in takes a second factor" in site.get("/catalogus").words
