# SPDX-License-Identifier: EUPL-1.2
"""Who finds a weak spot learns from the platform itself where to turn (RFC 9116)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from samencontroleren.core import clock
from tests.support.pages import PageClient

Clients = Callable[..., PageClient]


def test_security_txt_has_its_fields(client_of: Clients) -> None:
    answer = client_of().browser.get("/.well-known/security.txt")
    assert answer.status_code == 200 and answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"}
    assert fields["Contact"] == "mailto:beveiliging@samencontroleren.example"
    left = datetime.fromisoformat(fields["Expires"]) - clock.now()
    assert timedelta(days=100) < left < timedelta(days=365)


def test_the_page_leads_to_the_address_and_is_linked_everywhere(client_of: Clients) -> None:
    page = client_of().get("/kwetsbaarheid-melden")
    assert "beveiliging@samencontroleren.example" in page.words
    places = [each.get("href") for each in client_of().get("/inloggen").all("a")]
    assert "/kwetsbaarheid-melden" in places
