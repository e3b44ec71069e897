# SPDX-License-Identifier: EUPL-1.2
"""A list shows what the single pages open, no more and no less, and so does its count (product.md, 2.6)."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.evidence.models import Document
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.sharing.models import Release
from samencontroleren.supplychain.models import Flag
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.models import Product, Vendor
from tests.isolation.extent import by_turns
from tests.isolation.oracle import Oracle, body_text
from tests.isolation.places import Place

pytestmark = pytest.mark.database

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Listing:
    """A list, the addresses of its objects, its table, how it writes its count, and who asks."""

    path: str
    single: str
    table: Any
    actors: tuple[str, ...]
    count: str = ""

    def __str__(self) -> str:
        return self.path


EVERYONE = ("submitter1", "contributor3", "buyer1", "ciso2", "admin1", "reviewer1", "handed", "coordinator", "releaser")
GOVERNMENT = ("buyer1", "admin1", "reviewer1", "coordinator", "releaser", "vng-admin")
WORKING = ("submitter1", "contributor3", "reviewer1", "reviewer3", "handed", "coordinator", "releaser")

LISTINGS = (
    Listing("/dossiers", "/dossiers/", Dossier, WORKING, r"(\d+) dossiers?\b"),
    Listing("/rondes", "/rondes/", Round, EVERYONE),
    Listing("/leveranciers", "/leveranciers/", Vendor, GOVERNMENT, r"(\d+) leveranciers?\b"),
    Listing("/signalen", "/signalen/", Flag, ("buyer1", "ciso2", "owner3", "coordinator")),
    Listing("/gebruik", "/gebruik/", Usage, ("buyer1", "ciso2", "owner3")),
    Listing("/bewijs", "/bewijs/", Document, ("submitter1", "vendor-admin2", "contributor3")),
    Listing("/api/v1/dossiers?pageSize=100", "/api/v1/dossiers/", Dossier, WORKING),
    Listing("/api/v1/producten?pageSize=100", "/api/v1/producten/", Product, EVERYONE),
    Listing("/api/v1/leveranciers?pageSize=100", "/api/v1/leveranciers/", Vendor, EVERYONE),
    Listing("/api/v1/rondes?pageSize=100", "/api/v1/rondes/", Round, EVERYONE),
    Listing("/api/v1/resultaten?pageSize=100", "/api/v1/resultaten/", Release, EVERYONE),
)


@pytest.mark.parametrize("listing", LISTINGS, ids=str)
def test_a_list_and_its_single_pages_agree(oracle: Oracle, unit_of: Session, listing: Listing) -> None:
    """For everybody who asks; on SQLite for one of them, another each day."""
    there = set(unit_of.scalars(select(listing.table.id)))
    for actor in by_turns(oracle, listing.actors, listing.path):
        opened = {key for key in there if status(oracle, actor, f"{listing.single}{key}") == 200}
        answer = oracle.ask(actor, Place("list", "GET", listing.path, None))
        shown = set() if answer.status_code in (403, 404) else keys_in(listing, body_text(answer)) & there
        assert shown == opened, f"{actor} at {listing.path}"
        assert total(listing, answer) in (None, len(opened)), f"{actor} at {listing.path}"


def status(oracle: Oracle, actor: str, path: str) -> int:
    """The status of one page."""
    return oracle.ask(actor, Place("single", "GET", path, None)).status_code


def keys_in(listing: Listing, text: str) -> set[uuid.UUID]:
    """The objects a list links to, or names by their key."""
    before = '"id": ?"' if listing.path.startswith("/api/") else f'href="{listing.single}'
    return {uuid.UUID(found) for found in re.findall(f'{before}({UUID})"', text)}


def total(listing: Listing, answer: Any) -> int | None:
    """The count a list gives; None when it gives none."""
    if answer.status_code != 200:
        return None
    if "X-Total-Count" in answer.headers:
        return int(answer.headers["X-Total-Count"])
    found = re.search(listing.count, body_text(answer)) if listing.count else None
    return int(found[1]) if found else None
