# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: made at the first log-in or later, shown alone, after a password or to confirm; and every lie refused."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts import passkeys, service
from samencontroleren.accounts.kinds import LoginMethod
from samencontroleren.accounts.models import LoginSession, Passkey, PasskeyChallenge, User
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from tests.accounts.logging_in import EMAIL, log_in, renew
from tests.support.authenticator import PRESENT, Authenticator
from tests.support.pages import Page, PageClient
from tests.support.world import PASSWORD, World

Browser = Callable[..., PageClient]
NAME = {"name": "mijn telefoon"}
WRONG = "Met deze passkey kunnen we u niet herkennen"


@pytest.fixture(autouse=True)
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passkeys belong to a host name."""
    monkeypatch.setitem(app.config, "BASE_URL", "http://localhost:8000")


@pytest.fixture
def fien(app: Flask, database: Database, world: World) -> User:
    """Somebody of a gemeente who has no second factor yet."""
    with database.unit():
        user = service.make_user(EMAIL, "Fien Factor", PASSWORD)
        service.add_membership(user, world.municipalities[0], [Role.BUYER])
    return user


def ask(page: PageClient, purpose: str, at: str = "/inloggen") -> dict[str, Any]:
    """The options the server gives to the script of a page."""
    answer = page.post("/passkeys/vraag", {"purpose": purpose, **renew(page, at)}, status=200)
    found: dict[str, Any] = json.loads(answer.text)
    return found


def enrolled(client_of: Browser, device: Authenticator | None = None) -> tuple[PageClient, Authenticator]:
    """Fien after her first log-in, with a passkey."""
    page, device = client_of(), device or Authenticator()
    log_in(page, EMAIL)
    at = "/tweede-factor/instellen"
    made = device.make(ask(page, "register", at))
    sent = {"credential": made, "next": "/profiel", **NAME, **renew(page, at)}
    assert page.post(f"{at}/passkey", sent).location == "/profiel/herstelcodes?next=/profiel"
    return page, device


def alone(page: PageClient, device: Authenticator, status: int = 302, **more: Any) -> Page:
    """Log in with the passkey alone."""
    answer = device.show(ask(page, "log_in"), **more)
    return page.post("/inloggen/passkey", {"credential": answer, **renew(page, "/inloggen")}, status=status)


@pytest.mark.database
def test_a_passkey_made_at_the_first_log_in_opens_the_next_one_alone(
    client_of: Browser, database: Database, fien: User
) -> None:
    first, device = enrolled(client_of)
    assert "mijn telefoon" in first.get("/profiel/inloggen").words
    page = client_of()
    assert alone(page, device).location == "/"
    assert "Fien Factor" in page.get("/profiel").words
    with database.unit(write=False) as opened:
        latest = select(LoginSession).order_by(LoginSession.started_at.desc()).limit(1)
        row = opened.scalars(latest).one()
        assert (row.method, row.address) == (LoginMethod.PASSKEY, "127.0.0.1")
        kept = opened.scalars(select(Passkey)).one()
        assert kept.used_at is not None and kept.sign_count == device.count
        assert opened.scalar(select(func.count()).select_from(PasskeyChallenge)) == 0


def test_the_options_ask_for_a_key_on_the_device_and_for_the_person(client_of: Browser, fien: User) -> None:
    page = client_of()
    log_in(page, EMAIL)
    asked = ask(page, "register", "/tweede-factor/instellen")
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert asked["rp"]["id"] == "localhost" and asked["user"]["name"] == EMAIL
    assert ask(client_of(), "log_in")["userVerification"] == "required"


def test_a_passkey_is_the_second_step_after_a_password(client_of: Browser, fien: User) -> None:
    _first, device = enrolled(client_of)
    page = client_of()
    assert log_in(page, EMAIL).location == "/tweede-factor?next=/"
    assert "/inloggen" in page.get("/profiel", status=302).location
    shown = page.get("/tweede-factor")
    assert "Gebruik uw passkey" in shown.words and "Zes cijfers" not in shown.words
    asked = ask(page, "factor", "/tweede-factor")
    assert len(asked["allowCredentials"]) == 1
    answer = device.show(asked)
    page.post("/tweede-factor/passkey", {"credential": answer, **renew(page, "/tweede-factor")})
    assert "Fien Factor" in page.get("/profiel").words


def test_a_passkey_makes_the_session_fresh(client_of: Browser, database: Database, fien: User) -> None:
    page, device = enrolled(client_of)
    grow_old(database, fien)
    assert page.get("/profiel/app", status=302).location == "/bevestigen?next=/profiel/app"
    answer = device.show(ask(page, "confirm", "/bevestigen"))
    sent = {"credential": answer, "next": "/profiel/app", **renew(page, "/bevestigen")}
    assert page.post("/bevestigen/passkey", sent).location == "/profiel/app"
    page.get("/profiel/app")


def grow_old(database: Database, user: User) -> None:
    """An hour after the second factor."""
    with database.unit() as opened:
        theirs = LoginSession.user_id == user.id
        opened.execute(update(LoginSession).where(theirs).values(factor_at=clock.now() - timedelta(hours=1)))


LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost.elders.example:8000"},
    "another port": {"origin": "http://localhost:9000"},
    "another host": {"host": "elders.example"},
    "without finger, face or code": {"flags": PRESENT},
    "nobody there": {"flags": 4},
    "of somebody else": {"handle": "AAAA"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_bent_answer_opens_nothing(client_of: Browser, fien: User, lie: str) -> None:
    _first, device = enrolled(client_of)
    for name, value in LIES[lie].items():
        setattr(device, name, value)
    page = client_of()
    assert WRONG in alone(page, device, 422).words
    assert "/inloggen" in page.get("/profiel", status=302).location


def test_another_key_under_a_known_name_opens_nothing(client_of: Browser, fien: User) -> None:
    _first, device = enrolled(client_of)
    thief = Authenticator(id=device.id, handle=device.handle, count=device.count)
    assert WRONG in alone(client_of(), thief, 422).words


def test_an_unknown_key_gets_the_same_answer_and_the_same_work(
    client_of: Browser, fien: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, device = enrolled(client_of)
    checked: list[bytes] = []
    real = passkeys.webauthn.verify_authentication_response

    def counted(**given: Any) -> Any:
        checked.append(given["credential_public_key"])
        return real(**given)

    monkeypatch.setattr(passkeys.webauthn, "verify_authentication_response", counted)
    unknown = alone(client_of(), Authenticator(handle=device.handle), 422).words
    device.flags = PRESENT
    assert alone(client_of(), device, 422).words == unknown
    assert len(checked) == 2


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "geen json",
        "[]",
        "{}",
        '{"id": 1, "response": {}}',
        '{"id": "a", "id": "b", "response": {}}',
        '{"response": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"id": "é", "rawId": "é", "type": "public-key", "response": {"clientDataJSON": "é", "authenticatorData": "", '
        '"signature": "", "userHandle": "a"}}',
        "x" * 30_000,
    ],
)
def test_what_is_no_answer_of_a_passkey_is_refused_with_a_message(client_of: Browser, fien: User, sent: str) -> None:
    page = client_of()
    ask(page, "log_in")
    page.post("/inloggen/passkey", {"credential": sent, **renew(page, "/inloggen")}, status=422)
    log_in(page, EMAIL)
    at = "/tweede-factor/instellen"
    ask(page, "register", at)
    page.post(f"{at}/passkey", {"credential": sent, **NAME, **renew(page, at)}, status=422)


@pytest.mark.database
def test_a_question_counts_once_also_when_the_answer_was_wrong(
    client_of: Browser, database: Database, fien: User
) -> None:
    _first, device = enrolled(client_of)
    page = client_of()
    asked = ask(page, "log_in")
    with page.browser.session_transaction() as cookie:
        kept = cookie["passkey"]
    at = {"credential": "{}", **renew(page, "/inloggen")}
    page.post("/inloggen/passkey", at, status=422)
    with page.browser.session_transaction() as cookie:
        cookie["passkey"] = kept
    again = {"credential": device.show(asked), **renew(page, "/inloggen")}
    assert WRONG in page.post("/inloggen/passkey", again, status=422).words


def test_a_question_ends_after_five_minutes(client_of: Browser, database: Database, fien: User) -> None:
    _first, device = enrolled(client_of)
    page = client_of()
    asked = ask(page, "log_in")
    with database.unit() as opened:
        opened.execute(update(PasskeyChallenge).values(expires_at=clock.now() - timedelta(seconds=1)))
    sent = {"credential": device.show(asked), **renew(page, "/inloggen")}
    page.post("/inloggen/passkey", sent, status=422)
    ask(client_of(), "log_in")
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(PasskeyChallenge)) == 1, "what is old goes"


def test_a_question_for_one_purpose_is_no_good_for_another(client_of: Browser, fien: User) -> None:
    page, device = enrolled(client_of)
    asked = ask(page, "confirm", "/profiel/inloggen")
    visitor = client_of()
    with page.browser.session_transaction() as cookie, visitor.browser.session_transaction() as other:
        other["passkey"] = cookie["passkey"]
    sent = {"credential": device.show(asked), **renew(visitor, "/inloggen")}
    visitor.post("/inloggen/passkey", sent, status=422)


@pytest.mark.database
def test_a_counter_that_runs_back_blocks_the_key_and_is_told(
    client_of: Browser, database: Database, fien: User
) -> None:
    _first, device = enrolled(client_of)
    device.count = 40
    alone(client_of(), device)
    device.count = 20
    assert WRONG in alone(client_of(), device, 422).words
    device.count = 100
    assert WRONG in alone(client_of(), device, 422).words
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Passkey)).one().doubted_at is not None
        assert _count(opened, TrailRow, TrailRow.action == "passkey.counter-fell") == 1
        assert _count(opened, OutboxMail, OutboxMail.text.contains("kopie")) == 1


def test_a_key_that_does_not_count_stays_good(client_of: Browser, fien: User) -> None:
    _first, device = enrolled(client_of, Authenticator(step=0))
    for _time in range(2):
        assert alone(client_of(), device).location == "/"


def test_a_blocked_person_does_not_come_in(client_of: Browser, database: Database, fien: User) -> None:
    _first, device = enrolled(client_of)
    with database.unit() as opened:
        opened.get_one(User, fien.id).blocked_at = clock.now()
    alone(client_of(), device, 422)


def test_guessing_with_passkeys_is_throttled(client_of: Browser, fien: User) -> None:
    _first, device = enrolled(client_of)
    good, device.flags = device.flags, PRESENT
    for _number in range(10):
        alone(client_of(), device, 422)
    device.flags = good
    alone(client_of(), device, 429)


def test_the_same_passkey_is_kept_once(client_of: Browser, fien: User) -> None:
    page, device = enrolled(client_of)
    asked = ask(page, "register", "/profiel/inloggen")
    assert len(asked["excludeCredentials"]) == 1
    sent = {"credential": device.make(asked), **NAME, **renew(page, "/profiel/inloggen")}
    assert "Deze passkey hebt u al" in page.post("/profiel/passkeys", sent, status=422).words


def test_several_passkeys_renamed_and_removed_but_never_the_last(
    client_of: Browser, database: Database, fien: User
) -> None:
    page, _device = enrolled(client_of)
    at = "/profiel/inloggen"
    sent = {"credential": Authenticator().make(ask(page, "register", at)), "name": "werk", **renew(page, at)}
    page.post("/profiel/passkeys", sent)
    links = re.findall(r'href="(/profiel/passkeys/[^"]+)"', page.get(at).text)
    assert len(links) == 2
    page.post(links[0], {"name": "oude telefoon", **renew(page, links[0])})
    page.post(links[0], {"name": " ", **renew(page, links[0])}, status=422)
    assert "oude telefoon" in page.get(at).words
    page.post(f"{links[0]}/verwijderen", renew(page, links[0]))
    assert "oude telefoon" not in page.get(at).words
    page.post(f"{links[1]}/verwijderen", renew(page, links[1]), status=409)
    with database.unit(write=False) as opened:
        assert _count(opened, OutboxMail, OutboxMail.text.contains("verwijderd")) == 1


def test_a_further_passkey_needs_a_fresh_factor(client_of: Browser, database: Database, fien: User) -> None:
    page, _device = enrolled(client_of)
    grow_old(database, fien)
    sent = {"purpose": "register", **renew(page, "/profiel/inloggen")}
    assert "/bevestigen" in page.post("/passkeys/vraag", sent, status=302).location


def test_a_visitor_can_ask_only_to_log_in(client_of: Browser) -> None:
    page = client_of()
    for purpose in ("register", "factor", "confirm"):
        page.post("/passkeys/vraag", {"purpose": purpose}, status=404)
    page.post("/passkeys/vraag", {"purpose": "anders"}, status=400)


def test_at_an_address_without_a_name_no_passkey_is_offered(
    app: Flask, client_of: Browser, fien: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "http://127.0.0.1:8000")
    assert "passkey" not in client_of().get("/inloggen").words


def _count(opened: Session, table: Any, *where: Any) -> int:
    return opened.scalar(select(func.count()).select_from(table).where(*where)) or 0
