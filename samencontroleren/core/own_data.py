# SPDX-License-Identifier: EUPL-1.2
"""What features contribute to the export of everything an organisation has: named parts, each a list of plain rows.

Each feature declares `own_data.PARTS`; `features.offer_own_data` collects them. A row holds what a person of that
organisation may read, under the names of the API; `rows` is given that person's Actor and asks with it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing: the name of its file and sheet (Dutch, plain signs), and its rows for an actor."""

    name: str
    rows: Callable[[Any], Iterable[Row]]


_parts: dict[str, Part] = {}


def offer(parts: Iterable[Part]) -> None:
    """Add parts; one of the same name takes the place of the earlier."""
    _parts.update({each.name: each for each in parts})


def collect(actor: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of every part for this actor, in the order of the features, as JSON can hold them."""
    return {name: [_plain_row(row) for row in part.rows(actor)] for name, part in _parts.items()}


def _plain_row(row: Row) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


def plain(value: Any) -> Any:
    """A value as JSON can hold it; moments in UTC."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | StrEnum):
        return str(value)
    return value
