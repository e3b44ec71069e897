# SPDX-License-Identifier: EUPL-1.2
"""The life of a product: kept by its supplier, read by gemeenten, changes with their day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Forbidden, Invalid, NotFound
from samencontroleren.vendors import life, service
from samencontroleren.vendors.kinds import Hosting
from samencontroleren.vendors.models import HostingPeriod, Product
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


@pytest.mark.database
def test_a_change_of_hosting_keeps_what_was(unit: Session, app: Flask, world: World) -> None:
    actor, key = world["vendor-admin1"].actor, world.products[0][0]
    since = clock.today() - timedelta(days=3)
    facts = {"hosting": Hosting.SAAS, "hosting_country": "US", "since": since}
    life.change_hosting(actor, key, revision=1, **facts)
    life.change_hosting(actor, key, revision=2, **facts)
    found = service.get_product(world["buyer1"].actor, key)
    service.change_product(
        actor,
        key,
        revision=found.revision,
        name=found.name,
        description="",
        category=found.category,
        hosting=Hosting.ON_PREMISES,
        hosting_country="NL",
    )
    rows = life.life_of(world["buyer1"].actor, key).hosting
    assert sorted((row.hosting.value, row.hosting_country) for row in rows) == [
        ("on_premises", "NL"),
        ("saas", "NL"),
        ("saas", "US"),
    ]
    assert [each.cause for each in life.events_since(since) if each.product_id == key] == ["hosting"] * 2
    with pytest.raises(Invalid):
        life.change_hosting(
            actor, key, revision=3, hosting=Hosting.SAAS, hosting_country="DE", since=clock.today() + timedelta(days=1)
        )
    with pytest.raises(DatabaseError), unit.begin_nested():
        unit.execute(HostingPeriod.__table__.delete())
    assert unit.scalars(select(Product.hosting_country).where(Product.id == key)).one() == "NL"


def test_who_keeps_it(unit: Session, app: Flask, world: World) -> None:
    key = world.products[0][0]
    for number, name in enumerate(("vendor-admin1", "coordinator", "vng-admin")):
        life.add_version(world[name].actor, key, f"{number}.0")
    for name, error in (("contributor1", Forbidden), ("buyer1", Forbidden), ("vendor-admin2", NotFound)):
        with pytest.raises(error):
            life.add_version(world[name].actor, key, "9.0")
    made = life.life_of(world["buyer1"].actor, key).versions[0]
    for name, error in (("contributor1", Forbidden), ("vendor-admin2", NotFound)):
        with pytest.raises(error):
            life.get_version(world[name].actor, made.id)


def test_pages_of_the_life_of_a_product(client_of: Browser, world: World) -> None:
    page, place = client_of(world["vendor-admin1"]), f"/producten/{world.products[0][0]}"
    page.get(f"{place}/levensloop")
    version = {"name": "4.2", "released_on": "2026-01-10", "support_ends_on": "2026-01-09"}
    wrong = page.post(f"{place}/versies", version, status=422)
    assert "voordat de versie er was" in wrong.words and 'value="4.2"' in wrong.text
    page.post(f"{place}/versies", {**version, "support_ends_on": "2026-02-01"})
    page.post(f"{place}/versies", {"name": "4.2"}, status=422)
    ends = {"revision": "1", "sale_ends_on": "2027-01-01", "support_ends_on": "2028-01-01"}
    page.post(f"{place}/einde", ends)
    page.post(f"{place}/einde", ends, status=409)
    hosting = {"revision": "2", "hosting": "saas", "hosting_country": "BE", "since": clock.today().isoformat()}
    page.post(f"{place}/hosting", hosting)
    for path in (place, f"/resultaten{place}"):
        shown = client_of(world["buyer1"]).get(path).words
        assert "4.2" in shown and "Niet meer ondersteund" in shown and "België" in shown and "2028" in shown, path
    change = page.get(f"{place}/levensloop").text.split("/versies/")[1].split("/wijzigen")[0]
    page.get(f"/versies/{change}/wijzigen")
    page.post(f"/versies/{change}/wijzigen", {"name": "4.3", "revision": "1"})
    page.post(f"/versies/{change}/wijzigen", {"name": "4.4", "revision": "1"}, status=409)
    client_of(world["buyer1"]).get(f"{place}/levensloop", status=404)
    client_of(world["vendor-admin2"]).get(f"{place}/levensloop", status=404)
