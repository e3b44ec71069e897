# SPDX-License-Identifier: EUPL-1.2
"""Further panels on the page of a product or result, offered by later features when their routes are imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing.models import Release
from samencontroleren.vendors.models import Product


@dataclass(frozen=True)
class Panel:
    """A block of a page: its title, its template and what that template shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Offer = Callable[[Actor, Product], Panel | None]

_offers: list[Offer] = []


def offer(make: Offer) -> Offer:
    """Register a panel: a function that gives it for an actor and a product, or None. A second time does nothing."""
    if make not in _offers:
        _offers.append(make)
    return make


def panels_for(actor: Actor, product: Product) -> list[Panel]:
    """The panels this actor gets on the page of this product."""
    return [panel for make in _offers if (panel := make(actor, product)) is not None]


ResultOffer = Callable[[Actor, Release], Panel | None]

_result_offers: list[ResultOffer] = []


def offer_at_result(make: ResultOffer) -> ResultOffer:
    """Register a panel about the newest result, on the page of a product and of a supplier as a whole."""
    if make not in _result_offers:
        _result_offers.append(make)
    return make


def panels_at_result(actor: Actor, release: Release) -> list[Panel]:
    """The panels this actor gets about this result."""
    return [panel for make in _result_offers if (panel := make(actor, release)) is not None]
