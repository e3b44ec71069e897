# SPDX-License-Identifier: EUPL-1.2
"""Mail: once per key, real SMTP, taken over when a sender dies, no header injection."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from samencontroleren.core import clock, outbox
from samencontroleren.core.db import Database, session
from samencontroleren.core.outbox import FolderTransport, MailState, OutboxMail, SmtpTransport
from tests.support.smtp import Keep, serving

pytestmark = pytest.mark.database
SENDER = "Samen Controleren <geen-antwoord@samencontroleren.example>"


@pytest.fixture
def server() -> Iterator[tuple[Keep, SmtpTransport]]:
    with serving() as (keep, port):
        yield keep, SmtpTransport("127.0.0.1", port)


def _enqueue(database: Database, key: str = "a", **changes: str) -> bool:
    values = {"to_address": "iemand@proef.example", "to_name": "Iemand", "subject": "Onderwerp", "text": "Tekst"}
    with database.unit():
        return outbox.enqueue(key, html="<p>Tekst</p>", language="nl", **{**values, **changes})


def test_sent_over_smtp_once_with_one_message_id(database: Database, server: tuple[Keep, SmtpTransport]) -> None:
    keep, transport = server
    assert _enqueue(database)
    assert not _enqueue(database)
    assert outbox.deliver(database, transport, SENDER) == 1
    assert outbox.deliver(database, transport, SENDER) == 0
    [message] = keep.messages
    assert message["Subject"] == "Onderwerp"
    assert message["Auto-Submitted"] == "auto-generated"
    with database.unit(write=False):
        row = session().scalars(select(OutboxMail)).one()
        assert row.state is MailState.SENT
        assert (row.text, row.html) == ("", "")
        assert row.message_id == message["Message-ID"]


def test_refusing_server_is_tried_again_later(database: Database) -> None:
    _enqueue(database)
    nobody_listens = SmtpTransport("127.0.0.1", 1)
    assert outbox.deliver(database, nobody_listens, SENDER) == 0
    with database.unit(write=False):
        row = session().scalars(select(OutboxMail)).one()
        assert row.state is MailState.WAITING
        assert row.not_before > clock.now()
        assert row.last_error


def test_dead_sender_is_taken_over_with_the_same_message_id(database: Database, tmp_path: Path) -> None:
    _enqueue(database)
    claimed = outbox._claim(database)  # a process that then dies
    assert claimed is not None
    assert outbox.deliver(database, FolderTransport(tmp_path), SENDER) == 0
    with database.unit() as opened:
        opened.execute(update(OutboxMail).values(lease_until=clock.now() - timedelta(seconds=1)))
    assert outbox.deliver(database, FolderTransport(tmp_path), SENDER) == 1
    [file] = tmp_path.glob("*.eml")
    assert file.stem in claimed.message_id


def test_a_late_sender_does_not_overwrite_the_one_that_took_over(database: Database) -> None:
    _enqueue(database)
    first = outbox._claim(database)
    assert first is not None
    with database.unit() as opened:
        opened.execute(update(OutboxMail).values(lease_until=clock.now() - timedelta(seconds=1)))
    second = outbox._claim(database)
    assert second is not None and second.attempt == 2
    outbox._finish(database, first, {"state": MailState.GIVEN_UP})
    with database.unit(write=False):
        assert session().scalars(select(OutboxMail)).one().state is MailState.SENDING


def test_nothing_typed_starts_a_header(database: Database, server: tuple[Keep, SmtpTransport]) -> None:
    keep, transport = server
    _enqueue(database, subject="Hallo\r\nBcc: ander@proef.example", to_name="Naam\nX-Kop: 1")
    outbox.deliver(database, transport, SENDER)
    [message] = keep.messages
    assert message["Bcc"] is None
    assert message["X-Kop"] is None
    assert message["Subject"] == "Hallo Bcc: ander@proef.example"


def test_mail_of_a_rolled_back_act_is_not_sent(database: Database, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), database.unit():
        outbox.enqueue("weg", "a@proef.example", "A", "S", "T", "", "nl")
        raise ZeroDivisionError
    assert outbox.deliver(database, FolderTransport(tmp_path), SENDER) == 0
