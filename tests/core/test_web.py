# SPDX-License-Identifier: EUPL-1.2
"""The request flow: log-in by default, headers on every answer, CSRF, language, no open redirect, one commit."""

import errno
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from samencontroleren.app import create_app
from samencontroleren.core import web
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form
from samencontroleren.core.trail import TrailRow
from tests.conftest import settings_for
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]
OWN = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cache-Control")


PLACES = ("/_healthz/livez", "/nergens", "/api/v1/nergens", "/api/v1/openapi.json", "/inloggen")
ELSEWHERE = (
    "https://kwaad.example/",
    "//kwaad.example",
    "/\\kwaad.example",
    "\\\\kwaad",
    "javascript:alert(1)",
    "",
    "kwaad",
    "/a\nb",
)


@pytest.mark.parametrize("path", PLACES)
def test_headers_on_every_answer(client_of: Clients, path: str) -> None:
    response = client_of().browser.get(path)
    for name in OWN:
        assert response.headers.get(name), name
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


def test_headers_on_refusals_too(app: Flask, client_of: Clients) -> None:
    """Another host, another method, a broken address, a form without token: the headers are there."""
    browser = client_of().browser
    refused = [
        browser.get("/inloggen", headers={"Host": "kwaad.example"}),
        browser.get("/api/v1/leveranciers", headers={"Host": "kwaad.example"}),
        browser.open("/inloggen", method="TRACE"),
        browser.get("/%00"),
        browser.get("/static/dist/nergens.js"),
        browser.post("/inloggen", data={"email": "x" * 3_000_000}),
    ]
    assert [each.status_code for each in refused] == [400, 400, 405, 404, 404, 413]
    for response in refused:
        assert not [name for name in OWN if not response.headers.get(name)]
        assert response.headers["Cache-Control"] == "no-store"


def test_our_files_run_nowhere_else(app: Flask, client_of: Clients) -> None:
    """Served before the application is asked, so their headers are given by themselves."""
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("app.css")
    with client_of().browser.get(address, buffered=True) as response:
        assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("hops", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.9"), (2, "10.0.0.8")])
def test_only_proxies_of_our_own_say_where_somebody_is(tmp_path: Path, hops: int, seen: str) -> None:
    """Without this the throttle per address counts a proxy as one visitor, or believes whatever a visitor sends."""
    settings = replace(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path), trusted_proxies=hops)
    behind, found = create_app(settings), []
    behind.before_request_funcs.setdefault(None, []).insert(0, lambda: found.append(request.remote_addr))
    behind.test_client().get("/_healthz/livez", headers={"X-Forwarded-For": "10.0.0.7, 10.0.0.8, 10.0.0.9"})
    assert found == [seen]


def test_nobody_gets_a_cookie_from_the_api(client_of: Clients) -> None:
    assert "Set-Cookie" not in client_of().browser.get("/api/v1/leveranciers").headers
    assert "Set-Cookie" not in client_of().browser.get("/_healthz/livez").headers


def test_nonce_differs_per_answer(client_of: Clients) -> None:
    policies = {client_of().browser.get("/inloggen").headers["Content-Security-Policy"] for _each in range(3)}
    assert len(policies) == 3


def test_visitor_is_asked_to_log_in_and_comes_back(client_of: Clients) -> None:
    page = client_of().get("/leveranciers?pagina=2", status=302)
    assert page.location == "/inloggen?next=/leveranciers?pagina%3D2"


def test_api_without_token_is_401_problem(client_of: Clients) -> None:
    response = client_of().browser.get("/api/v1/leveranciers")
    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert set(response.get_json()) >= {"type", "title", "status", "detail"}


def test_page_session_does_not_open_the_api(client_of: Clients, world: World) -> None:
    response = client_of(world["coordinator"]).browser.get("/api/v1/leveranciers")
    assert response.status_code == 401


def test_post_without_csrf_token_changes_nothing(client_of: Clients, world: World) -> None:
    client = client_of(world["coordinator"])
    page = client._open("/taal", 400, method="POST", data={"language": "en"})
    assert "verlopen" in page.words


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_open_redirect(client_of: Clients, address: str) -> None:
    assert client_of().post("/taal", {"language": "en", "next": address}).location == "/"


