# SPDX-License-Identifier: EUPL-1.2
"""First administrators from a list: looked at row by row, then a letter with a code for each."""

import io
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from openpyxl import Workbook
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations
from samencontroleren.accounts.kinds import Stand
from samencontroleren.accounts.models import Invitation
from samencontroleren.admission import codes, letters, onboarding
from samencontroleren.admission.kinds import Trouble
from samencontroleren.admission.models import OnboardingList
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.security import digest
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from tests.support.pages import PageClient
from tests.support.world import World, end_people_of

Browser = Callable[..., PageClient]
HEADER = "Organisatie;Naam;Mailadres;Adres;Postcode en plaats"
ROWS = (
    "GM9902;Bea Brief;bea@nepveen.example;Dorpsstraat 1;1234 AB Nepveen",
    "9902;Dubbel;dubbel@nepveen.example;Dorpsstraat 1;1234 AB Nepveen",
    "99000003;Luc Lucht;luc@luchtkasteel.example;Kade 2;4321 BA Stad",
    "Gemeente Verzonnendam;Al Daar;al@verzonnendam.example;Plein 3;1111 AA Dam",
    "Nergenshuizen;Niemand;niemand@nergens.example;Weg 4;2222 BB Nergens",
    "gemeente fantasiekerk;Fen;geen adres;Laan 5;3333 CC Kerk",
)


def bomb() -> bytes:
    """A workbook of 60 kB that unpacks to 60 MB."""
    held = io.BytesIO()
    Workbook().save(held)
    with ZipFile(held, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/styles2.xml", b" " * 60_000_000)
    return held.getvalue()


BOMB = bomb()


def sheet(*rows: str) -> io.BytesIO:
    return io.BytesIO("\n".join((HEADER, *rows)).encode())


def begun(world: World, *rows: str) -> OnboardingList:
    """A list, read in while gemeente 2 and 3 and supplier 3 have nobody yet."""
    for key in (*world.municipalities[1:], world.vendors[2]):
        end_people_of(key)
    return onboarding.start(world["vng-admin"].actor, sheet(*(rows or ROWS)), "lijst.csv")


@pytest.mark.database
def test_nothing_is_sent_before_the_rows_were_seen(unit: Session, app: Flask, world: World) -> None:
    made, actor = begun(world), world["vng-admin"].actor
    _list, views = onboarding.get_list(actor, made.id)
    assert [view.trouble for view in views] == [
        None,
        Trouble.DOUBLE,
        None,
        Trouble.MANAGED,
        Trouble.UNKNOWN,
        Trouble.EMAIL,
    ]
    assert [view.row.number for view in views] == [2, 3, 4, 5, 6, 7]
    assert unit.scalars(select(Invitation)).all() == []
    assert onboarding.make_letters(actor, made.id) == 2
    found = {each.email: each for each in unit.scalars(select(Invitation))}
    assert found["bea@nepveen.example"].roles == [Role.ADMINISTRATOR]
    assert set(found["luc@luchtkasteel.example"].roles) == {Role.ADMINISTRATOR, Role.CONTRIBUTOR, Role.SUBMITTER}
    assert all(each.lets_in_first for each in found.values())
    assert unit.scalars(select(OutboxMail)).all() == []
    unit.expire_all()
    assert [view.stand for view in onboarding.get_list(actor, made.id)[1]][:3] == [Stand.WAITING, None, Stand.WAITING]
    with pytest.raises(Conflict):
        onboarding.make_letters(actor, made.id)


@pytest.mark.database
def test_a_row_is_mended_or_left_out_by_hand(unit: Session, app: Flask, world: World) -> None:
    made, actor = begun(world), world["vng-admin"].actor
    rows = [view.row for view in onboarding.get_list(actor, made.id)[1]]
    facts = {"name": "Fen", "email": "fen@kerk.example", "address": "Laan 5"}
    with pytest.raises(Invalid) as refused:
        onboarding.mend_row(actor, rows[5].id, organisation="Onbekend", **facts)
    assert "organisation" in refused.value.fields
    onboarding.mend_row(actor, rows[5].id, organisation="GM9903", **facts)
    onboarding.mend_row(actor, rows[0].id, organisation="GM9902", **facts, is_skipped=True)
    unit.expire_all()
    views = onboarding.get_list(actor, made.id)[1]
    assert [view.is_ready for view in views] == [False, True, True, False, False, True]
    onboarding.make_letters(actor, made.id)
    with pytest.raises(Conflict):
        onboarding.mend_row(actor, rows[5].id, organisation="GM9903", **facts)


@pytest.mark.database
def test_the_letter_opens_the_invitation_once(unit: Session, app: Flask, world: World) -> None:
    made, actor = begun(world, ROWS[0]), world["vng-admin"].actor
    onboarding.make_letters(actor, made.id)
    unit.expire_all()
    [(row, code)] = onboarding.letters_of(actor, made.id)
    assert len(code) == 16 and set(code) <= set(codes.LETTERS)
    assert row.invitation is not None and row.invitation.token_digest == digest(code)
    with app.test_request_context():
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(row, code))).pages)
        assert codes.grouped(code) in text and "Bea Brief" in text and "/code" in text and "1234 AB Nepveen" in text
        invitations.accept_as_new(codes.typed(codes.grouped(code).lower()), "Bea", "groene ketel zwemt traag", "p")
    unit.expire_all()
    with pytest.raises(Conflict):
        onboarding.letters_of(actor, made.id)
    actions = set(unit.scalars(select(TrailRow.action).where(TrailRow.object_id == made.id)))
    assert {"onboarding.read", "onboarding.letters-made", "onboarding.letters-read"} <= actions


