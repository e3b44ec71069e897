# SPDX-License-Identifier: EUPL-1.2
"""Bare requests to the real server: two readings of one message, odd lines and methods, other hosts, paths outside."""

import gzip
import re

from sqlalchemy import select

from samencontroleren.core.outbox import OutboxMail
from tests.attacks.table import attack
from tests.attacks.target import Target
from tests.attacks.wire import Wire

HIDDEN = "GET /kwaad-gesmokkeld HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LOG_IN = "POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def refused_as_one(wire: Wire, *requests: str) -> None:
    """Each of these gets one refusal and the connection is closed: what hides inside is never read as a request."""
    for sent in requests:
        found = wire.raw(sent.encode("latin-1"))
        assert len(found.statuses) == 1 and (400 <= found.statuses[0] < 500 or found.statuses == [501]), (
            sent[:200],
            found.raw[:200],
        )


@attack(
    "H1",
    "Een bericht met Content-Length én Transfer-Encoding, met een tweede verzoek in de inhoud.",
    "Geweigerd; het tweede verzoek wordt niet gelezen.",
    ["4.2.1"],
    needs_server=True,
)
def two_lengths(target: Target) -> None:
    body = f"0\r\n\r\n{HIDDEN}"
    both = f"Content-Length: {len(body)}\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
    other = f"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{body}"
    refused_as_one(target.wire(), LOG_IN + both, LOG_IN + other)


@attack(
    "H2",
    "Twee keer Content-Length, of een lengte met een teken of spatie erin.",
    "Geweigerd.",
    ["4.2.1"],
    needs_server=True,
)
def odd_lengths(target: Target) -> None:
    twice = f"{LOG_IN}Content-Length: 0\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}"
    odd = [f"{LOG_IN}Content-Length: {each}\r\n\r\n{HIDDEN}" for each in ("+0", "-1", "0x0", "1 0", "0, 0", "1_0", "²")]
    refused_as_one(target.wire(), twice, *odd)


@attack(
    "H3",
    "Transfer-Encoding zo geschreven dat de ene server het wel leest en de andere niet.",
    "Geweigerd.",
    ["4.2.1"],
    needs_server=True,
)
def disguised_chunks(target: Target) -> None:
    body = f"0\r\n\r\n{HIDDEN}"
    names = (
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked, chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding:\x0bchunked",
        "Transfer_Encoding: chunked",
        "Transfer-Encoding: identity",
    )
    sent = [f"{LOG_IN}Content-Length: {len(body)}\r\n{each}\r\n\r\n{body}" for each in names]
    refused_as_one(target.wire(), *sent)


@attack(
    "H4",
    "Stukken met een lengte die op twee manieren is te lezen.",
    "Geweigerd of afgebroken; niets erachter wordt gelezen.",
    ["4.2.1"],
    needs_server=True,
)
def odd_chunks(target: Target) -> None:
    for size in ("+5", "0x5", "-1", "5 ", "", "5\r", "5;a\nb"):
        sent = f"{LOG_IN}Transfer-Encoding: chunked\r\n\r\n{size}\r\nabcde\r\n0\r\n\r\n{HIDDEN}"
        found = target.wire().raw(sent.encode("latin-1"), wait=0.4)
        assert len(found.statuses) <= 1 and all(400 <= each < 500 for each in found.statuses), (size, found.raw[:200])


@attack(
    "H5",
    "Regeleinden van één teken, vervolgregels en een nul in een kop.",
    "Geweigerd of als één verzoek gelezen; er komt geen kop bij.",
    ["4.2.1", "1.2.1"],
    needs_server=True,
)
def odd_lines(target: Target) -> None:
    start = "GET /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    refused_as_one(
        target.wire(),
        f"{start}X-A: b\r\n Cookie: kwaad=1\r\n\r\n",
        f"{start}X-A: b\x00c\r\n\r\n",
        f"{start}X-A: b\rSet-Cookie: kwaad=1\r\n\r\n",
        f"{start}X A: b\r\n\r\n",
        f"{start}: b\r\n\r\n",
        f"{start}zonder dubbele punt\r\n\r\n",
    )


@attack(
    "H6",
    "Kopnamen met een liggend streepje, die op een kop van een proxy lijken.",
    "Geweigerd.",
    ["4.1.3", "15.3.4"],
    needs_server=True,
)
def lookalike_headers(target: Target) -> None:
    start = "GET /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    names = ("X_Forwarded_For", "X_Forwarded_Host", "Content_Length", "X_Real_IP")
    refused_as_one(target.wire(), *(f"{start}{each}: 7\r\n\r\n" for each in names))


