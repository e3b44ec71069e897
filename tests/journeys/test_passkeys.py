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
from playwright.sync_api import CDPSession
from sqlalchemy import update

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import LoginSession
from samencontroleren.core import clock
from samencontroleren.organisations.kinds import Role
from tests.journeys.person import Person, Platform
from tests.support import processes, smtp
from tests.support.databases import SystemDatabase
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
    database = SystemDatabase(own_database)
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
    with person.leaving():
        person.page.get_by_role("button", name="Inloggen", exact=True).click()


def log_out(person: Person) -> None:
    person.context.clear_cookies()
    person.go("/inloggen")


def grow_old(platform: Platform) -> None:
    """An hour goes by since the second factor was shown."""
    database = SystemDatabase(platform.url)
    with database.unit() as opened:
        opened.execute(update(LoginSession).values(factor_at=clock.now() - timedelta(hours=1)))
    database.engine.dispose()


def keep_codes(person: Person) -> list[str]:
    person.follow("Toon mijn herstelcodes")
    person.see("Uw tien codes")
    codes = person.page.locator(".sc-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def rename(person: Person, old: str, new: str) -> None:
    person.follow(f"Wijzig {old}", "link")
    person.page.fill("[name=name]", new)
    person.follow("Opslaan")


def remove(person: Person, name: str) -> None:
    person.go("/profiel/inloggen")
    person.follow(f"Wijzig {name}", "link")
    person.page.locator("summary", has_text="Verwijder deze passkey").click()
    person.follow("Ja, verwijder")


def enroll(fien: Person) -> list[str]:
    """The first log-in, with a passkey as second factor; gives the recovery codes."""
    type_password(fien)
    fien.see("Een passkey: het makkelijkst")
    fien.look("first")
    fien.follow("Maak een passkey")
    fien.see("Vanaf nu logt u in met uw passkey")
    codes = keep_codes(fien)
    fien.look("codes")
    return codes


def log_in_alone(fien: Person) -> None:
    log_out(fien)
    fien.look("login")
    fien.follow("Log in met een passkey")
    assert "/inloggen" not in fien.page.url
    fien.go("/profiel/inloggen")
    rename(fien, "Chrome op Linux", "mijn telefoon")
    fien.see("De naam is opgeslagen")


def confirm_an_act(fien: Person) -> None:
    grow_old(fien.platform)
    fien.go("/api-clients/nieuw")
    fien.see("Bevestig dat u het bent")
    fien.look("confirm")
    fien.follow("Bevestig met uw passkey")
    assert fien.page.get_by_role("heading", name="Maak een client").is_visible()


def change_device(fien: Person, tools: CDPSession, old: str) -> None:
    """A new device; the passkey of the old one is removed, the last one can not be."""
    fien.go("/profiel/inloggen")
    fien.click("Voeg een passkey toe")
    fien.see("Op dit apparaat staat al een passkey")
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": old})
    add_device(tools)
    fien.page.fill("[name=name]", "nieuwe telefoon")
    fien.follow("Voeg een passkey toe")
    fien.see("De passkey is toegevoegd")
    fien.look("two")
    remove(fien, "mijn telefoon")
    fien.see("De passkey is verwijderd")
    remove(fien, "nieuwe telefoon")
    fien.see("Dit is uw laatste manier om in te loggen")


def test_a_passkey_from_the_first_log_in_to_its_removal(platform: Platform, person: People) -> None:
    fien = person("passkeys", width=360)
    tools, phone = plug_in(fien)
    codes = enroll(fien)
    log_in_alone(fien)
    confirm_an_act(fien)
    change_device(fien, tools, phone)

    log_out(fien)
    type_password(fien)
    fien.look("second-step")
    fien.follow("Gebruik uw passkey")
    assert "/tweede-factor" not in fien.page.url

    log_out(fien)
    type_password(fien)
    fien.follow(re.compile("Gebruik een herstelcode"), "link")
    fien.page.fill("[name=code]", codes[3].upper())
    fien.look("recovery")
    fien.follow("Verder")
    fien.see("U hebt nog 9 herstelcodes")
