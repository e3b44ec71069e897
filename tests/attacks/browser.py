# SPDX-License-Identifier: EUPL-1.2
"""Attacks through the browser of somebody who is logged in: forged forms, frames, foreign scripts, ways elsewhere."""

import re
from collections.abc import Iterator
from contextvars import Context
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select, text
from werkzeug.routing import Rule

from samencontroleren.accounts.models import User
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.threads.texts import as_markup
from samencontroleren.vendors.models import Vendor
from tests.attacks.table import attack
from tests.attacks.target import MADE_UP, Target
from tests.isolation.places import Place
from tests.support.pages import PageClient
from tests.support.world import add_person

DOORS = (
    *("coordinator", "vng-admin", "vendor-admin1", "submitter1"),
    *("ciso1", "buyer1", "reviewer1", "admin1", "releaser"),
)
"""Together with a guest of a supplier they are let in at every route that writes."""


def _guest(target: Target) -> PageClient:
    with target.database.unit():
        supplier = target.world.vendors[0]
        made = add_person("gast", supplier, OrganisationKind.VENDOR, [Role.GUEST])
    return PageClient(target.app, made)


def writing_paths(app: Flask) -> Iterator[tuple[str, str]]:
    """Each page route that writes, with an address."""
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            args = {name: _filler(rule, name) for name in rule.arguments}
            yield rule.endpoint, adapter.build(rule.endpoint, args, method="POST")


def _filler(rule: Rule, name: str) -> object:
    made = {"UUIDConverter": MADE_UP, "IntegerConverter": 1}
    return made.get(type(rule._converters[name]).__name__, "x")


def answers_to(people: list[PageClient], path: str, sent: dict[str, str]) -> int:
    """The status for the first person whom the door of this route lets in; who that was is asked first next time."""
    status = 0
    for at, person in enumerate(people):
        status = Context().run(person.browser.open, path, method="POST", data=sent).status_code
        if status not in (403, 404):
            people.insert(0, people.pop(at))
            break
    return status


@attack(
    "B1",
    "Alle formulieren versturen vanaf een andere site, zonder de code die in het formulier hoort.",
    "Geen enkele route neemt het aan.",
    ["3.5.1"],
)
def forged_forms(target: Target) -> None:
    people = [*(target.browser(name) for name in DOORS), _guest(target)]
    found = [(name, answers_to(people, path, {"title": "x"})) for name, path in writing_paths(target.app)]
    assert len(found) > 90 and [each for each in found if each[1] != 400] == []


@attack(
    "B2",
    "De code van een andere sessie, een lege, een verzonnen en een code in het adres.",
    "Geweigerd; niets gewijzigd.",
    ["3.5.1"],
)
def borrowed_token(target: Target) -> None:
    victim, attacker = target.browser("buyer1"), target.browser()
    with attacker.browser.session_transaction() as cookie:
        cookie["csrf_token"] = attacker.secret = "f" * 40
    own = attacker.csrf_token
    for sent, query in (
        ({"csrf_token": own}, ""),
        ({"csrf_token": ""}, ""),
        ({"csrf_token": "verzonnen"}, ""),
        ({}, f"?csrf_token={victim.csrf_token}"),
        ({"csrf_token": victim.csrf_token + "x"}, ""),
    ):
        answer = victim.browser.post(f"/profiel{query}", data={**sent, "name": "Gekaapt", "language": "nl"})
        assert answer.status_code == 400, (sent, query)
    with target.read() as opened:
        assert opened.scalars(select(User.id).where(User.name == "Gekaapt")).all() == []


@attack(
    "B3",
    "Een formulier als tekst, als JSON of met een andere methode erin, om de controle te omzeilen.",
    "Geweigerd; niets gewijzigd.",
    ["3.5.1", "4.1.4"],
)
def disguised_forms(target: Target) -> None:
    client = target.browser("buyer1")
    for kind in ("text/plain", "application/json", "application/xml"):
        answer = client.browser.post("/profiel", data='{"name": "Gekaapt"}', content_type=kind)
        assert answer.status_code == 400, kind
    for headers in ({"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"}, {"X-Method-Override": "PUT"}):
        assert client.browser.get("/profiel?_method=POST&name=Gekaapt", headers=headers).status_code == 200
    with target.read() as opened:
        assert opened.scalars(select(User.id).where(User.name == "Gekaapt")).all() == []


