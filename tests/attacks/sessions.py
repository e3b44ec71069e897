# SPDX-License-Identifier: EUPL-1.2
"""Attacks on sessions: forged, fixed, outlived, borrowed."""

from datetime import timedelta

import pyotp
import time_machine
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, update

from samencontroleren.accounts import factors, people
from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.core import clock
from tests.attacks.table import attack
from tests.attacks.target import MADE_UP, Target
from tests.support.pages import Page, PageClient
from tests.support.world import PASSWORD


def is_in(client: PageClient) -> bool:
    """Whether this browser is logged in."""
    found = client.browser.get("/profiel")
    assert found.status_code in (200, 302)
    return found.status_code == 200


def cookie_of(client: PageClient) -> str:
    """What the browser holds for us."""
    found = client.browser.get_cookie("sc")
    assert found is not None
    return found.value


def session_of(target: Target, name: str) -> LoginSession:
    """The newest session of somebody."""
    with target.read() as opened:
        query = select(LoginSession).where(LoginSession.user_id == target.world[name].user_id)
        found: LoginSession = opened.scalars(query.order_by(LoginSession.started_at.desc())).first()
    return found


@attack("S1", "Een sessiecookie met een verzonnen sleutel.", "Niemand is ingelogd.", ["7.2.1", "7.2.3"])
def invented_key(target: Target) -> None:
    client = target.browser("buyer1")
    with client.browser.session_transaction() as cookie:
        cookie["sid"] = "A" * 43
    assert not is_in(client)


@attack("S2", "Een sessiecookie die met een andere sleutel is getekend.", "Niemand is ingelogd.", ["7.2.1", "9.1.1"])
def other_signature(target: Target) -> None:
    client, forged = target.browser("buyer1"), target.browser()
    assert is_in(client)
    with client.browser.session_transaction() as cookie:
        sid = cookie["sid"]
    value = URLSafeTimedSerializer("een andere sleutel", salt="cookie-session").dumps({"sid": sid})
    forged.browser.set_cookie("sc", value)
    assert not is_in(forged)


@attack(
    "S3",
    "Een slachtoffer logt in met een sessie die de aanvaller kent.",
    "De sessie krijgt een nieuwe sleutel.",
    ["7.2.4"],
)
def fixation(target: Target) -> None:
    victim, attacker = target.browser(), target.browser()
    victim.get("/inloggen")
    attacker.browser.set_cookie("sc", cookie_of(victim))
    target.log_in(victim, "buyer1")
    assert is_in(victim) and not is_in(attacker)


@attack(
    "S4", "De oude cookie opnieuw, na het uitloggen.", "De sessie is beëindigd op de server.", ["7.4.1"], ["5.17.03"]
)
def after_logout(target: Target) -> None:
    client = target.browser("buyer1")
    kept = cookie_of(client)
    client.post("/uitloggen")
    client.browser.set_cookie("sc", kept)
    assert not is_in(client)


@attack(
    "S5",
    "Een andere sessie gaat door nadat het wachtwoord is gewijzigd.",
    "Alle andere sessies zijn beëindigd.",
    ["7.4.3"],
)
def after_password_change(target: Target) -> None:
    here, stolen = target.browser("buyer1"), target.browser("buyer1")
    wanted = "paarse olifant telt lantaarns"
    here.post("/profiel/wachtwoord", {"present": PASSWORD, "password": wanted, "password_again": wanted})
    assert not is_in(stolen)


@attack(
    "S6",
    "Iemand werkt door nadat de beheerder de toegang beëindigde.",
    "De toegang stopt meteen.",
    ["7.4.2", "8.3.2"],
    ["5.16.01"],
)
def after_end_of_access(target: Target) -> None:
    client, world = target.browser("buyer1"), target.world
    assert is_in(client)
    with target.database.unit():
        people.end_membership(world["admin1"].actor, world["buyer1"].membership_id)
    assert not is_in(client)


@attack(
    "S7",
    "Iemand werkt door nadat het account is geblokkeerd.",
    "De toegang stopt meteen, ook in de API.",
    ["7.4.2"],
    ["5.16.01"],
)
def after_block(target: Target) -> None:
    client, token = target.browser("buyer1"), target.token_of("buyer1")
    with target.database.unit() as opened:
        mine = User.id == target.world["buyer1"].user_id
        opened.execute(update(User).where(mine).values(blocked_at=clock.now()))
    assert not is_in(client)
    assert target.call("GET", "/api/v1/leveranciers", headers=token).status_code == 401


@attack("S8", "Een vergeten scherm, drie uur later.", "De sessie is verlopen.", ["7.3.1"])
def idle(target: Target) -> None:
    client = target.browser("buyer1")
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert not is_in(client)