@attack(
    "H7",
    "Een adres van 9.000 tekens, honderd koppen, een kop van 70.000 tekens.",
    "Geweigerd; de server leest niet door.",
    ["15.2.2"],
    needs_server=True,
)
def too_much(target: Target) -> None:
    host = "Host: 127.0.0.1\r\n"
    many = "".join(f"X-A{number}: b\r\n" for number in range(100))
    refused_as_one(
        target.wire(),
        f"GET /inloggen?a={'b' * 9000} HTTP/1.1\r\n{host}\r\n",
        f"GET /inloggen HTTP/1.1\r\n{host}{many}\r\n",
        f"GET /inloggen HTTP/1.1\r\n{host}X-A: {'b' * 70_000}\r\n\r\n",
    )


@attack(
    "H8",
    "Een andere naam in de kop Host, twee namen, geen naam, of een adres met een andere naam.",
    "Geweigerd; de andere naam komt nergens terug.",
    ["4.2.1"],
    needs_server=True,
)
def other_host(target: Target) -> None:
    wire, end = target.wire(), "\r\n\r\n"
    found = [
        wire.raw(f"{sent}{end}".encode())
        for sent in (
            "GET /inloggen HTTP/1.1\r\nConnection: close\r\nHost: kwaad.example",
            "GET /inloggen HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\nHost: kwaad.example",
            "GET /inloggen HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:80@kwaad.example",
            "GET /inloggen HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1.kwaad.example",
            "GET /inloggen HTTP/1.1\r\nConnection: close\r\nHost: kwaad.example/127.0.0.1",
            "GET http://kwaad.example/inloggen HTTP/1.1\r\nConnection: close\r\nHost: kwaad.example",
            "GET /inloggen HTTP/1.1\r\nConnection: close",
        )
    ]
    assert [each.statuses for each in found[:6]] == [[400]] * 6
    assert all(b"kwaad" not in each.raw for each in found)


@attack(
    "H9",
    "‘Wachtwoord vergeten’ met een andere naam in Host, X-Forwarded-Host, Forwarded en X-Original-URL.",
    "De link in de mail wijst naar ons eigen adres.",
    ["4.1.3", "6.4.3"],
    needs_server=True,
)
def poisoned_link(target: Target) -> None:
    wire = target.wire()
    email = wire.world["owner3"].email
    visitor = wire.visitor()
    spoofed = {
        "X-Forwarded-Host": "kwaad.example",
        "X-Forwarded-Server": "kwaad.example",
        "Forwarded": "host=kwaad.example;proto=https",
        "X-Original-URL": "https://kwaad.example/",
        "X-Host": "kwaad.example",
        "Origin": f"{wire.address}",
    }
    answer = visitor.post_with("/wachtwoord-vergeten", spoofed, email=email)
    assert answer.status_code == 302 and "kwaad" not in answer.headers["Location"]
    with wire.database.unit(write=False) as opened:
        mails = opened.scalars(select(OutboxMail).where(OutboxMail.to_address == email)).all()
    links = re.findall(r"https?://[^\s\"<]+", "".join(each.text + each.html for each in mails))
    assert links and all(each.startswith(wire.address) for each in links)


@attack(
    "H10",
    "Methoden die niemand nodig heeft: TRACE, CONNECT, PROPFIND, DEBUG, get in kleine letters.",
    "Geweigerd; TRACE geeft niets van het verzoek terug.",
    ["13.4.4", "4.1.4"],
    needs_server=True,
)
def odd_methods(target: Target) -> None:
    wire = target.wire()
    for method in ("TRACE", "PROPFIND", "DEBUG", "TRACK", "get", "CONNECT", "PATCH"):
        sent = f"{method} /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Geheim: zqterug\r\nConnection: close\r\n\r\n"
        found = wire.raw(sent.encode())
        assert found.statuses in ([405], [400], [501]), (method, found.raw[:200])
        assert b"zqterug" not in found.raw, method


OUTSIDE = (
    "/static/dist/../../../config.py",
    "/static/dist/%2e%2e/%2e%2e/%2e%2e/config.py",
    "/static/dist/..%2f..%2f..%2fconfig.py",
    "/static/dist/..%5c..%5c..%5cconfig.py",
    "/static/dist//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/....//....//config.py",
    "/static/dist/%252e%252e/%252e%252e/config.py",
    "/static/dist/app.css%00.py",
    "/static/dist/",
    "/static/",
    "/.git/config",
    "/.env",
    "/wsgi.py",
    "/api/v1/../../etc/passwd",
)


@attack(
    "H11",
    "Paden naar buiten de map met bestanden, gewoon en op vijf manieren gecodeerd; .git, .env, mappen.",
    "Bestaat niet; geen bestand en geen lijst.",
    ["5.3.2", "13.4.1", "13.4.3"],
    needs_server=True,
)
def traversal(target: Target) -> None:
    wire = target.wire()
    for path in OUTSIDE:
        found = wire.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        assert found.statuses in ([404], [400], [302], [308]), (path, found.raw[:200])
        for sign in (b"SPDX", b"root:x", b"[core]", b"Index of", b"import "):
            assert sign not in found.raw, path
        if found.statuses[0] < 400:
            assert re.search(rb"Location: (/inloggen\?next=/|http://127\.0\.0\.1/)", found.raw), path


