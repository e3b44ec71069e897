# SPDX-License-Identifier: EUPL-1.2
"""Headers on every answer, passwords, single-use tokens and the throttle of attempts."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from wsgiref.headers import Headers as StaticHeaders

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, Response, g, request
from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, session
from samencontroleren.core.errors import TooMany

COST = profiles.RFC_9106_LOW_MEMORY
"""What guessing a password costs (RFC 9106, section 4, second recommended option)."""
hasher = PasswordHasher.from_parameters(COST)

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Attempt(Identified, Base):
    """One failed attempt, counted per subject (an account or an address, hashed)."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_subject", "subject", "happened_at"),)

    subject: Mapped[str] = mapped_column(String(64))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)


def install_headers(app: Flask, is_secure: bool) -> None:
    """Give every answer its headers, error answers included."""

    @app.before_request
    def make_nonce() -> None:
        g.csp_nonce = secrets.token_urlsafe(18)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", content_policy(g.get("csp_nonce", "")))
        if is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        is_ours = request.path.startswith("/static/") or response.cache_control.public
        if response.status_code >= 400 or not is_ours:  # a file that is sent says only "no-cache" of itself
            response.headers["Cache-Control"] = "no-store"
        return response


def add_static_headers(headers: StaticHeaders, _path: str, _url: str) -> None:
    """The headers of a file of ours, which is served before the application is asked."""
    for name, value in FIXED_HEADERS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"


def content_policy(nonce: str) -> str:
    """The Content-Security-Policy of a page: only our own host, scripts of ours, no inline anything."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def hash_password(password: str) -> str:
    """argon2id."""
    return hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long for an account that does not exist (`stored` None)."""
    unknown = _hash_of_nobody()  # made once, whoever asks first, so that no time is lost at the start of a process
    try:
        return hasher.verify(stored or unknown, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return hasher.hash(secrets.token_hex(16))


def new_token() -> str:
    """A random token for a link, a session or a client; only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256 of a token, hex: what the database holds of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def count_attempt(subject: str) -> None:
    """Write down one failed attempt of a subject (runs in the ledger: it must stay)."""
    session().add(Attempt(subject=digest(subject), happened_at=clock.now()))


def forget_attempts(subject: str) -> None:
    """After a success the count of this subject starts anew."""
    session().execute(delete(Attempt).where(Attempt.subject == digest(subject)))


def check_attempts(subject: str, most: int = 10, within: timedelta = timedelta(minutes=15)) -> None:
    """Raise TooMany when a subject failed too often lately."""
    recent = (Attempt.subject == digest(subject)) & (Attempt.happened_at > clock.now() - within)
    if (session().scalar(select(func.count()).select_from(Attempt).where(recent)) or 0) >= most:
        raise TooMany("Er is te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw.")