@attack(
    "S9",
    "Een sessie die met kleine stapjes een etmaal in gebruik blijft.",
    "Na de uiterste duur is het voorbij.",
    ["7.3.2"],
)
def endless(target: Target) -> None:
    client, start, hours = target.browser("buyer1"), clock.now(), 0
    while hours < 24:
        hours += 1
        with time_machine.travel(start + timedelta(hours=hours)):
            if not is_in(client):
                break
    assert 8 <= hours <= 13


@attack(
    "S10",
    "Na het wachtwoord meteen een pagina openen, zonder tweede factor.",
    "Geen pagina gaat open.",
    ["6.3.3"],
    ["5.17.01"],
)
def half_way(target: Target) -> None:
    with_factor(target, "buyer1")
    client = target.browser()
    answer = target.log_in(client, "buyer1")
    assert "/tweede-factor" in answer.location
    assert not is_in(client)
    for path in ("/resultaten", "/gebruik", "/bevestigen"):
        assert client.browser.get(path).status_code == 302, path


@attack("S11", "Dezelfde code uit de app een tweede keer.", "De tweede keer geldt hij niet.", ["6.5.1"], ["5.17.01"])
def code_again(target: Target) -> None:
    secret = with_factor(target, "buyer1")
    code, first, second = pyotp.TOTP(secret).now(), target.browser(), target.browser()
    for client, status in ((first, 302), (second, 422)):
        target.log_in(client, "buyer1")
        target.fill(client, "/tweede-factor", {"code": code}, status)
    assert is_in(first) and not is_in(second)


@attack(
    "S12",
    "De koppen van de cookie.",
    "HttpOnly en SameSite; op https ook Secure en het voorvoegsel __Host-.",
    ["3.3.1", "3.3.2", "3.3.3", "3.3.4"],
)
def cookie_flags(target: Target) -> None:
    client = target.browser()
    page: Page = target.log_in(client, "buyer1")
    sent = "; ".join(page.response.headers.getlist("Set-Cookie"))
    assert "HttpOnly" in sent and "SameSite=Lax" in sent and "Domain" not in sent
    secure = target.served_on_https().get("/inloggen", base_url="https://localhost")
    sent = secure.headers["Set-Cookie"]
    assert sent.startswith("__Host-sc=") and {"Secure", "HttpOnly", "Path=/"} <= set(sent.split("; "))
    assert "Domain" not in sent and "max-age=" in secure.headers["Strict-Transport-Security"]


@attack(
    "S13",
    "Wisselen naar de organisatie van een ander.",
    "Bestaat niet; de eigen organisatie blijft gekozen.",
    ["8.2.2", "8.4.1"],
)
def another_membership(target: Target) -> None:
    client = target.browser("buyer1")
    for key in (target.world["coordinator"].membership_id, MADE_UP):
        client.post("/wissel", {"membership": str(key)}, 404)
    assert session_of(target, "buyer1").membership_id == target.world["buyer1"].membership_id


@attack("S14", "De sessie van een ander beëindigen.", "Bestaat niet; de ander merkt niets.", ["8.2.2", "7.5.2"])
def end_of_another(target: Target) -> None:
    victim, attacker = target.browser("buyer1"), target.browser("ciso1")
    key = session_of(target, "buyer1").id
    attacker.post(f"/profiel/sessies/{key}/uitloggen", {}, 404)
    assert is_in(victim)


@attack(
    "S15", "Een geldige sleutel in het adres in plaats van in de kop.", "Het adres maakt niemand bekend.", ["14.2.1"]
)
def key_in_address(target: Target) -> None:
    token = target.token_of("buyer1")["Authorization"].split()[1]
    for name in ("access_token", "token", "sid", "Authorization"):
        assert target.call("GET", f"/api/v1/leveranciers?{name}={token}").status_code == 401
        assert target.call("GET", f"/profiel?{name}={token}").status_code == 302


@attack("S16", "Een plaatje op een andere site dat het uitlogadres opvraagt.", "Opvragen verandert niets.", ["3.5.3"])
def logout_by_reading(target: Target) -> None:
    client = target.browser("buyer1")
    assert client.browser.get("/uitloggen").status_code in (404, 405)
    assert is_in(client)


def with_factor(target: Target, name: str) -> str:
    """Give somebody an authenticator app; its secret."""
    secret = factors.new_secret()
    with target.database.unit() as opened:
        person = opened.get(User, target.world[name].user_id)
        person.is_factor_exempt, person.totp_secret = False, factors.seal(secret)
    return secret
