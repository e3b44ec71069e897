# SPDX-License-Identifier: EUPL-1.2
"""What gemeenten know of a round: how far it is in counts, and which of their own products take part.

Where a running dossier stands is for who works on it; to others it takes part, is released, or ended without a result.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func

from samencontroleren.core.access import is_never, visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import DossierKind, DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.usage import policy as usage_policy
from samencontroleren.vendors.models import Product, Vendor


class Part(StrEnum):
    """How a product takes part, as everybody may know it."""

    RUNNING = "running"
    RELEASED = "released"
    NOT_DELIVERED = "not_delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


PART_LABELS: dict[Part, tuple[str, str]] = {
    Part.RUNNING: ("Wordt beoordeeld", "Being assessed"),
    Part.RELEASED: ("Resultaat vrijgegeven", "Result released"),
    Part.NOT_DELIVERED: ("Niet geleverd", "Not delivered"),
    Part.REFUSED: ("Geweigerd", "Refused"),
    Part.CANCELLED: ("Vervallen", "Cancelled"),
}
PART_TONES: dict[Part, str] = {
    Part.RUNNING: "info",
    Part.RELEASED: "good",
    Part.NOT_DELIVERED: "bad",
    Part.REFUSED: "bad",
    Part.CANCELLED: "neutral",
}
OF_STATE: dict[DossierState, Part] = {
    DossierState.PUBLISHED: Part.RELEASED,
    DossierState.NOT_DELIVERED: Part.NOT_DELIVERED,
    DossierState.REFUSED: Part.REFUSED,
    DossierState.CANCELLED: Part.CANCELLED,
}


@dataclass(frozen=True)
class Participation:
    """The products of a round, and those of them the reader's gemeente uses."""

    counts: Mapping[Part, int]
    ours: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class OurProduct:
    """A product the reader's gemeente uses that takes part in a round."""

    product_id: uuid.UUID
    name: str
    vendor_name: str
    part: Part


def participations(actor: Actor, round_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Participation]:
    """Per round what the actor's gemeente knows of it; empty for everybody else (one query)."""
    ours = case((_is_ours(actor), 1), else_=0)
    columns = [Dossier.round_id, Dossier.state, func.count(), func.sum(ours)]
    rows = session().execute(_products(actor, columns, round_ids).group_by(Dossier.round_id, Dossier.state))
    counts: dict[uuid.UUID, Counter[Part]] = {}
    own: Counter[uuid.UUID] = Counter()
    for round_id, state, number, known in rows:
        counts.setdefault(round_id, Counter())[_part(state)] += number
        own[round_id] += int(known)
    in_order = {key: {each: found[each] for each in Part if found[each]} for key, found in counts.items()}
    return {key: Participation(found, own[key]) for key, found in in_order.items()}


def our_products(actor: Actor, round_id: uuid.UUID) -> list[OurProduct]:
    """The products in a round that the actor's gemeente uses (confirmed), by name; for who reads its register."""
    if is_never(policy.PARTICIPATION(actor)) or not usage_policy.reads_layers(actor):
        return []
    columns = [Product.id, Product.name, Vendor.name, Dossier.state]
    query = _products(actor, columns, [round_id]).join(Product, Product.id == Dossier.product_id)
    query = query.join(Vendor, Vendor.id == Product.vendor_id).where(_is_ours(actor))
    rows = session().execute(query.order_by(func.lower(Product.name), Product.id))
    return [OurProduct(key, name, vendor, _part(state)) for key, name, vendor, state in rows]


def _products(actor: Actor, columns: list[Any], round_ids: Sequence[uuid.UUID]) -> Select[Any]:
    query = visible(actor, policy.PARTICIPATION, columns=columns).select_from(Dossier)
    takes_part = Dossier.product_id.is_not(None) & (Dossier.kind == DossierKind.ROUND)
    return query.where(Dossier.round_id.in_(round_ids), takes_part)


def _is_ours(actor: Actor) -> ColumnElement[bool]:
    """The actor reads the register of a gemeente that uses the product."""
    if not usage_policy.reads_layers(actor):
        return false()
    return Dossier.product_id.in_(usage_policy.confirmed_products(actor))


def _part(state: DossierState) -> Part:
    return OF_STATE.get(state, Part.RUNNING)
