# SPDX-License-Identifier: EUPL-1.2
"""Logging in through the organisation in a browser, with a real OpenID provider: set up, linked, and used."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.accounts.through_provider import NAME
from tests.journeys.person import WIDTHS, Person, Platform
from tests.support.provider import TestProvider, running_provider

pytestmark = pytest.mark.journey
People = Callable[..., Person]


@pytest.fixture
def platform(common: Platform) -> Platform:
    return common


@pytest.fixture
def provider() -> Iterator[TestProvider]:
    with running_provider() as running:
        yield running


def test_an_administrator_sets_it_up_and_a_colleague_uses_it(
    person: People, platform: Platform, provider: TestProvider
) -> None:
    administrator = person("inlogdienst-beheerder")
    administrator.enter("admin1")
    _set_up(administrator, platform, provider)
    colleague = person("inlogdienst-collega", WIDTHS["phone"])
    colleague.enter("buyer1")
    colleague.go("/profiel/organisaties")
    provider.wish("buyer-there", level="high")
    colleague.follow("Koppel mijn account")
    colleague.look("vertrek")
    colleague.follow("Ga verder", "link")
    colleague.see("Uw account is gekoppeld")
    colleague.look("gekoppeld")
    _log_in(person("inlogdienst-inloggen", WIDTHS["phone"]))


def _set_up(person: Person, platform: Platform, provider: TestProvider) -> None:
    page = person.page
    person.go("/organisatie/inloggen")
    person.look("nog-niet")
    person.follow("Stel het in", "link")
    client = provider.register(f"{platform.address}/inloggen/terug/{platform.world.municipalities[0]}")
    typed = {"short_name": NAME, "issuer": provider.issuer, "client_id": client.id, "secret": "fout", "levels": "high"}
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=short_name]", "Met spatie")
    person.follow("Opslaan")
    person.look("fout")
    page.fill("[name=short_name]", NAME)
    page.fill("[name=secret]", client.secret)
    page.check("[name=counts_as_factor]")
    person.follow("Opslaan")
    person.look("ingesteld")
    provider.wish("admin-there", level="low")
    person.follow("Probeer het inloggen")
    person.follow("Ga verder", "link")
    person.see("niet sterk genoeg")
    person.look("proef-mislukt")
    person.follow("Terug naar de instellingen", "link")
    person.context.clear_cookies(name=re.compile("^_"))  # the provider remembers who logged in there, and how strongly
    provider.wish("admin-there", level="high")
    person.follow("Probeer het inloggen")
    person.follow("Ga verder", "link")
    person.see("De proef is gelukt")
    person.look("proef")
    person.follow("Verder", "link")
    person.follow("Zet het inloggen aan")
    person.look("aan")


def _log_in(person: Person) -> None:
    person.go("/inloggen")
    person.look("inloggen")
    person.follow("Log in via uw organisatie", "link")
    person.page.fill("[name=naam]", "onbekend")
    person.follow("Verder")
    person.look("onbekend")
    person.page.fill("[name=naam]", NAME)
    person.follow("Verder")
    person.look("gevonden")
    person.follow("Ga verder", "link")
    person.go("/profiel")
    person.see("Proef Buyer1")
