# SPDX-License-Identifier: EUPL-1.2
"""What each feature does when a supplier or product goes on elsewhere, declared beside it and collected by `features`.

The rule (ADR 9): what is about a product follows the product; what is about a supplier stays with it, except when two
rows were the same supplier all along. Rows that can not change keep the supplier of their time, and readers follow the
product.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from samencontroleren.organisations.contributions import Counts
from samencontroleren.vendors.kinds import ChangeKind


@dataclass(frozen=True)
class Move:
    """Products go from one supplier to another, or (PRODUCT_MERGE) one product on in another."""

    kind: ChangeKind
    vendor_id: uuid.UUID
    into_vendor_id: uuid.UUID
    product_ids: tuple[uuid.UUID, ...]
    into_product_id: uuid.UUID | None
    moves_people: bool
    on: date
    reason: str

    @property
    def is_whole(self) -> bool:
        """The old supplier ends."""
        return self.kind in (ChangeKind.TAKEOVER, ChangeKind.DUPLICATE)

    @property
    def is_duplicate(self) -> bool:
        """Both rows were the same supplier: what is about the supplier itself goes along too."""
        return self.kind is ChangeKind.DUPLICATE

    @property
    def is_merge(self) -> bool:
        """One product goes on in another one."""
        return self.kind is ChangeKind.PRODUCT_MERGE


@dataclass(frozen=True)
class SupplierContribution:
    """The part of one feature: count what would go, and let it go (both in one transaction, twice without harm)."""

    preview: Callable[[Move], Counts]
    move: Callable[[Move], None]


_offered: list[SupplierContribution] = []


def offer(contribution: SupplierContribution) -> None:
    """Take part; the same one twice counts once."""
    if contribution not in _offered:
        _offered.append(contribution)


def preview(move_: Move) -> Counts:
    """What would go, in the order of the features; nothing that is zero."""
    return [row for each in _offered for row in each.preview(move_) if row[1]]


def move(move_: Move) -> None:
    """Let everything go, in the order of the features."""
    for each in _offered:
        each.move(move_)
