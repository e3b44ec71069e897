# SPDX-License-Identifier: EUPL-1.2
"""Attacks on the API: fields that are not asked, values of another kind, JSON with two meanings, too much, XML."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from samencontroleren.accounts.models import MembershipRole
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.usage.models import Usage
from tests.attacks.injection import MARK, MARKUP, RAW
from tests.attacks.table import attack
from tests.attacks.target import MADE_UP, Target, problem_of, texts_of
from tests.support import story

PEOPLE = ("coordinator", "submitter1", "ciso1")
EXTRA: dict[str, Any] = {
    "id": MADE_UP,
    "revisie": 99,
    "toestand": "bevestigd",
    "state": "confirmed",
    "gemeenteId": MADE_UP,
    "vendor_id": MADE_UP,
    "rollen": ["functioneel-beheerder"],
    "is_machine": False,
    "password_hash": "x",
    "bevestigdOp": "2026-01-01T00:00:00Z",
    "__class__": "x",
    "__proto__": {"a": 1},
}
"""Names of columns, of fields that are only shown, and of what other languages stumble over."""


def operations(target: Target) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each writing call of the published document with a body: method, address with made-up keys, shape of the body."""
    document = target.call("GET", "/api/v1/openapi.json").get_json()
    for path, methods in document["paths"].items():
        for method in methods.keys() & {"post", "put", "patch"}:
            content = methods[method].get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                name = content["schema"]["$ref"].rsplit("/", 1)[1]
                yield method.upper(), path.replace("{key}", MADE_UP), document["components"]["schemas"][name]


def real_key(target: Target, path: str) -> str:
    """The address with a key of something that is there, where there is something."""
    with target.read() as opened:
        found = opened.scalars(select(Usage.id)).first()
    return path.replace(MADE_UP, str(found)) if path.startswith("/gebruik/") else path


def sent_as(target: Target, name: str, method: str, path: str, body: Any) -> Any:
    """A writing call with its usual headers."""
    headers = {"Idempotency-Key": uuid.uuid4().hex, "If-Match": '"1"'}
    return target.api(name, method, path, headers=headers, body=json.dumps(body).encode())


@attack(
    "P1",
    "Velden meesturen die niet worden gevraagd: sleutels, toestand, rollen, revisie; bij alle aanroepen.",
    "Geweigerd met de naam van ieder veld; niets gewijzigd.",
    ["15.3.3", "8.2.3"],
)
def extra_fields(target: Target) -> None:
    with target.database.unit():
        used = story.use(target.world, 0, 0, 1)
    count = 0
    for method, path, _shape in operations(target):
        for name in PEOPLE:
            answer = sent_as(target, name, method, real_key(target, path), EXTRA)
            assert answer.status_code in (400, 403, 404, 412), (method, path, answer.status_code)
            count += answer.status_code == 400
    good = {"proces": "Nieuw", "contractnummer": "C-9", "isKritiek": True}
    path = f"/gebruik/{used.id}"
    for extra, value in EXTRA.items():
        answer = target.api(
            "buyer1", "PUT", path, headers={"If-Match": f'"{used.revision}"'}, json={**good, extra: value}
        )
        found = problem_of(answer, 400)
        assert {each["name"] for each in found["invalidParams"]} == {extra}
    with target.read() as opened:
        now = opened.get_one(Usage, used.id)
        assert count >= 5 and (now.process, now.state, now.revision) == (used.process, used.state, used.revision)


@attack(
    "P2",
    "Velden meesturen die niet in het formulier staan: rollen in het eigen profiel, toestand bij gebruik.",
    "Geweigerd of genegeerd; niemand krijgt er iets bij.",
    ["15.3.3", "8.2.3"],
)
def extra_form_fields(target: Target) -> None:
    client = target.browser("buyer1")
    extra = {
        "roles": "ciso",
        "is_factor_exempt": "1",
        "organisation_id": MADE_UP,
        "blocked_at": "",
        "email": "kwaad@kwaad.example",
    }
    for name, value in extra.items():
        sent = {"csrf_token": client.csrf_token, "name": "Gewone naam", "language": "nl", name: value}
        assert client.browser.post("/profiel", data=sent).status_code in (400, 422), name
    with target.database.unit():
        used = story.use(target.world, 0, 0, 1, is_confirmed=False)
    for name, value in {"state": "confirmed", "confirmed_by_id": MADE_UP, "municipality_id": MADE_UP}.items():
        sent = {"csrf_token": client.csrf_token, "process": "x", "revision": "1", name: value}
        assert client.browser.post(f"/gebruik/{used.id}", data=sent).status_code in (400, 422), name
    with target.read() as opened:
        mine = MembershipRole.membership_id == target.world["buyer1"].membership_id
        assert opened.scalars(select(MembershipRole.role).where(mine)).all() == [Role.BUYER]
        assert opened.get_one(Usage, used.id).state == used.state


