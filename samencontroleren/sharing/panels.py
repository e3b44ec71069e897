# SPDX-License-Identifier: EUPL-1.2
"""Further panels on the page of a product or result, offered by later features when their routes are imported."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing.reading import ReleaseView
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


ResultOffer = Callable[[Actor, ReleaseView], Panel | None]

_result_offers: list[ResultOffer] = []


def offer_at_result(make: ResultOffer) -> ResultOffer:
    """Register a panel about the newest result, on the page of a product and of a supplier as a whole."""
    if make not in _result_offers:
        _result_offers.append(make)
    return make


def panels_at_result(actor: Actor, view: ReleaseView) -> list[Panel]:
    """The panels this actor gets about this result."""
    return [panel for make in _result_offers if (panel := make(actor, view)) is not None]


@dataclass(frozen=True)
class PlannedStep:
    """A step of an accepted improvement plan; its progress as (nl, en)."""

    what: str
    due_on: date | None
    progress: tuple[str, str]


@dataclass(frozen=True)
class Stand:
    """How a released finding stands now: its term, its stage as (nl, en), and what a template shows of it."""

    due_on: date
    is_late: bool
    is_open: bool
    stage: tuple[str, str]
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[PlannedStep] = ()
    """Of the accepted plan, for documents."""


FindingOffer = Callable[[Actor, Collection[uuid.UUID]], Mapping[uuid.UUID, Stand]]

_finding_offers: list[FindingOffer] = []


def offer_at_findings(make: FindingOffer) -> FindingOffer:
    """Register how released findings stand now, by key; asked once per page."""
    if make not in _finding_offers:
        _finding_offers.append(make)
    return make


def stands_of(actor: Actor, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Stand]:
    """How these findings stand now, as far as this actor may know."""
    return {key: stand for make in _finding_offers for key, stand in make(actor, keys).items()} if keys else {}


SupplierOffer = Callable[[Actor, Sequence[uuid.UUID]], Panel | None]

_supplier_offers: list[SupplierOffer] = []


def offer_to_supplier(make: SupplierOffer) -> SupplierOffer:
    """Register a panel on the page where a supplier sees who may see what: given the results and documents shown."""
    if make not in _supplier_offers:
        _supplier_offers.append(make)
    return make


def panels_for_supplier(actor: Actor, keys: Sequence[uuid.UUID]) -> list[Panel]:
    """The panels this actor gets about these results and documents."""
    return [panel for make in _supplier_offers if (panel := make(actor, keys)) is not None]
