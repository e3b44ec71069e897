# SPDX-License-Identifier: EUPL-1.2
"""Attacks through what is typed and sent: forged forms, redirects to elsewhere, markup, lines in titles, huge text."""

import time
from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.notifications import digests
from samencontroleren.search.words import alike, fold, marked, terms
from samencontroleren.threads.texts import as_markup
from tests.support.pages import PageClient
from tests.support.story import start_round, subject
from tests.support.world import World
from tests.threads import talks

Browser = Callable[..., PageClient]
ODD = "<b>O'Brien & Zn.</b>"
ELSEWHERE = ("//kwaad.example", "https://kwaad.example/", "/\\kwaad.example", "\\\\kwaad.example", "/\t/kwaad.example")


PEOPLE = ("coordinator", "vng-admin", "vendor-admin1", "submitter1", "ciso1", "reviewer1", "admin1", "releaser")


def test_no_form_is_taken_without_its_token(app: Flask, client_of: Browser, world: World) -> None:
    """Each page route that writes, as somebody whom its door lets in: a form of another site gets nowhere."""
    people, adapter = [client_of(world[name]) for name in PEOPLE], app.url_map.bind("127.0.0.1")
    taken = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        path = adapter.build(rule.endpoint, {name: _filler(rule, name) for name in rule.arguments}, method="POST")
        for person in people:
            status = Context().run(person.browser.open, path, method="POST", data={"title": "x"}).status_code
            if status not in (403, 404):  # refused at the door, before the form is looked at
                break
        if status != 400:
            taken.append(f"{rule.endpoint}: {status}")
    assert taken == []


def _filler(rule: object, name: str) -> object:
    kind = type(rule._converters[name]).__name__  # type: ignore[attr-defined]
    made: dict[str, object] = {"UUIDConverter": "6f1c8a52-6f0e-4c8e-9d51-0f6c1d2e3a4b", "IntegerConverter": 1}
    return made.get(kind, "x")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_nobody_is_led_to_another_site(client_of: Browser, world: World, place: str) -> None:
    person = client_of(world["buyer1"])
    led = person.post("/taal", {"language": "nl", "next": place}).location
    assert "kwaad" not in led.split("?")[0], led
    shown = client_of().get(f"/inloggen?next={place}")
    offered = [each.get("value") or "" for each in shown.all("input") if each.get("name") == "next"]
    assert offered[-1] == "/" and all(each.startswith(("/inloggen?", "/")) for each in offered)
    assert not any(each.startswith(("//", "/\\")) for each in offered)


def test_a_cookie_opens_no_api_and_a_token_no_page(app: Flask, client_of: Browser, world: World) -> None:
    """The API asks no CSRF token, so a browser's cookie is nothing there."""
    person = client_of(world["coordinator"])
    answer = Context().run(person.browser.open, "/api/v1/dossiers", method="GET")
    assert answer.status_code == 401


@pytest.mark.database
def test_markup_stays_text_and_a_title_stays_out_of_mails(
    app: Flask, client_of: Browser, database: Database, world: World
) -> None:
    """A title with lines that look like headers, and with markup; in the page, the search and the mails."""
    with database.unit():
        told = start_round(world, [subject(1, 0)])
        thread = talks.start(told, talks.TWO, "contributor2", title=f"{ODD}\r\nBcc: ander@kwaad.example", body=ODD)
    supplier = client_of(world["submitter2"])
    for page in (f"/gesprekken/{thread.id}", "/gesprekken?welke=alle", f"/zoeken?q={ODD}", "/"):
        text = supplier.get(page).text
        assert "<b>O'Brien" not in text and "<b>O&#39;Brien" not in text, page
    assert "&lt;b&gt;O&#39;Brien &amp; Zn.&lt;/b&gt;" in supplier.get(f"/gesprekken/{thread.id}").text
    with database.unit():
        for key in digests.due_digests(clock.today()):
            digests.send_digest(key)
    with database.unit(write=False) as opened:
        for mail in opened.scalars(select(OutboxMail)):
            whole = f"{mail.subject}\n{mail.text}\n{mail.html}"
            assert "Bcc" not in whole and "Brien" not in whole and "\n" not in mail.subject


@pytest.mark.parametrize("text", ["a" * 100_000, "http://" * 15_000, "a." * 50_000, "<" * 100_000, "\n" * 100_000])
def test_huge_text_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    as_markup(text[:10_000])
    terms(text)
    list(marked(text[:10_000], terms(text)))
    alike(fold(text[:1000]), fold(text[:1000]))
    assert time.perf_counter() - start < 2