@attack(
    "B4",
    "Op iedere pagina zoeken naar een plek waar een vreemd script, stijl of kader kan werken.",
    "Een strenge CSP met een eenmalige code; geen script, stijl of handler in de pagina zelf.",
    ["3.4.3", "3.4.6", "3.7.1"],
)
def policy_everywhere(target: Target) -> None:
    faults, nonces = [], set()
    for actor, place, answer in target.stage().pages:
        policy = answer.headers["Content-Security-Policy"]
        found = re.search(r"script-src 'self' 'nonce-([\w-]{20,})'(;|$)", policy)
        whole = found is not None and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        if found is not None:
            nonces.add(found[1])
        page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        inline = re.search(
            r"<[^>]+\s(style|on[a-z]+)=|<style|<script(?![^>]*(src|nonce)=)|javascript:|<base|<iframe", page
        )
        if not whole or inline or "object-src 'none'" not in policy or "base-uri 'none'" not in policy:
            faults.append(f"{place} {actor}: {policy} {inline and inline[0]}")
    assert faults == [] and len(nonces) == len(target.stage().pages)


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


@attack(
    "B5",
    "Een pagina in een kader, een bestand als script, een venster dat meekijkt; ook bij iedere fout.",
    "De koppen die dat verhinderen staan op ieder antwoord.",
    ["3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.5.8"],
)
def headers_everywhere(target: Target) -> None:
    client = target.browser("buyer1")
    tried = [answer for _actor, _place, answer in target.stage().pages]
    tried += [
        client.browser.get(path) for path in ("/nergens", "/catalogus", "/api/v1/nergens", f"/dossiers/{MADE_UP}")
    ]
    tried += [
        client.browser.post("/profiel"),
        client.browser.delete("/profiel"),
        client.browser.get("/x", headers={"Host": "kwaad"}),
    ]
    for answer in tried:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.request.path
        assert "charset=utf-8" in answer.content_type or not answer.mimetype.startswith("text/"), answer.request.path


@attack(
    "B6",
    "De terugknop of een gedeelde computer na het uitloggen: pagina’s uit de voorraad van de browser.",
    "Geen pagina met gegevens mag worden bewaard.",
    ["14.3.2", "14.2.5"],
)
def nothing_kept(target: Target) -> None:
    for _actor, place, answer in target.stage().pages:
        assert "no-store" in answer.headers.get("Cache-Control", "") or place.endpoint == "openapi.spec", place
    client = target.browser("buyer1")
    for path in ("/profiel/x.css", "/gebruik/a.js", "/profiel.png", "/static/dist/../../profiel"):
        answer = client.browser.get(path)
        assert answer.status_code in (302, 404) and "no-store" in answer.headers["Cache-Control"], path


ELSEWHERE = (
    "https://kwaad.example/",
    "//kwaad.example",
    "/\\kwaad.example",
    "\\\\kwaad.example",
    "/\t/kwaad.example",
    "/%09/kwaad.example",
    "///kwaad.example",
    "https:kwaad.example",
    "http://127.0.0.1@kwaad.example/",
    "http://127.0.0.1.kwaad.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "\x00//kwaad.example",
    "/\u2028//kwaad.example",
    "//kwaad。example",
)


@attack(
    "B7",
    "Een link naar ons die daarna doorstuurt naar een andere site, op vijftien manieren geschreven.",
    "Men komt bij ons uit, op de startpagina.",
    ["3.7.2", "1.2.2"],
)
def led_elsewhere(target: Target) -> None:
    client = target.browser("buyer1")
    for place in ELSEWHERE:
        led = [
            client.post("/taal", {"language": "nl", "next": place}).location,
            client.browser.get("/inloggen", query_string={"next": place}).headers["Location"],
            client.browser.get("/bevestigen", query_string={"next": place}).headers["Location"],
            target.log_in(target.browser(), "ciso1").location,
        ]
        for each in led:
            parts = urlsplit(each)
            assert not parts.scheme and not parts.netloc and each.startswith("/") and each[1:2] not in ("/", "\\"), (
                place,
                each,
            )


@attack(
    "B8",
    "Dubbele schuine strepen aan het begin van een adres, om door te sturen naar een naam die de aanvaller kiest.",
    "Men blijft op ons eigen adres.",
    ["3.7.2"],
    needs_server=True,
)
def merged_slashes(target: Target) -> None:
    wire = target.wire()
    for path in (
        "//kwaad.example/inloggen",
        "//kwaad.example//inloggen",
        "/\\kwaad.example/",
        "//kwaad.example/%2e%2e",
    ):
        found = wire.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        place = re.search(rb"\r\nLocation: ([^\r]+)", found.raw)
        assert place is None or re.match(rb"http://127\.0\.0\.1/|/(?![/\\])", place[1]), (path, place)


