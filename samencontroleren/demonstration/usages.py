# SPDX-License-Identifier: EUPL-1.2
"""Which gemeente uses which product: the large ones many, the small ones few, market leaders everywhere."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samencontroleren.core import clock
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.history import chance_of
from samencontroleren.demonstration.people import Cast, Person, Town
from samencontroleren.demonstration.suppliers import ProductFacts, Supplier
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage import service as usage
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category

LARGEST = ("GM0363", "GM0599", "GM0518", "GM0344")
_LARGE = (
    "GM0034 GM0014 GM0772 GM0855 GM0758 GM0193 GM0307 GM0935 GM0546 GM0200 GM0202 GM0106 GM0222 GM0505 GM0228 GM0479 "
    "GM0153 GM1783 GM0150 GM0114 GM0503 GM1900 GM0392 GM0080 GM0268 GM0400 GM0405"
)
LARGE = tuple(_LARGE.split())
"""So many products: 60 to 90, 15 to 35, 4 to 14."""
TOUR = ((0, 0), (0, 1), (1, 0), (2, 0), (2, 1))
"""Products of the tour's suppliers (supplier, place) that its gemeente uses for certain."""
WAITING = ((4, 1), (3, 1), (6, 0))
"""Products that the tour's gemeente has claimed and not confirmed yet."""

PROCESSES: dict[Category, tuple[str, ...]] = {
    Category.CIVIL_AFFAIRS: ("Burgerzaken", "Publieksdienstverlening"),
    Category.SOCIAL_DOMAIN: ("Wmo en jeugd", "Werk en inkomen"),
    Category.TAXES: ("Heffen en innen van belastingen",),
    Category.PERMITS: ("Vergunningen verlenen", "Toezicht en handhaving"),
    Category.DOCUMENTS: ("Zaakgericht werken", "Informatiebeheer"),
    Category.FINANCE: ("Financiële administratie",),
    Category.PERSONNEL: ("Personeel en organisatie",),
    Category.PUBLIC_SPACE: ("Beheer openbare ruimte",),
    Category.PARTICIPATION: ("Communicatie",),
    Category.WORKPLACE: ("Automatisering",),
    Category.COUNCIL: ("Ondersteuning van de raad",),
    Category.OTHER: ("Sport en cultuur",),
}
CRITICAL = {
    Category.CIVIL_AFFAIRS: 0.35,
    Category.SOCIAL_DOMAIN: 0.3,
    Category.WORKPLACE: 0.25,
    Category.DOCUMENTS: 0.12,
    Category.FINANCE: 0.1,
    Category.TAXES: 0.1,
}
"""How often a process of this kind is critical."""


@dataclass(frozen=True)
class Offer:
    """A product that a gemeente can choose, with its weight in the choice."""

    supplier: Supplier
    place: int
    weight: float

    @property
    def facts(self) -> ProductFacts:
        return self.supplier.facts.products[self.place]


class Register:
    """The registers of all gemeenten, written as rows."""

    def __init__(self, cast: Cast, suppliers: Sequence[Supplier], today: date, rows: Rows) -> None:
        self.cast, self.suppliers, self.today, self.rows = cast, suppliers, today, rows
        self.offers = [
            Offer(supplier, place, _weight(number, place))
            for number, supplier in enumerate(suppliers)
            for place in range(len(supplier.products))
        ]

    def write(self) -> None:
        """What every gemeente uses; most of it confirmed the days after."""
        for town in self.cast.towns:
            for offer in self._chosen(town):
                self._use(town, offer)

    def claim_now(self) -> None:
        """The newest claims of the tour's gemeente, through the service: they wait for a second person."""
        town = self.cast.towns[0]
        for days, (number, place) in enumerate(WAITING, 1):
            facts = self.suppliers[number].facts.products[place]
            with clock.pretend(self.today - timedelta(days=days * 2)):
                usage.claim_usage(
                    town.people[Role.BUYER].actor,
                    self.suppliers[number].products[place],
                    PROCESSES[facts.category][0],
                    contract_number=f"VB-{2100 + days}",
                )

    def _chosen(self, town: Town) -> list[Offer]:
        code = town.organisation.code or ""
        chance = chance_of("register", code)
        low, high = (60, 90) if code in LARGEST else (15, 35) if code in LARGE else (4, 14)
        offers = self.offers
        first: list[Offer] = []
        if town is self.cast.towns[0]:
            fixed = [(self.suppliers[number].id, place) for number, place in TOUR]
            later = [(self.suppliers[number].id, place) for number, place in WAITING]
            first = [each for each in offers if (each.supplier.id, each.place) in fixed]
            taken = [*fixed, *later]
            offers = [each for each in offers if (each.supplier.id, each.place) not in taken]
        wanted = min(chance.randint(low, high), len(offers) * 2 // 3)
        ranked = sorted(offers, key=lambda each: chance.random() ** (1 / each.weight), reverse=True)
        return first + ranked[:wanted]

    def _use(self, town: Town, offer: Offer) -> None:
        chance = chance_of("use", town.organisation.code, offer.facts.name)
        began = {1: 690, 2: 320, 3: 120}[offer.facts.since]
        age = chance.randint(30, began) if chance.random() < 0.9 else chance.randint(9, 30)
        at = _moment(self.today - timedelta(days=age), chance)
        category = offer.facts.category
        buyer = town.people[Role.BUYER]
        row = Usage(municipality_id=town.id, product_id=offer.supplier.products[offer.place])
        row.process = chance.choice(PROCESSES[category])
        row.contract_number = f"VB-{chance.randint(1000, 9999)}" if chance.random() < 0.8 else ""
        row.is_critical = chance.random() < CRITICAL.get(category, 0.03)
        row.claimed_at, row.claimed_by_id, row.state = at, buyer.user_id, UsageState.CLAIMED
        self.rows.add(row, at)
        self.rows.trail(buyer.actor, at, "usage.claimed", "usage", row.id, town.id, product=row.product_id)
        luck = chance.random()
        if luck < 0.93 or town is self.cast.towns[0]:
            self._confirm(town, row, at + timedelta(days=chance.randint(1, 6)), ends=luck < 0.03)

    def _confirm(self, town: Town, row: Usage, at: datetime, ends: bool) -> None:
        who = _second(town)
        row.state, row.confirmed_by_id, row.confirmed_at = UsageState.CONFIRMED, who.user_id, at
        row.revision, row.changed_at = row.revision + 1, at
        self.rows.trail(who.actor, at, "usage.confirmed", "usage", row.id, town.id)
        over = at + timedelta(days=120)
        if ends and over.date() < self.today and town is not self.cast.towns[0]:
            row.state, row.ended_on, row.changed_at, row.revision = UsageState.ENDED, over.date(), over, 3
            self.rows.trail(town.people[Role.BUYER].actor, over, "usage.ended", "usage", row.id, town.id)


def _second(town: Town) -> Person:
    return town.people.get(Role.CISO) or town.people[Role.PROCESS_OWNER]


def _weight(number: int, place: int) -> float:
    """Market leaders come first in the list of suppliers; their first product sells best."""
    return 6 / (1 + number * 0.18) / (1 + place * 0.35) + 0.4


def _moment(day: date, chance: random.Random) -> datetime:
    with clock.pretend(day):
        return clock.now() + timedelta(minutes=chance.randint(0, 420))
