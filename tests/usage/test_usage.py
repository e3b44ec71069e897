# SPDX-License-Identifier: EUPL-1.2
"""The register of products in use: two people, own gemeente only, never a supplier, counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage import policy, service
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category, Hosting
from samencontroleren.vendors.models import Product
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
FACTS = {"process": "Paspoorten", "contract_number": "C-1"}


@pytest.fixture
def claimed(app: Flask, database: Database, world: World) -> Usage:
    """The first gemeente's buyer claimed the first product."""
    with database.unit():
        return service.claim_usage(world["buyer1"].actor, world.products[0][0], "Paspoorten")


def test_from_empty_register_to_confirmed_use(client_of: Browser, world: World) -> None:
    buyer, ciso = client_of(world["buyer1"]), client_of(world["ciso1"])
    assert "Het register is nog leeg" in buyer.get("/gebruik").words
    assert "Product 1a" in buyer.get("/gebruik/aanmelden?zoek=bedacht").words
    place = f"/producten/{world.products[0][0]}/gebruik"
    buyer.get(place)
    line = buyer.post(place, {**FACTS, "is_critical": "1"}).location
    assert "U meldde dit product zelf aan" in buyer.get(line).words
    shown = ciso.get(line).words
    assert "oordelen per eis en de antwoorden" in shown and "Proef Buyer1" in shown
    client_of(world["owner1"]).post(line, {**FACTS, "process": "Iets anders", "revision": "1"})
    assert "Lees haar eerst opnieuw" in ciso.post(f"{line}/bevestigen", {"revision": "1"}, status=409).words
    ciso.post(f"{line}/bevestigen", status=400)
    ciso.post(f"{line}/bevestigen", {"revision": "2"})
    words = ciso.get("/gebruik").words
    assert "In gebruik" in words and "Iets anders" in words and "Bedacht Burgerzaken" in words
    ciso.post(f"{line}/bevestigen", {"revision": "3"}, status=409)
    buyer.get(place, status=409)


def test_the_one_who_claims_never_confirms(client_of: Browser, world: World) -> None:
    page = client_of(world["ciso1"])
    line = page.post(f"/producten/{world.products[0][0]}/gebruik", FACTS).location
    assert "Bevestig het gebruik" not in page.get(line).words
    page.post(f"{line}/bevestigen", {"revision": "1"}, status=403)
    client_of(world["buyer1"]).post(f"{line}/bevestigen", {"revision": "1"}, status=404)
    client_of(world["owner1"]).post(f"{line}/bevestigen", {"revision": "1"})


@pytest.mark.database
def test_a_second_person_rejects_with_a_reason_the_claimer_reads(client_of: Browser, world: World) -> None:
    buyer, ciso = client_of(world["buyer1"]), client_of(world["ciso1"])
    place = f"/producten/{world.products[0][0]}/gebruik"
    line = buyer.post(place, FACTS).location
    buyer.post(f"{line}/afwijzen", {"revision": "1", "reason": "Zelf"}, status=404)
    client_of(world["ciso2"]).post(f"{line}/afwijzen", {"revision": "1", "reason": "Vreemd"}, status=404)
    asked = ciso.post(f"{line}/afwijzen", {"revision": "1", "reason": " "}, status=422)
    assert "Wacht op bevestiging" in asked.words and any("open" in each.attrib for each in asked.all("details"))
    ciso.post(f"{line}/afwijzen", {"revision": "7", "reason": "Oud"}, status=409)
    ciso.post(f"{line}/afwijzen", {"revision": "1", "reason": "Het contract is opgezegd"})
    assert "Afgewezen" in buyer.get("/gebruik").words
    assert "Een collega wees af" in buyer.get("/berichten").words
    assert "Een collega wees af" not in ciso.get("/berichten").words
    told = buyer.get(line).words
    assert "Het contract is opgezegd" in told and "Proef Ciso1" in told
    ciso.post(f"{line}/afwijzen", {"revision": "2", "reason": "Nog eens"}, status=409)
    ciso.post(f"{line}/bevestigen", {"revision": "2"}, status=409)
    buyer.post(place, {**FACTS, "process": "Nu goed"})
    assert "Het contract is opgezegd" not in buyer.get(line).words


