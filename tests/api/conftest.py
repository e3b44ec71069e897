# SPDX-License-Identifier: EUPL-1.2
"""Clients of the world that call the API as other software does."""

import base64
import json
from collections.abc import Callable, Iterable
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from samencontroleren.accounts import clients
from samencontroleren.core import clock, openapi
from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.support.world import World

ADMINISTRATORS = {"gemeente": "admin1", "supplier": "vendor-admin1", "vng": "vng-admin"}


class Client:
    """Other software: gets a token with its secret, and calls."""

    def __init__(self, app: Flask, key: str, secret: str) -> None:
        self.app, self.key, self.secret = app, key, secret
        self.token = ""

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One call, with the token this client got."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return send(self.app, method, f"/api/v1{path}", headers=headers, **options)

    def log_in(self, **sent: str) -> TestResponse:
        """Exchange the secret for a token."""
        basic = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        form = {"grant_type": "client_credentials", **sent}
        answer = send(self.app, "POST", "/api/v1/token", data=form, headers={"Authorization": f"Basic {basic}"})
        if answer.status_code == 200:
            self.token = answer.get_json()["access_token"]
        return answer


def send(app: Flask, method: str, path: str, **options: Any) -> TestResponse:
    """One call in a context of its own, without cookies."""
    return Context().run(app.test_client(use_cookies=False).open, path, method=method, **options)


Make = Callable[..., Client]


@pytest.fixture
def make_client(app: Flask, database: Database, world: World) -> Make:
    """`make_client("gemeente", [Role.CISO], [Scope.READ])`: a client with a token."""

    def make(
        where: str, roles: Iterable[Role], scopes: Iterable[Scope] = tuple(Scope), name: str = "Koppeling"
    ) -> Client:
        with database.unit():
            day = clock.today() + timedelta(days=30)
            who = world[ADMINISTRATORS[where]].also(*roles)
            made, secret = clients.add_client(who, name, list(roles), list(scopes), day)
        client = Client(app, str(made.id), secret)
        assert client.log_in().status_code == 200
        return client

    return make


@pytest.fixture(scope="session")
def document(bare_app: Flask) -> Any:
    """The published OpenAPI document."""
    with bare_app.test_request_context():
        return json.loads(json.dumps(openapi.document()))
