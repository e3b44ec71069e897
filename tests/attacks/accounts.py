# SPDX-License-Identifier: EUPL-1.2
"""Attacks on accounts: who exists, guessed words, used links, systems that act as people."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from samencontroleren.accounts import clients, invitations
from samencontroleren.accounts.models import Invitation, Membership, User
from samencontroleren.core import clock, security
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.attacks.sessions import is_in
from tests.attacks.table import attack
from tests.attacks.target import Target, masked, problem_of, texts_of
from tests.support.world import PASSWORD

GONE = (404, 409, 410)
WRONG = "verkeerd paard batterij nietje"


def answers(target: Target, path: str, **typed: str) -> list[tuple[int, str]]:
    """What a visitor is told about an account that exists and about one that does not."""
    found = []
    for email in (target.world["buyer1"].email, "bestaat-niet@proef.example"):
        client = target.browser()
        page = client.browser.post(path, data={"csrf_token": client.csrf_token, "email": email, **typed})
        found.append((page.status_code, masked(page.get_data(as_text=True)) + page.headers.get("Location", "")))
    return found


@attack("A1", "Inloggen met een bekend en een onbekend mailadres.", "Hetzelfde antwoord.", ["6.3.8"], ["5.17.03"])
def who_exists(target: Target) -> None:
    known, unknown = answers(target, "/inloggen", password=WRONG)
    assert known == unknown and known[0] == 422


@attack(
    "A2",
    "De tijd meten bij een bekend en een onbekend mailadres.",
    "Beide kosten één controle van een wachtwoord.",
    ["6.3.8"],
)
def time_tells_nothing(target: Target) -> None:
    """Argon2 is all the time there is; how often it runs is counted, since a clock would make this test a lottery."""
    hasher, counted = security.hasher, []

    class Counting:
        hash = hasher.hash

        def verify(self, stored: str, typed: str) -> bool:
            counted.append(stored)
            return hasher.verify(stored, typed)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(security, "hasher", Counting())
        answers(target, "/inloggen", password=WRONG)
    assert len(counted) == 2


@attack(
    "A3",
    "‘Wachtwoord vergeten’ voor een bekend en een onbekend mailadres.",
    "Hetzelfde antwoord; alleen de bekende krijgt een mail.",
    ["6.3.8", "6.4.3"],
)
def forgotten(target: Target) -> None:
    known, unknown = answers(target, "/wachtwoord-vergeten")
    assert known == unknown
    assert {mail.to_address for mail in target.mails()} == {target.world["buyer1"].email}


@attack(
    "A4",
    "Elf keer een verkeerd wachtwoord, daarna het goede.",
    "Even wachten, ook met het goede wachtwoord.",
    ["6.3.1"],
    ["5.17.03"],
)
def guessing(target: Target) -> None:
    for _each in range(10):
        target.log_in(target.browser(), "buyer1", WRONG, 422)
    target.log_in(target.browser(), "buyer1", PASSWORD, 429)
    target.log_in(target.browser(), "ciso1", PASSWORD, 302)


@attack(
    "A5",
    "Raden vanaf één adres met een steeds andere X-Forwarded-For.",
    "De teller van het adres loopt door.",
    ["15.3.4", "4.1.3", "6.3.1"],
)
def other_address(target: Target) -> None:
    with target.database.unit():
        for _each in range(58):
            security.count_attempt("address 127.0.0.1")
    statuses = []
    for number in range(4):
        client = target.browser()
        sent = {"csrf_token": client.csrf_token, "email": f"raad{number}@proef.example", "password": "x" * 12}
        headers = {
            "X-Forwarded-For": f"10.0.0.{number}",
            "X-Real-IP": f"10.0.0.{number}",
            "Forwarded": f"for=10.1.1.{number}",
        }
        statuses.append(client.browser.post("/inloggen", data=sent, headers=headers).status_code)
    assert statuses == [422, 422, 429, 429]


@attack("A6", "De link uit de herstelmail twee keer.", "De tweede keer is hij gebruikt.", ["6.4.3", "6.5.1"])
def reset_twice(target: Target) -> None:
    client, wanted = target.browser(), "paarse olifant telt lantaarns"
    client.post("/wachtwoord-vergeten", {"email": target.world["buyer1"].email})
    path = link_in(target.mails()[-1].text, "/wachtwoord-herstellen/")
    target.browser().post(path, {"password": wanted, "password_again": wanted})
    again = target.browser()
    answer = again.browser.post(path, data={"csrf_token": again.csrf_token, "password": WRONG, "password_again": WRONG})
    assert answer.status_code in GONE
    target.log_in(target.browser(), "buyer1", wanted)


@attack("A7", "De herstellink na drie dagen.", "De link is verlopen.", ["6.4.1", "6.4.3"])
def reset_too_late(target: Target) -> None:
    target.browser().post("/wachtwoord-vergeten", {"email": target.world["buyer1"].email})
    path = link_in(target.mails()[-1].text, "/wachtwoord-herstellen/")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        client = target.browser()
        sent = {"csrf_token": client.csrf_token, "password": WRONG, "password_again": WRONG}
        assert client.browser.post(path, data=sent).status_code in GONE


def link_in(text: str, start: str) -> str:
    """The path of a link in a mail."""
    found = re.search(rf"{start}[\w-]+", text)
    assert found is not None, text
    return found.group(0)


def invited(target: Target, email: str = "nieuw@proef.example") -> str:
    """The address of an invitation."""
    with target.database.unit():
        actor = target.world["admin1"].actor
        _row, token = invitations.invite(actor, actor.organisation_id, email, "Nieuw Iemand", [Role.BUYER])
    return f"/uitnodiging/{token}"


NEW = "paarse olifant telt lantaarns"
FACTS = {"name": "Nieuw Iemand", "password": NEW, "password_again": NEW}


@attack("A8", "Een uitnodiging twee keer aannemen.", "De tweede keer is zij gebruikt.", ["6.4.1"], ["5.16.01"])
def invitation_twice(target: Target) -> None:
    path = invited(target)
    accept(target, path)
    assert accept(target, path).status_code in GONE
    with target.read() as opened:
        members = select(Membership.id).join(Membership.user).where(User.email == "nieuw@proef.example")
        assert len(opened.scalars(members).all()) == 1


def accept(target: Target, path: str) -> TestResponse:
    """Fill in the page behind an invitation as a visitor."""
    client = target.browser()
    return client.browser.post(path, data={"csrf_token": client.csrf_token, **FACTS})


@attack("A9", "Een uitnodiging na haar laatste dag.", "Zij is verlopen.", ["6.4.1"])
def invitation_too_late(target: Target) -> None:
    path = invited(target)
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert accept(target, path).status_code in GONE


@attack(
    "A10", "Een uitnodiging aannemen die voor een ander is.", "Geweigerd; niemand wordt lid.", ["8.2.2"], ["5.16.01"]
)
def invitation_of_another(target: Target) -> None:
    path = invited(target, target.world["buyer2"].email)
    client = target.browser("ciso3")
    answer = client.browser.post(path, data={"csrf_token": client.csrf_token})
    assert answer.status_code in (403, 404, 409, 422)
    with target.read() as opened:
        actor = target.world["admin1"].actor
        joined = (Membership.organisation_id == actor.organisation_id) & (
            Membership.user_id == target.world["ciso3"].user_id
        )
        assert opened.scalars(select(Membership.id).where(joined)).first() is None


@attack("A11", "Een mailscanner opent alle links uit een mail.", "Openen gebruikt niets op.", ["3.5.3"])
def scanner(target: Target) -> None:
    path = invited(target)
    for _each in range(3):
        assert target.call("GET", path).status_code == 200
        assert target.call("HEAD", path).status_code in (200, 405)
    with target.read() as opened:
        assert opened.scalars(select(Invitation.accepted_at)).all() == [None]


@attack(
    "A12",
    "Een verzonnen sleutel van een uitnodiging of herstellink.",
    "Bestaat niet; niets verraadt of hij ooit bestond.",
    ["6.3.8", "7.2.3"],
)
def invented_link(target: Target) -> None:
    for path in ("/uitnodiging/verzonnen", "/wachtwoord-herstellen/verzonnen", f"/uitnodiging/{'a' * 5000}"):
        client = target.browser()
        sent = {"csrf_token": client.csrf_token, **FACTS}
        assert client.browser.get(path).status_code in GONE
        assert client.browser.post(path, data=sent).status_code in GONE


WEAK = (
    "welkom2026!!",
    "wachtwoord123",
    "Gemeente2026!",
    "qwertyuiop12",
    "zomer2026!!aa",
    "aaaaaaaaaaaaaa",
    "123456789012",
    "buyer1buyer1",
    " " * 20,
)


@attack(
    "A13",
    "Zwakke wachtwoorden: bekende woorden, rijtjes, de eigen naam, spaties.",
    "Elk wordt geweigerd met een uitleg bij het veld.",
    ["6.2.4", "6.2.11"],
    ["5.17.03"],
)
def weak_passwords(target: Target) -> None:
    client, taken = target.browser("buyer1"), []
    for word in WEAK:
        sent = {"csrf_token": client.csrf_token, "present": PASSWORD, "password": word, "password_again": word}
        if client.browser.post("/profiel/wachtwoord", data=sent).status_code != 422:
            taken.append(word)
    assert taken == []


@attack("A14", "Een wachtwoord van een miljoen tekens.", "Geweigerd zonder eraan te rekenen.", ["2.4.1", "6.2.9"])
def endless_password(target: Target) -> None:
    client = target.browser()
    sent = {"csrf_token": client.csrf_token, "email": target.world["buyer1"].email, "password": "a" * 1_000_000}
    assert client.browser.post("/inloggen", data=sent).status_code in (413, 422)
    good = "paarse olifant telt lantaarns " * 6
    person = target.browser("buyer1")
    person.post("/profiel/wachtwoord", {"present": PASSWORD, "password": good.strip(), "password_again": good.strip()})


@attack(
    "A15",
    "Vreemde kopregels Authorization: leeg, Basic, null, met een regel erin.",
    "Niet aangemeld.",
    ["9.1.1", "7.2.1"],
)
def odd_authorization(target: Target) -> None:
    for value in (
        "",
        "Bearer",
        "Bearer null",
        "Bearer undefined",
        "Basic YTpi",
        "Bearer " + "a" * 8000,
        "Bearer é",
        "bearer  ",
    ):
        problem_of(target.call("GET", "/api/v1/leveranciers", headers={"Authorization": value}), 401)


@attack(
    "A16",
    "Een ingetrokken systeem gebruikt het token dat het nog heeft.",
    "Niet aangemeld, meteen.",
    ["7.4.1", "8.3.2"],
)
def revoked_client(target: Target) -> None:
    key, secret, bearer = target.client_of("admin1", [Role.CISO], [Scope.READ])
    assert target.call("GET", "/api/v1/leveranciers", headers=bearer).status_code == 200
    with target.database.unit():
        clients.revoke_client(target.world["admin1"].actor, uuid.UUID(key))
    assert target.call("GET", "/api/v1/leveranciers", headers=bearer).status_code == 401
    assert target.bearer(key, secret)["Authorization"] == "Bearer "


@attack(
    "A17",
    "Een systeem vraagt meer bereik dan het kreeg, of schrijft met leesrecht.",
    "Geweigerd: bereik-ontbreekt.",
    ["8.2.1", "10.3.2"],
)
def beyond_scope(target: Target) -> None:
    _key, _secret, bearer = target.client_of("admin1", [Role.CISO], [Scope.READ])
    product = str(target.world.products[0][0])
    answer = target.call("POST", "/api/v1/gebruik", headers=bearer, json={"product": product, "proces": "x"})
    assert problem_of(answer, 403)["code"] == "bereik-ontbreekt"


@attack(
    "A18",
    "Een systeem dient in, wat alleen een aanwezig persoon mag.",
    "Geweigerd: bevestiging-vereist of geen bereik.",
    ["7.5.3", "2.3.5"],
)
def machine_as_person(target: Target) -> None:
    _key, _secret, bearer = target.client_of("vendor-admin1", [Role.SUBMITTER, Role.CONTRIBUTOR], list(Scope))
    answer = target.call("POST", f"/api/v1/dossiers/{target.world.products[0][0]}/inzendingen", headers=bearer)
    assert answer.status_code in (403, 404) and "Traceback" not in texts_of(answer)


@attack(
    "A19", "Inloggen als systeem: een account zonder wachtwoord.", "Zo’n account kan niet inloggen.", ["6.3.2", "6.3.4"]
)
def machine_logs_in(target: Target) -> None:
    target.client_of("admin1", [Role.CISO], [Scope.READ])
    with target.read() as opened:
        emails = opened.scalars(select(User.email).where(User.is_machine)).all()
    assert emails
    for email in emails:
        client = target.browser()
        for word in ("", "None", PASSWORD):
            sent = {"csrf_token": client.csrf_token, "email": email, "password": word, "next": "/"}
            assert client.browser.post("/inloggen", data=sent).status_code == 422
        assert not is_in(client)