def pdf_of(row: object, code: str) -> bytes:
    return letters.document([(row, code)], "https://controle.example", clock.today())  # type: ignore[list-item]  # a row is enough


@pytest.mark.database
def test_a_letter_is_in_the_language_of_its_reader(unit: Session, app: Flask, world: World) -> None:
    for key in (*world.municipalities[1:], world.vendors[2]):
        end_people_of(key)
    rows = (f"{ROWS[0]};", f"{ROWS[2]};English", f"{ROWS[5]};Frans".replace("geen adres", "fen@kerk.example"))
    body = io.BytesIO("\n".join((f"{HEADER};Taal", *rows)).encode())
    actor = world["vng-admin"].actor
    made = onboarding.start(actor, body, "lijst.csv")
    views = onboarding.get_list(actor, made.id)[1]
    assert [view.trouble for view in views] == [None, None, Trouble.LANGUAGE]
    onboarding.make_letters(actor, made.id)
    unit.expire_all()
    found = onboarding.letters_of(actor, made.id)
    assert {row.email: row.invitation.language for row, _code in found if row.invitation} == {
        "bea@nepveen.example": "nl",
        "luc@luchtkasteel.example": "en",
    }
    with app.test_request_context():
        whole = letters.document(found, "https://controle.example", clock.today())
        dutch, english = (page.extract_text() for page in PdfReader(io.BytesIO(whole)).pages)
        alone = PdfReader(io.BytesIO(letters.document(found[1:], "https://controle.example", clock.today())))
    assert "Beste Bea Brief" in dutch and "Dear Luc Lucht" in english and "Beste" not in english
    assert alone.root_object["/Lang"] == "en" and "persoonlijk" not in alone.pages[0].extract_text()


@pytest.mark.database
def test_only_the_functional_administrator_who_is_present(unit: Session, app: Flask, world: World) -> None:
    made, actor = begun(world), world["vng-admin"].actor
    for name in ("coordinator", "admin1", "vendor-admin1", "ciso1"):
        with pytest.raises(Forbidden):
            onboarding.start(world[name].actor, sheet(*ROWS), "lijst.csv")
        with pytest.raises(NotFound):
            onboarding.get_list(world[name].actor, made.id)
    absent = replace(actor, is_present=False)
    for act in (onboarding.make_letters, onboarding.letters_of):
        with pytest.raises(ConfirmationRequired):
            act(absent, made.id)


