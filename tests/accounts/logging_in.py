# SPDX-License-Identifier: EUPL-1.2
"""Logging in as a person does, page after page."""

import re
from datetime import timedelta
from typing import Any

import pyotp

from samencontroleren.core import clock
from tests.support.pages import PageClient
from tests.support.world import PASSWORD

EMAIL = "fien@proef.example"


def log_in(page: PageClient, email: str, password: str = PASSWORD, status: int = 302, **more: str) -> Any:
    """Type mail address and password."""
    typed = {"email": email, "password": password, **renew(page, "/inloggen"), **more}
    return page.post("/inloggen", typed, status=status)


def enroll(page: PageClient) -> str:
    """Set up an authenticator app; gives the secret."""
    shown = page.get("/tweede-factor/instellen").text
    assert "<svg" in shown
    secret = secret_on(shown)
    token = renew(page, "/tweede-factor/instellen")
    ended = page.post("/tweede-factor/instellen", {"code": code_of(secret), **token})
    assert ended.location == "/profiel/herstelcodes?next=/"
    return secret


def secret_on(text: str) -> str:
    """The secret a page shows to type over."""
    found = re.search(r"sc-secret\">([A-Z2-7 ]+)<", text)
    assert found
    return found.group(1).replace(" ", "")


def renew(page: PageClient, path: str) -> dict[str, str]:
    """The token of a page fetched now: logging in starts a new one."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get(path).text)
    assert found
    return {"csrf_token": found.group(1)}


def show(page: PageClient, code: str, status: int = 302) -> Any:
    """Type a code at the second step of the log-in."""
    typed = {"code": code, **renew(page, "/tweede-factor")}
    return page.post("/tweede-factor", typed, status=status)


def code_of(secret: str, steps: int = 0) -> str:
    """The code of an app now, or some steps of 30 seconds from now."""
    return str(pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps)))
