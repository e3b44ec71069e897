# SPDX-License-Identifier: EUPL-1.2
"""Which gemeente uses which product: a plausible spread, mostly confirmed, some only claimed."""

import random
from datetime import date, timedelta

from samencontroleren.core import clock
from samencontroleren.demonstration.people import Cast, Town
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage import service as usage
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category

SPREAD = (13, 8, 5, 3, 4, 2, 2, 1)
"""How many of the gemeenten use each product, in the order of suppliers and products."""
CLAIMED_ONLY = ((0, 3), (1, 2), (5, 4))
"""(gemeente, product): claimed by the inkoper, not yet confirmed."""

PROCESSES: dict[Category, str] = {
    Category.CIVIL_AFFAIRS: "Burgerzaken",
    Category.DOCUMENTS: "Zaakgericht werken",
    Category.TAXES: "Heffen en innen van belastingen",
    Category.PERMITS: "Vergunningen verlenen",
    Category.SOCIAL_DOMAIN: "Wmo en jeugd",
}
CRITICAL = frozenset((Category.CIVIL_AFFAIRS, Category.SOCIAL_DOMAIN))


def add_usages(cast: Cast, suppliers: list[Supplier], today: date, chance: random.Random) -> None:
    """Claims by an inkoper, confirmed the day after by a CISO or process owner of the same gemeente."""
    products = [(supplier, place) for supplier in suppliers for place in range(len(supplier.products))]
    open_claims = {(cast.towns[town].id, product) for town, product in CLAIMED_ONLY}
    for number, ((supplier, place), wanted) in enumerate(zip(products, SPREAD, strict=True)):
        rest = [town for town in cast.towns if (town.id, number) not in open_claims]
        first, others = rest[:1] if number < 5 else [], rest[1:]
        chosen = first + chance.sample(others, wanted - len(first))
        for town in chosen:
            _use(town, supplier, place, today - timedelta(days=chance.randint(200, 290)), chance)
    for town_number, number in CLAIMED_ONLY:
        supplier, place = products[number]
        with clock.pretend(today - timedelta(days=chance.randint(1, 9))):
            _claim(cast.towns[town_number], supplier, place, chance)


def _use(town: Town, supplier: Supplier, place: int, day: date, chance: random.Random) -> None:
    with clock.pretend(day):
        claimed = _claim(town, supplier, place, chance)
    confirms = town.people.get(Role.CISO) or town.people[Role.PROCESS_OWNER]
    with clock.pretend(day + timedelta(days=1)):
        usage.confirm_usage(confirms.actor, claimed.id)


def _claim(town: Town, supplier: Supplier, place: int, chance: random.Random) -> Usage:
    category = supplier.facts.products[place].category
    return usage.claim_usage(
        town.people[Role.BUYER].actor,
        supplier.products[place],
        PROCESSES.get(category, "Bedrijfsvoering"),
        contract_number=f"VB-{chance.randint(1000, 9999)}",
        is_critical=category in CRITICAL and chance.random() < 0.3,
    )