@attack(
    "P3",
    "Waarden van een ander soort in ieder veld: lijst, object, getal, waar, niets, reusachtig getal.",
    "Uitleg bij het veld (400); nooit een fout van de server.",
    ["15.3.5", "2.2.1"],
)
def other_kinds(target: Target) -> None:
    values: tuple[Any, ...] = ([], {}, [[[]]], {"a": {"b": 1}}, 1, -1, 10**40, 1.5, True, None, "", "\x00", "0" * 300)
    for method, path, shape in operations(target):
        names = list(shape.get("properties", {}))
        for value in values:
            answer = sent_as(target, "coordinator", method, path, dict.fromkeys(names, value))
            assert answer.status_code < 500 and answer.status_code != 200, (method, path, value)


@attack(
    "P4",
    "Opmaak, SQL en stuurtekens in alle tekstvelden van de API.",
    "JSON met het juiste soort; de tekst blijft tekst.",
    ["1.2.3", "4.1.1", "1.2.4"],
)
def text_in_fields(target: Target) -> None:
    with target.database.unit():
        used = story.use(target.world, 0, 0, 1)
    for method, path, shape in operations(target):
        answer = sent_as(target, "coordinator", method, path, dict.fromkeys(shape.get("properties", {}), MARKUP))
        assert answer.status_code < 500 and answer.mimetype.endswith("json"), (method, path)
    sent = {"proces": MARKUP, "contractnummer": f"{MARK}'; DROP TABLE usages; --", "isKritiek": False}
    answer = target.api("buyer1", "PUT", f"/gebruik/{used.id}", headers={"If-Match": f'"{used.revision}"'}, json=sent)
    assert answer.status_code == 200 and answer.get_json()["proces"] == MARKUP
    assert answer.mimetype == "application/json" and answer.headers["X-Content-Type-Options"] == "nosniff"
    page = texts_of(target.browser("buyer1").browser.get(f"/gebruik/{used.id}"))
    assert not [each for each in RAW if each in page] and MARK in page


TWO_MEANINGS = {
    "naam twee keer": b'{"proces": "a", "proces": "b"}',
    "NaN": b'{"proces": NaN}',
    "oneindig": b'{"proces": 1e999}',
    "halve teken": b'{"proces": "\\ud800"}',
    "rest erachter": b'{"proces": "a"} {"proces": "b"}',
    "geen utf-8": b'{"proces": "\xff\xfe"}',
    "commentaar": b'{"proces": "a" /* b */}',
    "geen object": b'["proces"]',
    "enkele aanhaling": b"{'proces': 'a'}",
    "leeg": b"",
    "nul erin": b'{"proces": "a\x00"}',
}


@attack(
    "P5",
    "JSON die twee lezers anders begrijpen: een naam twee keer, NaN, halve tekens, rest erachter.",
    "Geweigerd.",
    ["1.5.3"],
)
def two_meanings(target: Target) -> None:
    with target.database.unit():
        used = story.use(target.world, 0, 0, 1)
    for name, body in TWO_MEANINGS.items():
        answer = target.api(
            "buyer1", "PUT", f"/gebruik/{used.id}", headers={"If-Match": f'"{used.revision}"'}, body=body
        )
        assert answer.status_code == 400, name
    with target.read() as opened:
        assert opened.get_one(Usage, used.id).process == used.process


@attack(
    "P6",
    "JSON met honderdduizend lijsten in elkaar, of een object van honderdduizend velden.",
    "Geweigerd; de server werkt door.",
    ["1.5.2", "15.2.2"],
    needs_server=True,
)
def deep_json(target: Target) -> None:
    wire = target.wire()
    headers = {
        "Authorization": wire.bearer(wire.world["buyer1"]),
        "Content-Type": "application/json",
        "Idempotency-Key": "diep",
    }
    many = json.dumps({f"veld{number}": number for number in range(100_000)}).encode()
    for body in (b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, many):
        answer = wire.visitor().send("POST", "/api/v1/gebruik", headers, data=body)
        assert answer.status_code in (400, 413), answer.status_code
    assert wire.visitor().send("GET", "/_healthz/livez").status_code == 200


@attack(
    "P7",
    "Dertig megabyte in de API; drie megabyte of 200.000 velden in een formulier.",
    "Geweigerd (413), met uitleg.",
    ["5.2.1", "15.2.2"],
)
def huge_bodies(target: Target) -> None:
    body = b'{"proces": "' + b"a" * 30_000_000 + b'"}'
    problem_of(target.api("buyer1", "POST", "/gebruik", headers={"Idempotency-Key": "groot"}, body=body), 413)
    client = target.browser("buyer1")
    many = {f"veld{number}": "x" for number in range(200_000)}
    for typed in ({"name": "a" * 3_000_000, "language": "nl"}, many):
        answer = client.browser.post("/profiel", data={"csrf_token": client.csrf_token, **typed})
        assert answer.status_code == 413 and len(answer.get_data()) < 50_000


