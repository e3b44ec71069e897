# SPDX-License-Identifier: EUPL-1.2
"""Pages of suppliers, products and contacts: what is seen, made, changed, refused."""

from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from samencontroleren.core.db import Database
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.models import Contact, Product, Vendor
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
ODD = "<b>O'Brien & Zn.</b>"
FACTS = {
    "name": "Droomhuis B.V.",
    "country": "NL",
    "kvk_number": "99 00 00 99",
    "website": "https://droomhuis.example",
}
PRODUCT = {"name": "Droomloket", "category": "civil_affairs", "hosting": "saas", "hosting_country": "DE"}


def test_a_supplier_with_marks_in_its_name_works_everywhere(client_of: Browser, world: World) -> None:
    key, product = world.vendors[1], world.products[1][0]
    for name in ("buyer1", "coordinator", "vng-admin"):
        page = client_of(world[name])
        for path in (
            "/leveranciers",
            "/leveranciers?zoek=O'Brien+%26",
            f"/leveranciers/{key}",
            f"/producten/{product}",
        ):
            shown = page.get(path)
            assert ODD in shown.words and "<b>" not in shown.text, path
    own = client_of(world["vendor-admin2"])
    assert own.get("/onze-organisatie", status=302).location == f"/leveranciers/{key}"
    for path in (
        f"/leveranciers/{key}",
        f"/leveranciers/{key}/wijzigen",
        f"/leveranciers/{key}/producten/nieuw",
    ):
        assert escape(ODD, quote=False) in own.get(path).text.replace("&#39;", "'")


def test_search_looks_in_suppliers_and_products_and_takes_signs_literally(client_of: Browser, world: World) -> None:
    page = client_of(world["buyer1"])
    assert "Bedacht" in page.get("/leveranciers?zoek=product+1A").words
    assert "Niets gevonden" in page.get("/leveranciers?zoek=%25").words
    assert "Luchtkasteel" not in page.get("/leveranciers?zoek=bedacht").words
    page.get("/leveranciers?pagina=0", status=400)
    page.get("/leveranciers?pagina=niets", status=400)
    assert "Niets gevonden" in page.get("/leveranciers?zoek=x&pagina=9").words


def test_a_supplier_sees_nothing_of_another(client_of: Browser, world: World) -> None:
    page = client_of(world["vendor-admin1"])
    page.get("/leveranciers", status=403)
    for path in (
        f"/leveranciers/{world.vendors[1]}",
        f"/leveranciers/{world.vendors[1]}/wijzigen",
        f"/leveranciers/{world.vendors[1]}/producten/nieuw",
        f"/producten/{world.products[1][0]}",
        f"/producten/{world.products[1][0]}/wijzigen",
    ):
        page.get(path, status=404)
    page.post(f"/leveranciers/{world.vendors[1]}/wijzigen", {**FACTS, "revision": "1"}, status=404)
    page.post(f"/leveranciers/{world.vendors[1]}/producten/nieuw", PRODUCT, status=404)
    page.post(f"/producten/{world.products[1][0]}/wijzigen", {**PRODUCT, "revision": "1"}, status=404)
    contact = {"name": "Ik", "email": "ik@elders.example", "kind": "board"}
    page.post(f"/leveranciers/{world.vendors[1]}/contacten", contact, status=404)


def test_contacts_are_for_the_supplier_and_the_coordinator(
    client_of: Browser, database: Database, world: World
) -> None:
    place = f"/leveranciers/{world.vendors[0]}"
    for name, sees in (("coordinator", True), ("contributor1", True), ("buyer1", False), ("releaser", False)):
        assert ("contact1@" in client_of(world[name]).get(place).text) is sees, name
    with database.unit(write=False) as opened:
        key = opened.scalars(select(Contact.id).where(Contact.vendor_id == world.vendors[0])).one()
    client_of(world["buyer1"]).post(f"/contacten/{key}/verwijderen", status=404)
    client_of(world["contributor1"]).post(f"/contacten/{key}/verwijderen", status=404)
    client_of(world["vendor-admin2"]).post(f"/contacten/{key}/verwijderen", status=404)
    client_of(world["vendor-admin1"]).post(f"/contacten/{key}/verwijderen")


