# SPDX-License-Identifier: EUPL-1.2
"""Logging in: password, second factor, throttle, where one ends up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from samencontroleren.accounts import factors, service
from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.security import Attempt
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage.models import Usage
from tests.accounts.logging_in import EMAIL, code_of, enroll, log_in, renew, show
from tests.support.pages import PageClient
from tests.support.world import PASSWORD, World

Browser = Callable[..., PageClient]


@pytest.fixture
def fien(app: Flask, database: Database, world: World) -> User:
    """Somebody of a gemeente who has no second factor yet."""
    with database.unit():
        user = service.make_user(EMAIL, "Fien Factor", PASSWORD)
        service.add_membership(user, world.municipalities[0], [Role.BUYER])
    return user


def test_right_password_of_an_exempt_person_leads_in(client_of: Browser, world: World) -> None:
    page = client_of()
    assert log_in(page, world["buyer1"].email.upper()).location == "/"
    assert "Proef Buyer1" in page.get("/profiel").words


def test_wrong_password_and_unknown_account_get_the_same_answer(client_of: Browser, world: World) -> None:
    wrong = log_in(client_of(), world["buyer1"].email, "verkeerd", 422)
    unknown = log_in(client_of(), "niemand@proef.example", "verkeerd", 422)
    assert "Het mailadres of het wachtwoord klopt niet." in wrong.words
    assert wrong.words == unknown.words.replace("niemand", "buyer1")
    assert 'value="verkeerd"' not in wrong.text and world["buyer1"].email in wrong.text


def test_both_take_the_work_of_one_password_check(
    client_of: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []
    from samencontroleren.core import security

    real = security.is_password
    monkeypatch.setattr(security, "is_password", lambda stored, typed: checked.append(stored) or real(stored, typed))
    for email in (world["buyer1"].email, "niemand@proef.example"):
        log_in(client_of(), email, "verkeerd", 422)
    assert len(checked) == 2 and checked[1] is None


def test_ten_failures_stop_the_eleventh_attempt_even_with_the_right_password(
    client_of: Browser, database: Database, world: World
) -> None:
    for _ in range(10):
        log_in(client_of(), world["buyer1"].email, "verkeerd", 422)
    assert "Wacht een kwartier" in log_in(client_of(), world["buyer1"].email, status=429).words
    assert log_in(client_of(), world["buyer2"].email).location == "/"
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Attempt)) == 20
        failed = select(func.count()).select_from(TrailRow).where(TrailRow.action == "login.failed")
        assert opened.scalar(failed) == 10


def test_an_unknown_account_is_throttled_alike(client_of: Browser) -> None:
    for _ in range(10):
        log_in(client_of(), "niemand@proef.example", "verkeerd", 422)
    log_in(client_of(), "niemand@proef.example", "verkeerd", 429)


def test_first_log_in_sets_up_the_factor_and_the_next_one_asks_it(client_of: Browser, fien: User) -> None:
    first = client_of()
    assert log_in(first, EMAIL).location == "/tweede-factor/instellen?next=/"
    assert "/inloggen" in first.get("/profiel", status=302).location
    secret = enroll(first)
    assert "Fien Factor" in first.get("/profiel").words
    second = client_of()
    assert log_in(second, EMAIL).location == "/tweede-factor?next=/"
    assert "/inloggen" in second.get("/profiel", status=302).location
    show(second, code_of(secret, 1))
    assert "Fien Factor" in second.get("/profiel").words


def test_a_code_counts_once(client_of: Browser, fien: User) -> None:
    first = client_of()
    log_in(first, EMAIL)
    secret = enroll(first)
    used = code_of(secret, 1)
    for status in (302, 422):
        page = client_of()
        log_in(page, EMAIL)
        show(page, used, status=status)
    assert "/inloggen" in page.get("/profiel", status=302).location


def test_a_code_two_steps_away_is_refused(client_of: Browser, fien: User) -> None:
    first = client_of()
    log_in(first, EMAIL)
    secret = enroll(first)
    page = client_of()
    log_in(page, EMAIL)
    show(page, code_of(secret, 3), status=422)
    show(page, "geen code", status=422)


def test_guessing_codes_is_throttled(client_of: Browser, fien: User) -> None:
    first = client_of()
    log_in(first, EMAIL)
    secret = enroll(first)
    page = client_of()
    log_in(page, EMAIL)
    for _ in range(10):
        show(page, "000000", status=422)
    show(page, code_of(secret, 1), status=429)


def test_enrolment_is_closed_for_who_has_a_factor(client_of: Browser, fien: User) -> None:
    first = client_of()
    log_in(first, EMAIL)
    enroll(first)
    page = client_of()
    log_in(page, EMAIL)
    assert "/inloggen" in page.get("/tweede-factor/instellen", status=302).location


def test_the_secret_is_stored_encrypted(client_of: Browser, database: Database, fien: User) -> None:
    page = client_of()
    log_in(page, EMAIL)
    secret = enroll(page)
    with database.unit(write=False) as opened:
        stored = opened.scalars(select(User.totp_secret).where(User.email == EMAIL)).one()
    assert stored and secret not in stored
    assert factors.unseal(stored) == secret


@pytest.mark.parametrize(
    "wanted", ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:alert(1)"]
)
def test_log_in_leads_nowhere_else(client_of: Browser, world: World, wanted: str) -> None:
    assert log_in(client_of(), world["buyer1"].email, next=wanted).location == "/"


def test_log_in_leads_to_the_page_one_wanted(client_of: Browser, world: World) -> None:
    page = client_of()
    asked = page.get("/gebruik?stand=claimed", status=302).location
    assert asked == "/inloggen?next=/gebruik?stand%3Dclaimed"
    assert 'value="/gebruik?stand=claimed"' in page.get(asked).text
    wanted = log_in(page, world["buyer1"].email, next="/gebruik?stand=claimed").location
    assert wanted == "/gebruik?stand=claimed"


def test_log_out_ends_the_session_on_the_server(client_of: Browser, database: Database, world: World) -> None:
    page = client_of(world["buyer1"])
    with page.browser.session_transaction() as cookie:
        kept = dict(cookie)
    page.post("/uitloggen")
    thief = client_of()
    with thief.browser.session_transaction() as cookie:
        cookie.update(kept)
    assert "/inloggen" in thief.get("/profiel", status=302).location


@pytest.mark.parametrize(("ago", "is_noted"), [(timedelta(seconds=50), False), (timedelta(seconds=70), True)])
def test_a_session_is_seen_once_a_minute(
    client_of: Browser, database: Database, world: World, ago: timedelta, is_noted: bool
) -> None:
    """What a session is used for keeps it alive, without a row to write for every page."""
    page, before = client_of(world["buyer1"]), clock.now() - ago
    with database.unit() as opened:
        opened.scalars(select(LoginSession)).one().seen_at = before
    page.get("/profiel")
    with database.unit(write=False) as opened:
        assert (opened.scalars(select(LoginSession.seen_at)).one() != before) is is_noted


def test_a_blocked_person_can_not_log_in(client_of: Browser, database: Database, fien: User) -> None:
    with database.unit() as opened:
        opened.get_one(User, fien.id).blocked_at = clock.now()
    log_in(client_of(), EMAIL, status=422)


def test_confirming_makes_the_session_fresh(client_of: Browser, database: Database, fien: User) -> None:
    page = client_of()
    log_in(page, EMAIL)
    secret = enroll(page)
    with database.unit() as opened:
        row = opened.scalars(select(LoginSession).where(LoginSession.user_id == fien.id)).one()
        row.factor_at = clock.now() - timedelta(hours=1)
    token = {"next": "/profiel", **renew(page, "/bevestigen")}
    page.post("/bevestigen", {"code": "123", **token}, status=422)
    assert page.post("/bevestigen", {"code": code_of(secret, 1), **token}).location == "/profiel"
    assert page.get("/bevestigen?next=/gebruik", status=302).location == "/gebruik"


def test_switching_goes_to_another_organisation_of_ones_own(
    client_of: Browser, database: Database, world: World
) -> None:
    person = world["buyer1"]
    with database.unit() as opened:
        other = service.add_membership(opened.get_one(User, person.user_id), world.municipalities[1], [Role.CISO])
    page = client_of(person)
    page.post("/wissel", {"membership": str(other.id)})
    assert "Gemeente Nepveen" in page.get("/profiel").words
    page.post("/wissel", {"membership": str(world["ciso2"].membership_id), **renew(page, "/profiel")}, status=404)
    page.post("/wissel", {"membership": "geen", **renew(page, "/profiel")}, status=400)
    assert "Gemeente Nepveen" in page.get("/profiel").words


def test_a_tab_of_another_membership_is_refused_until_one_switches_back(
    client_of: Browser, database: Database, world: World
) -> None:
    person = world["buyer1"]
    with database.unit() as opened:
        other = service.add_membership(opened.get_one(User, person.user_id), world.municipalities[1], [Role.BUYER])
    page, product = client_of(person), f"/producten/{world.products[0][0]}/gebruik"
    claim = {"process": "Aanvragen behandelen"}
    page.post("/wissel", {"membership": str(other.id)})
    shown = page.post(product, claim, status=409).words
    assert "U opende deze pagina voor Gemeente Verzonnendam. U werkt nu voor Gemeente Nepveen." in shown
    stale = page.post("/dossiers/00000000-0000-4000-8000-000000000000/weigeren", {}, status=409).words
    assert "hoort bij een andere organisatie" in stale, "before it is said whether something exists"
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Usage)) == 0
    page.post("/wissel", {"membership": str(person.membership_id), **renew(page, "/profiel")})
    page.post(product, claim)
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Usage.municipality_id)).all() == [world.municipalities[0]]


def test_own_page_changes_name_and_password_and_ends_other_sessions(client_of: Browser, world: World) -> None:
    page, elsewhere = client_of(world["buyer1"]), client_of(world["buyer1"])
    page.post("/profiel", {"name": "Ander Naam", "language": "en"})
    page.post("/profiel", {"name": " ", "language": "fr"}, status=422)
    assert "Ander Naam" in page.get("/profiel").words
    wanted = {"password": "groene ketel zwemt traag", "password_again": "groene ketel zwemt traag"}
    refused = page.post("/profiel/wachtwoord", {"present": "mis", **wanted}, status=422)
    assert f'autocomplete="username" value="{world["buyer1"].email}"' in refused.text  # for a password manager
    page.post("/profiel/wachtwoord", {"present": PASSWORD, **wanted})
    assert "/inloggen" in elsewhere.get("/profiel", status=302).location
    log_in(client_of(), world["buyer1"].email, status=422)
    assert log_in(client_of(), world["buyer1"].email, "groene ketel zwemt traag").location == "/"


def test_nobody_ends_the_session_of_somebody_else(client_of: Browser, database: Database, world: World) -> None:
    client_of(world["ciso1"])
    with database.unit(write=False) as opened:
        theirs = opened.scalars(select(LoginSession.id).where(LoginSession.user_id == world["ciso1"].user_id)).one()
    client_of(world["buyer1"]).post(f"/profiel/sessies/{theirs}/uitloggen", status=404)