@attack(
    "B9",
    "Een webadres van een leverancier dat code is: javascript:, data:, vbscript:, met spaties en hoofdletters.",
    "Geweigerd met uitleg bij het veld; niets opgeslagen.",
    ["1.2.2", "2.2.1"],
)
def coded_address(target: Target) -> None:
    key = target.world.vendors[0]
    client = target.browser("vendor-admin1")
    for website in (
        "javascript:alert(1)",
        "JaVaScRiPt://x%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//kwaad.example",
        "ftp://kwaad.example",
    ):
        sent = {"name": "Bedacht", "country": "NL", "kvk_number": "99000001", "website": website, "revision": "1"}
        answer = client.browser.post(f"/leveranciers/{key}/wijzigen", data={"csrf_token": client.csrf_token, **sent})
        assert answer.status_code == 422 and f'href="{website}"' not in answer.get_data(as_text=True), website
    with target.read() as opened:
        assert opened.get_one(Vendor, key).website == ""


@attack(
    "B10",
    "Een link in een gesprek die iets anders toont dan waar zij heen gaat, of code is.",
    "Alleen hele http-adressen worden links, en zij tonen waar zij heen gaan.",
    ["1.2.2", "1.3.5"],
)
def links_in_text(target: Target) -> None:
    hostile = '[klik](javascript:alert(1)) <a href=x>y</a> javascript://a https://a.example/"onmouseover=1 https://b.example/x)'
    made = str(as_markup(hostile))
    assert re.findall(r'href="([^"]*)"', made) == re.findall(r">(https?://[^<]*)</a>", made)
    assert (
        "<a href=x" not in made and 'href="javascript' not in made and made.count('rel="noopener') == made.count("<a ")
    )


@attack(
    "B11",
    "Een verwijzing naar een vreemde site in een pagina: scripts, stijlen, plaatjes, letters, kaders.",
    "Alles komt van ons eigen adres, ook op de pagina achter een eenmalige link.",
    ["3.6.1", "14.2.3"],
)
def foreign_parts(target: Target) -> None:
    loaded = re.compile(r'<(?:script|img|link|iframe|source|video|object|embed)[^>]*\s(?:src|href|data)="([^"]+)"')
    faults = []
    for _actor, place, answer in target.stage().pages:
        if answer.mimetype == "text/html":
            found = loaded.findall(answer.get_data(as_text=True))
            faults += [
                f"{place}: {each}"
                for each in found
                if not each.startswith(("/", "data:image/")) or each.startswith("//")
            ]
    assert faults == []


@attack(
    "B12",
    "Een andere site leest onze API met de cookie van een bezoeker (CORS), met en zonder vooraanvraag.",
    "Geen enkele andere oorsprong mag lezen; een cookie opent de API niet.",
    ["3.4.2", "3.5.2"],
)
def other_origin(target: Target) -> None:
    client = target.browser("coordinator")
    asked = {
        "Origin": "https://kwaad.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    for method, path in (
        ("GET", "/api/v1/leveranciers"),
        ("OPTIONS", "/api/v1/leveranciers"),
        ("GET", "/profiel"),
        ("OPTIONS", "/profiel"),
    ):
        for origin in ("https://kwaad.example", "null", "http://127.0.0.1.kwaad.example"):
            answer = client.browser.open(path, method=method, headers={**asked, "Origin": origin})
            assert not [name for name, _value in answer.headers if name.lower().startswith("access-control")], path
    assert client.browser.get("/api/v1/leveranciers").status_code == 401


@attack(
    "B13",
    "Alle pagina’s opvragen die iets wijzigen, met een link of plaatje (GET).",
    "Opvragen wijzigt niets: de database staat dan op alleen lezen.",
    ["3.5.3"],
)
def changes_by_reading(target: Target) -> None:
    stage = target.stage()
    changed = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
    ours = "relname NOT LIKE 'trail%' AND relname != 'login_sessions'"  # refusals, and when somebody was seen
    query = text(f"{changed} WHERE {ours} AND n_tup_ins + n_tup_upd + n_tup_del > 0")
    with stage.oracle() as oracle:
        before = {tuple(row) for row in oracle.connection.execute(query)}
        for _endpoint, path in writing_paths(target.app):
            answer = oracle.ask("coordinator", Place("", "GET", f"{path}?bevestig=1&csrf_token=x", None))
            assert answer.status_code in (200, 302, 400, 403, 404, 405, 410), (path, answer.status_code)
        assert {tuple(row) for row in oracle.connection.execute(query)} == before
