# SPDX-License-Identifier: EUPL-1.2
"""Heads: the last seal of each day, signed and published where whoever can write the database can not reach it.

A head says: on this day the chain had so many seals and this digest. A chain that was cut off or made anew afterwards
does not fit it. Heads are signed (Ed25519) with a key that follows from SECRET_KEY and is not in the database; the
public half is for auditors (`samencontroleren audit key`).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, session
from samencontroleren.core.trail.chain import Sequence as Number
from samencontroleren.core.trail.chain import TrailSeal

PURPOSE = b"samencontroleren trail heads"


class TrailHead(Base):
    """The head of one day. Never changed, never removed (triggers refuse it)."""

    __tablename__ = "trail_heads"

    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Number)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(90))

    @property
    def published(self) -> "Published":
        """What leaves the platform."""
        moment = self.made_at.isoformat(timespec="seconds")
        return Published(self.day.isoformat(), self.number, self.digest, moment, self.key_id, self.signature)


@dataclass(frozen=True)
class Published:
    """A head as it stands in a file or a mail: one line of JSON."""

    day: str
    number: int
    digest: str
    made_at: str
    key: str
    signature: str

    @property
    def line(self) -> str:
        """The line of JSON."""
        return json.dumps(self.__dict__, sort_keys=True)

    @property
    def signed(self) -> bytes:
        """What is signed."""
        return f"{PURPOSE.decode()}\n{self.day}\n{self.number}\n{self.digest}\n{self.made_at}".encode()


class Unreadable(ValueError):
    """A file of heads holds a line that is no head; the message says which."""


def private_key(secret: str) -> Ed25519PrivateKey:
    """The key that signs heads, for this SECRET_KEY."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as auditors keep it: base64 of 32 bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """The other way. Raises ValueError for anything else."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_keys(secrets: Iterable[str]) -> list[Ed25519PublicKey]:
    """The keys that heads of this platform may be signed with: of its SECRET_KEY and of earlier ones."""
    return [private_key(secret).public_key() for secret in secrets]


def take_head(secret: str) -> TrailHead | None:
    """Sign the head of today, once; None while nothing is sealed."""
    now = clock.real_now()
    day = clock.local(now).date()
    there = session().get(TrailHead, day)
    last = (
        session().execute(select(TrailSeal.number, TrailSeal.digest).order_by(TrailSeal.number.desc()).limit(1)).first()
    )
    if there is not None or last is None:
        return there
    key = private_key(secret)
    made = TrailHead(
        day=day,
        number=last.number,
        digest=last.digest,
        made_at=now.replace(microsecond=0),
        key_id=key_id(key.public_key()),
    )
    made.signature = base64.b64encode(key.sign(made.published.signed)).decode()
    session().add(made)
    session().flush()
    return made


def last_head() -> TrailHead | None:
    """The newest head."""
    return session().scalars(select(TrailHead).order_by(TrailHead.day.desc()).limit(1)).first()


def append_to_file(path: Path) -> int:
    """Write the heads that are not in the file yet, the oldest first; returns how many. Raises OSError."""
    there = {each.day for each in read_file(path)} if path.exists() else set()
    every = [each.published for each in session().scalars(select(TrailHead).order_by(TrailHead.day))]
    missing = [each for each in every if each.day not in there]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(f"{each.line}\n" for each in missing)
    return len(missing)


def read_file(path: Path) -> list[Published]:
    """The heads in a file, one per line. Raises Unreadable, OSError."""
    lines = enumerate(path.read_text().splitlines(), start=1)
    return [_read(number, line) for number, line in lines if line.strip()]


def _read(number: int, line: str) -> Published:
    try:
        facts = json.loads(line)
        return Published(
            str(facts["day"]),
            int(facts["number"]),
            str(facts["digest"]),
            str(facts["made_at"]),
            str(facts["key"]),
            str(facts["signature"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable(f"line {number} is no head of the trail") from error


def own_heads() -> list[Published]:
    """The heads as this database holds them."""
    return [each.published for each in session().scalars(select(TrailHead).order_by(TrailHead.day))]


def check(heads: Iterable[Published], keys: Sequence[Ed25519PublicKey]) -> str | None:
    """Hold the chain against heads: the first that was not signed with one of these keys or does not fit, in words."""
    for head in heads:
        if not _is_signed(head, keys):
            return f"the head of {head.day} was not signed with a key of this platform"
        digest = session().scalar(select(TrailSeal.digest).where(TrailSeal.number == head.number))
        if digest is None:
            return f"the chain was cut off: the head of {head.day} had {head.number} seals"
        if digest != head.digest:
            return f"the chain was made anew: seal {head.number} is not that of the head of {head.day}"
    return None


def _is_signed(head: Published, keys: Sequence[Ed25519PublicKey]) -> bool:
    return any(key_id(key) == head.key and _fits(head, key) for key in keys)


def _fits(head: Published, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(head.signature), head.signed)
    except (InvalidSignature, ValueError):
        return False
    return True
