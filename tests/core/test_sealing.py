# SPDX-License-Identifier: EUPL-1.2
"""Sealed secrets: readable again for their own purpose only, also after a change of key."""

import base64

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask

from samencontroleren.core import sealing

SECRET = "een geheim van een aanbieder"


def test_a_secret_comes_back_for_its_own_purpose_only(bare_app: Flask) -> None:
    with bare_app.app_context():
        sealed = sealing.seal("provider", SECRET)
        assert SECRET not in sealed
        assert sealing.unseal("provider", sealed) == SECRET
        assert sealing.unseal("totp", sealed) is None
        assert sealing.unseal("provider", "onzin") is None


def test_a_former_key_still_opens_and_a_forgotten_one_does_not(
    bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bare_app.app_context():
        sealed = sealing.seal("provider", SECRET)
        former = bare_app.config["SECRET_KEY"]
        monkeypatch.setitem(bare_app.config, "SECRET_KEY", "another" * 6)
        assert sealing.unseal("provider", sealed) is None
        monkeypatch.setitem(bare_app.config, "SECRET_KEY_FALLBACKS", [former])
        assert sealing.unseal("provider", sealed) == SECRET


def test_codes_sealed_before_the_cipher_moved_to_the_core_still_open(bare_app: Flask) -> None:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"samencontroleren totp")
    cipher = Fernet(base64.urlsafe_b64encode(key.derive(bare_app.config["SECRET_KEY"].encode())))
    with bare_app.app_context():
        assert sealing.unseal("totp", cipher.encrypt(SECRET.encode()).decode()) == SECRET