@pytest.mark.database
def test_nothing_opens_before_the_second_person(unit: Any, world: World, claimed: Usage) -> None:
    buyer, ciso = world["buyer1"].actor, world["ciso1"].actor
    assert unit.scalars(policy.confirmed_products(buyer)).all() == []
    with pytest.raises(Forbidden):
        service.confirm_usage(buyer, claimed.id)
    with pytest.raises(Forbidden):
        service.confirm_usage(replace(buyer, roles=frozenset((Role.BUYER, Role.CISO))), claimed.id)
    for stranger in ("ciso2", "admin1", "reviewer1", "submitter1", "coordinator", "releaser"):
        with pytest.raises(NotFound):
            service.confirm_usage(world[stranger].actor, claimed.id)
    service.confirm_usage(ciso, claimed.id)
    assert unit.scalars(policy.confirmed_products(buyer)).all() == [claimed.product_id]
    assert unit.scalars(policy.confirmed_products(world["buyer2"].actor)).all() == []
    service.end_usage(buyer, claimed.id)
    assert unit.scalars(policy.confirmed_products(buyer)).all() == []
    with pytest.raises(Conflict):
        service.confirm_usage(ciso, claimed.id)


def test_claiming_anew_needs_a_new_confirmation(unit: Any, world: World, claimed: Usage) -> None:
    buyer, ciso = world["buyer1"].actor, world["ciso1"].actor
    service.confirm_usage(ciso, claimed.id)
    service.end_usage(buyer, claimed.id)
    anew = service.claim_usage(ciso, claimed.product_id, "", "C-9")
    assert anew.id == claimed.id and anew.state is UsageState.CLAIMED and anew.confirmed_at is None
    with pytest.raises(Forbidden):
        service.confirm_usage(ciso, anew.id)
    assert unit.scalars(policy.confirmed_products(buyer)).all() == []


def test_a_claim_needs_process_or_contract(client_of: Browser, world: World) -> None:
    page = client_of(world["buyer1"])
    place = f"/producten/{world.products[0][0]}/gebruik"
    wrong = page.post(place, {"process": "  ", "is_critical": "1"}, status=422)
    assert "Vul het proces of het contractnummer in" in wrong.words
    assert "Het register is nog leeg" in page.get("/gebruik").words
    page.post(place, {"process": "x" * 501}, status=422)
    page.post(place, {**FACTS, "state": "confirmed"}, status=422)
    page.post(place, {"contract_number": "C-1"})


def test_after_25_claims_in_a_week_vng_looks(unit: Any, app: Flask, world: World) -> None:
    buyer, vendor = world["buyer1"].actor, world.vendors[0]
    facts: dict[str, Any] = {"category": Category.OTHER, "hosting": Hosting.SAAS}
    rows = [Product(vendor_id=vendor, name=f"Serie {number}", **facts) for number in range(26)]
    unit.add_all(rows)
    unit.flush()
    for row in rows[:25]:
        service.claim_usage(buyer, row.id, "Proces")
    with pytest.raises(Conflict, match="VNG kijkt daar eerst naar"):
        service.claim_usage(world["ciso1"].actor, rows[25].id, "Proces")
    service.claim_usage(world["buyer2"].actor, rows[25].id, "Proces")
    with clock.pretend(clock.today() + timedelta(days=8)):
        service.claim_usage(buyer, rows[25].id, "Proces")


