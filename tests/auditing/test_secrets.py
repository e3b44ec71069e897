# SPDX-License-Identifier: EUPL-1.2
"""Secrets and what people write stay out of trail and logs: a real flow, then every row and line is searched.

Passwords, codes, keys and tokens stand in no column of any table, but for the link in a mail that was not sent yet.
Answers and messages stand where they belong, and never in the tables of the platform itself (BIO2 8.15.01).
"""

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from samencontroleren.accounts import clients
from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, logs, trail
from samencontroleren.core.db import Base, Database, session
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.scheduler import Job, run
from samencontroleren.core.sides import SYSTEM
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.actor import NOBODY
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.accounts.logging_in import code_of, enroll, log_in
from tests.responses.rounds import make_dossier, make_round
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
PASSWORD, WRONG, AGAIN = "zqketel zwemt traag groen", "zqfout ketel", "zqdeur fluit zacht blauw"
ANSWER, MESSAGE = "zqantwoord over de sloten", "zqbericht aan de beoordelaars"
OWN_TABLES = ("trail_", "job_runs", "attempts", "installation", "idempotency_keys")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the platform logs, as in production."""
    lines = io.StringIO()
    logs.configure(as_json=True)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(lines))
    yield lines
    logs.configure(as_json=False)


def join(client_of: Browser, database: Database, world: World) -> dict[str, str]:
    """Somebody is invited, chooses a password, sets up a factor, mistypes, logs in, and forgets the password."""
    with database.unit():
        administrator = world["admin1"].actor
        _made, invitation = accounts.invite(
            administrator, world.municipalities[0], "noor@proef.example", "Noor Nieuw", [Role.BUYER]
        )
    page = client_of()
    typed = {"name": "Noor Nieuw", "password": PASSWORD, "password_again": PASSWORD}
    page.post(f"/uitnodiging/{invitation}", typed)
    secret = enroll(page)
    other = client_of()
    log_in(other, "noor@proef.example", WRONG, 422)
    log_in(other, "noor@proef.example", PASSWORD)
    client_of().post("/wachtwoord-vergeten", {"email": "noor@proef.example"})
    with database.unit(write=False) as opened:
        mail = opened.scalars(select(OutboxMail).where(OutboxMail.text.contains("wachtwoord-herstellen"))).one()
        found = re.search(r"/wachtwoord-herstellen/([\w-]+)", mail.text)
    assert found
    client_of().post(found.group(), {"password": AGAIN, "password_again": AGAIN})
    with page.browser.session_transaction() as cookie:
        session_token = str(cookie["sid"])
    return {
        "invitation": invitation,
        "factor secret": secret,
        "code": code_of(secret),
        "reset token": found.group(1),
        "session token": session_token,
    }


def call(app: Flask, database: Database, world: World) -> dict[str, str]:
    """A client gets a token with its secret, and calls."""
    with database.unit():
        day = clock.today().replace(year=clock.today().year + 1, day=1)
        who = world["admin1"].also(Role.CISO)
        made, secret = clients.add_client(who, "Koppeling", [Role.CISO], [Scope.READ], day)
    basic = base64.b64encode(f"{made.id}:{secret}".encode()).decode()
    browser = app.test_client(use_cookies=False)
    sent = {"grant_type": "client_credentials"}
    answer: Any = browser.post("/api/v1/token", data=sent, headers={"Authorization": f"Basic {basic}"})
    token = answer.get_json()["access_token"]
    assert browser.get("/api/v1/producten", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    return {"client secret": secret, "access token": token}


def write(client_of: Browser, database: Database, world: World) -> None:
    """An answer is typed and confirmed, and a conversation begun."""
    with database.unit():
        dossier = f"/dossiers/{make_dossier(world, make_round(world)).id}"
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    client.post(f"{dossier}/antwoorden/{asked}", {"choice": "meets", "explanation": ANSWER, "revision": "0"})
    talk = {"requirement": str(asked), "audience": "vendor_vng_reviewers", "title": "Over de sloten", "body": MESSAGE}
    client.post(f"{dossier}/gesprekken/nieuw", talk)


def break_down(database: Database) -> None:
    """A job that stumbles over what somebody typed: databases like to repeat the row in their message."""

    def work(_key: str) -> None:
        trail.record(NOBODY, "proef", "proef", None)
        names = "id, created_at, changed_at, email, name, language, totp_last_step, is_factor_exempt"
        values = "NULL, NULL, NULL, 'x@y.example', :typed, 'nl', 0, false"
        session().execute(text(f"INSERT INTO users ({names}) VALUES ({values})"), {"typed": ANSWER})  # noqa: S608

    report = run(database, Job("proef", "0 6 * * *", "%Y-%m-%d", lambda: ["een"], work, "proef", SYSTEM))
    assert report.failed == 1


def stored(opened: Session) -> Iterator[tuple[str, str]]:
    """Every table with the text of all its rows."""
    for name in inspect(opened.connection()).get_table_names():
        if name in Base.metadata.tables:
            rows = opened.execute(select(Base.metadata.tables[name])).all()
            yield name, json.dumps([[_plain(value) for value in row] for row in rows], ensure_ascii=False)


def _plain(value: object) -> object:
    return value if isinstance(value, dict | list) else str(value)


def test_no_secret_and_no_text_gets_into_trail_or_log(
    app: Flask, database: Database, world: World, client_of: Browser, written: io.StringIO
) -> None:
    secrets = {"password": PASSWORD, "wrong password": WRONG, "another password": AGAIN}
    secrets |= join(client_of, database, world) | call(app, database, world)
    write(client_of, database, world)
    break_down(database)
    trail.seal_waiting(database)
    in_mail = {"invitation", "reset token"}
    with database.unit(write=False) as opened:
        tables = dict(stored(opened))
        actions = set(opened.scalars(select(TrailRow.action)))
    lines = written.getvalue()
    assert {"invitation.accepted", "login.failed", "password.reset", "answer.confirmed", "thread.opened"} <= actions
    assert "IntegrityError" in lines and "job_key_failed" in lines
    assert ANSWER in tables["answer_versions"] and MESSAGE in tables["thread_messages"]
    for name, secret in secrets.items():
        kept = {table for table, rows in tables.items() if secret in rows and len(secret) > 6}
        assert kept <= ({"outbox_mails"} if name in in_mail else set()), name
        assert secret not in lines, name
        assert not any(secret in rows for table, rows in tables.items() if table.startswith("trail_")), name
    for typed in (ANSWER, MESSAGE, "zq"):
        assert typed not in lines
        assert not [table for table, rows in tables.items() if table.startswith(OWN_TABLES) and typed in rows]


def test_a_broken_row_is_not_repeated_in_the_log(unit: Session, written: io.StringIO) -> None:
    log = structlog.get_logger()
    try:
        with unit.begin_nested():
            broken = text("INSERT INTO attempts (id, subject) VALUES (NULL, :typed)")
            unit.execute(broken, {"typed": "zqgeheim"})
    except IntegrityError:
        log.exception("proef")
    line = json.loads(written.getvalue())
    assert line["exception"][0]["exc_type"] and "zqgeheim" not in written.getvalue()
