# SPDX-License-Identifier: EUPL-1.2
"""The local mailbox of the demonstration: the mails that would have been sent, read from their folder."""

import email
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

from samencontroleren.core.errors import NotFound
from samencontroleren.core.rest import Page

PAGE_SIZE = 25
"""As many mails as one page of the list shows."""


@dataclass(frozen=True)
class Letter:
    """One mail: its name in the folder, when, to whom, and what it says."""

    name: str
    sent_at: datetime
    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with `url` a link."""

    text: str
    url: str = ""


def list_letters(folder: Path, address: str = "") -> list[Letter]:
    """The mails in a folder, newest first; with `address` those to that person."""
    letters = [_read(path) for path in folder.glob("*.eml")] if folder.is_dir() else []
    wanted = [letter for letter in letters if address.lower() in letter.to.lower()]
    return sorted(wanted, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def page_of(letters: list[Letter], number: int) -> Page:
    """One page of the mails."""
    first = (number - 1) * PAGE_SIZE
    return Page(letters[first : first + PAGE_SIZE], len(letters), number, PAGE_SIZE)


def get_letter(folder: Path, name: UUID) -> Letter:
    """One mail. Raises NotFound."""
    path = folder / f"{name}.eml"
    if not path.is_file():
        raise NotFound()
    return _read(path)


OWN_HOST = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?(/[^\s<>\"]*)?(?=$|[\s<>\"])")
"""The demonstration is served on loopback addresses only; the port may differ from the one of the mail."""


def paragraphs(text: str) -> list[list[list[Piece]]]:
    """The text as paragraphs of lines of pieces; only addresses on our own host become links."""
    return [[list(pieces(line)) for line in paragraph.splitlines()] for paragraph in re.split(r"\n\s*\n", text.strip())]


def pieces(line: str) -> Iterable[Piece]:
    """A line cut into plain text and links of our own host (the link as a path: it works on any port)."""
    place = 0
    for found in OWN_HOST.finditer(line):
        if found.start() > place:
            yield Piece(line[place : found.start()])
        yield Piece(found.group(0), found.group(1) or "/")
        place = found.end()
    if place < len(line):
        yield Piece(line[place:])


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    body, layout = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        name=path.stem,
        sent_at=parsedate_to_datetime(str(message["Date"])),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(body.get_content()) if body else "",
        html=str(layout.get_content()) if layout else "",
    )