@pytest.mark.parametrize("name", ["vendor-admin1", "submitter1", "contributor1", "coordinator", "releaser", "admin1"])
def test_suppliers_vng_and_administrators_see_nothing_of_it(
    client_of: Browser, world: World, claimed: Usage, name: str
) -> None:
    page = client_of(world[name])
    page.get("/gebruik", status=403)
    page.get("/gebruik/aanmelden", status=403)
    for path in (f"/gebruik/{claimed.id}", f"/producten/{claimed.product_id}/gebruik"):
        page.get(path, status=404)
    for action in ("", "/bevestigen", "/beeindigen"):
        page.post(f"/gebruik/{claimed.id}{action}", status=404)
    for path in ("/profiel", f"/producten/{claimed.product_id}"):
        assert "Paspoorten" not in page.get(path, status=200).text


def test_another_gemeente_sees_nothing_of_it(client_of: Browser, world: World, claimed: Usage) -> None:
    page = client_of(world["ciso2"])
    page.get(f"/gebruik/{claimed.id}", status=404)
    page.post(f"/gebruik/{claimed.id}/bevestigen", status=404)
    assert "Wacht op bevestiging" not in page.get("/gebruik/aanmelden").words
    assert "Product 1a" not in page.get("/gebruik").words


def test_list_and_single_agree(unit: Any, app: Flask, world: World, claimed: Usage) -> None:
    for person in world.people.values():
        listed = list(unit.scalars(visible(person.actor, policy.VIEW, columns=[Usage.id])))
        try:
            fetch(person.actor, policy.VIEW, claimed.id)
        except NotFound:
            assert listed == [], person.key
        else:
            assert listed == [claimed.id] and person.key in ("buyer1", "ciso1", "owner1")
        assert (service.find_usage(person.actor, claimed.product_id) is not None) == bool(listed)


def test_facts_are_changed_once_per_version(client_of: Browser, world: World, claimed: Usage) -> None:
    page = client_of(world["buyer1"])
    page.post(f"/gebruik/{claimed.id}", {**FACTS, "revision": str(claimed.revision)})
    mine = {"process": "Mijn eigen proces", "revision": str(claimed.revision)}
    refused = page.post(f"/gebruik/{claimed.id}", mine, status=409)
    assert "intussen gewijzigd" in refused.words and 'value="Mijn eigen proces"' in refused.text
    assert FACTS["process"] in refused.words and f'name="revision" value="{claimed.revision + 1}"' in refused.text
    wrong = {"process": "", "revision": str(claimed.revision + 1)}
    page.post(f"/gebruik/{claimed.id}", wrong, status=422)
    page.post(f"/gebruik/{claimed.id}/beeindigen")
    assert "niet meer in gebruik" in page.post(f"/gebruik/{claimed.id}", mine, status=409).words


@pytest.mark.database
def test_counts_are_of_confirmed_use(unit: Any, app: Flask, world: World) -> None:
    first, second, other = world.products[0][0], world.products[0][1], world.products[1][0]
    for number, product, critical in (
        (1, first, True),
        (1, second, False),
        (2, first, False),
        (3, other, True),
    ):
        made = service.claim_usage(world[f"buyer{number}"].actor, product, "Proces", is_critical=critical)
        if number != 3:
            service.confirm_usage(world[f"ciso{number}"].actor, made.id)
    assert service.counts_by_vendor() == [(world.vendors[0], 2, 1, 3)]
    assert set(service.counts_by_product()) == {(first, 2, 1, 3), (second, 1, 0, 3)}


def test_wrong_claims_raise(unit: Any, app: Flask, world: World, claimed: Usage) -> None:
    buyer = world["buyer1"].actor
    with pytest.raises(Conflict):
        service.claim_usage(buyer, claimed.product_id, "Proces")
    with pytest.raises(Invalid):
        service.claim_usage(buyer, world.products[1][0], "")
    with pytest.raises(NotFound):
        service.claim_usage(buyer, claimed.id, "Proces")
    with pytest.raises(Forbidden):
        service.claim_usage(world["reviewer1"].actor, world.products[1][0], "Proces")
    assert unit.scalars(select(Usage.id)).all() == [claimed.id]
