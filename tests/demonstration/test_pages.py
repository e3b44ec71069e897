# SPDX-License-Identifier: EUPL-1.2
"""The mailbox and the style guide, which exist in the mode of the demonstration only."""

import re
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren.demonstration import mailbox
from tests.support.pages import PageClient

PATHS = ("/postbus", "/stijlgids")


def test_mailbox_lists_and_shows(demonstration: Flask) -> None:
    visitor = PageClient(demonstration)
    page = visitor.get("/postbus")
    folder: Path = demonstration.extensions["settings"].mailbox_folder
    letters = mailbox.list_letters(folder)
    assert [letter.sent_at for letter in letters] == sorted((one.sent_at for one in letters), reverse=True)
    assert letters[0].subject in page.words
    shown = visitor.get(f"/postbus/{letters[0].name}")
    links = [link.get("href", "") for link in shown.all("a")]
    assert any(link.startswith(("/berichten", "/resultaten/", "/dossiers/", "/meldingen/")) for link in links)
    older = visitor.get("/postbus?pagina=2")
    assert letters[mailbox.PAGE_SIZE].to in older.words


def test_a_mail_shows_in_its_own_layout_where_nothing_else_works(demonstration: Flask) -> None:
    letters = mailbox.list_letters(demonstration.extensions["settings"].mailbox_folder)
    response = demonstration.test_client().get(f"/postbus/{letters[0].name}/opmaak")
    assert response.status_code == 200
    assert letters[0].subject in response.get_data(as_text=True)
    assert not re.search(r"<script|<img|<form|url\(", response.text)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")


def test_mailbox_can_be_filtered_by_person(demonstration: Flask) -> None:
    page = PageClient(demonstration).get("/postbus?aan=ulrike")
    assert "Ulrike Unbekannt" in page.words
    assert "beoordelaar@" not in page.words


def test_unknown_mail_is_not_found(demonstration: Flask) -> None:
    visitor = PageClient(demonstration)
    visitor.get(f"/postbus/{uuid.uuid4()}", status=404)
    visitor.get("/postbus/..%2Fsamencontroleren.sqlite3", status=404)


def test_style_guide_shows_every_macro(demonstration: Flask) -> None:
    page = PageClient(demonstration).get("/stijlgids")
    assert "Kies een bestand." in page.words


def test_pages_do_not_exist_outside_the_demonstration(app: Flask) -> None:
    for path in PATHS:
        assert app.test_client().get(path).status_code == 404


def test_only_own_host_becomes_a_link() -> None:
    line = "Zie http://127.0.0.1:8000/dossiers en http://127.0.0.1.evil.example/x en http://elders.example/y"
    linked = [piece for piece in mailbox.pieces(line) if piece.url]
    assert [piece.url for piece in linked] == ["/dossiers"]
    assert "".join(piece.text for piece in mailbox.pieces(line)) == line


def test_a_mail_with_markup_stays_text(tmp_path: Path, demonstration: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    extensions = demonstration.extensions
    monkeypatch.setitem(extensions, "settings", replace(extensions["settings"], mailbox_folder=tmp_path))
    name = uuid.uuid4()
    head = "Date: Mon, 01 Mar 2027 09:00:00 +0000\nTo: a@b.example\nSubject: <script>x</script>\n\n"
    (tmp_path / f"{name}.eml").write_text(f"{head}<b>vet</b>\n")
    page = PageClient(demonstration).get(f"/postbus/{name}")
    assert "<b>vet</b>" not in page.text and "&lt;b&gt;vet&lt;/b&gt;" in page.text
    assert not any((each.text or "") == "x" for each in page.all("script"))
