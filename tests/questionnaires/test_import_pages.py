# SPDX-License-Identifier: EUPL-1.2
"""A file in our own form through the pages: taken along, changed elsewhere, looked over, and brought back once."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from samencontroleren.core import sheet_workbook
from samencontroleren.questionnaires.exchange_yaml import read_yaml, write_yaml
from samencontroleren.questionnaires.models import (
    CatalogueImport,
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from tests.support.stores import kept

REAL = Path(os.environ.get("SAMEN_SHARED_INPUTS", Path(__file__).parents[3] / "shared/data/inputs"))
SMALL = b"{format: samencontroleren/eisen, version: 1, requirements: [{id: A-1, text: {nl: Eis}}]}"
REAL_NAME = "vng-programma-van-eisen.xlsx"


@pytest.fixture
def site(client_of: Any, world: Any) -> Any:
    return client_of(world["coordinator"])


@pytest.fixture
def rows(app: Any) -> Any:
    def ask(query: Any) -> Any:
        with app.extensions["database"].unit(write=False) as opened:
            return opened.execute(query).all()

    return ask


def upload(site: Any, content: bytes, name: str, status: int = 302) -> Any:
    sent = {"file": (io.BytesIO(content), name)}
    return site.post("/catalogus/import", sent, status, content_type="multipart/form-data")


def fields(page: Any) -> dict[str, str]:
    """The form of the check page as a browser would send it untouched."""
    sent = {}
    for each in page.all("input"):
        name, kind = each.get("name") or "", each.get("type")
        if name in ("revision", "seen", "subject", "source", "draft", "draft_name", "profile") and (
            kind != "radio" or each.get("checked") is not None
        ):
            sent[name] = each.get("value") or ""
    return sent


def exported(site: Any, form: str) -> bytes:
    content: bytes = site.get(f"/catalogus/bestand?vorm={form}").response.data
    return content


def checked(site: Any, content: bytes, name: str) -> tuple[str, Any]:
    address: str = upload(site, content, name).location
    return address, site.get(address)


@pytest.mark.parametrize("form", ["xlsx", "yaml"])
def test_what_was_exported_changes_nothing(site: Any, form: str) -> None:
    _address, page = checked(site, exported(site, form), f"catalogus.{form}")
    assert "Er verandert niets" in page.words and "Kolommen" not in page.words


def test_no_sheet_is_opened_beside_the_page(site: Any, rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: Any) -> None:
        raise AssertionError("read in the process of the page")

    for name in ("from_path", "from_filelike"):
        monkeypatch.setattr(sheet_workbook.CalamineWorkbook, name, opened)
    monkeypatch.setattr(sheet_workbook, "csv_form", opened)
    _address, page = checked(site, exported(site, "xlsx"), "catalogus.xlsx")
    assert "Er verandert niets" in page.words
    secret = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "wachtwoord" in upload(site, secret, "eisen.xlsx", 422).words


@pytest.mark.database
def test_a_file_changed_elsewhere_is_looked_over_and_brought_back_once(site: Any, rows: Any) -> None:
    content = read_yaml(exported(site, "yaml"))
    first, second, third = content["requirements"][:3]
    old = first["text"]["nl"]
    first["text"]["nl"] = f"{old} En dit is erbij gekomen."
    second["retired"] = True
    third["weight"] = 9
    content["requirements"].append({"id": "NIEUW-1", "text": {"nl": "Een nieuwe eis.", "en": "A new one."}})
    address, page = checked(site, write_yaml(content), "catalogus.yaml")
    assert "En dit is erbij gekomen" in page.text and "1 eis vervalt" in page.words and "Kies 1, 2 of 3." in page.words
    assert rows(select(Requirement.id).where(Requirement.code == "NIEUW-1")) == []
    sent = {**fields(page), "draft": "new", "draft_name": "Uit een bestand"}
    for _click in range(2):
        site.post(address, sent)
    number, retired_at = rows(
        select(Requirement.current_number, Requirement.retired_at).where(Requirement.code.in_((first["id"],)))
    )[0]
    assert (number, retired_at) == (2, None)
    assert rows(select(Requirement.retired_at).where(Requirement.code == second["id"]))[0][0] is not None
    result = site.get(address.removesuffix("/controle"))
    assert "Naar het concept" in result.words
    asked = rows(
        select(Requirement.code, RequirementVersion.number)
        .join(QuestionnaireItem, QuestionnaireItem.requirement_id == Requirement.id)
        .join(RequirementVersion, RequirementVersion.id == QuestionnaireItem.requirement_version_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionnaireItem.questionnaire_id)
        .where(QuestionnaireVersion.name == "Uit een bestand")
    )
    codes = {row["id"] for row in content["requirements"]} - {second["id"], third["id"]}
    assert {row[0] for row in asked} == codes and (first["id"], 2) in {tuple(row) for row in asked}


def test_a_change_meanwhile_is_noticed_and_nothing_is_done(site: Any, rows: Any) -> None:
    content = read_yaml(exported(site, "yaml"))
    content["requirements"] = content["requirements"][:1]
    code = content["requirements"][0]["id"]
    content["requirements"][0]["title"]["nl"] = "Van ons"
    address, page = checked(site, write_yaml(content), "a.yaml")
    content["requirements"][0]["title"]["nl"] = "Van een collega"
    other, theirs = checked(site, write_yaml(content), "b.yaml")
    site.post(other, fields(theirs))
    again = site.post(address, {**fields(page), "draft": ""}, 409)
    assert "intussen gewijzigd" in again.words and "een collega" in again.words
    assert rows(select(Requirement.current_number).where(Requirement.code == code))[0][0] == 2
    site.post(address, fields(again))
    assert rows(select(Requirement.current_number).where(Requirement.code == code))[0][0] == 3


def test_a_draft_changed_meanwhile_is_noticed_and_nothing_is_done(site: Any, rows: Any) -> None:
    site.post("/vragenlijsten/nieuw", {"name": "Een concept"})
    draft = rows(select(QuestionnaireVersion.id).where(QuestionnaireVersion.name == "Een concept"))[0][0]
    address, page = checked(site, SMALL, "a.yaml")
    choices = [each.get("value") for each in page.all("input") if each.get("name") == "draft"]
    assert choices == ["none", "new", f"{draft} 1"] and fields(page)["draft"] == "none"
    keys = rows(select(Requirement.id).limit(1))
    site.post(f"/vragenlijsten/{draft}/eisen", {"revision": "1", "requirement": str(keys[0][0])})
    site.post(address, {**fields(page), "draft": f"{draft} 1"}, 409)
    assert rows(select(Requirement.id).where(Requirement.code == "A-1")) == []
    page = site.post(address, {**fields(page), "draft": "new", "draft_name": " "}, 422)
    assert "#veld-draft_name" in [each.get("href") for each in page.all("a")]
    assert rows(select(Requirement.id).where(Requirement.code == "A-1")) == []


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_file_that_can_not_be_read_leaves_nothing(site: Any, rows: Any, app: Any, name: str) -> None:
    page = upload(site, b"a: &a 1\nb: *a", name, 422)
    assert "niet te lezen als" in page.words
    assert rows(select(func.count()).select_from(CatalogueImport))[0][0] == 0 and kept(app) == []


HEADER = ("(Non) Functional", "ID", "Functionaliteitgroep", "Rol", "Organisatie", "Prioriteit", "User story")
SHEET = [
    HEADER,
    ("Functional", 1, "Aanbod", "Raadpleger", "Gemeenten, publiek", "Eis", "Als raadpleger wil ik A."),
    ("Functional", "=B2+1", "Aanbod", "Beheerder", "Leverancier", "Wens", "Als beheerder wil ik B."),
    ("Functional", "=B3+1", "Aanbod", "Beheerder", "Leverancier", "Eis", None),
    ("Non functional", "=B4+1", "Beveiliging", "Iedereen", "Gemeenten", "Eis", "Iedereen logt in met 2 factoren."),
]
"""Invented, in the shape of a requirement sheet of a real tender: formulas in the column of the ids, a text missing."""


def test_a_sheet_of_a_tender_from_file_to_published_and_back(site: Any, rows: Any) -> None:
    book = Workbook()
    for row in SHEET:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    whole_way(site, rows, content.getvalue(), usable=3, refused={4})


def test_the_real_sheet_of_a_tender_from_file_to_published_and_back(site: Any, rows: Any) -> None:
    path = REAL / REAL_NAME
    if not path.is_file():
        pytest.skip(f"{REAL_NAME} is not in {REAL.name}; set SAMEN_SHARED_INPUTS")
    whole_way(site, rows, path.read_bytes(), usable=108, refused=set())


def whole_way(site: Any, rows: Any, content: bytes, usable: int, refused: set[int]) -> None:
    """Upload, take what is guessed, see each row placed or refused, draft, publish, export, and read that back."""
    header = upload(site, content, REAL_NAME).location
    page = site.get(header)
    columns = site.post(header, shown(page, ("sheet", "header_row", "revision"))).location
    check = site.post(
        columns, {**shown(site.get(columns), ("column_", "fill_", "headings", "revision")), "prefix": "PVE-"}
    )
    page = site.get(check.location)
    draft = {"draft": "new", "draft_name": "Aanbesteding", "profile": "Programma van eisen"}
    site.post(check.location, {**fields(page), "subject": "product", **draft})
    done = rows(select(CatalogueImport.added, CatalogueImport.problems, CatalogueImport.mapping))[0]
    assert (done.added, {each["row"] for each in done.problems}) == (usable, refused)
    address = f"/vragenlijsten/{done.mapping['draft']}"
    site.post(f"{address}/publiceren", {"revision": site_revision(site, f"{address}/publiceren")})
    taken = site.get(f"{address}/bestand?vorm=xlsx").response.data
    _address, again = checked(site, taken, "vragenlijst.xlsx")
    assert "Er verandert niets" in again.words and f"van {usable} rijen" in again.words
    found = read_yaml(site.get(f"{address}/bestand?vorm=yaml").response.data)["requirements"]
    first = next(row for row in found if row["id"] == "PVE-1")
    assert len(found) == usable and first["priority"]["nl"] == "Eis" and first["theme"] == "Aanbod"


def site_revision(site: Any, address: str) -> str:
    return next(str(each.get("value")) for each in site.get(address).all("input") if each.get("name") == "revision")


def shown(page: Any, names: tuple[str, ...]) -> dict[str, str]:
    """The fields with these starts as a browser would send them."""
    sent = {}
    for each in page.all("input"):
        name, kind = each.get("name") or "", each.get("type")
        if name.startswith(names) and (kind not in ("radio", "checkbox") or each.get("checked") is not None):
            sent[name] = each.get("value") or ""
    for each in page.all("select"):
        name = each.get("name") or ""
        if name.startswith(names):
            sent[name] = next((o.get("value") or "" for o in each.iter() if o.get("selected") is not None), "")
    return sent
