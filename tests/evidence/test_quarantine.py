# SPDX-License-Identifier: EUPL-1.2
"""Quarantine: nobody reads a file before a real scanner has looked through it, and what is found is thrown away."""

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Conflict
from samencontroleren.core.files import FileDestroyed
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.scanner import MARK, Clamd
from samencontroleren.core.storage.keys import FileKey, KeyState
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import checking, jobs, reading, schemas, service
from samencontroleren.evidence.kinds import DocumentKind, FileReason, FileState, Validity
from samencontroleren.evidence.models import Document
from samencontroleren.notifications.models import Notice
from tests.evidence.files import pdf, zipped
from tests.evidence.test_evidence import assign_reviewer, only_document, send
from tests.support import clamd
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
EICAR = b"naam;waarde\n" + MARK + b"\n"


@pytest.fixture(scope="module")
def daemon() -> Iterator[Clamd]:
    """A real ClamAV daemon for this module."""
    program = clamd.find_clamd()
    if program is None:
        pytest.skip("clamd (Debian: clamav-daemon) is not on this machine")
    with clamd.running(program) as found:
        yield found


@pytest.fixture
def scanned(app: Flask, daemon: Clamd) -> Iterator[Flask]:
    """The application with the real scanner."""
    before = app.extensions["scanner"]
    app.extensions["scanner"] = daemon
    yield app
    app.extensions["scanner"] = before


