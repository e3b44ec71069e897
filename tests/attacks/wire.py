# SPDX-License-Identifier: EUPL-1.2
"""A real server (gunicorn, as `gunicorn.conf.py` says) on a database of its own, and bytes as no browser sends them."""

import re
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from requests import Response
from sqlalchemy import Select

from samencontroleren.accounts.models import LoginSession, PersonalToken
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.security import digest, new_token
from tests.support.world import Person, World

CSRF = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True)
class Answered:
    """What came back until the server closed or said nothing more: answers in a row, as bytes."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        """The status of each answer on this connection."""
        return [int(each) for each in re.findall(rb"(?:^|\n)HTTP/1\.[01] (\d{3})", self.raw)]


@dataclass(frozen=True)
class Visitor:
    """A browser on a real connection: its cookie, and its forms with their token."""

    address: str
    cookie: str
    token: str

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any) -> Response:
        """One request on a connection of its own, without following redirects."""
        whole = {"Cookie": self.cookie, **(headers or {})}
        return requests.request(
            method, self.address + path, headers=whole, allow_redirects=False, timeout=20, **options
        )

    def post(self, path: str, **typed: Any) -> Response:
        """Send a form."""
        return self.post_with(path, {}, **typed)

    def post_with(self, path: str, headers: Mapping[str, str], **typed: Any) -> Response:
        """Send a form with headers of one's own."""
        return self.send("POST", path, headers, data={"csrf_token": self.token, **typed})


@dataclass(frozen=True)
class Wire:
    """A server, its database and its log."""

    port: int
    app: Flask
    database: Database
    world: World
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def raw(self, sent: bytes, wait: float = 2) -> Answered:
        """Send these bytes and read until the server closes, or says nothing for `wait` seconds."""
        found = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as opened:
            try:
                opened.sendall(sent)
                while part := opened.recv(65_536):
                    found += part
            except (TimeoutError, ConnectionError):
                pass
        return Answered(found)

    def first_word(self, sent: bytes, wait: float = 10) -> Answered:
        """Send these bytes and take what the server says first, whatever it still waits for."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as opened:
            opened.sendall(sent)
            return Answered(opened.recv(65_536))

    def count(self, query: Select[Any]) -> int:
        """How many rows the server's database gives."""
        with self.database.unit(write=False) as opened:
            return len(opened.execute(query).all())

    def visitor(self, person: Person | None = None) -> Visitor:
        """A browser of somebody of the world, or of a visitor."""
        state = {"csrf_token": CSRF, "language": "nl"}
        if person is not None:
            state["sid"] = self._session_of(person)
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert serializer is not None
        token = str(URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token").dumps(CSRF))
        return Visitor(self.address, f"sc={serializer.dumps(state)}", token)

    def bearer(self, person: Person) -> str:
        """The header of a bearer token with all rights of this person in the API."""
        token = new_token()
        with self.database.unit() as opened:
            opened.add(PersonalToken(membership_id=person.membership_id, token_digest=digest(token)))
        return f"Bearer {token}"

    def _session_of(self, person: Person) -> str:
        token, now = new_token(), clock.now()
        facts = {"user_id": person.user_id, "membership_id": person.membership_id, "factor_at": now}
        with self.database.unit() as opened:
            opened.add(LoginSession(token_digest=digest(token), **facts))
        return token

    def logged(self) -> str:
        """All that the server wrote so far."""
        return self.log.read_text(errors="replace")


Act = Callable[[], Response]


def at_once(*acts: Act) -> Sequence[Response]:
    """Do these at one moment, each on its own connection."""
    gate = Barrier(len(acts))

    def run(act: Act) -> Response:
        gate.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