def test_the_coordinator_adds_a_supplier_with_products_and_contacts(
    client_of: Browser, database: Database, world: World
) -> None:
    page = client_of(world["coordinator"])
    page.get("/leveranciers/nieuw")
    place = page.post("/leveranciers/nieuw", FACTS).location
    assert "99000099" in page.get(place).words
    product = page.post(f"{place}/producten/nieuw", PRODUCT).location
    assert "Duitsland" in page.get(product).words
    page.get(f"{product}/wijzigen")
    page.post(f"{place}/producten/nieuw", PRODUCT, status=422)
    contact = {"name": "Dora", "email": "Dora@droomhuis.example", "kind": "security"}
    page.post(f"{place}/contacten", contact)
    assert "staat er al bij" in page.post(f"{place}/contacten", contact, status=422).words
    assert "dora@droomhuis.example" in page.get(place).words
    with database.unit(write=False) as opened:
        organisation = opened.scalars(select(Organisation).where(Organisation.name == "Droomhuis B.V.")).one()
        assert organisation.id == opened.scalars(select(Vendor.id).where(Vendor.kvk_number == "99000099")).one()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Vul dit in"),
        ({"kvk_number": "1234567"}, "8 cijfers"),
        ({"kvk_number": "1234567a"}, "8 cijfers"),
        ({"kvk_number": "١٢٣٤٥٦٧٨"}, "8 cijfers"),
        ({"kvk_number": "99000001"}, "heeft dit KvK-nummer al"),
        ({"kvk_number": "", "country": "DE"}, "handelsregister van dat land"),
        ({"country": "XX"}, "land uit de lijst"),
        ({"website": "javascript:alert(1)"}, "geen geldig webadres"),
        ({"name": "x" * 201}, "hoogstens 200 tekens"),
    ],
)
def test_wrong_facts_are_said_at_the_field_and_kept(
    client_of: Browser, database: Database, world: World, changes: dict[str, str], message: str
) -> None:
    page = client_of(world["coordinator"]).post("/leveranciers/nieuw", {**FACTS, **changes}, status=422)
    assert message in page.words and (changes.get("name") or 'value="Droomhuis B.V."' in page.text)
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Vendor)) == 3
        assert not opened.scalar(select(Organisation.id).where(Organisation.name.startswith("Droomhuis")))


def test_a_foreign_supplier_has_its_own_register(client_of: Browser, world: World) -> None:
    page = client_of(world["coordinator"])
    facts = {**FACTS, "kvk_number": "", "country": "DE", "register_number": "HRB 12345"}
    assert "HRB 12345" in page.get(page.post("/leveranciers/nieuw", facts).location).words


def test_unknown_fields_are_refused(client_of: Browser, world: World) -> None:
    client_of(world["coordinator"]).post("/leveranciers/nieuw", {**FACTS, "id": "1"}, status=422)


def test_who_changes_an_old_version_is_told(client_of: Browser, world: World) -> None:
    place = f"/leveranciers/{world.vendors[0]}/wijzigen"
    page = client_of(world["vendor-admin1"])
    page.get(place)
    facts = {**FACTS, "kvk_number": "99000001", "revision": "1"}
    page.post(place, facts)
    refused = page.post(place, {**facts, "name": "Mijn tekst"}, status=409)
    assert "intussen gewijzigd" in refused.words and 'value="Mijn tekst"' in refused.text
    assert "Droomhuis B.V." in refused.words and 'name="revision" value="2"' in refused.text
    product = f"/producten/{world.products[0][0]}/wijzigen"
    page.get(product)
    page.post(product, {**PRODUCT, "revision": "1"})
    page.post(product, {**PRODUCT, "revision": "1"}, status=409)
    page.post(product, {**PRODUCT, "name": "Product 1b", "revision": "2"}, status=422)


def test_others_may_look_but_not_change(client_of: Browser, world: World) -> None:
    for name in ("buyer1", "contributor1", "releaser"):
        page = client_of(world[name])
        page.post(f"/leveranciers/{world.vendors[0]}/wijzigen", {**FACTS, "revision": "1"}, status=404)
        page.post("/leveranciers/nieuw", FACTS, status=403)
        assert "/wijzigen" not in page.get(f"/leveranciers/{world.vendors[0]}").text


@pytest.mark.database
def test_list_and_single_agree_for_everybody(unit: Any, app: Flask, world: World) -> None:
    from samencontroleren.core.access import visible
    from samencontroleren.core.errors import NotFound
    from samencontroleren.vendors import policy, service

    products = [key for pair in world.products for key in pair]
    for person in world.people.values():
        listed = {row.id for row in service.list_products(person.actor, size=100).rows}
        assert listed == set(unit.scalars(visible(person.actor, policy.PRODUCT_VIEW, columns=[Product.id])))
        for key in products:
            if key in listed:
                assert service.get_product(person.actor, key).vendor.name
            else:
                with pytest.raises(NotFound):
                    service.get_product(person.actor, key)