@pytest.fixture
def unreachable(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The application while the scanner is away."""
    before = app.extensions["scanner"]
    app.extensions["scanner"] = Clamd(str(tmp_path / "none.ctl"), 1)
    yield app
    app.extensions["scanner"] = before


def run_job(database: Database) -> scheduler.Report:
    """The checks of now."""
    return scheduler.run(database, jobs.JOBS[0], again=True)


def notices(database: Database) -> list[tuple[str, bool]]:
    """Kinds of notice about documents, and whether each is still open."""
    with database.unit(write=False) as opened:
        found = opened.scalars(select(Notice).where(Notice.kind.like("document%")).order_by(Notice.made_at))
        return [(each.kind, each.finished_at is None) for each in found]


def test_a_clean_file_is_readable_at_once(
    scanned: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, "a.pdf", pdf()).location)
    assert "Pagina 1 van 1" in page.words
    document = only_document(database)
    assert (document.state, document.scanner, document.reason) == (FileState.CLEAN, "clamd", None)
    assert document.scanned_at is not None
    assert notices(database) == []


@pytest.mark.parametrize(
    ("name", "content"), [("lijst.csv", EICAR), ("map.zip", zipped(**{"a.txt": b"Beleid.", "b.csv": EICAR}))]
)
def test_malware_is_refused_told_and_thrown_away(
    scanned: Flask, database: Database, world: World, client_of: ClientOf, name: str, content: bytes
) -> None:
    client = client_of(world["contributor1"])
    page = client.get(send(client, name, content).location)
    for words in ("Dit bestand is geweigerd", "schadelijke software", "Controleer uw computer", "Ons <b>rapport</b>"):
        assert words in page.words
    assert "Download het bestand" not in page.words
    document = only_document(database)
    assert (document.state, document.reason) == (FileState.REFUSED, FileReason.MALWARE)
    for path in ("/bestand", "/pagina/1.png"):
        assert "geweigerd en weggegooid" in client.get(f"/bewijs/{document.id}{path}", 409).words
    with database.unit(write=False) as opened:
        key = opened.get_one(FileKey, document.storage_key)
        assert key.state is KeyState.CONDEMNED
        with pytest.raises(FileDestroyed):
            service.files().open(document.storage_key)
        row = opened.scalars(select(TrailRow).where(TrailRow.action == "document.refused")).one()
        assert row.facts["found"].startswith("Eicar-Own-Test")
        assert row.reader_organisation_id == document.vendor_id
        mail = opened.scalars(select(OutboxMail)).one()
        assert "Uw bewijs is geweigerd." in mail.text
        assert "rapport" not in mail.text
    assert notices(database) == [("document_refused", True)]
    assert "Geweigerd" in client.get("/bewijs").words


def test_a_refused_file_may_be_replaced_by_a_clean_one(
    scanned: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    send(client, "lijst.csv", EICAR)
    send(client, "lijst.csv", EICAR)  # refused again, and not "you have this already"
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Document.state)).all() == [FileState.REFUSED, FileState.REFUSED]


def test_while_the_scanner_is_away_a_file_waits_and_the_job_goes_on(
    unreachable: Flask, daemon: Clamd, database: Database, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    place = send(client, "a.pdf", pdf()).location
    page = client.get(place)
    assert "Dit bestand wordt nog gecontroleerd" in page.words
    assert "De virusscanner is even niet bereikbaar" in page.words
    assert "Pagina 1 van" not in page.words
    document = only_document(database)
    for path in ("/bestand", "/pagina/1.png"):
        assert "nog gecontroleerd" in client.get(f"/bewijs/{document.id}{path}", 409).words
    assert notices(database) == [("document_waiting", True)]
    assert run_job(database).handled == 0  # nobody needs to be told again
    unreachable.extensions["scanner"] = daemon
    assert run_job(database).handled == 1
    assert "Pagina 1 van 1" in client.get(place).words
    assert notices(database) == [("document_waiting", False), ("document_clean", True)]
    assert run_job(database).handled == 0


def test_a_large_file_is_left_to_the_job(
    scanned: Flask, database: Database, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "QUICK", 10)
    client = client_of(world["contributor1"])
    page = client.get(send(client, "a.pdf", pdf()).location)
    assert "Dat duurt meestal minder dan een minuut" in page.words
    assert only_document(database).reason is None
    assert run_job(database).handled == 1
    assert only_document(database).state is FileState.CLEAN


def test_others_see_nothing_of_a_file_before_it_is_clean(
    unreachable: Flask, daemon: Clamd, database: Database, world: World, client_of: ClientOf
) -> None:
    send(client_of(world["contributor1"]), "a.pdf", pdf(), title="Wachtwoordbeleid")
    document = only_document(database)
    assign_reviewer(database, world, document.id)
    client = client_of(world["reviewer1"])
    for path in ("", "/pagina/1.png", "/bestand"):
        client.get(f"/bewijs/{document.id}{path}", 404)
    assert "Wachtwoordbeleid" not in client.get("/zoeken?q=wachtwoordbeleid").text.replace("q=wachtwoordbeleid", "")
    unreachable.extensions["scanner"] = daemon
    run_job(database)
    for path in ("", "/pagina/1.png", "/bestand"):
        client.get(f"/bewijs/{document.id}{path}").response.close()
    assert "Wachtwoordbeleid" in client.get("/zoeken?q=wachtwoordbeleid").words


def added(world: World, content: bytes = b"Ons beleid.") -> Document:
    """A document of supplier 1 in quarantine."""
    who = world["contributor1"].actor
    return service.add_document(who, world.vendors[0], io.BytesIO(content), "a.txt", "Beleid", DocumentKind.OTHER)


@pytest.mark.database
def test_a_state_moves_once_and_only_where_it_may(scanned: Flask, unit: Session, world: World) -> None:
    document = added(world)
    assert service.validity_of(document, clock.today()) is Validity.UNCHECKED
    with pytest.raises(Conflict):
        reading.open_original(world["contributor1"].actor, document.id)
    seen = checking.look(document.id)
    assert seen is not None
    checking.settle(document.id, seen)
    checking.settle(document.id, seen)
    checking.check(document.id)
    checking.check(uuid.uuid4())
    assert document.state is FileState.CLEAN
    rows = session().scalars(select(TrailRow.action).where(TrailRow.object_id == document.id)).all()
    assert sorted(rows) == ["document.added", "document.clean"]
    for state in FileState:
        with pytest.raises(ValueError, match="does not go"):
            checking.move(document, state)


@pytest.mark.database
def test_what_waits_is_due_oldest_first(scanned: Flask, unit: Session, world: World, tmp_path: Path) -> None:
    first, second = added(world), added(world, b"Ander beleid.")
    second.created_at = first.created_at - timedelta(minutes=5)
    first.reason = FileReason.SCANNER_DOWN
    session().flush()
    assert checking.due_checks() == [second.id, first.id]
    scanned.extensions["scanner"] = Clamd(str(tmp_path / "none.ctl"), 1)
    assert checking.due_checks() == [second.id]


@pytest.mark.database
def test_the_api_tells_the_state(unreachable: Flask, unit: Session, world: World) -> None:
    document = added(world)
    checking.check(document.id)
    found = service.get_document(world["contributor1"].actor, document.id)
    shown = schemas.DocumentOut().dump(found)
    assert shown["bestandsstatus"] == "in-quarantaine"
    assert shown["bestandsreden"] == "scanner-onbereikbaar"
    assert shown["geldigheid"] == "wordt-gecontroleerd"
