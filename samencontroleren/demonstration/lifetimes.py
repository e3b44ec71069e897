# SPDX-License-Identifier: EUPL-1.2
"""Versions of the market's products and the days on which sale and support end."""

from collections.abc import Sequence
from datetime import date, timedelta

from samencontroleren.core import clock
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.history import chance_of
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.vendors import life
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.models import ProductVersion

ENDING = ((9, 1), (19, 2), (31, 0))
"""Products (supplier, place) that are taken off the market."""


def add_versions(suppliers: Sequence[Supplier], today: date, rows: Rows) -> None:
    """Two or three versions per product, each supported for about two years."""
    for number, supplier in enumerate(suppliers):
        for place, product in enumerate(supplier.products):
            chance = chance_of("versions", number, place)
            major, age = chance.randint(2, 11), chance.randint(20, 200)
            for step in range(chance.randint(2, 3)):
                released = today - timedelta(days=age + step * chance.randint(180, 380))
                row = ProductVersion(product_id=product, name=f"{major - step}.{chance.randint(0, 6)}")
                row.released_on, row.support_ends_on = released, released + timedelta(days=730)
                with clock.pretend(released):
                    rows.add(row, clock.now())


def end_some(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """A few products are no longer sold, and support for them ends."""
    who = cast.vng["coordinator"].actor
    for days, (number, place) in enumerate(ENDING):
        if number >= len(suppliers):
            continue
        with clock.pretend(today - timedelta(days=50)):
            product = vendors.get_product(who, suppliers[number].products[place])
            life.set_ends(
                who,
                product.id,
                revision=product.revision,
                sale_ends_on=today - timedelta(days=10),
                support_ends_on=today + timedelta(days=40 + days * 150),
            )
