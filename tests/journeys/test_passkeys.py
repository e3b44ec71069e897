# SPDX-License-Identifier: EUPL-1.2
"""Passkeys in Chromium with its virtual authenticator (WebAuthn over the DevTools protocol): made at the first
log-in, shown alone, to confirm an act and after a password; a lost one removed; a recovery code for when all is lost.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page
from sqlalchemy import update

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import LoginSession
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from tests.journeys.conftest import Person, Platform
from tests.support import processes, smtp
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.journey
People = Callable[..., Person]
EMAIL = "fien@proef.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def platform(own_database: str, world: World, tmp_path: Path) -> Iterator[Platform]:
    """The web server under a name, since passkeys belong to one; Fien has a password and no second factor yet."""
    database = Database(own_database)
    with database.unit():
        fien = accounts.make_user(EMAIL, "Fien Factor", PASSWORD)
        accounts.add_membership(fien, world.municipalities[0], [Role.ADMINISTRATOR])
    database.engine.dispose()
    with processes.web(own_database, tmp_path, host="localhost") as (_process, address):
        yield Platform(address, world, smtp.Keep(), own_database, tmp_path)


def plug_in(person: Person) -> tuple[CDPSession, str]:
    """A device that makes and shows passkeys, opened with a finger that is always right."""
    tools = person.context.new_cdp_session(person.page)
    tools.send("WebAuthn.enable")
    return tools, add_device(tools)


def add_device(tools: CDPSession) -> str:
    made: dict[str, Any] = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return str(made["authenticatorId"])


def type_password(person: Person) -> None:
    person.go("/inloggen")
    person.page.fill("[name=email]", EMAIL)
    person.page.fill("[name=password]", PASSWORD)
    person.page.get_by_role("button", name="Inloggen", exact=True).click()


def log_out(person: Person) -> None:
    person.context.clear_cookies()
    person.go("/inloggen")


def grow_old(platform: Platform) -> None:
    """An hour goes by since the second factor was shown."""
    database = Database(platform.url)
    with database.unit() as opened:
        opened.execute(update(LoginSession).values(factor_at=clock.now() - timedelta(hours=1)))
    database.engine.dispose()


def keep_codes(person: Person) -> list[str]:
    person.click("Toon mijn herstelcodes")
    person.see("Uw tien codes")
    codes = person.page.locator(".sc-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def rename(page: Page, old: str, new: str) -> None:
    page.get_by_role("link", name=f"Wijzig {old}").click()
    page.fill("[name=name]", new)
    page.get_by_role("button", name="Opslaan").click()


def test_a_passkey_from_the_first_log_in_to_its_removal(platform: Platform, person: People) -> None:
    fien = person("passkeys", width=360)
    page = fien.page
    tools, phone = plug_in(fien)
    type_password(fien)
    fien.see("Een passkey: het makkelijkst")
    fien.look("first")
    fien.click("Maak een passkey")
    fien.see("Vanaf nu logt u in met uw passkey")
    codes = keep_codes(fien)
    fien.look("codes")
    fien.click("Ik heb de codes bewaard", "link")

    log_out(fien)
    fien.look("login")
    fien.click("Log in met een passkey")
    page.wait_for_url(lambda url: "/inloggen" not in url)
    fien.go("/profiel/inloggen")
    rename(page, "Chrome op Linux", "mijn telefoon")
    fien.see("De naam is opgeslagen")

    grow_old(platform)
    fien.go("/api-clients/nieuw")
    fien.see("Bevestig dat u het bent")
    fien.look("confirm")
    fien.click("Bevestig met uw passkey")
    fien.see("Nieuwe API-client")

    fien.go("/profiel/inloggen")
    fien.click("Voeg een passkey toe")
    fien.see("Op dit apparaat staat al een passkey")
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": phone})
    add_device(tools)
    page.fill("[name=name]", "nieuwe telefoon")
    fien.click("Voeg een passkey toe")
    fien.see("De passkey is toegevoegd")
    fien.look("two")
    page.get_by_role("link", name="Wijzig mijn telefoon").click()
    page.locator("summary", has_text="Verwijder deze passkey").click()
    fien.click("Ja, verwijder")
    fien.see("De passkey is verwijderd")
    page.get_by_role("link", name="Wijzig nieuwe telefoon").click()
    page.locator("summary", has_text="Verwijder deze passkey").click()
    fien.click("Ja, verwijder")
    fien.see("Dit is uw laatste manier om in te loggen")

    log_out(fien)
    type_password(fien)
    fien.look("second-step")
    fien.click("Gebruik uw passkey")
    page.wait_for_url(lambda url: "/tweede-factor" not in url)

    log_out(fien)
    type_password(fien)
    fien.click(re.compile("Gebruik een herstelcode"), "link")
    page.fill("[name=code]", codes[3].upper())
    fien.look("recovery")
    fien.click("Verder")
    fien.see("U hebt nog 9 herstelcodes")
