# SPDX-License-Identifier: EUPL-1.2
"""When the device of the second factor is lost: recovery codes, another app, and an administrator who helps."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from samencontroleren.accounts import factor_resets, own_factors, policy, recovery, service
from samencontroleren.accounts.models import LoginSession, Passkey, RecoveryCode, User
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import ConfirmationRequired, Conflict, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from tests.accounts.logging_in import EMAIL, code_of, enroll, log_in, renew, secret_on, show
from tests.support.pages import Page, PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
AT = "/tweede-factor/herstelcode"


@pytest.fixture
def fien(app: Flask, database: Database, world: World) -> User:
    """Somebody of a gemeente who has no second factor yet."""
    with database.unit():
        user = service.make_user(EMAIL, "Fien Factor", "zeven blauwe stoelen dansen")
        service.add_membership(user, world.municipalities[0], [Role.BUYER])
    return user


def with_codes(client_of: Browser) -> tuple[PageClient, str, list[str]]:
    """Fien after her first log-in: her browser, the secret of her app, her recovery codes."""
    page = client_of()
    log_in(page, EMAIL)
    secret = enroll(page)
    at = "/profiel/herstelcodes?next=/gebruik"
    shown = page.post(at, renew(page, at), status=200)
    codes = re.findall(r"sc-secret\">([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})<", shown.text)
    assert len(set(codes)) == 10 and 'href="/gebruik"' in shown.text
    return page, secret, codes


def use(page: PageClient, code: str, status: int = 302) -> Page:
    return page.post(AT, {"code": code, **renew(page, AT)}, status=status)


@pytest.mark.database
def test_a_recovery_code_opens_once_and_is_told_by_mail(client_of: Browser, database: Database, fien: User) -> None:
    _first, _secret, codes = with_codes(client_of)
    page = client_of()
    log_in(page, EMAIL)
    assert "Gebruik een herstelcode" in page.get("/tweede-factor").words
    assert use(page, codes[0].upper().replace("-", " ")).location == "/profiel/inloggen"
    assert "U hebt nog 9 herstelcodes" in page.get("/profiel/inloggen").words
    again = client_of()
    log_in(again, EMAIL)
    assert "klopt niet of is al gebruikt" in use(again, codes[0], 422).words
    assert "/inloggen" in again.get("/profiel", status=302).location
    assert use(again, codes[1]).location == "/profiel/inloggen"
    with database.unit(write=False) as opened:
        assert _count(opened, OutboxMail, OutboxMail.text.contains("ingelogd met een herstelcode")) == 2
        assert _count(opened, TrailRow, TrailRow.action == "login.finished") == 2
        kept = set(opened.scalars(select(RecoveryCode.code_digest)))
    assert not any(code in digest or code.replace("-", "") in digest for code in codes for digest in kept)


def test_new_codes_end_the_old_ones(client_of: Browser, fien: User) -> None:
    page, _secret, codes = with_codes(client_of)
    page.post("/profiel/herstelcodes", renew(page, "/profiel/herstelcodes"), status=200)
    other = client_of()
    log_in(other, EMAIL)
    use(other, codes[0], 422)


@pytest.mark.database
def test_a_code_is_good_for_its_own_person_only(unit: Session, app: Flask, world: World, fien: User) -> None:
    mine = unit.get_one(User, fien.id)
    other = unit.get_one(User, world["buyer1"].user_id)
    code = recovery.make(mine)[0]
    assert not recovery.take(other, code)
    assert recovery.take(mine, code) and not recovery.take(mine, code)
    assert (recovery.count_left(mine), recovery.count_left(other)) == (9, 0)


def test_guessing_recovery_codes_is_throttled_with_those_of_the_app(client_of: Browser, fien: User) -> None:
    _first, secret, codes = with_codes(client_of)
    page = client_of()
    log_in(page, EMAIL)
    for _number in range(10):
        use(page, "aaaa-bbbb-cccc", 422)
    use(page, codes[0], 429)
    show(page, code_of(secret, 1), 429)


def test_nobody_without_the_password_gets_to_use_a_code(client_of: Browser, fien: User) -> None:
    page = client_of()
    assert page.get(AT, status=302).location.startswith("/inloggen")
    assert page.post(AT, {"code": "aaaa-bbbb-cccc", **renew(page, "/inloggen")}).location.startswith("/inloggen")


def test_another_app_takes_the_place_of_the_first(client_of: Browser, database: Database, fien: User) -> None:
    page, old, _codes = with_codes(client_of)
    elsewhere = client_of()
    log_in(elsewhere, EMAIL)
    show(elsewhere, code_of(old, 1))
    new = secret_on(page.get("/profiel/app").text)
    assert new != old
    page.post("/profiel/app", {"code": "000000", **renew(page, "/profiel/app")}, status=422)
    page.post("/profiel/app", {"code": code_of(new), **renew(page, "/profiel/app")})
    assert "/inloggen" in elsewhere.get("/profiel", status=302).location, "other sessions end"
    again = client_of()
    log_in(again, EMAIL)
    show(again, code_of(old, 1), 422)
    show(again, code_of(new, 1))
    assert "laatste manier" in page.post("/profiel/app/verwijderen", renew(page, "/profiel"), status=409).words
    with database.unit(write=False) as opened:
        assert _count(opened, OutboxMail, OutboxMail.text.contains("authenticator-app ingesteld")) == 2


def test_an_administrator_takes_a_lost_factor_away(
    client_of: Browser, database: Database, world: World, fien: User
) -> None:
    page, _secret, codes = with_codes(client_of)
    with database.unit(write=False) as opened:
        member = next(
            each.id
            for each in service.members_with_roles(world.municipalities[0], Role.BUYER)
            if each.user_id == fien.id
        )
        assert _count(opened, LoginSession, LoginSession.user_id == fien.id) == 1
    at = f"/organisatie/gebruikers/{member}/tweede-stap"
    client_of(world["admin2"]).post(at, status=404)
    client_of(world["ciso1"]).post(at, status=404)
    admin = client_of(world["admin1"])
    assert "Bel de persoon" in admin.get(at).words
    admin.post(at)
    assert "/inloggen" in page.get("/profiel", status=302).location
    again = client_of()
    assert log_in(again, EMAIL).location.startswith("/tweede-factor/instellen")
    assert again.get(AT, status=200).status == 200
    use(again, codes[0], 422)
    enroll(again)
    with database.unit(write=False) as opened:
        assert _count(opened, OutboxMail, OutboxMail.text.contains("tweede stap gewist")) == 1
        row = opened.scalars(select(TrailRow).where(TrailRow.action == "factor.all-forgotten")).one()
        assert row.object_id == fien.id


@pytest.mark.database
def test_who_takes_whose_factor_away(unit: Session, app: Flask, world: World) -> None:
    admin, functional = world["admin1"].actor, world["vng-admin"].actor
    key = world["ciso1"].membership_id
    with pytest.raises(ConfirmationRequired):
        factor_resets.forget_factors(replace(admin, is_present=False), key)
    with pytest.raises(Conflict, match="eigen tweede stap"):
        factor_resets.forget_factors(admin, world["admin1"].membership_id)
    with pytest.raises(NotFound):
        factor_resets.forget_factors(world["admin2"].actor, key)
    with pytest.raises(Conflict, match="twee personen"):
        factor_resets.forget_factors(functional, world["vendor-admin1"].membership_id)
    service.add_membership(unit.get_one(User, world["ciso1"].user_id), world.municipalities[1], [Role.CISO])
    unit.flush()
    with pytest.raises(Conflict, match="ook voor een andere organisatie"):
        factor_resets.forget_factors(admin, key)
    with app.test_request_context():  # the mail names an address
        assert factor_resets.forget_factors(functional, key).user_id == world["ciso1"].user_id


@pytest.mark.database
def test_list_and_single_passkey_agree(unit: Session, app: Flask, world: World) -> None:
    rows = {}
    for name in ("buyer1", "submitter1"):
        rows[name] = Passkey(
            user_id=world[name].user_id, credential_id=name, public_key=b"", transports=[], name="telefoon"
        )
        unit.add(rows[name])
    unit.flush()
    for name in ("buyer1", "submitter1", "admin1", "vng-admin"):
        actor = world[name].actor
        mine = {each.id for each in unit.scalars(visible(actor, policy.PASSKEY_EDIT))}
        assert mine == {row.id for who, row in rows.items() if who == name}
        for row in rows.values():
            if row.id in mine:
                assert fetch(actor, policy.PASSKEY_EDIT, row.id) is row
            else:
                with pytest.raises(NotFound):
                    own_factors.get_passkey(actor, row.id)


def _count(opened: Session, table: Any, *where: Any) -> int:
    return opened.scalar(select(func.count()).select_from(table).where(*where)) or 0