def test_language_is_remembered(client_of: Clients) -> None:
    client = client_of()
    assert client.get("/inloggen").all("html")[0].get("lang") == "nl"
    client.post("/taal", {"language": "en", "next": "/inloggen"})
    assert client.get("/inloggen").all("html")[0].get("lang") == "en"
    client.post("/taal", {"language": "fr"})
    assert client.get("/inloggen").all("html")[0].get("lang") == "en"


def test_error_page_is_a_page(client_of: Clients, world: World) -> None:
    page = client_of(world["coordinator"]).get("/nergens", status=404)
    assert "bestaat niet" in page.words


def test_denial_stays_in_the_trail(client_of: Clients, world: World, app: Flask) -> None:
    person = world["submitter1"]
    client_of(person).get("/catalogus", status=403)
    with app.extensions["database"].unit(write=False):
        rows = session().scalars(select(TrailRow).where(TrailRow.user_id == person.user_id)).all()
        assert [(row.action, row.result) for row in rows] == [("access.denied", "refused")]
        assert rows[0].origin.startswith("page ")


def test_failing_view_is_500_without_detail(app: Flask, client_of: Clients, monkeypatch: Any) -> None:
    def broken() -> str:
        raise RuntimeError("geheim detail")

    monkeypatch.setitem(app.view_functions, "accounts.login", broken)
    page = client_of().get("/inloggen", status=500)
    assert "geheim detail" not in page.text
    assert re.search(r"Noem dan dit kenmerk: [0-9a-f]{8}\b", page.words)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "De opslag is vol of niet bereikbaar"),
        (OperationalError("SELECT geheim", {}, Exception("server closed")), "Probeer het over een minuut opnieuw"),
    ],
)
def test_surroundings_that_fail_are_503_on_page_and_api(
    app: Flask, client_of: Clients, monkeypatch: Any, error: Exception, words: str
) -> None:
    def broken() -> str:
        raise error

    monkeypatch.setitem(app.view_functions, "accounts.login", broken)
    monkeypatch.setitem(app.view_functions, "accounts_api.token", broken)
    page = client_of().get("/inloggen", status=503)
    assert words in page.words
    answer = client_of().browser.post("/api/v1/token")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert words in answer.json["detail"]
    assert "geheim" not in page.text + answer.text


def test_a_page_that_can_not_even_say_so_still_gives_the_number(
    app: Flask, client_of: Clients, monkeypatch: Any
) -> None:
    def broken(*_args: object, **_more: object) -> str:
        raise RuntimeError("geheim detail")

    monkeypatch.setitem(app.view_functions, "accounts.login", broken)
    monkeypatch.setitem(app.jinja_env.globals, "asset", broken)
    response = client_of().browser.get("/inloggen")
    assert response.status_code == 500
    assert re.search(r"Kenmerk: [0-9a-f]{8}$", response.text)
    assert "geheim" not in response.text


@pytest.mark.parametrize(("path", "words"), [("/bestaat-niet", "Zoek op de naam"), ("/organisaties", "beheerder")])
def test_an_error_page_says_what_one_can_do(client_of: Clients, world: World, path: str, words: str) -> None:
    page = client_of(world["coordinator"]).get(path, status=404 if path == "/bestaat-niet" else 403)
    assert words in page.words
    assert "Naar de startpagina" in page.words


def test_untrusted_host_is_refused(client_of: Clients) -> None:
    response = client_of().browser.get("/inloggen", headers={"Host": "kwaad.example"})
    assert response.status_code == 400


def test_local_path_keeps_the_query(app: Flask) -> None:
    with app.test_request_context("/", base_url="http://127.0.0.1"):
        assert web.local_path("http://127.0.0.1/dossiers?q=a") == "/dossiers?q=a"
        assert web.local_path("http://127.0.0.1.kwaad.example/") == "/"
        assert web.local_path(None) == "/"


def test_a_message_at_a_field_names_what_it_is_about(bare_app: Flask) -> None:
    with bare_app.test_request_context():
        form = Form.typed(MultiDict(), Invalid({"requirements": ["Neem ook %(codes)s op."]}, codes="V-1"))
        assert form.errors("requirements") == ["Neem ook V-1 op."]
        assert form.all_errors() == [("requirements", "", "Neem ook V-1 op.")]