@pytest.mark.parametrize(
    ("body", "name", "message"),
    [
        (b"Organisatie;Naam\nGM9902;Bea\n", "lijst.csv", "De eerste rij moet"),
        (HEADER.encode() + b"\n", "lijst.csv", "geen rijen"),
        (b"%PDF-1.4 geen sheet", "lijst.xlsx", "geen spreadsheet"),
        (b"", "lijst.csv", "leeg"),
        (BOMB, "lijst.xlsx", "uitgepakt veel te groot"),
    ],
    ids=["columns", "rows", "pdf", "empty", "bomb"],
)
def test_what_is_no_list_is_said_at_the_file(
    client_of: Browser, world: World, body: bytes, name: str, message: str
) -> None:
    page = client_of(world["vng-admin"])
    page.get("/toelating")
    assert message in page.post("/toelating", {"file": (io.BytesIO(body), name)}, status=422).words


def test_the_pages(client_of: Browser, database: Database, world: World) -> None:
    with database.unit():
        for key in world.municipalities[1:]:
            end_people_of(key)
    book, body = Workbook(), io.BytesIO()
    for row in (HEADER, ROWS[0], ROWS[4]):
        book.active.append(row.split(";"))
    book.save(body)
    body.seek(0)
    page = client_of(world["vng-admin"])
    place = page.post("/toelating", {"file": (body, "eerste.xlsx")}).location
    shown = page.get(place)
    assert "1 rij is klaar" in shown.words and "Organisatie niet gevonden" in shown.words
    row = shown.text.split("/toelating/rijen/")[2][:36]
    typed = {"organisation": "GM9903", "name": "", "email": "x", "address": "Weg 4"}
    assert "geen geldig mailadres" in page.post(f"/toelating/rijen/{row}", typed, status=422).words
    page.post(f"/toelating/rijen/{row}", {**typed, "name": "Niels", "email": "n@kerk.example"})
    page.post(f"{place}/brieven")
    assert "Wacht op antwoord" in page.get(place).words
    answer = page.browser.post(f"{place}/brieven.pdf", data={"csrf_token": page.csrf_token})
    assert answer.data.startswith(b"%PDF") and len(PdfReader(io.BytesIO(answer.data)).pages) == 2
    client_of(world["coordinator"]).get(place, status=404)
    client_of(world["admin1"]).get("/toelating", status=403)


def test_a_code_is_typed_and_wrong_ones_are_counted(client_of: Browser, database: Database, world: World) -> None:
    with database.unit() as opened:
        made = begun(world, ROWS[0])
        onboarding.make_letters(world["vng-admin"].actor, made.id)
        opened.expire_all()
        [(_row, code)] = onboarding.letters_of(world["vng-admin"].actor, made.id)
    visitor = client_of()
    visitor.get("/code")
    there = visitor.post("/code", {"code": codes.grouped(code).lower().replace("-", " ")}).location
    assert "Bea Brief" in visitor.get(there).words
    visitor.post("/code", {"code": ""}, status=422)
    for _ in range(10):
        assert "kennen we niet" in visitor.post("/code", {"code": "AAAA-BBBB-CCCC-DDDD"}, status=422).words
    visitor.post("/code", {"code": code}, status=429)


def test_a_code_is_another_for_each_row_and_letter(app: Flask, world: World) -> None:
    key, other = world.municipalities[0], world.municipalities[1]
    found = {next(codes.codes_of(*each)) for each in ((key, 1), (key, 2), (other, 1))}
    assert len(found) == 3 and next(codes.codes_of(key, 1)) in found
