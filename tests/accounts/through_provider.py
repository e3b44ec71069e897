# SPDX-License-Identifier: EUPL-1.2
"""Setting up the log-in of an organisation, and going through it, as people do: page after page."""

import html
import re
import uuid
from typing import Any

from samencontroleren.accounts.kinds import ClientProof
from tests.support.pages import Page, PageClient
from tests.support.provider import TestProvider

BASE = "http://127.0.0.1:8000"
NAME = "verzonnendam"


def back_url(organisation: uuid.UUID) -> str:
    """Where a provider sends people of an organisation back."""
    return f"{BASE}/inloggen/terug/{organisation}"


def set_up(page: PageClient, provider: TestProvider, organisation: uuid.UUID, **more: Any) -> None:
    """Fill in and keep the log-in of an organisation, as its administrator."""
    client = provider.register(back_url(organisation))
    facts = {"short_name": NAME, "issuer": provider.issuer, "client_id": client.id, "proof": ClientProof.SECRET.value}
    page.post("/organisatie/inloggen/instellen", {**facts, "secret": client.secret, **more})


def switch_on(page: PageClient, provider: TestProvider, organisation: uuid.UUID, **more: Any) -> None:
    """Set it up, try it as somebody, and let people in."""
    set_up(page, provider, organisation, **more)
    provider.wish("admin-there", level="high")
    assert "De proef is gelukt" in go(page, provider, page.post("/organisatie/inloggen/proef", status=200)).words
    page.post("/organisatie/inloggen/aan")


def link_on(page: Page) -> str:
    """The link of a page to the provider."""
    found = re.search(r'href="([^"]+code_challenge=[^"]+)"', page.text)
    assert found, page.text[:2000]
    return html.unescape(found.group(1))


def go(page: PageClient, provider: TestProvider, departure: Page, status: int = 200) -> Page:
    """From the page in between to the provider, and back."""
    return page.get(provider.walk(link_on(departure)).removeprefix(BASE), status=status)


def log_in(page: PageClient, provider: TestProvider, name: str = NAME, status: int = 302) -> Page:
    """From the address of the organisation to the provider, and back."""
    away = page.get(f"/inloggen/organisatie/{name}", status=302).location
    return page.get(provider.walk(away).removeprefix(BASE), status=status)


def link(page: PageClient, provider: TestProvider, key: uuid.UUID, person: str) -> Page:
    """Join the own account to it, as somebody there."""
    provider.wish(person, level="high")
    return go(page, provider, page.post(f"/profiel/organisaties/{key}", status=200), 302)
