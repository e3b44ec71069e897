# SPDX-License-Identifier: EUPL-1.2
"""Organisations: VNG's functional administrator keeps them; everybody else sees the own one."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from samencontroleren.core.errors import Forbidden, Invalid
from samencontroleren.organisations import service
from samencontroleren.organisations.kinds import OrganisationKind
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
NEW = {"kind": "municipality", "name": "Gemeente Droomdorp", "code": "GM9977"}


def test_the_list_is_for_the_functional_administrator(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    assert "Gemeente Nepveen" in page.get("/organisaties").words
    found = page.get("/organisaties?zoek=nepv&soort=municipality").words
    assert "Gemeente Nepveen" in found and "Fantasiekerk" not in found
    assert "Gemeente Nepveen" in page.get("/organisaties?zoek=GM9902").words
    page.get("/organisaties?soort=onzin", status=400)
    for name in ("coordinator", "admin1", "vendor-admin1"):
        client_of(world[name]).get("/organisaties", status=403)


def test_one_sees_only_ones_own(client_of: Browser, world: World) -> None:
    page = client_of(world["admin1"])
    page.get(f"/organisaties/{world.municipalities[0]}")
    page.get(f"/organisaties/{world.municipalities[1]}", status=404)
    client_of(world["vendor-admin1"]).get(f"/organisaties/{world.municipalities[0]}", status=404)


def test_an_organisation_is_let_in_with_its_first_administrator(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    page.get("/organisaties/nieuw")
    people = page.post("/organisaties/nieuw", NEW).location
    page.get(people)
    typed = {"name": "Bea", "email": "bea@droomdorp.example", "roles": ["administrator"], "language": "nl"}
    place = people.replace("/gebruikers", "/uitnodigingen")
    assert page.post(place, typed).location == people
    assert "bea@droomdorp.example" in page.get(people).words


def test_wrong_facts_are_said_and_nothing_is_stored(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    assert "heeft deze code al" in page.post("/organisaties/nieuw", {**NEW, "code": "GM9901"}, status=422).words
    assert "Kies een soort" in page.post("/organisaties/nieuw", {**NEW, "kind": "vendor"}, status=422).words
    page.post("/organisaties/nieuw", {}, status=422)
    assert "Droomdorp" not in page.get("/organisaties").words


def test_facts_are_changed_once_per_version(client_of: Browser, world: World) -> None:
    place = f"/organisaties/{world.municipalities[0]}/wijzigen"
    page = client_of(world["vng-admin"])
    page.get(place)
    page.post(place, {"name": "Gemeente Anders", "code": "GM9901", "revision": "1"})
    late = {"name": "Gemeente Nog Anders", "code": "GM9901", "revision": "1"}
    refused = page.post(place, late, status=409)
    assert "intussen gewijzigd" in refused.words and 'value="Gemeente Nog Anders"' in refused.text
    assert "Gemeente Anders" in refused.words and 'name="revision" value="2"' in refused.text
    page.post(place, {"name": "Gemeente Anders", "code": "GM9902", "revision": "2"}, status=422)
    client_of(world["admin1"]).post(place, {"name": "X", "revision": "2"}, status=404)


@pytest.mark.database
def test_service_refuses_others_and_counts_gemeenten(unit: Any, app: Flask, world: World) -> None:
    assert service.municipality_count() == 3
    for name in ("coordinator", "releaser", "admin1", "vendor-admin1"):
        with pytest.raises(Forbidden):
            service.add_organisation(world[name].actor, OrganisationKind.MUNICIPALITY, "Gemeente X")
    actor = world["vng-admin"].actor
    service.add_organisation(actor, OrganisationKind.MUNICIPALITY, "Gemeente X", "GM9988")
    assert service.municipality_count() == 4
    with pytest.raises(Invalid):
        service.add_organisation(actor, OrganisationKind.MUNICIPALITY, "Gemeente Y", "GM9988")
