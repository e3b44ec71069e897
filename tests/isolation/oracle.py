# SPDX-License-Identifier: EUPL-1.2
"""The oracle: asks as a person, and finds every canary in what leaves that this person may not see."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from samencontroleren import features
from samencontroleren.core import access, sides, walls, web
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow, TrailWaiting, canonical_text
from tests.isolation.bodies import body_of
from tests.isolation.canaries import FOUND, KEY, OUTSIDE, Scene
from tests.isolation.places import Place
from tests.isolation.unpacked import words_of
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in

CSRF = "0123456789abcdef0123456789abcdef01234567"
REFUSED = (401, 403, 404, 405)

REQUESTS: Counter[str] = Counter()
"""How many requests were made, by kind of database."""


@dataclass
class Oracle:
    """Asks on one connection, in a transaction that is rolled back, and remembers who met which canary."""

    app: Flask
    scene: Scene
    connection: Connection
    met: dict[str, set[str]] = field(default_factory=dict)
    """By word the people who met it."""
    words: frozenset[str] = frozenset()
    """The canaries in the answer that was last looked at."""

    @property
    def kind(self) -> str:
        """Which database is asked."""
        return self.connection.dialect.name

    def ask(self, actor: str, place: Place, sent: Mapping[str, Any] | None = None) -> TestResponse:
        """The answer to one person, without following redirects; `sent` goes along in the form or the body."""
        REQUESTS[self.kind] += 1
        return Context().run(self._send, actor, place, sent or {})

    def _send(self, actor: str, place: Place, sent: Mapping[str, Any]) -> TestResponse:
        client = self.app.test_client(use_cookies=False)
        body: dict[str, Any] = {}
        if place.method != "GET" and place.is_api:
            body = {"json": sent} if sent else body_of(self.scene, place.endpoint, place.thing)
        elif place.method != "GET":
            body = {"data": {"csrf_token": self._token(), **sent}}
        headers = self._headers(actor, place)
        return client.open(place.path, method=place.method, headers=headers, buffered=True, **body)

    def _headers(self, actor: str, place: Place) -> dict[str, str]:
        if place.is_api:
            token = self.scene.tokens.get(actor)
            revision = place.thing.revision if place.thing else 1
            usual = {"If-Match": f'"{revision}"', "Idempotency-Key": uuid.uuid4().hex}
            return {"Authorization": f"Bearer {token}", **usual} if token else usual
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert serializer is not None
        state = {"csrf_token": CSRF, "language": "nl"}
        if actor in self.scene.sessions:
            state["sid"] = self.scene.sessions[actor]
        return {"Cookie": f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(state)}"}

    def _token(self) -> str:
        return str(URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token").dumps(CSRF))

    @contextmanager
    def forgotten(self) -> Iterator[None]:
        """What is written inside is undone."""
        point = self.connection.begin_nested()
        try:
            yield
        finally:
            point.rollback()

    def leaks(self, actor: str, place: Place, answer: TestResponse) -> list[str]:
        """What this person was shown and may not see, in words; also remembers what was rightly met."""
        self.words = frozenset(found_in(answer) & self.scene.canaries.keys())
        for word in self.words:
            self.met.setdefault(word, set()).add(actor)
        hidden = (self.scene.canaries[word] for word in self.words)
        return [f"{place}: {actor} reads {each.where}" for each in hidden if actor not in each.may]

    def faults(self, actor: str, place: Place, answer: TestResponse, *, is_filled: bool = False) -> list[str]:
        """What is wrong with an answer, its words apart: an object opened, a broken page, a door that let in.

        To a form that is filled in, only a right may say no.
        """
        found = self.wrongly_opened(actor, place, answer)
        if is_filled and actor not in place.audience and not (answer.status_code in REFUSED or leads_to_login(answer)):
            found.append(f"{place}: {actor} forges it and gets {answer.status_code}")
        if answer.status_code >= 500:
            found.append(f"{place}: {actor} gets {answer.status_code}")
        if self.is_shut(actor, place.endpoint) and answer.status_code not in (403, 404):
            found.append(f"{place}: {actor} has no right to this and gets {answer.status_code}")
        return found

    def wrongly_opened(self, actor: str, place: Place, answer: TestResponse) -> list[str]:
        """An object that opened or changed for somebody it is not for, or that shows that it exists."""
        if actor in place.audience or answer.status_code in REFUSED or leads_to_login(answer):
            return []
        if answer.status_code >= 400 and (actor in place.seen or self._is_like_nothing(actor, place, answer)):
            return []
        return [f"{place}: {actor} gets {answer.status_code}"]

    def _is_like_nothing(self, actor: str, place: Place, answer: TestResponse) -> bool:
        """Whether an object that is not there gets the same answer."""
        if place.thing is None:
            return False
        with self.forgotten():
            return self.ask(actor, place.of_nothing()).status_code == answer.status_code

    def traced(self) -> int:
        """How many rows of the trail wait to be sealed: nobody seals meanwhile, so acts add theirs."""
        return self.connection.scalar(select(func.count()).select_from(TrailWaiting)) or 0

    def spills(self) -> list[str]:
        """Canaries in what an act leaves behind: a mail that names anybody but its reader, a line of the trail."""
        with Session(self.connection, join_transaction_mode="create_savepoint") as opened:
            mails = opened.scalars(select(OutboxMail).order_by(OutboxMail.created_at.desc()).limit(5)).all()
            rows = opened.scalars(select(TrailRow).order_by(TrailRow.happened_at.desc()).limit(5)).all()
            found = [f"the mail {each.key} names more than its reader" for each in mails if tells(each)]
            return found + [f"the trail of {each.action} tells" for each in rows if FOUND.search(canonical_text(each))]

    def is_shut(self, actor: str, endpoint: str) -> bool:
        """Whether no permission of a route can hold for this person, so that the door refuses."""
        if endpoint in features.PUBLIC_ENDPOINTS or actor in OUTSIDE:
            return False
        needed = self.needed(endpoint)
        return bool(needed) and not web.can_ever(self.scene.world[actor].actor, needed)

    def needed(self, endpoint: str) -> tuple[access.Permission[Any], ...]:
        """The permissions that a route stands on. Raises LookupError when it declares none."""
        declared: web.Needs | None = getattr(self.app.view_functions[endpoint], "needs", None)
        if declared is None:
            raise LookupError(endpoint)
        return declared.permissions

    def unmet(self, actors: Iterable[str]) -> list[str]:
        """Canaries that people who are entitled did not meet anywhere."""
        asked = frozenset(actors)
        lacking = (
            (each, sorted((each.must & asked) - self.met.get(each.word, set())))
            for each in self.scene.canaries.values()
        )
        return [f"{each.where}: not shown to {', '.join(names)}" for each, names in lacking if names]


def found_in(answer: TestResponse) -> set[str]:
    """The canaries in an answer: its headers, its text, or the text of a PDF."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = f"{head}\n{body_text(answer)}".lower()
    return {*FOUND.findall(text), *KEY.findall(text)}


def body_text(answer: TestResponse) -> str:
    """The body as text, files unpacked."""
    return words_of(answer.get_data())


def tells(mail: OutboxMail) -> bool:
    """Whether a mail holds a canary besides the name and address of its reader."""
    own = FOUND.findall(f"{mail.to_address} {mail.to_name}")
    return not set(FOUND.findall(f"{mail.subject} {mail.text} {mail.html}")) <= set(own)


def leads_to_login(answer: TestResponse) -> bool:
    """Whether a visitor is sent to the log-in page."""
    return answer.status_code == 302 and answer.headers["Location"].startswith("/inloggen")


@contextmanager
def asking(app: Flask, scene: Scene, database: Database) -> Iterator[Oracle]:
    """An oracle on a scene; everything asked is rolled back."""
    with database.engine.connect() as connection:
        outer = connection.begin()
        if connection.dialect.name != "sqlite":
            walls.take(connection, sides.SYSTEM)  # of whoever looks into the tables; each request takes its own side
        app.extensions["database"] = SystemDatabase(scene.url, bind=connection)
        app.extensions["files"] = store_in(scene.files)
        try:
            yield Oracle(app, scene, connection)
        finally:
            outer.rollback()
