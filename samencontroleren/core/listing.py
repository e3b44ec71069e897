# SPDX-License-Identifier: EUPL-1.2
"""Lists that people sort and page through: which order was asked, and which page numbers to show.

The order stands in the address (`volgorde=naam`, `volgorde=-naam` for the other way), like the filters and the
page (`pagina=2`), so that an address shows the same list to whoever may see it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy import Select

Sorts = Mapping[str, Sequence[Any]]
"""Name in the address to columns: the first turns round with "-", the rest settles what is equal."""

AROUND = 1
"""Pages shown at each side of the present one."""


def ordered(query: Select[Any], sorts: Sorts, asked: str, *last: Any) -> Select[Any]:
    """The query in the order that was asked; an unknown name gives the first order of `sorts`.

    `last`: columns that make the order whole (a key), so that no row stands on two pages.
    """
    columns = sorts.get(asked.removeprefix("-"))
    if columns is None:
        columns, asked = next(iter(sorts.values())), ""
    first, rest = columns[0], columns[1:]
    return query.order_by(first.desc() if asked.startswith("-") else first, *rest, *last)


def turned(name: str, order: str) -> str:
    """The order that the header of a column asks for: its own, or the other way when that is the present one."""
    return f"-{name}" if order == name else name


def direction(name: str, order: str) -> str:
    """How a column is sorted at present, in the words of aria-sort; "" when by another one."""
    return {name: "ascending", f"-{name}": "descending"}.get(order, "")


def window(page: int, pages: int) -> list[int | None]:
    """Page numbers to show, None where some are left out: the first, the last, and those around the present one.

    A gap of one page shows that page: its number is as short as the dots.
    """
    wanted = sorted({1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)})
    shown: list[int | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before == 2:
            shown.append(number - 1)
        elif number - before > 2:
            shown.append(None)
        shown.append(number)
    return shown


def here(**changes: Any) -> str:
    """The address of the present page with these values of its query changed (None: left out), the others kept."""
    kept = {name: request.args.getlist(name) for name in request.args}
    asked = {name: value for name, value in {**kept, **changes}.items() if value not in (None, "", [""])}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **asked})
