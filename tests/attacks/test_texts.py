# SPDX-License-Identifier: EUPL-1.2
"""What the table of attacks leaves to tests of their own: lines in a title on both databases, and huge text."""

import time
from collections.abc import Callable

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
