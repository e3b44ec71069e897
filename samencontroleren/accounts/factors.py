# SPDX-License-Identifier: EUPL-1.2
"""The second factor: what somebody has of it, and time-based codes (TOTP, RFC 6238), each of which counts once.

The secret is kept encrypted under a key derived from SECRET_KEY, so that a copy of the database alone is of no
use. A code is good one step (30 seconds) early or late; its step is remembered and never taken again.
"""

import io
import uuid
from typing import cast

import pyotp
import segno
from flask import current_app
from sqlalchemy import CursorResult, delete, func, select, update

from samencontroleren.accounts.models import Passkey, PasskeyChallenge, RecoveryCode, User
from samencontroleren.config import Mode, Settings
from samencontroleren.core import clock, db, sealing

STEP = 30
PURPOSE = "totp"
ISSUER = "Samen Controleren"


def is_production() -> bool:
    """Whether this is an installation with real people."""
    return _settings().mode is Mode.PRODUCTION


def is_exempt(user: User) -> bool:
    """Whether the second factor is off for this person: never in production, whatever the row says."""
    return user.is_factor_exempt and not is_production()


def new_secret() -> str:
    """A secret for an authenticator app: 32 base32 characters."""
    return pyotp.random_base32()


def seal(secret: str) -> str:
    """The secret encrypted, as it is stored."""
    return sealing.seal(PURPOSE, secret)


def unseal(sealed: str) -> str | None:
    """The secret again; None when it was sealed under a key that is no longer there."""
    return sealing.unseal(PURPOSE, sealed)


def fitting_step(secret: str, code: str) -> int | None:
    """The number of the time step a code of six digits belongs to, one early or late at most; else None."""
    typed = "".join(code.split())
    if not (len(typed) == 6 and typed.isascii() and typed.isdigit()):
        return None
    now = int(clock.now().timestamp()) // STEP
    steps = (now, now - 1, now + 1)
    generator = pyotp.HOTP(secret)
    return next((step for step in steps if generator.verify(typed, step)), None)


def take_code(user: User, code: str) -> bool:
    """Whether the code is the person's own and was not used before; it can not be used again."""
    secret = unseal(user.totp_secret) if user.totp_secret else None
    step = fitting_step(secret, code) if secret else None
    return step is not None and _take_step(user.id, step)


def _take_step(user_id: uuid.UUID, step: int) -> bool:
    unused = (User.id == user_id) & (User.totp_last_step < step)
    taken = db.session().execute(update(User).where(unused).values(totp_last_step=step))
    return cast("CursorResult[object]", taken).rowcount == 1


def has_passkey(user: User) -> bool:
    """Whether the person has a passkey that still opens something."""
    return count_passkeys(user) > 0


def count_passkeys(user: User, besides: uuid.UUID | None = None) -> int:
    """How many passkeys of the person open something, maybe without one of them."""
    good = (Passkey.user_id == user.id) & Passkey.doubted_at.is_(None)
    if besides is not None:
        good &= Passkey.id != besides
    return db.session().scalar(select(func.count()).select_from(Passkey).where(good)) or 0


def has_factor(user: User) -> bool:
    """Whether the person has a second factor; without one the next log-in sets it up."""
    return user.totp_secret is not None or has_passkey(user)


def forget_all(user: User) -> None:
    """Take every second factor of a person away: app, passkeys and recovery codes.

    The next log-in with the password sets up another. Whoever calls decides who may, ends the sessions, tells the
    person and writes the trail.
    """
    user.totp_secret, user.totp_last_step = None, 0
    for table in (Passkey, PasskeyChallenge, RecoveryCode):
        db.session().execute(delete(table).where(table.user_id == user.id))
    db.session().flush()


def picture(secret: str, email: str) -> str:
    """The QR code that an authenticator app reads, as SVG for in a page (no style, no script)."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        scale=5,
        border=3,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode()


def spelled(secret: str) -> str:
    """The secret in groups of four, to type over."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])
