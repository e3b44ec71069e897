# SPDX-License-Identifier: EUPL-1.2
"""The transactional outbox: mail is a row in the transaction of the act, and leaves after its commit.

At least once, and never with two Message-IDs for one key: the key makes the Message-ID, and a second row with
the same key is not made. A claim with a lease lets another process take over when a sender dies.
"""

import smtplib
import ssl
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Index, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Database, Identified, Stamped, enum_type, session
from samencontroleren.core.sides import NOBODY

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
MAXIMUM_ATTEMPTS = 12
NAMESPACE = uuid.UUID("6f1f8f0c-1a57-4a52-9d7e-0f0d8a5a3c11")


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"


class OutboxMail(Identified, Stamped, Base):
    """One mail to one person. The text is emptied once sent: it may hold a single-use link."""

    __tablename__ = "outbox_mails"
    __table_args__ = (Index("ix_outbox_mails_due", "state", "not_before"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    to_address: Mapped[str] = mapped_column(String(320))
    to_name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[MailState] = mapped_column(enum_type(MailState, "mail_state"), default=MailState.WAITING)
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")

    @property
    def message_id(self) -> str:
        """Derived from the key, so that one key can never have two."""
        return f"<{uuid.uuid5(NAMESPACE, self.key)}@samencontroleren>"


def enqueue(key: str, to_address: str, to_name: str, subject: str, text: str, html: str, language: str) -> bool:
    """Put a mail in the outbox of the present transaction; False when one with this key is already there."""
    if is_known(key):
        return False
    session().add(
        OutboxMail(
            key=key,
            to_address=one_line(to_address),
            to_name=one_line(to_name),
            subject=one_line(subject)[:300],
            text=text,
            html=html,
            language=language,
        )
    )
    session().flush()
    return True


def is_known(key: str) -> bool:
    """Whether there is a mail with this key, sent or not."""
    return session().scalar(select(OutboxMail.id).where(OutboxMail.key == key)) is not None


def given_up(keys: Iterable[str]) -> set[str]:
    """Those of these keys whose mail could not be delivered."""
    query = select(OutboxMail.key).where(OutboxMail.key.in_(list(keys)), OutboxMail.state == MailState.GIVEN_UP)
    return set(session().scalars(query))


def one_line(value: str) -> str:
    """Text without line breaks and control characters: nothing a person types can start a new mail header."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


class Transport(Protocol):
    """A way to hand over one message. Raises OSError or smtplib.SMTPException when it can not."""

    def send(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True)
class SmtpTransport:
    """Real SMTP, one connection per message (the volume is small and failures stay apart)."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    use_tls: bool = False

    def send(self, message: EmailMessage) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            if self.use_tls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)


@dataclass(frozen=True)
class FolderTransport:
    """Keeps each message as a file: the local mailbox of the demonstration."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        part = self.folder / f"{name}.part"
        part.write_bytes(bytes(message))
        part.rename(self.folder / f"{name}.eml")


def deliver(database: Database, transport: Transport, sender: str, most: int = 50) -> int:
    """Send what is due, each mail in transactions of its own; returns how many were handed over."""
    sent = 0
    for _ in range(most):
        claimed = _claim(database)
        if claimed is None:
            break
        sent += _send(database, transport, sender, claimed)
    return sent


def _claim(database: Database) -> OutboxMail | None:
    with database.unit(side=NOBODY) as opened:
        moment = clock.now()
        due = or_(
            (OutboxMail.state == MailState.WAITING) & (OutboxMail.not_before <= moment),
            (OutboxMail.state == MailState.SENDING) & (OutboxMail.lease_until < moment),
        )
        query = select(OutboxMail).where(due).order_by(OutboxMail.not_before).limit(1)
        mail = opened.scalars(query.with_for_update(skip_locked=True)).first()
        if mail is None:
            return None
        mail.state, mail.attempt, mail.lease_until = MailState.SENDING, mail.attempt + 1, moment + LEASE
        opened.flush()
        opened.expunge(mail)
        return mail


def _send(database: Database, transport: Transport, sender: str, mail: OutboxMail) -> int:
    try:
        transport.send(compose(mail, sender))
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_not_sent", mail=str(mail.id), attempt=mail.attempt, error=type(error).__name__)
        _finish(database, mail, _later(mail, type(error).__name__))
        return 0
    done = {"state": MailState.SENT, "sent_at": clock.now(), "text": "", "html": "", "lease_until": None}
    _finish(database, mail, done)
    return 1


def _later(mail: OutboxMail, error: str) -> dict[str, object]:
    wait = timedelta(minutes=min(2**mail.attempt, 240))
    state = MailState.GIVEN_UP if mail.attempt >= MAXIMUM_ATTEMPTS else MailState.WAITING
    return {"state": state, "not_before": clock.now() + wait, "last_error": error, "lease_until": None}


def _finish(database: Database, mail: OutboxMail, values: Mapping[str, object]) -> None:
    """Write the outcome only while the claim is still ours (the attempt is the claim's number)."""
    with database.unit(side=NOBODY) as opened:
        ours = (OutboxMail.id == mail.id) & (OutboxMail.attempt == mail.attempt)
        opened.execute(update(OutboxMail).where(ours).values(dict(values)))


def compose(mail: OutboxMail, sender: str) -> EmailMessage:
    """The message itself: plain text with an HTML alternative, marked as sent by a machine (RFC 3834)."""
    message = EmailMessage()
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.created_at)
    message["From"] = sender
    message["To"] = formataddr((mail.to_name, mail.to_address))
    message["Subject"] = mail.subject
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message
