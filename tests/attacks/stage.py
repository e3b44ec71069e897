# SPDX-License-Identifier: EUPL-1.2
"""The scene of the isolation tests as a target: all pages of the route table with objects in them, and all forms.

Nothing is listed by hand. Pages come from the routes, forms and their fields from the pages as people are given them,
so that a field that is added tomorrow is attacked tomorrow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from tests.isolation.canaries import Scene
from tests.isolation.oracle import Oracle, asking
from tests.isolation.places import Place, places

PEOPLE = (
    "submitter1",
    "contributor2",
    "contributor3",
    "vendor-admin1",
    "buyer1",
    "ciso1",
    "owner2",
    "reviewer1",
    "reviewer3",
    "admin1",
    "coordinator",
    "releaser",
    "vng-admin",
    "visitor",
)
"""Who walks over the pages: somebody of each role."""

THINGS = 2
"""So many objects per page: dossiers in another state show other forms. The API shows none: one is enough there."""

TYPED = frozenset(("text", "email", "url", "tel", "search", "textarea", "password"))
UNTYPED_DAY = {"date": 40, "datetime-local": 40}


@dataclass
class Shown:
    """A form on a page: who is shown it, where it goes, and what stands in it."""

    actor: str
    page: str
    endpoint: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    """What the page itself filled in or offers first."""
    typed: list[str] = field(default_factory=list)
    """The fields in which a person types text."""
    method: str = "get"

    def filled(self, text: str) -> dict[str, str]:
        """The form with this text in each field for text."""
        return {**self.values, **dict.fromkeys(self.typed, text)}


class FormReader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, actor: str, page: str) -> None:
        super().__init__()
        self.actor, self.page = actor, page
        self.forms: list[Shown] = []
        self._open: Shown | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = facts.get("method", "get").lower()
            self._open = Shown(self.actor, self.page, "", facts.get("action", self.page), method=method)
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select"):
            self._field(self._open, tag, facts)
        elif self._open is not None and tag == "option" and self._select:
            self._option(self._open, facts)

    def _field(self, form: Shown, tag: str, facts: dict[str, str]) -> None:
        name, kind = facts.get("name", ""), facts.get("type", "text") if tag == "input" else tag
        if not name or name == "csrf_token":
            return
        if kind == "select":
            self._select = name
        elif kind in TYPED:
            form.typed.append(name)
        elif kind in ("radio", "checkbox"):
            if kind == "radio" or "checked" in facts:
                form.values.setdefault(name, facts.get("value", "1"))
        elif kind in UNTYPED_DAY:
            form.values[name] = facts.get("value") or str(clock.today() + timedelta(days=UNTYPED_DAY[kind]))
        elif kind != "file":
            form.values[name] = facts.get("value") or ("1" if kind == "number" else "")

    def _option(self, form: Shown, facts: dict[str, str]) -> None:
        value = facts.get("value", "")
        if "selected" in facts or not form.values.get(self._select):
            form.values[self._select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


@dataclass
class Stage:
    """The scene, and what walking over all its pages found."""

    app: Flask
    scene: Scene
    database: Database

    @contextmanager
    def oracle(self) -> Iterator[Oracle]:
        """Asks as people of the scene; nothing stays."""
        before = dict(self.app.extensions)
        with asking(self.app, self.scene, self.database) as found:
            yield found
        self.app.extensions.update(before)

    @cached_property
    def pages(self) -> list[tuple[str, Place, TestResponse]]:
        """Every GET route with an object of each kind, as somebody who may open it: (who, where, answer)."""
        with self.oracle() as oracle:
            return list(self._walk(oracle))

    def readers(self) -> Iterator[tuple[str, Place]]:
        """Who was let in where."""
        return ((actor, place) for actor, place, _answer in self.pages)

    def _walk(self, oracle: Oracle) -> Iterator[tuple[str, Place, TestResponse]]:
        for group in places(self.app, self.scene, frozenset(("GET",))):
            for place in group[:THINGS]:
                found = list(self._let_in(oracle, place))
                yield from found
                if found and place.is_api:
                    break

    def _let_in(self, oracle: Oracle, place: Place) -> Iterator[tuple[str, Place, TestResponse]]:
        """The first person who is let in; where a page is one's own, the first two."""
        wanted = 2 if place.thing is None else 1
        for actor in PEOPLE:
            if not wanted or actor not in place.audience or oracle.is_shut(actor, place.endpoint):
                continue
            with oracle.forgotten():
                answer = oracle.ask(actor, place)
            if answer.status_code == 200:
                wanted -= 1
                yield actor, place, answer

    @cached_property
    def forms(self) -> list[Shown]:
        """Every form with a text field, once per place it is sent to and set of fields."""
        found: dict[tuple[str, ...], Shown] = {}
        for actor, place, answer in self.pages:
            if answer.mimetype != "text/html":
                continue
            reader = FormReader(actor, place.path)
            reader.feed(answer.get_data(as_text=True))
            for each in reader.forms:
                each.endpoint = self.endpoint_of(each)
                if each.typed:
                    found.setdefault((each.endpoint, each.method, *sorted(each.typed)), each)
        return list(found.values())

    def endpoint_of(self, form: Shown) -> str:
        """The route a form is sent to."""
        adapter = self.app.url_map.bind("127.0.0.1")
        try:
            return str(adapter.match(urlsplit(form.action).path, method=form.method.upper())[0])
        except HTTPException:
            return f"nowhere: {form.action}"


def rows_of(oracle: Oracle, query: Select[Any]) -> list[Any]:
    """What the tables hold at this moment, on the connection of the oracle."""
    return list(oracle.connection.execute(query).all())
