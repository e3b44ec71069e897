# SPDX-License-Identifier: EUPL-1.2
"""Further panels on the page of a requirement, offered by later features when their routes are imported."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class Panel:
    """A block of the page: its title, its template and what that template shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Offer = Callable[[Actor, uuid.UUID], Panel | None]

_offers: list[Offer] = []


def offer(make: Offer) -> Offer:
    """Register a panel: a function that gives it for an actor and a requirement, or None. Twice counts once."""
    if make not in _offers:
        _offers.append(make)
    return make


def panels_for(actor: Actor, requirement_id: uuid.UUID) -> list[Panel]:
    """The panels this actor gets on the page of this requirement."""
    return [panel for make in _offers if (panel := make(actor, requirement_id)) is not None]
