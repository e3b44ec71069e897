# SPDX-License-Identifier: EUPL-1.2
"""The rest of the invented market, read from market.yaml: fifty-six suppliers with their products."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from samencontroleren.demonstration.suppliers import ProductFacts, SupplierFacts
from samencontroleren.vendors.kinds import Category, Hosting

SOURCE = Path(__file__).parent / "market.yaml"
FIRST_KVK = 2001
"""Numbers that begin with zeros: none of these is handed out."""
IN_FIRST, IN_SECOND = 32, 46
"""So many of these suppliers took part in the first and the second round."""
MOST_IN_FIRST, MOST_IN_SECOND = 3, 4
"""With at most so many products."""


@cache
def market() -> tuple[SupplierFacts, ...]:
    """The suppliers in their order, each with its products; the same every time."""
    content: dict[str, Any] = yaml.load(SOURCE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    taken: Counter[str] = Counter()
    return tuple(_supplier(number, row, content["modules"], taken) for number, row in enumerate(content["suppliers"]))


def _supplier(number: int, row: dict[str, Any], modules: dict[str, Any], taken: Counter[str]) -> SupplierFacts:
    country = row.get("country", "NL")
    is_dutch = country == "NL"
    return SupplierFacts(
        name=row["name"],
        domain=f"{row['brand'].lower()}.example",
        products=tuple(_products(number, row, modules, taken)),
        kvk_number=f"{FIRST_KVK + number * 7:08}" if is_dutch else None,
        country=country,
        register_number=None if is_dutch else f"{country} 000{number:03} (verzonnen)",
        level=row["level"],
        pace=row.get("pace", "steady"),
    )


def _products(number: int, row: dict[str, Any], modules: dict[str, Any], taken: Counter[str]) -> list[ProductFacts]:
    first, second = row["sells"]
    main = (row["products"] * 2 + 2) // 3
    categories = [first] * main + [second] * (row["products"] - main)
    return [_product(number, place, row, category, modules, taken) for place, category in enumerate(categories)]


def _product(
    number: int, place: int, row: dict[str, Any], category: str, modules: dict[str, Any], taken: Counter[str]
) -> ProductFacts:
    offered = modules[category]
    module, description = offered[taken[category] % len(offered)]
    taken[category] += 1
    hosting = (Hosting.SAAS, Hosting.SAAS, Hosting.SAAS, Hosting.HOSTED, Hosting.ON_PREMISES)[(number + place) % 5]
    country = row.get("hosting", row.get("country", "NL"))
    if country == "NL" and (number * 3 + place) % 9 == 4:
        country = ("IE", "DE", "BE")[number % 3]
    since = 3
    if number < IN_SECOND and place < MOST_IN_SECOND:
        since = 1 if number < IN_FIRST and place < MOST_IN_FIRST else 2
    return ProductFacts(f"{row['brand']} {module}", description, Category(category), hosting, country, since)
