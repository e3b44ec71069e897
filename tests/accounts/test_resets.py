# SPDX-License-Identifier: EUPL-1.2
"""Somebody forgot the password: asking says nothing about accounts, the link works once, the second factor stays."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from samencontroleren.accounts import factors, mailing, resets, service
from samencontroleren.accounts.models import LoginSession, PasswordReset, User
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from tests.support.pages import PageClient
from tests.support.world import PASSWORD, World

Browser = Callable[..., PageClient]
EMAIL = "fien@proef.example"
SECRET = pyotp.random_base32()
NEW = "groene ketel zwemt traag"
TYPED = {"password": NEW, "password_again": NEW}
FORGOTTEN = "/wachtwoord-vergeten"


@pytest.fixture
def fien(app: Flask, database: Database, world: World) -> User:
    """Somebody of a gemeente with a second factor."""
    with database.unit():
        user = service.make_user(EMAIL, "Fien Factor", PASSWORD)
        user.totp_secret = factors.seal(SECRET)
        service.add_membership(user, world.municipalities[0], [Role.BUYER])
    return user


@pytest.fixture
def path(client_of: Browser, database: Database, fien: User) -> str:
    """The address in a mail that Fien asked for."""
    client_of().post(FORGOTTEN, {"email": EMAIL})
    return path_in(mails(database)[-1])


def mails(database: Database) -> list[OutboxMail]:
    with database.unit(write=False) as opened:
        return list(opened.scalars(select(OutboxMail).order_by(OutboxMail.created_at)))


def path_in(mail: OutboxMail) -> str:
    found = re.search(r"/wachtwoord-herstellen/[\w-]+", mail.text)
    assert found
    return found.group()


def change(database: Database, **values: Any) -> None:
    with database.unit() as opened:
        for name, value in values.items():
            setattr(opened.scalars(select(PasswordReset)).one(), name, value)


def log_in(page: PageClient, password: str, status: int = 302) -> Any:
    return page.post("/inloggen", {"email": EMAIL, "password": password}, status=status)


def answer(page: PageClient, email: str) -> tuple[str, str]:
    """Where asking leads, and what is read there."""
    place = page.post(FORGOTTEN, {"email": email}).location
    return place, page.get(place).words


def trail_rows(database: Database, action: str) -> list[TrailRow]:
    with database.unit(write=False) as opened:
        return list(opened.scalars(select(TrailRow).where(TrailRow.action == action)))


def test_the_log_in_page_leads_to_it(client_of: Browser) -> None:
    page = client_of()
    assert f'href="{FORGOTTEN}"' in page.get("/inloggen").text
    page.get(FORGOTTEN)
    assert "Vul dit in" in page.post(FORGOTTEN, {"email": " "}, status=422).words


@pytest.mark.database
def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    client_of: Browser, database: Database, fien: User
) -> None:
    known = answer(client_of(), EMAIL.upper())
    assert len(mails(database)) == 1
    assert answer(client_of(), "niemand@proef.example") == known
    assert answer(client_of(), "geen adres") == known
    assert len(mails(database)) == 1 and "Kennen we dit mailadres?" in known[1]


def test_both_make_the_same_mail(client_of: Browser, fien: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = mailing.send_reset

    def counted(*words: str) -> None:
        made.append(words[1])
        real(*words)

    monkeypatch.setattr(mailing, "send_reset", counted)
    for email in (EMAIL, "niemand@proef.example"):
        client_of().post(FORGOTTEN, {"email": email})
    assert made == [EMAIL, "niemand@proef.example"]


def test_a_blocked_person_gets_no_mail_and_an_earlier_link_is_dead(
    client_of: Browser, database: Database, fien: User, path: str
) -> None:
    with database.unit() as opened:
        opened.get_one(User, fien.id).blocked_at = clock.now()
    client_of().post(FORGOTTEN, {"email": EMAIL})
    client_of().post(path, TYPED, status=410)
    assert len(mails(database)) == 1


def test_the_mail_is_neutral_and_in_the_language_of_the_person(
    client_of: Browser, database: Database, fien: User, path: str
) -> None:
    mail = mails(database)[0]
    assert mail.to_address == EMAIL and mail.language == "nl" and mail.subject == "Een nieuw wachtwoord kiezen"
    assert "Verzonnendam" not in mail.text and "Vroeg u dit niet?" in mail.text


def test_the_link_works_once(client_of: Browser, path: str) -> None:
    page = client_of()
    page.get(path)
    assert page.post(path, TYPED).location == "/inloggen"
    log_in(client_of(), PASSWORD, 422)
    assert log_in(client_of(), NEW).location == "/tweede-factor?next=/"
    assert "werkt niet meer" in client_of().get(path, status=410).words
    again = {"password": "traag zwemt de blauwe ketel", "password_again": "traag zwemt de blauwe ketel"}
    client_of().post(path, again, status=410)
    log_in(client_of(), NEW)


def test_a_scanner_that_opens_the_link_uses_nothing_up(client_of: Browser, path: str) -> None:
    for _ in range(3):
        client_of().get(path)
    client_of().browser.head(path)
    client_of().post(path, TYPED)


def test_an_old_link_is_dead(client_of: Browser, database: Database, path: str) -> None:
    change(database, expires_at=clock.now() - timedelta(seconds=1))
    assert "werkt niet meer" in client_of().get(path, status=410).words
    client_of().post(path, TYPED, status=410)
    log_in(client_of(), PASSWORD)


def test_the_link_is_valid_for_one_hour(database: Database, path: str) -> None:
    with database.unit(write=False) as opened:
        row = opened.scalars(select(PasswordReset)).one()
    assert timedelta(minutes=59) < row.expires_at - clock.now() <= timedelta(hours=1)
    assert row.token_digest not in path and path.rsplit("/", 1)[1] != row.token_digest


def test_an_unknown_link_is_dead(client_of: Browser) -> None:
    client_of().get("/wachtwoord-herstellen/verzonnen", status=410)
    client_of().post("/wachtwoord-herstellen/verzonnen", TYPED, status=410)
    client_of().post("/wachtwoord-herstellen/verzonnen", {"password": "kort"}, status=410)


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("kort", "kort", "minstens 12 tekens"),
        ("welkom2026!!", "welkom2026!!", "makkelijk te raden"),
        ("fien verzonnendam", "fien verzonnendam", "uw naam"),
        (NEW, "anders", "niet gelijk"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_open(
    client_of: Browser, path: str, password: str, again: str, message: str
) -> None:
    page = client_of().post(path, {"password": password, "password_again": again}, status=422)
    assert message in page.words and f'value="{password}"' not in page.text
    log_in(client_of(), PASSWORD)
    client_of().post(path, TYPED)


def test_all_sessions_end_also_one_half_way_the_log_in(
    client_of: Browser, database: Database, fien: User, path: str
) -> None:
    inside, half_way = client_of(), client_of()
    for page in (inside, half_way):
        log_in(page, PASSWORD)
    show_code(inside)
    inside.get("/profiel")
    client_of().post(path, TYPED)
    assert "/inloggen" in inside.get("/profiel", status=302).location
    assert "/inloggen" in half_way.get("/tweede-factor", status=302).location
    with database.unit(write=False) as opened:
        living = (LoginSession.user_id == fien.id) & LoginSession.ended_at.is_(None)
        assert opened.scalar(select(func.count()).select_from(LoginSession).where(living)) == 0


def show_code(page: PageClient) -> None:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get("/tweede-factor").text)
    assert found
    code = pyotp.TOTP(SECRET).at(clock.now())
    page.post("/tweede-factor", {"code": code, "csrf_token": found.group(1)})


def test_the_second_factor_is_still_asked(client_of: Browser, database: Database, fien: User, path: str) -> None:
    page = client_of()
    page.post(path, TYPED)
    assert "/inloggen" in page.get("/profiel", status=302).location
    with database.unit(write=False) as opened:
        kept = opened.scalars(select(User.totp_secret).where(User.id == fien.id)).one()
    assert kept and factors.unseal(kept) == SECRET
    later = client_of()
    log_in(later, NEW)
    assert "/inloggen" in later.get("/profiel", status=302).location
    show_code(later)
    assert "Fien Factor" in later.get("/profiel").words


def test_using_one_link_ends_the_others(client_of: Browser, database: Database, path: str) -> None:
    client_of().post(FORGOTTEN, {"email": EMAIL})
    second = path_in(mails(database)[-1])
    assert second != path
    client_of().get(path)
    client_of().post(second, TYPED)
    client_of().get(path, status=410)


def test_too_many_wrong_passwords_are_forgotten(client_of: Browser, path: str) -> None:
    for _ in range(10):
        log_in(client_of(), "verkeerd", 422)
    log_in(client_of(), PASSWORD, 429)
    client_of().post(path, TYPED)
    log_in(client_of(), NEW)


@pytest.mark.parametrize("email", [EMAIL, "niemand@proef.example"])
def test_asking_is_throttled_per_account_alike(client_of: Browser, fien: User, email: str) -> None:
    for _ in range(resets.PER_ACCOUNT):
        client_of().post(FORGOTTEN, {"email": email})
    assert "Wacht een kwartier" in client_of().post(FORGOTTEN, {"email": email}, status=429).words
    client_of().post(FORGOTTEN, {"email": "ander@proef.example"})


def test_asking_is_throttled_per_address(client_of: Browser) -> None:
    page = client_of()
    for number in range(resets.PER_ADDRESS):
        page.post(FORGOTTEN, {"email": f"niemand{number}@proef.example"})
    page.post(FORGOTTEN, {"email": "nog.iemand@proef.example"}, status=429)


def test_the_trail_tells_it_without_secrets(client_of: Browser, database: Database, fien: User, path: str) -> None:
    client_of().post(FORGOTTEN, {"email": "niemand@proef.example"})
    client_of().post(path, TYPED)
    asked, done = trail_rows(database, "password.forgotten"), trail_rows(database, "password.reset")
    assert {(row.object_id, row.result) for row in asked} == {(fien.id, "ok"), (None, "refused")}
    assert [(row.user_id, row.object_id) for row in done] == [(fien.id, fien.id)]
    told = " ".join(f"{row.facts} {row.origin}" for row in (*asked, *done))
    for secret in (path.rsplit("/", 1)[1], NEW, EMAIL, "niemand@"):
        assert secret not in told


@pytest.mark.database
def test_the_second_of_two_who_use_it_at_once_is_refused(client_of: Browser, database: Database, path: str) -> None:
    with database.unit():
        found = resets.find_reset(path.rsplit("/", 1)[1])
        assert found
        resets._use_up(found)
        with pytest.raises(Conflict):
            resets._use_up(found)
