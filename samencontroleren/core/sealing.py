# SPDX-License-Identifier: EUPL-1.2
"""Secrets that the platform must be able to read again, encrypted under keys that follow from SECRET_KEY.

Each purpose has a key of its own, so that what was sealed for one can not be passed off as another. A copy of the
database alone is of no use (BIO2 8.24.01). SECRET_KEY_FALLBACKS still open what was sealed before a change of key.
"""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(purpose: str, secret: str) -> str:
    """The secret encrypted for this purpose, as it is stored."""
    return _cipher(purpose).encrypt(secret.encode()).decode()


def unseal(purpose: str, sealed: str) -> str | None:
    """The secret again; None when it was sealed for something else or under a key that is no longer there."""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def keyed_digests(purpose: str, text: str) -> list[str]:
    """HMAC-SHA-256 of a text for this purpose, hex: under the present key, which is stored, and under earlier ones."""
    return [hmac.digest(_key(secret, purpose), text.encode(), "sha256").hex() for secret in _secrets()]


def _cipher(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in _secrets()])


def _secrets() -> tuple[str, ...]:
    return (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])


def _key(secret: str, purpose: str) -> bytes:
    info = f"samencontroleren {purpose}".encode()
    return base64.urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode()))