XXE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><gebruik><proces>&x;</proces></gebruik>"""


@attack(
    "P8",
    "XML met een verwijzing naar een bestand op de server (XXE), YAML, en formulieren waar JSON hoort.",
    "Niet aangenomen (415).",
    ["1.5.1", "1.5.2"],
)
def other_media(target: Target) -> None:
    headers = {**target.token_of("buyer1"), "Idempotency-Key": "xml"}
    for kind in (
        "application/xml",
        "text/xml",
        "application/x-yaml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-seq",
    ):
        answer = target.call("POST", "/api/v1/gebruik", headers=headers, data=XXE, content_type=kind)
        problem_of(answer, 415)
        assert "root:" not in texts_of(answer)


@attack(
    "P9",
    "Sleutels anders geschreven: hoofdletters, accolades, zonder streepjes, andere cijfers, punten erin.",
    "Bestaat niet; nooit een andere sleutel dan er staat.",
    ["1.1.1", "2.2.1"],
)
def odd_keys(target: Target) -> None:
    with target.database.unit():
        key = story.use(target.world, 0, 0, 1).id
    token = target.token_of("buyer1")
    assert target.call("GET", f"/api/v1/gebruik/{key}", headers=token).status_code == 200
    wide = str(key).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for odd in (
        f"{{{key}}}",
        key.hex,
        f"urn:uuid:{key}",
        wide,
        f"{key}%00",
        f"{key}%20",
        f"%20{key}",
        f"{key};x",
        f"{key}.json",
        f"{key}/",
        f"x/../{key}",
    ):
        answer = target.call("GET", f"/api/v1/gebruik/{odd}", headers=token)
        assert answer.status_code == 404, odd


@attack(
    "P10",
    "De Idempotency-Key van een collega, een key met een andere inhoud, en een key van vijfduizend tekens.",
    "Ieder heeft eigen keys; een andere inhoud en een te lange key worden geweigerd.",
    ["2.3.4", "8.2.2"],
)
def borrowed_idempotency(target: Target) -> None:
    sent = {"product": str(target.world.products[0][0]), "proces": "Een", "contractnummer": "C"}
    headers = {"Idempotency-Key": "zelfde"}
    made = target.api("buyer1", "POST", "/gebruik", headers=headers, json=sent)
    assert made.status_code == 201
    assert target.api("buyer1", "POST", "/gebruik", headers=headers, json={**sent, "proces": "Twee"}).status_code == 409
    other = target.api("buyer2", "POST", "/gebruik", headers=headers, json=sent)
    assert other.status_code == 201 and other.get_json()["id"] != made.get_json()["id"]
    for odd in ("x" * 5000, " ", ""):
        assert target.api("buyer1", "POST", "/gebruik", headers={"Idempotency-Key": odd}, json=sent).status_code == 428
    with target.read() as opened:
        assert len(opened.scalars(select(Usage.id)).all()) == 2


@attack(
    "P11",
    "Een fout uitlokken om iets van de binnenkant te zien: namen van tabellen, paden, regels code.",
    "Een kenmerk en een gewone zin, in pagina en API.",
    ["16.5.1", "13.4.2"],
)
def inside_out(target: Target) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("SELECT zqbinnen FROM users at /srv/app/x.py")

    with pytest.MonkeyPatch.context() as patched:
        for endpoint in ("accounts.login", "vendors_api.list_vendors"):
            patched.setitem(target.app.view_functions, endpoint, broken)
        page = target.browser().browser.get("/inloggen")
        call = target.call("GET", "/api/v1/leveranciers", headers=target.token_of("coordinator"))
    for answer in (page, call):
        assert answer.status_code == 500
        assert not [
            word for word in ("zqbinnen", "Traceback", "/srv", "RuntimeError", ".py") if word in texts_of(answer)
        ]
    for path in (
        "/console",
        "/debug",
        "/_debug",
        "/__debugger__",
        "/metrics",
        "/admin",
        "/server-status",
        "/phpinfo.php",
        "/actuator",
    ):
        assert target.call("GET", path).status_code in (302, 404), path


@attack(
    "P12",
    "Een token vragen met het geheim in het adres, met een ander soort aanvraag, en met meer bereik dan gegeven.",
    "Geen token.",
    ["14.2.1", "8.2.1"],
)
def odd_token_requests(target: Target) -> None:
    key, secret, _bearer = target.client_of("admin1", [Role.CISO], [Scope.READ])
    basic = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    tries: tuple[dict[str, Any], ...] = (
        {"query_string": basic},
        {"query_string": basic, "data": {}},
        {"data": {**basic, "grant_type": "password", "username": "a", "password": "b"}},
        {"data": {"grant_type": "client_credentials"}, "headers": {"Authorization": "Basic %%%"}},
        {"json": basic},
    )
    for options in tries:
        answer = target.call("POST", "/api/v1/token", **options)
        assert answer.status_code in (400, 401, 415) and "access_token" not in texts_of(answer), options
    assert target.call("GET", "/api/v1/token", query_string=basic).status_code == 405
