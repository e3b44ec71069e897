# SPDX-License-Identifier: EUPL-1.2
"""What an attacker has before them: browsers of people of the world, calls without one, and a real server."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from contextvars import Context
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from samencontroleren.accounts import clients
from samencontroleren.accounts.models import PersonalToken
from samencontroleren.app import create_app
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.security import digest, new_token
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.attacks.stage import Stage
from tests.attacks.wire import Wire
from tests.support.pages import HTML, Page, PageClient
from tests.support.world import PASSWORD, World

MADE_UP = "6f1c8a52-6f0e-4c8e-9d51-0f6c1d2e3a4b"
"""A key that is nobody's."""


@dataclass
class Target:
    """The platform as somebody outside meets it, with hands to prepare and eyes to look afterwards."""

    app: Flask
    database: Database
    world: World
    wire: Callable[[], Wire]
    """A real server on a socket, started once per worker."""
    stage: Callable[[], Stage]
    """The platform with something in every field, built once per worker."""
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    """Who has one already."""

    def browser(self, name: str | None = None, language: str = "nl") -> PageClient:
        """The browser of somebody of the world, or of a visitor."""
        return PageClient(self.app, self.world[name] if name else None, language)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        """A call without cookies."""
        return Context().run(self.app.test_client(use_cookies=False).open, path, method=method, **options)

    def served_on_https(self) -> FlaskClient:
        """A visitor of the same platform as it is served in production: on https."""
        settings = replace(self.app.extensions["settings"], base_url="https://localhost")
        return create_app(settings, self.database).test_client()

    def log_in(self, client: PageClient, name: str, password: str = PASSWORD, status: int = 302) -> Any:
        """Type mail address and password."""
        sent = {"email": self.world[name].email, "password": password, "next": "/"}
        return client.post("/inloggen", sent, status)

    def fill(self, client: PageClient, path: str, typed: dict[str, Any], status: int = 302) -> Page:
        """Open a form and send it with what it holds itself, as a browser does after the session changed."""
        shown = next(each for each in client.get(path).all("form") if place_of(each) == path)
        return client.post(path, {**hidden_fields(shown), **typed}, status)

    def token_of(self, name: str) -> dict[str, str]:
        """The header of a bearer token with all rights of this person in the API; one and the same each time."""
        if name not in self.tokens:
            token = new_token()
            with self.database.unit() as opened:
                opened.add(PersonalToken(membership_id=self.world[name].membership_id, token_digest=digest(token)))
            self.tokens[name] = {"Authorization": f"Bearer {token}"}
        return self.tokens[name]

    def api(self, name: str, method: str, path: str, **options: Any) -> TestResponse:
        """A call of the API as somebody of the world; `json` may be any value, `body` any bytes of JSON."""
        headers = {**self.token_of(name), **options.pop("headers", {})}
        if "body" in options:
            options["data"], options["content_type"] = options.pop("body"), "application/json"
        return self.call(method, f"/api/v1{path}", headers=headers, **options)

    def client_of(self, where: str, roles: Iterable[Role], scopes: Iterable[Scope]) -> tuple[str, str, dict[str, str]]:
        """A system with the API: its key, its secret and the header of a token."""
        with self.database.unit():
            day = clock.today() + timedelta(days=30)
            who = self.world[where].also(*roles)
            made, secret = clients.add_client(who, "Koppeling", list(roles), list(scopes), day)
        return str(made.id), secret, self.bearer(str(made.id), secret)

    def bearer(self, key: str, secret: str) -> dict[str, str]:
        """Exchange a secret for a token; the header to send."""
        basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
        form = {"grant_type": "client_credentials"}
        answer = self.call("POST", "/api/v1/token", data=form, headers={"Authorization": f"Basic {basic}"})
        return {"Authorization": f"Bearer {(answer.get_json() or {}).get('access_token', '')}"}

    def read(self) -> Any:
        """An open unit to look into the tables: `with target.read() as opened`."""
        return self.database.unit(write=False)

    def mails(self) -> list[OutboxMail]:
        """All mails in the outbox."""
        with self.read() as opened:
            found: Session = opened
            return list(found.scalars(select(OutboxMail)))


def place_of(form: Element) -> str:
    """Where a form is sent to, without its query."""
    return urlsplit(form.get("action", "")).path


def hidden_fields(form: Element) -> dict[str, str]:
    """What a form holds that nobody types, its token among it."""
    fields = [each for each in form.iter(f"{HTML}input") if each.get("type") == "hidden"]
    return {each.get("name", ""): each.get("value", "") for each in fields}


def masked(text: str) -> str:
    """A page without what differs each time and without the address that was typed."""
    text = re.sub(r"[\w.+-]+@[\w.-]+\.example", "<mail>", text)
    text = re.sub(r"[Kk]enmerk: [0-9a-f]+", "<number>", text)
    return re.sub(r'(value="|nonce=")[\w.\-]{20,}"', r"\1…", text)


def texts_of(answer: TestResponse) -> str:
    """The body as text, whatever it is."""
    return answer.get_data().decode(errors="replace")


def problem_of(answer: TestResponse, status: int) -> dict[str, Any]:
    """The body of an error of the API; asserts status and form."""
    assert answer.status_code == status, (answer.status_code, texts_of(answer)[:300])
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(texts_of(answer))
    assert found["status"] == status and found["title"] and found["detail"]
    return found


def names_of(found: dict[str, Any]) -> set[str]:
    """The fields that an error names."""
    return {each["name"] for each in found["invalidParams"]}
