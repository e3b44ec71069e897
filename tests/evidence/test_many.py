# SPDX-License-Identifier: EUPL-1.2
"""Many files at once: each that can be taken is, and of the others the page says why not."""

import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from samencontroleren.core.db import Database
from samencontroleren.core.scanner import MARK
from samencontroleren.evidence.kinds import FileState, SharingClass
from samencontroleren.evidence.models import Document
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
FACTS = {"kind": "other", "sharing": "users"}


def test_each_file_has_an_outcome_of_its_own(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])
    names = (
        ("beleid.txt", b"Ons beleid."),
        ("start.exe", b"MZ"),
        ("nog een.txt", b"Ander beleid."),
        ("kwaad.txt", MARK),
    )
    files = [(io.BytesIO(content), name) for name, content in names]
    page = client.post("/bewijs/meer", {**FACTS, "file": files}, 200)
    assert page.words.count("Ontvangen") == 3
    assert "start.exe Niet toegevoegd Dit is een programma" in page.words
    with database.unit(write=False) as opened:
        found = opened.execute(select(Document.title, Document.state, Document.sharing).order_by(Document.title)).all()
    users = SharingClass.USERS
    assert [tuple(each) for each in found] == [
        ("beleid", FileState.CLEAN, users),
        ("kwaad", FileState.REFUSED, users),
        ("nog een", FileState.CLEAN, users),
    ]
    page = client.post("/bewijs/meer", {**FACTS, "file": [(io.BytesIO(b"Ons beleid."), "weer.txt")]}, 200)
    assert "beleid Had u al" in page.words


def test_what_is_missing_is_told_and_nothing_kept(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    assert "Kies een bestand." in client.post("/bewijs/meer", FACTS, 422).words
    page = client.post("/bewijs/meer", {"kind": "", "sharing": "users", "file": [(io.BytesIO(b"x y z"), "a.txt")]}, 422)
    assert "Kies een soort." in page.words
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Document)).all() == []
    client_of(world["buyer1"]).get("/bewijs/meer", 403)