@attack(
    "H12",
    "Regeleinden in het adres en in ‘next’, om een eigen kop in het antwoord te krijgen.",
    "Er komt geen kop bij.",
    ["1.2.1", "4.2.1"],
    needs_server=True,
)
def split_answer(target: Target) -> None:
    for part in ("%0d%0aSet-Cookie:%20kwaad=1", "%0aX-Kwaad:1", "%E5%98%8A%E5%98%8DX-Kwaad:1", "%c4%8d%c4%8aX-Kwaad:1"):
        for path in (f"/inloggen?next=/{part}", f"/nergens{part}", f"/producten?zoek={part}", f"/producten/{part}"):
            found = target.wire().raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            head = found.raw.split(b"\r\n\r\n", 1)[0].lower()
            assert len(found.statuses) == 1 and found.statuses[0] in (200, 302, 404), (path, head)
            assert b"\nx-kwaad" not in head and b"kwaad=1;" not in head and b"\nset-cookie: kwaad" not in head, head


@attack(
    "H13",
    "Een inhoud van 10 GB aankondigen, en niets sturen.",
    "Meteen geweigerd.",
    ["5.2.1", "15.2.2"],
    needs_server=True,
)
def announced_giant(target: Target) -> None:
    wire = target.wire()
    kind = "application/x-www-form-urlencoded"
    sent = f"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: 10000000000\r\n\r\n"
    assert wire.first_word(sent.encode()).statuses == [413]
    assert wire.visitor().send("GET", "/inloggen").status_code == 200


@attack(
    "H14",
    "Een inhoud die door uitpakken duizend keer zo groot wordt (Content-Encoding: gzip).",
    "Wordt niet uitgepakt; geweigerd.",
    ["5.2.3", "15.2.2"],
    needs_server=True,
)
def packed_body(target: Target) -> None:
    wire, packed = target.wire(), gzip.compress(b'{"grant_type": "' + b"a" * 5_000_000 + b'"}')
    for path, kind in (("/api/v1/token", "application/x-www-form-urlencoded"), ("/inloggen", "application/json")):
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n"
        sent = f"{head}Connection: close\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed
        assert wire.raw(sent).statuses[0] in (400, 401, 415)


@attack(
    "H15",
    "Bytes die geen HTTP zijn: het begin van HTTP/2, TLS, HTTP/0.9, rommel.",
    "Geweigerd of gesloten; de server werkt door.",
    ["4.2.1", "16.5.1"],
    needs_server=True,
)
def no_http(target: Target) -> None:
    wire = target.wire()
    rubbish = (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
        b"GET /inloggen\r\n\r\n",
        b"GET /inloggen HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x00" * 500 + b"\r\n\r\n",
    )
    for sent in rubbish:
        found = wire.raw(sent)
        assert all(400 <= each <= 505 and each != 500 for each in found.statuses), (sent[:40], found.raw[:200])
        assert b"Traceback" not in found.raw
    assert wire.visitor().send("GET", "/inloggen").status_code == 200


@attack(
    "H16",
    "Regels en stuurtekens in adres, kop User-Agent en naam van een methode, om een regel in het log te vervalsen.",
    "Het log krijgt geen regel erbij en geen stuurteken.",
    ["16.4.1"],
    ["8.15.02"],
    needs_server=True,
)
def forged_log(target: Target) -> None:
    wire = target.wire()
    for sent in (
        b"GET /%0a%7B%22event%22%3A%22zqvervalst%22%7D HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /nergens HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: a\x1b[2Jzqvervalst\r\nConnection: close\r\n\r\n",
        b"GE\x1bT\nzqvervalst /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /a\x1b[31mzqvervalst HTTP/1.1\r\nHost: 127.0.0.1\nzqvervalst: 1\r\n\r\n",
    ):
        wire.raw(sent)
    lines = wire.logged().splitlines()
    assert lines and "\x1b" not in wire.logged()
    assert [each for each in lines if each.lstrip(' {"').startswith("zqvervalst")] == []


@attack(
    "H17",
    "Kijken welke software en versie de server gebruikt.",
    "Geen versie, ook niet bij een fout.",
    ["13.4.6", "16.5.1"],
    needs_server=True,
)
def versions(target: Target) -> None:
    visitor = target.wire().visitor()
    for path in ("/inloggen", "/nergens", "/api/v1/nergens", "/static/dist/nergens.js", "/_healthz/readyz"):
        answer = visitor.send("GET", path)
        told = f"{answer.headers.get('Server', '')} {answer.headers.get('X-Powered-By', '')}"
        assert not re.search(r"\d", told), told
        for word in ("Werkzeug", "Traceback", "gunicorn/", "Python/", "psycopg", "sqlalchemy"):
            assert word not in answer.text, (path, word)
